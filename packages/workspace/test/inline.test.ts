// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'a constant with its line and the blank one behind it',
  ['inline-variable', 'total'],
  lines('function f(cart) {', '  const total = sum(cart); // note', '', '  return total;', '}', ''),
  lines('function f(cart) {', '  return sum(cart);', '}', ''),
  'a.js',
);
changes(
  'in parentheses where precedence needs it',
  ['inline-variable', 'a'],
  lines('const a = x + y;', 'f(a, a * 2, 2 - a, -a, a > 1, `${a}`, a.b);', ''),
  lines('f(x + y, (x + y) * 2, 2 - (x + y), -(x + y), x + y > 1, `${x + y}`, (x + y).b);', ''),
  'a.js',
);
changes(
  'a call with only plain constants before its use',
  ['inline-variable', 'a'],
  lines('const a = now();', 'const b = x.y + 1;', 'if (b) f(a);', ''),
  lines('const b = x.y + 1;', 'if (b) f(now());', ''),
  'a.js',
);
changes(
  'a shorthand property',
  ['inline-variable', 'a'],
  'const a = x ? 1 : 2;\nf({ a, b: a, [a]: 1 }).a;\n',
  'f({ a: x ? 1 : 2, b: x ? 1 : 2, [x ? 1 : 2]: 1 }).a;\n',
  'a.js',
);
changes(
  'a number before a dot',
  ['inline-variable', 'a'],
  'const a = 1;\nf(a.toFixed(), a);\n',
  'f((1).toFixed(), 1);\n',
  'a.js',
);
changes(
  '|| beside ??',
  ['inline-variable', 'a'],
  'const a = x || y;\nf(a ?? z, a && z);\n',
  'f((x || y) ?? z, (x || y) && z);\n',
  'a.js',
);
changes(
  'an optional chain that went no further',
  ['inline-variable', 'a'],
  'const a = x?.y;\nf(a, a.z);\n',
  'f(x?.y, (x?.y).z);\n',
);
changes(
  'an awaited value, an object at the start of an arrow function',
  ['inline-variable', 'a'],
  lines('async function f() {', '  const a = await g();', '  return a.b;', '}', ''),
  lines('async function f() {', '  return (await g()).b;', '}', ''),
);
changes(
  'an object at the start of a statement',
  ['inline-variable', 'a'],
  'const a = { b };\na.b();\n',
  '({ b }).b();\n',
);
changes(
  'a function that is called at once',
  ['inline-variable', 'f'],
  'const f = (x) => x;\ng(f(1));\n',
  'g(((x) => x)(1));\n',
  'a.js',
);
changes(
  'a let with a type, of which the documentation goes, too',
  ['inline-variable', 'a'],
  lines('go();', '// stays', '/** The a. */', 'let a: A = b as A;', 'go(a!);', ''),
  lines('go();', '// stays', 'go((b as A)!);', ''),
);
changes(
  'one of several variables',
  ['inline-variable', 'a'],
  'const a = x.y, b = a + 1;\n',
  'const b = x.y + 1;\n',
  'a.js',
);
changes(
  'on one line with its use',
  ['inline-variable', 'a'],
  'function f() { const a = g(); return a; }\n',
  'function f() { return g(); }\n',
  'a.js',
);
changes(
  'a value over several lines at another depth',
  ['inline-variable', 'options'],
  lines('const options = {', '  a: 1,', '};', 'if (x) {', '  run(options);', '}', ''),
  lines('if (x) {', '  run({', '    a: 1,', '  });', '}', ''),
  'a.js',
);
changes(
  'the one on the given line',
  ['inline-variable', 'a', 1],
  lines('function f() {', '  const a = 1;', '  return a;', '}', 'const a = 2;', 'g(a);', ''),
  lines('function f() {', '  return 1;', '}', 'const a = 2;', 'g(a);', ''),
  'a.js',
);
changes(
  'a this in an arrow function',
  ['inline-variable', 'a'],
  'class A { f() { const a = this.b; return x.map((y) => y + a); } }\n',
  'class A { f() { return x.map((y) => y + this.b); } }\n',
);
changes(
  'the list of a loop',
  ['inline-variable', 'a'],
  'const a = list();\nfor (const x of a) f(x);\n',
  'for (const x of list()) f(x);\n',
  'a.js',
);
refuses(
  'an export',
  ['inline-variable', 'a'],
  'export const a = 1;\nf(a);\n',
  'not-applicable',
  /`a` is exported/,
);
refuses(
  'an entry in an export list',
  ['inline-variable', 'a'],
  'const a = 1;\nexport { a };\n',
  'not-applicable',
  /is exported \(line 2\)/,
);
refuses(
  'a pattern',
  ['inline-variable', 'a'],
  'const { a } = b;\nf(a);\n',
  'not-applicable',
  /taken out of a pattern/,
);
refuses(
  'a parameter',
  ['inline-variable', 'a'],
  'function f(a) {}\n',
  'not-applicable',
  /not a variable/,
  'a.js',
);
refuses(
  'an assignment',
  ['inline-variable', 'a'],
  'let a = 1;\na++;\nf(a);\n',
  'not-applicable',
  /assigned again on line 2/,
);
refuses(
  'a var',
  ['inline-variable', 'a'],
  'var a = 1;\nf(a);\n',
  'not-applicable',
  /declared with var/,
);
refuses('no value', ['inline-variable', 'a'], 'let a;\nf(a);\n', 'not-applicable', /gets no value/);
refuses(
  'a loop variable',
  ['inline-variable', 'a'],
  'for (const a of b) f(a);\n',
  'not-applicable',
  /by a loop/,
);
refuses('no use', ['inline-variable', 'a'], 'const a = 1;\n', 'not-applicable', /used nowhere/);
refuses(
  'too many uses',
  ['inline-variable', 'a'],
  'const a = 1;\nf(a, a, a, a, a, a, a, a, a);\n',
  'not-applicable',
  /used 9 times; at most 8/,
);
refuses(
  'a call with two uses',
  ['inline-variable', 'a'],
  'const a = g();\nf(a, a);\n',
  'not-applicable',
  /computed 2 times/,
);
refuses(
  'a new list with two uses',
  ['inline-variable', 'a'],
  'const a = [];\na.push(1);\nf(a);\n',
  'not-applicable',
  /computed 2 times/,
);
refuses(
  'a call used in a function',
  ['inline-variable', 'a'],
  'const a = g();\nconst f = () => a;\n',
  'not-applicable',
  /more often on line 2/,
);
refuses(
  'a new object used in a function',
  ['inline-variable', 'a'],
  'const a = { b: 1 };\nconst f = () => a;\n',
  'not-applicable',
  /more often on line 2/,
);
refuses(
  'a call before another one',
  ['inline-variable', 'a'],
  'const a = now();\nif (x) return;\nf(a);\n',
  'not-applicable',
  /before what is done on line 2/,
  'a.js',
);
refuses(
  'a call before a try whose end uses its result',
  ['inline-variable', 'a'],
  lines('const a = start();', 'try {', '  run();', '} finally {', '  end(a);', '}', ''),
  'not-applicable',
  /before what is done on line 2/,
);
refuses(
  'a call used in a loop',
  ['inline-variable', 'a'],
  'const a = g();\nwhile (x) f(a);\n',
  'not-applicable',
  /more often on line 2/,
);
refuses(
  'a name that is declared twice',
  ['inline-variable', 'a'],
  'const x = 1;\nconst a = x;\nfunction f(x) { return a; }\n',
  'not-applicable',
  /`x`, which is declared on lines 1 and 3/,
  'a.js',
);
refuses(
  'a name that changes in between',
  ['inline-variable', 'before'],
  'let count = 0;\nconst before = count;\ncount += 1;\nf(before);\n',
  'not-applicable',
  /`count`, which changes on line 3/,
);
refuses(
  'a property that changes in between',
  ['inline-variable', 'before'],
  'const before = this.count;\nthis.count += 1;\nf(before);\n',
  'not-applicable',
  /`count`, which changes on line 2/,
);
refuses(
  'the this of another function',
  ['inline-variable', 'a'],
  'const a = this.b;\nfunction f() { return a; }\n',
  'not-applicable',
  /`this`, which means something else on line 2/,
);
refuses(
  'a method that would lose its this',
  ['inline-variable', 'f'],
  'const f = a.b;\nf();\n',
  'not-applicable',
  /another `this`/,
);
refuses(
  'a use in a type',
  ['inline-variable', 'a'],
  'const a = 1;\ntype A = typeof a;\n',
  'not-applicable',
  /used in a type \(line 2\)/,
);
refuses(
  'an element',
  ['inline-variable', 'A'],
  'const A = B;\nconst x = <A />;\n',
  'not-applicable',
  /as an element \(line 2\)/,
  'a.tsx',
);
refuses(
  'recursion',
  ['inline-variable', 'f'],
  'const f = () => f();\nf;\n',
  'not-applicable',
  /own value \(line 1\)/,
);
refuses(
  'nothing of that name',
  ['inline-variable', 'totl'],
  'const total = 1;\nf(total);\n',
  'not-found',
  /no variable named `totl`.*`total`/,
);
refuses(
  'two of that name',
  ['inline-variable', 'a'],
  'const a = 1;\nfunction f() {\n  const a = 2;\n  return a;\n}\n',
  'ambiguous',
  /declared 2 times: on lines 1 and 3/,
);
