/**
 * Fits how much the text around a cursor weighs beside the model (packages/assistant/src/completion-weights.ts).
 *
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --task complete --split validation --per-kind 120 --out ROWS.jsonl
 *     node scripts/node24.mjs training/completions/fit.ts ROWS.jsonl … [--model model] [--steps 150]
 *
 * In:  rows as `wick eval complete` reads them, of validation packages. Their packages' other files are read as an editor would.
 * Out: the weights to be put into completion-weights.ts, and what a token of the rows costs in nats by the model alone, with
 *      the weights that are there, and with those that were found.
 *
 * The probability of a token is (w + p) / (Σ w + 1), with p the model's; w is a sum over what speaks for it, each summand the
 * product of exponentials of parameters. So the likelihood has a simple gradient, which Adam (Kingma and Ba 2015) follows.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Engine, type Grammar, Model, type TokenId } from '@wick/engine';
import {
  bucketOf,
  CompletionCache,
  LENGTHS,
  MOST_BEFORE,
  type PlaceSource,
} from '../../packages/assistant/src/completion-cache.ts';
import { nearFiles } from '../../packages/assistant/src/completion-files.ts';
import { NGRAM_FILE, NgramTable } from '../../packages/assistant/src/completion-ngrams.ts';
import { completionPrompt } from '../../packages/assistant/src/completion-prompt.ts';
import { sequencesOf, tokensAround } from '../../packages/assistant/src/completion-surroundings.ts';
import { WEIGHTS } from '../../packages/assistant/src/completion-weights.ts';
import { linesTokens } from '../../packages/assistant/src/line-tokens.ts';
import { Vocabulary } from '../../packages/assistant/src/vocabulary.ts';
import { type CompletionRow, parseCompletionRows } from '../../packages/cli/src/evaluation/rows.ts';
import { corpusPackages, packageFolder } from '../corpus/read.ts';

const RATE = 0.15;
const SOURCES: readonly PlaceSource[] = ['above', 'below', 'others'];
/** Parameters behind those of LENGTHS: logarithms of weights, and two decays. What is above weighs 1. */
const BELOW = LENGTHS.length;
const OTHERS = BELOW + 1;
const NEARBY = BELOW + 2;
const NGRAMS = BELOW + 3;
const DECAY = BELOW + 4;
const PARAMETERS = BELOW + 6;

/** A token of a row's text, and what speaks for it and for all. */
interface Observation {
  /** By the model. */
  readonly own: number;
  readonly ngrams: number;
  readonly nearby: readonly [own: number, all: number];
  /** Of each place: whether it speaks for the token, which length, which source, the logarithm of its distance. */
  readonly places: Float32Array;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      model: { type: 'string', default: 'model' },
      steps: { type: 'string', default: '150' },
    },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error('Which rows? Name files of evaluation.ts.');
  const engine = await Engine.open(values.model);
  const table = await Model.companion(values.model, NGRAM_FILE);
  const ngrams = table && new NgramTable(table, engine.model.tokenizer.size);
  const rows = positionals.flatMap((file) => parseCompletionRows(file, readFileSync(file, 'utf8')));
  const observations: Observation[] = [];
  for (const row of rows)
    if (row.middle !== '') observations.push(...(await observe(engine, ngrams, row)));
  await engine.close();
  const before = parametersOf();
  const alone = observations.reduce((sum, { own }) => sum - Math.log(own), 0);
  console.error(`${observations.length} tokens of ${rows.length} rows`);
  console.error(`the model alone: ${(alone / observations.length).toFixed(3)} nats a token`);
  console.error(`as it is: ${lossOf(observations, before).loss.toFixed(3)}`);
  const found = fit(observations, before, Number(values.steps));
  console.error(`as it would be: ${lossOf(observations, found).loss.toFixed(3)}`);
  print(found);
}

async function observe(
  engine: Engine,
  ngrams: NgramTable | undefined,
  row: CompletionRow,
): Promise<Observation[]> {
  const { tokenizer, config } = engine.model;
  const vocabulary = vocabularyOf(engine);
  const lines = (row.prefix + row.suffix).split('\n');
  const line = row.prefix.split('\n').length - 1;
  const column = row.prefix.split('\n').at(-1)!.length;
  const source = { path: row.path, lines, line, column };
  const prompt = completionPrompt(vocabulary, source, config.readingTokens);
  const said = linesTokens(vocabulary, (prompt.typed + row.middle).split('\n'));
  const { above, below } = tokensAround(vocabulary, source, prompt.typed);
  const others = sequencesOf(vocabulary, nearFiles(pathOf(row.path), lines.join('\n')));
  const cache = new CompletionCache(tokenizer.size, WEIGHTS, above, below, others);
  const nearbyAll = cache.nearby.reduce((sum, count) => sum + count, 0);
  const near = above.slice(-MOST_BEFORE);
  const observations: Observation[] = [];
  const stop = vocabulary.end;
  let at = 0;
  for await (const { token, logProbability } of engine.generate({
    prompt: prompt.tokens,
    grammar: new Forced(said),
    maxTokens: said.length,
    stop,
  })) {
    const context = [...near, ...said.slice(0, at)];
    const places: number[] = [];
    cache.places(context, at, (found, same, from, distance) => {
      const speaks = found === token ? 1 : 0;
      places.push(speaks, bucketOf(same), SOURCES.indexOf(from), Math.log(distance));
    });
    const likely = new Float64Array(tokenizer.size);
    ngrams?.add(context, 1, likely);
    // How lines end is not fitted: rows end where they were cut.
    if (token !== vocabulary.newline) {
      observations.push({
        own: Math.exp(logProbability),
        ngrams: likely[token]!,
        nearby: [cache.nearby[token]!, nearbyAll],
        places: Float32Array.from(places),
      });
    }
    at++;
  }
  return observations;
}

let vocabulary: Vocabulary | undefined;

/** One for all rows: what is read of other files is remembered with it. */
function vocabularyOf({ model }: Engine): Vocabulary {
  vocabulary ??= new Vocabulary(model.tokenizer);
  return vocabulary;
}

/** Where the file of a row lies: `package/path`. */
function pathOf(path: string): string {
  const own = corpusPackages().find(({ name }) => path.startsWith(`${name}/`));
  return own ? join(packageFolder(own), path.slice(own.name.length + 1)) : path;
}

/** Says given tokens. */
class Forced implements Grammar {
  readonly #tokens: readonly TokenId[];
  #at = 0;

  constructor(tokens: readonly TokenId[]) {
    this.#tokens = tokens;
  }

  candidates(): readonly TokenId[] {
    return [this.#tokens[this.#at]!];
  }

  allows(token: TokenId): boolean {
    return token === this.#tokens[this.#at];
  }

  advance(): void {
    this.#at++;
  }
}

/** The mean cost of a token in nats, and its gradient (PARAMETERS,). */
function lossOf(observations: readonly Observation[], parameters: Float64Array) {
  const gradient = new Float64Array(PARAMETERS);
  const sources = [0, parameters[BELOW]!, parameters[OTHERS]!];
  let loss = 0;
  for (const { own, ngrams, nearby, places } of observations) {
    const shares = [Math.exp(parameters[NEARBY]!), Math.exp(parameters[NGRAMS]!)] as const;
    const parts: [parameter: number, own: number, all: number, factor: number][] = [
      [NEARBY, shares[0] * nearby[0], shares[0] * nearby[1], 1],
      [NGRAMS, shares[1] * ngrams, shares[1], 1],
    ];
    for (let i = 0; i < places.length; i += 4) {
      const [bucket, source, distance] = [places[i + 1]!, places[i + 2]!, places[i + 3]!];
      const decay = source < 2 ? parameters[DECAY + source]! * distance : 0;
      const weight = Math.exp(parameters[bucket]! + sources[source]! - decay);
      const speaks = places[i]! * weight;
      parts.push([bucket, speaks, weight, 1]);
      if (source > 0) parts.push([BELOW + source - 1, speaks, weight, 0]);
      if (source < 2) parts.push([DECAY + source, -distance * speaks, -distance * weight, 0]);
    }
    const sum = parts.reduce((total, [, , all, factor]) => total + factor * all, 1);
    const right = parts.reduce((total, [, speaks, , factor]) => total + factor * speaks, own);
    loss += Math.log(sum / right) / observations.length;
    for (const [parameter, speaks, all] of parts) {
      gradient[parameter]! += (all / sum - speaks / right) / observations.length;
    }
  }
  return { loss, gradient };
}

function fit(
  observations: readonly Observation[],
  before: Float64Array,
  steps: number,
): Float64Array {
  const parameters = before.slice();
  const mean = new Float64Array(PARAMETERS);
  const square = new Float64Array(PARAMETERS);
  for (let step = 1; step <= steps; step++) {
    const { loss, gradient } = lossOf(observations, parameters);
    if (step % 25 === 0) console.error(`step ${step}: ${loss.toFixed(4)}`);
    for (let i = 0; i < PARAMETERS; i++) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      square[i] = 0.99 * square[i]! + 0.01 * gradient[i]! ** 2;
      const unbiased = mean[i]! / (1 - 0.9 ** step);
      const size = Math.sqrt(square[i]! / (1 - 0.99 ** step)) + 1e-8;
      parameters[i]! -= (RATE * (1 - step / steps) * unbiased) / size;
    }
  }
  return parameters;
}

/** The weights that are there. */
function parametersOf(): Float64Array {
  const { length, below, above, others, nearby, ngrams } = WEIGHTS;
  const logarithms = [...length, below.weight, others.weight, nearby, ngrams].map(Math.log);
  return Float64Array.from([...logarithms, above.decay, below.decay]);
}

function print(parameters: Float64Array): void {
  const weight = (i: number) => Number(Math.exp(parameters[i]!).toPrecision(3));
  const decay = (i: number) => Number(parameters[DECAY + i]!.toFixed(3));
  console.log(`  length: [${LENGTHS.map((_, i) => weight(i)).join(', ')}],
  above: { weight: 1, decay: ${decay(0)} },
  below: { weight: ${weight(BELOW)}, decay: ${decay(1)} },
  others: { weight: ${weight(OTHERS)}, decay: 0 },
  nearby: ${weight(NEARBY)},
  ngrams: ${weight(NGRAMS)},`);
}

await main();
