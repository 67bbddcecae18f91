/**
 * Reads off a conversation where its last request stands: what the user wants, and what the calls since then brought.
 * The server keeps nothing between turns, so all that is known is in the messages. Pure.
 */
import { type CodeBlock, messageParts } from '../code-blocks.ts';
import type { Message, ToolCall } from '../turn.ts';

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

export function readTranscript(messages: readonly Message[]): Transcript {
  const asked = messages.findLastIndex(
    (message) => message.role === 'user' && ownWords(message.text) !== '',
  );
  const request = messages[asked];
  const text = request?.role === 'user' ? ownWords(request.text) : '';
  const outputs = new Map<string, string>();
  const calls: ToolCall[] = [];
  for (const message of messages.slice(asked + 1)) {
    if (message.role === 'tool') outputs.set(message.callId, message.text);
    if (message.role === 'assistant') calls.push(...message.calls);
  }
  const made = calls.map((call) => ({ call, output: outputs.get(call.id) }));
  return { ...messageParts(text), made };
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
