/**
 * The texts that an instruction can put into a plan: what it quotes, or what stands between places where a
 * step's words can begin and end. Pure.
 */
import { quotedTexts } from './instruction-texts.ts';

const BEGINNINGS =
  /[:;,–—→⇒]\s*|->\s*|=>\s*|\s-\s|\b(?:to|that|says?|saying|reads?|reading|add|called|titled|named|step|steps|item|task|todo|insert|include|append|put|into|as|be|for|and|then|also|with|by|into|needs?|should|must|have|want|forget|is|about|first|second|next)\s+/gi;
const ENDINGS =
  /\s+(?:to|at|after|before|behind|as|and|into|in|on|instead|please|pls|should|is|goes|comes|right|just|too|next|thanks|somewhere|first|last|needs|must|has)\b|\s*[,.;!?–—]|\s+-\s|\s*(?:->|→|⇒|=>)|\s*[()]/gi;
/** Texts of fewer letters name no step. */
const LEAST_LETTERS = 2;

/** The texts of `instruction`: those in quotes where there are any, else all that can be one. */
export function planTextsFrom(instruction: string, known: readonly string[]): readonly string[] {
  const isKnown = (text: string) => known.some((other) => sameWords(other, text));
  const quoted = quotedTexts(instruction).filter((text) => !isKnown(text));
  if (quoted.length > 0) return [...new Set(quoted)];
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
  return [...new Set(texts)].filter((text) => !isKnown(text));
}

function sameWords(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
