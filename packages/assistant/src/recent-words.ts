/**
 * How a word that is begun goes on, from the words of the document: those that stood behind the same tokens before count
 * more, and near ones more than far ones (as in a cache language model: Kuhn and De Mori, 1990). Takes the text before
 * and behind the cursor, gives the rest of the likeliest word. Pure.
 */

export interface WordEnding {
  /** What is missing of the word; '' where no word of the document goes on so. */
  readonly rest: string;
  /** The word's share of the weight of all that go on so. */
  readonly share: number;
}

const TOKENS = /[\p{L}_$][\p{L}\p{N}_$]*|\d+|[^\s]/gu;
const WORD = /^[\p{L}_$]/u;
const BEGUN = /[\p{L}_$][\p{L}\p{N}_$]*$/u;
/** Tokens before a word that are compared. */
const MOST_BEFORE = 6;
/** How much more a word counts for each token before it that is the same. */
const FOR_EACH_BEFORE = 4;
/** Tokens after which a word counts e times less. */
const NEAR = 200;
/** What other words together weigh: one that stands far away is not sure to be meant. */
const UNSEEN = 0.5;

/** Where no word is begun yet, so many tokens before must be the same, and the share must be at least so large. */
const LEAST_BEFORE = 2;
const LEAST_SHARE = 0.5;

/** Completes the word that ends `prefix`, or tells the next one where that is clear. */
export function endingOf(prefix: string, suffix: string): WordEnding {
  const begun = BEGUN.exec(prefix)?.[0] ?? '';
  const before = tokensOf(prefix.slice(0, prefix.length - begun.length));
  const behind = tokensOf(suffix);
  const weights = new Map<string, number>();
  const count = (tokens: readonly string[], distanceOf: (index: number) => number) => {
    tokens.forEach((token, index) => {
      if (token.length <= begun.length || !token.startsWith(begun)) return;
      const same = sameBefore(tokens, index, before);
      if (begun === '' && same < LEAST_BEFORE) return;
      const weight = FOR_EACH_BEFORE ** same * Math.exp(-distanceOf(index) / NEAR);
      weights.set(token, (weights.get(token) ?? 0) + weight);
    });
  };
  count(before, (index) => before.length - index);
  count(behind, (index) => index + 1);
  const [word, weight] = [...weights].reduce(
    (best, each) => (each[1] > best[1] ? each : best),
    [begun, 0],
  );
  const total = [...weights.values()].reduce((sum, each) => sum + each, UNSEEN);
  const share = weight / total;
  const isClear = begun !== '' || (share >= LEAST_SHARE && WORD.test(word));
  return isClear ? { rest: word.slice(begun.length), share } : { rest: '', share: 0 };
}

function tokensOf(text: string): readonly string[] {
  return text.match(TOKENS) ?? [];
}

/** How many tokens before `index` are the same as the last ones of `before`. */
function sameBefore(tokens: readonly string[], index: number, before: readonly string[]): number {
  let same = 0;
  while (same < MOST_BEFORE && same < index && same < before.length) {
    if (tokens[index - 1 - same] !== before[before.length - 1 - same]) break;
    same++;
  }
  return same;
}
