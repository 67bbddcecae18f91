/**
 * Measures how many right answers the assistant's constrained decoding lets through: the ceiling of what
 * any model can reach, whatever it has learnt.
 *
 *     node scripts/node24.mjs training/synthesis/reach.ts [--split test] [--wordings FILE] [--per-kind 40] [--show 2]
 *
 * In:  the corpus, training/wordings (or an independent file), model/ (for its tokenizer). Out: for each kind how many of its cases are within
 * reach, and some that are not with the place where decoding would leave the right answer.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatSymbols, parseDocument, printAnswer } from '@wick/edits';
import { Model } from '@wick/engine';
import { documentSymbols } from '@wick/workspace';
import { AnswerDecoder } from '../../packages/assistant/src/answer-grammar.ts';
import { ArgumentChoices } from '../../packages/assistant/src/argument-choices.ts';
import { Vocabulary } from '../../packages/assistant/src/vocabulary.ts';
import { readCorpus, type Split } from '../corpus/read.ts';
import type { EditCase } from './cases.ts';
import { findCases } from './kinds/index.ts';
import { textCasesIn } from './kinds/texts.ts';
import { gatherLines } from './lines.ts';
import { wordCase } from './main.ts';
import { gatherPools } from './pools.ts';
import { Program } from './program.ts';
import { hash, Random } from './random.ts';
import { loadPlainWordings, loadWordings } from './wordings.ts';

interface Reach {
  cases: number;
  reached: number;
  missed: string[];
}

/** What of the right answer decoding allows before it leaves it; undefined where it allows all. */
async function leavesAt(
  vocabulary: Vocabulary,
  program: Program,
  instruction: string,
  edit: EditCase,
): Promise<string | undefined> {
  const { path, text } = program;
  const document = parseDocument(text);
  const symbols = await documentSymbols(text, path);
  const lineCount = document.lines.length;
  const shown = [{ start: 0, end: Math.min(lineCount, 900) }];
  const choices = new ArgumentChoices(vocabulary, { path, document, symbols, instruction, shown });
  const decoder = new AnswerDecoder({ vocabulary, lineCount, shown, choices });
  const written = formatSymbols(printAnswer(edit.answer));
  const tokens = written
    .split(/(<\|\w+\|>|<L\d+>)/)
    .flatMap((part, index) =>
      index % 2 === 1 ? [vocabulary.tokenizer.special(part)] : vocabulary.tokenizer.encode(part),
    );
  for (const [index, token] of tokens.entries()) {
    const allowed = decoder.candidates()?.includes(token) ?? decoder.allows(token);
    if (!allowed) return `${vocabulary.tokenizer.decode(tokens.slice(0, index))} ✗ of ${written}`;
    decoder.advance(token);
  }
  return undefined;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      split: { type: 'string', default: 'test' },
      wordings: { type: 'string', default: 'known' },
      'per-kind': { type: 'string', default: '40' },
      show: { type: 'string', default: '2' },
      seed: { type: 'string', default: '3' },
    },
  });
  const root = join(import.meta.dirname, '..', '..');
  const { tokenizer } = await Model.load(join(root, 'model'));
  const vocabulary = new Vocabulary(tokenizer);
  const wordings =
    values.wordings === 'known'
      ? loadWordings(join(root, 'training', 'wordings'))
      : loadPlainWordings(values.wordings);
  const random = new Random(hash(`${values.seed}/reach`));
  const corpus = readCorpus(values.split as Split);
  const pools = gatherPools(corpus, random);
  const linePools = gatherLines(corpus, random);
  const kinds = new Map<string, Reach>();
  for (const file of random.shuffled(corpus)) {
    const lines = file.text.split('\n');
    if (lines.length > 300 || lines.some((line) => line.length > 400)) continue;
    const program = new Program(file.path, file.text);
    if (!program.parses) continue;
    const finding = { program, pools, random };
    const found = [...findCases(finding), ...(await textCasesIn(finding, linePools))];
    for (const [kind, cases] of Map.groupBy(found, (c) => c.kind)) {
      const reach = kinds.get(kind) ?? { cases: 0, reached: 0, missed: [] };
      kinds.set(kind, reach);
      const edit = random.pick(cases);
      const instruction =
        reach.cases < Number(values['per-kind']) ? wordCase(edit, wordings, random) : undefined;
      if (!instruction) continue;
      const left = await leavesAt(vocabulary, program, instruction, edit);
      reach.cases++;
      if (left === undefined) reach.reached++;
      else reach.missed.push(`${instruction}\n      ${left}`);
    }
  }
  for (const [kind, { cases, reached, missed }] of [...kinds].sort()) {
    console.log(`${kind.padEnd(20)} ${reached}/${cases}`);
    for (const miss of missed.slice(0, Number(values.show))) console.log(`    ${miss}`);
  }
  const all = [...kinds.values()];
  const total = all.reduce((sum, { cases }) => sum + cases, 0);
  const reached = all.reduce((sum, reach) => sum + reach.reached, 0);
  console.log(`${'all'.padEnd(20)} ${reached}/${total} = ${((100 * reached) / total).toFixed(1)}%`);
}

if (import.meta.main) await main();
