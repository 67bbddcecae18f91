/** delete-lines: whole lines with their endings, in a text of any language. */
import { OperationRefused } from '../code/refusal.ts';
import type { Source } from '../code/source.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const lineTransforms: Transforms = { 'delete-lines': deleteLines };

function deleteLines(source: Source, args: Arguments): TextEdit[] {
  const [first, last] = [args.line('first'), args.line('last')];
  if (last < first) {
    throw new OperationRefused(
      'not-applicable',
      `Lines ${first + 1} to ${last + 1} are no range: the first is after the last.`,
    );
  }
  const starts = source.file.getLineStarts();
  const start = starts[first]!;
  const next = starts[last + 1];
  if (next !== undefined) return [{ start, end: next, text: '' }];
  // The last line has no line end of its own: the one before it goes with it.
  const before = first === 0 ? start : source.file.getLineEndOfPosition(starts[first - 1]!);
  return [{ start: before, end: source.text.length, text: '' }];
}
