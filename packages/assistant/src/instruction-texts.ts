/**
 * What an instruction offers for the arguments of an operation: the new names it says or spells out in
 * words, its quoted texts, its numbers. Takes the instruction's text, gives lists of choices; pure.
 * Constrained decoding chooses among these, so that a small model cannot misspell.
 */
import { escapePattern } from '@wick/workspace';
import type { Roles } from './intent/roles.ts';

/** Words in a row that may make up one name. */
const MOST_NAME_WORDS = 6;
/** Spans of more pieces than this are only offered where they are quoted. */
const MOST_SPAN_PIECES = 40;
/** A long instruction has many spans; then only shorter ones are offered. */
const MOST_SPANS = 2000;

/** How the words of a name are joined. */
export type NameStyle = 'camel' | 'pascal' | 'snake' | 'constant';

export function styleOf(name: string): NameStyle {
  if (/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$/.test(name) && name.length > 1) return 'constant';
  if (/^\p{Lu}/u.test(name)) return 'pascal';
  return /[^_]_/.test(name) ? 'snake' : 'camel';
}

/**
 * New names: every identifier in the instruction, and words in a row joined in each naming style, or in
 * `style` alone. Names that are spelt as only code spells them stay whole.
 */
export function namesFrom(instruction: string, style?: NameStyle): string[] {
  const identifiers = instruction.match(IDENTIFIERS) ?? [];
  const names = new Set(identifiers.filter((name) => isName(name) && !FUNCTION_WORDS.has(name)));
  // "put maxRetries in constant case"
  for (const [name] of codeMatches(instruction)) {
    for (const joined of joinWords(wordsOf(name), undefined)) if (isName(joined)) names.add(joined);
  }
  for (const words of wordRuns(instruction)) {
    for (let start = 0; start < words.length; start++) {
      // No name begins with an article.
      const most = ARTICLES.has(words[start]!) ? 1 : MOST_NAME_WORDS;
      for (let count = 1; count <= most && start + count <= words.length; count++) {
        const joined = joinWords(words.slice(start, start + count), style);
        for (const name of joined) if (isName(name)) names.add(name);
      }
    }
  }
  return [...names].filter((name) => !FUNCTION_WORDS.has(name));
}

/** Names that quoted words make up in `style`: "sub total" is subTotal. */
export function quotedNamesFrom(instruction: string, style: NameStyle): string[] {
  const phrases = quotedTexts(instruction).map((text) => text.toLowerCase().split(/[ -]+/));
  const names = phrases.filter(
    (words) =>
      words.length > 1 &&
      words.length <= MOST_NAME_WORDS &&
      words.every((word) => /^[\p{L}\p{N}]+$/u.test(word)),
  );
  return names.flatMap((words) => joinWords(words, style)).filter(isName);
}

/** What something is to be called, in plain words up to the end of the phrase. */
const CALLED =
  /\b(?:renamed? (?:it )?to|(?:be|rather|better) (?:called|named)|call(?:ed)? it|name it)\s+(\p{Ll}+(?: [\p{Ll}\d]+){1,4}?)\s*(?:[.,;!?)]*$|[.,;!?)]\s|\b(?:everywhere|instead|please|pls|from now on|throughout|in (?:this|the|all))\b)/u;

/** The names that the words make up that something is to be called by, in `style`; none where not all of them can be part of one. */
export function calledNamesFrom(instruction: string, style: NameStyle): string[] {
  const words = CALLED.exec(instruction)?.[1]?.split(' ') ?? [];
  if (words.length < 2 || words.some((word) => FUNCTION_WORDS.has(word))) return [];
  return joinWords(words, style).filter(isName);
}

/** What something new is called, right behind the words that say so: "named x", "by the name of x", "method: x". */
const CALLED_SO =
  /\b(?:named|called|call(?:ing)? (?:it|that|this)|name (?:it|that|this)|(?:by|under) the name(?: of)?|titled|(?:function|method|helper|type|interface)\s*:)\s+[`'"“]?([\p{ID_Start}$_][\p{ID_Continue}$]*)/giu;

/**
 * Names for what is taken out of something, a function or type: what it is to be called; else as for anything new, without
 * the words that speak of taking out.
 */
export function extractedNamesFrom(instruction: string): string[] {
  const isFit = (name: string) => isName(name) && !FUNCTION_WORDS.has(name);
  const said = instruction.replace(HEADING, '');
  const called = unique([...said.matchAll(CALLED_SO)].map(([, name]) => name!));
  const fit = called.filter((name) => isFit(name) && !EXTRACTING.has(name.toLowerCase()));
  if (fit.length > 0) return fit;
  const names = addedNamesFrom(said, undefined);
  const telling = names.filter((name) => !EXTRACTING.has(name.toLowerCase()));
  return telling.length > 0 ? telling : names;
}

/** `refactor(core): ` */
const HEADING = /^\s*\p{L}+(?:\([^)]*\))?!?:\s+/u;

/** Words that speak of taking code out, and of what it becomes. */
const EXTRACTING: ReadonlySet<string> = new Set(
  (
    'extract pull move put take lift break split factor turn make give hoist out up name method function helper fn ' +
    'type interface alias literal own separate new dedicated little small code block part piece logic thing stuff ' +
    'through thru till until from between what which who where when then and let lets call happens does do doing ' +
    'deserves covering spelled inline typed uh um ok now here there'
  ).split(' '),
);

/**
 * The names of something new beside `symbol`, as the instruction spells them: those that only code spells so, in
 * quotes, or before a colon or equals sign; else any of its words. Not those that `types` are made of.
 */
export function addedNamesFrom(
  instruction: string,
  symbol: string | undefined,
  types: readonly string[] = [],
): string[] {
  const outside = types.reduce((text, type) => text.replaceAll(type, ' '), instruction);
  const declared = [
    ...outside.matchAll(/([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*\??[:=](?!=)/gu),
  ].flatMap(([, name]) => (COMMIT_TYPES.test(name!) || NOUNS.test(name!) ? [] : [name!]));
  // "prefix (RegExp)" is a prefix of that type.
  for (const type of types) {
    const named = new RegExp(
      `([\\p{ID_Start}$_][\\p{ID_Continue}$]*)\\s*\\(${escapePattern(type)}\\)`,
      'gu',
    );
    for (const [, name] of instruction.matchAll(named)) declared.push(name!);
  }
  const ofTypes = new Set(types.flatMap((type) => type.match(IDENTIFIERS) ?? []));
  for (const name of declared) ofTypes.delete(name);
  const isNew = (name: string) =>
    name !== symbol && isName(name) && !PLAIN_TYPES.has(name) && !ofTypes.has(name);
  const values = new Set([...instruction.matchAll(VALUES)].map(([text]) => quotedTexts(text)[0]));
  const strong = unique([
    ...codeNamesFrom(instruction),
    ...declared,
    ...quotedTexts(instruction.replace(VALUES, '')).filter((text) =>
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text),
    ),
  ]).filter((name) => isNew(name) && !values.has(name));
  // What a symbol gets new, a parameter or property, seldom has a capital: that is rather its type.
  const small = strong.filter((name) => /^[\p{Ll}$_]/u.test(name));
  if (strong.length > 0) return symbol === undefined || small.length === 0 ? strong : small;
  const words = unique(instruction.replaceAll(PATHS, ' ').match(IDENTIFIERS) ?? []);
  return words.filter(
    (name) => isNew(name) && !FUNCTION_WORDS.has(name) && !PREPOSITIONS.has(name),
  );
}

/**
 * The names in the instruction that nobody would take for words: with inner capitals, underscores, digits or
 * signs, or alone between quotes. Paths, file names and the names of languages do not count.
 */
export function codeNamesFrom(instruction: string): string[] {
  return [...new Set(codeMatches(instruction).map(([name]) => name))];
}

/** Paths of code files. */
const PATHS = /[\w@~./-]*\.[cm]?[jt]sx?\b/g;

/** `s/total/subtotal/`: what stands between the strokes are names, not folders. */
const SUBSTITUTION = /(?<![\w/.])s\/[^/\s]+\/[^/\s]+\/?/g;

function codeMatches(instruction: string): RegExpExecArray[] {
  const substitutions = [...instruction.matchAll(SUBSTITUTION)];
  return [...instruction.matchAll(IDENTIFIERS)].filter(({ 0: name, index }) => {
    const isSubstituted = substitutions.some(
      (match) => match.index + 1 < index && index < match.index + match[0].length,
    );
    if (isSubstituted) return isName(name);
    const before = instruction[index - 1] ?? '';
    const after = instruction.slice(index + name.length);
    const isPath =
      /[/\\.@]/.test(before) || /^(?:[/\\]|\.(?:[cm]?[jt]sx?|json|md|vue)\b)/.test(after);
    const isQuoted = /[`'"“‘«]/.test(before) && /^[`'"”’»]/.test(after);
    if (isPath || !isName(name) || PRODUCTS.has(name)) return false;
    return isQuoted || /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|[_$\d]/u.test(name);
  });
}

/** Types that nobody names anything after. */
const PLAIN_TYPES: ReadonlySet<string> = new Set(
  'string number boolean unknown any never void null undefined object bigint symbol true false'.split(
    ' ',
  ),
);

const IDENTIFIERS = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

const PRODUCTS: ReadonlySet<string> = new Set(
  'TypeScript JavaScript JSDoc TSDoc GitHub GitLab ESLint NodeJS ES6 ES2015 ES2020 TypeError'.split(
    ' ',
  ),
);

const ARTICLES: ReadonlySet<string> = new Set(['a', 'an', 'the']);

/** Words that hold a sentence together; nobody names anything so. */
const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  'a an the is are be it its that this these should would could can please we i you called named instead through throughout'.split(
    ' ',
  ),
);

/** Names that are only meant as such where a quote or a colon marks them. */
const PREPOSITIONS: ReadonlySet<string> = new Set(
  (
    'to at on in of for with and or as into by line lines type types something no one another extra more ' +
    'further additional some any such only also again too way ' +
    'argument arg parameter param property prop field member'
  ).split(' '),
);

/** Quoted texts that are to be taken for something, not named so. */
const VALUES = /(?:\bdefaults?(?: to| value)?|\buse|[=:])\s*(?:'[^']*'|"[^"]*")/g;

/** What something is, before the colon that leads to it. */
const NOUNS =
  /^(?:field|property|prop|member|param|parameter|argument|arg|type|name|value|entry|element|option|function|method|helper|interface|default|file|top|head|end|line|import)$/i;
/** What a message begins with before a colon. */
const COMMIT_TYPES = /^(?:feat|fix|chore|refactor|style|docs|test|perf|nit|todo|task|issue)$/i;

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

/** The binary operators of JavaScript that an instruction can ask for. */
export const BINARY_OPERATORS: readonly string[] = (
  '< <= > >= == != === !== + - * / % ** && || ?? & | ^ << >> >>> in instanceof ' +
  '= += -= *= /= %= **= &&= ||= ??= &= |= ^= <<= >>= >>>='
).split(' ');

/** Runs of signs: operators, the longest first, and arrows, which are none. */
const SIGNS = new RegExp(
  `=>|->|${BINARY_OPERATORS.toSorted((one, other) => other.length - one.length)
    .map((sign) =>
      /\w/.test(sign) ? `(?<![\\w$])${sign}(?![\\w$])` : sign.replace(/[*+?^|/]/g, '\\$&'),
    )
    .join('|')}`,
  'g',
);

/** The operators in the instruction, as they are written. */
export function operatorsFrom(instruction: string): string[] {
  return unique(instruction.match(SIGNS) ?? []).filter((sign) => BINARY_OPERATORS.includes(sign));
}

/** "|| → &&", "&& instead of ||": the operator that is to go, and the one to come. */
export function operatorChangeIn(instruction: string): { from: string; to: string } | undefined {
  const found = [...instruction.matchAll(SIGNS)].filter(
    ({ 0: sign, index }) =>
      BINARY_OPERATORS.includes(sign) && (!/\w/.test(sign) || instruction[index - 1] === '`'),
  );
  const [first, second] = found;
  if (found.length !== 2 || first![0] === second![0]) return undefined;
  const between = instruction.slice(first!.index + first![0].length, second!.index);
  if (TURNS_INTO.test(between)) return { from: first![0], to: second![0] };
  return STANDS_FOR.test(between) ? { from: second![0], to: first![0] } : undefined;
}

/** What may stand between an operator and the one that takes its place, and the other way round. */
const TURNS_INTO =
  /^[\s`'"]*(?:→|->|=>|⇒|~>|to|into|becomes)[\s`'"]*$|\b(?:should|must|has to|needs? to|ought to|better|make it|but use)\b[^.]*$/;
const STANDS_FOR =
  /^[\s`'",]*(?:(?:there|here|in|on|line|it)\s+){0,2}(?:instead of|rather than|not|in place of|for)[\s`'"]*$/;

/**
 * The module specifiers that it may mean: paths, scoped and built-in packages; else what is quoted; else the
 * words that follow "from" and the like.
 */
export function modulesFrom(instruction: string): string[] {
  const words = (instruction.match(/[^\s'"`()[\]{}<>,;“”‘’«»]+/g) ?? []).map(withoutStop);
  const paths = unique(words.filter((word) => isModule(word) && /^[@.#~]|.[/:]./.test(word)));
  if (paths.length > 0) return paths;
  const following = [
    ...instruction.matchAll(
      /\b(?:from|of|in|package|module|library|lib|require)\b[\s'"`(]+([^\s'"`)]+)/gi,
    ),
  ].map(([, word]) => withoutStop(word!));
  const before = [
    ...instruction.matchAll(/([^\s'"`(]+)['"`)]?\s+(?:module|package|library|lib)\b/gi),
  ];
  const said = [...quotedTexts(instruction), ...following, ...before.map(([, word]) => word!)];
  return unique(said.filter((text) => isModule(text) && !FUNCTION_WORDS.has(text)));
}

/** The paths of code files that it names, with their ending: `headers.ts`, `src/http/client.ts`, `./cart`. */
export function pathsFrom(instruction: string): string[] {
  const words = (instruction.match(/[^\s'"`()[\]{}<>,;“”‘’«»]+/g) ?? []).map(withoutStop);
  return unique(
    words.filter((word) => /^[\w@~./-]+\.[cm]?[jt]sx?$|^\.{1,2}\/[\w@./-]+$/.test(word)),
  );
}

function isModule(text: string): boolean {
  return /^(?:@|(?:\.{0,2}\/)+)?[\w#~-][\w./:@-]*$/.test(text);
}

function withoutStop(word: string): string {
  return word.replace(/[.:!?,;]+$/, '');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/**
 * What a comment may say: what is quoted; else what most probably is its text by the `roles` of the words; without these,
 * what lies between places where a text can begin (the
 * start, a colon, a dash, "TODO", "says") and where it can end (the end, a stop, words of place).
 */
export function commentTextsFrom(instruction: string, roles?: Roles): string[] {
  const quoted = quotedTexts(instruction)
    .map((text) => text.replace(/^\/\/\s*|^\/\*\*?\s*|\s*\*\/$/g, '').replace(/^TODO\b:?\s*/i, ''))
    .filter((text) => /\S\s\S/.test(text));
  if (quoted.length > 0) return unique(quoted);
  if (roles) {
    const best = roles.best('text');
    return unique(best.map(({ start, end }) => instruction.slice(start, end)));
  }
  const starts = [0];
  for (const match of instruction.matchAll(TEXT_STARTS)) starts.push(match.index + match[0].length);
  const ends = [instruction.length];
  for (const match of instruction.matchAll(TEXT_ENDS)) ends.push(match.index);
  const texts = starts.flatMap((start) =>
    ends.flatMap((end) => {
      const text = instruction
        .slice(start, end)
        .replace(/^\s*[-–—:]\s+/, '')
        .trim();
      const isText = end > start && /\p{L}/u.test(text) && !ASKS_FOR_TEXT.test(text);
      return isText ? [text, text.replace(/[.!]$/, '')] : [];
    }),
  );
  return unique(texts);
}

/** "add jsdoc for total" asks for a text, and is none. */
const ASKS_FOR_TEXT =
  /^(?:\w+(?:\([^)]*\))?:\s*)?(?:please\s+)?(?:add|write|put|give)\b.*\b(?:js|ts)?doc(?:s|umentation)?\b/i;

const TEXT_STARTS =
  /[:;,–—>?)]\s*|\.\s+|\s-\s|\/\/\s*|\/\*\*?\s*|\bTODO\b[:,]?\s*|(?<!\w)["'`“‘«(]|\b(?:says?|saying|namely|that|to|reads?|reading|comment|text|todo|note|about|of|with|like)\s+/gi;
const TEXT_ENDS =
  /\s+(?:above|over|on|onto|before|at|in|into|to|for|as|just|right|goes|please|pls|should|is|belongs|would|next|near|of|by|there|here)\b|["'`”’»)](?!\w)|[.,;!?](?=\s|$)|\s*\*\/|\s[-–—(]|\s*(?:[→⇒←]|<-)/gi;

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

/** Runs of plain words that only single spaces or hyphens part, in lower case. */
function wordRuns(instruction: string): string[][] {
  let plain = instruction;
  for (const { 0: name, index } of codeMatches(instruction)) {
    plain = plain.slice(0, index) + '.'.repeat(name.length) + plain.slice(index + name.length);
  }
  const runs = plain.match(/[\p{L}\p{N}]+(?:[ -][\p{L}\p{N}]+)*/gu) ?? [];
  return runs.map((run) => run.split(/[ -]/).map((word) => word.toLowerCase()));
}

/** maxRetries -> max retries */
function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{Lo}+|\p{N}+/gu) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** sub total -> subTotal, SubTotal, sub_total, SUB_TOTAL, subtotal; in one style: those of that style. */
function joinWords(words: readonly string[], style: NameStyle | undefined): string[] {
  const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  const snake = words.join('_');
  const camel = pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
  const joined = { camel, pascal, snake, constant: snake.toUpperCase() };
  if (style !== undefined && style !== 'camel') return [joined[style]];
  const all = style === undefined ? Object.values(joined) : [camel];
  return words.length === 2 ? [...all, words.join('')] : all;
}

/** Whether it can name something: an identifier that no language construct has taken. */
export function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text) && !RESERVED.has(text);
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally for function if import in instanceof new null return super switch this throw true try ' +
    'typeof var void while with'
  ).split(' '),
);
