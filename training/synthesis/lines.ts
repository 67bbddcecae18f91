/**
 * Lines as the edits of text see them: of what sort a line is, and pools of others of that sort to put beside it, gathered
 * from the same corpus at synthesis time and never committed.
 */
import type { Random } from './random.ts';

/** Lines without indentation by language and sort. */
export type LinePools = ReadonlyMap<string, readonly string[]>;

const LONGEST = 90;
const MOST_OF_A_SORT = 4000;

/** Sorts of lines by the ending of the path; the first that fits counts. */
const SORTS: readonly (readonly [endings: RegExp, sorts: Readonly<Record<string, RegExp>>])[] = [
  [
    /\.[cm]?[jt]sx?$/i,
    {
      comment: /^\/\/ /,
      import: /^import\b.*['"];?$/,
      return: /^(?:return|throw)\b.*;$/,
      variable: /^(?:const|let|var)\b.*;$/,
      member: /^(?:readonly )?\w+\??: [^{]*;$/,
      pair: /^['"\w]+: .*,$/,
      value: /^(?:['"][^'"]*['"]|[\w.]+),$/,
      statement: /^[\w$.]+.*;$/,
      tag: /^<\w.*>$/,
    },
  ],
  [/\.json$/i, { pair: /^"[^"]+": (?:"[^"]*"|[^{["]+),?$/, value: /^"[^"]*",?$/ }],
  [/\.ya?ml$/i, { comment: /^# /, item: /^- \S/, pair: /^[\w.-]+: \S/ }],
  [
    /\.(?:md|markdown)$/i,
    { heading: /^#{1,6} /, item: /^[-*+] |^\d+\. /, text: /^[A-Z][^|]{10,}$/ },
  ],
  [/\.(?:css|scss)$/i, { declaration: /^[\w-]+: .*;$/ }],
  [/\.(?:html?|xml|svg|vue)$/i, { tag: /^<\w.*>$/, comment: /^<!--.*-->$/ }],
  [
    /\.py$/i,
    {
      comment: /^# /,
      import: /^(?:import|from)\b/,
      return: /^(?:return|raise)\b/,
      statement: /^[\w.]+(?:\(.*\)| [-+*/|]?= .*)$/,
    },
  ],
  [/(?:^|\/)dockerfile$/i, { instruction: /^[A-Z]+ \S/ }],
  [
    /\.(?:sh|bash|toml|ini|env|txt)$|(?:^|\/)\.\w+$/i,
    { comment: /^# /, pair: /^[\w.-]+ ?= ?\S/, command: /^[a-z][\w./-]* \S/ },
  ],
];

/** The pool that a line without its indentation belongs to: `ts member`; undefined where nothing is like it. */
export function poolOf(path: string, line: string): string | undefined {
  const [endings, sorts] = SORTS.find(([each]) => each.test(path)) ?? [];
  if (!endings || line.length > LONGEST || !isBalanced(line)) return undefined;
  const sort = Object.entries(sorts!).find(([, pattern]) => pattern.test(line))?.[0];
  return sort && `${endings.source} ${sort}`;
}

/** The pools of lines of the files. */
export function gatherLines(
  files: readonly { readonly path: string; readonly text: string }[],
  random: Random,
): LinePools {
  const pools = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    for (const each of text.split('\n')) {
      const line = each.trim();
      const name = poolOf(path, line);
      if (name === undefined || /["'`]{2}|\\/.test(line)) continue;
      const pool = pools.get(name) ?? new Set();
      pools.set(name, pool.add(line));
    }
  }
  return new Map(
    [...pools].map(([name, pool]) => [name, random.shuffled([...pool]).slice(0, MOST_OF_A_SORT)]),
  );
}

/** Whether brackets come in pairs. */
export function isBalanced(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if ('([{'.includes(sign)) depth++;
    if (')]}'.includes(sign) && --depth < 0) return false;
  }
  return depth === 0;
}
