/**
 * The engine's logits after chosen tokens of some prompts, for training/parity.py to compare.
 *
 *     node scripts/node24.mjs evals/engine-logits.ts MODEL_FOLDER PROMPTS.json LOGITS.bin
 *
 * In: `[{"tokens": [id, …], "positions": [p, …]}, …]`. Out: float32 [positions of all prompts, vocabulary], little-endian;
 * the row of position p is what the engine computes from tokens 0 to p alone.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Engine, type TokenId } from '@wick/engine';

interface Prompt {
  readonly tokens: readonly TokenId[];
  readonly positions: readonly number[];
}

async function main(): Promise<void> {
  const [folder = '', prompts = '', out = ''] = process.argv.slice(2);
  // The bits are the same for any number of threads, and one does not mind what else the machine does.
  const engine = await Engine.open(folder, { threads: 1 });
  const list: readonly Prompt[] = JSON.parse(readFileSync(prompts, 'utf8'));
  const rows: Buffer[] = [];
  for (const { tokens, positions } of list) {
    for (const position of positions) {
      const { logits } = await engine.trace(tokens.slice(0, position + 1));
      rows.push(Buffer.from(logits.buffer, logits.byteOffset, logits.byteLength));
    }
  }
  writeFileSync(out, Buffer.concat(rows));
  await engine.close();
}

await main();
