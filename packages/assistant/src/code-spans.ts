/**
 * The pieces of code and text that an instruction spells: between quotes of any sort, or so that only code is spelt so
 * (`alt="x"`, `"type": "module"`, `express.json({ limit })`, `<br />`). Takes the instruction, gives spans with their
 * places in it; pure.
 */

export interface CodeSpan {
  readonly text: string;
  /** Characters [start, end) of the instruction, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Whether quotes mark it. */
  readonly quoted: boolean;
}

const NESTED = String.raw`(?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*`;
const STRING = String.raw`(?:"[^"\n]*"|'[^'\n]*')`;
const NAME = String.raw`[\p{L}_$@][\p{L}\p{N}_$.:@/-]*`;

/** Marked by quotes that are no part of the code. */
const MARKED = String.raw`${'`'}(?<ticked>[^${'`'}\n]+)${'`'}|“(?<curly>[^”\n]+)”|‘(?<single>[^’\n]+)’|(?<![\p{L}\p{N}])[sS]\/(?<sed>[^/\n]+)\/|«(?<guillemets>[^»\n]+)»|"(?<code>(?:import|export)\s[^\n]*?\sfrom\s+"[^"\n]+";?)"`;
/** Spelt as only code is. */
const SPELT = [
  String.raw`(?:"[^"\n]+"|'[^'\n]+')\s*:\s*(?:${STRING}|\[[^\]\n]*\]|\{[^}\n]*\}|-?[\d.]+|true|false|null),?`, // "key": value
  String.raw`(?:import|export)\s[^\n]*?\sfrom\s+${STRING};?`,
  String.raw`import\s+${STRING};?`,
  String.raw`(?<![\p{L}\p{N}])(?:return|throw|yield|await|const|let|var)\s+[^\n;]+;`,
  String.raw`<\/?[A-Za-z][^<>\n]*>(?:[^<>\n]*<\/[A-Za-z][\w.]*>)?`, // <meta … />
  String.raw`(?<![\p{L}\p{N}_$])(?:if|for|while|switch)\s*\(${NESTED}\)[^\n;]*;`,
  String.raw`#!?\[[^\]\n]+\]`, // #[serde(default)]
  String.raw`${STRING}(?:,\s*${STRING})+`, // "--workers", "4"
  String.raw`(?<![\p{L}\p{N}_$])\((?:${STRING}|[\w.]+)(?:,\s*(?:${STRING}|[\w.]+))+\)`, // ('a', 'b')
  String.raw`[.#][\w:-]+\s*\{[^{}\n]*\}`, // .button { … }
  String.raw`(?<![\p{L}\p{N}_$.-])[\p{L}_][\w.-]*\s?=\s?(?:${STRING}|-?\d[\d.]*|true|false|\[[^\]\n]*\])(?![\p{L}\p{N}])`, // debug = true
  String.raw`(?<![\p{L}\p{N}_$.-])[\p{L}_-][\w-]*:\s[^\s,;:]+(?:\s[^\s,;:]+){0,5};`, // cursor: pointer;
  String.raw`(?<![\p{L}\p{N}_$.-])[A-Z][A-Z\d]*_[A-Z\d_]+\s?[:=]\s?\S+(?<![.,;])`, // REDIS_URL: redis://…
  String.raw`(?<![\p{L}\p{N}_$.-])[\p{L}_]+\p{Lu}[\w]*:\s[^,;\n]+[,;]`, // idleTimeout: 60 * second,
  String.raw`(?<![\p{L}\p{N}])--?[\p{L}][\w-]*(?:[= ]${STRING}|=\S+)?`, // --flag
  String.raw`[\p{L}_][\p{L}\p{N}_:.-]*=(?:${STRING}|\{[^}\n]*\})`, // attribute="value"
  String.raw`(?<![\p{L}\p{N}_.])(?:(?:new|await|!)\s*)?[\p{L}_$][\p{L}\p{N}_$.?!]*\(${NESTED}\)(?:\.[\p{L}_$][\p{L}\p{N}_$]*(?:\(${NESTED}\))?)*;?`, // a.b(c).d()
  String.raw`\{\s*[^{}\n]*[:,;][^{}\n]*\}`,
  String.raw`\[[^\]\n]*\]`,
].join('|');
const QUOTED = String.raw`(?<![\p{L}\p{N}])(?:"(?<double>[^"\n]+)"|'(?<apostrophes>[^'\n]+)')(?![\p{L}\p{N}])`;
const SPANS = new RegExp(`${MARKED}|(?<spelt>${SPELT})|${QUOTED}`, 'gu');
/** Names with a sign that words have not: `maxRetries`, `REDIS_URL`, `order.status`, `^18.3.1`, `:8080`, `#fff`. */
const NAMES = new RegExp(
  String.raw`(?<![\p{L}\p{N}_$])(?:${NAME}[_.:@/-]+[\p{L}\p{N}_$@][\p{L}\p{N}_$.:@/-]*|\p{Ll}+\p{Lu}[\p{L}\p{N}]*|[\p{L}\p{N}]+_[\p{L}\p{N}_]*|[\^~v]?\d+(?:\.\d+)+\S*|[:.#]\w[\w-]+)(?<![.:,;])`,
  'gu',
);

/** What the instruction spells as code, in its order; those in quotes, and those that are only spelt so. */
export function codeSpansFrom(instruction: string): readonly CodeSpan[] {
  return [...instruction.matchAll(SPANS)].flatMap((match): CodeSpan[] => {
    const { spelt, ...marked } = match.groups ?? {};
    const text = spelt ?? Object.values(marked).find((each) => each !== undefined) ?? '';
    const [start, end] = [match.index, match.index + match[0].length];
    return text.trim() === '' ? [] : [{ text, start, end, quoted: spelt === undefined }];
  });
}

/** Names that only code spells so, outside the spans. */
export function codeWordsFrom(
  instruction: string,
  spans: readonly CodeSpan[],
): readonly CodeSpan[] {
  return [...instruction.matchAll(NAMES)].flatMap(({ 0: text, index }): CodeSpan[] => {
    const isWithin = spans.some(({ start, end }) => start <= index && index < end);
    return isWithin ? [] : [{ text, start: index, end: index + text.length, quoted: false }];
  });
}
