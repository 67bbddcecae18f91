/** Edits inside one line: comparisons, conditions, arguments, operators and type annotations. All are operations. */
import ts from 'typescript';
import { call, type EditCase, type Finding, slots, targetSlots } from '../cases.ts';
import { ownerOf } from './modifiers.ts';

const STRICT = new Map<ts.SyntaxKind, [string, string]>([
  [ts.SyntaxKind.EqualsEqualsToken, ['==', '===']],
  [ts.SyntaxKind.ExclamationEqualsToken, ['!=', '!==']],
]);

/** The line of an edit to one operator, and what else stands there. */
function operatorCase(
  finding: Finding,
  kind: string,
  node: ts.BinaryExpression,
  old: string,
  replacement: string,
): EditCase | undefined {
  const { program } = finding;
  const { operatorToken } = node;
  const line = program.lineOf(operatorToken.getStart(program.source));
  const all = program
    .find(ts.isBinaryExpression)
    .filter((n) => program.textOf(n.operatorToken) === old);
  const onLine = all.filter(
    (n) => program.lineOf(n.operatorToken.getStart(program.source)) === line,
  );
  const fn = program.functionAround(node)?.name;
  const inFunction = all.filter((n) => program.functionAround(n)?.name === fn);
  if (onLine.length !== 1) return undefined;
  const byFunction =
    fn && inFunction.length === 1 && program.declared.get(fn) === 1 ? fn : undefined;
  return {
    kind,
    slots: slots({ op: old, newOp: replacement, fn: byFunction, line: String(line + 1) }),
    answer: kind === 'strict-equality' ? call(kind, line) : call(kind, line, old, replacement),
    ...(all.length === 1 ? {} : { needsOneOf: ['line', 'fn'] }),
  };
}

export function strictEquality(finding: Finding): EditCase[] {
  return finding.program.find(ts.isBinaryExpression).flatMap((node) => {
    const pair = STRICT.get(node.operatorToken.kind);
    const found = pair && operatorCase(finding, 'strict-equality', node, pair[0], pair[1]);
    return found ? [found] : [];
  });
}

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>', '>='],
  '>': ['>=', '<', '<='],
  '<=': ['<', '>=', '>'],
  '>=': ['>', '<=', '<'],
  '+': ['-', '*'],
  '-': ['+', '*'],
  '*': ['/', '+'],
  '/': ['*', '%'],
  '&&': ['||', '??'],
  '||': ['&&', '??'],
  '??': ['||'],
  '===': ['!==', '=='],
  '!==': ['===', '!='],
  '+=': ['-='],
  '-=': ['+='],
};

export function replaceOperator(finding: Finding): EditCase[] {
  const { program, random } = finding;
  return program.find(ts.isBinaryExpression).flatMap((node) => {
    const old = program.textOf(node.operatorToken);
    const choices = OPERATORS[old];
    if (!choices) return [];
    // Mixing ?? with && or || needs parentheses, which nobody asked for.
    const mixes = [node.left, node.right, node.parent].some((n) => ts.isBinaryExpression(n));
    const possible = choices.filter((op) => !(mixes && /\?\?|\|\||&&/.test(op)));
    const chosen = random.maybe(possible);
    const found = chosen && operatorCase(finding, 'replace-operator', node, old, chosen);
    return found ? [found] : [];
  });
}

export function negateCondition(finding: Finding): EditCase[] {
  const { program } = finding;
  const ifs = program.find(ts.isIfStatement);
  return ifs.flatMap((node): EditCase[] => {
    const condition = node.expression;
    const source = program.textOf(condition);
    const line = program.lineAt(condition);
    if (source.length > 60 || program.lastLineOf(condition) !== line) return [];
    const fn = program.functionAround(node)?.name;
    const inFunction = ifs.filter((n) => program.functionAround(n)?.name === fn);
    const byFunction =
      fn && inFunction.length === 1 && program.declared.get(fn) === 1 ? fn : undefined;
    const sameCondition = ifs.filter((n) => program.textOf(n.expression) === source).length;
    const cond = sameCondition === 1 && source.length <= 40 ? source : undefined;
    return [
      {
        kind: 'negate-condition',
        slots: slots({ fn: byFunction, cond, line: String(line + 1) }),
        answer: call('negate-condition', line),
        ...(ifs.length === 1 ? {} : { needsOneOf: ['line', 'cond', 'fn'] }),
      },
    ];
  });
}

export function swapArguments(finding: Finding): EditCase[] {
  const { program } = finding;
  const calls = program.find(ts.isCallExpression).filter((c) => c.arguments.length === 2);
  return calls.flatMap((node): EditCase[] => {
    const [first, second] = node.arguments as unknown as readonly [ts.Expression, ts.Expression];
    const callee = program.textOf(node.expression);
    const line = program.lineAt(first);
    if (
      !/^[\w$.]{2,32}$/.test(callee) ||
      program.lastLineOf(second) !== line ||
      program.lineAt(node) !== line
    )
      return [];
    if (program.textOf(first) === program.textOf(second)) return [];
    const fn = program.functionAround(node)?.name;
    const same = program
      .find(ts.isCallExpression)
      .filter((c) => program.textOf(c.expression) === callee);
    const sameInFunction = same.filter((c) => program.functionAround(c)?.name === fn);
    const sameOnLine = same.filter((c) => program.lineAt(c) === program.lineAt(node));
    if (sameOnLine.length !== 1) return [];
    return [
      {
        kind: 'swap-arguments',
        slots: slots({
          callee,
          fn: sameInFunction.length === 1 ? fn : undefined,
          line: String(line + 1),
        }),
        answer: call('swap-arguments', line, callee),
        ...(same.length === 1
          ? {}
          : { needsOneOf: ['line', ...(sameInFunction.length === 1 ? ['fn'] : [])] }),
      },
    ];
  });
}

export function changeType(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const isTyped = (
    node: ts.Node,
  ): node is
    | ts.ParameterDeclaration
    | ts.PropertySignature
    | ts.PropertyDeclaration
    | ts.VariableDeclaration =>
    (ts.isParameter(node) ||
      ts.isPropertySignature(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isVariableDeclaration(node)) &&
    node.type !== undefined &&
    ts.isIdentifier(node.name);
  const nodes = program.find(isTyped);
  return nodes.flatMap((node): EditCase[] => {
    const annotation = node.type as ts.TypeNode;
    const old = program.textOf(annotation);
    if (old.length > 40 || old.includes('\n')) return [];
    const name = (node.name as ts.Identifier).text;
    const type = random.pick(pools.types);
    if (type === old || (ts.isFunctionTypeNode(annotation) && type.includes('|'))) return [];
    const owner = ts.isParameter(node) ? parameterOwner(node) : ownerOf(node);
    const sort = ts.isParameter(node)
      ? 'parameter'
      : ts.isVariableDeclaration(node)
        ? 'variable'
        : 'property';
    const alone = program.declared.get(name) === 1;
    const inOwner =
      owner !== undefined &&
      nodes.filter(
        (n) =>
          (n.name as ts.Identifier).text === name &&
          (ts.isParameter(n) ? parameterOwner(n) : ownerOf(n)) === owner,
      ).length === 1;
    const needsOneOf = alone ? undefined : ['line', ...(inOwner ? ['owner', 'scope'] : [])];
    const onLine = nodes.filter((n) => program.lineAt(n) === program.lineAt(node)).length === 1;
    if (needsOneOf && !onLine) return [];
    return [
      {
        kind: 'change-type',
        slots: slots({
          name,
          old,
          type,
          owner: inOwner ? owner : undefined,
          ...targetSlots({
            name,
            sort,
            line: program.lineAt(node),
            scope: inOwner ? owner : undefined,
          }),
          ...(onLine ? {} : { line: undefined }),
        }),
        needsAllOf: ['type'],
        answer: call('change-type', name, type, ...(alone ? [] : [program.lineAt(node.name)])),
        ...(needsOneOf ? { needsOneOf } : {}),
      },
    ];
  });
}

function parameterOwner(node: ts.ParameterDeclaration): string | undefined {
  const fn = node.parent;
  if (
    (ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn)) &&
    fn.name &&
    ts.isIdentifier(fn.name)
  )
    return fn.name.text;
  if (
    ts.isArrowFunction(fn) &&
    ts.isVariableDeclaration(fn.parent) &&
    ts.isIdentifier(fn.parent.name)
  )
    return fn.parent.name.text;
  return undefined;
}
