/**
 * The engine's main thread in a browser. Takes `{id, request}`, gives `{id, answer}` or `{id, error}`; one request at a time.
 *
 *     {op: 'open'}                                -> {name, threads, kernel, loadMs}; the other requests open it by themselves
 *     {op: 'complete', text, maxTokens}           -> {text, tokensPerSecond}
 *     {op: 'generate', prompt, maxTokens}         -> {tokens, logProbabilities}, greedily after these token ids
 *     {op: 'logits', prompt}                      -> {sha256}: of the bits of the logits after the last token
 */
import './node/globals.js';
import { createHash } from './node/crypto.js';

const NEVER = 0; // padding: no answer contains it

let opened;

async function open() {
  const { Engine } = await import('/packages/engine/src/index.ts');
  const start = performance.now();
  const engine = await Engine.open('/model');
  await engine.ready();
  return { engine, loadMs: performance.now() - start };
}

async function answer(request) {
  opened ??= open();
  const { engine, loadMs } = await opened;
  const { threads, kernel, model } = engine;
  if (request.op === 'open') return { name: model.config.name, threads, kernel, loadMs };
  if (request.op === 'logits') {
    const { logits } = await engine.trace(request.prompt);
    const bits = new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength);
    return { sha256: createHash('sha256').update(bits).digest('hex') };
  }
  const prompt = request.prompt ?? model.tokenizer.encode(request.text);
  const tokens = [];
  const logProbabilities = [];
  const start = performance.now();
  const { maxTokens } = request;
  for await (const next of engine.generate({ prompt, maxTokens, stop: NEVER })) {
    tokens.push(next.token);
    logProbabilities.push(next.logProbability);
  }
  if (request.op === 'generate') return { tokens, logProbabilities };
  const tokensPerSecond = (tokens.length / (performance.now() - start)) * 1000;
  return { text: model.tokenizer.decode(tokens), tokensPerSecond };
}

let last = Promise.resolve();

globalThis.onmessage = ({ data: { id, request } }) => {
  last = last
    .then(() => answer(request))
    .then(
      (result) => globalThis.postMessage({ id, answer: result }),
      (error) => globalThis.postMessage({ id, error: String(error?.stack ?? error) }),
    );
};
