/**
 * Reads off a conversation where its last request stands: what the user wants, and what the calls since then brought.
 * The server keeps nothing between turns, so all that is known is in the messages. Pure.
 */
import { type CodeBlock, messageParts } from '../code-blocks.ts';
import { followingWords, steeredWords } from '../steer.ts';
import type { Message, ToolCall } from '../turn.ts';
import type { Toolbox } from './tools.ts';
import { isChange } from './write.ts';

/** A call that was made, and what the client answered; undefined where it did not. */
export interface MadeCall {
  readonly call: ToolCall;
  readonly output: string | undefined;
}

export interface Transcript {
  /** What the user says, without what their client adds. */
  readonly words: string;
  /** Code that came with these words. */
  readonly blocks: readonly CodeBlock[];
  /** Calls since then, in order. */
  readonly made: readonly MadeCall[];
}

/** What clients put around and beside the user's own words. */
const ADDED =
  /<(environment_context|user_instructions|system-reminder|system_reminder|permissions instructions|skills_instructions|collaboration_mode|INSTRUCTIONS|turn_aborted|context|environment_details)\b[^>]*>[\s\S]*?<\/\1>/g;
const HEADINGS = /^# AGENTS\.md instructions.*$/gm;

/** The user's own words in a message; '' where it is all the client's. */
export function ownWords(text: string): string {
  const words = text.replaceAll(ADDED, ' ').replaceAll(HEADINGS, ' ').trim();
  // opencode puts what a shell gave it as one argument in quotes.
  return /^"[^"]+"$/.test(words) ? words.slice(1, -1) : words;
}

export function readTranscript(messages: readonly Message[], tools: Toolbox): Transcript {
  const asked = messages.flatMap((message, index) => {
    const words = message.role === 'user' ? ownWords(message.text) : '';
    return words === '' ? [] : [{ index, words, steers: steersAt(messages, index) }];
  });
  let transcript: Transcript = { words: '', blocks: [], made: [] };
  for (const [i, { index, words, steers }] of asked.entries()) {
    const own = messageParts(words);
    const since = callsIn(messages.slice(index + 1, asked[i + 1]?.index));
    const isDone = transcript.made.some(
      ({ call, output }) => output !== undefined && isChange(call.name, call.input, tools),
    );
    if (steers && !isDone) {
      transcript = {
        words: steeredWords(transcript.words, own.words),
        blocks: own.blocks.length > 0 ? own.blocks : transcript.blocks,
        made: [...transcript.made, ...since],
      };
    } else {
      transcript = { ...own, words: followingWords(transcript.words, own.words), made: since };
    }
  }
  return transcript;
}

/** The calls in some messages, with what came of each. */
function callsIn(messages: readonly Message[]): readonly MadeCall[] {
  const outputs = new Map<string, string>();
  const calls: ToolCall[] = [];
  for (const message of messages) {
    if (message.role === 'tool') outputs.set(message.callId, message.text);
    if (message.role === 'assistant') calls.push(...message.calls);
  }
  return calls.map((call) => ({ call, output: outputs.get(call.id) }));
}

/** Whether what a user says there is about a request that was cut off: so it is told, or Codex's mark stands before it. */
function steersAt(messages: readonly Message[], index: number): boolean {
  const message = messages[index];
  if (message?.role === 'user' && message.steers) return true;
  const before = messages[index - 1];
  return before?.role === 'user' && before.text.includes('<turn_aborted>');
}

/** The code of earlier messages, the latest first: what "it" means in a request without code. */
export function earlierBlocks(messages: readonly Message[]): readonly CodeBlock[] {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  for (const message of messages.slice(0, Math.max(0, asked)).toReversed()) {
    if (message.role !== 'user' && message.role !== 'assistant') continue;
    const { blocks } = messageParts(ownWords(message.text));
    if (blocks.length > 0) return blocks;
  }
  return [];
}
