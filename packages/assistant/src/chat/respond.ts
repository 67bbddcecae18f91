/**
 * Answers a turn of a conversation: the one entry for surfaces that speak chat. Decides what the turn is (fast apply, an
 * editor's prompt, a step of the agent, code or a plan brought along, nothing to work on) and streams the events that answer it.
 */
import type { Assistant } from '../assistant.ts';
import { canWork, takeStep } from './agent/agent.ts';
import { toolboxOf } from './agent/tools.ts';
import { earlierBlocks, ownWords, readTranscript } from './agent/transcript.ts';
import { answerBlocks, said } from './answer-blocks.ts';
import { bareChecklist } from './code-blocks.ts';
import { answerEditor, editorPrompt } from './editor-prompts.ts';
import { answerFastApply, fastApplyRequest } from './fast-apply.ts';
import { NO_USAGE, type Turn, type TurnEvent } from './turn.ts';

const NOTHING_TO_WORK_ON =
  'I change code exactly as told, revise plans and look things up in code, in milliseconds; I do not write text. Send a code block or a checklist with what to change, for example: rename total to subtotal.';

/** Words of a chat's title. */
const TITLE_WORDS = 8;

/**
 * Streams the answer to a turn; the last event is `end`.
 * @throws SnippetDeclinedError, EditDeclinedError, TooLargeError and the other errors of edits and questions, the signal's reason once it aborts
 */
export async function* respond(
  assistant: Assistant,
  turn: Turn,
): AsyncGenerator<TurnEvent, void, void> {
  turn.signal?.throwIfAborted();
  yield* withinLength(assistant, turn, answer(assistant, turn));
}

async function* answer(assistant: Assistant, turn: Turn): AsyncGenerator<TurnEvent, void, void> {
  const { messages, signal, sampling } = turn;
  const last = messages.findLast(({ role }) => role === 'user');
  const fastApply = last?.role === 'user' ? fastApplyRequest(last.text) : undefined;
  if (fastApply) {
    yield* answerFastApply(fastApply);
    return;
  }
  const prompt = last?.role === 'user' ? editorPrompt(last.text) : undefined;
  if (prompt) {
    yield* answerEditor(assistant, prompt, turn);
    return;
  }
  const transcript = readTranscript(messages, toolboxOf(turn.tools));
  const title = titleFor(turn, transcript.words);
  if (title !== undefined) {
    yield* said(title, NO_USAGE);
    return;
  }
  const working = canWork(turn) && (transcript.blocks.length === 0 || transcript.made.length > 0);
  if (working && transcript.words !== '') {
    yield* takeStep(assistant, turn, transcript);
    return;
  }
  const plan = transcript.blocks.length === 0 ? bareChecklist(transcript.words) : undefined;
  const { words } = plan ?? transcript;
  const own = plan?.blocks ?? transcript.blocks;
  const blocks = own.length > 0 ? own : earlierBlocks(messages);
  if (blocks.length === 0 || words === '') {
    yield* said(NOTHING_TO_WORK_ON, NO_USAGE, true);
    return;
  }
  yield* answerBlocks(assistant, { words, blocks, signal, sampling });
}

/** Clients ask a model for a conversation's title in a turn of its own; the user's first words are one. */
function titleFor({ messages, tools }: Turn, words: string): string | undefined {
  if (tools.length > 0) return undefined;
  const system = messages.find(({ role }) => role === 'system');
  const wish = /\btitle generator\b|\bgenerate a (?:short |brief |concise )?title\b/i;
  if (system?.role !== 'system' || !wish.test(system.text)) return undefined;
  const users = messages.filter(({ role }) => role === 'user');
  const texts = users.map((message) => (message.role === 'user' ? ownWords(message.text) : ''));
  const text = texts.findLast((each) => !/\btitle\b/i.test(each)) ?? words;
  return text.split(/\s+/).slice(0, TITLE_WORDS).join(' ');
}

/** The events, cut where the text has as many tokens as are allowed. */
async function* withinLength(
  assistant: Assistant,
  { maxTokens }: Turn,
  events: AsyncIterable<TurnEvent>,
): AsyncGenerator<TurnEvent, void, void> {
  let left = maxTokens ?? Number.POSITIVE_INFINITY;
  for await (const event of events) {
    if (event.type === 'text' && maxTokens !== undefined) {
      const text = textStart(assistant, event.text, left);
      left -= assistant.countTokens(text);
      if (text !== '') yield { type: 'text', text };
      if (text.length < event.text.length) {
        yield { type: 'end', reason: 'length', usage: { ...NO_USAGE, generatedTokens: maxTokens } };
        return;
      }
    } else yield event;
  }
}

/** As much of the beginning of a text as has at most `most` tokens. */
export function textStart(assistant: Assistant, text: string, most: number): string {
  if (assistant.countTokens(text) <= most) return text;
  let fits = 0;
  for (let step = text.length; step >= 1; step /= 2) {
    const longer = Math.floor(fits + step);
    if (assistant.countTokens(text.slice(0, longer)) <= most) fits = longer;
  }
  return text.slice(0, fits);
}
