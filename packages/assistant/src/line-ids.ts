/**
 * Line ids as the prompt shows them: each shown line's number, and the end anchor's. Maps between the ids'
 * tokens and places in the document. Where lines are left out, the next shown id also stands for the place
 * right after the last shown line before the gap, as a hunk that ends there has no other id to name.
 */
import type { LineIndex, LineRange } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import type { LineRun } from './blocks.ts';
import type { Vocabulary } from './vocabulary.ts';

export class LineIds {
  readonly #vocabulary: Vocabulary;
  readonly #ids: readonly LineIndex[];
  readonly #isShown: ReadonlySet<LineIndex>;

  constructor(vocabulary: Vocabulary, shown: readonly LineRun[]) {
    this.#vocabulary = vocabulary;
    const lines = shown.flatMap(({ start, end }) =>
      Array.from({ length: end - start }, (_, offset) => start + offset),
    );
    this.#ids = [...lines, shown.at(-1)?.end ?? 0];
    this.#isShown = new Set(this.#ids);
  }

  /** The tokens that name a place within `ranges`. */
  tokensIn(ranges: readonly LineRange[]): TokenId[] {
    const ids = new Set<LineIndex>();
    for (const { from, to } of ranges) {
      for (let id = from; id <= to; id++) if (this.#isShown.has(id)) ids.add(id);
      const stand = this.#standIn(to);
      if (stand !== undefined) ids.add(stand);
    }
    return [...ids].map((id) => this.#vocabulary.lineToken(id));
  }

  /** The place that `token` names where one within `ranges` is due; undefined where it names none. */
  lineOf(token: TokenId, ranges: readonly LineRange[]): LineIndex | undefined {
    const id = this.#vocabulary.lineId(token);
    if (id === undefined) return undefined;
    if (this.#isShown.has(id) && ranges.some(({ from, to }) => from <= id && id <= to)) return id;
    return ranges.find(({ to }) => this.#standIn(to) === id)?.to;
  }

  /** The id that stands for the end of a run whose own id is not shown. */
  #standIn(end: LineIndex): LineIndex | undefined {
    return this.#isShown.has(end) ? undefined : this.#ids.find((id) => id > end);
  }
}
