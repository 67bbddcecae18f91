/**
 * add-enum-member: at the end of an enum, in its own layout. Where the members have values of their own, the new
 * one gets the value that follows from theirs by the one evident rule; without such a rule it is refused.
 */
import type ts from 'typescript';
import { findDeclarations, nameText } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { isMemberName } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import {
  describeLines,
  indentOf,
  indentUnit,
  preferredQuote,
  type Source,
  startLine,
} from '../code/source.ts';
import { appended } from './arrays.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const enumTransforms: Transforms = { 'add-enum-member': addEnumMember };

function addEnumMember(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const name = args.text('name');
  if (!source.typed) {
    const message = `${source.path} is JavaScript, which has no enums.`;
    throw new OperationRefused('not-applicable', message);
  }
  const node = findEnum(source, symbol);
  const same = node.members.find((member) => nameText(source, member.name) === name);
  if (same) {
    const lines = [startLine(source, same)];
    const message = `\`${symbol}\` already has a member \`${name}\` (${describeLines(lines)}).`;
    throw new OperationRefused('already-done', message, { lines });
  }
  if (name.startsWith('#') || /^[\d.]/.test(name)) {
    const message = `\`${name}\` is not a name that a member of an enum can have.`;
    throw new OperationRefused('not-applicable', message);
  }
  const quote = preferredQuote(source);
  const written = isMemberName(source.ts, name) ? name : quote + name + quote;
  const value = valueFor(source, node, name);
  const text = value === undefined ? written : `${written} = ${value}`;
  return node.members.length > 0
    ? appended(source, node.members, text)
    : [intoEmpty(source, node, text)];
}

/** The one enum of that name. */
function findEnum(source: Source, symbol: string): ts.EnumDeclaration {
  const { ts } = source;
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  const enums = named.flatMap(({ node }) => (ts.isEnumDeclaration(node) ? [node] : []));
  const [only] = enums;
  if (named.length === 0) {
    const names = declarations.filter(({ sort }) => sort === 'enum').map(({ name }) => name);
    throw notFound('enum', symbol, names);
  }
  if (only === undefined) {
    const lines = [startLine(source, named[0]!.nameNode)];
    const message = `\`${symbol}\` (${describeLines(lines)}) is not an enum.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (enums.length > 1) {
    const lines = enums.map((node) => startLine(source, node));
    const message = `\`${symbol}\` is declared ${enums.length} times: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  return only;
}

/** The only member of an enum without any, on a line of its own. */
function intoEmpty(source: Source, node: ts.EnumDeclaration, text: string): TextEdit {
  const outer = indentOf(source, startLine(source, node));
  const line = `\n${outer}${indentUnit(source)}${text},`;
  const { pos } = node.members;
  const inside = source.text.slice(pos, node.end - 1);
  if (inside.trim() === '') return { start: pos, end: node.end - 1, text: `${line}\n${outer}` };
  return insertion(pos + inside.trimEnd().length, line);
}

/**
 * The value, as it is written, that a new last member must have; undefined where it needs none.
 * @throws OperationRefused where it needs one, and the others do not tell which
 */
function valueFor(source: Source, node: ts.EnumDeclaration, name: string): string | undefined {
  const { ts, file } = source;
  const last = node.members.at(-1);
  if (last === undefined) return undefined;
  const lines = [startLine(source, last)];
  const refuse = (why: string) => new OperationRefused('not-applicable', `${why}.`, { lines });
  const values = node.members.map(({ initializer }) => initializer);
  const written = values.map((value) => value?.getText(file));
  if (last.initializer && ts.isStringLiteralLike(last.initializer)) {
    const quote = written.at(-1)![0]!;
    return quote + stringFor(source, node, name, refuse) + quote;
  }
  const shift = nextShift(written);
  if (shift !== undefined) return shift;
  const numbers = numbersOf(written);
  const next = numbers.at(-1);
  if (next === undefined && last.initializer) {
    throw refuse(`The value of \`${last.name.getText(file)}\` does not tell which one comes next`);
  }
  const isWritten = written.every((value) => value !== undefined) && written.length > 1;
  if (isWritten) {
    const known = numbers.filter((number) => number !== undefined);
    const following = known.length === numbers.length ? followingNumber(known) : undefined;
    if (following === undefined) {
      throw refuse(`The numbers of \`${node.name.text}\` do not tell which one comes next`);
    }
    return numberLike(written.at(-1)!, following);
  }
  const same = numbers.findIndex((number) => number !== undefined && number === (next ?? NaN) + 1);
  if (same >= 0) {
    const other = node.members[same]!.name.getText(file);
    throw refuse(`\`${name}\` would get the value of \`${other}\``);
  }
  return undefined;
}

/** The numbers of members, as written or counted on; undefined where a value is no number in digits. */
function numbersOf(written: readonly (string | undefined)[]): (number | undefined)[] {
  let counted: number | undefined = -1;
  return written.map((text) => {
    if (text === undefined) counted = counted === undefined ? undefined : counted + 1;
    else counted = /^-?\d[\w.]*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined;
    return counted;
  });
}

/** The number that follows by one step, the same each time (of two numbers: by one), or by doubling. */
function followingNumber(numbers: readonly number[]): number | undefined {
  const last = numbers.at(-1)!;
  const steps = new Set(numbers.slice(1).map((number, index) => number - numbers[index]!));
  const [step] = steps;
  const isEven = steps.size === 1 && step !== 0;
  if (isEven && (numbers.length > 2 || Math.abs(step!) === 1)) return last + step!;
  const flags = numbers[0] === 0 ? numbers.slice(1) : numbers;
  const isDoubled = flags.every((flag, index) => index === 0 || flag === 2 * flags[index - 1]!);
  return isDoubled && flags.length > 2 && flags[0] === 1 ? 2 * last : undefined;
}

/** A number in the notation of another: hexadecimal, with as many digits, where that is. */
function numberLike(other: string, number: number): string {
  const digits = /^0x([\da-f]+)$/i.exec(other)?.[1];
  if (digits === undefined) return String(number);
  const hexadecimal = number.toString(16).padStart(digits.length, '0');
  return `0x${/[A-F]/.test(digits) ? hexadecimal.toUpperCase() : hexadecimal}`;
}

/** `1 << 3` behind `1 << 2`; undefined where not all members but the first few plain numbers are such flags. */
function nextShift(written: readonly (string | undefined)[]): string | undefined {
  const flags = written.filter((value) => !/^[01]$/.test(value ?? ''));
  const bits = flags.map((value) => /^1 *<< *(\d+)$/.exec(value ?? '')?.[1]);
  const last = bits.at(-1);
  const isOne = bits.every((bit, index) => Number(bit) === Number(bits[0]) + index);
  return last && isOne ? flags.at(-1)!.replace(/\d+$/, String(Number(last) + 1)) : undefined;
}

type StringRule = (name: string) => string;

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const joined =
  (separator: string, spelt: (word: string, index: number) => string): StringRule =>
  (name) =>
    (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [])
      .map((word, index) => spelt(word.toLowerCase(), index))
      .join(separator);

/** How the value of a member is spelt after its name, behind a prefix that all of them share. */
const STRING_RULES: readonly StringRule[] = [
  (name) => name,
  (name) => name.toLowerCase(),
  (name) => name.toUpperCase(),
  ...['-', '_', ' ', '.', ':', '/'].map((separator) => joined(separator, (word) => word)),
  ...['-', '_', ' '].map((separator) => joined(separator, (word) => word.toUpperCase())),
  joined('', capital),
  joined('', (word, index) => (index === 0 ? word : capital(word))),
  joined(' ', capital),
  joined(' ', (word, index) => (index === 0 ? capital(word) : word)),
];

/** The string for a new member called `name`, by the rule that all others follow. */
function stringFor(
  source: Source,
  node: ts.EnumDeclaration,
  name: string,
  refuse: (why: string) => OperationRefused,
): string {
  const { ts } = source;
  const known = node.members.map(({ name: member, initializer }) => ({
    name: nameText(source, member) ?? '',
    value: initializer && ts.isStringLiteralLike(initializer) ? initializer.text : undefined,
  }));
  const fitting = STRING_RULES.flatMap((rule) => {
    const prefixes = known.map((member) => {
      const spelt = rule(member.name);
      const fits = spelt !== '' && member.value?.endsWith(spelt);
      return fits ? member.value!.slice(0, -spelt.length) : undefined;
    });
    const [prefix] = prefixes;
    const isOne = prefix !== undefined && prefixes.every((other) => other === prefix);
    return isOne && (prefix === '' || known.length > 1)
      ? [{ rule, value: prefix + rule(name) }]
      : [];
  });
  // Where the names themselves are the values, that is the rule, however else it could be told.
  const [first] = fitting;
  if (first && (first.rule === STRING_RULES[0] || fitting.every((f) => f.value === first.value))) {
    return first.value;
  }
  const possible = [...new Set(fitting.map(({ value }) => `'${value}'`))];
  throw refuse(
    possible.length === 0
      ? `The strings of \`${node.name.text}\` follow no rule that would tell the one of \`${name}\``
      : `The string of \`${name}\` could be ${possible.join(' or ')}`,
  );
}
