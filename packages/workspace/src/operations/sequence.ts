/**
 * Several operations, one after the other, as one change. Line arguments of all of them speak of the first
 * text, as the model saw only that.
 */
import {
  composeHunks,
  type Hunk,
  type LineIndex,
  type OperationCall,
  parseDocument,
  shiftAnchor,
} from '@wick/edits';
import type { Refusal } from '../code/refusal.ts';
import type { FileChange } from '../project/language-tools.ts';
import type { OperationResult } from './result.ts';

/**
 * Does `calls` with `run`. What is already done is passed over, unless all of them are; any other refusal
 * refuses the whole. Two that change the same other file are refused, as each speaks of that file as it is.
 */
export function runInSequence(
  text: string,
  calls: readonly OperationCall[],
  run: (text: string, call: OperationCall) => OperationResult,
): OperationResult {
  const document = parseDocument(text);
  let current = text;
  let hunks: readonly Hunk[] = [];
  const others: FileChange[] = [];
  let passedOver: Refusal | undefined;
  for (const call of calls) {
    const result = run(current, shiftCall(call, hunks));
    if (result.ok) {
      hunks = composeHunks(document, hunks, result.hunks);
      current = result.after;
      for (const change of result.others ?? []) {
        if (others.some(({ path }) => path === change.path)) return twiceChanged(change.path);
        others.push(change);
      }
    } else if (result.refusal.reason === 'already-done') passedOver ??= result.refusal;
    else return result;
  }
  if (current === text && passedOver) return { ok: false, refusal: passedOver };
  return { ok: true, after: current, hunks, ...(others.length > 0 && { others }) };
}

function twiceChanged(path: string): OperationResult {
  const message = `This would change ${path} twice; ask for one after the other.`;
  return {
    ok: false,
    refusal: { reason: 'not-applicable', message, suggestions: [], lines: [] },
  };
}

function shiftCall(call: OperationCall, hunks: readonly Hunk[]): OperationCall {
  const args = call.args.map((arg) => (typeof arg === 'number' ? shiftedLine(hunks, arg) : arg));
  return { ...call, args };
}

/** Where a line went: for a replaced line the new one at the same place, so far as there is one. */
function shiftedLine(hunks: readonly Hunk[], line: LineIndex): LineIndex {
  const hunk = hunks.find(({ start, end }) => start <= line && line < end);
  if (hunk === undefined) return shiftAnchor(hunks, line, 'end');
  const offset = Math.min(line - hunk.start, Math.max(hunk.lines.length - 1, 0));
  return shiftAnchor(hunks, hunk.start, 'start') + offset;
}
