/**
 * Many clients at once: each streams answers one after the other and leaves some of them in the middle. Counts what came
 * that should not, how fair the shares are, the time to the first token, and what memory does.
 *
 *     node scripts/node24.mjs evals/server-load.ts [seconds] [clients] > evals/results/server-load.json
 */
import { Assistant, describeMachine, preload } from '@wick/assistant';
import { checkConfig, WickServer } from '@wick/server';

const SECONDS = Number(process.argv[2] ?? 300);
const CLIENTS = Number(process.argv[3] ?? 64);
/** One answer in so many is left in the middle. */
const LEFT = 4;

const assistant = await Assistant.open();
await preload('code.ts');
const server = new WickServer({
  assistant,
  modelId: 'wick-nano',
  contextTokens: 8192,
  database: ':memory:',
  config: checkConfig({
    limits: { concurrency: CLIENTS, requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000 },
  }),
});
const { port } = await server.listen('127.0.0.1', 0);
const code = Array.from({ length: 12 }, (_, i) => `const value${i} = compute(${i});\n`).join('');
const end = performance.now() + SECONDS * 1000;
const firstMs: number[] = [];
const answers = Array.from({ length: CLIENTS }, () => 0);
const errors: string[] = [];
let left = 0;
/** Documented refusals. */
let refused = 0;

async function client(number: number): Promise<void> {
  for (let i = 0; performance.now() < end; i++) {
    const controller = new AbortController();
    const leaves = (number + i) % LEFT === 0;
    const content = `rename value${i % 12} to other${i}\n\`\`\`ts client${number}.ts\n${code}\`\`\``;
    const start = performance.now();
    try {
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: 'POST',
        signal: controller.signal,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'wick-nano',
          stream: true,
          messages: [{ role: 'user', content }],
        }),
      });
      if (leaves) setTimeout(() => controller.abort(), Math.random() * 200);
      let text = '';
      for await (const bytes of response.body!) {
        if (text === '') firstMs.push(performance.now() - start);
        text += Buffer.from(bytes).toString();
      }
      if (response.status === 429 || response.status === 503) refused++;
      else if (response.status !== 200 || !text.includes('[DONE]')) errors.push(text.slice(0, 200));
      else answers[number]!++;
    } catch (error) {
      if (controller.signal.aborted) left++;
      else errors.push(String(error));
    }
  }
}

const memory: number[] = [];
const watch = setInterval(() => memory.push(process.memoryUsage().rss), SECONDS * 50);
await Promise.all(answers.map((_, number) => client(number)));
clearInterval(watch);
const sorted = firstMs.toSorted((one, other) => one - other);
const at = (quantile: number) => sorted[Math.floor(sorted.length * quantile)];
const mebibytes = (bytes: number | undefined) => Math.round((bytes ?? 0) / 2 ** 20);
const result = {
  machine: describeMachine(),
  seconds: SECONDS,
  clients: CLIENTS,
  answers: answers.reduce((sum, count) => sum + count, 0),
  left,
  refused,
  errors: errors.length,
  examples: errors.slice(0, 3),
  shares: { least: Math.min(...answers), most: Math.max(...answers) },
  firstTokenMs: { p50: at(0.5), p95: at(0.95), p99: at(0.99) },
  memoryMiB: {
    atTenth: mebibytes(memory[Math.floor(memory.length / 10)]),
    atHalf: mebibytes(memory[Math.floor(memory.length / 2)]),
    atEnd: mebibytes(memory.at(-1)),
  },
};
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
await server.close();
await assistant.close();
