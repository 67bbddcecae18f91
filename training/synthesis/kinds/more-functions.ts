/**
 * More edits to functions, classes and variables: synchronous again, parameters and their defaults,
 * declarations, access, inlined variables, awaited calls. All are operations.
 *
 * Where an operation refuses what it is asked (a parameter that is used, an `async` that is needed), the call
 * is the right answer nevertheless: the operation looks into the body and says why. A model need not. Of such
 * places there is at most one in a document.
 */
import ts from 'typescript';
import {
  call,
  type EditCase,
  type Finding,
  functionSlots,
  isUnambiguous,
  slots,
  targetSlots,
} from '../cases.ts';
import { hasModifier, isDeclarationName, type NamedFunction, variableSort } from '../program.ts';
import { usesOwnThis } from './functions.ts';

/** The functions that a name alone identifies. */
function unambiguous(finding: Finding): NamedFunction[] {
  return finding.program.functions.filter((fn) => isUnambiguous(finding, fn));
}

/** At most one of many places where nothing is left to do, so that they do not crowd out those of other kinds. */
export function already(
  finding: Finding,
  wordings: string,
  cases: readonly EditCase[],
): EditCase[] {
  const one = finding.random.maybe(cases);
  return one ? [{ ...one, kind: 'nothing-already', wordings }] : [];
}

export function removeAsync(finding: Finding): EditCase[] {
  const make = (fn: NamedFunction): EditCase => ({
    kind: 'remove-async',
    slots: slots(functionSlots(finding, fn)),
    answer: call('remove-async', fn.name),
  });
  const functions = unambiguous(finding).filter(({ node }) => !node.asteriskToken);
  const isAsync = ({ node }: NamedFunction) => hasModifier(node, ts.SyntaxKind.AsyncKeyword);
  const isFree = ({ node }: NamedFunction) => !holds(node.body, awaits);
  const free = functions.filter((fn) => isAsync(fn) && isFree(fn));
  const bound = finding.random.maybe(functions.filter((fn) => isAsync(fn) && !isFree(fn)));
  const others = functions.filter((fn) => !isAsync(fn)).map(make);
  return [
    ...[...free, ...(bound ? [bound] : [])].map(make),
    ...already(finding, 'remove-async', others),
  ];
}

function awaits(node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  );
}

/** Whether something inside `root` fits. */
function holds(root: ts.Node, fits: (node: ts.Node) => boolean): boolean {
  return ts.forEachChild(root, (node) => fits(node) || holds(node, fits) || undefined) === true;
}

/** The parameters of a function that have a name, but for rest parameters. */
function namedParameters(fn: NamedFunction): { name: string; node: ts.ParameterDeclaration }[] {
  return fn.node.parameters.flatMap((node) =>
    ts.isIdentifier(node.name) && node.name.text !== 'this' && !node.dotDotDotToken
      ? [{ name: node.name.text, node }]
      : [],
  );
}

export function removeParameter(finding: Finding): EditCase[] {
  const unused: EditCase[] = [];
  const used: EditCase[] = [];
  for (const fn of unambiguous(finding)) {
    for (const { name } of namedParameters(fn)) {
      const isUsed = holds(fn.node.body, (node) => ts.isIdentifier(node) && node.text === name);
      (isUsed ? used : unused).push({
        kind: 'remove-parameter',
        slots: slots({ ...functionSlots(finding, fn), param: name }),
        answer: call('remove-parameter', fn.name, name),
        needsAllOf: ['param'],
      });
    }
  }
  const one = finding.random.maybe(used);
  return [...unused, ...(one ? [one] : [])];
}

export function setDefault(finding: Finding): EditCase[] {
  const { program } = finding;
  const made: EditCase[] = [];
  const same: EditCase[] = [];
  for (const fn of unambiguous(finding)) {
    for (const { name, node } of namedParameters(fn)) {
      const make = (value: string): EditCase => ({
        kind: 'set-default',
        slots: slots({ ...functionSlots(finding, fn), param: name, default: value }),
        answer: call('set-default', fn.name, name, value),
        needsAllOf: ['param', 'default'],
      });
      const old = node.initializer && program.textOf(node.initializer);
      const value = defaultFor(finding, node);
      if (value !== old) made.push(make(value));
      if (old !== undefined && /^[^\n]{1,24}$/.test(old)) same.push(make(old));
    }
  }
  return [...made, ...already(finding, 'set-default', same)];
}

/** A value that fits the parameter's type, so far as it is written there. */
function defaultFor({ program, pools, random }: Finding, node: ts.ParameterDeclaration): string {
  const type = node.type
    ? program.textOf(node.type)
    : random.pick(['boolean', 'number', 'string', '']);
  const number = () => String(random.pick([0, 1, 2, 3, 5, 8, 10, 20, 50, 100, 200, 500, 1000]));
  const string = () => `'${random.maybe(pools.strings)?.split(/[' ]/)[0] ?? 'utf8'}'`;
  if (type === 'boolean') return random.pick(['true', 'false']);
  if (type === 'number') return number();
  if (type === 'string') return random.chance(0.3) ? "''" : string();
  if (/\[\]$|^(?:Readonly)?Array</.test(type)) return '[]';
  if (type !== '') return random.pick(['{}', 'null', 'undefined']);
  return random.pick(['{}', 'null', '[]', number(), string()]);
}

export function toFunction(finding: Finding): EditCase[] {
  const { program } = finding;
  const variables = program.find(ts.isVariableDeclaration).flatMap((node): EditCase[] => {
    const { initializer, name, parent } = node;
    const isFunction =
      initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
    if (!isFunction || !ts.isIdentifier(name) || node.type) return [];
    if (!ts.isVariableDeclarationList(parent) || parent.declarations.length !== 1) return [];
    if (!ts.isVariableStatement(parent.parent)) return [];
    if (program.declared.get(name.text) !== 1 || initializer.name) return [];
    if (ts.isArrowFunction(initializer) && usesOwnThis(initializer.body)) return [];
    const fn = program.functions.find(({ node: known }) => known === initializer);
    const words = fn
      ? functionSlots(finding, fn)
      : {
          fn: name.text,
          ...targetSlots({
            name: name.text,
            sort: 'function',
            line: program.lineAt(parent.parent),
          }),
        };
    return [{ kind: 'to-function', slots: slots(words), answer: call('to-function', name.text) }];
  });
  const declarations = unambiguous(finding)
    .filter(({ node }) => ts.isFunctionDeclaration(node))
    .map(
      (fn): EditCase => ({
        kind: 'to-function',
        slots: slots(functionSlots(finding, fn)),
        answer: call('to-function', fn.name),
      }),
    );
  return [...variables, ...already(finding, 'to-function', declarations)];
}

const ACCESS = ['private', 'protected', 'public'] as const;

export function setAccess(finding: Finding): EditCase[] {
  const { program, random } = finding;
  if (!program.isTypeScript) return [];
  const same: EditCase[] = [];
  const made = program.find(ts.isClassLike).flatMap((owner): EditCase[] => {
    const ownerName = owner.name?.text;
    const members = classMembers(owner);
    return members.flatMap(({ name, sort, node }): EditCase[] => {
      // Overloads and pairs of accessors have several lines, of which none is more right than another.
      if (!ownerName || members.filter((other) => other.name === name).length !== 1) return [];
      const alone = program.declared.get(name) === 1;
      // A parameter property belongs to its constructor, which says nothing of the class.
      if (!alone && ts.isParameter(node)) return [];
      const line = program.lineAt(node);
      const make = (access: string): EditCase => ({
        kind: 'set-access',
        slots: slots({
          name,
          owner: ownerName,
          access,
          ...targetSlots({ name, sort, line, scope: ownerName }),
        }),
        answer: call('set-access', name, access, ...(alone ? [] : [program.lineAt(node.name)])),
        needsAllOf: ['access'],
        ...(alone ? {} : { needsOneOf: ['owner', 'line', 'scope'] }),
      });
      const old = accessOf(node);
      same.push(make(old));
      const isAbstract = hasModifier(node, ts.SyntaxKind.AbstractKeyword);
      const others = ACCESS.filter(
        (access) => access !== old && !(isAbstract && access === 'private'),
      );
      return [make(random.pick(others))];
    });
  });
  return [...made, ...already(finding, 'set-access', same)];
}

type ClassMember =
  | ts.PropertyDeclaration
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ParameterDeclaration;

/** The members of a class that can have an access modifier, with the words that people have for them. */
function classMembers(
  owner: ts.ClassLikeDeclaration,
): { name: string; sort: string; node: ClassMember }[] {
  const found: { name: string; sort: string; node: ClassMember }[] = [];
  const add = (node: ClassMember, sort: string) => {
    if (ts.isIdentifier(node.name)) found.push({ name: node.name.text, sort, node });
  };
  for (const member of owner.members) {
    if (ts.isPropertyDeclaration(member)) {
      const { initializer } = member;
      add(member, initializer && ts.isFunctionLike(initializer) ? 'method' : 'property');
    } else if (ts.isMethodDeclaration(member)) add(member, 'method');
    else if (ts.isGetAccessor(member)) add(member, 'getter');
    else if (ts.isSetAccessor(member)) add(member, 'setter');
    else if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        if (ts.isParameterPropertyDeclaration(parameter, member)) add(parameter, 'property');
      }
    }
  }
  return found;
}

function accessOf(node: ts.Node): (typeof ACCESS)[number] {
  if (hasModifier(node, ts.SyntaxKind.PrivateKeyword)) return 'private';
  return hasModifier(node, ts.SyntaxKind.ProtectedKeyword) ? 'protected' : 'public';
}

/** More uses than this stay with their variable. */
const MOST_USES = 8;

export function inlineVariable(finding: Finding): EditCase[] {
  const { program } = finding;
  const uses = new Map<string, number>();
  for (const node of program.find(ts.isIdentifier)) {
    if (!isDeclarationName(node)) uses.set(node.text, (uses.get(node.text) ?? 0) + 1);
  }
  return program.find(ts.isVariableStatement).flatMap((statement): EditCase[] => {
    const list = statement.declarationList;
    const [declaration] = list.declarations;
    if (list.declarations.length !== 1 || !declaration || !(list.flags & ts.NodeFlags.Const))
      return [];
    const { name, initializer } = declaration;
    if (
      !ts.isIdentifier(name) ||
      !initializer ||
      hasModifier(statement, ts.SyntaxKind.ExportKeyword)
    ) {
      return [];
    }
    if (ts.isFunctionLike(initializer) || ts.isClassExpression(initializer)) return [];
    const used = uses.get(name.text) ?? 0;
    const alone = program.declared.get(name.text) === 1;
    if (used === 0 || (alone && used > MOST_USES)) return [];
    if (
      program.textOf(initializer).length > 120 ||
      (used > 1 && (isComputed(initializer) || holds(initializer, isComputed)))
    )
      return [];
    const line = program.lineAt(name);
    const scope = program.functionAround(statement)?.name;
    return [
      {
        kind: 'inline-variable',
        slots: slots({
          name: name.text,
          ...targetSlots({ name: name.text, sort: variableSort(list), line, scope }),
        }),
        answer: call('inline-variable', name.text, ...(alone ? [] : [line])),
        ...(alone ? {} : { needsOneOf: ['line'] }),
      },
    ];
  });
}

/** Whether computing a value twice is not the same as once. */
function isComputed(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isFunctionLike(node)
  );
}

/** Calls of what belongs to the language give no promises. */
const BUILT_IN = /^(?:console|Math|JSON|Object|Array|String|Number|Boolean|Symbol|Date|process)\b/;

export function awaitCall(finding: Finding): EditCase[] {
  const { program } = finding;
  const calls = program
    .find(ts.isCallExpression)
    .map((node) => ({ node, callee: program.textOf(node.expression), line: program.lineAt(node) }));
  const made: EditCase[] = [];
  const same: EditCase[] = [];
  for (const { node, callee, line } of calls) {
    if (!/^[\w$.]{2,32}$/.test(callee) || BUILT_IN.test(callee)) continue;
    const around = ts.findAncestor(node.parent, ts.isFunctionLike);
    if (!around || !hasModifier(around, ts.SyntaxKind.AsyncKeyword)) continue;
    const fn = program.functionAround(node);
    const alike = calls.filter((other) => other.callee === callee);
    if (alike.filter((other) => other.line === line).length !== 1) continue;
    const inFunction = alike.filter((other) => program.functionAround(other.node) === fn);
    const byFunction =
      fn && inFunction.length === 1 && program.declared.get(fn.name) === 1 ? fn.name : undefined;
    const onLine = calls.filter((other) => other.line === line).length;
    const found: EditCase = {
      kind: 'await-call',
      slots: slots({ callee, fn: byFunction, line: String(line + 1) }),
      answer: call('await-call', line, callee),
      ...(alike.length === 1 ? {} : { needsOneOf: ['line', ...(byFunction ? ['fn'] : [])] }),
      // "The call on line 3" is only clear where the line has no other.
      ...(onLine === 1 ? {} : { needsAllOf: ['callee'] }),
    };
    (ts.isAwaitExpression(node.parent) ? same : made).push(found);
  }
  return [...made, ...already(finding, 'await-call', same)];
}
