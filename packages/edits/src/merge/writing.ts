/**
 * Writes a section of a snippet into a document: what is the same stays as it is spelt there, what is new is spelt
 * like it. Pure.
 */
import { diffSequences } from '../diff.ts';
import type { TextDocument } from '../document.ts';
import { type ComparedLine, isSpeltAlike } from './line-match.ts';
import type { Place } from './places.ts';
import type { Original, Section } from './section.ts';

export interface Writing {
  readonly document: TextDocument;
  readonly original: Original;
  /** How much farther to the right the document has the snippet's lines. */
  readonly shift: number;
  /** What a tab stands for. */
  readonly step: number;
  /** The snippet is spelt as carefully as the document: see `isCareful`. */
  readonly isCareful: boolean;
}

/**
 * Whether a snippet repeats white space that most authors lose, at the ends of lines, or tabs among lines that begin
 * with spaces: then they mean it where it differs.
 */
export function isCareful(snippet: readonly string[]): boolean {
  return snippet.some((line) => /[ \t]$/.test(line)) || mixesWhite(snippet);
}

function mixesWhite(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith('\t')) && lines.some((line) => line.startsWith('  '));
}

/** The lines that a section puts in its place. */
export function writtenLines(
  writing: Writing,
  section: Section,
  { start, end }: Place,
): readonly string[] {
  const { document, original, isCareful } = writing;
  const spell = spelling(writing);
  const spans = diffSequences(original.ids.slice(start, end).map(String), section.ids.map(String));
  // Who shows several lines and changes nothing else means their white space.
  const isMeant = isCareful || (spans.length === 0 && section.lines.length > 1);
  const isMixed = mixesWhite(document.lines);
  const keep = (line: ComparedLine, at: number) => {
    const other = original.lines[at]!;
    const isAlike = isMixed ? line.text === other.text : isSpeltAlike(line, other);
    const isOutside = line.text.trim() === other.text.trim();
    return isAlike || (isOutside && !isMeant) ? document.lines[at]! : spell(line);
  };
  const lines: string[] = [];
  let [from, at] = [0, start];
  for (const span of [...spans, undefined]) {
    const to = span?.afterStart ?? section.lines.length;
    lines.push(...section.lines.slice(from, to).map((line, index) => keep(line, at + index)));
    if (span === undefined) break;
    lines.push(...section.lines.slice(span.afterStart, span.afterEnd).map(spell));
    from = span.afterEnd;
    at = start + span.beforeEnd;
  }
  return lines;
}

/** Spells a new line at the document's depth, in a kind of white space that it has. */
function spelling({ document, shift, step }: Writing): (line: ComparedLine) => string {
  const hasTabs = document.lines.some((line) => line.startsWith('\t'));
  const hasSpaces = document.lines.some((line) => line.startsWith('  '));
  return ({ text, indent, words }) => {
    if (words === '') return shift === 0 ? text : '';
    const isKnownKind = text.startsWith('\t') ? hasTabs : hasSpaces || !hasTabs;
    if (shift === 0 && (indent === 0 || isKnownKind)) return text;
    const width = Math.max(0, indent + shift);
    const white = hasTabs
      ? '\t'.repeat(Math.floor(width / step)) + ' '.repeat(width % step)
      : ' '.repeat(width);
    return white + text.trimStart();
  };
}
