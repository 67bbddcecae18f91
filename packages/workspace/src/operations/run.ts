/**
 * Runs the operations of the edit language on a text. Takes a text, its path (for the language) and a
 * call; gives the changed text and its hunks, or a refusal in plain words. Whatever an operation would
 * do, a change that breaks the syntax is refused.
 */
import {
  diffDocuments,
  lineOperations,
  type OperationCall,
  type OperationSpec,
  operations,
  parseDocument,
} from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, parseSource, type Source, virtualName } from '../code/source.ts';
import { newErrors } from '../code/syntax.ts';
import { isCode, isJson, loadTypeScript, type TypeScript } from '../code/typescript.ts';
import type { FileChange, LanguageTools } from '../project/language-tools.ts';
import { TypeScriptProject } from '../project/typescript-project.ts';
import { accessTransforms } from './access.ts';
import { arrayTransforms } from './arrays.ts';
import { attributeTransforms } from './attributes.ts';
import { awaitTransforms } from './awaiting.ts';
import { branchTransforms } from './branches.ts';
import { commentingTransforms } from './commenting.ts';
import { commentTransforms } from './comments.ts';
import { constantTransforms } from './constants.ts';
import { applyTextEdits } from './edits.ts';
import { entryTransforms } from './entries.ts';
import { enumTransforms } from './enums.ts';
import { expressionTransforms } from './expressions.ts';
import { extractionTransforms } from './extraction.ts';
import { fixTransforms } from './fixes.ts';
import { declarationTransforms } from './function-declaration.ts';
import { functionTransforms } from './functions.ts';
import { importOrderTransforms } from './import-order.ts';
import { importTransforms } from './imports.ts';
import { inlineTransforms } from './inline.ts';
import { interfaceTransforms } from './interfaces.ts';
import { lineMoveTransforms } from './line-moves.ts';
import { lineTransforms } from './lines.ts';
import { literalTransforms } from './literals.ts';
import { memberTransforms } from './members.ts';
import { moduleTransforms } from './modules.ts';
import { moveTransforms } from './moves.ts';
import { nameTransforms } from './names.ts';
import { newLineTransforms } from './new-lines.ts';
import { chainTransforms } from './optional-chain.ts';
import { parameterTransforms } from './parameters.ts';
import { pieceTransforms } from './pieces.ts';
import { prologueTransforms } from './prologue.ts';
import { propertyTransforms } from './properties.ts';
import { propertyRemovalTransforms } from './property-removal.ts';
import { removalTransforms } from './removals.ts';
import type { OperationResult } from './result.ts';
import { runInSequence } from './sequence.ts';
import { signatureTransforms } from './signatures.ts';
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
  ...pieceTransforms,
  ...newLineTransforms,
  ...entryTransforms,
  ...lineMoveTransforms,
  ...commentingTransforms,
  ...attributeTransforms,
  ...extractionTransforms,
  ...moveTransforms,
  ...signatureTransforms,
  ...fixTransforms,
};

/** Operations that make sense in any text. */
export const TEXT_OPERATIONS: ReadonlySet<string> = new Set([
  'change-literal',
  'rename',
  ...lineOperations.map(({ name }) => name),
]);

/**
 * Runs one operation on `text`, a file at `path`. Refactorings of the compiler go through the project's `tools`; where
 * there are none, the text stands alone, and nothing that it imports is known.
 */
export async function runOperation(
  text: string,
  path: string,
  call: OperationCall,
  tools?: LanguageTools,
): Promise<OperationResult> {
  return runOperations(text, path, [call], tools);
}

/** Runs several operations, one after the other, as one change (sequence.ts). */
export async function runOperations(
  text: string,
  path: string,
  calls: readonly OperationCall[],
  tools?: LanguageTools,
): Promise<OperationResult> {
  const ts = await loadTypeScript();
  const surroundings = () => tools ?? toolsAlone(ts, path);
  return runInSequence(text, calls, (current, call) =>
    runWith(ts, current, path, call, surroundings),
  );
}

/** Tools for texts without a project, by the name that the compiler knows them by: they keep the language's libraries. */
const alone = new Map<string, LanguageTools>();

function toolsAlone(ts: TypeScript, path: string): LanguageTools {
  const name = virtualName(path);
  const tools = alone.get(name) ?? TypeScriptProject.alone(ts, name).tools;
  alone.set(name, tools);
  return tools;
}

function runWith(
  ts: TypeScript,
  text: string,
  path: string,
  call: OperationCall,
  tools: () => LanguageTools,
): OperationResult {
  try {
    const { after, others } = transformed(ts, text, path, call, tools);
    const hunks = diffDocuments(parseDocument(text), parseDocument(after));
    return { ok: true, after, hunks, ...(others.length > 0 && { others }) };
  } catch (error) {
    if (error instanceof OperationRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** The text after the operation, and the other files. Throws OperationRefused. */
function transformed(
  ts: TypeScript,
  text: string,
  path: string,
  call: OperationCall,
  tools: () => LanguageTools,
): { readonly after: string; readonly others: readonly FileChange[] } {
  const spec = operations.get(call.name);
  const transform = Object.hasOwn(transforms, call.name) ? transforms[call.name] : undefined;
  if (spec === undefined || transform === undefined) {
    throw new OperationRefused('not-applicable', `There is no operation named ${call.name}.`);
  }
  checkLanguage(path, spec);
  const args = new Arguments(spec, call);
  const source = parseSource(ts, path, text);
  checkLines(source, spec, call);
  const made = transform(source, args, tools);
  const { edits, others } = 'edits' in made ? made : { edits: made, others: [] };
  const after = applyTextEdits(source, edits);
  const hasSyntax = isCode(path) || isJson(path);
  const [problem] = hasSyntax ? newErrors(source, parseSource(ts, path, after)) : [];
  if (problem) {
    const reason = problem.message.replace(/\.$/, '');
    const place = describeLines([problem.line]);
    const message = `${call.name} would break the syntax on ${place} (${reason}).`;
    throw new OperationRefused('not-applicable', message);
  }
  return { after, others };
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
