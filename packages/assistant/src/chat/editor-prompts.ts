/**
 * The prompts of editors that want code back and nothing else: Continue's edit and apply roles. Takes a message; gives
 * what the user said and the code it is about. The answer goes into the editor as it is, so what cannot be done is an
 * error, never a sentence. The wordings are those of Continue's source (core/llm/templates/edit, apply).
 */
import type { Assistant } from '../assistant.ts';
import { AssistantError } from '../errors.ts';
import { end, lastResult, usageOf } from './answer-blocks.ts';
import { type CodeBlock, messageParts } from './code-blocks.ts';
import { mergeUpdate } from './fast-apply.ts';
import { NO_USAGE, type Turn, type TurnEvent } from './turn.ts';

export type EditorPrompt =
  | { readonly kind: 'edit'; readonly instruction: string; readonly code: CodeBlock }
  | { readonly kind: 'apply'; readonly code: string; readonly update: string };

/** Code alone was asked for, and the edit is not made. */
export class EditDeclinedError extends AssistantError {
  override readonly name = 'EditDeclinedError';
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

const APPLY =
  /^([\s\S]*?)\n\nThe following code was suggested as an edit:\n```\w*\n([\s\S]*?)\n```\nPlease apply it to the previous code\./;
/** What stands before the code, and before and behind the user's words. */
const EDITS: readonly (readonly [before: RegExp, words: RegExp])[] = [
  [
    /This is the code to rewrite:\s*$/,
    /^\s*The user's request is: "([\s\S]*?)"\s*(?:DO NOT output|<INSTRUCTION>|Here is the rewritten code)/,
  ],
  [
    /^\s*$/,
    /^\s*Please rewrite the above file to address the following request:\s*([\s\S]*?)\s*You should rewrite the entire file/,
  ],
  [
    /Consider the following code:\s*$/,
    /^\s*Edit the code to perfectly satisfy the following user request:\s*([\s\S]*?)\s*Output nothing except for the code/,
  ],
];
const FENCED = /```(\w*)\n([\s\S]*?)\n```/g;

/** The prompt that a message is; undefined where it is none of them. */
export function editorPrompt(text: string): EditorPrompt | undefined {
  const apply = APPLY.exec(text);
  if (apply) return { kind: 'apply', code: apply[1]!, update: apply[2]! };
  for (const block of text.matchAll(FENCED)) {
    const before = text.slice(0, block.index);
    const behind = text.slice(block.index + block[0].length);
    for (const [opening, words] of EDITS) {
      const instruction = opening.test(before) ? words.exec(behind)?.[1] : undefined;
      const [code] = instruction === undefined ? [] : messageParts(block[0]).blocks;
      if (code) return { kind: 'edit', instruction: instruction!.trim(), code };
    }
  }
  return undefined;
}

/**
 * Streams the code that an editor asked for.
 * @throws SnippetDeclinedError, EditDeclinedError
 */
export async function* answerEditor(
  assistant: Assistant,
  prompt: EditorPrompt,
  { signal, sampling }: Turn,
): AsyncGenerator<TurnEvent, void, void> {
  if (prompt.kind === 'apply') {
    yield* codeAlone(await mergeUpdate(prompt), NO_USAGE);
    return;
  }
  const { path, text } = prompt.code;
  const result = await lastResult(assistant, {
    path,
    text,
    instruction: prompt.instruction,
    ...(signal && { signal }),
    ...(sampling && { sampling }),
  });
  if (result.status === 'declined') throw new EditDeclinedError(result.reason, result.message);
  const after = result.status === 'edited' ? result.after : text;
  yield* codeAlone(after.replace(/\n$/, ''), usageOf(result.timings));
}

/** Text, line by line, and the end. */
export function* codeAlone(text: string, usage = NO_USAGE): Generator<TurnEvent> {
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) yield { type: 'text', text: line };
  yield end('stop', usage);
}
