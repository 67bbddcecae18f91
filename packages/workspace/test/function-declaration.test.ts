import { changes, lines, refuses } from './operations.ts';

changes(
  'an expression is returned',
  ['to-function', 'f'],
  'const f = (a) => a + 1;\n',
  'function f(a) {\n  return a + 1;\n}\n',
  'a.js',
);
changes(
  'a body in braces with everything there is',
  ['to-function', 'load'],
  lines(
    '/** Loads. */',
    'export const load = async <T>(path: string, n = 1): Promise<T> => {',
    '  // first',
    '  return await read<T>(path);',
    '}; // done',
    '',
  ),
  lines(
    '/** Loads. */',
    'export async function load<T>(path: string, n = 1): Promise<T> {',
    '  // first',
    '  return await read<T>(path);',
    '} // done',
    '',
  ),
);
changes(
  'without semicolons, with tabs, in a block',
  ['to-function', 'f'],
  lines('if (a) {', '\tconst f = x => x', '\tf(1)', '}', ''),
  lines('if (a) {', '\tfunction f(x) {', '\t\treturn x', '\t}', '\tf(1)', '}', ''),
  'a.js',
);
changes(
  'a function expression and a generator',
  ['to-function', 'f'],
  'const f = async function* (a) { yield this.a; };\n',
  'async function* f(a) { yield this.a; }\n',
  'a.js',
);
changes(
  'a function expression of the same name',
  ['to-function', 'f'],
  'const f = function f(a) { return f(a - 1); }\n',
  'function f(a) { return f(a - 1); }\n',
  'a.js',
);
changes(
  'an object loses the parentheses that the arrow needed',
  ['to-function', 'f'],
  'const f = (a) => ({ a });\n',
  'function f(a) {\n  return { a };\n}\n',
  'a.js',
);
changes(
  'an object over several lines is indented',
  ['to-function', 'f'],
  lines('const f = (a) => ({', '  a,', '  b: [', '    1,', '  ],', '});', ''),
  lines(
    'function f(a) {',
    '  return {',
    '    a,',
    '    b: [',
    '      1,',
    '    ],',
    '  };',
    '}',
    '',
  ),
  'a.js',
);
changes(
  'an expression on its own lines keeps its indentation',
  ['to-function', 'f'],
  lines('const f = (a: A) =>', '  a', '    .b()', '    .c();', ''),
  lines('function f(a: A) {', '  return a', '    .b()', '    .c();', '}', ''),
);
changes(
  'the text of a template literal is content',
  ['to-function', 'f'],
  lines('const f = () => g(', '  `', 'a', '  `,', ');', ''),
  lines('function f() {', '  return g(', '    `', 'a', '  `,', '  );', '}', ''),
  'a.js',
);
changes(
  'JSX keeps its parentheses',
  ['to-function', 'Row'],
  lines('const Row = <T,>({ n }: Props<T>) => (', '  <li>{n}</li>', ');', ''),
  lines('function Row<T>({ n }: Props<T>) {', '  return (', '    <li>{n}</li>', '  );', '}', ''),
  'a.tsx',
);
changes(
  'comments around the arrow stay',
  ['to-function', 'f'],
  lines('const f = (a /* a */) =>', '  // why', '  a;', 'g();', ''),
  lines('function f(a /* a */) {', '  // why', '  return a;', '}', 'g();', ''),
  'a.js',
);
changes(
  'a let that nothing is assigned to, used before its line',
  ['to-function', 'f'],
  'const g = () => f();\nlet f = () => {};\n',
  'const g = () => f();\nfunction f() {}\n',
  'a.js',
);
changes(
  'a variable in a namespace beside a method of the same name',
  ['to-function', 'f'],
  'namespace N {\n  export const f = (): void => {};\n}\nclass A { f() {} }\n',
  'namespace N {\n  export function f(): void {}\n}\nclass A { f() {} }\n',
);
refuses(
  'a declaration',
  ['to-function', 'f'],
  'function f() {}\n',
  'already-done',
  /already a function declaration/,
);
refuses(
  'a type annotation',
  ['to-function', 'f'],
  'const f: F = () => {};\n',
  'not-applicable',
  /type annotation/,
);
refuses(
  'a type assertion',
  ['to-function', 'f'],
  'const f = (() => {}) satisfies F;\n',
  'not-applicable',
  /type assertion/,
);
refuses(
  'several variables',
  ['to-function', 'f'],
  'const f = () => {}, g = 1;\n',
  'not-applicable',
  /together with others/,
);
refuses(
  'a variable that is assigned again',
  ['to-function', 'f'],
  'let f = () => {};\nf = g;\n',
  'not-applicable',
  /assigned again on line 2/,
);
refuses('a method', ['to-function', 'f'], 'class A { f() {} }\n', 'not-applicable', /is a method/);
refuses(
  'a property',
  ['to-function', 'f'],
  'const o = { f: () => 1 };\n',
  'not-applicable',
  /not a variable/,
);
refuses(
  'the this of what is around it',
  ['to-function', 'f'],
  'function g() {\n  const f = () => this.a;\n}\n',
  'not-applicable',
  /uses the `this` around it \(line 2\)/,
);
refuses(
  'another name inside',
  ['to-function', 'f'],
  'const f = function g() {};\n',
  'not-applicable',
  /another name inside, `g`/,
);
refuses(
  'a comment that would be lost',
  ['to-function', 'f'],
  'const f = /* pure */ () => 1;\n',
  'not-applicable',
  /comment stands between `f` and its parameters \(line 1\)/,
);
refuses(
  'nothing of that name',
  ['to-function', 'lod'],
  'const load = () => {};\n',
  'not-found',
  /`load`/,
);
