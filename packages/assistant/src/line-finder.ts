/**
 * Which line a description means: "below the image line of the cache", "the first import". Of each line it is asked how many of the
 * words that describe it stand there, how many of the others, and how many stand above, on what it lies in; the signs are weighed as
 * training/lines/fit.ts found them to be worth. Takes lines and words, gives lines in order. Pure.
 */
import type { LineIndex } from '@wick/edits';
import { beginsComment, titleOf } from '@wick/workspace';

/** What an instruction says of a line: in the words about it alone, and in all of its words. */
export interface LineDescription {
  readonly own: string;
  readonly all: string;
}

/** What speaks for a line; shares are from 0 to 1. */
export interface LineSigns {
  /** Of the words about it, by how telling they are: what share stands there. */
  readonly own: number;
  /** Of the instruction's other words. */
  readonly others: number;
  /** Of all of them: what share stands on the lines that it lies in, under their headings. */
  readonly above: number;
  /** Of all of them: what share stands there or on those. */
  readonly together: number;
  /** What share of the line's words is said. */
  readonly said: number;
  /** It begins with a word about it. */
  readonly begins: number;
  /** All words of its title are said, but not about it. */
  readonly titled: number;
  /** It is a comment; has no words. */
  readonly comment: number;
  readonly bare: number;
}

export const LINE_WEIGHTS: LineSigns = {
  own: 0.9,
  others: 0.7,
  above: 0.7,
  together: 5.1,
  said: 0.4,
  begins: 0.9,
  titled: 0.7,
  comment: 1.1,
  bare: -1.5,
};

/** How much less probable than the likeliest line, as a logarithm, one may be that is offered beside it. */
const MARGIN = 1;

/** Words that say what is wanted rather than what is there. */
const UNTELLING: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its is are was were be been being has have had do does did to of in on at for from with by as ' +
    'and or but not no nor so if then than too very just only also please pls kindly can could would should may might must will shall ' +
    'i we you they he she me us my our your their there here what which who when where why how line lines row file add adds added put ' +
    'insert inserted place append remove removed delete deleted drop drops kill take out away get rid make made set change changed ' +
    'replace replaced swap move moved use used write written new old more another one two first last next before after above below ' +
    'under over behind beneath between right left top bottom end beginning start up down into onto instead rather comment comments ' +
    'uncomment commented everywhere all every each any some other again back copy duplicate twice same like text piece bit part entry ' +
    'item element block section want need needs wants nicer better thanks thx now really'
  ).split(' '),
);

export class LineFinder {
  readonly #lines: readonly string[];
  readonly #words: readonly ReadonlySet<string>[];
  /** For each line the ones that it lies in, from the nearest on. */
  readonly #above: readonly (readonly LineIndex[])[];
  readonly #counts = new Map<string, number>();

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#words = lines.map((line) => new Set(wordsOf(line)));
    this.#above = linesAbove(lines);
    for (const words of this.#words)
      for (const word of words) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  /** Of `lines` the likeliest, the best first; none where no word of the description stands on any or above it. */
  likeliest(lines: readonly LineIndex[], description: LineDescription): readonly LineIndex[] {
    const words = wordsIn(description);
    const scored = lines.flatMap((line) => {
      const signs = this.signs(line, words);
      const isSaid = signs.own + signs.others + signs.above > 0;
      return isSaid ? [{ line, score: scoreOf(signs) }] : [];
    });
    const best = Math.max(...scored.map(({ score }) => score));
    return scored
      .filter(({ score }) => score >= best - MARGIN)
      .toSorted((one, other) => other.score - one.score)
      .map(({ line }) => line);
  }

  /** What speaks for `line` by the words of a description. */
  signs(line: LineIndex, { about, others, every }: DescribingWords): LineSigns {
    const words = this.#words[line]!;
    const above = new Set(this.#above[line]!.flatMap((each) => [...this.#words[each]!]));
    const text = this.#lines[line]!.trim();
    const title = wordsOf(titleOf(text) ?? '');
    const [first] = wordsOf(text);
    return {
      own: this.#share(about, words),
      others: this.#share(others, words),
      above: this.#share(every, above),
      together: this.#share(every, words.union(above)),
      said: this.#share(words, every),
      begins: first !== undefined && about.has(first) ? 1 : 0,
      titled: title.length > 0 && title.every((word) => others.has(word)) ? 1 : 0,
      comment: beginsComment(text) ? 1 : 0,
      bare: words.size === 0 ? 1 : 0,
    };
  }

  /** What share of `words` that the document has is in `there`, each counting more the fewer lines have it. */
  #share(words: ReadonlySet<string>, there: ReadonlySet<string>): number {
    let [sum, found] = [0, 0];
    for (const word of words) {
      const count = this.#counts.get(word);
      if (count === undefined) continue;
      const weight = Math.log(1 + this.#lines.length / count);
      sum += weight;
      if (there.has(word)) found += weight;
    }
    return sum === 0 ? 0 : found / sum;
  }
}

/** The weighted sum of a line's signs: the logarithm of how much it speaks for itself. */
export function scoreOf(signs: LineSigns): number {
  return (Object.keys(LINE_WEIGHTS) as (keyof LineSigns)[]).reduce(
    (sum, name) => sum + LINE_WEIGHTS[name] * signs[name],
    0,
  );
}

/** The telling words of a description: those about the line, the others, and both. */
export interface DescribingWords {
  readonly about: ReadonlySet<string>;
  readonly others: ReadonlySet<string>;
  readonly every: ReadonlySet<string>;
}

export function wordsIn({ own, all }: LineDescription): DescribingWords {
  const about = tellingWords(own);
  const others = tellingWords(all).difference(about);
  return { about, others, every: about.union(others) };
}

function tellingWords(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).filter(isTelling));
}

/** Whether a word, in lower case, says what is there rather than what is wanted. */
export function isTelling(word: string): boolean {
  return !UNTELLING.has(word);
}

/** A heading of a document or of a settings file, and how deep its section lies: what is deeper belongs to it. */
const HEADING = /^(?:(#{1,6})\s|\[+[\w."-]+\]+\s*$)/;

/** For each line the ones that it lies in: of less indentation, and headings above it. */
function linesAbove(lines: readonly string[]): readonly (readonly LineIndex[])[] {
  const open: { readonly line: LineIndex; readonly depth: number }[] = [];
  return lines.map((text, line) => {
    if (text.trim() === '') return open.map((each) => each.line).toReversed();
    const heading = HEADING.exec(text);
    // Headings count as less indented than all else, the deeper ones less so.
    const depth = heading ? (heading[1]?.length ?? 1) - 100 : text.length - text.trimStart().length;
    while (open.length > 0 && open.at(-1)!.depth >= depth) open.pop();
    const above = open.map((each) => each.line).toReversed();
    open.push({ line, depth });
    return above;
  });
}

/** The words of a text in lower case, those of names apart: `maxRetries` is max and retries. */
function wordsOf(text: string): string[] {
  const words = text.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+/gu) ?? [];
  return words.flatMap((word) => {
    const lower = word.toLowerCase();
    if (lower.length < 2) return [];
    return lower.length > 3 && lower.endsWith('s') ? [lower, lower.slice(0, -1)] : [lower];
  });
}
