/** Random texts, documents and hunks for the property tests. */
import fc from 'fast-check';
import { documentText, type Hunk, parseDocument, type TextDocument } from '../src/index.ts';

/** Short lines from a small alphabet, so that lines repeat; some with tabs, non-ASCII or a lone "\r" inside. */
export const lineText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('', 'a', 'b', 'c', '}', '  x();') },
  { weight: 2, arbitrary: fc.constantFrom('\tföö 🙂', 'a\rb', 'ends in \r', ' ', '\u2028', 'é') },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }).map((text) => text.replaceAll('\n', '')) },
);

const ending = fc.constantFrom('\n', '\r\n');

/** Texts with every mixture of line endings, with and without byte order mark and final newline. */
export const text: fc.Arbitrary<string> = fc
  .record({
    bom: fc.constantFrom('', '', '', '\uFEFF'),
    lines: fc.array(fc.tuple(lineText, ending), { maxLength: 12 }),
    last: lineText,
    sameEnding: fc.option(ending, { freq: 2, nil: undefined }),
  })
  .map(({ bom, lines, last, sameEnding }) => {
    const body = lines.map(([line, own]) => line + (sameEnding ?? own)).join('') + last;
    return bom + body.replace(/^\uFEFF+/, '');
  });

export const document: fc.Arbitrary<TextDocument> = text.map(parseDocument);

/** Valid hunks for a document of `lineCount` lines; at times without any. */
export function hunksFor(lineCount: number): fc.Arbitrary<Hunk[]> {
  return fc
    .array(
      fc.record({
        gap: fc.integer({ min: 1, max: 3 }),
        length: fc.integer({ min: 0, max: 3 }),
        lines: fc.array(lineText, { maxLength: 3 }),
      }),
      { maxLength: 4 },
    )
    .map((plans) => {
      const hunks: Hunk[] = [];
      let end = -1;
      for (const { gap, length, lines } of plans) {
        const start = end + gap;
        if (start + length > lineCount) break;
        if (length === 0 && lines.length === 0) continue;
        end = start + length;
        hunks.push({ start, end, lines });
      }
      return hunks;
    });
}

/** A document and valid hunks for it. */
export const edited: fc.Arbitrary<{ before: TextDocument; hunks: Hunk[] }> = document.chain(
  (before) => hunksFor(before.lines.length).map((hunks) => ({ before, hunks })),
);

/** Equal as text and as lines. */
export function sameDocument(one: TextDocument, other: TextDocument): boolean {
  return documentText(one) === documentText(other) && one.lines.length === other.lines.length;
}
