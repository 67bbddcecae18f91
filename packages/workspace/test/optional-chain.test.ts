import { changes, lines, refuses } from './operations.ts';

for (const [before, after] of [
  ['a && a.b', 'a?.b'],
  ['a && a.b()', 'a?.b()'],
  ['a && a[b]', 'a?.[b]'],
  ['a && a(b)', 'a?.(b)'],
  ['a && a<T>(b)', 'a?.<T>(b)'],
  ['a && a.b.c', 'a?.b.c'],
  ['a && a.b && a.b.c', 'a?.b?.c'],
  ['a && a.b && a.b.c.d', 'a?.b?.c.d'],
  ['a.b && a.b.c && a.b.c.d', 'a.b?.c?.d'],
  ['a.b && a.b(c)', 'a.b?.(c)'],
  ['this.a && this.a.b', 'this.a?.b'],
  ['a[0] && a[0].b', 'a[0]?.b'],
  ["a['x y'] && a['x y'].b", "a['x y']?.b"],
  ['a?.b && a?.b.c', 'a?.b?.c'],
  ['a?.b && a.b.c', 'a?.b?.c'],
  ['a && a?.b', 'a?.b'],
  ['a != null && a.b', 'a?.b'],
  ['a != undefined && a.b', 'a?.b'],
  ['a !== undefined && a !== null && a.b', 'a?.b'],
  ['a !== null && a !== undefined && a.b', 'a?.b'],
  ['a && a.b != null && a.b.c', 'a?.b?.c'],
  // A part of a longer chain.
  ['x && a && a.b', 'x && a?.b'],
  ['a && a.b && x', 'a?.b && x'],
  ['a && a.b || c', 'a?.b || c'],
  ['!(a && a.b)', '!(a?.b)'],
  // What is left may compare, where that is not true of what is not there.
  ["a && a.b === 'c'", "a?.b === 'c'"],
  ['a && a.b && a.b.c == 1', 'a?.b?.c == 1'],
  ['a && a.b != null', 'a?.b != null'],
  ['a && a.b !== undefined', 'a?.b !== undefined'],
  ['a && a.b && a.b !== null', 'a?.b && a.b !== null'],
  ['a && a.b && a.b.c !== null', 'a?.b && a.b.c !== null'],
  ['a && a.b === 1 && a.b.c', 'a?.b === 1 && a.b.c'],
] as const) {
  changes(
    `${before} becomes ${after}`,
    ['optional-chain', 1],
    `z(c && d);\nreturn ${before};\n`,
    `z(c && d);\nreturn ${after};\n`,
  );
}
changes(
  'a statement, in JavaScript',
  ['optional-chain', 0],
  'onDone && onDone(); // a && a.b\n',
  'onDone?.(); // a && a.b\n',
  'a.js',
);
changes(
  'over several lines',
  ['optional-chain', 1],
  lines('const ok =', '  user &&', '  user.name &&', '  user.name', '    .first;', ''),
  lines('const ok =', '  user?.name', '    ?.first;', ''),
);
changes(
  'by a line in the middle, with comments in the last operand',
  ['optional-chain', 1],
  lines('f(a &&', '  a.b(() => {', '    g(); // g', '  }));', ''),
  lines('f(a?.b(() => {', '    g(); // g', '  }));', ''),
);
changes(
  'in an element',
  ['optional-chain', 0],
  'const x = <b>{user && user.name}</b>;\n',
  'const x = <b>{user?.name}</b>;\n',
  'a.tsx',
);
for (const [what, before] of [
  ['operands that do not continue each other', 'a && b.c'],
  ['a longer name', 'a && ab.c'],
  ['another key', "a['x y'] && a['xy'].b"],
  ['a negation', '!a && a.b'],
  ['an assignment', 'a && (a.b = c)'],
  ['an increment', 'a && a.b++'],
  ['new', 'a && new a.B()'],
  ['a comparison that nothing is true of', 'a && a.b !== 1'],
  ['not null', 'a && a.b !== null'],
  ['equal to null', 'a && a.b == null'],
  ['less than', 'a && a.b < 1'],
] as const) {
  refuses(
    what,
    ['optional-chain', 0],
    `f(${before});\n`,
    'not-applicable',
    /No operands of the && on line 1 continue each other/,
  );
}
refuses(
  'a call that is made twice',
  ['optional-chain', 0],
  'f(a() && a().b);\n',
  'not-applicable',
  /`a\(\)` is computed more than once/,
);
refuses(
  'a call between',
  ['optional-chain', 0],
  'f(a && a.b() && a.b().c);\n',
  'not-applicable',
  /`a\.b\(\)` is computed more than once/,
);
refuses(
  'a key that changes',
  ['optional-chain', 0],
  'f(a[i++] && a[i++].b);\n',
  'not-applicable',
  /computed more than once/,
);
refuses(
  'a test for undefined alone',
  ['optional-chain', 0],
  'f(a !== undefined && a.b);\n',
  'not-applicable',
  /tests for only one of null and undefined/,
);
refuses(
  'a comment between the operands',
  ['optional-chain', 0],
  'f(a /* is there */ && a.b);\n',
  'not-applicable',
  /would be lost/,
);
refuses(
  'what is called without its object',
  ['optional-chain', 0],
  '(a && a.b)();\n',
  'not-applicable',
  /is called/,
);
refuses(
  'what is deleted',
  ['optional-chain', 0],
  'delete (a && a.b);\n',
  'not-applicable',
  /is deleted/,
  'a.js',
);
refuses(
  'two on a line',
  ['optional-chain', 0],
  'f(a && a.b, c && c.d);\n',
  'ambiguous',
  /2 chains of && on line 1/,
);
refuses(
  'two in one chain',
  ['optional-chain', 0],
  'f(a && a.b && c && c.d);\n',
  'ambiguous',
  /2 chains of && on line 1/,
);
refuses(
  'what is done',
  ['optional-chain', 0],
  'f(a?.b);\n',
  'already-done',
  /Line 1 already has an optional chain/,
);
refuses(
  'a line without &&',
  ['optional-chain', 0],
  'f(a.b);\ng(a && a.b);\n',
  'not-found',
  /no && that guards an access on line 1, but on line 2/,
);
refuses(
  'a private name, which TypeScript allows in no optional chain',
  ['optional-chain', 0],
  'class A { #b = 1; f(a: A) { return a && a.#b; } }\n',
  'not-applicable',
  /cannot contain private identifiers/,
);
