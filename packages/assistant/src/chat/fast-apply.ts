/**
 * Fast apply: a message with a file in <code> and a bigger model's abbreviated snippet in <update>, as Morph's and
 * Relace's clients send it, is answered with the merged file and nothing else. No model is asked: merging is alignment.
 */
import { newSyntaxErrors } from '@wick/workspace';
import { type ApplyResult, applySnippet } from '../apply.ts';
import { AssistantError } from '../errors.ts';
import { end } from './answer-blocks.ts';
import { NO_USAGE, type TurnEvent } from './turn.ts';

export interface FastApplyRequest {
  readonly instruction: string;
  readonly code: string;
  readonly update: string;
}

/** A snippet that cannot be merged: an answer in words would be written into the file. */
export class SnippetDeclinedError extends AssistantError {
  override readonly name = 'SnippetDeclinedError';
  readonly reason: (ApplyResult & { status: 'declined' })['reason'];

  constructor({ reason, message }: ApplyResult & { status: 'declined' }) {
    super(message);
    this.reason = reason;
  }
}

/** The parts of a message in this form; undefined where it is none. */
export function fastApplyRequest(text: string): FastApplyRequest | undefined {
  const code = outermost(text, 'code');
  const update = outermost(text, 'update');
  if (code === undefined || update === undefined) return undefined;
  return { instruction: (outermost(text, 'instruction') ?? '').trim(), code, update };
}

/**
 * Merges a snippet into a text whose language nobody tells.
 * @throws SnippetDeclinedError
 */
export async function mergeUpdate(
  { code, update }: Pick<FastApplyRequest, 'code' | 'update'>,
  path?: string,
): Promise<string> {
  const name = path ?? (await guessedName(code));
  const result = await applySnippet({ path: name, text: code, snippet: update });
  if (result.status === 'declined') throw new SnippetDeclinedError(result);
  return result.status === 'edited' ? result.after : code;
}

/** Streams the merged file, line by line. Throws SnippetDeclinedError. */
export async function* answerFastApply(
  request: FastApplyRequest,
): AsyncGenerator<TurnEvent, void, void> {
  const merged = await mergeUpdate(request);
  for (const text of merged.match(/[^\n]*\n|[^\n]+$/g) ?? []) yield { type: 'text', text };
  yield end('stop', NO_USAGE);
}

/** What stands between a tag and the last of its closing ones, without the line breaks next to them. */
function outermost(text: string, tag: string): string | undefined {
  const start = text.indexOf(`<${tag}>`);
  if (start < 0) return undefined;
  const from = start + tag.length + 2;
  const next = tag === 'code' ? text.lastIndexOf('<update>') : text.length;
  const stop = text.lastIndexOf(`</${tag}>`, next < 0 ? text.length : next);
  if (stop < from) return undefined;
  return text
    .slice(from, stop)
    .replace(/^\r?\n/, '')
    .replace(/\n[ \t]*$/, '\n');
}

/** Code that parses as TypeScript is checked as such; other text is merged as it is. */
async function guessedName(code: string): Promise<string> {
  for (const name of ['code.ts', 'code.tsx']) {
    if ((await newSyntaxErrors('', code, name)).errors.length === 0) return name;
  }
  return 'code.txt';
}
