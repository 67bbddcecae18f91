/**
 * Takes an instruction that asks for two things apart ("make checkout async and sort the imports"), where the whole
 * reads like two wishes, and each half by itself surely asks for something, and not for the same as the other. Takes the
 * instruction and what tells the wish of a text, gives one text or two. Pure.
 */
import { type Answer, operations } from '@wick/edits';
import type { AnswerHead } from './answer-grammar.ts';

/** What a text asks for, and how sure that is, from 0 to 1. */
export interface Wish {
  readonly head: AnswerHead;
  readonly probability: number;
}

/** The intent classifier's task of telling one wish from two, and its two heads. */
export const WISHES = 'wishes';
export const ONE = 'one';
export const TWO = 'two';

/** What may stand between two wishes. */
const JOINERS =
  /\s*(?:;|(?<=[\w`'")\]>])\.(?=\s)|,?\s(?:and then|then|and also|and|also|plus)(?=\s)|\s\+(?=\s)|,\s*(?:then|also|plus|and)(?=\s))\s*(?:also\s+)?/gi;
const QUOTED = /`[^`]*`|"[^"]*"|(?<!\w)'[^']*'(?!\w)/g;
/** Fewer words are no wish. */
const LEAST_WORDS = 2;
/** Each half must be as surely a wish, and the whole as surely two. */
const LEAST_PROBABILITY = 0.8;
const LEAST_OF_TWO = 0.5;

/** What one wish may say of itself: the branches change places and the condition is negated. */
const ONE_WISH: ReadonlySet<AnswerHead> = new Set(['swap-branches', 'negate-condition']);

/** `instruction` as one wish, or as two; `ofTwo` is how probable the latter is by the whole. */
export function splitWishes(
  instruction: string,
  ofTwo: number,
  wishOf: (text: string) => Wish,
): readonly string[] {
  if (ofTwo < LEAST_OF_TWO) return [instruction];
  const quotes = [...instruction.matchAll(QUOTED)];
  let best: { readonly wishes: readonly string[]; readonly probability: number } | undefined;
  for (const { 0: joiner, index } of instruction.matchAll(JOINERS)) {
    const isQuoted = quotes.some(
      (quote) => quote.index <= index && index < quote.index + quote[0].length,
    );
    const wishes = [instruction.slice(0, index), instruction.slice(index + joiner.length)];
    if (isQuoted || wishes.some((text) => text.trim().split(/\s+/).length < LEAST_WORDS)) continue;
    const [first, second] = wishes.map(wishOf) as [Wish, Wish];
    const isOne = ONE_WISH.has(first.head) && ONE_WISH.has(second.head);
    const areTwo = first.head !== second.head && !isOne;
    if (!areTwo || ![first, second].every(isForOperation)) continue;
    const probability = Math.min(first.probability, second.probability);
    if (probability > (best?.probability ?? 0)) best = { wishes, probability };
  }
  return best && best.probability >= LEAST_PROBABILITY ? best.wishes : [instruction];
}

/** A later wish, with what the `first` answer is about in place of its "it": "export total and make it async". */
export function withSubject(wish: string, first: Answer | undefined): string {
  const call = first?.kind === 'operations' ? first.calls[0] : undefined;
  const isSymbol = operations.get(call?.name ?? '')?.parameters[0]?.type === 'symbol';
  const name = isSymbol ? call?.args[0] : undefined;
  if (typeof name !== 'string') return wish;
  return wish.replace(
    /^((?:[a-z]+\s+){1,3})it(s?)\b/i,
    (_, before: string, possessive: string) => before + name + (possessive ? "'s" : ''),
  );
}

function isForOperation({ head }: Wish): boolean {
  return !['none', 'delegate', 'hunks'].includes(head);
}
