/**
 * Small accidents of typing, put only into the words of an instruction, never into what a slot gave
 * (names, literals, texts): they must reach the answer unspoilt.
 */
import type { Random } from './random.ts';
import type { WordingPiece } from './wordings.ts';

/** An instruction as it is typed, and where its slots are. */
export interface Typed {
  readonly text: string;
  readonly slots: readonly SlotSpan[];
}

/** A stretch [start, end) of an instruction that a slot gave. */
export interface SlotSpan {
  readonly slot: string;
  readonly start: number;
  readonly end: number;
}

/** Signs of no text, around each slot while the text is put together. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/** The instruction's text, with typing accidents in about a fifth of the cases. */
export function typed(pieces: readonly WordingPiece[], random: Random): Typed {
  let result = pieces.map((piece) => ({ ...piece }));
  const words = (change: (text: string) => string) => {
    const own = result.filter(
      (piece) => piece.fromSlot === undefined && /[a-z]{4}/.test(piece.text),
    );
    const chosen = random.maybe(own);
    if (chosen)
      result = result.map((piece) => (piece === chosen ? { text: change(piece.text) } : piece));
  };
  if (random.chance(0.1)) words((text) => misspell(text, random));
  if (random.chance(0.04)) words((text) => dropWord(text, random));
  let text = result
    .map(({ text, fromSlot }) => (fromSlot === undefined ? text : OPEN + text + CLOSE))
    .join('')
    .replace(/ {2,}/g, ' ')
    .trim();
  const first = pieces.find((piece) => piece.text !== '');
  if (first?.fromSlot === undefined) {
    const roll = random.next();
    if (roll < 0.25) text = text.slice(0, 1).toUpperCase() + text.slice(1);
    else if (roll < 0.4) text = text.slice(0, 1).toLowerCase() + text.slice(1);
  }
  // Not after a slot: a full stop there would read as part of the text to put in.
  const last = pieces.findLast((piece) => piece.text !== '');
  if (random.chance(0.08) && last?.fromSlot === undefined && /\w$/.test(text)) text += '.';
  return withoutMarks(
    text,
    result.flatMap(({ fromSlot }) => fromSlot ?? []),
  );
}

/** The text without its marks, and where they stood; `slots`: the names in their order. */
function withoutMarks(marked: string, slots: readonly string[]): Typed {
  const spans: SlotSpan[] = [];
  let text = '';
  for (const [i, piece] of marked.split(OPEN).entries()) {
    const [inside = '', outside] = i === 0 ? [piece] : piece.split(CLOSE);
    const start = text.length;
    text += inside;
    if (outside === undefined) continue;
    spans.push({ slot: slots[i - 1]!, start, end: text.length });
    text += outside;
  }
  return { text, slots: spans };
}

/** Swaps, drops or doubles one letter of one longer word. */
function misspell(text: string, random: Random): string {
  const places = [...text.matchAll(/[a-z]{4,}/g)];
  const match = random.maybe(places);
  if (!match) return text;
  const at = match.index + 1 + random.below(match[0].length - 2);
  const way = random.below(3);
  if (way === 0) return text.slice(0, at) + text.slice(at + 1);
  if (way === 1) return text.slice(0, at) + text[at] + text.slice(at);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}

const SMALL_WORDS = / (?:the|a|an|to|of|in|is|please|just|this|that)(?= )/g;

function dropWord(text: string, random: Random): string {
  const match = random.maybe([...text.matchAll(SMALL_WORDS)]);
  return match ? text.slice(0, match.index) + text.slice(match.index + match[0].length) : text;
}
