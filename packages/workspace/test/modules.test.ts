// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

for (const [what, declaration] of [
  ['a function', 'function a() {}'],
  ['an async function', 'async function a() {}'],
  ['a constant', 'const a = 1;'],
  ['a class', 'abstract class a {}'],
  ['an interface', 'interface a {}'],
  ['a type', 'type a = 1;'],
  ['an enum', 'const enum a { b }'],
  ['a namespace', 'declare namespace a {}'],
  ['a destructured name', 'const [{ b: a }] = c;'],
] as const) {
  changes(
    what,
    ['export', 'a'],
    `// A.\n${declaration} // x\n`,
    `// A.\nexport ${declaration} // x\n`,
  );
  changes(
    what,
    ['unexport', 'a'],
    `/** A. */\nexport ${declaration}\n`,
    `/** A. */\n${declaration}\n`,
  );
}

changes('after decorators', ['export', 'A'], '@tag()\nclass A {}\n', '@tag()\nexport class A {}\n');
changes(
  'all overloads',
  ['export', 'f'],
  'function f(): 1;\nfunction f(a?: 1) {\n  return 1;\n}\n',
  'export function f(): 1;\nexport function f(a?: 1) {\n  return 1;\n}\n',
);
changes(
  'only the part of a merged declaration that is not exported',
  ['export', 'A'],
  'export interface A {}\ninterface A {}\n',
  'export interface A {}\nexport interface A {}\n',
);
changes(
  'a type and a value of one name',
  ['export', 'A'],
  'type A = 1;\nconst A = 1;\n',
  'export type A = 1;\nexport const A = 1;\n',
);
changes(
  'in JavaScript without a module system yet',
  ['export', 'f'],
  'function f() {}\n',
  'export function f() {}\n',
  'a.js',
);

refuses(
  'what is exported',
  ['export', 'a'],
  'export const a = 1;\n',
  'already-done',
  /already exported \(line 1\)/,
);
refuses(
  'what a list exports',
  ['export', 'a'],
  'const a = 1;\nexport { a as b };\n',
  'already-done',
  /already exported \(line 2\)/,
);
refuses(
  'what is the default export',
  ['export', 'a'],
  'export default function a() {}\n',
  'already-done',
  /already exported/,
);
refuses(
  'what is nested',
  ['export', 'a'],
  'function f() {\n  const a = 1;\n}\n',
  'not-applicable',
  /`a` \(line 2\) is not declared at the top level/,
);
refuses(
  'what is imported',
  ['export', 'a'],
  "import { a } from 'a';\n",
  'not-applicable',
  /is an import/,
);
refuses(
  'what is not there',
  ['export', 'formatDat'],
  'function formatDate() {}\n',
  'not-found',
  /Did you mean `formatDate`/,
);
refuses(
  'one of several in a statement',
  ['export', 'a'],
  'let a = 1, b = 2;\n',
  'not-applicable',
  /together with `b`/,
);
refuses(
  'a CommonJS module',
  ['export', 'a'],
  'function a() {}\nmodule.exports = { a };\n',
  'not-applicable',
  /CommonJS module \(line 2\)/,
  'a.js',
);
refuses(
  'a module with export =',
  ['export', 'b'],
  'const a = 1;\nconst b = 2;\nexport = a;\n',
  'not-applicable',
  /CommonJS module \(line 3\)/,
);

changes(
  'a default export',
  ['unexport', 'f'],
  'export default function f() {}\n',
  'function f() {}\n',
);
changes(
  'all overloads',
  ['unexport', 'f'],
  'export function f(): 1;\nexport function f(a?: 1) {\n  return 1;\n}\n',
  'function f(): 1;\nfunction f(a?: 1) {\n  return 1;\n}\n',
);
changes(
  'an entry of a list',
  ['unexport', 'b'],
  'const a = 1, b = 2, c = 3;\nexport { a, b as x, c };\n',
  'const a = 1, b = 2, c = 3;\nexport { a, c };\n',
);
changes(
  'the first and the last entry',
  ['unexport', 'c'],
  lines('const a = 1, c = 3;', 'export {', '  a,', '  c,', '};', ''),
  lines('const a = 1, c = 3;', 'export {', '  a,', '};', ''),
);
changes(
  'the only entry goes with its statement',
  ['unexport', 'a'],
  'const a = 1;\nexport { a };\nf(a);\n',
  'const a = 1;\nf(a);\n',
);
changes(
  'export default of a name',
  ['unexport', 'a'],
  'const a = 1;\nexport default a;\n',
  'const a = 1;\n',
);
changes(
  'a comment after export stays',
  ['unexport', 'a'],
  'export /* why */ const a = 1;\n',
  '/* why */ const a = 1;\n',
);
refuses(
  'what is not exported',
  ['unexport', 'a'],
  'const a = 1;\n',
  'already-done',
  /is not exported/,
);
refuses(
  'what is not there',
  ['unexport', 'b'],
  'export const a = 1;\n',
  'not-found',
  /no declaration named `b`/,
);
refuses(
  'one of several in a statement',
  ['unexport', 'a'],
  'export let a = 1, b = 2;\n',
  'not-applicable',
  /together with `b`/,
);
