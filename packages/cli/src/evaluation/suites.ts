/** The suites of `wick eval`: what each measures, its rows, its help, and what runs it, which is loaded when it is run. */
import type { EvalOptions } from './suite.ts';

export interface SuiteCommand {
  readonly name: string;
  readonly description: string;
  /** The fields of a row. */
  readonly rows: string;
  /** Options beside those that all suites have: flags and description. */
  readonly options?: readonly (readonly [string, string])[];
  /** Without the exit codes. */
  readonly help: string;
  /** Gives the exit code. */
  readonly run: (file: string, options: EvalOptions & { root?: string }) => Promise<number>;
}

export const suites: readonly SuiteCommand[] = [
  {
    name: 'edits',
    description: 'measure instructed edits: exact, wrong, declined, and how fast',
    rows: '{"id","instruction","path","before","after"}',
    help: `
Exact is byte for byte "after" or one of "alternatives"; wrong is a change that is not exact; declined is
no change where one was expected. A row may have a "kind", by which the results are grouped, and a
"selection" {"start","end"} of lines from 0. Progress goes to stderr.

Examples:
  wick eval edits evals/smoke.jsonl
  wick eval edits evals/smoke.jsonl --json --limit 10 --out results.jsonl`,
    run: async (file, options) => {
      const { runEval } = await import('../commands/eval.ts');
      return runEval('edits', file, options);
    },
  },
  {
    name: 'plans',
    description: 'measure revisions of plans: exact, wrong, declined, and how fast',
    rows: '{"id","instruction","before","after"}',
    help: `
Rows and counts are those of wick eval edits, each "before" and "after" a markdown checklist.

Examples:
  wick eval plans plans.jsonl --json`,
    run: async (file, options) => {
      const { runEval } = await import('../commands/eval.ts');
      return runEval('plans', file, options);
    },
  },
  {
    name: 'apply',
    description: 'measure merges of abbreviated snippets: exact, wrong, declined, and how fast',
    rows: '{"id","path","before","snippet","after"}',
    help: `
Exact is byte for byte "after". Tokens are those of the merged file, as the model's tokenizer counts them.

Examples:
  wick eval apply snippets.jsonl --json`,
    run: async (file, options) => {
      const { runApplyEval } = await import('../commands/eval-apply.ts');
      return runApplyEval(file, options);
    },
  },
  {
    name: 'complete',
    description: 'measure completions: exact, wrong, declined, how fast, and the keys they save',
    rows: '{"id","path","prefix","suffix","middle"}',
    options: [['--root <dir>', "where the paths lie; their projects' other files are then read"]],
    help: `
The cursor stands after "prefix". Exact is "middle" to the last character; wrong is what is not how "middle" begins;
declined is nothing, or its beginning. Then "middle" is typed: a suggestion that is how it goes on is taken with one
key. Beside that stands what the document's own words save, as an editor suggests them that knows no language.

Examples:
  wick eval complete cursors.jsonl --json
  wick eval complete cursors.jsonl --root projects --json`,
    run: async (file, options) => {
      const { runCompleteEval } = await import('../commands/eval-complete.ts');
      return runCompleteEval(file, options);
    },
  },
  {
    name: 'needle',
    description:
      'measure whether a name is found in a long text: found, wrong, declined, and how fast',
    rows: '{"id","path","text","name","line"}',
    help: `
The assistant is told to rename the name; exact is that its declaration, on "line" (from 1), has the new one.

Examples:
  wick eval needle haystacks.jsonl --json`,
    run: async (file, options) => {
      const { runNeedleEval } = await import('../commands/eval-needle.ts');
      return runNeedleEval(file, options);
    },
  },
  {
    name: 'next',
    description: 'measure suggestions of the next edit: exact, wrong, declined, and how fast',
    rows: '{"id","path","edits","text","line","after"}',
    help: `
"edits" are the recent ones as {"before","after"}, the last one last; "text" is the file after them, "line" the
cursor's, from 0, with a "column" where something is being typed. Exact is "after" or one of "alternatives"; where
"after" is the text itself nothing is to be suggested.

Examples:
  wick eval next edits.jsonl --json`,
    run: async (file, options) => {
      const { runNextEval } = await import('../commands/eval-next.ts');
      return runNextEval(file, options);
    },
  },
  {
    name: 'questions',
    description: 'measure answers to questions: exact, wrong, declined, and how fast',
    rows: '{"id","question","answers"}',
    options: [['--root <dir>', 'the project that is asked about (by default the current folder)']],
    help: `
"answers" are places as "path:line", with lines from 1. Exact: the first place is one of them; where the row says
"complete":true, the places are these and no others; with "files":true only paths count. Where "answers" is
empty the question is to be declined. A row may have a "kind", a "file" that "this file" means, and a "folder"
of its own below the root.

Examples:
  wick eval questions questions.jsonl --root packages/shop --json`,
    run: async (file, options) => {
      const { runQuestionsEval } = await import('../commands/eval-questions.ts');
      return runQuestionsEval(file, options);
    },
  },
];
