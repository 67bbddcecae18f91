/** What a route needs of a model: the one on this machine, one behind another server, or one that chooses between them. */
import type { Turn, TurnEvent } from '@wick/assistant';

/** A place in a text where something is to be put in. */
export interface FillRequest {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  /** Other files, as far as the caller has them at hand. */
  readonly others?: readonly { readonly path: string; readonly text: string }[];
  readonly signal: AbortSignal;
}

export interface Filled {
  readonly text: string;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly generatedTokens: number;
}

export interface ChatModel {
  readonly id: string;
  readonly ownedBy: string;
  /** Tokens of prompt and answer together; undefined where an upstream does not say. */
  readonly contextTokens: number | undefined;
  /** The events that answer a turn; the last is `end`. Throws ApiError, or what the assistant throws. */
  respond(turn: Turn): AsyncIterable<TurnEvent>;
  /** Fills in the middle; absent where the model cannot. */
  fill?(request: FillRequest): Promise<Filled>;
}
