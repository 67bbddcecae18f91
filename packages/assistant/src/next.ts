/**
 * Suggests the next edit from the recent ones: what a renamed declaration leaves to be renamed, else how the line goes
 * on that is being typed. Takes a text, the edits before it and the cursor, gives one hunk or nothing; touches no
 * file. Whether a change will be made again is not guessed from its form alone: in histories of real projects that is
 * right far less often than not (docs/model.md).
 */
import {
  applyHunks,
  documentText,
  type Hunk,
  parseDocument,
  type RecentEdit,
  type Repetition,
  repetitionsOf,
  unifiedDiff,
} from '@wick/edits';
import { documentSymbols, isCode, newSyntaxErrors } from '@wick/workspace';
import { complete } from './complete.ts';
import type { ModelContext } from './decode.ts';

export interface NextRequest {
  /** Tells the language; nothing is read from it. */
  readonly path: string;
  /** After the edits. */
  readonly text: string;
  /** What was edited, the last edit last: whole lines before and after. */
  readonly edits: readonly RecentEdit[];
  /** The cursor's line, from 0. */
  readonly line: number;
  /** The cursor's column in UTF-16 units, where something is being typed there. */
  readonly column?: number;
  readonly signal?: AbortSignal;
}

export type NextEdit =
  | {
      readonly status: 'edited';
      readonly after: string;
      /** Unified diff. */
      readonly diff: string;
      /** First line that changes, from 0. */
      readonly line: number;
      readonly why: 'renamed' | 'typed';
      readonly totalMs: number;
    }
  | { readonly status: 'nothing'; readonly totalMs: number };

const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

/**
 * Suggests the next edit.
 * @throws what `complete` throws
 */
export async function suggestNext(model: ModelContext, request: NextRequest): Promise<NextEdit> {
  const start = performance.now();
  const { path, text } = request;
  const document = parseDocument(text);
  const hunk = (await leftToRename(request, document.lines)) ?? undefined;
  const renamed = hunk && documentText(applyHunks(document, [hunk]));
  const after = renamed ?? (await typedOn(model, request));
  const isWhole = after !== undefined && (await parses(text, after, path));
  const totalMs = performance.now() - start;
  if (after === undefined || !isWhole) return { status: 'nothing', totalMs };
  return {
    status: 'edited',
    after,
    diff: unifiedDiff(path, text, after),
    line: hunk?.start ?? request.line,
    why: hunk ? 'renamed' : 'typed',
    totalMs,
  };
}

async function parses(before: string, after: string, path: string): Promise<boolean> {
  return (await newSyntaxErrors(before, after, path)).errors.length === 0;
}

/** The nearest line, first below the cursor, that still says a name whose declaration the edits renamed. */
async function leftToRename(
  { path, text, edits, line }: NextRequest,
  lines: readonly string[],
): Promise<Hunk | undefined> {
  if (!isCode(path)) return undefined;
  const renames = repetitionsOf(lines, edits).filter(isRename);
  if (renames.length === 0) return undefined;
  const { declarations } = await documentSymbols(text, path);
  const declared = new Set(declarations.map(({ name }) => name));
  const left = renames.filter(
    ({ removed: [old], inserted: [now] }) =>
      !declared.has(old!) && declared.has(now!) && edits.some((edit) => declares(edit, old!, now!)),
  );
  const below = left.find(({ hunk }) => hunk.start >= line);
  return (below ?? left.at(-1))?.hunk;
}

function isRename({ removed, inserted }: Repetition): boolean {
  const [[old = '', ...more], [now = '', ...others]] = [removed, inserted];
  return more.length + others.length === 0 && IDENTIFIER.test(old) && IDENTIFIER.test(now);
}

/** Whether the edit changed what is declared by one name into the same by the other. */
function declares({ before, after }: RecentEdit, old: string, now: string): boolean {
  const declaring = (name: string) =>
    new RegExp(
      `\\b(?:const|let|var|function\\*?|class|interface|type|enum|import)\\b[^;=]*(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])`,
    );
  return declaring(old).test(before) && declaring(now).test(after) && !declaring(old).test(after);
}

/** Nobody has asked for it, so it must be surer than a completion that somebody waits for. */
const SURE_ENOUGH = 0.8;

/** The text with what is typed at the cursor gone on with; undefined where nothing is being typed or likely enough. */
async function typedOn(model: ModelContext, request: NextRequest): Promise<string | undefined> {
  const { path, text, line, column, signal } = request;
  if (column === undefined || !model.tasks?.has('complete')) return undefined;
  const { insert } = await complete(model, {
    path,
    text,
    line,
    column,
    leastConfidence: SURE_ENOUGH,
    ...(signal && { signal }),
  });
  if (insert === '') return undefined;
  const lines = text.split('\n');
  const current = lines[line]!;
  lines[line] = current.slice(0, column) + insert + current.slice(column);
  return lines.join('\n');
}
