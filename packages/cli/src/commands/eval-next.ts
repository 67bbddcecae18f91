/** `wick eval next`: has the next edit suggested for every row of a file, and counts. */
import { type Assistant, type NextEdit, newSyntaxErrors } from '@wick/assistant';
import type { CaseOutcome } from '../evaluation/report.ts';
import { type NextRow, parseNextRows } from '../evaluation/rows.ts';
import { type EvalOptions, runSuite } from '../evaluation/suite.ts';

interface NextOutcome extends CaseOutcome {
  readonly row: NextRow;
  readonly next: NextEdit;
}

/** Runs the command; gives the exit code. */
export function runNextEval(file: string, options: EvalOptions): Promise<number> {
  return runSuite({ suite: 'next', parse: parseNextRows, runCase, written }, file, options);
}

async function runCase(
  assistant: Assistant,
  row: NextRow,
  signal: AbortSignal,
): Promise<NextOutcome> {
  const { path, text, edits, line, column } = row;
  const asked = { path, text, edits, line, signal, ...(column !== undefined && { column }) };
  const next = await assistant.next(asked);
  const produced = producedBy(row, next);
  const { errors } = await newSyntaxErrors(text, produced, path);
  const isExact = produced === row.after || row.alternatives.includes(produced);
  const { totalMs } = next;
  const timings = {
    firstTokenMs: totalMs,
    totalMs,
    checkMs: 0,
    tokens: 0,
    tokensPerSecond: 0,
    promptTokens: 0,
    cachedTokens: 0,
    candidates: 0,
  };
  const judgement = isExact ? 'exact' : next.status === 'edited' ? 'wrong' : 'declined';
  return { row, next, kind: row.kind, judgement, parses: errors.length === 0, timings };
}

function producedBy(row: NextRow, next: NextEdit): string {
  return next.status === 'edited' ? next.after : row.text;
}

/** What was suggested, and what came of it. */
function written({ row, next, judgement }: NextOutcome): object {
  return { id: row.id, kind: row.kind, judgement, ...next };
}
