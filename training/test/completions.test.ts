/** Completions for training: put together again, the cuts give the text that was cut. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { cutLines } from '../synthesis/completions.ts';
import { Random } from '../synthesis/random.ts';

const lines = readFileSync(new URL('../synthesis/completions.ts', import.meta.url), 'utf8').split(
  '\n',
);

it('every cut can be filled in again', () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 40; seed++) {
    const cut = cutLines(lines, new Random(seed));
    assert.ok(cut && cut.completions.length > 0);
    const filled = [...cut.lines];
    for (const { kind, line, behind, middle } of cut.completions.toReversed()) {
      kinds.add(kind);
      const current = filled[line] as string;
      assert.ok(current.endsWith(behind));
      const before = current.slice(0, current.length - behind.length);
      filled.splice(line, 1, ...(before + middle.join('\n') + behind).split('\n'));
    }
    assert.deepEqual(filled, lines);
  }
  assert.deepEqual([...kinds].sort(), [
    'complete-inside',
    'complete-lines',
    'complete-nothing',
    'complete-rest',
  ]);
});
