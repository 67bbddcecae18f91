/**
 * replace-line, insert-after, insert-after-block and insert-before: lines that the instruction spells, put in as deep as their
 * neighbours and parted from them as these are parted.
 */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import { indentOf, indentUnit, type Source } from '../code/source.ts';
import { isJson } from '../code/typescript.ts';
import { closes } from '../text/block-ends.ts';
import { codeAbove, codeOf } from '../text/brackets.ts';
import { describedAt, extentAt } from '../text/extents.ts';
import { blankLines, gapOf, isBlock } from '../text/gaps.ts';
import { opensBelow } from '../text/interiors.ts';
import { languageAt } from '../text/languages.ts';
import { bodyOf, depthOf, filledFrom, isBlank, isLabel } from '../text/lines.ts';
import { spaced } from '../text/sections.ts';
import { isLastAt, isParting, separatorAt, withSign } from '../text/separators.ts';
import { relined } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const newLineTransforms: Transforms = {
  'replace-line': replaceLine,
  'insert-after': (source, args) => insertAfter(source, args.line('line'), newText(args)),
  'insert-after-block': insertAfterBlock,
  'insert-before': insertBefore,
};

/** The line that the instruction spells. */
export function newText(args: Arguments): string {
  const text = args.text('text').trim();
  if (text !== '' && !/[\n\r]/.test(text)) return text;
  throw new OperationRefused('not-applicable', 'The new line must be one line of text.');
}

/** The line's text, with the indentation and bullet it has, and the sign that it needs at its end. */
function replaceLine(source: Source, args: Arguments): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const old = source.document.lines[line]!;
  const indent = isBlank(old) ? indentAround(source, line) : indentOf(source, line);
  const heading = /^#{1,6} /.exec(old)?.[0] ?? '';
  const { blocks } = languageAt(source, line);
  const isHeading = blocks === 'headings' && heading !== '' && !/^#{1,6} /.test(text);
  const content =
    (isHeading ? heading : '') + ended(source, line, bulleted(source, line, text, false));
  if (content === old.trim()) {
    const message = `Line ${line + 1} is so already.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const start = source.offsets[line]!;
  return [{ start, end: start + old.trimEnd().length, text: indent + content }];
}

/** What begins a block of Python. */
const HEAD = /^(?:async|class|def|elif|else|except|finally|for|if|try|while|with)\b/;

/** A text in the place of a line: with the comma or semicolon that the line's code ends with; of a head, the colon or brace. */
function ended(source: Source, line: LineIndex, text: string): string {
  const code = codeOf(source, line);
  if (isComment(source, line, text) || /[,;{([:]$/.test(text)) return text;
  const { filler } = languageAt(source, line);
  if (filler && HEAD.test(text) && HEAD.test(code.trimStart()) && code.endsWith(':')) {
    return `${text}:`;
  }
  const brace = text.endsWith(')') ? /(?<=\))\s*\{$/.exec(code)?.[0] : undefined;
  return text + (/[,;]$/.exec(code)?.[0] ?? brace ?? '');
}

function isComment(source: Source, line: LineIndex, text: string): boolean {
  const { line: mark, block } = languageAt(source, line).comments;
  return [mark, block?.[0], '//', '/*'].some((each) => each !== undefined && text.startsWith(each));
}

/** What an item begins with, as far as text in its place would not begin with something of its own. */
function bulletOf(source: Source, line: LineIndex, text: string): string {
  const { item, blocks } = languageAt(source, line);
  const bullet = item?.exec(source.document.lines[line]!.trimStart())?.[0] ?? '';
  const isOwn =
    blocks === 'headings'
      ? /^(?:[-*+]|\d+[.)]|#{1,6}|<!--|```|~~~|[>|])(?:\s|$)/
      : /^(?:-|#)(?:\s|$)/;
  if (isOwn.test(text)) return '';
  return /^\[[ xX]\] /.test(text) ? bullet.replace(/\[[ xX]\] /, '') : bullet;
}

/** A text as an item like that on `line`: with its bullet or number, and a box that is not ticked where it `isNew`. */
export function bulleted(source: Source, line: LineIndex, text: string, isNew = true): string {
  const bullet = bulletOf(source, line, text);
  return (isNew ? bullet.replace(/\[[xX]\]/, '[ ]') : bullet) + text;
}

function insertAfter(source: Source, line: LineIndex, text: string): TextEdit[] {
  const item = itemAbove(source, line, text);
  if (item !== undefined) {
    const at = extentAt(source, item).last + 1;
    return placed(source, at, indentOf(source, item), bulleted(source, item, text));
  }
  return placed(source, line + 1, indentBelow(source, line, text), text);
}

/** The item of a list that ends where another can be put: the one on `line`; for a text that begins as one, also around it. */
function itemAbove(source: Source, line: LineIndex, text: string): LineIndex | undefined {
  const { lines } = source.document;
  const { item, blocks } = languageAt(source, line);
  const isItem = (at: LineIndex) => item?.test(lines[at]!.trimStart());
  if (!item || isBlank(lines[line])) return undefined;
  if (blocks === 'headings') {
    const isAlike = bulletOf(source, line, text) !== '' || item.test(text);
    return isItem(line) && isAlike ? line : undefined;
  }
  const isKey = (content: string) =>
    /^(?:"[^"]*"|'[^']*'|[^\s#'"[{&*!|>-][^#]*?):(?:\s|$)/.test(content);
  const content = lines[line]!.trimStart().replace(item, '');
  if (isItem(line)) return isKey(text) && isKey(content) ? undefined : line;
  if (!item.test(text) || codeOf(source, line).endsWith(':')) return undefined;
  let at: LineIndex | undefined = line;
  while (at !== undefined && !isItem(at)) {
    const depth = depthOf(lines[at]!);
    at = lines.findLastIndex(
      (each, above) => above < at! && !isBlank(each) && depthOf(each) < depth,
    );
    if (at < 0) at = undefined;
  }
  return at;
}

/** How deep a line stands below another: as deep as what that opens, where it opens something. */
function indentBelow(source: Source, line: LineIndex, text: string): string {
  const { lines } = source.document;
  if (isBlank(lines[line])) return indentAround(source, line);
  const own = indentOf(source, line);
  const { item } = languageAt(source, line);
  const bullet = item?.exec(lines[line]!.trimStart())?.[0];
  if (opensBelow(source, line)) {
    const next = lines[line + 1] ?? '';
    return depthOf(next) > own.length ? indentOf(source, line + 1) : own + indentUnit(source);
  }
  return bullet === undefined
    ? indentOf(source, beginningOf(source, line, text))
    : own + ' '.repeat(bullet.length);
}

/** How deep a line stands in the place of a blank one. */
function indentAround(source: Source, line: LineIndex): string {
  const above = filledFrom(source.document.lines, line, -1);
  return above === undefined ? '' : indentBelow(source, above, '');
}

/** The line on which the statement begins that ends on `line`, where a text does not go on with it. */
function beginningOf(source: Source, line: LineIndex, text: string): LineIndex {
  const { lines } = source.document;
  if (languageAt(source, line).blocks !== 'brackets' || /^[.?:|&+*]/.test(text)) return line;
  const above = lines.findLastIndex(
    (each, at) => at < line && !isBlank(each) && depthOf(each) < depthOf(lines[line]!),
  );
  if (above < 0 || isLabel(lines[above]!)) return line;
  return extentAt(source, above).last === line ? beginningOf(source, above, text) : line;
}

function insertAfterBlock(source: Source, args: Arguments): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const last = endOfBranches(source, line);
  const block = { ...describedAt(source, line), last };
  const gap = isBlock(block) ? (gapOf(source, block) ?? 0) : 0;
  return placed(source, last + 1, indentOf(source, line), bulleted(source, line, text), {
    above: gap,
    isOwn: true,
  });
}

/** The last line of what begins on `line`; of one branch among others, that of all. */
function endOfBranches(source: Source, line: LineIndex): LineIndex {
  const { lines } = source.document;
  let { last } = extentAt(source, line);
  const isPart = (at: LineIndex) =>
    closes(source, at) && depthOf(lines[at] ?? '') === depthOf(lines[line]!);
  while (isPart(line) && isPart(last + 1)) last = extentAt(source, last + 1).last;
  return last;
}

/** Above what speaks of the line, too, unless the new one does. */
function insertBefore(source: Source, args: Arguments): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const { decorator } = languageAt(source, line);
  const isAbout = decorator.test(text) || isComment(source, line, text);
  const block = describedAt(source, line);
  const isDescribed = !isAbout && block.first < line;
  const indent = closes(source, line) ? indentWithin(source, line) : indentOf(source, line);
  return placed(source, isDescribed ? block.first : line, indent, bulleted(source, line, text), {
    below: isDescribed ? (gapOf(source, block) ?? 0) : 0,
  });
}

/** How deep the lines stand that end above what closes them. */
function indentWithin(source: Source, line: LineIndex): string {
  const above = filledFrom(source.document.lines, line - 1, -1);
  const own = indentOf(source, line);
  const inner = above === undefined ? '' : indentOf(source, above);
  return inner.length > own.length ? inner : own + indentUnit(source);
}

interface Spacing {
  /** Blank lines between it and its neighbours. */
  readonly above?: number;
  readonly below?: number;
  /** Whether it is a paragraph of its own, in documents that have such. */
  readonly isOwn?: boolean;
}

/** The edits that put `text` above line `at`, parted from its neighbours. */
export function placed(
  source: Source,
  at: LineIndex,
  indent: string,
  text: string,
  { above = 0, below = 0, isOwn = false }: Spacing = {},
): TextEdit[] {
  const all = [...bodyOf(source)];
  const place = Math.min(at, all.length);
  const sign = isComment(source, place, text) ? '' : separatorAt(source, place, indent.length);
  const entry = codeAbove(source, place - 1);
  let content = text;
  if (entry !== undefined && isParting(source, place, sign)) {
    const signed = withSign(source, entry, sign, true);
    const isFollowing = signed !== all[entry];
    const isOnly = sign === ',' && /[([{]$/.test(codeOf(source, entry));
    const takesNone = isFollowing || isOnly || isJson(source.path);
    const goesWithout = takesNone && isLastAt(source, place);
    all[entry] = signed;
    content = goesWithout ? bare(text) : endedWith(bare(text), sign);
  } else if (sign === ';' && !/^@/.test(text)) content = endedWith(text, sign);
  const lines = spaced(source, place, indent + content, isOwn);
  const isSpaced = lines.length > 1;
  all.splice(
    place,
    0,
    ...blankLines(isSpaced ? 0 : above),
    ...lines,
    ...blankLines(isSpaced ? 0 : below),
  );
  return relined(source, all);
}

function bare(text: string): string {
  return text.replace(/[,;]$/, '');
}

/** A text with the sign at its end, unless it opens or ends something else. */
function endedWith(text: string, sign: string): string {
  const isEnded = sign === ',' ? /[([{,]$/ : /[;{}>,:]$|\*\/$/;
  return isEnded.test(text) ? text : text + sign;
}
