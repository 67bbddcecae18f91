/** The model on this machine. */
import {
  type Assistant,
  preload,
  respond,
  type Turn,
  type TurnEvent,
  textStart,
} from '@wick/assistant';
import type { ChatModel, Filled, FillRequest } from './model.ts';

export class LocalModel implements ChatModel {
  readonly id: string;
  readonly ownedBy = 'wick';
  readonly contextTokens: number;
  readonly #assistant: Assistant;

  constructor(assistant: Assistant, { id, contextTokens }: { id: string; contextTokens: number }) {
    this.id = id;
    this.contextTokens = contextTokens;
    this.#assistant = assistant;
  }

  respond(turn: Turn): AsyncIterable<TurnEvent> {
    return respond(this.#assistant, turn);
  }

  /** Loads what a first request would wait for. */
  async prewarm(): Promise<void> {
    await preload('code.ts');
  }

  countTokens(text: string): number {
    return this.#assistant.countTokens(text);
  }

  /** As much of a text's beginning as has at most `most` tokens. */
  startOf(text: string, most: number): string {
    return textStart(this.#assistant, text, most);
  }

  async fill({ path, prefix, suffix, others = [], signal }: FillRequest): Promise<Filled> {
    const lines = prefix.split(/\r\n|\n/);
    const { insert, timings } = await this.#assistant.complete({
      path,
      text: prefix + suffix,
      line: lines.length - 1,
      column: lines.at(-1)!.length,
      others,
      signal,
    });
    const { promptTokens, cachedTokens, tokens } = timings;
    return { text: insert, promptTokens, cachedTokens, generatedTokens: tokens };
  }
}
