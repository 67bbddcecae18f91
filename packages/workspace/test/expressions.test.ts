// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'one comparison',
  ['strict-equality', 1],
  'if (a == 1) b();\nif (a == 2) c();\n',
  'if (a == 1) b();\nif (a === 2) c();\n',
);
changes(
  'all of a line, and only operators',
  ['strict-equality', 0],
  "const ok = a == b && c != '==' && d === e; // a == b\n",
  "const ok = a === b && c !== '==' && d === e; // a == b\n",
);
changes(
  'an operator on a line of its own',
  ['strict-equality', 1],
  'const ok = a\n  == b\n  && c == d;\n',
  'const ok = a\n  === b\n  && c == d;\n',
);
changes(
  'without white space, in a template and in an element',
  ['strict-equality', 0],
  'const x = <b>{`${a==b}`}{c!=d}</b>;\n',
  'const x = <b>{`${a===b}`}{c!==d}</b>;\n',
  'a.tsx',
);
refuses(
  'what is strict',
  ['strict-equality', 0],
  'f(a !== b);\n',
  'already-done',
  /Line 1 compares with === or !== already/,
);
refuses(
  'a line without comparison',
  ['strict-equality', 0],
  'f(a > b);\ng(a == b);\n',
  'not-found',
  /no == or != on line 1, but on line 2\./,
);

changes(
  'an operator',
  ['replace-operator', 0, '+', '-'],
  "const a = b + c * 2; // b + '+'\n",
  "const a = b - c * 2; // b + '+'\n",
);
changes(
  'a comparison',
  ['replace-operator', 1, '<', '<='],
  'const list: Array<string> = [];\nfor (let i = 0; i < n; i++) f<T>(i);\n',
  'const list: Array<string> = [];\nfor (let i = 0; i <= n; i++) f<T>(i);\n',
);
changes(
  'a compound assignment',
  ['replace-operator', 0, '+=', '-='],
  'total += price + tax;\n',
  'total -= price + tax;\n',
);
changes(
  'an assignment by a compound one',
  ['replace-operator', 0, '=', '??='],
  'cache.value = load();\n',
  'cache.value ??= load();\n',
);
changes('a word', ['replace-operator', 0, '<', 'in'], 'f(a<b);\n', 'f(a in b);\n');
changes('by a word', ['replace-operator', 0, 'in', '<'], 'f(a in b);\n', 'f(a < b);\n');
changes(
  'without growing together with a sign',
  ['replace-operator', 0, '+', '-'],
  'f(a+-b);\n',
  'f(a- -b);\n',
);
changes(
  '|| by ??',
  ['replace-operator', 0, '||', '??'],
  'const a = b || (c && d);\n',
  'const a = b ?? (c && d);\n',
);
changes(
  '&& of several lines',
  ['replace-operator', 1, '&&', '||'],
  'if (a &&\n  b && // &&\n  c) d();\n',
  'if (a &&\n  b || // &&\n  c) d();\n',
);
refuses(
  'two of them',
  ['replace-operator', 0, '+', '-'],
  'f(a + b + c);\n',
  'ambiguous',
  /`\+` stands 2 times on line 1/,
);
refuses(
  'what is not there',
  ['replace-operator', 0, '*', '/'],
  'f(a + b);\nf(a * b);\n',
  'not-found',
  /no `\*` on line 1, but on line 2/,
);
refuses(
  'a sign',
  ['replace-operator', 0, '-', '+'],
  'f(-a);\n',
  'not-found',
  /no `-` on line 1\.$/,
);
refuses(
  'what is done',
  ['replace-operator', 0, '<', '<='],
  'f(a <= b);\n',
  'already-done',
  /already has `<=`/,
);
refuses(
  'itself',
  ['replace-operator', 0, '<', '<'],
  'f(a < b);\n',
  'already-done',
  /already has `<`/,
);
refuses(
  'an assignment by an operation',
  ['replace-operator', 0, '=', '+'],
  'a = b;\n',
  'not-applicable',
  /only one of them is an assignment/,
);
refuses(
  'a comparison by an assignment',
  ['replace-operator', 0, '===', '='],
  'if (a === b) c();\n',
  'not-applicable',
  /only one of them is an assignment/,
);
refuses(
  'an assignment to a pattern',
  ['replace-operator', 0, '=', '+='],
  '[a, b] = c;\n',
  'not-applicable',
  /assigns to a pattern/,
);
refuses(
  'what is no binary operator',
  ['replace-operator', 0, '+', '++'],
  'f(a + b);\n',
  'not-applicable',
  /`\+\+` is not a binary operator/,
);
refuses(
  '?? beside ||',
  ['replace-operator', 0, '&&', '??'],
  'f(a && b || c);\n',
  'not-applicable',
  /`\?\?` cannot stand beside/,
);
refuses(
  '&& beside ??',
  ['replace-operator', 0, '+', '&&'],
  'f(a + b ?? c);\n',
  'not-applicable',
  /`\?\?` cannot stand beside/,
);

for (const [condition, opposite] of [
  ['ready', '!ready'],
  ['user.isReady', '!user.isReady'],
  ['list[0]', '!list[0]'],
  ['isReady(user)', '!isReady(user)'],
  ['user?.name', '!user?.name'],
  ['this.done', '!this.done'],
  ['value!', '!value!'],
  ['!ready', 'ready'],
  ['! ready', 'ready'],
  ['!!ready', '!ready'],
  ['!(a && b)', 'a && b'],
  ['!(a)', 'a'],
  ['!(await f())', 'await f()'],
  ['a === b', 'a !== b'],
  ['a !== b', 'a === b'],
  ['a == null', 'a != null'],
  ['a != null', 'a == null'],
  ['a < b', 'a >= b'],
  ['a >= b', 'a < b'],
  ['a > b', 'a <= b'],
  ['a <= b', 'a > b'],
  ['!a === b', '!a !== b'],
  ['f(a === b)', '!f(a === b)'],
  ['a.b === !c', 'a.b !== !c'],
  ['a && b', '!(a && b)'],
  ['a === 1 || b === 2', '!(a === 1 || b === 2)'],
  ['a + b > c', 'a + b <= c'],
  ['a ? b === c : d', '!(a ? b === c : d)'],
  ['(a === b)', '!(a === b)'],
  ['!(a) && b', '!(!(a) && b)'],
  ['a instanceof B', '!(a instanceof B)'],
  ["'a' in b", "!('a' in b)"],
  ['typeof a', '!(typeof a)'],
  ['await f()', '!(await f())'],
  ['(a = next())', '!(a = next())'],
] as const) {
  changes(
    `${condition} becomes ${opposite}`,
    ['negate-condition', 1],
    `if (z) y();\nif (${condition}) {\n  f(a === b);\n} else g();\n`,
    `if (z) y();\nif (${opposite}) {\n  f(a === b);\n} else g();\n`,
  );
}
changes(
  'an else if',
  ['negate-condition', 2],
  'if (a) {\n  f();\n} else if (b) {\n  g();\n}\n',
  'if (a) {\n  f();\n} else if (!b) {\n  g();\n}\n',
);
changes(
  'a condition below its if',
  ['negate-condition', 1],
  'if (\n  a &&\n  b // both\n) f();\n',
  'if (\n  !(a &&\n  b) // both\n) f();\n',
);
changes(
  'by the line of its if',
  ['negate-condition', 0],
  'if (\n  !(\n    a && b\n  )\n) f();\n',
  'if (\n  a && b\n) f();\n',
);
changes(
  'comments inside the parentheses stay',
  ['negate-condition', 0],
  'if (!(/* one */ a && b // two\n)) f();\n',
  'if (/* one */ a && b // two\n) f();\n',
);
refuses(
  'two on a line',
  ['negate-condition', 0],
  'if (a) if (b) f();\n',
  'ambiguous',
  /2 ifs on line 1/,
);
refuses(
  'a line without if',
  ['negate-condition', 1],
  'if (a)\n  f();\nif (b) g();\n',
  'not-found',
  /no if on line 2, but on lines 1 and 3/,
);
refuses('a loop', ['negate-condition', 0], 'while (a) f();\n', 'not-found', /no if on line 1\.$/);

changes(
  'two arguments',
  ['swap-arguments', 0, 'assert.equal'],
  'assert.equal(expected, sum(1, 2));\n',
  'assert.equal(sum(1, 2), expected);\n',
);
changes(
  'comments between them stay',
  ['swap-arguments', 0, 'f'],
  'f(/* first */ a, /* second */ b /* end */);\n',
  'f(/* first */ b, /* second */ a /* end */);\n',
);
changes(
  'over several lines',
  ['swap-arguments', 0, 'f'],
  lines('f(() => {', '  a();', '}, {', '  b: 1,', '});', ''),
  lines('f({', '  b: 1,', '}, () => {', '  a();', '});', ''),
);
changes(
  'of a call in a chain, by the line of its name',
  ['swap-arguments', 1, 'text.replace'],
  "const a = text\n  .replace('b', 'a')\n  .trim();\n",
  "const a = text\n  .replace('a', 'b')\n  .trim();\n",
);
changes(
  'of the call that has two',
  ['swap-arguments', 0, 'max'],
  'max(max(a, b));\n',
  'max(max(b, a));\n',
);
changes('of new', ['swap-arguments', 0, 'Point'], 'f(new Point(y, x));\n', 'f(new Point(x, y));\n');
changes(
  'by an optional call and type arguments',
  ['swap-arguments', 0, 'a?.b'],
  'a?.b<T>(c, d,);\n',
  'a?.b<T>(d, c,);\n',
);
refuses(
  'two calls',
  ['swap-arguments', 0, 'max'],
  'max(a, max(b, c));\n',
  'ambiguous',
  /`max` is called 2 times with two arguments on line 1/,
);
refuses(
  'another number of arguments',
  ['swap-arguments', 0, 'f'],
  'f(a);\n',
  'not-applicable',
  /called with 1 argument on line 1/,
);
refuses(
  'three arguments',
  ['swap-arguments', 0, 'f'],
  'f(a, b, c);\n',
  'not-applicable',
  /called with 3 arguments/,
);
refuses(
  'a spread argument',
  ['swap-arguments', 0, 'f'],
  'f(a, ...b);\n',
  'not-applicable',
  /called with a spread argument/,
);
refuses(
  'equal arguments',
  ['swap-arguments', 0, 'f'],
  'f(a, a);\n',
  'already-done',
  /Both arguments of `f` on line 1 are `a`/,
);
refuses(
  'a call elsewhere',
  ['swap-arguments', 0, 'f'],
  'g(a, b);\nf(a, b);\n',
  'not-found',
  /no call of `f` on line 1, but on line 2/,
);
refuses(
  'a name close to one on the line',
  ['swap-arguments', 0, 'asert'],
  'assert(a, b);\n',
  'not-found',
  /Did you mean `assert`/,
);
