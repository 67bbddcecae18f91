/** What people call a block by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { titleOf } from '../src/text/titles.ts';

test('a block is called by what it declares, its key, its heading', () => {
  const titles: readonly (readonly [string, string | undefined])[] = [
    ['export async function load(url: string) {', 'load'],
    ['class Cart extends Base {', 'Cart'],
    ['const routes = [', 'routes'],
    ['"scripts": {', 'scripts'],
    ['jobs:', 'jobs'],
    ['## Getting started', 'Getting started'],
    ['[tool.ruff]', 'tool.ruff'],
    ['.button {', '.button'],
    ['<ul class="nav">', 'ul'],
    ['async clear(item) {', 'clear'],
    ['def area(self):', 'area'],
    ['public static Duration holdTime() {', 'holdTime'],
    ['void rb_put(struct rb *rb, int value)', 'rb_put'],
    ['return load(url)', undefined],
    ['{', undefined],
    ['} else {', undefined],
  ];
  for (const [line, title] of titles) assert.equal(titleOf(line), title, line);
});
