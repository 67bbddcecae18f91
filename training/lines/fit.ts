/**
 * Fits the weights by which a described line is found (packages/assistant/src/line-finder.ts), in seconds.
 *
 *     node scripts/node24.mjs training/lines/fit.ts [--model FOLDER] ROWS.jsonl …
 *
 * In:  rows of edits of few lines, whose instructions describe the place (evals/rows, spent as a measure).
 * Out: the weights to be put into line-finder.ts, and how often the likeliest line is right, before and after; each fifth
 *      of the rows judged by what the others taught.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diffSequences } from '@wick/edits';
import { SafetensorsFile } from '@wick/engine';
import { documentSymbols } from '@wick/workspace';
import { codeSpansFrom } from '../../packages/assistant/src/code-spans.ts';
import { editRoles } from '../../packages/assistant/src/edit-roles.ts';
import { codeFacts } from '../../packages/assistant/src/intent/facts.ts';
import { INTENT_FILE, IntentModel } from '../../packages/assistant/src/intent/intent-model.ts';
import {
  LINE_WEIGHTS,
  LineFinder,
  type LineSigns,
  wordsIn,
} from '../../packages/assistant/src/line-finder.ts';
import { withoutNew } from '../../packages/assistant/src/piece-choices.ts';
import { type Choice, fitLogit, rightCount } from '../logit.ts';

interface Row {
  readonly kind: string;
  readonly instruction: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** What a row's kind, behind its first dash, is read as. */
const OPERATIONS: Readonly<Record<string, string>> = {
  insert: 'insert-after',
  entry: 'insert-after',
  remove: 'remove-block',
  comment: 'comment-out',
};
const OTHERWISE = 'replace-line';
const FOLDS = 5;
const NAMES = Object.keys(LINE_WEIGHTS) as (keyof LineSigns)[];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'string', default: 'model' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error('Which rows? Name files of evals/rows.');
  const file = join(values.model, INTENT_FILE);
  const intents = new IntentModel(new SafetensorsFile(file, readFileSync(file)));
  const choices: Choice[] = [];
  for (const path of positionals) {
    for (const line of readFileSync(path, 'utf8').trim().split('\n')) {
      const choice = await choiceOf(JSON.parse(line) as Row, intents);
      if (choice) choices.push(choice);
    }
  }
  const before = NAMES.map((name) => LINE_WEIGHTS[name]);
  let right = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHeld = (_: Choice, i: number) => i % FOLDS === fold;
    const taught = fitLogit(
      choices.filter((choice, i) => !isHeld(choice, i)),
      NAMES.length,
    );
    right += rightCount(choices.filter(isHeld), taught);
  }
  const weights = fitLogit(choices, NAMES.length);
  console.log(NAMES.map((name, i) => `  ${name}: ${weights[i]!.toFixed(2)},`).join('\n'));
  console.log(
    `${choices.length} lines: ${rightCount(choices, before)} right by the old weights, ${right} by new ones`,
  );
}

/** The lines of a row's file, and which of them is meant; undefined where several places change. */
async function choiceOf(row: Row, intents: IntentModel): Promise<Choice | undefined> {
  const [lines, after] = [row.before, row.after].map((text) => text.split(/\r?\n/)) as [
    string[],
    string[],
  ];
  const spans = diffSequences(lines, after);
  const [span] = spans;
  if (span === undefined || spans.length > 1) return undefined;
  const { beforeStart, beforeEnd } = span;
  const meant = beforeStart === beforeEnd ? [beforeStart - 1, beforeStart] : [beforeStart];
  const { instruction, path, kind } = row;
  const operation = OPERATIONS[kind.split('-')[1] ?? ''] ?? OTHERWISE;
  const facts = codeFacts(lines, await documentSymbols(row.before, path));
  const [stretch] = editRoles(intents, instruction, operation, facts)?.best('place', 1) ?? [];
  const words = wordsIn({
    own: stretch ? instruction.slice(stretch.start, stretch.end) : '',
    all: withoutNew(instruction, codeSpansFrom(instruction), lines),
  });
  const finder = new LineFinder(lines);
  return lines.map((_, line) => {
    const signs = finder.signs(line, words);
    return { features: NAMES.map((name) => signs[name]), isRight: meant.includes(line) };
  });
}

await main();
