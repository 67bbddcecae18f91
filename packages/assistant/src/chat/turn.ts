/**
 * A turn of a conversation as every wire format states it, and the one stream of events that answers it. Surfaces
 * translate their requests into a Turn and these events into theirs; models behind other servers give the same events.
 */
import type { Sampling } from '@wick/engine';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** `function`: the input is a JSON object; `custom`: it is free text. */
  readonly kind: ToolKind;
  readonly input: string;
}

export type ToolKind = 'function' | 'custom';

export type Message =
  | { readonly role: 'system'; readonly text: string }
  | {
      readonly role: 'user';
      readonly text: string;
      /** Said while the request before was being answered, to change it (steer.ts). */
      readonly steers?: true;
    }
  | { readonly role: 'assistant'; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly text: string };

export interface Tool {
  readonly name: string;
  readonly kind: ToolKind;
  readonly description: string;
  /** JSON schema of a function's input. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** `none`: call no tool; `required`: call some tool; a name: call that one. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export interface Turn {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice;
  /** Tokens of text in the answer at most. */
  readonly maxTokens?: number;
  /** By default greedy. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
}

export interface Usage {
  readonly promptTokens: number;
  /** Of those, how many were still in the KV cache. */
  readonly cachedTokens: number;
  /** What the model generated, candidates that were not taken included. */
  readonly generatedTokens: number;
}

export const NO_USAGE: Usage = { promptTokens: 0, cachedTokens: 0, generatedTokens: 0 };

/** Why an answer ended: it is whole, it calls tools, or it is as long as was allowed. */
export type EndReason = 'stop' | 'tool-calls' | 'length';

export type TurnEvent =
  /** The next piece of the answer's text. */
  | { readonly type: 'text'; readonly text: string }
  /** A call begins; calls count from 0. Its input follows. */
  | {
      readonly type: 'call';
      readonly index: number;
      readonly id: string;
      readonly name: string;
      readonly kind: ToolKind;
    }
  /** The next piece of a call's input. */
  | { readonly type: 'input'; readonly index: number; readonly text: string }
  /** The last event. `declined`: the text says that the model is not able to do this. */
  | {
      readonly type: 'end';
      readonly reason: EndReason;
      readonly usage: Usage;
      readonly declined?: true;
    };
