/** What `wick eval` shows: progress while it runs, a table at the end. */
import type {
  EvaluationReport,
  KindReport,
  Percentiles,
  TypingReport,
} from '../evaluation/report.ts';
import type { Colors } from '../terminal.ts';
import { count, duration, percent, plural } from './numbers.ts';

/** 120/500 cases, 97.5% exact */
export function renderProgress(done: number, total: number, exact: number): string {
  return `${count(done)}/${count(total)} cases, ${percent(exact / done)} exact`;
}

export function renderReport(report: EvaluationReport, colors: Colors): string {
  const head = ['kind', 'cases', 'exact', 'wrong', 'declined'];
  const kinds = Object.entries(report.byKind).map(([kind, own]) => rowOf(kind, own));
  const table = [head, ...kinds, rowOf('all', report)];
  const widths = head.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells) => {
    const padded = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return padded.join('  ');
  });
  lines[0] = colors.bold(lines[0]!);
  lines[lines.length - 1] = colors.bold(lines.at(-1)!);
  return [
    ...lines,
    '',
    `${percent(report.parseRate)} of ${plural(report.cases, 'result')} parse`,
    renderTimes('first token', report.firstTokenMs),
    renderTimes('whole answer', report.totalMs),
    `decoding: ${count(report.tokensPerSecond)} tokens/s`,
    ...(report.typing ? [renderTyping(report.typing)] : []),
    '',
  ].join('\n');
}

function renderTyping({ keys, savedPer100, wordsSavedPer100 }: TypingReport): string {
  const words = wordsSavedPer100.toFixed(1);
  return `of 100 keys ${savedPer100.toFixed(1)} are saved, with the document's words ${words} (${count(keys)} keys)`;
}

function renderTimes(name: string, { p50, p95, p99 }: Percentiles): string {
  return `${name}: p50 ${duration(p50)}, p95 ${duration(p95)}, p99 ${duration(p99)}`;
}

function rowOf(kind: string, own: KindReport): string[] {
  const { cases, exactRate, wrongRate, declinedRate } = own;
  return [kind, count(cases), percent(exactRate), percent(wrongRate), percent(declinedRate)];
}
