/**
 * The values that an instruction can ask for: literals in another's place, types, expressions. Takes the
 * instruction and what is there now, gives lists of texts; pure.
 */
import { type DocumentLiteral, escapePattern, oppositeOf } from '@wick/workspace';
import { codeNamesFrom, numbersFrom, quotedTexts, spansOf } from './instruction-texts.ts';
import type { Pointers } from './pointers.ts';

const CONSTANTS = ['true', 'false', 'null', 'undefined'];

/** Types that need no saying letter by letter: "a list of numbers", "a flag". */
const PLAIN_TYPES = [
  'string',
  'number',
  'boolean',
  'unknown',
  'any',
  'never',
  'void',
  'null',
].concat('undefined object bigint symbol true false'.split(' '));

/** New literals for `old` (undefined where it is not known): in its own quotes, or bare where it has none. */
export function replacementsFor(
  old: DocumentLiteral | undefined,
  instruction: string,
  pointers: Pointers,
): readonly string[] {
  switch (old?.kind) {
    case 'boolean':
      return [oppositeOf(old.text) ?? ''];
    case 'plain':
    case 'template':
    case 'jsx-text':
      return spansOf(instruction);
    case 'string': {
      const quote = old.text.slice(0, 1);
      // What is quoted beside the old text is the new one.
      const quotedOnes = quotedTexts(instruction).filter((text) => text !== old.value);
      const strings = quotedOnes.length > 0 ? quotedOnes : [...spansOf(instruction), ''];
      const numbers = quotedOnes.length > 0 ? [] : numbersFrom(pointers.text);
      const all = [...strings.map((text) => quoted(text, quote)), ...numbers, ...CONSTANTS];
      return all.filter((text) => text !== old.text);
    }
    default: {
      // "the 3 on line 9 to 12" reads as a range of lines, and may be none.
      const numbered = pointers.lines.size > 1 ? instruction : pointers.text;
      const first = String(Math.min(...pointers.lines) + 1);
      const numbers = numbersFrom(numbered).filter(
        (text) =>
          text !== old?.text &&
          text !== old?.value &&
          (numbered === pointers.text || text !== first),
      );
      const strings = quotedTexts(instruction).map((text) => quoted(text, "'"));
      if (old?.kind === 'number' && numbers.length > 0) return numbers;
      return [...numbers, ...strings, ...CONSTANTS].filter((text) => text !== old?.text);
    }
  }
}

/** The names that a type may be made of: the plain ones, and what the instruction says of `known` or with a capital. */
export function typeNamesFrom(instruction: string, known: readonly string[]): readonly string[] {
  const isKnown = new Set(known);
  const said = instruction.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
  const names = said.filter((name) => isKnown.has(name) || /^[$_]*\p{Lu}/u.test(name));
  return [...new Set([...PLAIN_TYPES, ...names])];
}

/**
 * The types that the instruction spells: its longest spans that read as one type, and names with a capital and
 * plain types that stand alone.
 */
export function speltTypesFrom(said: string): readonly string[] {
  const instruction = withoutRest(said);
  const spans = [
    ...spansOf(instruction).filter(looksLikeType),
    ...(instruction.match(TYPE_QUERIES) ?? []),
  ];
  const longest = spans.filter(
    (span) => !spans.some((other) => other !== span && other.includes(span)),
  );
  const names = instruction.matchAll(
    /[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu,
  );
  // A word that begins a sentence is no type for its capital.
  const beginsSentence = (name: string, index: number) =>
    /^\p{Lu}\p{Ll}+$/u.test(name) && /(?:^|[.!?]\s+)$/.test(instruction.slice(0, index));
  const told = [...names].flatMap(({ 0: name, index }) =>
    beginsSentence(name, index) ? [] : [name],
  );
  const alone = told.filter(
    (name) =>
      !/^(?:true|false|null|undefined)$/.test(name) &&
      // "I" speaks of who asks, "TODO" to everybody, the L of "L12" of a line, unless they are marked as names.
      (!/^(?:[IL]|TODO|FIXME|WIP|NIT)$/.test(name) || instruction.includes(`\`${name}\``)) &&
      !longest.some((span) => span.includes(name)) &&
      (name.includes('.') || PLAIN_TYPES.includes(name) || /^[$_]*\p{Lu}/u.test(name)),
  );
  const inner = longest
    .filter((span) => span.startsWith('(') && span.endsWith(')'))
    .map((span) => span.slice(1, -1))
    .filter(looksLikeType);
  return [...new Set([...longest, ...inner, ...alone])];
}

/** `typeof options.retries`, `keyof Options`, `readonly string[]`: types whose first word says that they are. */
const TYPE_QUERIES =
  /(?<![\w$])(?:typeof|keyof(?: typeof)?|readonly) [\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*(?:\[\])*/gu;

/** Whether a text has the signs of a type that is more than a name, its brackets in pairs, and no words side by side. */
function looksLikeType(text: string): boolean {
  if (
    !/=>|[|&<>[\]{}]/.test(text) ||
    !/[\p{L}\d]/u.test(text) ||
    /^[|&=>\u21d2,;:.]|[|&=,;:.]$|[.!?]\s/.test(text)
  )
    return false;
  const plain = text.replace(/(?<!\w)'[^'`\s]*'(?!\w)|"[^"`\s]*"/g, 'x').replaceAll('=>', '\u21d2');
  if (
    /[`'"!?;](?!:)|[^\p{ID_Continue}$\s\u21d2|&<>[\]{}()?:,.-]/u.test(
      plain.replace(/;(?=\s)/g, ','),
    )
  )
    return false;
  // A name before a bracket is a call, and an arrow without one before it leads from one thing to another.
  if (/^[\p{ID_Continue}$.]+\(|[^)\s]\s*\u21d2/u.test(plain)) return false;
  if (
    /(?<!\b(?:keyof|readonly|typeof|infer|extends|new|in))(?<=[\p{ID_Continue}$)>\]}])\s+(?=[\p{ID_Continue}$({[])/u.test(
      plain,
    )
  )
    return false;
  return isBalanced(plain);
}

/** Whether brackets come in pairs, and commas and colons only inside them. */
function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const sign of text) {
    if ('([{<'.includes(sign)) open.push(sign);
    else if (open.length === 0 && ',:;?-'.includes(sign)) return false;
    const pair = { ')': '(', ']': '[', '}': '{', '>': '<' }[sign];
    if (pair !== undefined && open.pop() !== pair) return false;
  }
  return open.length === 0;
}

/** Whether the instruction speaks of a value to be taken where none is given. */
export function saysDefault(instruction: string): boolean {
  return /\bdefault|\bunless\b|\botherwise\b|\bfall(?:s|ing)? back\b|\binitial|[\p{ID_Continue}$'"`\])>]\s*=(?![=>])/iu.test(
    instruction,
  );
}

/** `[1, 'a']` and `{ a: 1 }`, but not `[...list, 1]`. */
const SMALL_LISTS = /\[(?!\.)[^[\]\n]+\]|\{(?!\.)[^{}\n]+\}/g;

/** `Status.Open` */
const MEMBERS =
  /(?<![\w$./@\\-])[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)+(?![\w$/(-])/gu;

/**
 * Expressions beside the arguments in `given`: literals and names as the instruction spells them; any of its
 * texts, or the usual defaults, where it spells none.
 */
export function expressionsFrom(
  instruction: string,
  given: readonly (string | number)[],
): readonly string[] {
  const literals = [
    ...(instruction.match(/'[^'\n]*'(?!\w)|"[^"\n]*"|`[^`\n]*`/g) ?? []),
    ...(instruction.match(/\[\]|\{\}|(?<=[=\s])(?:''|"")/g) ?? []),
  ];
  const isCode = (text: string) => /^`/.test(text) && !/\$\{/.test(text);
  const isQuoted = (name: string) =>
    literals.some((text) => /^['"]/.test(text) && text.includes(name));
  const isFileName = (name: string) => /\.(?:[cm]?[jt]sx?|json|md|vue|css)$/.test(name);
  const spelt = [
    // Of `name = value` the value.
    ...literals.flatMap((text) =>
      isCode(text)
        ? [
            text
              .slice(1, -1)
              .split(/=(?!>)/)
              .at(-1)!
              .trim(),
          ]
        : [text],
    ),
    ...(instruction.match(SMALL_LISTS) ?? []),
    ...(instruction.match(MEMBERS) ?? []).filter((name) => !isQuoted(name) && !isFileName(name)),
    ...numbersFrom(instruction).filter((number) => standsAlone(number, instruction)),
    ...CONSTANTS.filter((constant) =>
      new RegExp(`(?<![\\w$])${constant}(?![\\w$])`).test(instruction),
    ),
    // What stands in quotes is a string, not a name.
    ...codeNamesFrom(instruction).filter((name) => !isQuoted(name)),
  ].filter(
    (text) => text !== '' && !given.some((other) => other !== '' && text.includes(String(other))),
  );
  if (spelt.length > 0)
    return [...new Set(spelt.filter((text) => !isPartOfAny(text, spelt, instruction)))];
  const strings = quotedTexts(instruction).map((text) => quoted(text, "'"));
  return [
    ...spansOf(instruction),
    ...numbersFrom(instruction),
    ...strings,
    ...CONSTANTS,
    "''",
    '""',
    '[]',
    '{}',
  ];
}

/** Whether the instruction says `text` only as the beginning of a longer member, or within a list. */
function isPartOfAny(text: string, all: readonly string[], instruction: string): boolean {
  return all.some((other) => {
    const isLarger =
      other.startsWith(`${text}.`) ||
      (/^[[{]/.test(other) && other.length > text.length && other.includes(text));
    return isLarger && !instruction.replaceAll(other, '').includes(text);
  });
}

/** Whether a number is spelt in digits, and not as a part of a name. */
function standsAlone(number: string, instruction: string): boolean {
  return new RegExp(`(?<![\\w$.])${escapePattern(number)}(?![\\w$])`).test(instruction);
}

/** `{ ...; name: Type }` and `f(..., name: Type)` without what stands for the others: `name: Type`. */
function withoutRest(instruction: string): string {
  return instruction.replace(/[({]\s*(?:\.{3}|…)\s*[;,]\s*(.*?)\s*[)}](?=\s*$)/u, ' $1 ');
}

function quoted(text: string, quote: string): string {
  return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}
