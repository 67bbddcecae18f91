/**
 * What an instruction gives to go by, as a bag of cues: its words alone and in rows, the beginnings of its words
 * (so that a misspelt one is still known), and what the names and lines in it are. A name's own spelling is no cue:
 * it says nothing of what is wished. Takes the instruction in pieces and the facts of the document; pure.
 */
import type { InstructionPart } from '../line-references.ts';
import type { DocumentFacts } from './facts.ts';

/** One word, name, number, text or sign of the instruction. */
interface Piece {
  /** A word in lower case, a sign as it is, or the sort of what stands here: `<name>`. */
  readonly token: string;
  /** The same, where a plain word that the document declares counts as a name. */
  readonly asName: string;
  /** What the name or line is in the document. */
  readonly facts: readonly string[];
}

/** Signs of more than one character that mean something in code. */
const SIGNS = /[=!]==?|[-=]>|&&|\|\||\?\?|\?\.|\+=|\$\{/;
const FILE = /[\w@.\-/]*\w\.(?:[cm]?[jt]sx?|json|md)\b/;
const NAME = /[\p{L}_$#][\p{L}\p{N}_$]*(?:\.[\p{L}_$][\p{L}\p{N}_$]*)*/u;
const QUOTED = /`[^`]+`|"[^"]+"|“[^”]+”|«[^»]+»|(?<![\p{L}\p{N}])'[^']+'(?![\p{L}\p{N}])/u;
const PIECES = new RegExp(
  `(?<quoted>${QUOTED.source})|(?<file>${FILE.source})|(?<name>${NAME.source})|(?<number>\\d+(?:[._]\\d+)*)|${SIGNS.source}|\\S`,
  'gu',
);
const WHOLE_NAME = new RegExp(`^${NAME.source}(?:\\(\\))?$`, 'u');
const WHOLE_FILE = new RegExp(`^${FILE.source}$`, 'u');

/** The cues of an instruction, each once. */
export function cuesOf(
  parts: readonly InstructionPart[],
  facts: DocumentFacts,
): ReadonlySet<string> {
  const pieces = [EDGE, ...piecesOf(parts, facts), EDGE];
  const cues = new Set<string>();
  addRows(
    cues,
    pieces.map(({ token }) => token),
  );
  addRows(
    cues,
    pieces.map(({ asName }) => asName),
  );
  const plain = new Set(pieces.map(({ token }) => token));
  for (const word of plain) addBeginnings(cues, word);
  const denied = deniedIn(pieces);
  for (const word of denied) cues.add(word);
  const words = new Set([...plain, ...denied]);
  // What is wished depends on both: "remove" of an import is no removal of a function.
  for (const fact of new Set(pieces.flatMap((piece) => piece.facts))) {
    cues.add(`is ${fact}`);
    for (const word of words) cues.add(`${word} & ${fact}`);
  }
  return cues;
}

const EDGE: Piece = { token: '|', asName: '|', facts: [] };

/** Words that deny what follows, also without their apostrophe. */
const DENYING =
  /^(?:not|no|never|without|nothing|nobody|none|nor|stop|lose|instead|rather|longer|cannot|dont|(?:is|are|was|were|do|does|did|has|have|ca|wo|need|must|shoul?d|could|would)nt)$/;
/** What such a word begins with, where an apostrophe and t follow. */
const DENYING_WITH_T =
  /^(?:is|are|was|were|do|does|did|has|have|ca|wo|need|must|shoul?d|could|would)n$/;
/** What ends the denial. */
const ENDS_DENIAL = /^(?:[,.;:!?|()]|but|->|=>|→)$/;
/** So many words are denied at most. */
const DENIED = 4;

/** What stands behind a word that denies it, marked as such: of "shouldn't be const" `¬be` and `¬const`. */
function deniedIn(pieces: readonly Piece[]): ReadonlySet<string> {
  const denied = new Set<string>();
  let left = 0;
  pieces.forEach(({ token }, i) => {
    if (ENDS_DENIAL.test(token)) left = 0;
    else if (isDenying(pieces, i)) left = DENIED;
    else if (left > 0 && /^[\p{L}<]/u.test(token) && token !== 't') {
      denied.add(`¬${token}`);
      left--;
    }
  });
  return denied;
}

function isDenying(pieces: readonly Piece[], at: number): boolean {
  const token = pieces[at]!.token;
  return DENYING.test(token) || (DENYING_WITH_T.test(token) && pieces[at + 2]?.token === 't');
}

/** Tokens alone, in twos and threes, and in twos with up to two others between. */
function addRows(cues: Set<string>, tokens: readonly string[]): void {
  tokens.forEach((token, i) => {
    const [second, third, fourth] = [tokens[i + 1], tokens[i + 2], tokens[i + 3]];
    cues.add(token);
    if (second !== undefined) cues.add(`${token} ${second}`);
    if (third !== undefined) cues.add(`${token} ${second} ${third}`).add(`${token} … ${third}`);
    if (fourth !== undefined) cues.add(`${token} … ${fourth}`);
  });
}

const CHARACTERS = 4;

/** The runs of four characters of a word. */
function addBeginnings(cues: Set<string>, word: string): void {
  if (!/^\p{L}{4,}$/u.test(word)) return;
  const marked = `^${word}$`;
  for (let i = 0; i + CHARACTERS <= marked.length; i++)
    cues.add(`~${marked.slice(i, i + CHARACTERS)}`);
}

function piecesOf(parts: readonly InstructionPart[], facts: DocumentFacts): Piece[] {
  const lines = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.line]));
  return parts.flatMap((part, i): Piece[] => {
    if (typeof part !== 'string') {
      const before = lines[lines.indexOf(part.line) - 1];
      const order = before === undefined ? [] : [orderOf(before, part.line)];
      return [{ ...sortPiece('<line>'), facts: [...facts.line(part.line), ...order] }];
    }
    const next = parts[i + 1];
    const own = typeof next === 'object' ? facts.textOf(next.line) : undefined;
    return textPieces(withoutEnd(part, own), facts);
  });
}

/** How a second line stands to the one before. */
function orderOf(first: number, second: number): string {
  if (second === first + 1) return 'next';
  return second > first ? 'below' : 'above';
}

/** `text` without `end` (in any capitals, in quotes or not), which the line after it stands for. */
function withoutEnd(text: string, end: string | undefined): string {
  if (end === undefined) return text;
  const at = text.toLowerCase().lastIndexOf(end.toLowerCase());
  return at < 0 ? text : text.slice(0, at).replace(/["'`“‘«]$/, '');
}

function textPieces(text: string, facts: DocumentFacts): Piece[] {
  return [...text.matchAll(PIECES)].flatMap(({ 0: piece, groups = {} }): Piece[] => {
    const { quoted, file, name, number } = groups;
    if (quoted !== undefined) return quotedPieces(quoted.slice(1, -1), facts);
    if (file !== undefined) return [sortPiece('<file>')];
    if (name !== undefined) return [namePiece(name, facts)];
    return [number === undefined ? sortPiece(piece) : sortPiece('<number>')];
  });
}

function quotedPieces(text: string, facts: DocumentFacts): Piece[] {
  if (WHOLE_FILE.test(text)) return [sortPiece('<file>')];
  if (WHOLE_NAME.test(text)) {
    const name = text.replace(/\(\)$/, '');
    return [{ ...sortPiece(sortOfName(name, facts)), facts: facts.name(lastOf(name)) ?? [] }];
  }
  if (/^[\d._]+$/.test(text)) return [sortPiece('<number>')];
  // Of code between quotes the signs tell what it is about.
  const signs = [...text.matchAll(new RegExp(SIGNS.source, 'g'))].map(([sign]) => sortPiece(sign));
  return [sortPiece(text.includes(' ') ? '<words>' : '<text>'), ...signs];
}

function sortPiece(token: string): Piece {
  return { token, asName: token, facts: [] };
}

/** A word, or a name that only code spells so, or that the document declares. */
function namePiece(name: string, facts: DocumentFacts): Piece {
  const known = facts.name(lastOf(name)) ?? [];
  const sort = sortOfName(name, facts);
  if (isSpeltAsCode(name) || (known.length > 0 && /^\p{Lu}/u.test(name)))
    return { ...sortPiece(sort), facts: known };
  const word = name.toLowerCase();
  return { token: word, asName: known.length > 0 ? sort : word, facts: known };
}

function sortOfName(name: string, facts: DocumentFacts): string {
  if (name.includes('.')) return '<member>';
  if (facts.name(name) !== undefined) return '<name>';
  return /^[A-Z][A-Z\d_]+$/.test(name) ? '<NEW>' : '<new>';
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function isSpeltAsCode(name: string): boolean {
  return /[_$#\d.]|\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|^\p{Lu}{3,}$/u.test(name);
}
