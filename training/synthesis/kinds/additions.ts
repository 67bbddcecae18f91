/** Putting things in: comments, properties, imports, array elements. All are operations. */
import ts from 'typescript';
import { call, type EditCase, type Finding, ordinal, slots, targetSlots } from '../cases.ts';
import { freshMemberName, freshName } from '../pools.ts';
import { ownerOf } from './modifiers.ts';

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

export function addElement(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  return program.find(ts.isArrayLiteralExpression).flatMap((node): EditCase[] => {
    const holder = ts.isAsExpression(node.parent) ? node.parent.parent : node.parent;
    if (
      !ts.isVariableDeclaration(holder) &&
      !ts.isPropertyAssignment(holder) &&
      !ts.isPropertyDeclaration(holder)
    )
      return [];
    const last = node.elements.at(-1);
    if (!ts.isIdentifier(holder.name) || !last || program.declared.get(holder.name.text) !== 1)
      return [];
    const name = holder.name.text;
    const isString = ts.isStringLiteral(last);
    if (!isString && !ts.isNumericLiteral(last) && !ts.isIdentifier(last)) return [];
    const quote = isString ? program.textOf(last).slice(0, 1) : '';
    const value = isString
      ? quote + (random.maybe(pools.strings)?.split(' ')[0] ?? 'other') + quote
      : ts.isNumericLiteral(last)
        ? String(random.below(1000))
        : random.pick(pools.names.camel);
    return [
      {
        kind: 'add-element',
        slots: slots({ name, value, line: String(program.lineAt(node) + 1) }),
        needsAllOf: ['value'],
        answer: call('add-element', name, value),
      },
    ];
  });
}
