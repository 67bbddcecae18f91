/** How the operation tests state behaviour: what a file becomes, or why it stays as it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyHunks, documentText, parseDocument } from '@wick/edits';
import { type RefusalReason, runOperation } from '../src/index.ts';

type Call = readonly [name: string, ...args: (string | number)[]];

/** The joined lines; most fixtures are easier to read as lines. */
export function lines(...text: string[]): string {
  return text.join('\n');
}

/** States that `call` turns `before` into `after`, also with CRLF line endings and a byte order mark. */
export function changes(
  what: string,
  [name, ...args]: Call,
  before: string,
  after: string,
  path = 'file.ts',
): void {
  test(`${name}: ${what}`, async () => {
    const variants = [
      (text: string) => text,
      (text: string) => `\uFEFF${text.replaceAll(/\r?\n/g, '\r\n')}`,
    ];
    for (const variant of variants) {
      const result = await runOperation(variant(before), path, { name, args });
      assert.ok(result.ok, result.ok ? '' : result.refusal.message);
      assert.equal(result.after, variant(after));
      const applied = applyHunks(parseDocument(variant(before)), result.hunks);
      assert.equal(documentText(applied), variant(after));
    }
  });
}

/** States that `call` is refused for `reason`, in a message that matches. */
export function refuses(
  what: string,
  [name, ...args]: Call,
  before: string,
  reason: RefusalReason,
  message: RegExp,
  path = 'file.ts',
): void {
  test(`${name}: ${what}`, async () => {
    const result = await runOperation(before, path, { name, args });
    assert.ok(!result.ok, result.ok ? `unexpected result: ${result.after}` : '');
    assert.equal(result.refusal.reason, reason, result.refusal.message);
    assert.match(result.refusal.message, message);
    assert.match(result.refusal.message, /[.?!]$/);
  });
}
