/**
 * transformers.js as a peer of the benchmark: what protocol.ts asks, by ONNX Runtime on the CPU. The forward pass is called directly,
 * without generate() around it, which would only cost.
 *
 *     node evals/peers/onnx-peer.ts FOLDER fp32|q8 THREADS
 *
 * FOLDER is what export_onnx.py wrote. transformers.js is found in training/work/peers.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { WORK } from './install.ts';
import type { RunAnswer, RunRequest } from './protocol.ts';

/** What this program uses of transformers.js, which is no dependency. */
interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
type Past = Record<string, Tensor>;
interface TransformersModel {
  forward(inputs: object): Promise<Record<string, Tensor>>;
}
interface TransformersJs {
  readonly env: { allowRemoteModels: boolean };
  readonly Tensor: new (
    type: string,
    data: ArrayLike<number> | BigInt64Array,
    dims: readonly number[],
  ) => Tensor;
  readonly AutoModelForCausalLM: {
    from_pretrained(folder: string, options: object): Promise<TransformersModel>;
  };
}

/** Prompt tokens in one forward pass: longer ones need much memory for the mask. */
const CHUNK = 2048;

class Peer {
  readonly #js: TransformersJs;
  readonly #model: TransformersModel;
  /** The tokens whose keys and values `#past` holds. */
  #length = 0;
  #past: Past | undefined;
  #saved: { readonly length: number; readonly past: Past | undefined } | undefined;

  constructor(js: TransformersJs, model: TransformersModel) {
    this.#js = js;
    this.#model = model;
  }

  async run({ prompt, keep, decode, snapshot = false }: RunRequest): Promise<RunAnswer> {
    this.#rewind(keep);
    const start = performance.now();
    const last = prompt.length - 1;
    if (snapshot && keep < last) {
      await this.#advance(prompt.slice(keep, last));
      this.#saved = { length: this.#length, past: this.#past };
    }
    let token = best(await this.#advance(prompt.slice(this.#length)));
    let before = performance.now();
    const prefillMs = before - start;
    const tokens = [token];
    const gapsMs: number[] = [];
    for (let i = 0; i < decode; i++) {
      token = best(await this.#advance([token]));
      const now = performance.now();
      gapsMs.push(now - before);
      tokens.push(token);
      before = now;
    }
    return { prefillMs, gapsMs, tokens };
  }

  async logits(prompt: readonly number[]): Promise<number[]> {
    this.#rewind(0);
    return [...(await this.#advance(prompt))];
  }

  /** Goes back to the state after the first `keep` tokens. */
  #rewind(keep: number): void {
    if (keep === this.#saved?.length) this.#past = this.#saved.past;
    else if (keep === 0) this.#past = undefined;
    else if (this.#past) this.#past = this.#firstOf(this.#past, keep);
    this.#length = keep;
  }

  #firstOf(past: Past, keep: number): Past {
    const entries = Object.entries(past).map(([name, { data, dims }]): [string, Tensor] => {
      const [batch = 1, heads = 1, length = 0, dim = 0] = dims;
      const kept = new Float32Array(batch * heads * keep * dim);
      for (let head = 0; head < batch * heads; head++) {
        const begin = head * length * dim;
        kept.set(data.subarray(begin, begin + keep * dim), head * keep * dim);
      }
      return [name, new this.#js.Tensor('float32', kept, [batch, heads, keep, dim])];
    });
    return Object.fromEntries(entries);
  }

  /** The logits after the last of `tokens`. */
  async #advance(tokens: readonly number[]): Promise<Float32Array> {
    let logits: Float32Array = new Float32Array();
    for (let begin = 0; begin < tokens.length; begin += CHUNK) {
      const part = tokens.slice(begin, begin + CHUNK);
      const end = this.#length + part.length;
      const outputs = await this.#model.forward({
        input_ids: this.#integers(part),
        attention_mask: this.#integers(new Array<number>(end).fill(1)),
        position_ids: this.#integers(part.map((_, i) => this.#length + i)),
        past_key_values: this.#past,
      });
      const present = Object.entries(outputs).filter(([name]) => name.startsWith('present.'));
      this.#past = Object.fromEntries(
        present.map(([name, tensor]) => [name.replace('present', 'past_key_values'), tensor]),
      );
      this.#length = end;
      logits = outputs.logits!.data;
    }
    return logits;
  }

  #integers(values: readonly number[]): Tensor {
    const data = BigInt64Array.from(values, BigInt);
    return new this.#js.Tensor('int64', data, [1, values.length]);
  }
}

function best(logits: Float32Array): number {
  let index = 0;
  for (let i = 1; i < logits.length; i++) if (logits[i]! > logits[index]!) index = i;
  return index;
}

async function main(): Promise<void> {
  const [folder = '', dtype = '', threads = '1'] = process.argv.slice(2);
  const entry = createRequire(join(WORK, 'package.json')).resolve('@huggingface/transformers');
  // The package's entry for `require` would do as well; its types would pull the package into the checks.
  const js: TransformersJs = await import(pathToFileURL(entry).href);
  js.env.allowRemoteModels = false;
  const model = await js.AutoModelForCausalLM.from_pretrained(folder, {
    dtype,
    device: 'cpu',
    local_files_only: true,
    session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
  });
  const peer = new Peer(js, model);
  process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const answer =
      request.op === 'run'
        ? await peer.run(request)
        : { logits: await peer.logits(request.prompt) };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

await main();
