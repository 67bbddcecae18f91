/** What an instruction can mean: names, lines, counted places, descriptions. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DocumentDeclaration, Place } from '@wick/workspace';
import { Pointers } from '../src/pointers.ts';

function declared(name: string, line: number): DocumentDeclaration {
  return { name, line, startLine: line, endLine: line, sort: 'function', exported: false };
}

const DECLARATIONS = [
  declared('total', 0),
  declared('formatDate', 5),
  declared('parseDate', 9),
  declared('Reader', 14),
];

function meant(instruction: string): string[] {
  return new Pointers(instruction).among(DECLARATIONS).map(({ name }) => name);
}

describe('among', () => {
  it('takes a name that is said, and no other', () => {
    assert.deepEqual(meant('rename total to subtotal'), ['total']);
    assert.deepEqual(meant('make `parseDate()` async, please'), ['parseDate']);
  });

  it('leaves out what is said beside the point, where more is said', () => {
    assert.deepEqual(meant('fix(total): Reader is not exported'), ['Reader']);
    assert.deepEqual(meant('fix(total): export it'), ['total']);
    assert.deepEqual(meant('Reader: (total: T) => void → Reader: T'), ['Reader']);
  });

  it('takes no verb for a name', () => {
    const declarations = [...DECLARATIONS, declared('name', 3)];
    const names = (text: string) => new Pointers(text).among(declarations).map(({ name }) => name);
    assert.deepEqual(names('name the function on line 6 readDate'), ['formatDate']);
    assert.deepEqual(names('export name'), ['name']);
  });

  it('takes what stands on a line that is given by number', () => {
    assert.deepEqual(meant('make the function on line 6 async'), ['formatDate']);
  });

  it('takes the sort that is said, of what stands on one line', () => {
    const onOne = [
      { ...declared('Boxed', 3), sort: 'type' as const },
      { ...declared('TValue', 3), sort: 'type-parameter' as const },
      { ...declared('size', 3), sort: 'parameter' as const },
    ];
    const names = (text: string) => new Pointers(text).among(onOne).map(({ name }) => name);
    assert.deepEqual(names('the type on line 4 is badly named'), ['Boxed']);
    assert.deepEqual(names('rename the parameter on line 4 to width'), ['size']);
    assert.deepEqual(names('what is on line 4 needs a better name'), ['Boxed']);
  });

  it('adds up what is said and what is pointed at', () => {
    assert.deepEqual(meant('Reader on line 15, or total'), ['total', 'Reader']);
  });

  it('counts, where it is said what', () => {
    assert.deepEqual(meant('export the second function'), ['formatDate']);
    assert.deepEqual(meant('the last fn should be async'), ['Reader']);
    assert.deepEqual(meant('of the functions, only the third: export it'), ['parseDate']);
    assert.deepEqual(meant('export the second arrow function'), ['formatDate']);
    assert.deepEqual(meant('export the 9th function'), []);
    assert.equal(meant('export the first helper').length, DECLARATIONS.length);
  });

  it('forgives the wrong case of a letter', () => {
    assert.deepEqual(meant('export reader'), ['Reader']);
  });

  it('finds a described name by the words they share', () => {
    assert.deepEqual(meant('the date formatting helper should be async'), [
      'formatDate',
      'parseDate',
    ]);
    assert.deepEqual(meant('export the parse date thing'), ['parseDate']);
    const both = [declared('mergeResults', 1), declared('shouldMergeResults', 2)];
    const whole = (instruction: string) =>
      new Pointers(instruction).among(both).map(({ name }) => name);
    assert.deepEqual(whole('the should merge results helper'), ['shouldMergeResults']);
    assert.deepEqual(whole('the merge results helper'), ['mergeResults']);
  });

  it('takes none where the instruction speaks of none', () => {
    assert.deepEqual(meant('export trimSlashes'), []);
    assert.deepEqual(meant('thanks, looks good'), []);
  });
});

describe('saysLiteral', () => {
  const number = { line: 11, kind: 'number', text: '1_000', value: '1000' } as const;
  const string = { line: 2, kind: 'string', text: "'open'", value: 'open' } as const;

  it('compares by value', () => {
    assert.ok(new Pointers('1000 should be 2000').saysLiteral(number));
    assert.ok(new Pointers('change "open" to "closed"').saysLiteral(string));
  });

  it('does not take a line number for a value', () => {
    const twelve = { line: 11, kind: 'number', text: '12', value: '12' } as const;
    assert.ok(!new Pointers('the number on line 12 should be 60').saysLiteral(twelve));
  });
});

describe('amongPlaces', () => {
  const place = (line: number, text: string, scope: string): Place => ({
    holds: 'condition',
    line,
    texts: [text],
    scopes: [scope],
  });
  const PLACES = [
    place(3, 'ready', 'open'),
    place(7, 'user.isAdmin', 'open'),
    place(12, 'ready', 'close'),
  ];
  const linesOf = (instruction: string, known = true) =>
    new Pointers(instruction).amongPlaces(PLACES, () => known).map(({ line }) => line);

  it('takes those on the lines given by number, or none', () => {
    assert.deepEqual(linesOf('negate the condition on line 8'), [7]);
    assert.deepEqual(linesOf('negate the condition on line 9'), []);
  });

  it('takes what is said, in the scope that is said', () => {
    assert.deepEqual(linesOf('invert if (user.isAdmin)'), [7]);
    assert.deepEqual(linesOf('flip the ready check'), [3, 12]);
    assert.deepEqual(linesOf('flip the ready check in close'), [12]);
    assert.deepEqual(linesOf('the if in open is the wrong way round'), [3, 7]);
  });

  it('takes any where nothing is said, but none where a name is unknown', () => {
    assert.equal(linesOf('negate the condition').length, 3);
    assert.deepEqual(linesOf('negate the condition in parseHeader', false), []);
  });
});

describe('range', () => {
  const range = (instruction: string) => new Pointers(instruction).range;

  it('is one line, or the ends of several', () => {
    assert.deepEqual(range('delete line 3'), { first: 2, last: 2 });
    assert.deepEqual(range('drop lines 3 to 7'), { first: 2, last: 6 });
    assert.deepEqual(range('lines 3-5 can go'), { first: 2, last: 4 });
    assert.deepEqual(range('remove lines 3 and 4'), { first: 2, last: 3 });
  });

  it('is none where lines lie apart, or none is said', () => {
    assert.equal(range('delete lines 3 and 9'), undefined);
    assert.equal(range('delete total'), undefined);
  });
});
