/**
 * strict-equality, replace-operator, negate-condition and swap-arguments: what stands on one line of code,
 * exchanged token by token. Texts are exchanged as they are asked for; how the rest of an expression
 * groups around a new operator is the asker's matter.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  lineOf,
  parseSource,
  type Source,
  startLine,
  walk,
} from '../code/source.ts';
import { closeNames } from '../code/suggest.ts';
import { applyTextEdits, insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const expressionTransforms: Transforms = {
  'strict-equality': strictEquality,
  'replace-operator': replaceOperator,
  'negate-condition': negateCondition,
  'swap-arguments': swapArguments,
};

const OPERATORS: ReadonlySet<string> = new Set(
  '+ - * / % ** << >> >>> & | ^ < > <= >= == != === !== && || ?? in instanceof'.split(' '),
);
const ASSIGNMENTS: ReadonlySet<string> = new Set(
  '= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??='.split(' '),
);

/** What is true exactly where the other is not. */
const OPPOSITES: ReadonlyMap<string, string> = new Map([
  ['===', '!=='],
  ['!==', '==='],
  ['==', '!='],
  ['!=', '=='],
  ['<', '>='],
  ['>=', '<'],
  ['>', '<='],
  ['<=', '>'],
]);

/** More places than this are not told in a message. */
const MOST_LINES = 6;

interface Operator {
  readonly node: ts.BinaryExpression;
  readonly text: string;
  readonly line: LineIndex;
}

/** All binary operators and assignments, but not the comma. */
function findOperators(source: Source): Operator[] {
  const { ts, file } = source;
  const found: Operator[] = [];
  walk(source, (node) => {
    if (!ts.isBinaryExpression(node)) return;
    const text = node.operatorToken.getText(file);
    if (text !== ',') found.push({ node, text, line: startLine(source, node.operatorToken) });
  });
  return found;
}

function strictEquality(source: Source, args: Arguments): TextEdit[] {
  const line = args.line('line');
  const operators = findOperators(source);
  const loose = operators.filter(({ text }) => text === '==' || text === '!=');
  const onLine = loose.filter((operator) => operator.line === line);
  if (onLine.length > 0) return onLine.map(({ node }) => insertion(node.operatorToken.end, '='));
  const isStrict = operators.some(
    ({ text, line: place }) => place === line && (text === '===' || text === '!=='),
  );
  if (isStrict) {
    const message = `Line ${line + 1} compares with === or !== already.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const what = 'no == or !=';
  throw notOnLine(
    line,
    what,
    loose.map((operator) => operator.line),
  );
}

function replaceOperator(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const line = args.line('line');
  const operator = args.text('operator').trim();
  const newOperator = args.text('newOperator').trim();
  if (!OPERATORS.has(newOperator) && !ASSIGNMENTS.has(newOperator)) {
    throw new OperationRefused('not-applicable', `\`${newOperator}\` is not a binary operator.`);
  }
  const operators = findOperators(source);
  const onLine = operators.filter((candidate) => candidate.line === line);
  const named = onLine.filter(({ text }) => text === operator);
  const [only] = named;
  if (only === undefined || operator === newOperator) {
    if (onLine.some(({ text }) => text === newOperator)) {
      const message = `Line ${line + 1} already has \`${newOperator}\`.`;
      throw new OperationRefused('already-done', message, { lines: [line] });
    }
    const places = operators.filter(({ text }) => text === operator);
    throw notOnLine(
      line,
      `no \`${operator}\``,
      places.map((place) => place.line),
    );
  }
  if (named.length > 1) {
    const message = `\`${operator}\` stands ${named.length} times on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  const refuse = (message: string) =>
    new OperationRefused('not-applicable', message, { lines: [line] });
  if (ASSIGNMENTS.has(operator) !== ASSIGNMENTS.has(newOperator)) {
    throw refuse(
      `\`${operator}\` cannot become \`${newOperator}\`: only one of them is an assignment.`,
    );
  }
  const { left } = only.node;
  const isPattern = ts.isArrayLiteralExpression(left) || ts.isObjectLiteralExpression(left);
  if (isPattern && ASSIGNMENTS.has(operator)) {
    throw refuse(`Line ${line + 1} assigns to a pattern, which only \`=\` can.`);
  }
  const edit = operatorEdit(source, only.node.operatorToken, newOperator);
  if (/^(?:\?\?|\|\||&&)$/.test(newOperator) && mixesNullish(source, edit)) {
    throw refuse('`??` cannot stand beside `&&` or `||` without parentheses.');
  }
  return [edit];
}

/** Writes an operator in another's place, with a space where it would grow together with its neighbour. */
function operatorEdit(source: Source, token: ts.Node, text: string): TextEdit {
  const edit = replacement(source, token, text);
  const before = source.text[edit.start - 1] ?? '';
  const after = source.text[edit.end] ?? '';
  const isWord = /\w/.test(text);
  const front = isWord && /\S/.test(before) ? ' ' : '';
  const grows = isWord ? /\S/.test(after) : after === text.at(-1);
  return { ...edit, text: front + text + (grows ? ' ' : '') };
}

/** Whether a change puts `??` directly beside `&&` or `||`, which is an error only the type checker tells. */
function mixesNullish(source: Source, edit: TextEdit): boolean {
  const { ts } = source;
  const logical = (node: ts.Node) => {
    if (!ts.isBinaryExpression(node)) return undefined;
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken) return 'nullish';
    const isBoolean =
      kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return isBoolean ? 'boolean' : undefined;
  };
  let mixed = false;
  const changed = parseSource(ts, source.path, applyTextEdits(source, [edit]));
  walk(changed, (node) => {
    const outer = logical(node);
    const inner = logical(node.parent ?? node);
    if (outer && inner && outer !== inner) mixed = true;
  });
  return mixed;
}

function negateCondition(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const line = args.line('line');
  const ifs: ts.IfStatement[] = [];
  walk(source, (node) => {
    if (ts.isIfStatement(node)) ifs.push(node);
  });
  const here = ifs.filter(
    (node) => startLine(source, node) === line || startLine(source, node.expression) === line,
  );
  const [only] = here;
  if (only === undefined) {
    throw notOnLine(
      line,
      'no if',
      ifs.map((node) => startLine(source, node)),
    );
  }
  if (here.length > 1) {
    const message = `There are ${here.length} ifs on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  return negation(source, only.expression);
}

/** Edits that turn a whole condition into its opposite. */
function negation(source: Source, condition: ts.Expression): TextEdit[] {
  const { ts, file, text } = source;
  const start = condition.getStart(file);
  if (
    ts.isPrefixUnaryExpression(condition) &&
    condition.operator === ts.SyntaxKind.ExclamationToken
  ) {
    const { operand } = condition;
    if (ts.isParenthesizedExpression(operand)) {
      const open = operand.getStart(file) + 1;
      // Comments inside the parentheses stay, with their white space.
      const front = /^\s*/.exec(text.slice(open, operand.expression.getStart(file)))![0].length;
      const isSpace = text.slice(operand.expression.end, operand.end - 1).trim() === '';
      const close = isSpace ? operand.expression.end : operand.end - 1;
      return [
        { start, end: open + front, text: '' },
        { start: close, end: operand.end, text: '' },
      ];
    }
    const space = /^\s*/.exec(text.slice(start + 1))![0].length;
    return [{ start, end: start + 1 + space, text: '' }];
  }
  if (ts.isBinaryExpression(condition)) {
    const { operatorToken } = condition;
    const opposite = OPPOSITES.get(operatorToken.getText(file));
    if (opposite) return [replacement(source, operatorToken, opposite)];
  }
  if (ts.isLeftHandSideExpression(condition)) return [insertion(start, '!')];
  return [insertion(start, '!('), insertion(condition.end, ')')];
}

function swapArguments(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const line = args.line('line');
  const callee = args.text('callee');
  const calls: (ts.CallExpression | ts.NewExpression)[] = [];
  walk(source, (node) => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) calls.push(node);
  });
  // A call in a chain begins lines above its own name; either line is its.
  const onLine = calls.filter(
    (node) => startLine(source, node) === line || lineOf(source, node.expression.end - 1) === line,
  );
  const calleeOf = (node: ts.CallExpression | ts.NewExpression) => node.expression.getText(file);
  const isWanted = (node: ts.CallExpression | ts.NewExpression) =>
    squeezed(calleeOf(node)) === squeezed(callee);
  const named = onLine.filter(isWanted);
  const [first] = named;
  if (first === undefined) {
    const places = calls.filter(isWanted).map((node) => startLine(source, node));
    const suggestions = closeNames(callee, onLine.map(calleeOf));
    throw notOnLine(line, `no call of \`${callee}\``, places, suggestions);
  }
  const swappable = named.filter(
    ({ arguments: list }) =>
      list?.length === 2 && !list.some((argument) => ts.isSpreadElement(argument)),
  );
  if (swappable.length > 1) {
    const message = `\`${callee}\` is called ${swappable.length} times with two arguments on line ${line + 1}.`;
    throw new OperationRefused('ambiguous', message, { lines: [line] });
  }
  const [one, other] = swappable[0]?.arguments ?? [];
  if (one === undefined || other === undefined) {
    const list = first.arguments ?? [];
    const problem =
      list.length === 2
        ? 'a spread argument'
        : `${list.length} argument${list.length === 1 ? '' : 's'}`;
    const message = `\`${callee}\` is called with ${problem} on line ${line + 1}; only two can be exchanged.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  // Edits bring their own line endings.
  const textOf = (node: ts.Node) => node.getText(file).replaceAll('\r\n', '\n');
  if (textOf(one) === textOf(other)) {
    const message = `Both arguments of \`${callee}\` on line ${line + 1} are \`${textOf(one)}\`.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  return [replacement(source, one, textOf(other)), replacement(source, other, textOf(one))];
}

/** A text without its white space: how a chain is broken into lines does not matter. */
export function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The refusal for what is not on the line, with the lines where it is or what was meant instead. */
export function notOnLine(
  line: LineIndex,
  what: string,
  lines: readonly LineIndex[],
  suggestions: readonly string[] = [],
): OperationRefused {
  const isTold = lines.length > 0 && new Set(lines).size <= MOST_LINES;
  const elsewhere = isTold ? `, but on ${describeLines(lines)}` : '';
  const meant = suggestions.map((text) => `\`${text}\``).join(' or ');
  const hint = meant && !isTold ? ` Did you mean ${meant}?` : '';
  const message = `There is ${what} on line ${line + 1}${elsewhere}.${hint}`;
  return new OperationRefused('not-found', message, { lines, suggestions });
}
