// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOperation } from '../src/index.ts';
import { changes, lines, refuses } from './operations.ts';

changes(
  'a variable and all its references, not strings and comments',
  ['rename', 'total', 'subtotal'],
  lines('// the total', 'let total = 0;', 'total += 1;', 'log("total", `total ${total}`);', ''),
  lines(
    '// the total',
    'let subtotal = 0;',
    'subtotal += 1;',
    'log("total", `total ${subtotal}`);',
    '',
  ),
);

changes(
  'a shorthand property keeps its name',
  ['rename', 'total', 'subtotal'],
  'export function f(total: number) {\n  return { total, n: 1 };\n}\n',
  'export function f(subtotal: number) {\n  return { total: subtotal, n: 1 };\n}\n',
);

changes(
  'a destructured variable keeps the property it is from',
  ['rename', 'total', 'subtotal'],
  'const { total, tax: [first] } = cart;\nlog(total);\n',
  'const { total: subtotal, tax: [first] } = cart;\nlog(subtotal);\n',
);

changes(
  'an export list keeps the exported name',
  ['rename', 'total', 'subtotal'],
  'const total = 1;\nexport { total };\nexport default total;\n',
  'const subtotal = 1;\nexport { subtotal as total };\nexport default subtotal;\n',
);

changes(
  'an imported name keeps the name it has in its module',
  ['rename', 'read', 'load'],
  "import { read, write as save } from './files';\nread(save);\n",
  "import { read as load, write as save } from './files';\nload(save);\n",
);

changes(
  'a default import and a namespace import',
  ['rename', 'fs', 'files'],
  "import * as fs from 'node:fs';\nfs.read(fs.open);\n",
  "import * as files from 'node:fs';\nfiles.read(files.open);\n",
);

changes(
  'a function with overloads is one thing',
  ['rename', 'area', 'surface'],
  lines(
    'function area(a: string): string;',
    'function area(a: number): number;',
    'function area(a: any) { return a; }',
    'area(1);',
  ),
  lines(
    'function surface(a: string): string;',
    'function surface(a: number): number;',
    'function surface(a: any) { return a; }',
    'surface(1);',
  ),
);

changes(
  'merged interfaces are one thing',
  ['rename', 'Item', 'Entry'],
  'interface Item { a: 1 }\ninterface Item { b: 2 }\nlet x: Item[];\n',
  'interface Entry { a: 1 }\ninterface Entry { b: 2 }\nlet x: Entry[];\n',
);

changes(
  'a property of an interface with its implementation, where it is read, written and destructured',
  ['rename', 'items', 'entries'],
  lines(
    'interface Cart { items: number[] }',
    'class Basket implements Cart { items = [1]; size() { return this.items.length; } }',
    'const empty: Cart = { items: [] };',
    'const { items: list } = empty;',
    '',
  ),
  lines(
    'interface Cart { entries: number[] }',
    'class Basket implements Cart { entries = [1]; size() { return this.entries.length; } }',
    'const empty: Cart = { entries: [] };',
    'const { entries: list } = empty;',
    '',
  ),
);

changes(
  'a property, leaving the variable that is destructured from it its name',
  ['rename', 'items', 'entries', 0],
  'interface Cart { items: number[] }\nfunction f({ items }: Cart) {\n  return items;\n}\n',
  'interface Cart { entries: number[] }\nfunction f({ entries: items }: Cart) {\n  return items;\n}\n',
);

refuses(
  'a property and the variable destructured from it are two things',
  ['rename', 'items', 'entries'],
  'interface Cart { items: number[] }\nfunction f({ items }: Cart) {\n  return items;\n}\n',
  'ambiguous',
  /2 times: on lines 1 and 2/,
);

changes(
  'a method and its calls',
  ['rename', 'add', 'insert'],
  'class List {\n  add(x: number) { return this; }\n  two() { return this.add(1).add(2); }\n}\nnew List().add(3);\n',
  'class List {\n  insert(x: number) { return this; }\n  two() { return this.insert(1).insert(2); }\n}\nnew List().insert(3);\n',
);

changes(
  'a private name',
  ['rename', '#count', '#size'],
  'class A {\n  #count = 0;\n  get() { return this.#count; }\n}\n',
  'class A {\n  #size = 0;\n  get() { return this.#size; }\n}\n',
);

changes(
  'a parameter that is a property, too',
  ['rename', 'size', 'count'],
  'class A {\n  constructor(private size: number) { size++; }\n  get() { return this.size; }\n}\n',
  'class A {\n  constructor(private count: number) { count++; }\n  get() { return this.count; }\n}\n',
);

changes(
  'a type parameter',
  ['rename', 'T', 'Value'],
  'function id<T>(value: T): T {\n  return value as T;\n}\n',
  'function id<Value>(value: Value): Value {\n  return value as Value;\n}\n',
);

changes(
  'only the variable on the given line, where several have the name',
  ['rename', 'i', 'row', 0],
  'for (let i = 0; i < 2; i++) f(i);\nfor (let i = 0; i < 3; i++) f(i);\n',
  'for (let row = 0; row < 2; row++) f(row);\nfor (let i = 0; i < 3; i++) f(i);\n',
);

changes(
  'the thing that is mentioned on the given line',
  ['rename', 'i', 'row', 3],
  lines('function a(i: number) {', '  return i;', '}', 'const b = (i: number) => i;', ''),
  lines('function a(i: number) {', '  return i;', '}', 'const b = (row: number) => row;', ''),
);

changes(
  'the variable rather than the property of an object literal of the same name',
  ['rename', 'total', 'sum'],
  'const total = 1;\nsend({ total: total });\n',
  'const sum = 1;\nsend({ total: sum });\n',
);

changes(
  'a component in TSX, tags and all',
  ['rename', 'Row', 'Line'],
  'const Row = (p: { n: number }) => <li>{p.n}</li>;\nexport const List = () => <ul><Row n={1} /><Row n={2}></Row></ul>;\n',
  'const Line = (p: { n: number }) => <li>{p.n}</li>;\nexport const List = () => <ul><Line n={1} /><Line n={2}></Line></ul>;\n',
  'list.tsx',
);

changes(
  'plain JavaScript',
  ['rename', 'greet', 'welcome'],
  'function greet(name) {\n\treturn "hi " + name;\n}\nmodule.exports = { greet };\n',
  'function welcome(name) {\n\treturn "hi " + name;\n}\nmodule.exports = { greet: welcome };\n',
  'a.cjs',
);

changes(
  'a file whose path lies in node_modules or is a declaration file',
  ['rename', 'A', 'B'],
  'export interface A { a: A }\n',
  'export interface B { a: B }\n',
  'node_modules/x/index.d.ts',
);

changes(
  'non-ASCII names and text around',
  ['rename', 'größe', 'länge'],
  "const größe = 'größe 🙂'; /* größe */ f(größe);\n",
  "const länge = 'größe 🙂'; /* größe */ f(länge);\n",
);

changes(
  'a member may be named by a reserved word',
  ['rename', 'remove', 'delete'],
  'class A { remove() {} clear() { this.remove(); } }\n',
  'class A { delete() {} clear() { this.delete(); } }\n',
);

refuses(
  'a type to the name of a value',
  ['rename', 'Shape', 'Form'],
  'type Shape = 1;\nconst Form = 2;\nlet a: Shape = Form;\n',
  'not-applicable',
  /`Form` already means something else on line 2/,
);

refuses(
  'a name that is not there, with close ones',
  ['rename', 'totl', 'sum'],
  'const total = 1;\n',
  'not-found',
  /no symbol named `totl` in this file\. Did you mean `total`\?/,
);

refuses(
  'a name that differs only in case',
  ['rename', 'Total', 'sum'],
  'const total = 1;\n',
  'not-found',
  /Did you mean `total`/,
);

refuses(
  'a name that is declared in another file',
  ['rename', 'length', 'size'],
  'export const n = [1].length;\n',
  'not-applicable',
  /`length` is used \(line 1\) but declared in another file/,
);

refuses(
  'several of that name',
  ['rename', 'i', 'row'],
  'for (let i = 0;;) f(i);\nfor (let i = 1;;) f(i);\n',
  'ambiguous',
  /declared 2 times: on lines 1 and 2/,
);

refuses(
  'a line that does not have the name',
  ['rename', 'i', 'row', 1],
  'let i = 0;\nlet j = 0;\n',
  'not-found',
  /no `i` on line 2\. It is declared on line 1/,
);

refuses(
  'a line beyond the file',
  ['rename', 'i', 'row', 7],
  'let i = 0;\n',
  'not-found',
  /no line 8; the file has 2 lines/,
);

refuses('the same name', ['rename', 'a', 'a'], 'let a;\n', 'already-done', /already has that name/);

refuses(
  'what was renamed before',
  ['rename', 'total', 'sum'],
  'let sum = 1;\n',
  'already-done',
  /no `total` any more, and `sum` is already there/,
);

refuses(
  'a name taken in the same scope',
  ['rename', 'a', 'b'],
  'let a = 1;\nlet b = 2;\n',
  'not-applicable',
  /`b` already means something else on line 2/,
);

refuses(
  'a name taken by a parameter of the same function',
  ['rename', 'a', 'b'],
  'function f(b: number) {\n  const a = b;\n  return a;\n}\n',
  'not-applicable',
  /`b` already means something else on line 1/,
);

refuses(
  'a name that an inner scope would capture',
  ['rename', 'outer', 'inner'],
  'const outer = 1;\nfunction f(inner: number) {\n  return outer + inner;\n}\n',
  'not-applicable',
  /`inner` already means something else on line 3/,
);

refuses(
  'a name whose outer references would be captured',
  ['rename', 'inner', 'outer'],
  'const outer = 1;\nfunction f(inner: number) {\n  return outer + inner;\n}\n',
  'not-applicable',
  /`outer` already means something else on line 3/,
);

refuses(
  'a property name that the interface has already',
  ['rename', 'a', 'b'],
  'interface I { a: 1; b: 2 }\n',
  'not-applicable',
  /`b` already means something else/,
);

for (const name of ['class', '1st', 'a b', 'a-b', 'await', 'a.b', '', '#a', 'a\\u0062']) {
  refuses(
    `${JSON.stringify(name)} is no name for a variable`,
    ['rename', 'a', name],
    'let a = 1;\n',
    'not-applicable',
    name === '' ? /needs its name/ : /not a valid name there/,
  );
}

changes(
  'a private name stays private where the new one lacks the #',
  ['rename', '#a', 'b'],
  'class A { #a = 1; }\n',
  'class A { #b = 1; }\n',
);

refuses(
  'a public name cannot become private',
  ['rename', 'a', '#b'],
  'class A { a = 1; }\n',
  'not-applicable',
  /not a valid name there/,
);

test('rename: an ambiguous one names the lines, 0-based, for the caller', async () => {
  const text = 'let a; { let a; }\n\n{ let a; }\n';
  const result = await runOperation(text, 'a.ts', { name: 'rename', args: ['a', 'b'] });
  assert.ok(!result.ok);
  assert.deepEqual(result.refusal.lines, [0, 0, 2]);
});
