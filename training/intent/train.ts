/**
 * Trains the intent classifier (packages/assistant/src/intent/intent-model.ts) in some minutes on one core.
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
import { quantised, safetensors, type Tensor } from './quantised.ts';

/** More cues of code than of plans and questions: facts are among them. */
const BUCKETS: Readonly<Record<string, number>> = { edit: 1 << 16, plan: 1 << 15, ask: 1 << 15 };
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
    const buckets = bucketsOf(task);
    const heads = [...new Set(all.map(({ head }) => head))].sort();
    const numbered = (examples: readonly Read[]): Example[] =>
      examples
        .map((example) => ({ buckets: example.buckets, head: heads.indexOf(example.head) }))
        .filter(({ head }) => head >= 0);
    const examples = numbered(all);
    console.error(`${task}: ${examples.length} instructions, ${heads.length} sorts of answers`);
    const options = values.tiny ? { ...OPTIONS, epochs: 1 } : OPTIONS;
    const shape = { buckets, heads: heads.length };
    const weights = trainClassifier(examples, shape, options, new Random(1), (epoch, loss) =>
      console.error(`${task}: epoch ${epoch}, loss ${loss.toFixed(3)}`),
    );
    const made = quantised(weights);
    tensors.push(
      { name: `${task}.weights`, dtype: 'I8', shape: [buckets, heads.length], data: made.weights },
      { name: `${task}.scales`, dtype: 'F32', shape: [heads.length], data: made.scales },
      { name: `${task}.bias`, dtype: 'F32', shape: [heads.length], data: weights.bias },
    );
    metadata[task] = JSON.stringify({ buckets, heads });
    const held = numbered(heldOut.filter((example) => example.task === task));
    const right = (of: Weights) => `${(100 * rightShare(of, held)).toFixed(1)}%`;
    console.error(
      `${task}: right for ${right(weights)} of ${held.length} held out, in int8 ${right(made.restored)}`,
    );
  }
  writeFileSync(values.out, safetensors(tensors, metadata));
  console.error(`wrote ${values.out}`);
}

async function read(files: readonly string[]): Promise<Read[]> {
  const found: Read[] = [];
  for (const file of files) {
    for await (const { cues, ...example } of intentExamples(file)) {
      const buckets = bucketsOf(example.task);
      found.push({ ...example, buckets: Uint32Array.from(cues, (cue) => bucketOf(cue, buckets)) });
    }
    console.error(`${file}: ${found.length} instructions so far`);
  }
  return found;
}

function bucketsOf(task: string): number {
  return BUCKETS[task] ?? 1 << 15;
}

function rightShare(weights: Weights, examples: readonly Example[]): number {
  const right = examples.filter(({ buckets, head }) => {
    const all = scores(weights, buckets);
    return all.indexOf(Math.max(...all)) === head;
  });
  return right.length / Math.max(1, examples.length);
}

await main();
