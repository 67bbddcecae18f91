/** The token grammar of answers: what it lets through, what not, and that no walk through it gets stuck. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, formatSymbols, parseDocument, printAnswer } from '@wick/edits';
import type { TokenId } from '@wick/engine';
import { documentSymbols } from '@wick/workspace';
import fc from 'fast-check';
import { AnswerDecoder } from '../src/answer-grammar.ts';
import { ArgumentChoices } from '../src/argument-choices.ts';
import type { LineRun } from '../src/blocks.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';
import { tokensOf } from './written.ts';

const vocabulary = tinyVocabulary();

const TEXT = `interface Cart {
  items: string[];
}
export function total(cart: Cart): number {
  let sum = 0;
  const label = 'Total é';
  return sum + cart.items.length * 31;
}
function other(sum: number) {}
`;

async function decoderFor(
  instruction: string,
  {
    path = 'cart.ts',
    text = TEXT,
    shown,
  }: { path?: string; text?: string; shown?: LineRun[] } = {},
): Promise<() => AnswerDecoder> {
  const document = parseDocument(text);
  const symbols = await documentSymbols(text, path);
  const choices = new ArgumentChoices(vocabulary, { path, document, symbols, instruction });
  const lineCount = document.lines.length;
  const whole = [{ start: 0, end: lineCount }];
  return () => new AnswerDecoder({ vocabulary, lineCount, shown: shown ?? whole, choices });
}

/** As the engine asks: the list where there is one, else the question. */
function allows(decoder: AnswerDecoder, token: TokenId): boolean {
  return decoder.candidates()?.includes(token) ?? decoder.allows(token);
}

/** The number of tokens taken before one that is not allowed; -1 where all are. */
function refusedAt(decoder: AnswerDecoder, written: string): number {
  for (const [index, token] of tokensOf(vocabulary, written).entries()) {
    if (!allows(decoder, token)) return index;
    decoder.advance(token);
  }
  return -1;
}

test('right answers are let through', async () => {
  const cases: readonly [instruction: string, written: string][] = [
    ['looks good', '<|none|><|end|>'],
    ['rewrite it', '<|delegate|><|end|>'],
    ['rename total to grand total', '<|op|>rename<|arg|>total<|arg|>grandTotal<|end|>'],
    ['call sum amount on line 5', '<|op|>rename<|arg|>sum<|arg|>amount<|arg|><L4><|end|>'],
    ['make items readonly', '<|op|>set-readonly<|arg|>items<|arg|>Cart<|end|>'],
    ["say 'Sum'", "<|op|>change-literal<|arg|><L5><|arg|>'Total é'<|arg|>'Sum'<|end|>"],
    ['use 12, not 31', '<|op|>change-literal<|arg|><L6><|arg|>31<|arg|>12<|end|>'],
    [
      'give total a cart: Map<string, Foo>',
      '<|op|>add-parameter<|arg|>total<|arg|>cart<|arg|>Map<string, Foo><|end|>',
    ],
    [
      "add mode = 'x' to total",
      "<|op|>add-parameter<|arg|>total<|arg|>mode<|arg|><|arg|>'x'<|end|>",
    ],
    ['x', '<L4><L5>  let sum = 1; // ünïcödé 🛒<|nl|><L9><L9><|nl|><|end|>'],
    ['x', '<L0><L3><|end|>'],
    ['sort the imports', '<|op|>organize-imports<|end|>'],
    ['move total to sums.ts', '<|op|>move-to-file<|arg|>total<|arg|>sums.ts<|end|>'],
    ['total needs a file of its own', '<|op|>move-to-file<|arg|>total<|end|>'],
    [
      'extract lines 5-6 into a function start',
      '<|op|>extract-function<|arg|><L4><|arg|><L5><|arg|>start<|end|>',
    ],
    ['extract the type of items as Names', '<|op|>extract-type<|arg|>items<|arg|>Names<|end|>'],
    ['fix the error on line 6', '<|op|>fix-errors<|arg|><L5><|end|>'],
  ];
  for (const [instruction, written] of cases) {
    const start = await decoderFor(instruction);
    assert.equal(refusedAt(start(), written), -1, `${instruction}: ${written}`);
  }
});

test('what something is taken from stays, and a path that is said is not left out', async () => {
  const removal = (await decoderFor('remove the cast from total'))();
  assert.ok(refusedAt(removal, '<|op|>remove-declaration<|arg|>total') >= 0);
  const move = (await decoderFor('move total to sums.ts'))();
  assert.ok(refusedAt(move, '<|op|>move-to-file<|arg|>total<|end|>') >= 0);
});

test('what document and instruction do not offer is not let through', async () => {
  const start = await decoderFor('rename total or sum to subtotal, items and all');
  const cases: readonly [right: string, then: string][] = [
    ['<|op|>', 'refactor'],
    ['<|op|>rename<|arg|>', 'basket'],
    ['<|op|>rename<|arg|>total<|arg|>', 'amount'],
    ['<|op|>rename<|arg|>total<|arg|>subtotal', '<|arg|>'], // declared once: no line
    ['<|op|>rename<|arg|>sum<|arg|>subtotal<|arg|>', '<L0>'], // sum is not there
    ['<|op|>rename<|arg|>total', '<|end|>'],
    ['<|op|>set-readonly<|arg|>items<|arg|>', 'total'],
    ['<|op|>change-literal<|arg|>', '<L0>'], // no literal there
    ['<|op|>change-literal<|arg|><L6><|arg|>', '0'],
    ['<|op|>change-type<|arg|>items<|arg|>', 'basket'],
    ['<|op|>set-return-type', '<|arg|>'], // no type is said
    ['<L5>', '<L4>'],
    ['<L4>', '<L12>'],
    ['<L4><L5>a', '\nb'],
    ['<L4><L4>', '<|end|>'],
    ['<L4><L5>a<|nl|>', '<L5>'],
    ['<|none|>', '<|none|>'],
    ['<|op|>organize-imports', '<|arg|>'],
    ['<|op|>organize', '<|end|>'],
  ];
  for (const [right, then] of cases) {
    assert.equal(refusedAt(start(), right), -1, right);
    assert.ok(refusedAt(start(), right + then) >= 0, right + then);
  }
});

test('new names, words and operators are those that are meant', async () => {
  const cases: readonly [instruction: string, right: string, refused: string][] = [
    [
      'pull lines 5-6 out as a function by the name of start',
      '<|op|>extract-function<|arg|><L4><|arg|><L5><|arg|>',
      'name',
    ],
    [
      'could begin be a function that does line 5 through line 6',
      '<|op|>extract-function<|arg|><L4><|arg|><L5><|arg|>',
      'through',
    ],
    ['extract the type of items, name it Rows', '<|op|>extract-type<|arg|>items<|arg|>', 'items'],
  ];
  for (const [instruction, right, refused] of cases) {
    const start = await decoderFor(instruction);
    assert.equal(refusedAt(start(), right), -1, right);
    assert.ok(refusedAt(start(), right + refused) >= 0, right + refused);
  }
});

test('an operation without arguments is complete with its name', async () => {
  const decoder = (await decoderFor('sort the imports'))();
  assert.equal(refusedAt(decoder, '<|op|>organize-imports'), -1);
  assert.equal(decoder.impossible, undefined);
  assert.equal(refusedAt(decoder, '<|end|>'), -1);
  assert.deepEqual(decoder.answer, {
    kind: 'operations',
    calls: [{ name: 'organize-imports', args: [] }],
  });
});

test('what something is to be renamed to is not what is renamed', async () => {
  const text = 'const total = 1;\nconst sum = total;\n';
  const decoder = await decoderFor('rename totl to sum', { path: 'cart.ts', text });
  assert.ok(refusedAt(decoder(), '<|op|>rename<|arg|>sum') > 0);
  const other = await decoderFor('rename total to result', { path: 'cart.ts', text });
  assert.equal(refusedAt(other(), '<|op|>rename<|arg|>total<|arg|>result<|end|>'), -1);
});

test('operations that a file cannot have are not offered', async () => {
  const javaScript = await decoderFor('make items readonly', {
    path: 'cart.js',
    text: 'const items = [];\n',
  });
  assert.ok(refusedAt(javaScript(), '<|op|>set-readonly') > 0);
  assert.equal(refusedAt(javaScript(), '<|op|>make-let<|arg|>items<|end|>'), -1);
  const prose = await decoderFor('export title', { path: 'notes.md', text: '# title\n' });
  assert.ok(refusedAt(prose(), '<|op|>export') > 0);
  assert.equal(refusedAt(prose(), '<|op|>rename'), -1);
  assert.equal(refusedAt(prose(), '<L0><L1># b<|nl|><|end|>'), -1);
});

test('a hunk cannot span what the model was not shown, but may end where that begins', async () => {
  const shown = [
    { start: 0, end: 3 },
    { start: 8, end: 10 },
  ];
  const start = await decoderFor('x', { shown });
  assert.equal(refusedAt(start(), '<L5>'), 0);
  assert.equal(refusedAt(start(), '<L2><L9>'), 1);
  const decoder = start();
  assert.equal(refusedAt(decoder, '<L2><L8>}<|nl|><|end|>'), -1);
  assert.deepEqual(decoder.answer, {
    kind: 'hunks',
    hunks: [{ start: 2, end: 3, lines: ['}'] }],
  });
  const insertion = start();
  assert.equal(refusedAt(insertion, '<L8><L8>// new<|nl|><|end|>'), -1);
  assert.deepEqual(insertion.answer, {
    kind: 'hunks',
    hunks: [{ start: 8, end: 8, lines: ['// new'] }],
  });
});

test('a line never ends within a character', async () => {
  const decoder = (await decoderFor('x'))();
  const [first, second] = vocabulary.tokenizer.encode('é');
  for (const token of tokensOf(vocabulary, '<L0><L1>')) decoder.advance(token);
  assert.ok(allows(decoder, first!) && !allows(decoder, second!));
  decoder.advance(first!);
  assert.ok(allows(decoder, second!));
  assert.ok(!allows(decoder, vocabulary.newline));
  assert.ok(!allows(decoder, vocabulary.tokenizer.encode('a')[0]!));
});

test('every printed answer of hunks is let through, and read back as it was', async () => {
  const start = await decoderFor('x');
  const line = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((s) => !/[\n\r]/.test(s));
  const hunks = fc
    .uniqueArray(fc.nat({ max: 9 }), { minLength: 2, maxLength: 6 })
    .chain((numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const pairs = sorted.length >> 1;
      return fc
        .array(fc.array(line, { minLength: 1, maxLength: 3 }), {
          minLength: pairs,
          maxLength: pairs,
        })
        .map((texts) =>
          texts.map((lines, i) => ({ start: sorted[2 * i]!, end: sorted[2 * i + 1]!, lines })),
        );
    });
  fc.assert(
    fc.property(hunks, (list) => {
      const answer: Answer = { kind: 'hunks', hunks: list };
      const decoder = start();
      // Texts are encoded apart from ids, as in training; `<|nl|>` within a text stays text.
      for (const symbol of printAnswer(answer)) {
        const tokens =
          symbol.type === 'text'
            ? vocabulary.tokenizer.encode(symbol.text)
            : tokensOf(vocabulary, formatSymbols([symbol]));
        for (const token of tokens) {
          assert.ok(allows(decoder, token));
          decoder.advance(token);
        }
      }
      assert.deepEqual(decoder.answer, answer);
    }),
  );
});

test('no walk gets stuck: some token is always allowed until the end', async () => {
  const start = await decoderFor('rename sum to "new sum" on line 4, give it type Cart | null');
  const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));
  const some = [...`${printable}é\n`].flatMap((character) =>
    vocabulary.tokenizer.encode(character),
  );
  const { newline, end, argument } = vocabulary;
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 30, maxLength: 60 }), (choices) => {
      const decoder = start();
      for (const choice of choices) {
        if (decoder.answer) break;
        const listed = decoder.candidates();
        const pool = listed ?? [...some, newline, end, argument];
        const open = listed ? pool : pool.filter((token) => decoder.allows(token));
        assert.ok(open.length > 0, 'nothing is allowed');
        const token = open[choice % open.length]!;
        assert.ok(decoder.allows(token), 'what is listed is also allowed');
        decoder.advance(token);
      }
    }),
    { numRuns: 200 },
  );
});

test('where an argument can be nothing, the operation ends as impossible', async () => {
  const text = 'function f() {\n  return 1;\n}\n';
  const start = await decoderFor('return early from f', { text });
  const decoder = start();
  assert.equal(refusedAt(decoder, '<|op|>guard-clause<|arg|>f<|arg|><|end|>'), -1);
  assert.equal(decoder.answer, undefined);
  assert.equal(decoder.impossible?.name, 'guard-clause');
});
