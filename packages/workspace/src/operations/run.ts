/**
 * Runs the operations of the edit language on a text. Takes a text, its path (for the language) and a
 * call; gives the changed text and its hunks, or a refusal in plain words. Whatever an operation would
 * do, a change that breaks the syntax is refused.
 */
import {
  diffDocuments,
  type OperationCall,
  type OperationSpec,
  operations,
  parseDocument,
} from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, parseSource, type Source } from '../code/source.ts';
import { newErrors } from '../code/syntax.ts';
import { isCode, isJson, loadTypeScript, type TypeScript } from '../code/typescript.ts';
import { accessTransforms } from './access.ts';
import { arrayTransforms } from './arrays.ts';
import { awaitTransforms } from './awaiting.ts';
import { branchTransforms } from './branches.ts';
import { commentTransforms } from './comments.ts';
import { constantTransforms } from './constants.ts';
import { applyTextEdits } from './edits.ts';
import { enumTransforms } from './enums.ts';
import { expressionTransforms } from './expressions.ts';
import { declarationTransforms } from './function-declaration.ts';
import { functionTransforms } from './functions.ts';
import { importOrderTransforms } from './import-order.ts';
import { importTransforms } from './imports.ts';
import { inlineTransforms } from './inline.ts';
import { interfaceTransforms } from './interfaces.ts';
import { lineTransforms } from './lines.ts';
import { literalTransforms } from './literals.ts';
import { memberTransforms } from './members.ts';
import { moduleTransforms } from './modules.ts';
import { nameTransforms } from './names.ts';
import { chainTransforms } from './optional-chain.ts';
import { parameterTransforms } from './parameters.ts';
import { prologueTransforms } from './prologue.ts';
import { propertyTransforms } from './properties.ts';
import { propertyRemovalTransforms } from './property-removal.ts';
import { removalTransforms } from './removals.ts';
import type { OperationResult } from './result.ts';
import { runInSequence } from './sequence.ts';
import { sortingTransforms } from './sorting.ts';
import { templateTransforms } from './templates.ts';
import { Arguments, type Transforms } from './transform.ts';
import { typeTransforms } from './types.ts';
import { unusedImportTransforms } from './unused-imports.ts';
import { variableTransforms } from './variables.ts';

/** What each operation does, by name; as many as there are specs in @wick/edits. */
export const transforms: Transforms = {
  ...prologueTransforms,
  ...propertyTransforms,
  ...importTransforms,
  ...commentTransforms,
  ...arrayTransforms,
  ...nameTransforms,
  ...functionTransforms,
  ...moduleTransforms,
  ...literalTransforms,
  ...memberTransforms,
  ...propertyRemovalTransforms,
  ...interfaceTransforms,
  ...enumTransforms,
  ...variableTransforms,
  ...expressionTransforms,
  ...typeTransforms,
  ...removalTransforms,
  ...awaitTransforms,
  ...parameterTransforms,
  ...declarationTransforms,
  ...accessTransforms,
  ...inlineTransforms,
  ...templateTransforms,
  ...chainTransforms,
  ...branchTransforms,
  ...constantTransforms,
  ...importOrderTransforms,
  ...unusedImportTransforms,
  ...sortingTransforms,
  ...lineTransforms,
};

/** Operations that make sense in any text. */
const TEXT_OPERATIONS: ReadonlySet<string> = new Set(['change-literal', 'delete-lines']);

/** Runs one operation on `text`, a file at `path`. */
export async function runOperation(
  text: string,
  path: string,
  call: OperationCall,
): Promise<OperationResult> {
  return runWith(await loadTypeScript(), text, path, call);
}

/** Runs several operations, one after the other, as one change (sequence.ts). */
export async function runOperations(
  text: string,
  path: string,
  calls: readonly OperationCall[],
): Promise<OperationResult> {
  const ts = await loadTypeScript();
  return runInSequence(text, calls, (current, call) => runWith(ts, current, path, call));
}

function runWith(ts: TypeScript, text: string, path: string, call: OperationCall): OperationResult {
  try {
    const after = transformed(ts, text, path, call);
    return { ok: true, after, hunks: diffDocuments(parseDocument(text), parseDocument(after)) };
  } catch (error) {
    if (error instanceof OperationRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** The text after the operation. Throws OperationRefused. */
function transformed(ts: TypeScript, text: string, path: string, call: OperationCall): string {
  const spec = operations.get(call.name);
  const transform = Object.hasOwn(transforms, call.name) ? transforms[call.name] : undefined;
  if (spec === undefined || transform === undefined) {
    throw new OperationRefused('not-applicable', `There is no operation named ${call.name}.`);
  }
  checkLanguage(path, spec);
  const args = new Arguments(spec, call);
  const source = parseSource(ts, path, text);
  checkLines(source, spec, call);
  const after = applyTextEdits(source, transform(source, args));
  const hasSyntax = isCode(path) || isJson(path);
  const [problem] = hasSyntax ? newErrors(source, parseSource(ts, path, after)) : [];
  if (problem) {
    const reason = problem.message.replace(/\.$/, '');
    const place = describeLines([problem.line]);
    const message = `${call.name} would break the syntax on ${place} (${reason}).`;
    throw new OperationRefused('not-applicable', message);
  }
  return after;
}

function checkLanguage(path: string, spec: OperationSpec): void {
  if (isCode(path) || TEXT_OPERATIONS.has(spec.name)) return;
  const message = `${spec.name} works in TypeScript and JavaScript files, and ${path} is neither.`;
  throw new OperationRefused('not-applicable', message);
}

function checkLines(source: Source, spec: OperationSpec, call: OperationCall): void {
  const count = source.document.lines.length;
  for (const [index, parameter] of spec.parameters.entries()) {
    const line = call.args[index];
    if (parameter.type !== 'line' || typeof line !== 'number') continue;
    if (Number.isInteger(line) && line >= 0 && line < count) continue;
    throw new OperationRefused(
      'not-found',
      `There is no line ${line + 1}; the file has ${count} lines.`,
    );
  }
}
