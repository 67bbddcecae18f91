import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { patchOf, replacementOf } from '../../src/chat/agent/patch.ts';

/** Few different lines, so that many places look alike. */
const line = fc.constantFrom('a', 'b', '  a', '', '}', 'c');
const text = fc
  .array(line, { maxLength: 12 })
  .map((lines) => lines.map((each) => `${each}\n`).join(''));

/** What Codex makes of a patch of one file: each chunk goes to the first place behind the last where it fits. */
function applyAsCodex(before: string, patch: string): string {
  const lines = before.split('\n').slice(0, -1);
  const [, ...chunks] = patch.split('\n*** End Patch')[0]!.split('\n@@\n');
  let from = 0;
  for (const chunk of chunks) {
    const body = chunk.split('\n');
    const side = (sign: string) =>
      body.filter((each) => each[0] !== sign).map((each) => each.slice(1));
    const [old, fresh] = [side('+'), side('-')];
    let at = from;
    while (!old.every((each, i) => lines[at + i] === each)) at++;
    assert.ok(at + old.length <= lines.length, 'the chunk fits');
    lines.splice(at, old.length, ...fresh);
    from = at + fresh.length;
  }
  return lines.map((each) => `${each}\n`).join('');
}

describe('patchOf', () => {
  it('gives a patch that makes the one text the other, also where places look alike', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '' && before !== after);
        const patch = patchOf([{ path: 'a.ts', before, after }]);
        assert.ok(patch.startsWith('*** Begin Patch\n*** Update File: a.ts\n@@\n'));
        assert.equal(applyAsCodex(before, patch), after);
      }),
    );
  });

  it('adds new files', () => {
    const patch = patchOf([{ path: 'b.ts', before: '', after: 'x\ny\n', isNew: true }]);
    assert.equal(patch, '*** Begin Patch\n*** Add File: b.ts\n+x\n+y\n*** End Patch');
  });
});

describe('replacementOf', () => {
  it('gives an old text that stands once, and replacing it makes the one text the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== '' && before !== after);
        const { before: old, after: fresh } = replacementOf({ path: 'a', before, after });
        assert.equal(before.indexOf(old), before.lastIndexOf(old));
        assert.equal(
          before.replace(old, () => fresh),
          after,
        );
      }),
    );
  });
});
