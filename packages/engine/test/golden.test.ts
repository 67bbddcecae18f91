/**
 * The released model against Python: every layer's output and the logits for a few prompts, tightly
 * against the emulation of the int8 model, loosely against the float model it was quantised from.
 * The golden files are made by training/goldens.py.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Engine, type GeneratedToken, type GenerateRequest, Model } from '../src/index.ts';

/** Relative to the largest magnitude compared: float32 rounding, and rarely an activation rounded to the neighbouring int8. */
const EMULATED_TOLERANCE = 1e-3;
/** What int8 weights, activations and KV cache may change, relative to the largest magnitude compared. */
const FLOAT_TOLERANCE = 0.15;

interface GoldenPrompt {
  readonly ids: number[];
  /** Elements of the last token's hidden state after each layer, at `indices`. */
  readonly layers: {
    readonly name: string;
    readonly emulated: number[];
    readonly float: number[];
  }[];
  readonly indices: number[];
  readonly topLogitIds: number[];
  readonly emulatedLogits: number[];
  readonly floatLogits: number[];
}

interface Golden {
  /** The model folder, relative to the repository's root. */
  readonly model: string;
  readonly prompts: GoldenPrompt[];
}

const file = fileURLToPath(new URL('golden/forward.json', import.meta.url));

function readGolden(): Golden {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function assertClose(actual: number[], expected: number[], tolerance: number, what: string): void {
  const largest = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i]! - value) / largest;
    assert.ok(error <= tolerance, `${what}[${i}]: ${actual[i]} for ${value}, off by ${error}`);
  });
}

describe('The released model', () => {
  it('computes what Python computes', {
    skip: !existsSync(file) && 'no golden file yet',
  }, async () => {
    const golden = readGolden();
    const folder = fileURLToPath(new URL(`../../../${golden.model}`, import.meta.url));
    const engine = await Engine.create(await Model.load(folder));
    assert.ok(golden.prompts.length > 0);
    for (const prompt of golden.prompts) {
      const { layers, logits } = await engine.trace(prompt.ids);
      assert.equal(prompt.layers.length, layers.length);
      prompt.layers.forEach(({ name, emulated, float }, layer) => {
        const width = engine.model.config.hiddenSize;
        const last = layers[layer]!.subarray(-width);
        const actual = prompt.indices.map((index) => last[index]!);
        assertClose(actual, emulated, EMULATED_TOLERANCE, `${name} (int8)`);
        assertClose(actual, float, FLOAT_TOLERANCE, `${name} (float)`);
      });
      const actual = prompt.topLogitIds.map((id) => logits[id]!);
      assertClose(actual, prompt.emulatedLogits, EMULATED_TOLERANCE, 'logits (int8)');
      assertClose(actual, prompt.floatLogits, FLOAT_TOLERANCE, 'logits (float)');
    }
    await engine.close();
  });

  it('gives eight requests together the answers that each gets alone, to the bit', async () => {
    const folder = fileURLToPath(new URL('../../../model', import.meta.url));
    const model = await Model.load(folder);
    const source = model.tokenizer.encode(readFileSync(import.meta.filename, 'utf8'));
    const requests = Array.from({ length: 8 }, (_, i) => ({
      prompt: source.slice(40 * i, 40 * i + 1 + 25 * i),
      maxTokens: 12,
      stop: model.tokenizer.special('<|pad|>'),
    }));
    const alone = await Engine.create(model, { threads: 1, sequences: 1, prefixCache: false });
    const together = await Engine.create(model, { threads: 2 });
    const answer = async (engine: Engine, request: GenerateRequest) => {
      const tokens: GeneratedToken[] = [];
      for await (const token of engine.generate(request)) tokens.push(token);
      return tokens;
    };
    const answers = await Promise.all(requests.map((request) => answer(together, request)));
    for (const [i, request] of requests.entries()) {
      assert.deepEqual(answers[i], await answer(alone, request), `request ${i}`);
    }
    await Promise.all([alone.close(), together.close()]);
  });
});
