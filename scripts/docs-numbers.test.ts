/** Numbers in the docs follow the results. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withNumbers } from './docs-numbers.ts';

const results = {
  exactRate: 0.7642,
  speed: { median: 5123.4 },
  byKind: { rename: { cases: 60, exactRate: 0.95, wrongRate: 0.05 } },
};

it('puts a number between its marks in the format asked for', () => {
  const text = 'exact <!-- n: a.json exactRate percent -->?<!-- /n --> of them';
  const wanted = 'exact <!-- n: a.json exactRate percent -->76.4%<!-- /n --> of them';
  assert.equal(
    withNumbers(text, () => results),
    wanted,
  );
});

it('follows a dotted path and separates thousands', () => {
  const text = '<!-- n: a.json speed.median count -->1<!-- /n --> tokens/s';
  assert.match(
    withNumbers(text, () => results),
    />5,123</,
  );
});

it('changes nothing when run again', () => {
  const text = '<!-- kinds: a.json b.json --><!-- /kinds -->';
  const once = withNumbers(text, () => results);
  assert.match(once, /\| rename \| 60 \| 95% \| 5% \|/);
  assert.equal(
    withNumbers(once, () => results),
    once,
  );
});

it('refuses a path that the results do not have', () => {
  const text = '<!-- n: a.json speed.mean count -->1<!-- /n -->';
  assert.throws(() => withNumbers(text, () => results), /no number at speed.mean/);
});
