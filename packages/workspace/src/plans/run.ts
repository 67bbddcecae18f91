/** Runs the operations on plans (markdown checklists) on a text: gives the changed text and its hunks, or a refusal. */
import {
  applyHunks,
  diffDocuments,
  diffSequences,
  documentText,
  type OperationCall,
  parseDocument,
  planOperations,
} from '@wick/edits';
import { OperationRefused } from '../code/refusal.ts';
import type { OperationResult } from '../operations/result.ts';
import { runInSequence } from '../operations/sequence.ts';
import { Arguments } from '../operations/transform.ts';
import { parseChecklist } from './checklist.ts';
import { revisions } from './revise.ts';

/** Runs several operations as one change; as `runOperations` does for code. */
export function runPlanOperations(text: string, calls: readonly OperationCall[]): OperationResult {
  return runInSequence(text, calls, runPlanOperation);
}

export function runPlanOperation(text: string, call: OperationCall): OperationResult {
  try {
    const document = parseDocument(text);
    const lines = revised(document.lines, call);
    const hunks = diffSequences(document.lines, lines).map((span) => ({
      start: span.beforeStart,
      end: span.beforeEnd,
      lines: lines.slice(span.afterStart, span.afterEnd),
    }));
    const after = documentText(applyHunks(document, hunks));
    return { ok: true, after, hunks: diffDocuments(document, parseDocument(after)) };
  } catch (error) {
    if (error instanceof OperationRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

/** @throws OperationRefused */
function revised(lines: readonly string[], call: OperationCall): readonly string[] {
  const spec = planOperations.get(call.name);
  const revise = Object.hasOwn(revisions, call.name) ? revisions[call.name] : undefined;
  if (spec === undefined || revise === undefined) {
    throw new OperationRefused('not-applicable', `Plans have no operation named ${call.name}.`);
  }
  return revise(parseChecklist(lines), new Arguments(spec, call));
}
