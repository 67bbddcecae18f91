/**
 * What callers see of functions and classes: parameters-to-object, swap-parameters, infer-return-type, then-to-await
 * and add-accessors. All but swap-parameters are refactorings of the compiler.
 */
import type ts from 'typescript';
import { bodyOf, functionSort, type NamedFunction, requireFunction } from '../code/functions.ts';
import { findMember } from '../code/members.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, type Source, startLine, walk } from '../code/source.ts';
import type { LanguageTools, Rewrite } from '../project/language-tools.ts';
import { isAsync } from './functions.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const signatureTransforms: Transforms = {
  'parameters-to-object': parametersToObject,
  'swap-parameters': swapParameters,
  'infer-return-type': inferReturnType,
  'then-to-await': thenToAwait,
  'add-accessors': addAccessors,
};

function parametersToObject(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const { ts } = source;
  const symbol = args.text('symbol');
  const { node } = requireFunction(source, symbol, undefined);
  const lines = [startLine(source, node)];
  const [first] = node.parameters;
  if (first === undefined) {
    const message = `\`${symbol}\` (${describeLines(lines)}) has no parameters.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (node.parameters.length === 1 && ts.isObjectBindingPattern(first.name)) {
    const message = `\`${symbol}\` (${describeLines(lines)}) takes one object already.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const name = 'Convert parameters to destructured object';
  const start = first.getStart(source.file);
  const range = { start, end: start };
  return tools().refactor(source.text, { name, action: name, range });
}

function swapParameters(source: Source, args: Arguments, makeTools: () => LanguageTools): Rewrite {
  const symbol = args.text('symbol');
  const fn = requireFunction(source, symbol, undefined);
  const names = [args.text('parameter'), args.text('other')] as const;
  const lines = [startLine(source, fn.node)];
  const refuse = (why: string, at: readonly number[] = lines) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines: at });
  if (names[0] === names[1]) throw refuse('needs two different parameters to exchange');
  const [one, other] = names.map((name) => indexOfParameter(source, fn, name)) as [number, number];
  const edits = new Map<string, TextEdit[]>();
  const add = (path: string, more: readonly TextEdit[]) =>
    edits.set(path, [...(edits.get(path) ?? []), ...more]);
  const tools = makeTools();
  for (const { parameters } of [fn.node, ...fn.overloads]) {
    const [a, b] = [parameters[one], parameters[other]];
    if (!a || !b) throw refuse('has a signature without both of them');
    add(tools.path, exchanged(source.file, a, b));
  }
  if (
    fn.node.parameters.some(({ dotDotDotToken }, i) => dotDotDotToken && (i === one || i === other))
  ) {
    throw refuse('takes the rest of its arguments by one of them');
  }
  for (const [file, positions] of tools.references(source.text, fn.namePosition)) {
    const isHere = file.fileName === tools.path;
    for (const position of positions) {
      if (isHere && isOwnName(fn, position)) continue;
      const call = callAt(source.ts, file, position);
      const place = isHere ? describeLines([lineOf(source, position)]) : file.fileName;
      const at = isHere ? [lineOf(source, position)] : lines;
      if (call === 'import') continue;
      if (call === undefined) throw refuse(`is not only called: it is passed on (${place})`, at);
      const [a, b] = [call.arguments[one], call.arguments[other]];
      const last = Math.max(one, other);
      const isSpread = call.arguments.slice(0, last + 1).some(source.ts.isSpreadElement);
      if (isSpread || !a || !b) throw refuse(`is called without both arguments (${place})`, at);
      add(file.fileName, exchanged(file, a, b));
    }
  }
  return tools.rewriteOf(edits);
}

function indexOfParameter(
  source: Source,
  { node, name: symbol }: NamedFunction,
  name: string,
): number {
  const { ts, file } = source;
  const index = node.parameters.findIndex(
    (parameter) => ts.isIdentifier(parameter.name) && parameter.name.text === name,
  );
  if (index >= 0) return index;
  const names = node.parameters.map((parameter) => parameter.name.getText(file)).join(', ');
  const message = `\`${symbol}\` has no parameter \`${name}\`; it has ${names || 'none'}.`;
  throw new OperationRefused('not-found', message, { lines: [startLine(source, node)] });
}

/** Edits that put each of two nodes in the other's place. */
function exchanged(file: ts.SourceFile, one: ts.Node, other: ts.Node): TextEdit[] {
  const put = (there: ts.Node, here: ts.Node) => ({
    start: here.getStart(file),
    end: here.end,
    text: there.getText(file),
  });
  return [put(one, other), put(other, one)];
}

/** Whether the name at `position` is the function's own, in one of its declarations. */
function isOwnName({ overloads, namePosition }: NamedFunction, position: number): boolean {
  if (position === namePosition) return true;
  return overloads.some(
    ({ name }) => name !== undefined && name.end > position && name.pos <= position,
  );
}

/** The call or construction whose callee ends with the name at `position`; 'import' where it is imported or exported there. */
function callAt(
  compiler: Source['ts'],
  file: ts.SourceFile,
  position: number,
): ts.CallExpression | 'import' | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > position || node.end <= position) return;
    if (compiler.isIdentifier(node) && node.getStart(file) === position) found = node;
    compiler.forEachChild(node, visit);
  };
  visit(file);
  if (found === undefined) return undefined;
  const parent = found.parent;
  if (
    compiler.isImportSpecifier(parent) ||
    compiler.isImportClause(parent) ||
    compiler.isExportSpecifier(parent)
  ) {
    return 'import';
  }
  const callee =
    compiler.isPropertyAccessExpression(parent) && parent.name === found ? parent : found;
  const call = callee.parent;
  return compiler.isCallExpression(call) && call.expression === callee ? call : undefined;
}

function inferReturnType(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const symbol = args.text('symbol');
  const { node, namePosition } = requireFunction(source, symbol, undefined);
  const lines = [startLine(source, node)];
  if (!source.typed) {
    const message = `${source.path} is JavaScript, where no types are written.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (node.type) {
    const message = `\`${symbol}\` (${describeLines(lines)}) says its return type already: ${node.type.getText(source.file)}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  // A function without a name of its own is found by its first character.
  const { ts, file } = source;
  const isNameless = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  const start = isNameless ? node.getStart(file) : namePosition;
  const name = 'Infer function return type';
  const made = tools().refactor(source.text, { name, action: name, range: { start, end: start } });
  if (made.edits.some(({ text }) => /^\)?:\s*any$/.test(text))) {
    const message = `What \`${symbol}\` (${describeLines(lines)}) returns is not known here (any), so no type was written.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  return made;
}

/** The compiler's suggestion to make a function async. */
const TO_ASYNC = 80006;

function thenToAwait(
  source: Source,
  args: Arguments,
  makeTools: () => LanguageTools,
): readonly TextEdit[] {
  const { ts, text } = source;
  const symbol = args.text('symbol');
  const { node } = requireFunction(
    source,
    symbol,
    undefined,
    ({ node: each }) => !isAsync(source, each),
  );
  const lines = [startLine(source, node)];
  const tools = makeTools();
  const suggestion = tools
    .suggestions(text)
    .find(({ code, start }) => code === TO_ASYNC && node.pos <= start && start < node.end);
  const [fix] = suggestion ? tools.fixes(text, suggestion) : [];
  if (fix) return fix.edits;
  let hasChain = false;
  const visit = (each: ts.Node): void => {
    if (ts.isPropertyAccessExpression(each) && /^(?:then|catch|finally)$/.test(each.name.text))
      hasChain = true;
  };
  const body = bodyOf(node);
  if (body) walk(source, visit, body);
  const message = hasChain
    ? `The TypeScript compiler knows no safe way to write the promises of \`${symbol}\` (${describeLines(lines)}) with await.`
    : `\`${symbol}\` (${describeLines(lines)}), ${functionSort(source, node)}, has no promise chain.`;
  throw new OperationRefused(hasChain ? 'not-applicable' : 'already-done', message, { lines });
}

function addAccessors(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  const member = findMember(source, symbol, args.text('owner'), false);
  const lines = [startLine(source, member)];
  if (ts.isAccessor(member)) {
    const message = `\`${symbol}\` (${describeLines(lines)}) is a getter or setter already.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (!ts.isPropertyDeclaration(member) && !ts.isParameter(member)) {
    const message = `\`${symbol}\` (${describeLines(lines)}) is no property of a class.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const name = "Generate 'get' and 'set' accessors";
  const range = { start: member.name.getStart(file), end: member.name.end };
  return tools().refactor(source.text, { name, action: name, range });
}
