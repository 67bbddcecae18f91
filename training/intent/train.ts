/**
 * Trains the classifiers of instructions (packages/assistant/src/intent/intent-model.ts) in some minutes on one core: which
 * answer each wants, whether it is one wish or two, and which roles its words have.
 *
 *     node scripts/node24.mjs training/intent/train.ts [--data FOLDER] [--out FILE] [--tiny]
 *
 * In:  train-*.jsonl.gz and validation.jsonl.gz of synthesis/main.ts (--dense), in training/work/intent or --data.
 * Out: training/work/intent.safetensors or --out; what it knows of the validation data is printed by task.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bucketOf } from '../../packages/assistant/src/intent/intent-model.ts';
import { Random } from '../synthesis/random.ts';
import {
  type Example,
  scores,
  type TrainingOptions,
  trainClassifier,
  type Weights,
} from './classifier.ts';
import { type IntentExample, intentExamples } from './examples.ts';
import { keptRows, quantised, safetensors, type Tensor } from './quantised.ts';
import { roleExamples } from './roles.ts';

/** Cues are hashed to so many buckets, of which those that weigh most are kept: most cues were seen a few times only. */
const BUCKETS = 1 << 20;
const MOST_ROWS: Readonly<Record<string, number>> = { edit: 1 << 17 };
const OTHER_ROWS = 1 << 16;
const OPTIONS: TrainingOptions = { epochs: 4, rate: 0.02, dropout: 0.4, smoothing: 0.02 };

/** An example as the classifier reads it. */
interface Read extends Omit<IntentExample, 'cues'> {
  readonly buckets: Uint32Array;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: 'training/work/intent' },
      out: { type: 'string', default: 'training/work/intent.safetensors' },
      tiny: { type: 'boolean', default: false },
    },
  });
  const shards = globSync('train-*.jsonl.gz', { cwd: values.data }).sort();
  const train = await read(shards.map((name) => join(values.data, name)));
  const heldOut = await read([join(values.data, 'validation.jsonl.gz')]);
  const tensors: Tensor[] = [];
  const metadata: Record<string, string> = {};
  for (const [task, all] of Map.groupBy(train, (example) => example.task)) {
    const heads = [...new Set(all.map(({ head }) => head))].sort();
    const numbered = (examples: readonly Read[]): Example[] =>
      examples
        .map((example) => ({ buckets: example.buckets, head: heads.indexOf(example.head) }))
        .filter(({ head }) => head >= 0);
    const examples = numbered(all);
    console.error(`${task}: ${examples.length} examples, ${heads.length} heads`);
    const options = values.tiny ? { ...OPTIONS, epochs: 1 } : OPTIONS;
    const shape = { buckets: BUCKETS, heads: heads.length };
    const weights = trainClassifier(examples, shape, options, new Random(1), (epoch, loss) =>
      console.error(`${task}: epoch ${epoch}, loss ${loss.toFixed(3)}`),
    );
    const { kept, rows, weights: own } = keptRows(weights, MOST_ROWS[task] ?? OTHER_ROWS);
    const { weights: small, scales } = quantised(own, heads.length);
    tensors.push(
      { name: `${task}.kept`, dtype: 'I8', shape: [BUCKETS / 8], data: kept },
      { name: `${task}.weights`, dtype: 'I8', shape: [rows, heads.length], data: small },
      { name: `${task}.scales`, dtype: 'F32', shape: [heads.length], data: scales },
      { name: `${task}.bias`, dtype: 'F32', shape: [heads.length], data: weights.bias },
    );
    metadata[task] = JSON.stringify({ buckets: BUCKETS, rows, heads });
    const held = numbered(heldOut.filter((example) => example.task === task));
    console.error(
      `${task}: ${rows} buckets kept, right for ${(100 * rightShare(weights, held)).toFixed(1)}% of ${held.length} held out`,
    );
  }
  writeFileSync(values.out, safetensors(tensors, metadata));
  console.error(`wrote ${values.out}`);
}

async function read(files: readonly string[]): Promise<Read[]> {
  const found: Read[] = [];
  const random = new Random(2);
  for (const file of files) {
    let last: { readonly cues: ReadonlySet<string>; readonly buckets: Uint32Array } | undefined;
    const add = ({ cues, task, head }: IntentExample) => {
      // Examples that follow each other often have the same cues.
      if (last?.cues !== cues)
        last = { cues, buckets: Uint32Array.from(cues, (cue) => bucketOf(cue, BUCKETS)) };
      found.push({ task, head, buckets: last.buckets });
    };
    for await (const example of intentExamples(file, random)) add(example);
    for await (const example of roleExamples(file, random)) add(example);
    console.error(`${file}: ${found.length} examples so far`);
  }
  return found;
}

function rightShare(weights: Weights, examples: readonly Example[]): number {
  const right = examples.filter(({ buckets, head }) => {
    const all = scores(weights, buckets);
    return all.indexOf(Math.max(...all)) === head;
  });
  return right.length / Math.max(1, examples.length);
}

await main();
