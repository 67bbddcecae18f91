/** Putting things in: comments, properties, imports, array elements. All are operations. */
import ts from 'typescript';
import { call, type EditCase, type Finding, ordinal, slots, targetSlots } from '../cases.ts';
import { freshMemberName, freshName, styleOf } from '../pools.ts';
import { ownerOf } from './modifiers.ts';
import { already } from './more-functions.ts';

interface Target {
  readonly name: string;
  readonly sort: string;
  readonly line: number;
  readonly nth?: string | undefined;
  readonly node: ts.Node;
}

/** Functions, classes and other declarations that a name alone identifies. */
function targets(finding: Finding): Target[] {
  const { program, random } = finding;
  const found: Target[] = [];
  for (const fn of program.functions) {
    const same = program.functions.filter((f) => f.sort === fn.sort);
    found.push({
      name: fn.name,
      sort: fn.sort,
      line: fn.line,
      nth: ordinal(same, fn, random),
      node: fn.statement,
    });
  }
  for (const declaration of program.declarations) {
    if (found.some((t) => t.node === declaration.node)) continue;
    const same = program.declarations.filter((d) => d.sort === declaration.sort);
    const { name, sort, line, node } = declaration;
    found.push({ name, sort, line, nth: ordinal(same, declaration, random), node });
  }
  return found.filter((t) => program.declared.get(t.name) === 1);
}

export function addJsdoc(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  return targets(finding).flatMap((target): EditCase[] => {
    const sentence = random.maybe(pools.sentences);
    if (!sentence || program.firstLineWithComments(target.node) !== target.line) return [];
    const text = random.chance(0.7) ? `${sentence}.` : sentence;
    return [
      {
        kind: 'add-jsdoc',
        slots: slots({ text, ...describe(target) }),
        needsAllOf: ['text'],
        answer: call('add-jsdoc', target.name, text),
      },
    ];
  });
}

export function addTodo(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const statements = program
    .find(ts.isStatement)
    .filter((n) => ts.isBlock(n.parent) && !ts.isBlock(n))
    .map((node) => ({ line: program.lineAt(node), node }));
  const places: (Target | { line: number })[] = [
    ...targets(finding),
    ...random.shuffled(statements).slice(0, 2),
  ];
  return places.flatMap((target): EditCase[] => {
    const sentence = random.maybe(pools.sentences);
    if (!sentence) return [];
    const text = random.chance(0.6)
      ? sentence.slice(0, 1).toLowerCase() + sentence.slice(1)
      : sentence;
    const named = 'name' in target;
    return [
      {
        kind: 'add-todo',
        slots: slots({
          text,
          line: String(target.line + 1),
          ...(named ? describe(target) : {}),
        }),
        needsAllOf: ['text'],
        answer: call('add-todo', target.line, text),
      },
    ];
  });
}

function describe(target: Target): Record<string, string | undefined> {
  return { name: target.name, ...targetSlots(target) };
}

export function addProperty(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const isOwner = (node: ts.Node): node is ts.InterfaceDeclaration | ts.TypeLiteralNode =>
    ts.isInterfaceDeclaration(node) ||
    (ts.isTypeLiteralNode(node) && ts.isTypeAliasDeclaration(node.parent));
  const owners = program.find(isOwner);
  return owners.flatMap((node): EditCase[] => {
    const last = node.members.at(-1);
    if (!last || !ts.isPropertySignature(last)) return [];
    const owner = ownerOf(last);
    const lastLine = program.lastLineOf(last);
    if (!owner || program.declared.get(owner) !== 1 || program.lastLineOf(node) <= lastLine)
      return [];
    const taken = new Set(node.members.map((m) => (m.name ? program.textOf(m.name) : '')));
    const name = freshMemberName('value', pools, taken, random);
    const type = random.pick(pools.types);
    const sort = ts.isInterfaceDeclaration(node) ? 'interface' : 'type';
    return [
      {
        kind: 'add-property',
        slots: slots({
          owner,
          name,
          type,
          ...targetSlots({ name: owner, sort, line: program.lineAt(node) }),
          nth: ordinal(
            owners.filter((o) => o.kind === node.kind),
            node,
            random,
          ),
        }),
        answer: call('add-property', owner, name, type),
        needsAllOf: ['name', 'type'],
      },
    ];
  });
}

/** Names of types as values, as people ask. */
export function addImport(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const imports = program.find(ts.isImportDeclaration);
  const taken = new Set(imports.map((i) => program.textOf(i.moduleSpecifier).slice(1, -1)));
  const extension = imports.some((i) => /\.js['"]$/.test(program.textOf(i.moduleSpecifier)))
    ? '.js'
    : '';
  const module = random.chance(0.35)
    ? `${random.pick(['./', '../', './lib/', '../utils/'])}${random.pick(pools.names.camel)}${extension}`
    : random.maybe(pools.modules);
  if (!module || taken.has(module)) return [];
  const name = freshName(
    random.chance(0.5) ? 'value' : 'Value',
    pools,
    program.identifiers,
    random,
  );
  return [
    {
      kind: 'add-import',
      slots: slots({ name, module }),
      needsAllOf: ['name', 'module'],
      answer: call('add-import', name, module),
    },
  ];
}

type ArrayHolder = ts.VariableDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration;

function isArrayHolder(node: ts.Node): node is ArrayHolder {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertyDeclaration(node)
  );
}

export function addElement(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const held = program.find(isArrayHolder).flatMap((holder) => {
    const array = arrayIn(holder.initializer);
    const name = ts.isIdentifier(holder.name) ? holder.name.text : undefined;
    return array && name !== undefined ? [{ holder, array, name }] : [];
  });
  const same: EditCase[] = [];
  const made = held.flatMap(({ holder, array, name }): EditCase[] => {
    if (held.filter((other) => other.name === name).length !== 1) return [];
    const line = program.lineAt(holder.name);
    const make = (value: string): EditCase => ({
      kind: 'add-element',
      slots: slots({
        name,
        value,
        element: value,
        ...targetSlots({ name, sort: 'array', line }),
      }),
      // What the wordings call it.
      needsOneOf: ['value', 'element'],
      answer: call('add-element', name, value),
    });
    const present = array.elements.map((element) => program.textOf(element));
    const old = random.maybe(present.filter((text) => /^[^\n.]{1,40}$/.test(text)));
    if (old !== undefined) same.push(make(old));
    const value = newElement(finding, holder, array);
    return value !== undefined && !present.includes(value) ? [make(value)] : [];
  });
  return [...made, ...already(finding, 'add-element', same)];
}

/** The array literal that a value is, or that it begins a set with or freezes. */
function arrayIn(value: ts.Expression | undefined): ts.ArrayLiteralExpression | undefined {
  if (value === undefined || ts.isArrayLiteralExpression(value)) return value;
  if (
    ts.isAsExpression(value) ||
    ts.isSatisfiesExpression(value) ||
    ts.isParenthesizedExpression(value)
  ) {
    return arrayIn(value.expression);
  }
  const isList =
    (ts.isNewExpression(value) && value.expression.getText() === 'Set') ||
    (ts.isCallExpression(value) && value.expression.getText() === 'Object.freeze');
  const first = isList ? value.arguments?.[0] : undefined;
  return first && ts.isArrayLiteralExpression(first) ? first : undefined;
}

/** One more element like the others; into an empty array one of its type, or anything small where it has none. */
function newElement(
  finding: Finding,
  holder: ArrayHolder,
  { elements }: ts.ArrayLiteralExpression,
): string | undefined {
  const { program, random } = finding;
  const last = elements.findLast((element) => !ts.isSpreadElement(element));
  if (last) return valueLike(finding, last);
  if (elements.length > 0 || random.chance(0.5)) return undefined;
  const type = 'type' in holder && holder.type ? program.textOf(holder.type) : '';
  const isOf = (name: string) => type === '' || type.includes(name);
  const texts = [
    ...(isOf('string') ? [`'${shortText(finding)}'`] : []),
    ...(isOf('number') ? [String(random.below(1000))] : []),
    ...(type.includes('string') || type.includes('number')
      ? []
      : [random.pick(finding.pools.names.camel)]),
  ];
  return random.maybe(texts);
}

function shortText({ pools, random }: Finding): string {
  return random.maybe(pools.strings)?.split(' ')[0] ?? 'other';
}

/** Another value of the same sort, where that is short: literals, names, members of a name, small objects and lists of these. */
function valueLike(finding: Finding, node: ts.Expression): string | undefined {
  const { program, pools, random } = finding;
  const text = program.textOf(node);
  if (ts.isStringLiteral(node)) {
    const quote = text.slice(0, 1);
    return quote + shortText(finding) + quote;
  }
  if (ts.isNumericLiteral(node)) return String(random.below(1000));
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    return random.pick(['true', 'false']);
  }
  if (ts.isIdentifier(node)) return random.maybe(pools.names[styleOf(text)]);
  if (/\n/.test(text) || text.length > 60) return undefined;
  if (ts.isPropertyAccessExpression(node)) {
    const name = random.maybe(pools.names[styleOf(node.name.text)]);
    return name && text.slice(0, text.length - node.name.text.length) + name;
  }
  const parts = ts.isArrayLiteralExpression(node)
    ? [...node.elements]
    : ts.isObjectLiteralExpression(node)
      ? node.properties.map((p) => (ts.isPropertyAssignment(p) ? p.initializer : undefined))
      : [];
  if (parts.length === 0) return undefined;
  let result = text;
  for (const part of parts.toReversed()) {
    const value = part && valueLike(finding, part);
    if (part === undefined || value === undefined) return undefined;
    const start = part.getStart(program.source) - node.getStart(program.source);
    result = result.slice(0, start) + value + result.slice(start + program.textOf(part).length);
  }
  return result;
}
