/** What instructions offer for names, strings, numbers and types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentLiteral } from '@wick/workspace';
import fc from 'fast-check';
import {
  addedNamesFrom,
  calledNamesFrom,
  codeNamesFrom,
  commentTextsFrom,
  modulesFrom,
  namesFrom,
  numbersFrom,
  operatorsFrom,
  quotedNamesFrom,
  quotedTexts,
  spansOf,
  styleOf,
} from '../src/instruction-texts.ts';
import { Pointers } from '../src/pointers.ts';
import { TypeRule } from '../src/type-texts.ts';
import {
  expressionsFrom,
  replacementsFor,
  speltTypesFrom,
  typeNamesFrom,
} from '../src/value-texts.ts';

test('names are those said, and words joined in each style', () => {
  const names = namesFrom('rename `total` to sub total price');
  for (const name of ['total', 'subTotal', 'SubTotal', 'sub_total', 'SUB_TOTAL', 'subtotal']) {
    assert.ok(names.includes(name), name);
  }
  assert.ok(names.includes('subTotalPrice'));
  assert.ok(namesFrom('call it $el or _tmp').includes('$el'));
  assert.ok(!namesFrom('make it new').includes('new'), 'reserved words name nothing');
  assert.ok(!namesFrom('use a better key name').includes('aBetter'), 'articles begin none');
});

test('a camelCase name is also taken apart, for other styles', () => {
  assert.ok(namesFrom('put maxRetries in constant case').includes('MAX_RETRIES'));
});

test('spans are quoted texts and whatever lies between two boundaries', () => {
  const spans = spansOf('s/string/./getResponse/g');
  assert.ok(spans.includes('./getResponse'));
  assert.ok(spansOf('say "not found, sorry" there').includes('not found, sorry'));
  assert.ok(spansOf('make it Not Found please').includes('Not Found'));
});

test('a very long instruction has no more spans than can be searched in time', () => {
  assert.ok(spansOf('word '.repeat(2000)).length < 10_000);
});

test('quotes of every sort are seen, apostrophes are not quotes', () => {
  assert.deepEqual(quotedTexts('"a b" `c` \'d\' “e” «f»'), ['a b', 'c', 'd', 'e', 'f']);
  assert.deepEqual(quotedTexts("don't say it isn't"), []);
});

test('numbers are those written and those in words', () => {
  assert.deepEqual(numbersFrom('use 1_000 or 0xff or 2.5'), ['1_000', '0xff', '2.5']);
  assert.ok(numbersFrom('wait 1,500 ms').includes('1500'));
  assert.ok(numbersFrom('five retries').includes('5'));
  assert.ok(numbersFrom('from 5 to -1').includes('-1'));
});

const rule = new TypeRule(typeNamesFrom('a Map, Record or Promise of Cart or T', []));
const TYPES = [
  'string',
  'Cart[]',
  'Cart | undefined',
  'Map<string, Cart[]>',
  'Promise<Record<string, unknown>>',
  '(string | number)[]',
  "'a' | 'b'",
  'readonly string[]',
  'keyof Cart',
  "Cart['items']",
  '[string, number]',
  'T & Cart',
  '-1 | 0',
];

test('types made of known names are taken, and so is every beginning of one', () => {
  for (const type of TYPES) {
    assert.ok(rule.accepts(type), type);
    for (let end = 0; end <= type.length; end++) {
      assert.ok(rule.begins(type.slice(0, end)), `${type.slice(0, end)} of ${type}`);
    }
  }
});

test('what is no type, or names what nobody knows, is not taken', () => {
  for (const text of ['Basket', 'string number', 'Map<', '|', 'string |', '1 +', 'a b', 'Cart>']) {
    assert.ok(!rule.accepts(text), text);
  }
  for (const text of ['Basket', 'string n', 'Cart>', ')', 'Map<string;']) {
    assert.ok(!rule.begins(text), text);
  }
});

test('what is taken also counts as a beginning', () => {
  const piece = fc.constantFrom('string', 'Cart', '[', ']', '<', '>', ' | ', ', ', '(', ')', "'a'");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('');
      if (rule.accepts(text)) assert.ok(rule.begins(text), text);
    }),
    { numRuns: 500 },
  );
});

test('names that only code spells so are told from words', () => {
  assert.deepEqual(codeNamesFrom('in getUser: id → userId'), ['getUser', 'userId']);
  assert.deepEqual(codeNamesFrom("call it 'size', not LEN_2"), ['size', 'LEN_2']);
  assert.deepEqual(codeNamesFrom('see src/parseDate.ts, it is TypeScript'), []);
});

test('a name is joined in the style that is asked for', () => {
  const names = namesFrom('call it batch size', 'constant');
  assert.ok(names.includes('BATCH_SIZE') && !names.includes('batchSize'));
  assert.deepEqual(['total', 'Cart', 'MAX_SIZE', 'max_size', '_private'].map(styleOf), [
    'camel',
    'pascal',
    'constant',
    'snake',
    'camel',
  ]);
});

test('modules are paths and packages where any is said', () => {
  assert.deepEqual(modulesFrom("import join from 'node:path', please."), ['node:path']);
  assert.deepEqual(modulesFrom('import z from ./lib/z.js.'), ['./lib/z.js']);
  assert.ok(modulesFrom('import useState from react').includes('react'));
  assert.deepEqual(modulesFrom('import useState from the module react'), ['react']);
});

test('operators are read as they are written', () => {
  assert.deepEqual(operatorsFrom('use >= rather than > there'), ['>=', '>']);
  assert.deepEqual(operatorsFrom('a && b instanceof C'), ['&&', 'instanceof']);
  assert.deepEqual(operatorsFrom('!== should be !=? x => y'), ['!==', '!=']);
});

test('a comment says what is quoted, or what begins and ends where a text can', () => {
  assert.deepEqual(commentTextsFrom('document total: "Adds it up."'), ['Adds it up.']);
  assert.ok(
    !commentTextsFrom('docs(total): Add jsdoc for total').some((text) => /jsdoc/.test(text)),
  );
  assert.ok(commentTextsFrom('mark it with a TODO, namely sum up').includes('sum up'));
  const cases = [
    ['add a TODO above line 4: handle empty carts', 'handle empty carts'],
    ['+ // TODO: get the time just above line 54', 'get the time'],
    ['jsdoc the first method - Default options.', 'Default options.'],
    ['jsdoc the first method - Default options.', 'Default options'],
    ['note over load that it may fail', 'it may fail'],
  ] as const;
  for (const [instruction, text] of cases) {
    assert.ok(commentTextsFrom(instruction).includes(text), `${instruction}: ${text}`);
  }
});

test('quoted words make up a name, added names are those spelt as code', () => {
  assert.deepEqual(quotedNamesFrom('call it "sub total" there', 'camel'), ['subTotal', 'subtotal']);
  assert.deepEqual(addedNamesFrom('give load a retries: number', 'load'), ['retries']);
  assert.deepEqual(addedNamesFrom('User needs a lastName', 'User'), ['lastName']);
  assert.ok(addedNamesFrom('give load a verbose flag', 'load').includes('verbose'));
});

test('types that a word introduces are spelt, a pronoun is none', () => {
  assert.deepEqual(speltTypesFrom('total as typeof base.sum, please'), ['typeof base.sum']);
  assert.deepEqual(speltTypesFrom('make it keyof typeof sizes[]'), ['keyof typeof sizes[]']);
  assert.deepEqual(speltTypesFrom('it matters that I can pass retries'), []);
  assert.deepEqual(speltTypesFrom('type it `I`'), ['I']);
});

test('the first of two line numbers is no value', () => {
  const old: DocumentLiteral = { kind: 'number', text: '1', value: '1', line: 45 };
  const instruction = 'change the figure on line 46 to 47';
  assert.deepEqual(replacementsFor(old, instruction, new Pointers(instruction)), ['47']);
});

test('a literal alone is no type, and expressions are those spelt out', () => {
  assert.ok(!rule.accepts('500') && !rule.accepts("'a'"));
  assert.deepEqual(expressionsFrom("add 'gzip' to encodings", ['encodings']), ["'gzip'"]);
  const expressionsOf = (instruction: string) => new Set(expressionsFrom(instruction, ['list']));
  assert.ok(expressionsOf("add { id: 3, name: 'x' } to list").has("{ id: 3, name: 'x' }"));
  assert.ok(expressionsOf('push [1, 2] to list').has('[1, 2]'));
  assert.ok(expressionsOf('list also needs Status.Open').has('Status.Open'));
  assert.ok(!expressionsOf('in index.ts add 3 to list').has('index.ts'));
  assert.deepEqual(expressionsFrom('load takes retries, 3 by default', ['load', 'retries']), ['3']);
});

test('what something is to be called may be said in plain words', () => {
  assert.ok(
    calledNamesFrom('should total be renamed to grand total sum?', 'camel').includes(
      'grandTotalSum',
    ),
  );
  assert.ok(calledNamesFrom('call it price list everywhere', 'pascal').includes('PriceList'));
  assert.deepEqual(calledNamesFrom('call it something that is clear', 'camel'), []);
});

test('a name before a type in brackets is new, and a digit of a name is no number', () => {
  assert.deepEqual(addedNamesFrom('f could also receive prefix (RegExp) last', 'f', ['RegExp']), [
    'prefix',
  ]);
  assert.deepEqual(expressionsFrom('push arg1 to the list', []), ['arg1']);
  assert.ok(expressionsFrom('one more for the list: size', []).includes('size'));
});
