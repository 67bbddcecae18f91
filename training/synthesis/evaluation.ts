/**
 * Makes evaluation rows (design: `wick eval edits`) from whole files of packages that training never saw.
 *
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --split test --wordings known --out FILE.jsonl
 *
 * --wordings known: those of training/wordings. --wordings FILE: an independent set (evals/wordings).
 * --per-kind N rows of each kind. The expected result of an operation is what the operation's own
 * implementation makes of the right call; of a hunk, the hunk applied.
 * Out: rows {"id","kind","instruction","path","before","after"}.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runOperation } from '@wick/workspace';
import { readCorpus, type Split } from '../corpus/read.ts';
import type { EditCase } from './cases.ts';
import { findCases } from './kinds/index.ts';
import { wordCase } from './main.ts';
import { gatherPools } from './pools.ts';
import { Program } from './program.ts';
import { hash, Random } from './random.ts';
import { loadPlainWordings, loadWordings } from './wordings.ts';

const LONGEST_FILE_LINES = 300;

/** The document after the right answer; undefined where the operation refuses the case. */
async function afterOf(program: Program, edit: EditCase): Promise<string | undefined> {
  switch (edit.answer.kind) {
    case 'none':
    case 'delegate':
      return program.text;
    case 'hunks': {
      const lines = [...program.lines];
      for (const hunk of edit.answer.hunks.toReversed()) {
        lines.splice(hunk.start, hunk.end - hunk.start, ...hunk.lines);
      }
      return lines.join('\n');
    }
    case 'operations': {
      const call = edit.answer.calls[0];
      if (!call) return undefined;
      const outcome = await runOperation(program.text, program.path, call);
      if (outcome.ok) return outcome.after;
      return outcome.refusal.reason === 'already-done' ? program.text : undefined;
    }
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      split: { type: 'string', default: 'test' },
      wordings: { type: 'string', default: 'known' },
      'per-kind': { type: 'string', default: '60' },
      seed: { type: 'string', default: '7' },
      out: { type: 'string' },
    },
  });
  if (!values.out) throw new Error('--out FILE.jsonl is needed');
  const wanted = Number(values['per-kind']);
  const wordings =
    values.wordings === 'known'
      ? loadWordings(join(import.meta.dirname, '..', 'wordings'))
      : loadPlainWordings(values.wordings);
  const random = new Random(hash(`${values.seed}/${values.split}`));
  const corpus = readCorpus(values.split as Split);
  const files = random
    .shuffled(corpus)
    .filter(
      ({ text }) =>
        text.split('\n').length <= LONGEST_FILE_LINES &&
        !text.split('\n').some((l) => l.length > 400),
    );
  const pools = gatherPools(corpus, random);
  const rows = new Map<string, object[]>();
  let refused = 0;
  for (let round = 0; round < 6; round++) {
    for (const file of files) {
      const program = new Program(file.path, file.text);
      if (!program.parses) continue;
      const byKind = Map.groupBy(findCases({ program, pools, random }), (c) => c.kind);
      for (const [kind, cases] of byKind) {
        const kept = rows.get(kind) ?? [];
        rows.set(kind, kept);
        if (kept.length >= wanted) continue;
        const edit = random.pick(cases);
        const instruction = wordCase(edit, wordings, random);
        const after = instruction && (await afterOf(program, edit));
        if (after === undefined) refused++;
        if (!instruction || after === undefined) continue;
        kept.push({
          id: `${kind}-${kept.length}`,
          kind,
          instruction,
          path: `${file.packageName}/${file.path}`,
          before: file.text,
          after,
        });
      }
    }
  }
  const all = [...rows.values()].flat();
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${all.map((row) => JSON.stringify(row)).join('\n')}\n`);
  console.error(
    `${all.length} rows of ${rows.size} kinds (${refused} cases not worded or refused)`,
  );
}

if (import.meta.main) await main();
