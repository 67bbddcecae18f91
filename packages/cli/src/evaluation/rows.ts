/** The rows of an evaluation file: one JSON object a line, checked. */
import { UsageError } from '../failures.ts';

export interface EvaluationRow {
  readonly id: string;
  /** Groups rows in the report; 'other' where the row has none. */
  readonly kind: string;
  readonly instruction: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Other right results. */
  readonly alternatives: readonly string[];
  /** Lines from 0, both included. */
  readonly selection?: { readonly start: number; readonly end: number };
}

/** The rows of `text`, the content of `file`. Throws UsageError naming file, line and what is wrong with it. */
export function parseRows(file: string, text: string): EvaluationRow[] {
  const rows: EvaluationRow[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const fail = (problem: string): never => {
      throw new UsageError(`${file}, line ${index + 1}: ${problem}.`);
    };
    rows.push(parseRow(line, fail));
  }
  if (rows.length === 0) throw new UsageError(`${file} has no rows.`);
  return rows;
}

function parseRow(line: string, fail: (problem: string) => never): EvaluationRow {
  const fields = new Map<string, unknown>(Object.entries(parseObject(line, fail)));
  const text = (key: string): string => {
    const value = fields.get(key);
    return typeof value === 'string' ? value : fail(`"${key}" must be a text`);
  };
  const kind = fields.get('kind');
  const alternatives = fields.get('alternatives') ?? [];
  if (!isTexts(alternatives)) return fail('"alternatives" must be a list of texts');
  const selection = fields.get('selection') ?? undefined;
  if (selection !== undefined && !isSelection(selection)) {
    return fail('"selection" must be {"start","end"}, lines from 0');
  }
  return {
    id: text('id'),
    kind: typeof kind === 'string' ? kind : 'other',
    instruction: text('instruction'),
    path: text('path'),
    before: text('before'),
    after: text('after'),
    alternatives,
    ...(selection && { selection: { start: selection.start, end: selection.end } }),
  };
}

function parseObject(line: string, fail: (problem: string) => never): object {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return fail(`not JSON (${error instanceof Error ? error.message : error})`);
  }
  return typeof value === 'object' && value !== null ? value : fail('not a JSON object');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isSelection(value: unknown): value is { start: number; end: number } {
  if (typeof value !== 'object' || value === null || !('start' in value && 'end' in value)) {
    return false;
  }
  const { start, end } = value;
  return Number.isInteger(start) && Number.isInteger(end) && Number(start) <= Number(end);
}
