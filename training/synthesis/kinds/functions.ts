/** Edits to a whole function: parameters, arrows, try/catch, return types, guards and logs. */
import ts from 'typescript';
import {
  call,
  type EditCase,
  type Finding,
  functionSlots,
  isUnambiguous,
  slots,
} from '../cases.ts';
import { freshMemberName } from '../pools.ts';
import { hasModifier, type NamedFunction } from '../program.ts';

type FunctionFinder = (finding: Finding, fn: NamedFunction) => EditCase | undefined;

/** Runs a finder over the functions that a name alone identifies. */
function overFunctions(find: FunctionFinder): (finding: Finding) => EditCase[] {
  return (finding) =>
    finding.program.functions.flatMap((fn) => {
      const found = isUnambiguous(finding, fn) ? find(finding, fn) : undefined;
      return found ? [found] : [];
    });
}

export const addParameter = overFunctions((finding, fn) => {
  const { program, pools, random } = finding;
  const taken = new Set(fn.node.parameters.map((p) => program.textOf(p.name)));
  if (fn.node.parameters.some((p) => p.dotDotDotToken)) return undefined;
  const like = random.chance(0.5) ? 'options' : random.pick(pools.names.camel);
  const name = random.chance(0.3)
    ? random.pick([
        'options',
        'signal',
        'timeout',
        'verbose',
        'locale',
        'limit',
        'index',
        'callback',
        'strict',
        'depth',
        'prefix',
        'debug',
        'retries',
        'context',
        'force',
        'currency',
        'encoding',
        'separator',
      ]) // prettier-ignore
    : freshMemberName(like, pools, taken, random);
  if (taken.has(name)) return undefined;
  const typed = program.isTypeScript && random.chance(0.75);
  const withDefault = random.chance(0.3);
  const [type, value] = typedDefault(finding, typed, withDefault);
  const args = [fn.name, name, ...(type || value ? [type ?? ''] : []), ...(value ? [value] : [])];
  return {
    kind: 'add-parameter',
    slots: slots({ ...functionSlots(finding, fn), param: name, type, default: value }),
    answer: call('add-parameter', ...args),
    // What the answer holds must be said.
    needsAllOf: [...(type ? ['type'] : []), ...(value ? ['default'] : [])],
  };
});

function typedDefault(
  { pools, random }: Finding,
  typed: boolean,
  withDefault: boolean,
): [string | undefined, string | undefined] {
  if (!withDefault) return [typed ? random.pick(pools.types) : undefined, undefined];
  const [type, value] = random.pick([
    ['boolean', random.pick(['true', 'false'])],
    ['number', String(random.pick([0, 1, 2, 3, 5, 10, 16, 30, 60, 100, 255, 500, 1000, 5000]))],
    ['string', `'${random.maybe(pools.strings)?.split(' ')[0] ?? 'utf8'}'`],
    ['string', "''"],
    ['string[]', '[]'],
    ['Record<string, string>', '{}'],
  ] as [string, string][]);
  // With a default the type is mostly left to inference, as people write it.
  return [typed && random.chance(0.35) ? type : undefined, value];
}

export const toArrowFunction = overFunctions((finding, fn) => {
  const { node } = fn;
  const words = slots(functionSlots(finding, fn));
  if (ts.isArrowFunction(node)) {
    return {
      kind: 'nothing-already',
      wordings: 'to-arrow-function',
      slots: words,
      answer: call('to-arrow-function', fn.name),
    };
  }
  if (
    !ts.isFunctionDeclaration(node) ||
    node.asteriskToken ||
    hasModifier(node, ts.SyntaxKind.DefaultKeyword)
  )
    return undefined;
  if (usesOwnThis(node.body)) return undefined;
  return { kind: 'to-arrow-function', slots: words, answer: call('to-arrow-function', fn.name) };
});

export function usesOwnThis(body: ts.Node): boolean {
  let found = false;
  const walk = (node: ts.Node): void => {
    if (
      node.kind === ts.SyntaxKind.ThisKeyword ||
      (ts.isIdentifier(node) && node.text === 'arguments')
    )
      found = true;
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node))
      return;
    node.forEachChild(walk);
  };
  walk(body);
  return found;
}

export const wrapTry = overFunctions((finding, fn) => {
  const { statements } = fn.node.body;
  const words = slots(functionSlots(finding, fn));
  if (statements.length === 0) return undefined;
  if (statements.length === 1 && ts.isTryStatement(statements[0] as ts.Statement)) {
    const answer = call('wrap-try', fn.name);
    return { kind: 'nothing-already', wordings: 'wrap-try', slots: words, answer };
  }
  return { kind: 'wrap-try', slots: words, answer: call('wrap-try', fn.name) };
});

export const setReturnType = overFunctions((finding, fn) => {
  const { program, pools, random } = finding;
  if (!program.isTypeScript) return undefined;
  let type = random.pick(pools.types);
  if (hasModifier(fn.node, ts.SyntaxKind.AsyncKeyword) && !type.startsWith('Promise'))
    type = `Promise<${type}>`;
  if (fn.node.type && program.textOf(fn.node.type) === type) return undefined;
  return {
    kind: 'set-return-type',
    slots: slots({ ...functionSlots(finding, fn), type }),
    answer: call('set-return-type', fn.name, type),
    needsAllOf: ['type'],
  };
});

export const guardClause = overFunctions((finding, fn) => {
  const { random } = finding;
  const names = fn.node.parameters.flatMap((p) =>
    ts.isIdentifier(p.name) && !p.dotDotDotToken && !p.initializer ? [p.name.text] : [],
  );
  const param = random.maybe(names);
  if (!param) return undefined;
  return {
    kind: 'guard-clause',
    slots: slots({ ...functionSlots(finding, fn), param }),
    answer: call('guard-clause', fn.name, param),
    needsAllOf: ['param'],
  };
});

export const addLog = overFunctions((finding, fn) => ({
  kind: 'add-log',
  slots: slots(functionSlots(finding, fn)),
  answer: call('add-log', fn.name),
}));
