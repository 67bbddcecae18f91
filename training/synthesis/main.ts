/**
 * Makes instructed edits out of source code.
 *
 *     node scripts/node24.mjs training/synthesis/main.ts --out training/work/data [--documents N] [--dense] [--tiny]
 *
 * In:  training/work/corpus (by corpus/fetch.ts), training/wordings, training/plans; training/work/history, where it is
 *      there (corpus/history.ts).
 * Out: train-NNN.jsonl.gz, validation.jsonl.gz: one document a line with several independent requests
 *      (prompt parts as in docs/model.md); stats.json: how many of each kind. --dense: several times as many requests for
 *      each document, all kinds alike: for the intent classifier, which reads instructions alone.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Answer, lineOperations } from '@wick/edits';
import { documentSymbols, parseChecklist, runOperations } from '@wick/workspace';
import {
  type InstructionPart,
  splitLineReferences,
} from '../../packages/assistant/src/line-references.ts';
import { splitStepReferences } from '../../packages/assistant/src/plan-references.ts';
import { type RealChange, readHistories } from '../corpus/history.ts';
import { type CorpusFile, readCorpus } from '../corpus/read.ts';
import { readTexts } from '../corpus/texts.ts';
import type { EditCase } from './cases.ts';
import { cutLines } from './completions.ts';
import { findCases, RARE, WEIGHTS } from './kinds/index.ts';
import { findTextCases, textCasesIn } from './kinds/texts.ts';
import { gatherLines, type LinePools } from './lines.ts';
import { loosen, undoable } from './mutate.ts';
import { type Typed, typed } from './noise.ts';
import { pairUp } from './pairs.ts';
import { findPlanCases, loadPlanGrammar, makePlan, type PlanGrammar } from './plans.ts';
import { gatherPools, type Pools } from './pools.ts';
import { Program } from './program.ts';
import { findQuestionCases, isAskedFile, isAskedText } from './questions.ts';
import { hash, Random } from './random.ts';
import { type Window, windowsOf } from './windows.ts';
import { loadWordings, type WordingSet, word } from './wordings.ts';

const LINE_IDS = 1000;
const DOCUMENTS_PER_SHARD = 4000;
/** Plans for each document of code. */
const PLAN_SHARE = 0.4;
const PLAN_REQUESTS = 22;
const PLAN_PATHS = [
  'plan.md',
  'PLAN.md',
  'docs/plan.md',
  'TODO.md',
  'todo.md',
  'notes/launch.md',
  'roadmap.md',
];

/** Sheets of questions for each document of code, and how many are on one. */
const QUESTION_SHARE = 0.2;
const QUESTION_REQUESTS = 26;

/** Documents with the messages of commits that changed them, for each document of code. */
const HISTORY_SHARE = 0.3;

/** Documents with cuts to be completed, for each document of code. */
const COMPLETION_SHARE = 0.12;

/** Documents in other languages for each document of code, and the longest of them, in characters. */
const TEXT_SHARE = 0.3;
const LONGEST_TEXT = 2400;

const TEXT_KINDS: ReadonlySet<string> = new Set(lineOperations.map(({ name }) => name));

/** Requests for a document where it is only to be known what is wished, and how often a kind of them is drawn beside 1. */
const DENSE_REQUESTS = 60;
const DENSE_PAIRS = 5;
const DENSE_WEIGHTS: Readonly<Record<string, number>> = {
  rename: 3,
  delegate: 3,
  nothing: 3,
  ...Object.fromEntries(
    Object.keys(WEIGHTS).flatMap((kind) =>
      kind.startsWith('nothing-already/') ? [[kind, 0.5]] : [],
    ),
  ),
};

/** A piece of a prompt or answer: text, a special token, or a line id. */
type Part = string | { s: string } | { l: number };

type TaskName = 'edit' | 'plan' | 'ask' | 'complete';

interface Request {
  task: TaskName;
  kind: string;
  instruction: Part[];
  answer: Part[];
  /** The instruction as it was typed, and where its slots are. */
  said?: Typed;
}

/** One line of the data files. */
export interface TrainingDocument {
  path: string;
  lines: [number, string][];
  endId: number;
  requests: Request[];
}

/** Words a case; undefined when no wording fits or it points to its line in a way that the assistant does not read. */
export function wordCase(
  edit: EditCase,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): string | undefined {
  return typeCase(edit, wordings, random)?.text;
}

/** The same, with where its slots are, unless it is two cases or somebody's own words. */
function typeCase(
  edit: EditCase,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): Typed | undefined {
  if (edit.said !== undefined) return { text: edit.said, slots: [] };
  if (edit.parts) {
    const { first, joiner, second } = edit.parts;
    const [one, other] = [first, second].map((part) => wordCase(part, wordings, random));
    if (!one || !other) return undefined;
    return { text: one.replace(/[.!?]$/, '') + joiner + other, slots: [] };
  }
  const set = wordings.get(edit.wordings ?? edit.kind);
  if (!set) return undefined;
  for (let attempt = 0; attempt < 3; attempt++) {
    const pieces = word(set, edit.slots, random, {
      oneOf: edit.needsOneOf,
      allOf: edit.needsAllOf,
    });
    if (!pieces) return undefined;
    const said = typed(pieces, random);
    const pointed = pieces.some((piece) => ['line', 'from', 'to'].includes(piece.fromSlot ?? ''));
    const isRead = () => splitLineReferences(said.text).some((part) => typeof part !== 'string');
    if (!pointed || isRead()) return said;
  }
  return undefined;
}

/** The answer in the edit language; `idOf` maps a line index of the document to its line id. */
function answerParts(answer: Answer, idOf: (line: number) => number): Part[] {
  switch (answer.kind) {
    case 'none':
      return [{ s: '<|none|>' }];
    case 'delegate':
      return [{ s: '<|delegate|>' }];
    case 'hunks':
      return answer.hunks.flatMap((hunk): Part[] => [
        { l: idOf(hunk.start) },
        { l: idOf(hunk.end) },
        ...hunk.lines.flatMap((line): Part[] => [line, { s: '<|nl|>' }]),
      ]);
    case 'operations':
      return answer.calls.flatMap((call): Part[] => [
        { s: '<|op|>' },
        call.name,
        ...call.args.flatMap((arg): Part[] => [
          { s: '<|arg|>' },
          typeof arg === 'number' ? { l: idOf(arg) } : arg,
        ]),
      ]);
  }
}

/** Draws cases so that kinds come in the shares of `weights`, at most `count`; those of a kind that is not rare once. */
export function drawCases(
  cases: readonly EditCase[],
  count: number,
  random: Random,
  weights: Readonly<Record<string, number>> = WEIGHTS,
): EditCase[] {
  // Of what is so already each wish is a kind of its own, so that the text's state tells little of what is wished.
  const byKind = Map.groupBy(cases, ({ kind, wordings }) =>
    kind === 'nothing-already' ? `${kind}/${wordings}` : kind,
  );
  const drawn: EditCase[] = [];
  for (let i = 0; i < count && byKind.size > 0; i++) {
    const kind = random.weighted([...byKind.keys()], (k) => weights[k] ?? 1);
    const left = byKind.get(kind) ?? [];
    const at = random.below(left.length);
    // A rare place is asked about in several ways.
    drawn.push(...(RARE.has(kind) ? left.slice(at, at + 1) : left.splice(at, 1)));
    if (left.length === 0 || (kind !== 'rename' && random.chance(RARE.has(kind) ? 0.3 : 0.5)))
      byKind.delete(kind);
  }
  return drawn;
}

async function makeDocument(
  file: CorpusFile,
  window: Window,
  pools: Pools,
  linePools: LinePools,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
  isDense: boolean,
): Promise<TrainingDocument | undefined> {
  let text = random.chance(0.3) ? loosen(file.path, window.text, random) : window.text;
  if (random.chance(0.3)) text = await undoable(file.path, text, pools, random);
  const program = new Program(file.path, text);
  if (!program.parses) return undefined;
  const ids = lineIds(window.fileLines, random);
  const named = findCases({ program, pools, random });
  if (!named.some(({ kind }) => RARE.has(kind)) && random.chance(0.5)) return undefined;
  const found = [...named, ...(await textCasesIn({ program, pools, random }, linePools))];
  const drawn = isDense
    ? drawCases(found, DENSE_REQUESTS, random, DENSE_WEIGHTS)
    : drawCases(found, 16 + random.below(16), random);
  // The classifier learns what is asked for, whether it can be done or not.
  const done = isDense ? drawn : await doable(drawn, text, file.path);
  const cases = [
    ...done,
    ...(await pairUp(program, found, isDense ? DENSE_PAIRS : random.below(3), random)),
  ];
  return documentOf(
    { task: 'edit', path: file.path, lines: program.lines, ids },
    cases,
    wordings,
    random,
  );
}

/** The cases without those edits of text that cannot be done. */
async function doable(cases: readonly EditCase[], text: string, path: string): Promise<EditCase[]> {
  const done: EditCase[] = [];
  for (const each of cases) {
    const { answer, kind } = each;
    const call = answer.kind === 'operations' ? answer.calls[0] : undefined;
    const isOfText = call && kind !== 'nothing-absent' && TEXT_KINDS.has(call.name);
    if (!isOfText || (await runOperations(text, path, [call])).ok) done.push(each);
  }
  return done;
}

/** A file of another language, or a part of it, with edits of its lines. */
async function makeTextDocument(
  { path, text }: CorpusFile,
  pools: Pools,
  linePools: LinePools,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
  isDense: boolean,
): Promise<TrainingDocument | undefined> {
  const all = text.split('\n');
  const most = 12 + random.below(48);
  const from = all.length <= most ? 0 : random.below(all.length - most);
  const lines = all.slice(from, from + most);
  const shown = lines.join('\n');
  if (shown.length > LONGEST_TEXT || lines.some((line) => line.length > 200)) return undefined;
  const { openings } = await documentSymbols(shown, path);
  const finding = { path, lines, pools, linePools, random, functionAt: () => undefined, openings };
  const found = [0, 1, 2].flatMap(() => findTextCases(finding));
  const count = isDense ? 24 : 6 + random.below(10);
  const asked = drawCases(found, count, random);
  const drawn = isDense ? asked : await doable(asked, shown, path);
  const others: EditCase[] = [
    ...(random.chance(0.3)
      ? [{ kind: 'nothing', slots: {}, answer: { kind: 'none' } } as const]
      : []),
    ...(random.chance(0.3)
      ? [{ kind: 'delegate', slots: {}, answer: { kind: 'delegate' } } as const]
      : []),
  ];
  const ids = lineIds(
    lines.map((_, at) => from + at),
    random,
  );
  return documentOf({ task: 'edit', path, lines, ids }, [...drawn, ...others], wordings, random);
}

/** A file of a project's history, with what its commits say: all too much, beside small edits that are not. */
async function makeHistoryDocument(
  { path, text, messages }: RealChange,
  pools: Pools,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): Promise<TrainingDocument | undefined> {
  const [window] = windowsOf(path, text, 1, random);
  if (!window) return undefined;
  const program = new Program(path, window.text);
  if (!program.parses) return undefined;
  const found = findCases({ program, pools, random }).filter(({ kind }) => kind !== 'delegate');
  const real = messages.map(
    (said): EditCase => ({ kind: 'delegate', slots: {}, said, answer: { kind: 'delegate' } }),
  );
  const cases = [...drawCases(found, 8 + random.below(8), random), ...real];
  const ids = lineIds(window.fileLines, random);
  return documentOf({ task: 'edit', path, lines: program.lines, ids }, cases, wordings, random);
}

/** A plan with requests for it. */
function makePlanDocument(
  grammar: PlanGrammar,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): TrainingDocument | undefined {
  const text = makePlan(grammar, random);
  const lines = text.split('\n');
  const ids = lineIds([...lines.keys()], random);
  const cases = random.shuffled(findPlanCases(text, grammar, random)).slice(0, PLAN_REQUESTS);
  const path = random.pick(PLAN_PATHS);
  return documentOf({ task: 'plan', path, lines, ids }, cases, wordings, random);
}

/** Questions about a file and its neighbours; their prompt shows no text. */
async function makeQuestionDocument(
  { path, text }: CorpusFile,
  files: readonly CorpusFile[],
  pools: Pools,
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): Promise<TrainingDocument | undefined> {
  const { declarations } = await documentSymbols(text, path);
  const askable = {
    declarations,
    files: [path, ...Array.from({ length: 8 }, () => random.pick(files).path)].filter(isAskedFile),
    texts: [...pools.strings, ...pools.sentences].filter(isAskedText),
  };
  const cases = [0, 1].flatMap(() => findQuestionCases(askable, random));
  return documentOf(
    { task: 'ask', path: random.chance(0.6) ? path : '', lines: [''], ids: [0] },
    random.shuffled(cases).slice(0, QUESTION_REQUESTS),
    wordings,
    random,
  );
}

/** A document cut at cursors. */
function makeCompletionDocument(
  { path }: CorpusFile,
  { text, fileLines }: Window,
  random: Random,
): TrainingDocument | undefined {
  const cut = cutLines(text.split('\n'), random);
  if (!cut) return undefined;
  // Lines that are not written yet have no ids.
  const ids = lineIds(fileLines, random).slice(0, cut.lines.length);
  const requests = cut.completions.map(
    ({ kind, line, behind, middle }): Request => ({
      task: 'complete',
      kind,
      instruction: [{ l: ids[line] as number }, ...(behind ? [behind] : [])],
      answer: middle.flatMap((part, i): Part[] => [
        ...(i > 0 ? [{ s: '<|nl|>' }] : []),
        ...(part ? [part] : []),
      ]),
    }),
  );
  return {
    path: partOf(path, random),
    lines: ids.map((id, i) => [id, cut.lines[i] as string]),
    endId: (ids.at(-1) as number) + 1,
    requests,
  };
}

/** The end of a path, as much of it as may be known where the file is edited: its name alone, or folders, too. */
function partOf(path: string, random: Random): string {
  const count = random.weighted([1, 2, 3], (n) => ({ 1: 1.4, 2: 1, 3: 1.6 })[n] ?? 0);
  return path.split('/').slice(-count).join('/');
}

/** An id for each line of the document: rising as the lines of the file do, from anywhere. */
function lineIds(fileLines: readonly number[], random: Random): number[] {
  const base = fileLines[0] as number;
  const span = (fileLines.at(-1) as number) - base + 1;
  const firstId = random.below(LINE_IDS - span);
  return fileLines.map((line) => line - base + firstId);
}

interface Shown {
  readonly task: TaskName;
  readonly path: string;
  readonly lines: readonly string[];
  readonly ids: readonly number[];
}

/** A document with its cases worded; undefined where too few can be. */
function documentOf(
  { task, path, lines, ids }: Shown,
  cases: readonly EditCase[],
  wordings: ReadonlyMap<string, WordingSet>,
  random: Random,
): TrainingDocument | undefined {
  const endId = (ids.at(-1) as number) + 1;
  const idOf = (line: number) => ids[line] ?? endId;
  const plan = task === 'plan' ? parseChecklist(lines) : undefined;
  const split = (text: string): readonly InstructionPart[] => {
    if (task === 'ask') return [text];
    return plan ? splitStepReferences(text, plan) : splitLineReferences(text);
  };
  const requests = cases.flatMap((edit): Request[] => {
    const said = typeCase(edit, wordings, random);
    if (!said) return [];
    const answer = answerParts(edit.answer, idOf);
    if (answer.length > 40) return [];
    const instruction = split(said.text).map(
      (part): Part => (typeof part === 'string' ? part : { l: idOf(part.line - 1) }),
    );
    return [{ task, kind: edit.kind, instruction, answer, said }];
  });
  if (requests.length < 2) return undefined;
  return {
    path: partOf(path, random),
    lines: ids.map((id, i) => [id, lines[i] as string]),
    endId,
    requests,
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: 'training/work/data' },
      documents: { type: 'string', default: '40000' },
      seed: { type: 'string', default: '1' },
      dense: { type: 'boolean', default: false },
      tiny: { type: 'boolean', default: false },
    },
  });
  const wanted = values.tiny ? 300 : Number(values.documents);
  const wordings = loadWordings(join(import.meta.dirname, '..', 'wordings'));
  const plans = loadPlanGrammar(join(import.meta.dirname, '..', 'plans'));
  mkdirSync(values.out, { recursive: true });
  for (const old of readdirSync(values.out))
    if (/\.jsonl\.gz$/.test(old)) rmSync(join(values.out, old));
  const stats: Record<string, Record<string, number>> = {};
  for (const split of ['train', 'validation'] as const) {
    const random = new Random(hash(`${values.seed}/${split}`));
    const files = random.shuffled(readCorpus(split));
    const pools = gatherPools(files.slice(0, 2500), random);
    const texts = random.shuffled(readTexts(split));
    const linePools = gatherLines([...files.slice(0, 2500), ...texts], random);
    const total = split === 'train' ? wanted : Math.max(60, Math.round(wanted / 40));
    const count = values.tiny ? 0 : Math.ceil(total * HISTORY_SHARE);
    const changes = count > 0 ? readHistories(split, count, random) : [];
    const kinds: Record<string, number> = {};
    const documents: string[] = [];
    const started = Date.now();
    for (let round = 0; documents.length < total && round < 20; round++) {
      for (const file of random.shuffled(files)) {
        for (const window of windowsOf(file.path, file.text, 2, random)) {
          const document = await makeDocument(
            file,
            window,
            pools,
            linePools,
            wordings,
            random,
            values.dense,
          );
          if (!document) continue;
          const plan = random.chance(PLAN_SHARE) && makePlanDocument(plans, wordings, random);
          const questions =
            random.chance(QUESTION_SHARE) &&
            (await makeQuestionDocument(file, files, pools, wordings, random));
          const completions =
            !values.dense &&
            random.chance(COMPLETION_SHARE) &&
            makeCompletionDocument(file, window, random);
          const change = random.chance(HISTORY_SHARE) ? changes.pop() : undefined;
          const history = change && (await makeHistoryDocument(change, pools, wordings, random));
          const other = random.chance(TEXT_SHARE) ? random.maybe(texts) : undefined;
          const textual =
            other &&
            (await makeTextDocument(other, pools, linePools, wordings, random, values.dense));
          for (const made of [document, plan, questions, completions, history, textual]) {
            if (!made) continue;
            for (const { kind } of made.requests) kinds[kind] = (kinds[kind] ?? 0) + 1;
            documents.push(JSON.stringify(made));
            if (documents.length % 1000 !== 0) continue;
            const rate = documents.length / ((Date.now() - started) / 1000);
            console.error(`${split}: ${documents.length}/${total} documents, ${rate.toFixed(0)}/s`);
          }
        }
        if (documents.length >= total) break;
      }
    }
    random.shuffled(documents).forEach((_, i, all) => {
      if (i % DOCUMENTS_PER_SHARD !== 0) return;
      const shard = String(i / DOCUMENTS_PER_SHARD).padStart(3, '0');
      const name = split === 'train' ? `train-${shard}.jsonl.gz` : 'validation.jsonl.gz';
      writeFileSync(
        join(values.out, name),
        gzipSync(`${all.slice(i, i + DOCUMENTS_PER_SHARD).join('\n')}\n`),
      );
    });
    stats[split] = Object.fromEntries(Object.entries(kinds).sort((a, b) => b[1] - a[1]));
  }
  writeFileSync(join(values.out, 'stats.json'), `${JSON.stringify(stats, null, 2)}\n`);
  console.error(JSON.stringify(stats, null, 1));
}

if (import.meta.main) await main();
