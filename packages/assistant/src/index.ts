/**
 * The assistant: from an instruction to a verified edit. What surfaces need of the packages below (reading
 * and writing files, undo, diffs, typed errors) is handed on from here, so that they import nothing else.
 */
export { unifiedDiff } from '@wick/edits';
export { EngineError, ModelFileError, ModelMissingError, RequestError } from '@wick/engine';
export { KernelFileError } from '@wick/kernels';
export {
  applyEdits,
  type Citation,
  FileError,
  newSyntaxErrors,
  Project,
  readTextFile,
  stateFolder,
  type TextFile,
  UndoJournal,
  type UndoneEdit,
  type WantedFile,
} from '@wick/workspace';
export { type ApplyRequest, type ApplyResult, applySnippet } from './apply.ts';
export { type AskRequest, type AskResult, writtenQuery } from './ask.ts';
export { Assistant, type AssistantOptions, preload, RELEASED_MODEL } from './assistant.ts';
export { EditDeclinedError } from './chat/editor-prompts.ts';
export { mergeUpdate, SnippetDeclinedError } from './chat/fast-apply.ts';
export { respond, textStart } from './chat/respond.ts';
export {
  type EndReason,
  type Message,
  NO_USAGE,
  type Tool,
  type ToolCall,
  type ToolChoice,
  type ToolKind,
  type Turn,
  type TurnEvent,
  type Usage,
} from './chat/turn.ts';
export type { CompleteRequest, Completion } from './complete.ts';
export { nearFiles } from './completion-files.ts';
export type { OtherFile } from './completion-surroundings.ts';
export type {
  ChangedFile,
  EditEvent,
  EditRequest,
  EditResult,
  EditTimings,
} from './edit-events.ts';
export { type EditProject, openEditProject } from './edit-project.ts';
export {
  AssistantError,
  EmptyInstructionError,
  TooLargeError,
  UntaughtTaskError,
} from './errors.ts';
export { clearMatch, type FileMatch, findFiles } from './find-file.ts';
export { type InstructionPart, splitLineReferences } from './line-references.ts';
export { describeMachine, type MachineInfo, type ModelInfo } from './model-info.ts';
export type { NextEdit, NextRequest } from './next.ts';
export type { RequestFile } from './request-files.ts';
