/**
 * Abbreviated snippets, as bigger models write their edits: from a file before and after a change, the changed
 * lines with some around them, and placeholders for what stays. In many voices, as models differ.
 *
 * In: two versions of a file. Out: a snippet.
 */
import { diffDocuments, type Hunk, parseDocument } from '@wick/edits';
import type { Random } from './random.ts';

const PLACEHOLDERS = [
  '... existing code ...',
  '... existing code ...',
  '... existing code ...',
  '...',
  '... rest of the code ...',
  '... rest of code remains unchanged ...',
  '... (rest of the file)',
  'existing code',
  '... unchanged ...',
  '... other code ...',
  '…',
  'rest of the file remains the same',
  '... keep existing code ...',
  '... remaining code ...',
];

/** How one model abbreviates. */
interface Voice {
  readonly placeholder: string;
  /** Unchanged lines that it repeats around a change. */
  readonly context: number;
  /** It repeats the line that opens the block of a change, and the one that closes it. */
  readonly showsBlock: boolean;
  /** It writes a placeholder at the beginning and the end, too. */
  readonly marksEnds: boolean;
}

export function drawVoice(random: Random): Voice {
  return {
    placeholder: random.pick(PLACEHOLDERS),
    context: random.weighted([1, 2, 3, 4], (n) => ({ 1: 2, 2: 3, 3: 3 })[n] ?? 1),
    showsBlock: random.chance(0.4),
    marksEnds: random.chance(0.75),
  };
}

/** The snippet that says how `before` becomes `after`; undefined where nothing changes. */
export function abbreviate(
  before: string,
  after: string,
  voice: Voice,
  path: string,
): string | undefined {
  const hunks = diffDocuments(parseDocument(before), parseDocument(after));
  if (hunks.length === 0) return undefined;
  const { lines } = parseDocument(after);
  const shown = shownLines(hunks, lines, voice);
  const snippet: string[] = [];
  const mark = (line: number) => {
    const left = lines.slice(line).find((text) => text.trim() !== '') ?? '';
    const indent = /^\s*/.exec(left)?.[0] ?? '';
    snippet.push(indent + commented(voice.placeholder, path));
  };
  let previous = -1;
  for (const line of shown) {
    const skips = line > previous + 1;
    if (skips && (previous >= 0 || voice.marksEnds)) mark(previous + 1);
    snippet.push(lines[line]!);
    previous = line;
  }
  const isEnd = lines.slice(previous + 1).every((line) => line.trim() === '');
  if (!isEnd && voice.marksEnds) mark(previous + 1);
  return snippet.join('\n');
}

/** The lines of the file after the change that the snippet repeats, ascending. */
function shownLines(hunks: readonly Hunk[], lines: readonly string[], voice: Voice): number[] {
  const shown = new Set<number>();
  const show = (line: number) => {
    if (line >= 0 && line < lines.length) shown.add(line);
  };
  let shift = 0;
  for (const { start, end, lines: own } of hunks) {
    const first = start + shift;
    const last = first + own.length;
    shift += own.length - (end - start);
    // What is deleted shows as two neighbours that were none.
    const context = own.length === 0 ? Math.max(1, voice.context) : voice.context;
    for (let line = first - context; line < last + context; line++) show(line);
    // A blank line says nothing of the place.
    for (let line = first - context; line > 0 && lines[line]?.trim() === ''; line--) show(line - 1);
    for (
      let line = last + context - 1;
      line < lines.length - 1 && lines[line]?.trim() === '';
      line++
    ) {
      show(line + 1);
    }
    if (voice.showsBlock) for (const line of blockAround(lines, first)) show(line);
  }
  return [...shown].sort((one, other) => one - other);
}

/** The lines that open and close the innermost block around `line`. */
function blockAround(lines: readonly string[], line: number): number[] {
  const indentOf = (text: string | undefined) =>
    text === undefined || text.trim() === '' ? undefined : /^\s*/.exec(text)![0].length;
  const own = indentOf(lines[line]) ?? 0;
  if (own === 0) return [];
  let opener = line - 1;
  while (opener >= 0 && (indentOf(lines[opener]) ?? own) >= own) opener--;
  let closer = line + 1;
  while (closer < lines.length && (indentOf(lines[closer]) ?? own) >= own) closer++;
  return opener >= 0 && closer < lines.length ? [opener, closer] : [];
}

function commented(text: string, path: string): string {
  if (/\.(?:py|rb|sh|ya?ml|toml)$/.test(path)) return `# ${text}`;
  if (/\.(?:html|md|vue|svelte)$/.test(path)) return `<!-- ${text} -->`;
  return /\.css$/.test(path) ? `/* ${text} */` : `// ${text}`;
}
