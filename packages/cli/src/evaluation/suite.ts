/** Runs a suite: every row of a file through one assistant, in one process; then its report. */
import { Assistant, preload, readTextFile } from '@wick/assistant';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderReport } from '../screens/eval.ts';
import { colorsFor } from '../terminal.ts';
import { showProgress, writeRows } from './output.ts';
import { type CaseOutcome, reportOf, type Suite, type TypingReport } from './report.ts';

export interface EvalOptions extends ModelOptions {
  readonly json?: boolean;
  readonly unsure?: boolean;
  readonly limit?: number;
  readonly out?: string;
}

/** What differs between suites. */
export interface SuiteRun<Row, Outcome extends CaseOutcome> {
  readonly suite: Suite;
  /** Throws UsageError naming file and line. */
  readonly parse: (file: string, text: string) => readonly Row[];
  readonly runCase: (assistant: Assistant, row: Row, signal: AbortSignal) => Promise<Outcome>;
  /** The row that --out gets for a case. */
  readonly written: (outcome: Outcome) => object;
  /** What the outcomes are worth to somebody who types. */
  readonly typing?: (outcomes: readonly Outcome[]) => TypingReport;
}

/** Runs the suite on the rows of `file`; gives the exit code. */
export async function runSuite<Row, Outcome extends CaseOutcome>(
  { suite, parse, runCase, written, typing }: SuiteRun<Row, Outcome>,
  file: string,
  options: EvalOptions,
): Promise<number> {
  const { text } = await readTextFile(file);
  const rows = parse(file, text).slice(0, options.limit);
  const assistant = await Assistant.open(assistantOptions(options));
  await preload('rows.ts');
  const { signal } = new Interrupt();
  const outcomes: Outcome[] = [];
  let exact = 0;
  try {
    for (const row of rows) {
      const outcome = await runCase(assistant, row, signal);
      outcomes.push(outcome);
      if (outcome.judgement === 'exact') exact++;
      showProgress(outcomes.length, rows.length, exact);
    }
  } finally {
    await assistant.close();
  }
  if (options.out !== undefined) await writeRows(options.out, outcomes.map(written));
  const report = { ...reportOf(suite, outcomes), ...(typing && { typing: typing(outcomes) }) };
  process.stdout.write(
    options.json ? `${JSON.stringify(report)}\n` : renderReport(report, colorsFor(process.stdout)),
  );
  return EXIT.done;
}
