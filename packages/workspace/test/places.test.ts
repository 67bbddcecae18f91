/** Comments and places: what operations can be given by its line, and what an instruction may call it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentSymbols, type PlaceContent } from '../src/index.ts';

const TEXT = `import { a, b } from './a.js'; // first
/** Opens it. */
function open(user) {
  // is anybody there?
  if (user.name == null) return;
  await console.log(user, 'http://x'); /* in between */
  const text = \`// no comment\`;
}
class Door {
  close() { swap(1, 2); }
}
`;

async function linesOf(holds: PlaceContent, text = TEXT): Promise<number[]> {
  const { places } = await documentSymbols(text, 'a.ts');
  return places.filter((place) => place.holds === holds).map(({ line }) => line);
}

test('places stand on the lines where they begin', async () => {
  assert.deepEqual(await linesOf('import'), [0]);
  assert.deepEqual(await linesOf('condition'), [4]);
  assert.deepEqual(await linesOf('equality'), [4]);
  assert.deepEqual(await linesOf('operator'), [4]);
  assert.deepEqual(await linesOf('call'), [5, 9]);
  assert.deepEqual(await linesOf('callable'), [5, 9]);
  assert.deepEqual(await linesOf('swappable'), [5, 9]);
  assert.deepEqual(await linesOf('statement'), [0, 2, 4, 5, 6, 8, 9]);
});

test('a comment counts where it has its lines to itself, and never inside a text', async () => {
  assert.deepEqual(await linesOf('comment'), [1, 3]);
  assert.deepEqual(
    await linesOf('comment', '/*\n a\n*/\nb(); // c\n/a\\/\\/b/.test(c);\n'),
    [0, 1, 2],
  );
});

test('a call is a place by the line on which its callee stands, in a chain each with a name of its own', async () => {
  const { places } = await documentSymbols(
    'a(b());\nc.d(1)\n  .e();\nclass A extends B {\n  f() { super.f(); }\n}\n',
    'a.js',
  );
  const calls = places.filter(({ holds }) => holds === 'callable');
  assert.deepEqual(
    calls.map(({ line, texts }) => [line, texts[0]]),
    [
      [0, 'a'],
      [0, 'b'],
      [1, 'c.d'],
      [4, 'super.f'],
    ],
  );
});

test('places tell what they are called and what stands around them', async () => {
  const { places } = await documentSymbols(TEXT, 'a.ts');
  const of = (holds: PlaceContent) => places.filter((place) => place.holds === holds);
  assert.deepEqual(of('import')[0]!.texts, ['./a.js', 'a', 'b']);
  assert.deepEqual(of('call')[0]!.texts, ['console.log', 'log']);
  assert.deepEqual(of('call')[1]!.scopes, ['close', 'Door']);
  assert.deepEqual(of('condition')[0]!.texts, ['user.name == null']);
  assert.deepEqual(of('condition')[0]!.scopes, ['open']);
  assert.deepEqual(of('comment')[0]!.texts, ['Opens it.']);
  assert.ok(of('comment')[0]!.scopes.includes('open'), 'a comment above belongs to it');
  assert.ok(of('comment')[1]!.scopes.includes('open'), 'a comment inside belongs to it');
});

test('concatenations and guarded accesses are places by every line on which an operand begins', async () => {
  const text = "f('a' + b +\n  c);\nif (d && d.e) f(a + b);\nelse g(x && y,\n  h &&\n  h.i);\n";
  assert.deepEqual(await linesOf('concatenation', text), [0, 1]);
  assert.deepEqual(await linesOf('chain', text), [2, 4, 5]);
  assert.deepEqual(await linesOf('branches', text), [2]);
  const { places } = await documentSymbols(text, 'a.ts');
  const chain = places.find(({ holds }) => holds === 'chain');
  assert.deepEqual(chain?.texts, ['d', 'd.e']);
});
