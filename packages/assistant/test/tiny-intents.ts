/** An intent classifier that a test writes by hand: for each head the cues that speak for it. */
import { SafetensorsFile } from '@wick/engine';
import { bucketOf, IntentModel } from '../src/intent/intent-model.ts';

const BUCKETS = 1 << 16;
/** Each cue makes its head e^5 times as probable. */
const SCALE = 5;

export function tinyIntents(
  tasks: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): IntentModel {
  const header: Record<string, unknown> = {};
  const metadata: Record<string, string> = {};
  const parts: Buffer[] = [];
  let end = 0;
  const add = (name: string, dtype: string, shape: number[], data: Int8Array | Float32Array) => {
    header[name] = { dtype, shape, data_offsets: [end, end + data.byteLength] };
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    end += data.byteLength;
  };
  for (const [task, cues] of Object.entries(tasks)) {
    const heads = Object.keys(cues);
    const weights = new Int8Array(BUCKETS * heads.length);
    heads.forEach((head, i) => {
      for (const cue of cues[head]!) weights[bucketOf(cue, BUCKETS) * heads.length + i] = 1;
    });
    add(`${task}.kept`, 'I8', [BUCKETS / 8], new Int8Array(BUCKETS / 8).fill(-1));
    add(`${task}.weights`, 'I8', [BUCKETS, heads.length], weights);
    add(`${task}.scales`, 'F32', [heads.length], new Float32Array(heads.length).fill(SCALE));
    add(`${task}.bias`, 'F32', [heads.length], new Float32Array(heads.length));
    metadata[task] = JSON.stringify({ buckets: BUCKETS, rows: BUCKETS, heads });
  }
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...header }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new IntentModel(new SafetensorsFile('tiny', Buffer.concat([length, json, ...parts])));
}
