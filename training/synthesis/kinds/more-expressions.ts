/**
 * More edits inside expressions and statements: templates, optional chains, branches, constants for literals.
 * All are operations. Concatenations and chains are found as the operations find them.
 */
import ts from 'typescript';
import { findConcatenations } from '../../../packages/workspace/src/code/concatenations.ts';
import { findGuardedAccesses } from '../../../packages/workspace/src/code/guards.ts';
import { findLiterals } from '../../../packages/workspace/src/code/literals.ts';
import { parseSource, type Source } from '../../../packages/workspace/src/code/source.ts';
import { call, type EditCase, type Finding, slots, wordsOf } from '../cases.ts';
import { joinWords } from '../pools.ts';
import type { Program } from '../program.ts';
import type { Random } from '../random.ts';

/** The document as the operations see it. */
function sourceOf({ path, text }: Program): Source {
  return parseSource(ts, path, text);
}

/** A place that its line means, or its function where that has no other such place. */
interface Place {
  readonly line: number;
  readonly fn: string | undefined;
}

/** The case of `place`, one of `all` of its kind; none where its line has another. */
function placeCase(
  { program }: Finding,
  kind: string,
  place: Place,
  all: readonly Place[],
  cond?: string,
): EditCase[] {
  const { line, fn } = place;
  if (all.filter((other) => other.line === line).length !== 1) return [];
  const isAlone = all.filter((other) => other.fn === fn).length === 1;
  const byFunction = fn && isAlone && program.declared.get(fn) === 1 ? fn : undefined;
  return [
    {
      kind,
      slots: slots({ fn: byFunction, cond, line: String(line + 1) }),
      answer: call(kind, line),
      ...(all.length === 1 ? {} : { needsOneOf: ['line', 'fn', 'cond'] }),
    },
  ];
}

/** The places of nodes of the operations' own tree. */
function placesOf({ program }: Finding, positions: readonly number[]): Place[] {
  return positions.map((position) => {
    const around = program.functions.filter(
      ({ node }) => node.pos <= position && position < node.end,
    );
    const innermost = around.toSorted((one, other) => other.node.pos - one.node.pos)[0];
    return { line: program.lineOf(position), fn: innermost?.name };
  });
}

export function toTemplate(finding: Finding): EditCase[] {
  const source = sourceOf(finding.program);
  const found = findConcatenations(source);
  const places = placesOf(
    finding,
    found.map(({ node }) => node.getStart(source.file)),
  );
  return found.flatMap(({ node, operands }, index) => {
    // A text that is only broken into lines is nothing to interpolate; comments between the parts forbid it.
    const isPlain = operands.every((operand) => ts.isStringLiteralLike(operand));
    const isLong = node.end - node.getStart(source.file) > 240;
    if (isPlain || isLong || /\/\/|\/\*/.test(node.getText(source.file))) return [];
    return placeCase(finding, 'to-template', places[index]!, places);
  });
}

export function optionalChain(finding: Finding): EditCase[] {
  const source = sourceOf(finding.program);
  const found = findGuardedAccesses(source);
  const places = placesOf(
    finding,
    found.map(({ guards }) => guards[0]!.operands[0]!.getStart(source.file)),
  );
  return found.flatMap(({ guards }, index) => {
    const isSimple = guards.every(
      ({ access, isWhole }) => isWhole && !access.steps.some((step) => ts.isCallExpression(step)),
    );
    return isSimple ? placeCase(finding, 'optional-chain', places[index]!, places) : [];
  });
}

export function swapBranches(finding: Finding): EditCase[] {
  const { program } = finding;
  const ifs = program.find(ts.isIfStatement).filter((node) => node.elseStatement);
  const places = placesOf(
    finding,
    ifs.map((node) => node.getStart(program.source)),
  );
  return ifs.flatMap((node, index) => {
    const { thenStatement, elseStatement, expression, parent } = node;
    const isChain =
      !elseStatement ||
      ts.isIfStatement(elseStatement) ||
      (ts.isIfStatement(parent) && parent.elseStatement === node);
    if (isChain || !ts.isBlock(thenStatement) || !ts.isBlock(elseStatement)) return [];
    const between = program.text.slice(thenStatement.end, elseStatement.getStart(program.source));
    const before = program.text.slice(expression.end, thenStatement.getStart(program.source));
    if (program.textOf(thenStatement) === program.textOf(elseStatement)) return [];
    if (/\/[/*]/.test(before + between)) return [];
    const source = program.textOf(expression);
    const isOnly = ifs.filter((other) => program.textOf(other.expression) === source).length === 1;
    const isShort = source.length <= 40 && !source.includes('\n');
    return placeCase(
      finding,
      'swap-branches',
      places[index]!,
      places,
      isOnly && isShort ? source : undefined,
    );
  });
}

/** Literals that a constant can stand for, as they are written. */
function constantLiterals(program: Program): (ts.StringLiteral | ts.NumericLiteral)[] {
  const isLiteral = (node: ts.Node): node is ts.StringLiteral | ts.NumericLiteral =>
    ts.isStringLiteral(node) || ts.isNumericLiteral(node);
  return program.find(isLiteral);
}

export function extractConstant(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const all = findLiterals(sourceOf(program));
  const literals = constantLiterals(program);
  const linesOf = (text: string) =>
    new Set(
      literals.filter((node) => program.textOf(node) === text).map((node) => program.lineAt(node)),
    );
  return literals.flatMap((node): EditCase[] => {
    const old = program.textOf(node);
    const line = program.lineAt(node);
    if (!isConstantValue(program, node)) return [];
    const isOnlyLine = linesOf(old).size === 1;
    const hasOthers = all.some((other) => other.line === line && other.text !== old);
    const words = constantWords(node, random) ?? randomWords(finding);
    const style = random.chance(0.75) ? 'constant' : 'camel';
    const name = joinWords(words, style);
    if (!/^[A-Za-z]\w{3,31}$/.test(name) || program.identifiers.has(name) || name === node.text)
      return [];
    return [
      {
        kind: 'extract-constant',
        slots: slots({ old, name, words: words.join(' '), line: String(line + 1) }),
        answer: call('extract-constant', line, old, name),
        needsAllOf: ['name', ...(hasOthers ? ['old'] : [])],
        needsOneOf: isOnlyLine ? ['old', 'line'] : ['line'],
      },
    ];
  });
}

/** Whether a literal is a value that means something: no key, type, import or directive, not '' or 0. */
function isConstantValue(program: Program, node: ts.StringLiteral | ts.NumericLiteral): boolean {
  const text = program.textOf(node);
  if (ts.isStringLiteral(node) ? !/^.[\w ./:,?!#@-]{2,40}.$/.test(text) : /^[01]$/.test(text)) {
    return false;
  }
  const { parent } = node;
  const isValue = ts.isCallExpression(parent)
    ? parent.expression.kind !== ts.SyntaxKind.ImportKeyword &&
      program.textOf(parent.expression) !== 'require'
    : ts.isNewExpression(parent) ||
      ts.isReturnStatement(parent) ||
      ts.isConditionalExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isCaseClause(parent) ||
      ts.isThrowStatement(parent) ||
      ts.isArrowFunction(parent) ||
      (ts.isParameter(parent) && parent.initializer === node) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
      (ts.isPropertyDeclaration(parent) && parent.initializer === node) ||
      (ts.isVariableDeclaration(parent) && !ts.isSourceFile(parent.parent.parent.parent)) ||
      (ts.isBinaryExpression(parent) &&
        ![parent.left, parent.right].some((side) => ts.isTypeOfExpression(side)));
  const isElsewhere = (outer: ts.Node) => ts.isTypeNode(outer) || ts.isEnumMember(outer);
  return isValue && !ts.findAncestor(node, isElsewhere);
}

/** The words of a name for a literal: of what it is given to or compared with, or its own. */
function constantWords(
  node: ts.StringLiteral | ts.NumericLiteral,
  random: Random,
): string[] | undefined {
  const { parent } = node;
  const isNamed =
    ts.isPropertyAssignment(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent);
  let near: string[] = [];
  if (isNamed && ts.isIdentifier(parent.name)) near = wordsOf(parent.name.text);
  else if (ts.isBinaryExpression(parent)) {
    near = wordsOf(lastName(parent.left === node ? parent.right : parent.left) ?? '');
  } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    near = wordsOf(lastName(parent.expression) ?? '');
  }
  const own = ts.isStringLiteral(node) ? wordsOf(node.text).slice(0, 3) : [];
  const last = near.filter((word) => word !== own[0]).at(-1) ?? random.pick(STRING_SUFFIXES);
  const words =
    own.length > 1 ? own : own.length === 1 ? [...own, last] : [random.pick(PREFIXES), ...near];
  const isSpeakable = words.length > 1 && words.length <= 4 && /^[a-z]/.test(words[0]!);
  return isSpeakable ? words : undefined;
}

const STRING_SUFFIXES = ['name', 'key', 'value', 'label', 'kind', 'id'];
const PREFIXES = ['default', 'max', 'min', 'initial', 'base', 'usual'];

function lastName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

/** Words of a constant's name out of the corpus. */
function randomWords({ pools, random }: Finding): string[] {
  const long = (name: string) => wordsOf(name).length > 1;
  return wordsOf(random.maybe(pools.names.constant.filter(long)) ?? 'MAX_ITEMS').slice(0, 4);
}
