/**
 * The workspace: files on disk (read safely, written atomically, undone), and what the TypeScript
 * compiler knows about a text (operations, syntax check, symbols). Nothing here knows a model.
 */
export type { DeclarationSort } from './code/declarations.ts';
export type { LiteralKind } from './code/literals.ts';
export { escapePattern } from './code/patterns.ts';
export type { Place, PlaceContent } from './code/places.ts';
export type { Refusal, RefusalReason } from './code/refusal.ts';
export { closeNames } from './code/suggest.ts';
export {
  type DocumentDeclaration,
  type DocumentLiteral,
  type DocumentSymbols,
  documentSymbols,
} from './code/symbols.ts';
export { newSyntaxErrors, type SyntaxCheck, type SyntaxProblem } from './code/syntax.ts';
export { oppositeOf } from './code/text-literals.ts';
export { isCode, isJson, isTyped, loadTypeScript, type TypeScript } from './code/typescript.ts';
export {
  type AppliedFile,
  type ApplyOptions,
  applyEdit,
  applyEdits,
  type WantedFile,
} from './files/apply.ts';
export { FileError, type FileErrorCode } from './files/errors.ts';
export {
  type JournalOptions,
  UndoJournal,
  type UndoneEdit,
  type UndoneFile,
  type UndoScope,
} from './files/journal.ts';
export { type Fingerprint, readTextFile, type TextFile } from './files/read.ts';
export { stateFolder } from './files/state.ts';
export { type FileSystem, writeTextFile } from './files/write.ts';
export type { OperationResult } from './operations/result.ts';
export { runOperation, runOperations, TEXT_OPERATIONS } from './operations/run.ts';
export { type Checklist, parseChecklist, type Section, type Step } from './plans/checklist.ts';
export { runPlanOperation, runPlanOperations } from './plans/run.ts';
export { declarationsIn, isTest, type ProjectDeclaration } from './project/declarations.ts';
export { listProjectFiles, type ProjectFiles, type SkippedPath } from './project/files.ts';
export { type FileChange, LanguageTools } from './project/language-tools.ts';
export { Project } from './project/project.ts';
export {
  answerQuestion,
  type Citation,
  type QuestionAnswer,
  type QuestionContext,
} from './project/questions.ts';
export { type TypeProblem, TypeScriptProject } from './project/typescript-project.ts';
export { beginsComment } from './text/languages.ts';
export { titleOf } from './text/titles.ts';
