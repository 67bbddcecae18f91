/** Which line a description means. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LineFinder, wordsIn } from '../src/line-finder.ts';

const COMPOSE = `services:
  cache:
    image: redis:7
    ports:
      - "6379:6379"
  db:
    image: postgres:16
    # grows without bound
    volumes:
      - data:/var/lib
`.split('\n');

const all = [...COMPOSE.keys()];

function found(own: string, said: string, lines: readonly string[] = COMPOSE): number | undefined {
  return new LineFinder(lines).likeliest([...lines.keys()], { own, all: said })[0];
}

describe('a line is found', () => {
  test('by its words and by the block that it lies in', () => {
    assert.equal(found('the image line', 'cache: put it under the image line'), 2);
    assert.equal(found('the image line', 'db: put it under the image line'), 6);
    assert.equal(found('', "the db's volumes"), 8);
  });

  test('by the heading that it stands under', () => {
    const readme = ['# Wick', '## Install', '- npm ci', '## Test', '- npm test', '- lint'];
    assert.equal(found('lint', 'in the test section drop lint', readme), 5);
    assert.equal(found('', 'the npm line of the test section', readme), 4);
  });

  test('by parts of names', () => {
    const code = ['const maxRetries = 3;', 'const retryDelay = 20;', 'run(job);'];
    assert.equal(found('', 'the delay constant', code), 1);
  });

  test('not where no word of the description stands', () => {
    assert.deepEqual(new LineFinder(COMPOSE).likeliest(all, { own: '', all: 'the queue' }), []);
    assert.deepEqual(new LineFinder(COMPOSE).likeliest(all, { own: '', all: 'add it here' }), []);
  });

  test('and all that are about as likely are told', () => {
    const likely = new LineFinder(COMPOSE).likeliest(all, { own: 'image', all: 'the image' });
    assert.deepEqual(likely.toSorted(), [2, 6]);
  });
});

test('signs are shares of the words that tell something', () => {
  const finder = new LineFinder(COMPOSE);
  const signs = finder.signs(2, wordsIn({ own: 'the image line', all: 'cache: the image line' }));
  assert.equal(signs.own, 1);
  assert.equal(signs.together, 1);
  assert.ok(signs.above > 0 && signs.above < 1);
  assert.equal(finder.signs(7, wordsIn({ own: '', all: '' })).comment, 1);
  assert.equal(finder.signs(COMPOSE.length - 1, wordsIn({ own: '', all: '' })).bare, 1);
});
