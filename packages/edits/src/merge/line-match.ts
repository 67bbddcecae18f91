/**
 * How well a line of a snippet fits a line of the document: the same but for white space, or a changed form of it.
 * Pure.
 */
import { type Brackets, bracketsIn } from './brackets.ts';

/** A line as it is compared. */
export interface ComparedLine {
  readonly text: string;
  /** Without white space at its ends, single spaces within. */
  readonly words: string;
  /** Width of the white space before it; a tab counts as one step of the text's own indentation. */
  readonly indent: number;
  /** Blank, or nothing but brackets and the like: it stands everywhere. */
  readonly isTrivial: boolean;
  /** What it declares, assigns or imports: a changed line keeps it. */
  readonly key: string | undefined;
  /** The name that it declares, or what a test says of itself. */
  readonly declares: string | undefined;
  /** The names that it imports, as they are written. */
  readonly imports: string | undefined;
  /** Its names, numbers and signs, how often each. */
  readonly parts: ReadonlyMap<string, number>;
  readonly partCount: number;
  /** Of these, names and numbers. */
  readonly nameCount: number;
  readonly brackets: Brackets;
}

/** What a line imports from. */
const IMPORTS: readonly RegExp[] = [
  /^(?:import|export)\b.*?\bfrom\s*(['"][^'"]+['"])/,
  /^import\s*(['"][^'"]+['"])/,
];
/** What a line declares. */
const DECLARED: readonly RegExp[] = [
  /\b(?:function\*?|class|interface|enum|namespace|def|fn|func|struct|trait|impl)\s+([\p{L}_$][\w$]*)/u,
  /^(?:export\s+)?(?:declare\s+)?type\s+([\p{L}_$][\w$]*)/u,
  /^(?:export\s+)?(?:const|let|var|val)\s+([\p{L}_$][\w$]*|[[{][^=]*)/u,
  /^(?:await\s+)?(?:\w+\.)?(?:it|test|describe|suite|context|bench)(?:\.\w+)*\(\s*((['"`]).*?\2)/,
  /^(?:(?:public|private|protected|static|async|readonly|override|get|set|abstract)\s+)*\*?#?([\p{L}_$][\w$]*)\s*(?:<[^(]*>)?\((?!function\b|async\b|['"`]|.*=>\s*\{$).*\)\s*(?::\s*[^={]+)?\{$/u,
  /^([\p{L}_$][\w$]*)\s*:\s*(?:async\s+)?(?:function\b.*\{|\(.*=>\s*[({]?)$/u,
  /^[\w$.]+\.(?:get|post|put|patch|delete|all|use|on|route|command)\(\s*((['"`]).*?\2).*(?:[({,]|=>)$/,
  /^(?:(?:public|private|protected|static|readonly)\s+)*#?([\p{L}_$][\w$]*)\s*=\s*(?:async\s*)?\(.*=>\s*[({]?$/u,
];
/** What a line gives a value to. */
const ASSIGNED: readonly RegExp[] = [
  /^(?:(?:public|private|protected|static|readonly|override|declare)\s+)*(["']?[\p{L}_$#][\w$-]*["']?)[?!]?\s*:(?!:)/u,
  /^([\p{L}_$][\w$.[\]]*)\s*[-+*/|&?]*=(?![=>])/u,
  /^(case\b.*):/,
  /^(export\s*\{)/,
];
const NO_KEYS: ReadonlySet<string> = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'else',
  'with',
]);

export function comparedLine(text: string, tabWidth: number): ComparedLine {
  const words = text.trim().replaceAll(/\s+/g, ' ');
  const white = text.slice(0, text.length - text.trimStart().length);
  const imported = keyOf(words, IMPORTS);
  const declared = imported === undefined ? keyOf(words, DECLARED) : undefined;
  const parts = new Map<string, number>();
  let partCount = 0;
  let nameCount = 0;
  for (const [part] of words.matchAll(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)) {
    parts.set(part, (parts.get(part) ?? 0) + 1);
    partCount++;
    if (isName(part)) nameCount++;
  }
  return {
    text,
    words,
    indent: [...white].reduce((sum, character) => sum + (character === '\t' ? tabWidth : 1), 0),
    isTrivial:
      !/[\p{L}\p{N}_$]{2}/u.test(words) ||
      /^(?:else|try|finally|do|return|break|continue)\b[\s{;]*$/.test(words),
    key: declared ?? (imported && `from ${imported}`) ?? keyOf(words, ASSIGNED),
    declares: declared,
    imports: /^import\s+(?:type\s+)?(.+?)\s+from\b/.exec(words)?.[1],
    parts,
    partCount,
    nameCount,
    brackets: bracketsIn(words),
  };
}

function keyOf(words: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const key = pattern.exec(words)?.[1]?.trim();
    if (key !== undefined && !NO_KEYS.has(key)) return key;
  }
  return undefined;
}

/** Changed lines without a key must be this alike. */
const LEAST_LIKE = 0.75;
/** With the same key. */
const LEAST_LIKE_KEYED = 0.3;

/** A line that was commented out, or in. */
const COMMENTED_OUT = 0.9;

/**
 * From 0 to 1: 1 for lines that are the same but for white space; 0 where one is no changed form of the other.
 */
export function likeness(one: ComparedLine, other: ComparedLine): number {
  if (one.words === other.words) return 1;
  if (isCommentedOut(one, other) || isCommentedOut(other, one)) return COMMENTED_OUT;
  const isKeyed =
    one.key === other.key || (one.imports !== undefined && one.imports === other.imports);
  if (one.isTrivial || other.isTrivial || !isKeyed) return 0;
  const { dice, sharedNames } = sharedParts(one, other);
  // Brackets and the like make short lines alike.
  if (one.key === undefined && 4 * sharedNames < one.nameCount + other.nameCount) return 0;
  const least = one.key === undefined ? LEAST_LIKE : LEAST_LIKE_KEYED;
  return dice < least ? 0 : Math.min(dice, 0.99);
}

/** Two lines of which one is the other with another name or text must be this alike. */
const LEAST_LIKE_RENAMED = 0.85;

/** As `likeness`, or how alike two lines are of which one got another name, key or text; 0 where they are too unlike. */
export function resemblance(one: ComparedLine, other: ComparedLine): number {
  const like = likeness(one, other);
  if (like > 0 || one.isTrivial || other.isTrivial) return like;
  const { dice } = sharedParts(one, other);
  return dice < LEAST_LIKE_RENAMED ? 0 : dice;
}

/** What two lines share: Dice's coefficient of their parts, and how many names and numbers. */
function sharedParts(one: ComparedLine, other: ComparedLine) {
  let shared = 0;
  let sharedNames = 0;
  for (const [part, count] of one.parts) {
    const both = Math.min(count, other.parts.get(part) ?? 0);
    shared += both;
    if (isName(part)) sharedNames += both;
  }
  return { dice: (2 * shared) / (one.partCount + other.partCount), sharedNames };
}

/** Whether a line is the other as a comment. */
function isCommentedOut(line: ComparedLine, other: ComparedLine): boolean {
  if (other.isTrivial || !line.words.endsWith(other.words)) return false;
  return /^(?:\/\/|#) ?$/.test(line.words.slice(0, -other.words.length));
}

/** Whether two lines with the same words are the same but for white space before them. */
export function isSpeltAlike(one: ComparedLine, other: ComparedLine): boolean {
  if (one.words === '') return one.text === other.text;
  return one.text.trimStart() === other.text.trimStart();
}

function isName(part: string): boolean {
  return /^[\p{L}\p{N}_$]/u.test(part);
}

/** The width that a tab stands for beside spaces: the smallest step of indentation that is spelt in spaces. */
export function stepOf(lines: readonly string[]): number {
  const widths = lines.flatMap((line) => {
    const width = /^ +(?=\S)/.exec(line)?.[0].length ?? 0;
    return width >= 2 ? [width] : [];
  });
  return Math.min(8, ...widths, widths.length > 0 ? 8 : 2);
}
