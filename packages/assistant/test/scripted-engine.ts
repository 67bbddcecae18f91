/**
 * An engine that says what a test wrote: one script for each request. It keeps the real engine's contract
 * with the grammar: a scripted token that the grammar does not allow fails the test.
 */
import assert from 'node:assert/strict';
import type { GeneratedToken, GenerateRequest, RequestStats } from '@wick/engine';
import type { TokenEngine } from '../src/edit-events.ts';
import type { Vocabulary } from '../src/vocabulary.ts';
import { tokensOf } from './written.ts';

export class ScriptedEngine implements TokenEngine {
  readonly contextTokens: number;
  readonly requests: GenerateRequest[] = [];
  /** How sure the engine is of each token of an answer; answers count from 0. */
  logProbability = (_answer: number): number => -0.001;
  stats: RequestStats | undefined;
  readonly #vocabulary: Vocabulary;
  readonly #scripts: readonly string[];

  constructor(vocabulary: Vocabulary, scripts: readonly string[], contextTokens = 8192) {
    this.#vocabulary = vocabulary;
    this.#scripts = scripts;
    this.contextTokens = contextTokens;
  }

  async *generate(request: GenerateRequest): AsyncGenerator<GeneratedToken, void, void> {
    const script = this.#scripts[this.requests.length];
    assert.ok(script !== undefined, 'one request more than there are scripts');
    this.requests.push(request);
    const { prompt, grammar, signal, maxTokens } = request;
    const tokens = tokensOf(this.#vocabulary, script).slice(0, maxTokens);
    for (const [index, token] of tokens.entries()) {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      const name = JSON.stringify(this.#vocabulary.tokenizer.decode([token]));
      const listed = grammar?.candidates?.();
      const allowed = listed ? listed.includes(token) : grammar?.allows(token);
      assert.ok(allowed, `the grammar does not allow ${name}, token ${index} of ${script}`);
      grammar?.advance(token);
      this.stats = {
        promptTokens: prompt.length,
        cachedTokens: 0,
        prefillMs: 1,
        firstTokenMs: 2,
        decodeMs: index,
        generatedTokens: index + 1,
      };
      const logProbability = this.logProbability(this.requests.length - 1);
      yield { token, logProbability, choiceLogProbability: logProbability };
    }
  }
}
