import { changes, refuses } from './operations.ts';

changes(
  'of a property of an interface',
  ['change-type', 'id', 'string'],
  'interface User {\n  id: number; // key\n  name: string;\n}\n',
  'interface User {\n  id: string; // key\n  name: string;\n}\n',
);
changes(
  'of an optional property of a type, by a union',
  ['change-type', 'age', 'number | null'],
  'type User = { age?: string };\n',
  'type User = { age?: number | null };\n',
);
changes(
  'of a class',
  ['change-type', 'items', 'Map<string, Item>'],
  'class A {\n  private readonly items: Item[] = load();\n}\n',
  'class A {\n  private readonly items: Map<string, Item> = load();\n}\n',
);
changes(
  'of a private name',
  ['change-type', '#a', 'bigint'],
  'class A { #a: number; }\n',
  'class A { #a: bigint; }\n',
);
changes(
  'of a quoted name',
  ['change-type', 'a-b', '2'],
  "interface I { 'a-b': 1 }\n",
  "interface I { 'a-b': 2 }\n",
);
changes(
  'of a parameter with a default',
  ['change-type', 'b', 'string | undefined'],
  "function f(a: string, b: string = 'x') {}\n",
  "function f(a: string, b: string | undefined = 'x') {}\n",
);
changes(
  'of a constructor’s parameter property',
  ['change-type', 'db', 'Pool'],
  'class A { constructor(private readonly db: Client) {} }\n',
  'class A { constructor(private readonly db: Pool) {} }\n',
);
changes(
  'of a rest parameter',
  ['change-type', 'rest', 'number[]'],
  'const f = (...rest: string[]) => rest;\n',
  'const f = (...rest: number[]) => rest;\n',
);
changes(
  'of a parameter inside a function type',
  ['change-type', 'event', 'KeyboardEvent'],
  'type Handler = (event: Event) => void;\n',
  'type Handler = (event: KeyboardEvent) => void;\n',
);
changes(
  'of a variable, by a function type',
  ['change-type', 'f', '(a: string) => void'],
  'let f: Handler | undefined;\n',
  'let f: (a: string) => void;\n',
);
changes(
  'written over several lines',
  ['change-type', 'options', 'Options'],
  'const options: {\n  a: 1;\n} = { a: 1 };\n',
  'const options: Options = { a: 1 };\n',
);

changes(
  'where there was none, of a variable',
  ['change-type', 'a', 'number[]'],
  'const a = [], b = 2;\n',
  'const a: number[] = [], b = 2;\n',
);
changes(
  'where there was none, of a function in a constant',
  ['change-type', 'f', 'Handler'],
  'const f = (event) => {};\n',
  'const f: Handler = (event) => {};\n',
);
changes(
  'where there was none, of a property',
  ['change-type', 'a', 'number'],
  'class A {\n  static a = 1;\n}\n',
  'class A {\n  static a: number = 1;\n}\n',
);
changes(
  'where there was none, of an optional parameter',
  ['change-type', 'b', 'T'],
  'function f(a, b?) {}\n',
  'function f(a, b?: T) {}\n',
);
changes(
  'where there was none, with an exclamation mark',
  ['change-type', 'a', 'T'],
  'class A { a!; }\n',
  'class A { a!: T; }\n',
);
changes(
  'where there was none, of a parameter without parentheses',
  ['change-type', 'x', 'number'],
  'const f = async x => x + 1;\n',
  'const f = async (x: number) => x + 1;\n',
);
changes(
  'where there was none, of a parameter of an unnamed function',
  ['change-type', 'x', 'number'],
  'list.map((x) => x);\n',
  'list.map((x: number) => x);\n',
);

const TWICE = 'function f(id: number) {}\nfunction g(\n  id: number,\n) {}\n';
changes(
  'of the one on a line',
  ['change-type', 'id', 'string', 2],
  TWICE,
  'function f(id: number) {}\nfunction g(\n  id: string,\n) {}\n',
);
changes(
  'of the only one that can have a type',
  ['change-type', 'item', 'B'],
  'for (const item of [{ item: 1 }]) f(item);\nfunction g(item: A) {}\n',
  'for (const item of [{ item: 1 }]) f(item);\nfunction g(item: B) {}\n',
);
changes(
  'by the line of its decorator',
  ['change-type', 'a', '2', 1],
  'class A {\n  @tag()\n  a: 1;\n}\ninterface B { a: 1 }\n',
  'class A {\n  @tag()\n  a: 2;\n}\ninterface B { a: 1 }\n',
);
refuses(
  'several of one name',
  ['change-type', 'id', 'string'],
  TWICE,
  'ambiguous',
  /`id` is declared 2 times: on lines 1 and 3/,
);
refuses(
  'several on one line',
  ['change-type', 'a', 'string', 0],
  'type T = { a: 1 } | { a: 2 };\n',
  'ambiguous',
  /declared 2 times: on line 1/,
);
refuses(
  'a line that does not declare it',
  ['change-type', 'id', 'string', 1],
  TWICE,
  'not-found',
  /not declared on line 2, but on lines 1 and 3/,
);
refuses(
  'the type it has',
  ['change-type', 'a', "Map<string,'a b'>"],
  "let a: Map<string, 'a b'>;\n",
  'already-done',
  /already of type/,
);
changes(
  'of a string with other white space',
  ['change-type', 'a', "'ab'"],
  "let a: 'a b';\n",
  "let a: 'ab';\n",
);
refuses(
  'a name that is not there',
  ['change-type', 'totl', 'string'],
  'let total: number;\n',
  'not-found',
  /named `totl`.*Did you mean `total`/,
);
refuses(
  'a catch variable',
  ['change-type', 'e', 'Error'],
  'try { f(); } catch (e) { g(e); }\n',
  'not-applicable',
  /gets its type from the catch or loop/,
);
refuses(
  'a loop variable',
  ['change-type', 'a', 'string'],
  'for (const a of b) f(a);\n',
  'not-applicable',
  /gets its type from the catch or loop/,
);
refuses(
  'a destructured name',
  ['change-type', 'a', 'string'],
  'function f({ a }: T) {}\n',
  'not-applicable',
  /taken out of a pattern/,
);
refuses(
  'what is no type',
  ['change-type', 'a', 'string; b'],
  'let a: number;\n',
  'not-applicable',
  /is not a type/,
);
refuses(
  'JavaScript',
  ['change-type', 'a', 'string'],
  'let a;\n',
  'not-applicable',
  /JavaScript/,
  'a.js',
);

changes(
  'of a function, what it returns',
  ['change-type', 'f', 'string'],
  'function f(a: number): number {\n  return a;\n}\n',
  'function f(a: number): string {\n  return a;\n}\n',
);
changes(
  'of a variable that holds a function and has a type',
  ['change-type', 'f', 'Handler'],
  'const f: Reader = () => 1;\n',
  'const f: Handler = () => 1;\n',
);
