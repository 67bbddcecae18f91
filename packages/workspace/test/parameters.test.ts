import { changes, lines, refuses } from './operations.ts';

changes(
  'the first',
  ['remove-parameter', 'f', 'a'],
  'function f(a, b, c) {}\n',
  'function f(b, c) {}\n',
  'a.js',
);
changes(
  'one in the middle',
  ['remove-parameter', 'f', 'b'],
  'function f(a: number, b: string = "x, y", c?: Map<1, 2>) {}\n',
  'function f(a: number, c?: Map<1, 2>) {}\n',
);
changes(
  'the last',
  ['remove-parameter', 'f', 'c'],
  'const f = (a, b, ...c) => a;\n',
  'const f = (a, b) => a;\n',
  'a.js',
);
changes(
  'a trailing comma on one line stays',
  ['remove-parameter', 'f', 'c'],
  'function f(a, b, c,) {}\n',
  'function f(a, b,) {}\n',
  'a.js',
);
changes(
  'the only one',
  ['remove-parameter', 'f', 'a'],
  'class A { f( a: 1, ) {} }\n',
  'class A { f() {} }\n',
);
changes(
  'the only one, without parentheses',
  ['remove-parameter', 'f', 'a'],
  'const f = async a => 1;\n',
  'const f = async () => 1;\n',
  'a.js',
);
changes(
  'one on its own line with its comments',
  ['remove-parameter', 'f', 'b'],
  lines(
    'function f(',
    '  a: string, // the a',
    '  // the b',
    '  b: number, // also the b',
    '  /** The c. */',
    '  c: number,',
    ') {}',
    '',
  ),
  lines('function f(', '  a: string, // the a', '  /** The c. */', '  c: number,', ') {}', ''),
);
changes(
  'the first of several lines',
  ['remove-parameter', 'f', 'a'],
  lines('function f(', '  a: string,', '  b: number', ') {}', ''),
  lines('function f(', '  b: number', ') {}', ''),
);
changes(
  'the last of several lines, with trailing comma',
  ['remove-parameter', 'f', 'b'],
  lines('function f(', '\ta: string,', '\tb: number, // b', ') {}', ''),
  lines('function f(', '\ta: string,', ') {}', ''),
);
changes(
  'the last of several lines, without trailing comma',
  ['remove-parameter', 'f', 'b'],
  lines('function f(', '  a: string, // a', '  b: number // b', ') {}', ''),
  lines('function f(', '  a: string // a', ') {}', ''),
);
changes(
  'the only one on a line of its own',
  ['remove-parameter', 'f', 'a'],
  lines('function f(', '  a: string, // a', ') {}', ''),
  lines('function f() {}', ''),
);
changes(
  'two to a line',
  ['remove-parameter', 'f', 'c'],
  lines('function f(', '  a, b,', '  c, d', ') {}', ''),
  lines('function f(', '  a, b,', '  d', ') {}', ''),
  'a.js',
);
changes(
  'before a line break',
  ['remove-parameter', 'f', 'b'],
  lines('function f(a, b,', '  c) {}', ''),
  lines('function f(a,', '  c) {}', ''),
  'a.js',
);
changes(
  'first before a line break',
  ['remove-parameter', 'f', 'a'],
  lines('function f(a,', '  b) {}', ''),
  lines('function f(b) {}', ''),
  'a.js',
);
changes(
  'behind a line comment that would swallow the parenthesis',
  ['remove-parameter', 'f', 'b'],
  lines('function f(a, // a', '  b) {}', ''),
  lines('function f(a // a', ') {}', ''),
  'a.js',
);
changes(
  'comments on one line go with the parameter that they stand at',
  ['remove-parameter', 'f', 'b'],
  'function f(/* a */ a, /* b */ b /* b */, /* c */ c) {}\n',
  'function f(/* a */ a, /* c */ c) {}\n',
  'a.js',
);
changes(
  'a destructured neighbour',
  ['remove-parameter', 'f', 'b'],
  lines('const f = ({', '  a,', '}: P, b: number) => a;', ''),
  lines('const f = ({', '  a,', '}: P) => a;', ''),
);
changes(
  'every overload that has it',
  ['remove-parameter', 'f', 'b'],
  'function f(a: 1): 1;\nfunction f(a: 2, b: 2): 2;\nfunction f(a: any, b?: any): any { return a; }\n',
  'function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any): any { return a; }\n',
);
changes(
  'a parameter property with a decorator',
  ['remove-parameter', 'constructor', 'b'],
  'class A { constructor(private a: 1, @Inject() private readonly b: 2) {} }\n',
  'class A { constructor(private a: 1) {} }\n',
);
changes(
  'a name that only documentation speaks of',
  ['remove-parameter', 'f', 'b'],
  '/**\n * @param a the a\n * @param b the b\n */\nfunction f(a, b) { return a; }\n',
  '/**\n * @param a the a\n * @param b the b\n */\nfunction f(a) { return a; }\n',
  'a.js',
);
changes(
  'the function that has it, of two',
  ['remove-parameter', 'f', 'b'],
  'class A { f(a) {} }\nclass B { f(b) {} }\n',
  'class A { f(a) {} }\nclass B { f() {} }\n',
  'a.js',
);
refuses(
  'a parameter that is used',
  ['remove-parameter', 'f', 'a'],
  'function f(a, b = a) {\n  return { a };\n}\n',
  'not-applicable',
  /`a` is used on lines 1 and 2, so it cannot be removed/,
  'a.js',
);
refuses(
  'a parameter that a type speaks of',
  ['remove-parameter', 'f', 'a'],
  'function f(a: unknown): a is string { return true; }\n',
  'not-applicable',
  /is used on line 1/,
);
refuses(
  'a parameter property that is used',
  ['remove-parameter', 'constructor', 'a'],
  'class A {\n  constructor(private a: 1) {}\n  get() { return this.a; }\n}\n',
  'not-applicable',
  /is used on line 3/,
);
refuses(
  'a name in a pattern',
  ['remove-parameter', 'f', 'a'],
  'function f({ a }) {}\n',
  'not-applicable',
  /pattern/,
  'a.js',
);
refuses(
  'a setter',
  ['remove-parameter', 'f', 'a'],
  'class A { set f(a: 1) {} }\n',
  'not-applicable',
  /setter/,
);
refuses(
  'no such parameter',
  ['remove-parameter', 'f', 'option'],
  'function f(options) {}\n',
  'not-found',
  /`f` has no parameter named `option`. Did you mean `options`/,
  'a.js',
);

changes(
  'after the type',
  ['set-default', 'f', 'b', '2'],
  'function f(a: string, b: number) {}\n',
  'function f(a: string, b: number = 2) {}\n',
);
changes(
  'instead of the question mark',
  ['set-default', 'f', 'b', '2'],
  'function f(a: string, b?: number, c?: 1) {}\n',
  'function f(a: string, b: number = 2, c?: 1) {}\n',
);
changes(
  'instead of another default',
  ['set-default', 'f', 'a', "['b']"],
  'class A { f(a: string[] /* t */ = [], b = 1) {} }\n',
  "class A { f(a: string[] /* t */ = ['b'], b = 1) {} }\n",
);
changes(
  'an arrow function without parentheses gets them',
  ['set-default', 'f', 'x', '{}'],
  'const f = async x => x;\n',
  'const f = async (x = {}) => x;\n',
  'a.js',
);
changes(
  'a whole pattern keeps its own; a name in it gets one',
  ['set-default', 'f', 'b', 'true'],
  'const f = ({ a, c: b }) => a;\n',
  'const f = ({ a, c: b = true }) => a;\n',
  'a.js',
);
changes(
  'one parameter to a line, with comments',
  ['set-default', 'f', 'a', '1'],
  lines('function f(', '  a?: number, // a', '  b?: number', ') {}', ''),
  lines('function f(', '  a: number = 1, // a', '  b?: number', ') {}', ''),
);
changes(
  'the implementation of an overloaded function',
  ['set-default', 'f', 'b', '2'],
  'function f(a: 1): 1;\nfunction f(a: 1, b?: 2): 1 { return a; }\n',
  'function f(a: 1): 1;\nfunction f(a: 1, b: 2 = 2): 1 { return a; }\n',
);
refuses(
  'the same default',
  ['set-default', 'f', 'a', '[1, 2]'],
  'function f(a = [1,2]) {}\n',
  'already-done',
  /default of `a` is already `\[1, 2\]`/,
);
refuses(
  'a rest parameter',
  ['set-default', 'f', 'a', '[]'],
  'function f(...a: 1[]) {}\n',
  'not-applicable',
  /rest parameter/,
);
refuses(
  'a signature',
  ['set-default', 'f', 'a', '1'],
  'interface A { f(a: 1): void }\n',
  'not-applicable',
  /has no body here/,
);
refuses(
  'a setter',
  ['set-default', 'f', 'a', '1'],
  'class A { set f(a: 1) {} }\n',
  'not-applicable',
  /a setter/,
);
refuses(
  'what is no expression',
  ['set-default', 'f', 'a', '1, b'],
  'function f(a) {}\n',
  'not-applicable',
  /not an expression/,
  'a.js',
);
refuses(
  'no such parameter',
  ['set-default', 'f', 'b', '1'],
  'function f(a) {}\n',
  'not-found',
  /`f` has no parameter named `b`/,
  'a.js',
);
