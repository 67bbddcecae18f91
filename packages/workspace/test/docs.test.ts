/** The specification's examples and its tables of operations, held against the code. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  type AnswerSymbol,
  applyHunks,
  documentText,
  operations,
  parseAnswer,
  parseDocument,
  planOperations,
  questionOperations,
} from '@wick/edits';
import { runOperations } from '../src/index.ts';

const spec = readFileSync(new URL('../../../docs/edit-language.md', import.meta.url), 'utf8');

/** Reads an answer as the specification writes it down. */
function symbolsOf(written: string): AnswerSymbol[] {
  const words = new Map<string, AnswerSymbol>([
    ['<|nl|>', { type: 'newline' }],
    ['<|op|>', { type: 'operation' }],
    ['<|arg|>', { type: 'argument' }],
    ['<|none|>', { type: 'none' }],
    ['<|delegate|>', { type: 'delegate' }],
    ['<|end|>', { type: 'end' }],
  ]);
  return written
    .split(/(<\|\w+\|>|<L\d+>)/)
    .filter((piece) => piece !== '')
    .map((piece): AnswerSymbol => {
      const line = /^<L(\d+)>$/.exec(piece)?.[1];
      if (line !== undefined) return { type: 'line', line: Number(line) };
      return words.get(piece) ?? { type: 'text', text: piece };
    });
}

const blocks = [...spec.matchAll(/^```(before|answer|after)\n([\s\S]*?)^```$/gm)].map(
  ([, kind, content]) => ({ kind, content: content! }),
);

test('the specification has examples of every sort of answer', () => {
  const kinds = blocks
    .filter(({ kind }) => kind === 'answer')
    .map(({ content }) => parseAnswer(symbolsOf(content.trimEnd()), { lineCount: 5 }).kind);
  assert.deepEqual(new Set(kinds), new Set(['hunks', 'operations', 'none', 'delegate']));
});

for (const [index, { kind, content: before }] of blocks.entries()) {
  if (kind !== 'before') continue;
  const written = blocks[index + 1]!.content.trimEnd();
  test(`as specified: ${written}`, async () => {
    const document = parseDocument(before);
    const answer = parseAnswer(symbolsOf(written), { lineCount: document.lines.length });
    const after = blocks[index + 2]!.content;
    if (answer.kind === 'hunks') {
      assert.equal(documentText(applyHunks(document, answer.hunks)), after);
      return;
    }
    assert.equal(answer.kind, 'operations');
    const calls = answer.kind === 'operations' ? answer.calls : [];
    const path = before.includes(': ') ? 'example.ts' : 'example.js';
    const result = await runOperations(before, path, calls);
    assert.ok(result.ok, result.ok ? '' : result.refusal.message);
    assert.equal(result.after, after);
  });
}

for (const [name, heading, registry] of [
  ['operations', '## Operations', operations],
  ['operations on plans', '## Operations on plans', planOperations],
  ['queries', '## Queries', questionOperations],
] as const) {
  test(`the table of ${name} is the registry`, () => {
    const section = spec.slice(spec.indexOf(`${heading}\n`));
    const table = section.slice(section.search(/^\| (?:operation|query) /m));
    const rows = table
      .slice(0, table.indexOf('\n\n'))
      .split('\n')
      .slice(2)
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const expected = [...registry.values()].map(({ name, parameters, summary }) => [
      name,
      parameters.map((p) => p.name + (p.optional ? '?' : '')).join(', '),
      summary,
    ]);
    assert.deepEqual(rows, expected);
  });
}
