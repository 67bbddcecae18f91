/** How far an operation on lines or text reaches. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationCall } from '@wick/edits';
import { reachOf } from '../src/text-reach.ts';

function reach(
  instruction: string,
  [name, ...args]: readonly [string, ...OperationCall['args']],
  lines: readonly string[],
  path = 'file.txt',
): readonly (string | number)[] {
  const answer = reachOf(
    { kind: 'operations', calls: [{ name, args }] },
    { instruction, path, lines },
  );
  assert.equal(answer.kind, 'operations');
  const [call] = answer.kind === 'operations' ? answer.calls : [];
  return [call!.name, ...call!.args];
}

test('a piece is replaced in all places only where the instruction says so and gives none', () => {
  const lines = ['a b', 'b c'];
  const call = ['replace-text', 0, 'b', 'd'] as const;
  assert.deepEqual(reach('every b becomes d', call, lines), ['replace-all', 'b', 'd']);
  assert.deepEqual(reach('b becomes d', call, lines), [...call]);
  assert.deepEqual(reach('line 1: all of b is d', call, lines), [...call]);
  assert.deepEqual(reach('every a becomes d', ['replace-text', 0, 'a', 'd'], lines), [
    'replace-text',
    0,
    'a',
    'd',
  ]);
});

test('below a block is below all of it', () => {
  const call = ['insert-after', 0, 'x'] as const;
  const block = ['insert-after-block', 0, 'x'];
  assert.deepEqual(reach('add `x` after the function load', call, ['a']), block);
  assert.deepEqual(reach('add `x` after the .button rule', call, ['a']), block);
  assert.deepEqual(reach('add `x` after `if (a) {`', call, ['a']), [...call]);
  assert.deepEqual(reach('add `x` below the rule on line 1', call, ['a']), [...call]);
});

test('an attribute goes into the tag', () => {
  const call = ['insert-after', 0, 'alt={name}'] as const;
  const tag = ['add-attribute', 0, 'alt={name}', 'src'];
  assert.deepEqual(reach('give it alt={name}, after src', call, ['<img src="a" />'], 'a.tsx'), tag);
  assert.deepEqual(reach('give it alt={name}', call, ['x'], 'a.py'), [...call]);
});

test('a line that moves by one goes past its neighbour', () => {
  const lines = ['a', '', '  b', 'c', 'd'];
  const move = ['move-after', 3, 0] as const;
  assert.deepEqual(reach('move c up by one', move, lines), ['move-before', 3, 0]);
  assert.deepEqual(reach('move c one down by one line', move, lines), ['move-after', 3, 4]);
  assert.deepEqual(reach('move c after a', move, lines), [...move]);
});

test('a value is written behind its key, and into the quotes that are there', () => {
  const value = ['replace-line', 0, '"-q"'] as const;
  assert.deepEqual(reach('addopts should be "-q"', value, ['addopts = "-v"']), [
    'replace-text',
    0,
    '"-v"',
    '"-q"',
  ]);
  const words = ['replace-line', 0, 'Done'] as const;
  assert.deepEqual(reach('the echo should say "Done"', words, ['echo "Ready"']), [
    'replace-text',
    0,
    'Ready',
    'Done',
  ]);
  const whole = ['replace-line', 0, 'echo Done'] as const;
  assert.deepEqual(reach('line 1 should say `echo Done`', whole, ['echo "Ready"']), [...whole]);
});
