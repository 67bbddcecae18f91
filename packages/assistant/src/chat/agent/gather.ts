/**
 * One shell command that finds the files a request is about and prints them, and the reading of what it printed. Takes
 * the user's words; gives a POSIX script. Takes a tool's output; gives files with their exact text.
 */
import { codeNamesFrom, quotedTexts } from '../../instruction-texts.ts';
import { Pointers, tells } from '../../pointers.ts';
import type { BroughtFile } from '../workbench.ts';

/** Files that are printed at most, and bytes of one that is named. */
const MOST_FILES = 12;
const MOST_BYTES = 200_000;

const LIST =
  "{ git ls-files -co --exclude-standard 2>/dev/null || find . -type f ! -path '*/.*' ! -path '*/node_modules/*' | sed 's|^\\./||'; }";
const CODE_FILES = String.raw`\.(ts|tsx|mts|cts|js|jsx|mjs|cjs|json|md|py|go|rs|java|kt|c|h|cc|cpp|cs|rb|php|swift|css|scss|html|ya?ml|toml|sh|sql)$`;

/** Between files stands a line that no file is likely to hold. */
const HEAD = /(?:^|\r?\n)==> wick:(.*) <==\r?\n/g;

/** What a request speaks of. */
export interface Search {
  readonly paths: readonly string[];
  readonly names: readonly string[];
  /** Whether files that speak of the paths are wanted, too: a question about them is answered by others. */
  readonly beside?: boolean;
}

export function searchFor(words: string): Search {
  const paths = (words.match(/[\w@./\\-]*[\w-]\.[A-Za-z][A-Za-z0-9]{0,4}\b/g) ?? []).filter(
    (path) => !/^(?:e\.g|i\.e)$|^node\.js$/i.test(path) && new RegExp(CODE_FILES).test(path),
  );
  const { text } = new Pointers(words.replaceAll(/[`*]/g, ' '));
  const plain = (text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]+/gu) ?? []).filter((word) =>
    tells(word.toLowerCase()),
  );
  const quoted = quotedTexts(text).filter((each) => /^[\w$]+$/.test(each));
  const names = [...new Set([...codeNamesFrom(text), ...quoted, ...plain])];
  return { paths: [...new Set(paths)], names };
}

/**
 * The script; undefined where the words name nothing to look for. Of files that are not named it prints `mostBytes` at
 * most together, whole ones, as clients cut what is longer.
 */
export function gatherScript(
  { paths, names, beside = false }: Search,
  mostBytes = MOST_BYTES,
): string | undefined {
  const most = paths.length > 0 && !beside ? MOST_BYTES * MOST_FILES : mostBytes;
  const tail = `| head -n ${MOST_FILES} | { n=0; while IFS= read -r f; do s=$(wc -c < "$f"); [ $((n + s)) -gt ${most} ] && continue; n=$((n + s)); printf '\\n==> wick:%s <==\\n' "$f"; cat -- "$f"; done; printf '\\n==> wick: <==\\n'; }`;
  const lists = [
    ...(paths.length > 0 ? [named(paths)] : []),
    ...(paths.length === 0 || beside ? speaking(beside ? [...names, ...stems(paths)] : names) : []),
  ];
  if (lists.length === 0) return undefined;
  return `{ ${lists.join('; ')}; } | awk '!seen[$0]++' ${tail}`;
}

/** Lists the files with these paths, or with these at their end. */
function named(paths: readonly string[]): string {
  const pattern = paths.map((path) => escaped(path.replace(/^\.?\/+/, ''))).join('|');
  return `${LIST} | grep -E ${quotedForShell(`(^|/)(${pattern})$`)}`;
}

/** Lists the files that have these names; those that speak of them most come first. A word of a description is part of names there. */
function speaking(names: readonly string[]): string[] {
  const wanted = names.filter((name) => /^[\w$]+$/.test(name));
  if (wanted.length === 0) return [];
  const expressions = wanted.map((name) => `-e ${quotedForShell(name)}`).join(' ');
  const files = `${LIST} | grep -E ${quotedForShell(CODE_FILES)} | tr '\\n' '\\0'`;
  const ranked = `xargs -0 grep -ciF ${expressions} -- /dev/null | grep -v ':0$' | sort -t: -k2,2nr | sed 's/:[0-9]*$//'`;
  return [`${files} | ${ranked}`];
}

/** What importers call a file: "cart" of src/cart.ts. */
function stems(paths: readonly string[]): string[] {
  return paths.map((path) => path.replace(/^.*[\\/]/, '').replace(/\.\w+$/, ''));
}

/** The files in a tool's output; undefined where it is none of the script's, or was cut. */
export function gatheredFiles(output: string): readonly BroughtFile[] | undefined {
  const heads = [...output.matchAll(HEAD)];
  const last = output.match(/(?:^|\n)==> wick: <==\s*$/) ?? output.match(/\n==> wick: <==/);
  if (!last) return undefined;
  const files: BroughtFile[] = [];
  for (const [i, head] of heads.entries()) {
    const path = head[1]!;
    if (path === '') break;
    const start = head.index + head[0].length;
    const stop = heads[i + 1]?.index ?? last.index!;
    // A file that ends with a line break leaves it before the next head's own.
    files.push({ path, text: output.slice(start, stop) });
  }
  return files;
}

/** What a read tool printed, without the line numbers and tags that clients put around it. */
export function readText(output: string): string {
  const inner =
    /<(?:file|content)>\r?\n?([\s\S]*?)(?:\r?\n)?<\/(?:file|content)>/.exec(output)?.[1] ?? output;
  const lines = inner.split('\n');
  const first = lines.findIndex((line) => NUMBERED.test(line));
  if (first !== 0) return inner;
  const end = lines.findIndex((line) => !NUMBERED.test(line));
  const numbered = end < 0 ? lines : lines.slice(0, end);
  return `${numbered.map((line) => line.replace(NUMBERED, '')).join('\n')}\n`;
}

/** "00001| text", "12: text", "    1\ttext": numbers as opencode, Continue and others write them. */
const NUMBERED = /^\s*\d+(?:\| ?|→|\t|: ?)/;

function escaped(text: string): string {
  return text.replaceAll('\\', '/').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function quotedForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
