/**
 * The engine in Chromium and in Node: the same bits, whether the page's threads share memory or one works alone.
 * Skipped where there is no Chromium (Debian: `apt-get install chromium`).
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Engine } from '@wick/engine';
import { servePage } from '../src/index.ts';
import { Chromium, findChromium } from './chromium.ts';

const MODEL = fileURLToPath(new URL('../../../model', import.meta.url));
const program = findChromium();
const skip = program === undefined && 'no Chromium here; on Debian: apt-get install chromium';

const TEXTS = [
  'export function total(items: Item[]) {\n  let sum = 0;\n  for (const item of items) {',
  'const GRÖSSE = 10; // 👍\n',
  `import { readFileSync } from 'node:fs';\n${'export const value = compute(1, 2);\n'.repeat(20)}`,
];
const TOKENS = 48;
/** What nothing of a page's answers takes, even on a busy machine. */
const TIMEOUT_MS = 120_000;

interface Answer {
  readonly tokens: number[];
  readonly logProbabilities: number[];
  readonly sha256: string;
}

describe('The engine in a browser', { skip, timeout: TIMEOUT_MS }, () => {
  let chromium: Chromium;
  let prompts: number[][];
  let expected: Answer[];

  before(async () => {
    chromium = new Chromium(program!);
    const engine = await Engine.open(MODEL, { threads: 1 });
    prompts = TEXTS.map((text) => engine.model.tokenizer.encode(text));
    expected = [];
    for (const prompt of prompts) {
      const tokens: number[] = [];
      const logProbabilities: number[] = [];
      for await (const next of engine.generate({ prompt, maxTokens: TOKENS, stop: 0 })) {
        tokens.push(next.token);
        logProbabilities.push(next.logProbability);
      }
      const { logits } = await engine.trace(prompt);
      const bits = new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
      const sha256 = createHash('sha256').update(bits).digest('hex');
      expected.push({ tokens, logProbabilities, sha256 });
    }
    await engine.close();
  });

  after(async () => {
    await chromium?.close();
  });

  for (const isolated of [true, false]) {
    const how = isolated ? 'with threads that share memory' : 'alone, on a page without isolation';
    it(`gives the bits that Node gives, ${how}`, async () => {
      const server = await servePage({ isolated });
      try {
        const evaluate = await chromium.open(server.url, "typeof wick === 'object'");
        const ask = (request: object) => evaluate(`wick.ask(${JSON.stringify(request)})`);
        assert.equal(await evaluate('globalThis.crossOriginIsolated'), isolated);
        const opened = await ask({ op: 'open' });
        const { threads } = Object(opened);
        assert.equal(threads, isolated ? Math.min(availableParallelism(), 8) : 1);
        for (const [i, prompt] of prompts.entries()) {
          const generated = Object(await ask({ op: 'generate', prompt, maxTokens: TOKENS }));
          const { tokens, logProbabilities, sha256 } = expected[i]!;
          assert.deepEqual(generated.tokens, tokens);
          assert.equal(Object(await ask({ op: 'logits', prompt })).sha256, sha256);
          // Math.log is the host's: its last bit may differ between versions of V8.
          logProbabilities.forEach((value, at) => {
            assert.ok(Math.abs(generated.logProbabilities[at] - value) < 1e-12);
          });
        }
      } finally {
        await server.close();
      }
    });
  }
});
