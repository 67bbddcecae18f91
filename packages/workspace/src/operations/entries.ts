/**
 * append-entry and prepend-entry: one more entry of what a line opens, parted from the others as these are, with the bullet or
 * number that they begin with.
 */
import type { LineIndex } from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import { indentOf, type Source } from '../code/source.ts';
import { asidesOn } from '../text/brackets.ts';
import { type Interior, interiorAt, partsOf } from '../text/interiors.ts';
import { languageAt, languageOf } from '../text/languages.ts';
import { bodyOf, depthOf, filledFrom, isBlank } from '../text/lines.ts';
import { insertion, relined } from './edits.ts';
import { bulleted, newText, placed } from './new-lines.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const entryTransforms: Transforms = {
  'append-entry': (source, args) => enter(source, args, 'last'),
  'prepend-entry': (source, args) => enter(source, args, 'first'),
};

function enter(source: Source, args: Arguments, where: 'first' | 'last'): TextEdit[] {
  const [line, text] = [args.line('line'), newText(args)];
  const interior = interiorAt(source, line);
  if (!interior) {
    const message = `Line ${line + 1} opens nothing that an entry could be put into.`;
    throw new OperationRefused('not-applicable', message, { lines: [line] });
  }
  if (interior.kind === 'inline') return enterInline(source, interior, text, where);
  const { first, last, indent } = interior;
  const { lines } = source.document;
  const already = lines.findIndex((each, at) => {
    const isEntry = at >= first && at <= last && depthOf(each) === indent.length;
    return isEntry && bareOf(source, at, each) === bareOf(source, at, text);
  });
  if (already >= 0) {
    const message = `Line ${already + 1} is that entry already.`;
    throw new OperationRefused('already-done', message, { lines: [already] });
  }
  const at = where === 'first' ? beginningOf(source, interior) : last + 1;
  const like = siblingOf(source, interior, where) ?? (isItem(source, line) ? line : undefined);
  const entry = like === undefined ? text : bulleted(source, like, text);
  return placed(source, at, indent, entry, { isOwn: true });
}

type Lines = Interior & { kind: 'lines' };

function isItem(source: Source, line: LineIndex): boolean {
  const { item, blocks } = languageAt(source, line);
  return blocks === 'headings' && item!.test(source.document.lines[line]!.trimStart());
}

/** The nearest entry to the place of the new one. */
function siblingOf(source: Source, { first, last, indent }: Lines, where: 'first' | 'last') {
  const isEntry = (text: string, at: LineIndex) =>
    at >= first && at <= last && !isBlank(text) && depthOf(text) === indent.length;
  const { lines } = source.document;
  const at = where === 'first' ? lines.findIndex(isEntry) : lines.findLastIndex(isEntry);
  return at < 0 ? undefined : at;
}

/** Where entries begin: behind a text that speaks of the whole (a docstring, a directive), or the head of a table. */
function beginningOf(source: Source, { first, last, separator }: Lines): LineIndex {
  const { lines } = source.document;
  const { blocks } = languageAt(source, first);
  const child = filledFrom(lines, first, 1) ?? first;
  if (blocks === 'headings') {
    return child > last
      ? first
      : /^\s*\|?[\s:|-]+\|/.test(lines[child + 1] ?? '')
        ? child + 2
        : child;
  }
  let at = child;
  const isText = () =>
    asidesOn(source, at).some(({ start, end, isComment }) => {
      const content = lines[at]!.replace(/;\s*$/, '').trimEnd();
      return !isComment && start <= depthOf(content) && end >= content.length;
    });
  while (separator !== ',' && at <= last && isText()) at++;
  return at > child ? at : first;
}

/** An entry without its bullet and its sign. */
function bareOf(source: Source, line: LineIndex, text: string): string {
  const { item } = languageAt(source, line);
  const entry = text.trim().replace(/[,;]$/, '');
  return item ? entry.replace(item, '') : entry;
}

function enterInline(
  source: Source,
  interior: Interior & { kind: 'inline' },
  text: string,
  where: 'first' | 'last',
): TextEdit[] {
  const { line, start, end, separator } = interior;
  const { texts, signs } = partsOf(source, line, start, end);
  const entry = text.replace(/[,;]$/, '');
  if (texts.includes(entry)) {
    const message = `Line ${line + 1} has \`${entry}\` already.`;
    throw new OperationRefused('already-done', message, { lines: [line] });
  }
  const content = source.document.lines[line]!;
  const inner = content.slice(start, end);
  const offset = source.offsets[line]!;
  if (texts.length === 0) {
    if (separator !== ',') return opened(source, interior, separator === ';' ? `${entry};` : text);
    const isPadded =
      content[start - 1] === '{' && takesPadding(source, content.slice(0, start - 1));
    const padded = isPadded ? ` ${entry} ` : entry;
    return [{ start: offset + start, end: offset + end, text: padded }];
  }
  const isTight = /[,;]\S/.test(inner) && !/[,;]\s/.test(inner);
  const isWord = separator === '' && !text.startsWith('<') && !inner.endsWith('>');
  const gap = isWord || (separator !== '' && !isTight) ? ' ' : '';
  if (where === 'first') {
    const at = start + inner.length - inner.trimStart().length;
    return [insertion(offset + at, entry + separator + gap)];
  }
  const at = offset + start + inner.trimEnd().length;
  const isEnded = signs.length === texts.length;
  return [insertion(at, isEnded ? gap + entry + separator : separator + gap + entry)];
}

/** Of what holds nothing yet, with lines of their own for the entry and for what closes it. */
function opened(
  source: Source,
  { line, start, end, indent }: Interior & { kind: 'inline' },
  text: string,
): TextEdit[] {
  const content = source.document.lines[line]!;
  const close = indentOf(source, line) + content.slice(end);
  const lines = [content.slice(0, start), indent + text, close];
  return relined(source, bodyOf(source).toSpliced(line, 1, ...lines));
}

/** Whether spaces stand within braces: not of Python, nor of a literal right behind its type. */
function takesPadding(source: Source, before: string): boolean {
  const { blocks, item } = languageOf(source.path);
  return (blocks !== 'indentation' || item !== undefined) && !/[\w\]>]$/.test(before);
}
