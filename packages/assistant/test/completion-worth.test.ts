/** How much of a completion is shown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { worthiestPart } from '../src/completion-worth.ts';

test('what is surely right is shown whole, what is less sure is left for later', () => {
  const sure = [
    { text: 'total', probability: 0.9 },
    { text: 'total + 1', probability: 0.9 },
  ];
  assert.equal(worthiestPart(sure).text, 'total + 1');
  const unsure = [
    { text: 'total', probability: 0.9 },
    { text: 'total + 1', probability: 0.3 },
  ];
  assert.equal(worthiestPart(unsure).text, 'total');
});

test('a single character is never worth a key', () => {
  assert.equal(worthiestPart([{ text: ';', probability: 1 }]).text, '');
  assert.equal(worthiestPart([]).text, '');
});

test('no way to divide the text saves more keys', () => {
  const steps = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.2, max: 1, noNaN: true })),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(steps, (drawn) => {
      let [text, probability] = ['', 1];
      const parts = drawn.map(([length, likely]) => {
        text += 'x'.repeat(length);
        probability *= likely;
        return { text, probability };
      });
      const { saved } = worthiestPart(parts);
      for (let cuts = 0; cuts < 2 ** parts.length; cuts++) {
        let [own, from] = [0, 0];
        for (const [i, part] of parts.entries()) {
          if ((cuts >> i) % 2 === 0) continue;
          const length = part.text.length - from;
          if (length >= 2) own += part.probability * (length - 1);
          else if (length > 0) break;
          from = part.text.length;
        }
        assert.ok(saved >= own - 1e-9, `${saved} ${own}`);
      }
    }),
  );
});
