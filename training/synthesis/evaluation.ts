/**
 * Makes evaluation rows from whole files of packages that training never saw, or from plans.
 *
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --split test --wordings known --out FILE.jsonl
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --task plan --wordings known --out FILE.jsonl
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --task ask --wordings known --out FILE.jsonl
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --task complete --out FILE.jsonl
 *     node scripts/node24.mjs training/synthesis/evaluation.ts --task needle --out FILE.jsonl
 *
 * --wordings known: those of training/wordings. --wordings FILE: an independent set (evals/wordings).
 * Only of what the model in model/ was taught; --per-kind N rows of each kind; --pairs: two wishes in one instruction instead.
 * --project DIR: of questions, asked about that folder, which is then the suite's --root. The expected result of an operation is what the operation's own
 * implementation makes of the right call; of a hunk, the hunk applied.
 * Out: rows {"id","kind","instruction","path","before","after"}; of questions what `wick eval questions` reads, the
 * right answer being what the right query finds in the package.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import {
  answerQuestion,
  declarationsIn,
  Project,
  runOperations,
  runPlanOperations,
} from '@wick/workspace';
import {
  CORPUS_FOLDER,
  corpusPackages,
  packageFolder,
  readCorpus,
  type Split,
} from '../corpus/read.ts';
import type { EditCase } from './cases.ts';
import { cutAt } from './completions.ts';
import { findCases } from './kinds/index.ts';
import { textCasesIn } from './kinds/texts.ts';
import { gatherLines } from './lines.ts';
import { wordCase } from './main.ts';
import { pairUp } from './pairs.ts';
import { findPlanCases, loadPlanGrammar, makePlan } from './plans.ts';
import { gatherPools } from './pools.ts';
import { Program } from './program.ts';
import { findQuestionCases, isAskedFile, isAskedText } from './questions.ts';
import { hash, Random } from './random.ts';
import { loadPlainWordings, loadWordings, type WordingSet } from './wordings.ts';

const LONGEST_FILE_LINES = 300;

/** The document after the right answer; undefined where the operation refuses the case. */
async function afterOf(program: Program, edit: EditCase): Promise<string | undefined> {
  if (edit.kind === 'nothing-absent') return program.text;
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
      const outcome = await runOperations(program.text, program.path, edit.answer.calls);
      if (outcome.ok) return outcome.after;
      return outcome.refusal.reason === 'already-done' ? program.text : undefined;
    }
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      task: { type: 'string', default: 'edit' },
      split: { type: 'string', default: 'test' },
      wordings: { type: 'string', default: 'known' },
      'per-kind': { type: 'string', default: '60' },
      pairs: { type: 'boolean', default: false },
      project: { type: 'string' },
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
  const split = values.split as Split;
  const makers: Readonly<Record<string, () => object[] | Promise<object[]>>> = {
    edit: () => editRows(split, wordings, wanted, values.pairs, random),
    plan: () => planRows(wordings, wanted, random),
    ask: () => questionRows(projectsOf(split, values.project), wordings, wanted, random),
    complete: () => completionRows(split, wanted, random),
    needle: () => needleRows(split, wanted, random),
  };
  const make = makers[values.task];
  if (!make) throw new Error(`--task must be one of ${Object.keys(makers).join(', ')}`);
  const rows = await make();
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
}

type Wordings = ReadonlyMap<string, WordingSet>;

/** Rows of `wick eval edits`, up to `wanted` of each kind. */
async function editRows(
  split: Split,
  wordings: Wordings,
  wanted: number,
  pairs: boolean,
  random: Random,
): Promise<object[]> {
  const corpus = readCorpus(split);
  const files = random
    .shuffled(corpus)
    .filter(
      ({ text }) =>
        text.split('\n').length <= LONGEST_FILE_LINES &&
        !text.split('\n').some((l) => l.length > 400),
    );
  const pools = gatherPools(corpus, random);
  const linePools = gatherLines(corpus, random);
  const taught = taughtOperations();
  const rows = new Map<string, object[]>();
  const areTextsWorded = wordings.has('replace-text');
  let refused = 0;
  for (let round = 0; round < 4; round++) {
    for (const file of files) {
      const program = new Program(file.path, file.text);
      if (!program.parses) continue;
      const finding = { program, pools, random };
      const texts = areTextsWorded ? await textCasesIn(finding, linePools) : [];
      const found = [...findCases(finding), ...texts].filter((edit) => isTaught(edit, taught));
      const cases = pairs ? await pairUp(program, found, 3, random) : found;
      const byKind = Map.groupBy(cases, (c) => c.kind);
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
  console.error(
    `${all.length} rows of ${rows.size} kinds (${refused} cases not worded or refused)`,
  );
  return all;
}

/** The operations that the model in model/ was trained on; undefined where there is none. */
function taughtOperations(): ReadonlySet<string> | undefined {
  const path = join(import.meta.dirname, '..', '..', 'model', 'config.json');
  if (!existsSync(path)) return undefined;
  const { wick } = JSON.parse(readFileSync(path, 'utf8')) as { wick: { operations?: string[] } };
  return wick.operations && new Set(wick.operations);
}

function isTaught({ answer }: EditCase, taught: ReadonlySet<string> | undefined): boolean {
  if (answer.kind !== 'operations') return true;
  return answer.calls.every(({ name }) => taught?.has(name) ?? true);
}

/** Plans that are looked at for each row that is wanted of a kind. */
const PLANS_PER_ROW = 40;

/** Rows of `wick eval plans`, up to `wanted` of each kind. */
function planRows(wordings: Wordings, wanted: number, random: Random): object[] {
  const grammar = loadPlanGrammar(join(import.meta.dirname, '..', 'plans'));
  const rows = new Map<string, object[]>();
  for (let plan = 0; plan < wanted * PLANS_PER_ROW; plan++) {
    const before = makePlan(grammar, random);
    for (const edit of random.shuffled(findPlanCases(before, grammar, random))) {
      const kept = rows.get(edit.kind) ?? [];
      rows.set(edit.kind, kept);
      const instruction = kept.length < wanted ? wordCase(edit, wordings, random) : undefined;
      if (!instruction) continue;
      const { kind, answer } = edit;
      const result =
        answer.kind === 'operations' ? runPlanOperations(before, answer.calls) : undefined;
      const after = result?.ok ? result.after : before;
      kept.push({
        id: `${kind}-${kept.length}`,
        kind,
        instruction,
        path: 'plan.md',
        before,
        after,
      });
    }
  }
  const all = [...rows.values()].flat();
  console.error(`${all.length} rows of ${rows.size} kinds`);
  return all;
}

/** Cursors that are drawn in each file, at most. */
const CURSORS_PER_FILE = 8;

/** Rows of `wick eval complete`, up to `wanted` of each kind. */
function completionRows(split: Split, wanted: number, random: Random): object[] {
  const rows = new Map<string, object[]>();
  const files = random.shuffled(readCorpus(split));
  for (const file of Array.from({ length: CURSORS_PER_FILE }, () => files).flat()) {
    const lines = file.text.split('\n');
    if (lines.length > LONGEST_FILE_LINES || lines.some((line) => line.length > 200)) continue;
    const at = random.below(lines.length);
    if (!/[\p{L}\p{N}]/u.test(lines[at] as string)) continue;
    const { kind, middle, behind } = cutAt(lines, at, at, random);
    const kept = rows.get(kind) ?? [];
    rows.set(kind, kept);
    if (kept.length >= wanted) continue;
    const text = middle.join('\n');
    const last = at + middle.length - 1;
    const before = lines.slice(0, at).map((line) => `${line}\n`);
    const start = (lines[at] as string).slice(
      0,
      (lines[at] as string).length - behind.length - (middle[0] as string).length,
    );
    const below = lines.slice(last + 1).map((line) => `\n${line}`);
    kept.push({
      id: `${kind}-${kept.length}`,
      kind,
      path: `${file.packageName}/${file.path}`,
      prefix: before.join('') + start,
      suffix: behind + below.join(''),
      middle: text,
    });
  }
  return [...rows.values()].flat();
}

/** Tokens of the texts that something is looked for in, and what the kind is called. */
const HAYSTACKS = [
  [4096, '4k'],
  [32_768, '32k'],
  [131_072, '128k'],
] as const;
const CHARACTERS_PER_TOKEN = 3.3;

/** Rows of `wick eval needle`: files one after the other, and a name that is declared in them once. */
function needleRows(split: Split, wanted: number, random: Random): object[] {
  const files = readCorpus(split).filter(({ path }) => path.endsWith('.ts'));
  return HAYSTACKS.flatMap(([tokens, kind]) => {
    const rows: object[] = [];
    for (let attempt = 0; rows.length < wanted && attempt < 4 * wanted; attempt++) {
      let text = '';
      for (const file of random.shuffled(files)) {
        if (text.length > tokens * CHARACTERS_PER_TOKEN) break;
        text += `${file.text}\n`;
      }
      const program = new Program('haystack.ts', text);
      const fitting = program.functions.filter(
        ({ name: each }) =>
          program.declared.get(each) === 1 && /^\p{L}{2,}\p{Lu}\p{L}+$/u.test(each),
      );
      const found = random.maybe(fitting);
      if (found === undefined) continue;
      const { name, line } = found;
      rows.push({
        id: `${kind}-${rows.length}`,
        kind,
        path: 'haystack.ts',
        text,
        name,
        line: line + 1,
      });
    }
    return rows;
  });
}

/** Files of a project that questions are asked about, at most: the compiler reads them all. */
const LARGEST_PROJECT = 80;
const QUESTIONS_PER_FILE = 2;
const MOST_ROUNDS = 14;
/** Queries that ask for one place; the others for all. */
const ONE_PLACE: ReadonlySet<string> = new Set(['definition', 'signature', 'find']);

/** The folder that is asked about, or those of the split's packages. */
function projectsOf(split: Split, project: string | undefined): readonly string[] {
  return project === undefined ? corpusPackages(split).map(packageFolder) : [project];
}

/** Rows of `wick eval questions`, up to `wanted` of each kind, over all of the folders that are not too large. */
async function questionRows(
  folders: readonly string[],
  wordings: Wordings,
  wanted: number,
  random: Random,
): Promise<object[]> {
  const rows = new Map<string, object[]>();
  const perProject = Math.ceil((2 * wanted) / folders.length);
  for (const folder of random.shuffled(folders)) {
    const project = await Project.open(folder);
    if (project.code.length < 3 || project.code.length > LARGEST_PROJECT) continue;
    const kept = new Map<string, number>();
    const isWanted = (kind: string) =>
      (rows.get(kind)?.length ?? 0) < wanted && (kept.get(kind) ?? 0) < perProject;
    for (const { kind, row } of questionsAbout(project, folder, wordings, isWanted, random)) {
      const own = rows.get(kind) ?? [];
      rows.set(kind, own);
      kept.set(kind, (kept.get(kind) ?? 0) + 1);
      own.push({ id: `${kind}-${own.length}`, ...row });
    }
  }
  const all = [...rows.values()].flat();
  console.error(`${all.length} rows of ${rows.size} kinds`);
  return all;
}

function* questionsAbout(
  project: Project,
  folder: string,
  wordings: Wordings,
  isWanted: (kind: string) => boolean,
  random: Random,
): Generator<{ kind: string; row: object }> {
  const files = project.code.filter(isAskedFile);
  const lines = files.flatMap((path) => project.lines(path));
  const texts = lines.flatMap((line) => /(['"])(.+?)\1/.exec(line)?.[2] ?? []).filter(isAskedText);
  for (let round = 0; round < Math.min(MOST_ROUNDS, QUESTIONS_PER_FILE * files.length); round++) {
    const file = random.pick(files);
    const askable = { declarations: declarationsIn(project, file), files, texts };
    for (const found of findQuestionCases(askable, random)) {
      // What a project uses takes long to find.
      const question = isWanted(found.kind) ? wordCase(found, wordings, random) : undefined;
      if (question === undefined) continue;
      const { kind, answer } = found;
      const row = {
        kind,
        question,
        folder: folder.startsWith(CORPUS_FOLDER) ? relative(CORPUS_FOLDER, folder) : '',
        file,
      };
      if (answer.kind !== 'operations') {
        yield { kind, row: { ...row, answers: [] } };
        continue;
      }
      const query = answer.calls[0]!;
      const result = answerQuestion(project, query, { file });
      if (!result.ok || result.citations.length === 0) continue;
      const places = result.citations.map(({ path, line }) => `${path}:${line + 1}`);
      const complete = !ONE_PLACE.has(query.name);
      yield { kind, row: { ...row, answers: complete ? places : places.slice(0, 1), complete } };
    }
  }
}

if (import.meta.main) await main();
