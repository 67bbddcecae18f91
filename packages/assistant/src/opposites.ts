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

const ARROW = '(?:→|->|=>|⇒|~>|becomes)';
const NEGATED =
  "(?:\\b(?:not|no longer|never|cannot|instead of|rather than|stop(?: being)?)\\b|n['’]t\\b)";

/** What an operation is taken for although the instruction says so plainly that its opposite is meant: "x → x?". */
interface Reversal {
  readonly from: string;
  readonly to: string;
  readonly said: RegExp;
}

const REVERSALS: readonly Reversal[] = [
  {
    from: 'set-readonly',
    to: 'set-mutable',
    // "strip readonly", "readonly x → x", "is readonly … take that keyword off"
    said: new RegExp(
      `\\b(?:strip|stip|drop|remove|delete|lose|omit)\\s+(?:the\\s+|its\\s+)?[\`'"]?readonly\\b|\\breadonly\\s+(\\S+)\\s+${ARROW}\\s+\\1(?!\\S)|\\breadonly\\b.*\\b(?:take|drop|strip|remove|delete)\\b[^.]*\\b(?:it|that|keyword|modifier|word)\\b`,
      'i',
    ),
  },
  {
    from: 'set-required',
    to: 'set-optional',
    said: new RegExp(`(?<![\\w$?])([\\w$]+)[\`'"]?\\s*${ARROW}\\s*[\`'"]?\\1\\?(?!\\w)`),
  },
  {
    from: 'set-optional',
    to: 'set-required',
    said: new RegExp(`(?<![\\w$])([\\w$]+)\\?[\`'"]?\\s*${ARROW}\\s*[\`'"]?\\1(?![\\w$?])`),
  },
  {
    from: 'to-default-export',
    to: 'to-named-export',
    said: new RegExp(
      `\\bexport default [\\w$]+[\`'"]?\\s*${ARROW}|${NEGATED}[^.,;]*\\bdefault\\b`,
      'i',
    ),
  },
  {
    from: 'to-named-export',
    to: 'to-default-export',
    said: new RegExp(
      `${ARROW}\\s*[\`'"]?export default\\b|${NEGATED}[^.,;]*\\b(?:named|by name)\\b`,
      'i',
    ),
  },
  {
    from: 'set-optional',
    to: 'set-required',
    // "I don't want an Options without retries to compile"
    said: new RegExp(
      `${NEGATED}[^.]*\\bwithout\\b[^.]*\\b(?:compile|valid|possible|allowed|accepted|legal|work)\\b`,
      'i',
    ),
  },
  {
    from: 'negate-condition',
    to: 'swap-branches',
    said: /no-negated-condition|\bif\s*\/\s*else\b[^.]*\b(?:around|swap|exchange|flip|turn)|\b(?:swap|exchange|flip|turn)\b[^.]*\b(?:if\s*\/?\s*else|branches)\b/i,
  },
  {
    from: 'type-to-interface',
    to: 'interface-to-type',
    // "make an alias out of that interface", "Cart shouldn't be an interface"
    said: /\b(?:alias|type)\s+(?:out of|from|instead of|rather than)\s+(?:\w+\s+)?interface|\b(?:should not|must not|no longer|needn['’]t|(?:should|must|does)n['’]t(?: need to)?)\s+(?:be\s+)?(?:an?\s+)?interface|\bno\s+declaration merging/i,
  },
  {
    from: 'interface-to-type',
    to: 'type-to-interface',
    said: /\binterface\s+(?:out of|from|instead of|rather than)\s+(?:\w+\s+)?(?:type|alias)|\bnot\s+an\s+interface\s*\?|isn['’]t\s+\S+\s+an\s+interface/i,
  },
  {
    from: 'unexport',
    to: 'to-named-export',
    said: /\bdefault\b.*\bkeep\b.*\bexport|\bdefault\b.*\bstill\b.*\bexport/i,
  },
  { from: 'export', to: 'unexport', said: /\bexport\s+[`'"]?[\w$]+[`'"]?\s*[✗✘❌]/iu },
  {
    from: 'interface-to-type',
    to: 'type-to-interface',
    said: /\b(?:go for|prefer|(?:be|declared|written|rewritten|better|rather) as|into|be|to)\s+(?:an?\s+)?(?:plain\s+|proper\s+)?interface\b/i,
  },
  {
    from: 'type-to-interface',
    to: 'interface-to-type',
    said: /\b(?:go for|prefer|(?:be|declared|written|rewritten|better|rather) as|into|be|to)\s+(?:an?\s+)?(?:plain\s+|proper\s+)?type(?: alias)?\b/i,
  },
  {
    from: 'to-arrow-function',
    to: 'to-function',
    said: /\b(?:instead of|rather than|not)\b[^.]*(?:=>|\barrow)/i,
  },
  {
    from: 'to-function',
    to: 'to-arrow-function',
    said: /\b(?:instead of|rather than|not)\b(?![^.]*(?:=>|\barrow))[^.]*\bfunction\b/i,
  },
];

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
    const reversal = REVERSALS.find(
      ({ from, said }) => from === call.name && said.test(instruction),
    );
    if (reversal) return { ...call, name: reversal.to };
    if (call.name === 'remove-import' && UNUSED_IMPORT.test(instruction)) {
      return { name: 'remove-unused-imports', args: [] };
    }
    const opposite = OPPOSITES.get(call.name);
    const isMeant = opposite === undefined || opposite.words.test(instruction);
    return isMeant ? call : { ...call, name: opposite.name };
  });
  return { ...answer, calls };
}
