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

/** `alt="x"`, `disabled={busy}` */
const ATTRIBUTE = /^[\p{L}_][\p{L}\p{N}_:.-]*=(?:"[^"]*"|'[^']*'|\{.*\})$/u;
const MARKUP = /\.(?:[jt]sx|html?|vue|svelte|xml|svg)$/i;
/** "up by one", "down one line" */
const BY_ONE = /\b(up|down)\s+(?:by\s+)?(?:one|a)\b/i;
/** `key = value`, `key: value` */
const KEYED = /^(\s*(?:-\s+)?["']?[\w.-]+["']?\s*[:=]\s*)(\S.*?)[,;]?\s*$/;
const STRING = /"[^"\n]*"|'[^'\n]*'/g;

interface Said {
  readonly instruction: string;
  readonly path: string;
  readonly lines: readonly string[];
}

export function reachOf(answer: Answer, said: Said): Answer {
  if (answer.kind !== 'operations') return answer;
  const pointers = new Pointers(said.instruction);
  return { ...answer, calls: answer.calls.map((call) => reaching(call, pointers, said)) };
}

function reaching(
  call: OperationCall,
  pointers: Pointers,
  { instruction, path, lines }: Said,
): OperationCall {
  const [line, text] = call.args;
  switch (call.name) {
    case 'replace-text': {
      const [, old, wanted] = call.args;
      const count = lines.filter((each) => each.includes(String(old))).length;
      const isPointed = pointers.lines.size > 0 || pointers.counts;
      const isMeant = count > 1 && !isPointed && EVERYWHERE.test(instruction);
      return isMeant ? { name: 'replace-all', args: [old!, wanted!] } : call;
    }
    case 'insert-after':
    case 'insert-before':
    case 'append-entry':
    case 'prepend-entry':
      if (MARKUP.test(path) && ATTRIBUTE.test(String(text))) {
        const after = /\b(?:after|behind)\s+(?:the\s+|its\s+)?[`'"]?([\w-]+)/i.exec(
          instruction,
        )?.[1];
        return { name: 'add-attribute', args: [line!, text!, ...(after ? [after] : [])] };
      }
      if (call.name !== 'insert-after' || pointers.lines.size > 0) return call;
      return BEHIND_BLOCK.test(instruction) ? { ...call, name: 'insert-after-block' } : call;
    case 'move-before':
    case 'move-after':
      return byOne(call, instruction, lines);
    case 'replace-line':
      return within(call, instruction, lines);
    default:
      return call;
  }
}

/** A line that moves by one goes past its next neighbour of the same depth. */
function byOne(call: OperationCall, instruction: string, lines: readonly string[]): OperationCall {
  const [, way] = BY_ONE.exec(instruction) ?? [];
  const [line] = call.args;
  if (way === undefined || typeof line !== 'number') return call;
  const depth = (at: number) => lines[at]!.length - lines[at]!.trimStart().length;
  const isPeer = (text: string, at: number) => text.trim() !== '' && depth(at) === depth(line);
  const isUp = way.toLowerCase() === 'up';
  const other = isUp
    ? lines.findLastIndex((text, at) => at < line && isPeer(text, at))
    : lines.findIndex((text, at) => at > line && isPeer(text, at));
  return other < 0 ? call : { name: isUp ? 'move-before' : 'move-after', args: [line, other] };
}

/** "The title should say \"Wick\"" speaks of what is in the quotes, "addopts should be \"-q\"" of the value behind its key. */
function within(call: OperationCall, instruction: string, lines: readonly string[]): OperationCall {
  const [line, text] = call.args;
  if (typeof line !== 'number' || typeof text !== 'string') return call;
  const old = lines[line] ?? '';
  const [, , value] = KEYED.exec(old) ?? [];
  const isValue = value !== undefined && !/[:=]/.test(text) && /^["'\d[{]|^\w+$/.test(text);
  if (isValue) return { name: 'replace-text', args: [line, value, text] };
  const strings = old.match(STRING) ?? [];
  const isSaid = /\b(?:says?|reads?)\b/i.test(instruction) && !/[;{}()=]/.test(text);
  const isWhole = text.includes(old.trim().split(/\s/)[0]!);
  if (!isSaid || strings.length !== 1 || isWhole) return call;
  const content = strings[0]!.slice(1, -1);
  return content === '' ? call : { name: 'replace-text', args: [line, content, text] };
}
