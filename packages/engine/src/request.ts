/** What a caller asks of the engine, and what it gets. */
import type { Grammar } from './grammar.ts';
import type { Sampling } from './sampler.ts';
import type { TokenId } from './tokenizer.ts';

export interface GenerateRequest {
  /** At least one token, at most `engine.contextTokens`. */
  readonly prompt: readonly TokenId[];
  /** What the answer may look like; without one, anything. */
  readonly grammar?: Grammar;
  /** The answer ends after this many tokens, if not before; at least 1. */
  readonly maxTokens: number;
  /** Without it: greedy. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
  /** The token that ends the answer; it is yielded too, as its probability is part of the answer's. */
  readonly stop: TokenId;
  /** On whose behalf: several users' requests get equal shares of the engine. Default: one nameless user. */
  readonly user?: string;
  /** Told the request's own figures before each token, where `engine.stats` may be another's. */
  readonly onStats?: (stats: RequestStats) => void;
}

export interface GeneratedToken {
  readonly token: TokenId;
  /** Natural logarithm of the token's probability over the full vocabulary at temperature 1, before any grammar. */
  readonly logProbability: number;
  /** The same among the tokens that the grammar lists, with its bias; as `logProbability` where it lists none. */
  readonly choiceLogProbability: number;
}

/** Figures of one request. Times are the engine's own: what the caller does between tokens is not in them. */
export interface RequestStats {
  readonly promptTokens: number;
  /** Prompt tokens that were still in the KV cache. */
  readonly cachedTokens: number;
  readonly prefillMs: number;
  /** From the request's turn to its first token. */
  readonly firstTokenMs: number;
  /** For the tokens after the first. */
  readonly decodeMs: number;
  readonly generatedTokens: number;
}
