/**
 * How fast the engine is on this machine, beside the limit measured in the same run.
 *
 *     npm run bench                     a table
 *     npm run bench -- --json           one JSON object
 *     npm run bench -- --sizes          decoding against the read bandwidth, for random weights of about 6, 20 and 40 MB too
 *     npm run bench -- --peers          beside llama.cpp, transformers and transformers.js, same weights and tokens; installs them into
 *                                       training/work/peers, and takes some twenty minutes of a machine that does nothing else
 *     npm run bench -- --peers --parts FOLDER --seconds 90 [--only prepare|measure]
 *                                       the same in parts: each goes on where the last one stopped, keeps what it has in FOLDER, begins
 *                                       nothing after so many seconds, and ends with 75 as long as something is left. What is only
 *                                       prepared may run while the machine does something else
 *
 *     npm run -s bench -- --json > evals/results/bench.json               the files that the docs quote
 *     npm run -s bench -- --peers --json > evals/results/peers.json
 *
 * Measures, in llama-bench's and vLLM's terms: load time; pp512 (prefill of 512 tokens); tg128 (128 tokens
 * decoded greedily, from an empty context and at a depth, after so many tokens); time to first token of a 200-token
 * prompt, cold and with its prefix cached; inter-token time; and for 2, 4 and 8 streams at once what they decode
 * together, with the ratio to one stream measured in turns with them. Each is repeated; the median is the figure.
 *
 * --threads N, --repeat N rounds; with --peers: --models release,30m and --depths 4096,32768.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from '@wick/assistant';
import { Model } from '@wick/engine';
import { type Comparison, compare } from './peers/compare.ts';
import { say } from './peers/install.ts';
import { type StepKind, UnfinishedError } from './peers/progress.ts';
import { RELEASE, writeRandomModel } from './random-model.ts';
import {
  type DecodeReport,
  measureDecode,
  measureSpeed,
  prompter,
  type SpeedReport,
} from './speed.ts';
import type { Measure } from './statistics.ts';

const SIZES = ['6m', '20m', '40m'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      peers: { type: 'boolean', default: false },
      sizes: { type: 'boolean', default: false },
      threads: { type: 'string' },
      repeat: { type: 'string', default: '12' },
      models: { type: 'string', default: 'release,30m' },
      depths: { type: 'string', default: '4096,32768' },
      parts: { type: 'string' },
      seconds: { type: 'string', default: 'Infinity' },
      only: { type: 'string' },
    },
  });
  const rounds = Number(values.repeat);
  const print = (report: object, table: () => void) => {
    if (values.json)
      process.stdout.write(`${JSON.stringify({ machine: describeMachine(), ...report })}\n`);
    else {
      const { cpu, cores, platform, node } = describeMachine();
      console.log(`${cpu}, ${cores} cores, ${platform}, Node ${node}`);
      table();
    }
  };
  if (values.peers) {
    const depths = values.depths.split(',').filter(Boolean).map(Number);
    const prompt = prompter((await Model.load(RELEASE)).tokenizer);
    const limits = { kind: stepKind(values.only), deadline: 1000 * Number(values.seconds) };
    const models: Comparison[] = [];
    for (const model of values.models.split(',')) {
      const progressFile = values.parts && join(values.parts, `${model}.json`);
      models.push(await compare({ model, rounds, depths, prompt, progressFile, limits }));
    }
    print({ models }, () => models.forEach(printComparison));
    return;
  }
  const options = values.threads ? { threads: Number(values.threads) } : {};
  const report = await measureSpeed(RELEASE, options, rounds);
  const sizes: DecodeReport[] = [];
  for (const size of values.sizes ? SIZES : []) {
    const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
    try {
      sizes.push(await measureDecode(writeRandomModel(size, folder), options, rounds));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  print(values.sizes ? { ...report, sizes } : report, () => {
    printSpeed(report);
    sizes.forEach(printDecode);
  });
}

function stepKind(name: string | undefined): StepKind | undefined {
  if (name === undefined || name === 'prepare' || name === 'measure') return name;
  throw new Error(`--only is "${name}"; it must be prepare or measure.`);
}

function printSpeed(report: SpeedReport): void {
  const { model, readBandwidth } = report;
  console.log(
    `${model.name} ${model.version}, ${(model.bytes / 1e6).toFixed(2)} MB, ${report.threads} threads, kernel ${report.kernel}\n`,
  );
  printMeasures([readBandwidth, ...Object.values(report.measures)]);
  printLimit(report);
}

function printDecode(report: DecodeReport): void {
  console.log(`\n${report.model.name}, ${(report.model.bytes / 1e6).toFixed(2)} MB\n`);
  printMeasures([report.readBandwidth, report.tg128]);
  printLimit(report);
}

function printLimit({ limitTokensPerSecond, limitShare }: DecodeReport | SpeedReport): void {
  console.log(
    `\nReading the weights alone would allow ${limitTokensPerSecond.toFixed(0)} tokens/s; tg128 is ${(limitShare * 100).toFixed(0)}% of that.`,
  );
}

function printMeasures(measures: readonly Measure[]): void {
  console.log(`${''.padEnd(32)}   median       p95       p99`);
  for (const { name, unit, median, p95, p99 } of measures) {
    console.log(`${`${name} (${unit})`.padEnd(32)}${cell(median)} ${cell(p95)} ${cell(p99)}`);
  }
}

function printComparison({ model, engines, ratios }: Comparison): void {
  console.log(`\n${model.name}, ${(model.bytes / 1e6).toFixed(2)} MB in int8`);
  for (const { engine, measures, peakMemoryBytes } of engines) {
    console.log(`\n${engine}`);
    for (const { name, unit, median, p95, setting } of Object.values(measures)) {
      const ratio = ratios[engine]?.[name];
      const times = ratio === undefined ? '' : `   ${ratio.toFixed(2)}x   ${setting}`;
      console.log(`${`${name} (${unit})`.padEnd(32)}${cell(median)} ${cell(p95)}${times}`);
    }
    if (peakMemoryBytes) console.log(`peak memory (MB)`.padEnd(32) + cell(peakMemoryBytes / 1e6));
  }
}

function cell(value: number): string {
  return (value >= 100 ? value.toFixed(0) : value.toFixed(2)).padStart(9);
}

/** Something is left for the next part (EX_TEMPFAIL). */
const UNFINISHED = 75;

try {
  await main();
} catch (error) {
  if (!(error instanceof UnfinishedError)) throw error;
  say(error.message);
  process.exitCode = UNFINISHED;
}
