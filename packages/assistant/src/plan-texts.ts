/**
 * The texts that an instruction can put into a plan: what it quotes, or what stands between places where a
 * step's words can begin and end. Pure.
 */
import { quotedTexts } from './instruction-texts.ts';

const BEGINNINGS =
  /[:;,–—→⇒?!)(|/+]\s*|(?:->|=>|<-|←)\s*|(?:-\s+)?\[ \]\s*|(?<=^|\s)-\s(?!\[)|\b[a-c1-4][.)]\s+|\d[a-z]?[.):]?\s+|(?<=["'”’`])\s+|\b(?:to|that|says?|saying|reads?|reading|add|called|call it|titled|named|step|steps|item|task|todo|insert|include|append|put|into|as|be|for|and|then|also|with|by|needs?|should|must|have|want|forget|is|about|first|second|next|but|one|line|below|under|above|after|before)\s+/gi;
const ENDINGS =
  /\s+(?:to|at|after|before|behind|below|above|under|following|as|and|into|in|on|instead|please|pls|should|is|goes|comes|right|just|too|next|thanks|somewhere|first|last|needs|must|has|then|the|a|by|with)\b|\s*[,.;!?–—]|\s+-\s|\s*(?:->|→|⇒|=>|<-|←)|\s*[()|/+]|\s+\d|\s+[a-c][.)]\s|\s+(?=`)/gi;
/** Texts of fewer letters name no step. */
const LEAST_LETTERS = 2;

/**
 * The texts in quotes that can only be new: more than a word, and no part of what the plan has, unless there are two of
 * them beside a step that is said (`stepsSaid`), whose parts they are then.
 */
export function newTextsQuoted(
  instruction: string,
  known: readonly string[],
  stepsSaid: number,
): readonly string[] {
  const others = [...new Set(quotedTexts(instruction))].filter(
    (text) => /\S\s\S/.test(text) && !known.some((other) => sameWords(other, text)),
  );
  if (stepsSaid === 1 && others.length === 2) return others;
  return others.filter((text) => !known.some((other) => describes(text, other)));
}

/** Whether most words of `text` are words of `other`. */
export function describes(text: string, other: string): boolean {
  const words = (from: string) => from.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = words(text);
  const others = new Set(words(other));
  return own.filter((word) => others.has(word)).length * 3 >= own.length * 2;
}

/** The texts of `instruction`: those in quotes where there are any, else all that can be one. None is one of `known`: what the plan has. */
export function planTextsFrom(instruction: string, known: readonly string[]): readonly string[] {
  const isKnown = (text: string) => known.some((other) => sameWords(other, text));
  const quoted = quotedTexts(instruction).filter((text) => !isKnown(text));
  // One word in quotes is a name in the text, or a part of what it speaks of.
  const whole = quoted.filter((text) => /\s/.test(text));
  if (whole.length > 0) return [...new Set(whole)];
  const starts = [0];
  for (const match of instruction.matchAll(BEGINNINGS)) starts.push(match.index + match[0].length);
  const ends = [instruction.length];
  for (const match of instruction.matchAll(ENDINGS)) ends.push(match.index);
  const texts = starts.flatMap((start) =>
    ends.flatMap((end) => {
      const text = instruction.slice(start, end).trim();
      const letters = text.match(/\p{L}/gu)?.length ?? 0;
      return end > start && letters >= LEAST_LETTERS ? [text, text.replace(/[.!]$/, '')] : [];
    }),
  );
  return [...new Set([...quoted, ...texts])].filter((text) => !isKnown(text));
}

function sameWords(one: string, other: string): boolean {
  const plain = (text: string) => text.trim().toLowerCase().replace(/\.$/, '');
  return plain(one) === plain(other);
}
