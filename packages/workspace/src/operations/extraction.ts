/** extract-function and extract-type: a piece of code gets a name of its own, by the compiler's refactorings. */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findDeclarations } from '../code/declarations.ts';
import { requireBindingName } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, indentOf, type Source, startLine } from '../code/source.ts';
import type { LanguageTools, Rewrite } from '../project/language-tools.ts';
import type { Arguments, Transforms } from './transform.ts';
import { findAnnotatable } from './types.ts';

export const extractionTransforms: Transforms = {
  'extract-function': extractFunction,
  'extract-type': extractType,
};

function extractFunction(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const name = args.text('name').trim();
  requireBindingName(source, name);
  requireFree(source, name);
  const range = textOfLines(source, args.line('first'), args.line('last'));
  // Of the scopes that the function can stand in the compiler gives the outermost last.
  return tools().refactor(source.text, {
    name: 'Extract Symbol',
    action: 'function_scope_',
    range,
    newName: name,
  });
}

/** From the first character of `first` that is no white space to the last of `last`. */
function textOfLines(
  source: Source,
  first: LineIndex,
  last: LineIndex,
): { readonly start: number; readonly end: number } {
  const { document, offsets } = source;
  const lines = [first, last];
  if (last < first) {
    const message = `Line ${last + 1} stands before line ${first + 1}.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const start = offsets[first]! + indentOf(source, first).length;
  const end = offsets[last]! + document.lines[last]!.trimEnd().length;
  if (end > start) return { start, end };
  const message = `There is nothing on ${describeLines(lines)} to make a function of.`;
  throw new OperationRefused('not-found', message, { lines });
}

function extractType(source: Source, args: Arguments, tools: () => LanguageTools): Rewrite {
  const { ts, file } = source;
  const name = args.text('name').trim();
  requireBindingName(source, name);
  requireFree(source, name);
  const symbol = args.text('symbol');
  const { type, name: nameNode } = findAnnotatable(source, symbol, args.lineOrNone('line'));
  const lines = [startLine(source, nameNode)];
  if (type === undefined) {
    const message = `\`${symbol}\` (${describeLines(lines)}) has no type written there.`;
    throw new OperationRefused('not-found', message, { lines });
  }
  if (isName(ts, type)) {
    const message = `The type of \`${symbol}\` (${describeLines(lines)}) has a name already: ${type.getText(file)}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  return tools().refactor(source.text, {
    name: 'Extract type',
    action: 'Extract to type alias',
    range: { start: type.getStart(file), end: type.end },
    newName: name,
  });
}

function isName(compiler: Source['ts'], type: ts.TypeNode): boolean {
  return compiler.isTypeReferenceNode(type) && type.typeArguments === undefined;
}

/** @throws OperationRefused where the file declares the name */
function requireFree(source: Source, name: string): void {
  const declared = findDeclarations(source).find(
    (other) => other.name === name && other.member === 'none',
  );
  if (declared === undefined) return;
  const lines = [startLine(source, declared.nameNode)];
  const message = `\`${name}\` is already declared on ${describeLines(lines)}; it needs another name.`;
  throw new OperationRefused('not-applicable', message, { lines });
}
