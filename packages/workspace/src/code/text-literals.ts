/**
 * The literals of a text whose language is not known: numbers, quoted texts, booleans, and the plain values of
 * settings files (`key: value`, `KEY=value`). Read line by line with no idea of comments: a literal in one may be
 * changed, too.
 */
import type { Literal, LiteralKind } from './literals.ts';
import { lineOf, type Source } from './source.ts';

const SETTINGS = /\.(?:ya?ml|toml|ini|cfg|conf|env|properties)$|(?:^|[/\\])\.env(?:\.\w+)?$/i;
/** Quoted texts first, so that nothing within them counts. An apostrophe within a word opens none. */
const LITERALS =
  /"(?:[^"\\\n]|\\.)*"|(?<![\p{L}\p{N}])'(?:[^'\\\n]|\\.)*'|(?<![\p{L}\p{N}_$.-])-?(?:0[xob][\da-f_]+|\d[\d_]*(?:\.\d+)?)(?![\p{L}\p{N}_$]|\.\d)|(?<![\p{L}\p{N}_$.-])(?:true|false|yes|no|on|off|null|none)(?![\p{L}\p{N}_$-])/giu;
/** A plain value behind its key, up to a comment. */
const PLAIN_VALUE =
  /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?[\w.-]+[ \t]*[:=][ \t]*([^\s"'#&*![{|>][^\n#]*?)[ \t]*(?:#.*)?$/gm;

const BOOLEANS = [
  ['true', 'false'],
  ['yes', 'no'],
  ['on', 'off'],
] as const;

/** All literals, in the order of the text. */
export function findTextLiterals(source: Source): Literal[] {
  const { text, path } = source;
  const found = [...text.matchAll(LITERALS)].map(({ 0: literal, index }) =>
    literalAt(source, index, literal),
  );
  if (!SETTINGS.test(path)) return found;
  const plain = [...text.matchAll(PLAIN_VALUE)].flatMap(({ 0: line, 1: value = '', index }) => {
    const start = index + line.lastIndexOf(value);
    const isLiteral = found.some((other) => other.start === start && other.text === value);
    return isLiteral ? [] : [literalAt(source, start, value, 'plain')];
  });
  // What is part of a plain value is none by itself.
  const whole = found.filter(
    ({ start, end }) => !plain.some((value) => value.start <= start && end <= value.end),
  );
  return [...whole, ...plain].sort((one, other) => one.start - other.start);
}

/** The opposite of a boolean as the text spells it: False for True. Undefined where it is none. */
export function oppositeOf(text: string): string | undefined {
  const lower = text.toLowerCase();
  const pair = BOOLEANS.find((each) => each.some((word) => word === lower));
  const opposite = pair?.find((word) => word !== lower);
  if (opposite === undefined) return undefined;
  if (text === text.toUpperCase()) return opposite.toUpperCase();
  return /^\p{Lu}/u.test(text) ? opposite.slice(0, 1).toUpperCase() + opposite.slice(1) : opposite;
}

function literalAt(source: Source, start: number, text: string, kind = kindOf(text)): Literal {
  const [delimiter = ''] = kind === 'string' ? text : '';
  const value = kind === 'string' ? text.slice(1, -1) : text;
  const quote = (content: string) =>
    delimiter + (delimiter ? escaped(content, delimiter) : content) + delimiter;
  return { kind, line: lineOf(source, start), start, end: start + text.length, text, value, quote };
}

function kindOf(text: string): LiteralKind {
  if (/^["']/.test(text)) return 'string';
  if (/^(?:null|none)$/i.test(text)) return 'null';
  return oppositeOf(text) === undefined ? 'number' : 'boolean';
}

function escaped(content: string, delimiter: string): string {
  return content.replaceAll('\\', '\\\\').replaceAll(delimiter, `\\${delimiter}`);
}
