/** The rows of an evaluation file: one JSON object a line, checked. */
import { UsageError } from '../errors.ts';

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

/** A question, and the places that answer it. */
export interface QuestionRow {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  /** The project's folder, below the suite's root. */
  readonly folder: string;
  /** What "this file" means, relative to the folder. */
  readonly file?: string;
  /** `path:line` of each, relative to the folder, lines from 1; none where the question is to be declined. */
  readonly answers: readonly string[];
  /** Whether all of them are wanted. */
  readonly complete: boolean;
  /** Whether only the paths count. */
  readonly files: boolean;
}

/** A snippet, and what is right to make of it. */
export interface SnippetRow {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly before: string;
  readonly snippet: string;
  readonly after: string;
}

/** A text with a gap at a cursor, and what stood there. */
export interface CompletionRow {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly middle: string;
}

/** A text after some edits, and the one that came next. */
export interface NextRow {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly edits: readonly { readonly before: string; readonly after: string }[];
  readonly text: string;
  /** Of the cursor, from 0. */
  readonly line: number;
  /** Where something is being typed. */
  readonly column?: number;
  readonly after: string;
  /** Texts after other edits that are right, too. */
  readonly alternatives: readonly string[];
}

/** A long text, and a name that it declares once. */
export interface NeedleRow {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly text: string;
  readonly name: string;
  /** Where it is declared, from 1. */
  readonly line: number;
}

type Fail = (problem: string) => never;

/** The rows of `text`, the content of `file`. Throws UsageError naming file, line and what is wrong with it. */
export function parseRows(file: string, text: string): EvaluationRow[] {
  return parseLines(file, text, (fields, fail) => parseRow(fields, fail));
}

/** The rows of the suite `plans`: the same, and none needs a path. */
export function parsePlanRows(file: string, text: string): EvaluationRow[] {
  return parseLines(file, text, (fields, fail) => parseRow(fields, fail, 'plan.md'));
}

/** The same for questions. */
export function parseQuestionRows(file: string, text: string): QuestionRow[] {
  return parseLines(file, text, parseQuestionRow);
}

/** The same for snippets. */
export function parseSnippetRows(file: string, text: string): SnippetRow[] {
  return parseLines(file, text, (fields) => ({
    id: fields.text('id'),
    kind: fields.kind,
    path: fields.text('path'),
    before: fields.text('before'),
    snippet: fields.text('snippet'),
    after: fields.text('after'),
  }));
}

/** The same for completions. */
export function parseCompletionRows(file: string, text: string): CompletionRow[] {
  return parseLines(file, text, (fields) => ({
    id: fields.text('id'),
    kind: fields.kind,
    path: fields.text('path'),
    prefix: fields.text('prefix'),
    suffix: fields.text('suffix'),
    middle: fields.text('middle'),
  }));
}

/** The same for next edits. */
export function parseNextRows(file: string, text: string): NextRow[] {
  return parseLines(file, text, (fields, fail) => {
    const edits = fields.get('edits');
    if (!isEdits(edits)) return fail('"edits" must be a list of {"before","after"}');
    const alternatives = fields.get('alternatives') ?? [];
    if (!isTexts(alternatives)) return fail('"alternatives" must be a list of texts');
    const [line, column] = [fields.get('line'), fields.get('column')];
    if (!Number.isInteger(line) || Number(line) < 0) return fail('"line" must be a number from 0');
    if (column !== undefined && !(Number.isInteger(column) && Number(column) >= 0)) {
      return fail('"column" must be a number from 0');
    }
    return {
      id: fields.text('id'),
      kind: fields.kind,
      path: fields.text('path'),
      edits,
      text: fields.text('text'),
      line: Number(line),
      ...(column !== undefined && { column: Number(column) }),
      after: fields.text('after'),
      alternatives,
    };
  });
}

function isEdits(value: unknown): value is readonly { before: string; after: string }[] {
  return Array.isArray(value) && value.every((edit) => isTexts([edit?.before, edit?.after]));
}

/** The same for names to be found. */
export function parseNeedleRows(file: string, text: string): NeedleRow[] {
  return parseLines(file, text, (fields, fail) => {
    const line = fields.get('line');
    if (!Number.isInteger(line) || Number(line) < 1) return fail('"line" must be a number from 1');
    return {
      id: fields.text('id'),
      kind: fields.kind,
      path: fields.text('path'),
      text: fields.text('text'),
      name: fields.text('name'),
      line: Number(line),
    };
  });
}

function parseLines<Row>(
  file: string,
  text: string,
  parse: (fields: Fields, fail: Fail) => Row,
): Row[] {
  const rows: Row[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const fail = (problem: string): never => {
      throw new UsageError(`${file}, line ${index + 1}: ${problem}.`);
    };
    rows.push(parse(new Fields(line, fail), fail));
  }
  if (rows.length === 0) throw new UsageError(`${file} has no rows.`);
  return rows;
}

/** The fields of one row. */
class Fields {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #fail: Fail;

  constructor(line: string, fail: Fail) {
    this.#fail = fail;
    this.#fields = new Map(Object.entries(parseObject(line, fail)));
  }

  get(key: string): unknown {
    return this.#fields.get(key) ?? undefined;
  }

  text(key: string): string {
    const value = this.#fields.get(key);
    return typeof value === 'string' ? value : this.#fail(`"${key}" must be a text`);
  }

  /** 'other' where the row has none. */
  get kind(): string {
    const kind = this.#fields.get('kind');
    return typeof kind === 'string' ? kind : 'other';
  }
}

function parseQuestionRow(fields: Fields, fail: Fail): QuestionRow {
  const answers = fields.get('answers');
  if (!isTexts(answers)) return fail('"answers" must be a list of "path:line"');
  return {
    id: fields.text('id'),
    kind: fields.kind,
    question: fields.text('question'),
    folder: fields.get('folder') === undefined ? '' : fields.text('folder'),
    ...(fields.get('file') !== undefined && { file: fields.text('file') }),
    answers,
    complete: fields.get('complete') === true,
    files: fields.get('files') === true,
  };
}

function parseRow(fields: Fields, fail: Fail, path?: string): EvaluationRow {
  const alternatives = fields.get('alternatives') ?? [];
  if (!isTexts(alternatives)) return fail('"alternatives" must be a list of texts');
  const selection = fields.get('selection');
  if (selection !== undefined && !isSelection(selection)) {
    return fail('"selection" must be {"start","end"}, lines from 0');
  }
  return {
    id: fields.text('id'),
    kind: fields.kind,
    instruction: fields.text('instruction'),
    path: path !== undefined && fields.get('path') === undefined ? path : fields.text('path'),
    before: fields.text('before'),
    after: fields.text('after'),
    alternatives,
    ...(selection && { selection: { start: selection.start, end: selection.end } }),
  };
}

function parseObject(line: string, fail: Fail): object {
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
