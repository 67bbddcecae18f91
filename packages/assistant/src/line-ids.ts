/**
 * Line ids as the prompt shows them: each shown line's number, and the end anchor's. Of a document with more lines
 * than there are ids they count the shown lines, with one left out at each gap. Maps between the ids' tokens and
 * places in the document. Where lines are left out, the next shown id also stands for the place right after the last
 * shown line before the gap, as a hunk that ends there has no other id to name.
 */
import type { LineIndex, LineRange } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import type { LineRun } from './blocks.ts';
import { LINE_IDS, type Vocabulary } from './vocabulary.ts';

export class LineIds {
  readonly #vocabulary: Vocabulary;
  /** The shown lines and the end anchor's place, ascending. */
  readonly #lines: readonly LineIndex[];
  readonly #ids: ReadonlyMap<LineIndex, number>;
  readonly #lineOfId: ReadonlyMap<number, LineIndex>;

  /** `lineCount`: of the whole document. */
  constructor(vocabulary: Vocabulary, shown: readonly LineRun[], lineCount: number) {
    this.#vocabulary = vocabulary;
    const isCounted = lineCount >= LINE_IDS;
    const ids = new Map<LineIndex, number>();
    let next = 0;
    for (const { start, end } of shown) {
      for (let line = start; line < end; line++) ids.set(line, isCounted ? next++ : line);
      next++;
    }
    const end = shown.at(-1)?.end ?? 0;
    ids.set(end, isCounted ? Math.max(0, next - 1) : end);
    this.#ids = ids;
    this.#lines = [...ids.keys()];
    this.#lineOfId = new Map([...ids].map(([line, id]) => [id, line]));
  }

  /** The token of a line's id; undefined where the line is not shown. */
  tokenOf(line: LineIndex): TokenId | undefined {
    const id = this.#ids.get(line);
    return id === undefined ? undefined : this.#vocabulary.lineToken(id);
  }

  /** The tokens that name a place within `ranges`. */
  tokensIn(ranges: readonly LineRange[]): TokenId[] {
    const lines = new Set<LineIndex>();
    for (const { from, to } of ranges) {
      for (const line of this.#lines) if (from <= line && line <= to) lines.add(line);
      const stand = this.#standIn(to);
      if (stand !== undefined) lines.add(stand);
    }
    return [...lines].flatMap((line) => this.tokenOf(line) ?? []);
  }

  /** The place that `token` names where one within `ranges` is due; undefined where it names none. */
  lineOf(token: TokenId, ranges: readonly LineRange[]): LineIndex | undefined {
    const line = this.#lineOfId.get(this.#vocabulary.lineId(token) ?? -1);
    if (line === undefined) return undefined;
    if (ranges.some(({ from, to }) => from <= line && line <= to)) return line;
    return ranges.find(({ to }) => this.#standIn(to) === line)?.to;
  }

  /** The shown line that stands for the end of a run whose own place is not shown. */
  #standIn(end: LineIndex): LineIndex | undefined {
    return this.#ids.has(end) ? undefined : this.#lines.find((line) => line > end);
  }
}
