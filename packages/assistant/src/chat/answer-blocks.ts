/**
 * Answers a turn without tools: the code or plan that the user's words bring along is edited, or a question about it is
 * answered. Takes words and blocks, streams the text of the answer.
 */
import { diffSequences } from '@wick/edits';
import type { AskResult } from '../ask.ts';
import type { Assistant } from '../assistant.ts';
import type { ChangedFile, EditRequest, EditResult } from '../edit-events.ts';
import { type CodeBlock, isChecklist } from './code-blocks.ts';
import { isQuestion, withoutPlace } from './request-kind.ts';
import type { EndReason, TurnEvent, Usage } from './turn.ts';
import { Workbench } from './workbench.ts';

/** Places that an answer names; more are counted. */
const MOST_PLACES = 20;

export interface BlockRequest {
  readonly words: string;
  readonly blocks: readonly CodeBlock[];
  readonly signal?: AbortSignal | undefined;
  readonly sampling?: EditRequest['sampling'];
}

/** Answers `words` about `blocks`, of which there is at least one. */
export async function* answerBlocks(
  assistant: Assistant,
  request: BlockRequest,
): AsyncGenerator<TurnEvent, void, void> {
  if (isQuestion(request.words)) {
    const result = await askAbout(assistant, request.words, request.blocks, request.signal);
    yield* said(answerText(result), usageOf(result.timings), result.status === 'declined');
    return;
  }
  const result = await editBlocks(assistant, request);
  const usage = usageOf(result.timings);
  if (result.status !== 'edited') {
    yield* said(result.message, usage, result.status === 'declined');
    return;
  }
  for (const { path, after } of changesOf(result)) {
    yield* fenced(request.blocks.find((block) => block.path === path)!, after);
  }
  yield { type: 'text', text: `\n${changeSummary(result, request.blocks)}` };
  yield end('stop', usage);
}

/** A question about files that a conversation brought along. */
export async function askAbout(
  assistant: Assistant,
  question: string,
  files: readonly { readonly path: string; readonly text: string }[],
  signal: AbortSignal | undefined,
): Promise<AskResult> {
  await using bench = await Workbench.lay(files);
  const [only, more] = files;
  const result = await assistant.ask({
    project: await bench.open(),
    question,
    ...(only && !more && { file: only.path }),
    ...(signal && { signal }),
  });
  if (result.status === 'declined') return result;
  const citations = result.citations.flatMap((place) => {
    const path = bench.nameOf(place.path);
    return path === undefined ? [] : [{ ...place, path }];
  });
  return { ...result, citations };
}

/** What an answer to a question says. */
export function answerText(result: AskResult): string {
  if (result.status === 'declined') return result.message;
  const { summary, citations } = result;
  if (citations.length === 0) return `None found (${summary}).`;
  const places = citations
    .slice(0, MOST_PLACES)
    .map(({ path, line, text }) => `- \`${path}:${line + 1}\` ${code(text)}`);
  const left = citations.length - places.length;
  const more = left > 0 ? [`- and ${left} more`] : [];
  return [`${capital(summary)}:`, '', ...places, ...more].join('\n');
}

async function editBlocks(
  assistant: Assistant,
  { words: instruction, blocks, signal, sampling }: BlockRequest,
): Promise<EditResult> {
  const [first] = blocks as readonly [CodeBlock];
  const settings = { instruction, ...(signal && { signal }), ...(sampling && { sampling }) };
  if (blocks.length === 1) {
    const task = isChecklist(first.text) ? 'plan' : 'edit';
    const { path, text } = first;
    return lastResult(assistant, {
      ...settings,
      instruction: withoutPlace(instruction, path),
      task,
      path,
      text,
    });
  }
  await using bench = await Workbench.lay(blocks);
  const files = await Promise.all(
    blocks.map(async ({ path, text }) => ({ path, text, project: await bench.editProject(path) })),
  );
  // Awaited here: the bench is there until then.
  return await lastResult(assistant, { ...settings, ...files[0]!, others: files.slice(1) });
}

/** The result of an edit, without what happens on the way. */
export async function lastResult(assistant: Assistant, request: EditRequest): Promise<EditResult> {
  for await (const event of assistant.edit(request)) {
    if (event.type === 'result') return event.result;
  }
  throw new Error('an edit ends with its result');
}

/** All files that an edit changes. */
export function changesOf(
  result: EditResult & { status: 'edited' },
): readonly Pick<ChangedFile, 'path' | 'before' | 'after' | 'isNew'>[] {
  const { path, before, after, others } = result;
  return [{ path, before, after }, ...others];
}

/** A block's new text, line by line. */
function* fenced({ path, isNamed, language }: CodeBlock, text: string): Generator<TurnEvent> {
  const longest = Math.max(2, ...[...text.matchAll(/^`{3,}/gm)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const tag = language || path.split('.').at(-1);
  yield { type: 'text', text: `${fence}${tag}${isNamed ? ` ${path}` : ''}\n` };
  const lines = text.split('\n');
  const isWhole = lines.at(-1) === '';
  for (const line of isWhole ? lines.slice(0, -1) : lines)
    yield { type: 'text', text: `${line}\n` };
  yield { type: 'text', text: `${fence}\n` };
}

/** "Changed 3 lines in src/cart.ts." */
function changeSummary(
  result: EditResult & { status: 'edited' },
  blocks: readonly CodeBlock[],
): string {
  const isNamed = (path: string) => blocks.find((block) => block.path === path)?.isNamed;
  const parts = changesOf(result).map(({ path, before, after }) => {
    const count = changedLines(before, after);
    const lines = count === 1 ? '1 line' : `${count} lines`;
    return isNamed(path) ? `${lines} in ${path}` : lines;
  });
  return `Changed ${parts.join(', ')}.`;
}

/** Lines that differ, those that came or those that went, whichever are more. */
export function changedLines(before: string, after: string): number {
  const spans = diffSequences(before.split('\n'), after.split('\n'));
  return spans.reduce(
    (sum, { beforeStart, beforeEnd, afterStart, afterEnd }) =>
      sum + Math.max(beforeEnd - beforeStart, afterEnd - afterStart),
    0,
  );
}

/** One text and the end. */
export function* said(text: string, usage: Usage, declined = false): Generator<TurnEvent> {
  yield { type: 'text', text };
  yield { ...end('stop', usage), ...(declined && { declined: true }) };
}

export function end(reason: EndReason, usage: Usage): TurnEvent & { type: 'end' } {
  return { type: 'end', reason, usage };
}

export function usageOf(timings: {
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly tokens: number;
}): Usage {
  const { promptTokens, cachedTokens, tokens } = timings;
  return { promptTokens, cachedTokens, generatedTokens: tokens };
}

function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
