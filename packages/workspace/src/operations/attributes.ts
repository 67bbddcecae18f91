/** add-attribute: one more attribute of a tag, in HTML and JSX. */
import type { LineIndex } from '@wick/edits';
import { escapePattern } from '../code/patterns.ts';
import { OperationRefused } from '../code/refusal.ts';
import type { Source } from '../code/source.ts';
import { insertion } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const attributeTransforms: Transforms = { 'add-attribute': addAttribute };

/** What a tag may hold before its end: values in quotes and braces, where `>` ends nothing. */
const INSIDE = String.raw`(?:[^<>"'{}]|"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*`;
const TAG = new RegExp(`<[A-Za-z][\\w.:-]*${INSIDE}>`, 'g');

function addAttribute(source: Source, args: Arguments): TextEdit[] {
  const [line, text, after] = [
    args.line('line'),
    args.text('text').trim(),
    args.textOrEmpty('after'),
  ];
  const tag = tagOn(source, line);
  const [name] = text.split('=');
  const attribute = (wanted: string) =>
    new RegExp(
      `(?<=\\s)${escapePattern(wanted)}(?:=(?:"[^"]*"|'[^']*'|\\{[^}]*\\}|[^\\s>]+))?(?=[\\s/>])`,
    );
  const own = attribute(name!).exec(tag.text);
  if (own) {
    const isSame = own[0] === text;
    const message = `The tag on line ${line + 1} has \`${own[0]}\` already.`;
    throw new OperationRefused(isSame ? 'already-done' : 'not-applicable', message, {
      lines: [line],
    });
  }
  const beside = after === '' ? undefined : attribute(after.split('=')[0]!).exec(tag.text);
  if (beside) return [insertion(tag.start + beside.index + beside[0].length, ` ${text}`)];
  const end = /\s*\/?>$/.exec(tag.text)!.index;
  const isSpread = /\n[ \t]*\S[^\n]*$/.exec(tag.text.slice(0, end));
  // Attributes on lines of their own stay so.
  const indent = isSpread ? /\n[ \t]*/.exec(isSpread[0])![0] : ' ';
  return [insertion(tag.start + end, indent + text)];
}

/** The first tag that begins on the line, else the one that the line is part of. */
function tagOn(source: Source, line: LineIndex): { readonly text: string; readonly start: number } {
  const start = source.offsets[line]!;
  const end = start + source.document.lines[line]!.length;
  const tags = [...source.text.matchAll(TAG)].map(({ 0: text, index }) => ({ text, start: index }));
  const tag =
    tags.find((each) => start <= each.start && each.start < end) ??
    tags.find((each) => each.start < start && start < each.start + each.text.length);
  if (tag) return tag;
  const message = `There is no tag on line ${line + 1}.`;
  throw new OperationRefused('not-applicable', message, { lines: [line] });
}
