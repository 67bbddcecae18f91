/**
 * Operations that take away what their opposite puts in. An instruction for one has some word that says so; where it
 * has none, the opposite is meant: "make checkout async" never takes `async` away. And "don't rename it" asks for
 * nothing. Takes an answer and the instruction, gives the answer that is meant. Pure.
 */
import type { Answer } from '@wick/edits';

interface Opposite {
  readonly name: string;
  /** What an instruction for the operation that takes away says, some of it. */
  readonly words: RegExp;
}

const OPPOSITES: ReadonlyMap<string, Opposite> = new Map([
  [
    'remove-async',
    {
      name: 'make-async',
      words:
        /\b(?:remov|drop|delet|stri?p|los|unn|un-?async|sync|need|useless|pointless|redundant|superfluous|kill|stop|tak|undo|revert|clean|excess|ditch|scrap|purg)\w*|\b(?:rm|no|not|nothing|never|none|without|rid|plain|ordinary|normal|regular|less|out|off|away|gone|goes?|axe|cut|back|leave|hardly|require-await|longer|though|only|just|why|lint|eslint|get|reason)\b|n['’]t|-|→|>|\/\//i,
    },
  ],
]);

/** "strip readonly", "readonly x → x" */
const READONLY_GOES =
  /\b(?:strip|stip|drop|remove|delete|lose|omit)\s+(?:the\s+|its\s+)?[`'"]?readonly\b|\breadonly\s+(\S+)\s+(?:→|->|=>)\s+\1(?!\S)/i;

/** "remove the unused import", which nobody names. */
const UNUSED_IMPORT =
  /^(?:\w+(?:\([^)]*\))?:\s*)?(?:please\s+)?(?:remove|removed|drop|delete|clean up)\s+(?:the\s+|an\s+|all\s+)?unused\s+imports?\W*$/i;

/** "please don't rename it" */
const LEFT_ALONE = /\b(?:do not|don['’]?t|never|no need to)\s+(?:\w+\s+)?(?:rename|retitle)\b/i;

/** The answer, with each operation that the instruction has no word for turned into its opposite. */
export function meantBy(instruction: string, answer: Answer): Answer {
  if (answer.kind !== 'operations') return answer;
  const isRename = answer.calls.some(({ name }) => name === 'rename');
  if (isRename && LEFT_ALONE.test(instruction)) return { kind: 'none' };
  const calls = answer.calls.map((call) => {
    if (call.name === 'set-readonly' && READONLY_GOES.test(instruction)) {
      return { ...call, name: 'set-mutable' };
    }
    if (call.name === 'remove-import' && UNUSED_IMPORT.test(instruction)) {
      return { name: 'remove-unused-imports', args: [] };
    }
    const opposite = OPPOSITES.get(call.name);
    const isMeant = opposite === undefined || opposite.words.test(instruction);
    return isMeant ? call : { ...call, name: opposite.name };
  });
  return { ...answer, calls };
}
