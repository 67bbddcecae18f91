import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Answer,
  AnswerGrammar,
  AnswerParser,
  type AnswerSymbol,
  AnswerSyntaxError,
  createRegistry,
  type Expectation,
  formatSymbols,
  operations,
  parseAnswer,
  printAnswer,
} from '../src/index.ts';
import { hunksFor } from './arbitraries.ts';

const LINES = 12;

function text(value: string): AnswerSymbol {
  return { type: 'text', text: value };
}

const argument = fc.stringMatching(/^[ -~é]{1,6}$/);

/** Calls with every number of arguments their spec allows. */
const call = fc.constantFrom(...operations.values()).chain(({ name, parameters }) => {
  const required = parameters.filter(({ optional }) => !optional).length;
  return fc
    .integer({ min: required, max: parameters.length })
    .chain((count) =>
      fc.tuple(
        ...parameters
          .slice(0, count)
          .map(({ type }) => (type === 'line' ? fc.integer({ min: 0, max: LINES - 1 }) : argument)),
      ),
    )
    .map((args) => ({ name, args }));
});

const answer: fc.Arbitrary<Answer> = fc.oneof(
  hunksFor(LINES)
    .map((hunks) =>
      hunks.map((hunk) => ({ ...hunk, lines: hunk.lines.map((l) => l.replaceAll('\r', '')) })),
    )
    .filter((hunks) => hunks.length > 0)
    .map((hunks) => ({ kind: 'hunks', hunks }) as const),
  fc
    .array(call, { minLength: 1, maxLength: 3 })
    .map((calls) => ({ kind: 'operations', calls }) as const),
  fc.constant({ kind: 'none' } as const),
  fc.constant({ kind: 'delegate' } as const),
);

/** The same symbols with texts cut at random places. */
function cut(symbols: readonly AnswerSymbol[]): fc.Arbitrary<AnswerSymbol[]> {
  return fc.infiniteStream(fc.boolean()).map((choices) =>
    symbols.flatMap((symbol): AnswerSymbol[] => {
      if (symbol.type !== 'text') return [symbol];
      const pieces = [''];
      for (const character of symbol.text) {
        if (choices.next().value && pieces.at(-1) !== '') pieces.push('');
        pieces[pieces.length - 1] += character;
      }
      return pieces.map((text) => ({ type: 'text', text }));
    }),
  );
}

test('a printed answer parses to itself, however its text is cut into pieces', () => {
  const sample = answer.chain((original) =>
    cut(printAnswer(original)).map((symbols) => ({ original, symbols })),
  );
  fc.assert(
    fc.property(sample, ({ original, symbols }) => {
      assert.deepEqual(parseAnswer(symbols, { lineCount: LINES }), original);
    }),
    { numRuns: 500 },
  );
});

test('what the expectation says may come next is what may come next', () => {
  const symbol: fc.Arbitrary<AnswerSymbol> = fc.oneof(
    fc.integer({ min: -1, max: LINES + 1 }).map((line) => ({ type: 'line', line }) as const),
    fc.constantFrom('a', 'rename', 'make-', 'async', 'export', '').map(text),
    fc
      .constantFrom('newline', 'operation', 'argument', 'none', 'delegate', 'end')
      .map((type) => ({ type }) as AnswerSymbol),
  );
  fc.assert(
    fc.property(fc.array(symbol, { maxLength: 40 }), (symbols) => {
      let grammar = AnswerGrammar.start({ lineCount: LINES });
      for (const next of symbols) {
        if (!isExpected(next, grammar.expectation)) {
          assert.throws(() => grammar.advance(next), AnswerSyntaxError);
        } else grammar = grammar.advance(next);
      }
    }),
    { numRuns: 1000 },
  );
});

function isExpected(symbol: AnswerSymbol, expectation: Expectation): boolean {
  if (symbol.type === 'line') {
    return expectation.lines.some(({ from, to }) => from <= symbol.line && symbol.line <= to);
  }
  if (symbol.type !== 'text') return expectation[symbol.type];
  const { text } = expectation;
  if (text === undefined || symbol.text === '') return false;
  if (text.kind !== 'operation-name') return true;
  return text.names.some((name) => name.startsWith(text.typed + symbol.text));
}

const line = (value: number): AnswerSymbol => ({ type: 'line', line: value });
const newline: AnswerSymbol = { type: 'newline' };
const operation: AnswerSymbol = { type: 'operation' };
const arg: AnswerSymbol = { type: 'argument' };
const end: AnswerSymbol = { type: 'end' };

function grammarAfter(...symbols: AnswerSymbol[]): AnswerGrammar {
  return symbols.reduce(
    (grammar, symbol) => grammar.advance(symbol),
    AnswerGrammar.start({ lineCount: LINES }),
  );
}

test('every sequence the grammar allows can be brought to an end', () => {
  // Follows random expected symbols, then takes the shortest way out; it must exist.
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 30 }), (choices) => {
      let grammar = AnswerGrammar.start({ lineCount: 3 });
      const options = ({ expectation }: AnswerGrammar): AnswerSymbol[] => [
        ...expectation.lines.flatMap(({ from, to }) => [line(from), line(to)]),
        ...(expectation.text?.kind === 'operation-name'
          ? expectation.text.names
              .map((name) => name.slice(expectation.text?.typed.length))
              .filter((rest) => rest !== '')
              .map(text)
          : expectation.text
            ? [text('x')]
            : []),
        ...(['newline', 'operation', 'argument', 'none', 'delegate'] as const)
          .filter((type) => expectation[type])
          .map((type) => ({ type })),
      ];
      for (const choice of choices) {
        const next = options(grammar);
        if (next.length > 0) grammar = grammar.advance(next[choice % next.length]!);
      }
      for (let steps = 0; !grammar.expectation.end; steps++) {
        assert.ok(steps < 10, 'stuck');
        const next = options(grammar);
        const { text: due } = grammar.expectation;
        const way = due?.kind === 'argument' && due.typed === '' ? 'text' : 'argument';
        const wanted = next.find(({ type }) => type === way || type === 'newline');
        grammar = grammar.advance(wanted ?? next.at(-1)!);
      }
      assert.ok(grammar.advance(end).answer);
    }),
    { numRuns: 500 },
  );
});

test('each hunk comes out as soon as the next begins, the last at the end', () => {
  const parser = new AnswerParser({ lineCount: LINES });
  const first = { start: 1, end: 2, lines: ['let a', ''] };
  const second = { start: 5, end: 6, lines: [] };
  const events = [line(1), line(2), text('let '), text('a'), newline, newline].flatMap((symbol) =>
    parser.push(symbol),
  );
  assert.deepEqual(events, []);
  assert.deepEqual(parser.push(line(5)), [{ type: 'hunk', hunk: first }]);
  assert.deepEqual(parser.push(line(6)), []);
  assert.deepEqual(parser.push(end), [
    { type: 'hunk', hunk: second },
    { type: 'end', answer: { kind: 'hunks', hunks: [first, second] } },
  ]);
  assert.deepEqual(parser.finish(), { kind: 'hunks', hunks: [first, second] });
});

test('each operation comes out as soon as the next begins, the last at the end', () => {
  const parser = new AnswerParser({ lineCount: LINES });
  const symbols = [operation, text('ren'), text('ame'), arg, text('a'), arg, text('b'), arg];
  for (const symbol of [...symbols, line(3)]) assert.deepEqual(parser.push(symbol), []);
  const rename = { name: 'rename', args: ['a', 'b', 3] };
  assert.deepEqual(parser.push(operation), [{ type: 'operation', call: rename }]);
  for (const symbol of [text('export'), arg, text('b')]) parser.push(symbol);
  const exported = { name: 'export', args: ['b'] };
  assert.deepEqual(parser.push(end), [
    { type: 'operation', call: exported },
    { type: 'end', answer: { kind: 'operations', calls: [rename, exported] } },
  ]);
});

test('an operation without parameters is complete with its name', () => {
  const calls = ['organize-imports', 'remove-unused-imports'].map((name) => ({ name, args: [] }));
  const symbols = printAnswer({ kind: 'operations', calls });
  const written = '<|op|>organize-imports<|op|>remove-unused-imports<|end|>';
  assert.equal(formatSymbols(symbols), written);
  assert.deepEqual(parseAnswer(symbols, { lineCount: 1 }), { kind: 'operations', calls });
  assert.equal(grammarAfter(operation, text('organize-')).expectation.end, false);
  const { expectation } = grammarAfter(operation, text('organize-imports'));
  assert.deepEqual(
    [expectation.text, expectation.argument, expectation.operation, expectation.end],
    [undefined, false, true, true],
  );
});

test('an optional argument before a given one is empty text', () => {
  const call = { name: 'add-parameter', args: ['f', 'x', '', '1'] };
  const symbols = printAnswer({ kind: 'operations', calls: [call] });
  const written = '<|op|>add-parameter<|arg|>f<|arg|>x<|arg|><|arg|>1<|end|>';
  assert.equal(formatSymbols(symbols), written);
  assert.deepEqual(parseAnswer(symbols, { lineCount: 1 }), { kind: 'operations', calls: [call] });
});

test('empty optional arguments at the end are not written', () => {
  const calls = [{ name: 'add-parameter', args: ['f', 'x', '', ''] }];
  const symbols = printAnswer({ kind: 'operations', calls });
  assert.equal(formatSymbols(symbols), '<|op|>add-parameter<|arg|>f<|arg|>x<|end|>');
});

test('a second line id is at least the first; the next hunk starts after this one ends', () => {
  assert.deepEqual(grammarAfter(line(4)).expectation.lines, [{ from: 4, to: LINES }]);
  const { expectation } = grammarAfter(line(4), line(6), text('x'), newline);
  assert.deepEqual(expectation.lines, [{ from: 7, to: LINES }]);
});

test('inserting nothing is not an answer: text must follow', () => {
  const { expectation } = grammarAfter(line(4), line(4));
  assert.equal(expectation.end, false);
  assert.deepEqual(expectation.lines, []);
  assert.equal(expectation.newline, true);
  assert.equal(grammarAfter(line(4), line(5)).expectation.end, true);
});

test('within a line, only more text or its end may come', () => {
  const { expectation } = grammarAfter(line(4), line(5), text('x'));
  assert.deepEqual(
    [expectation.end, expectation.lines.length, expectation.newline],
    [false, 0, true],
  );
  assert.deepEqual(expectation.text, { kind: 'line', typed: 'x' });
});

test('where only parts were shown, hunks stay within one part', () => {
  const shown = [
    { start: 2, end: 4 },
    { start: 8, end: 9 },
  ];
  const start = AnswerGrammar.start({ lineCount: LINES, shown });
  assert.deepEqual(start.expectation.lines, [
    { from: 2, to: 4 },
    { from: 8, to: 9 },
  ]);
  assert.deepEqual(start.advance(line(3)).expectation.lines, [{ from: 3, to: 4 }]);
  assert.throws(() => start.advance(line(6)), { code: 'line-not-allowed' });
  const atArgument = [operation, text('change-literal'), arg].reduce((g, s) => g.advance(s), start);
  assert.deepEqual(atArgument.expectation.lines, [
    { from: 2, to: 3 },
    { from: 8, to: 8 },
  ]);
});

test('an operation name is expected letter by letter among those that fit', () => {
  const { expectation } = grammarAfter(operation, text('make-'));
  assert.deepEqual(expectation.text, {
    kind: 'operation-name',
    typed: 'make-',
    names: ['make-async', 'make-const', 'make-let'],
  });
  assert.equal(expectation.argument, false);
  assert.equal(grammarAfter(operation, text('make-let')).expectation.argument, true);
});

test('an argument is expected with its parameter and what was given before', () => {
  const { expectation } = grammarAfter(operation, text('rename'), arg, text('a'), arg, text('b'));
  assert.equal(expectation.text?.kind, 'argument');
  assert.deepEqual(
    expectation.text?.kind === 'argument' && [
      expectation.text.parameter.type,
      expectation.text.given,
      expectation.text.typed,
    ],
    ['name', ['a'], 'b'],
  );
  assert.deepEqual(
    [expectation.argument, expectation.end, expectation.operation],
    [true, true, true],
  );
});

test('required arguments must be there before the end', () => {
  assert.equal(grammarAfter(operation, text('rename'), arg, text('a')).expectation.end, false);
  assert.equal(grammarAfter(operation, text('rename'), arg).expectation.argument, false);
});

test('several states can go on from one', () => {
  const state = grammarAfter(line(0), line(1), text('a'));
  const one = state.advance(text('b')).advance(newline).advance(end);
  const other = state.advance(newline).advance(end);
  assert.deepEqual(one.answer, { kind: 'hunks', hunks: [{ start: 0, end: 1, lines: ['ab'] }] });
  assert.deepEqual(other.answer, { kind: 'hunks', hunks: [{ start: 0, end: 1, lines: ['a'] }] });
});

const mistakes: [string, AnswerSymbol[], string, RegExp][] = [
  ['an answer that ends at once', [end], 'unexpected-symbol', /<\|none\|> or <\|delegate\|>/],
  ['text at the start', [text('a')], 'unexpected-symbol', /"a", but expected a line from <L0>/],
  ['a line the document lacks', [line(13)], 'line-not-allowed', /a line from <L0> to <L12>/],
  ['an end before the start', [line(4), line(3)], 'line-not-allowed', /from <L4> to <L12>/],
  ['a line break in text', [line(1), line(2), text('a\n')], 'line-break', /text of the new line/],
  ['an operation there is not', [operation, text('refactor')], 'unknown-operation', /"refactor"/],
  ['something after none', [{ type: 'none' }, line(1)], 'unexpected-symbol', /expected <\|end\|>/],
  ['something after the end', [{ type: 'none' }, end, end], 'unexpected-symbol', /nothing more/],
  [
    'too many arguments',
    [operation, text('export'), arg, text('a'), arg],
    'unexpected-symbol',
    /symbol \(symbol\) of export/,
  ],
  [
    'text where a line is due',
    [operation, text('change-literal'), arg, text('3')],
    'unexpected-symbol',
    /a line from <L0> to <L11>/,
  ],
  ['hunks and operations mixed', [line(1), line(2), operation], 'unexpected-symbol', /<\|nl\|>/],
];

for (const [what, symbols, code, message] of mistakes) {
  test(`${what} is an error that says what was expected`, () => {
    const parser = new AnswerParser({ lineCount: LINES });
    for (const symbol of symbols.slice(0, -1)) parser.push(symbol);
    assert.throws(
      () => parser.push(symbols.at(-1)!),
      (error) => {
        assert.ok(error instanceof AnswerSyntaxError);
        assert.equal(error.code, code);
        assert.equal(error.position, symbols.length - 1);
        assert.match(error.message, message);
        assert.ok(error.expected.length > 0);
        return true;
      },
    );
  });
}

test('an answer that stops early is unfinished', () => {
  const parser = new AnswerParser({ lineCount: LINES });
  parser.push(line(1));
  assert.throws(() => parser.finish(), { name: 'AnswerSyntaxError', code: 'unfinished' });
});

test('a registry refuses two operations of one name and misordered parameters', () => {
  const spec = { name: 'a', summary: '', parameters: [] };
  assert.throws(() => createRegistry([spec, spec]), /two operations named "a"/);
  assert.throws(() => createRegistry([{ ...spec, name: 'A b' }]), /lower-case/);
  const parameters = [
    { name: 'x', type: 'line', optional: true },
    { name: 'y', type: 'symbol' },
  ] as const;
  assert.throws(() => createRegistry([{ ...spec, parameters }]), /required parameter follows/);
});

test('a registry of fifty operations works like one of thirteen', () => {
  const specs = Array.from({ length: 50 }, (_, i) => ({
    name: `operation-${String.fromCharCode(97 + (i % 26))}${i < 26 ? '' : 'x'}`,
    summary: 'does something',
    parameters: [{ name: 'symbol', type: 'symbol' }] as const,
  }));
  const registry = createRegistry(specs);
  const calls = specs.map(({ name }) => ({ name, args: ['a'] }));
  const symbols = printAnswer({ kind: 'operations', calls });
  const parsed = parseAnswer(symbols, { lineCount: 1, operations: registry });
  assert.deepEqual(parsed, { kind: 'operations', calls });
});
