/**
 * How far an operation on lines or text reaches, where the instruction tells: a piece that stands in several places, none of
 * which is said, is replaced in all of them; and below "the function total" is below its last line. Takes an answer, the
 * instruction and the document's lines, gives the answer that is meant. Pure.
 */
import type { Answer, OperationCall } from '@wick/edits';
import { Pointers } from './pointers.ts';

const EVERYWHERE =
  /\b(?:everywhere|throughout|globally|wherever|all|each|every|any)\b|\bacross the\b/i;
/** "below the loop", "after the whole .button rule". */
const BLOCK =
  'function|method|class|interface|type|enum|struct|trait|impl|def|loop|block|branch|rule|section|service|job|stage|target|test|case|' +
  'if|object|array|list|table|route|handler|component|declaration|definition|statement|entry|item|heading|paragraph|selector';
const BEHIND_BLOCK = new RegExp(
  `\\b(?:after|below|behind|under|beneath|following|past)\\s+(?:the\\s+)?(?:end of\\s+)?(?:the\\s+)?(?:(?:whole|entire|existing|last|first)\\s+)?(?:\\S+\\s+)?(?:${BLOCK})\\b(?! line)|\\b(?:after|below|behind) (?:the )?(?:${BLOCK})\\s`,
  'i',
);

export function reachOf(answer: Answer, instruction: string, lines: readonly string[]): Answer {
  if (answer.kind !== 'operations') return answer;
  return { ...answer, calls: answer.calls.map((call) => reaching(call, instruction, lines)) };
}

function reaching(
  call: OperationCall,
  instruction: string,
  lines: readonly string[],
): OperationCall {
  const pointers = new Pointers(instruction);
  if (call.name === 'replace-text') {
    const [, old, text] = call.args;
    const count = lines.filter((line) => line.includes(String(old))).length;
    const isPointed = pointers.lines.size > 0 || pointers.counts;
    const isMeant = count > 1 && !isPointed && EVERYWHERE.test(instruction);
    return isMeant ? { name: 'replace-all', args: [old!, text!] } : call;
  }
  if (call.name === 'insert-after' && pointers.lines.size === 0 && BEHIND_BLOCK.test(instruction)) {
    return { ...call, name: 'insert-after-block' };
  }
  return call;
}
