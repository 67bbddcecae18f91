/**
 * What an instruction offers for the arguments of an operation: the new names it says or spells out in
 * words, its quoted texts, its numbers. Takes the instruction's text, gives lists of choices; pure.
 * Constrained decoding chooses among these, so that a small model cannot misspell.
 */

/** Words in a row that may make up one name. */
const MOST_NAME_WORDS = 6;
/** Spans of more pieces than this are only offered where they are quoted. */
const MOST_SPAN_PIECES = 40;
/** A long instruction has many spans; then only shorter ones are offered. */
const MOST_SPANS = 2000;

/** New names: every identifier in the instruction, and words in a row joined in each naming style. */
export function namesFrom(instruction: string): string[] {
  const identifiers = instruction.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  const names = new Set(identifiers.filter(isName));
  for (const words of wordRuns(instruction)) {
    for (let start = 0; start < words.length; start++) {
      for (let count = 1; count <= MOST_NAME_WORDS && start + count <= words.length; count++) {
        const joined = joinWords(words.slice(start, start + count));
        for (const name of joined) if (isName(name)) names.add(name);
      }
    }
  }
  return [...names];
}

/** Texts that a string may become or a type may be: quoted spans, and spans from one boundary to another. */
export function spansOf(instruction: string): string[] {
  const spans = new Set(quotedTexts(instruction));
  const pieces = [
    ...instruction.matchAll(/\p{L}[\p{L}\p{M}]*|\p{N}+|\s+|[^\s\p{L}\p{M}\p{N}]/gu),
  ].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const longest = Math.max(4, Math.min(MOST_SPAN_PIECES, Math.floor(MOST_SPANS / pieces.length)));
  for (const [index, { start }] of pieces.entries()) {
    for (const { end } of pieces.slice(index, index + longest)) {
      const span = instruction.slice(start, end);
      if (span === span.trim()) spans.add(span);
    }
  }
  return [...spans];
}

/** What stands between quotes of any sort in the instruction. */
export function quotedTexts(instruction: string): string[] {
  const found = instruction.matchAll(
    /`([^`]+)`|"([^"]+)"|(?<!\w)'([^']+)'(?!\w)|“([^”]+)”|‘([^’]+)’|«([^»]+)»/g,
  );
  return [...found].flatMap(([, ...groups]) => groups.filter((group) => group !== undefined));
}

/** Numbers in the instruction as a program writes them: digits as they are, number words as digits. */
export function numbersFrom(instruction: string): string[] {
  const written =
    instruction.match(/-?(?:0[xob][\da-f_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d+)?)n?/gi) ?? [];
  const numbers = new Set(written);
  for (const text of written) {
    if (text.startsWith('-')) numbers.add(text.slice(1));
  }
  for (const [, digits] of instruction.matchAll(/(\d{1,3}(?:,\d{3})+)(?!\d)/g)) {
    numbers.add(digits!.replaceAll(',', ''));
  }
  for (const word of instruction.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const value = NUMBER_WORDS.indexOf(word);
    if (value >= 0) numbers.add(String(value));
    const large = LARGE_NUMBER_WORDS.get(word);
    if (large !== undefined) numbers.add(large);
  }
  return [...numbers];
}

const NUMBER_WORDS = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen ' +
  'sixteen seventeen eighteen nineteen twenty'
).split(' ');

const LARGE_NUMBER_WORDS: ReadonlyMap<string, string> = new Map([
  ['thirty', '30'],
  ['forty', '40'],
  ['fifty', '50'],
  ['sixty', '60'],
  ['hundred', '100'],
  ['thousand', '1000'],
  ['million', '1000000'],
]);

/** Runs of words that only single spaces or hyphens part, camelCase taken apart, in lower case. */
function wordRuns(instruction: string): string[][] {
  const runs = instruction.match(/[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*/gu) ?? [];
  return runs.map((run) =>
    (run.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+|\p{N}+/gu) ?? []).map((word) =>
      word.toLowerCase(),
    ),
  );
}

/** sub total -> subTotal, SubTotal, sub_total, SUB_TOTAL, subtotal */
function joinWords(words: readonly string[]): string[] {
  const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  const snake = words.join('_');
  const camel = pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
  const all = [camel, pascal, snake, snake.toUpperCase()];
  return words.length === 2 ? [...all, words.join('')] : all;
}

/** Whether it can name something: an identifier that no language construct has taken. */
function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && !RESERVED.has(text);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally for function if import in instanceof new null return super switch this throw true try ' +
    'typeof var void while with'
  ).split(' '),
);
