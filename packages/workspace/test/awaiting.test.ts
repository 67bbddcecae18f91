// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'a declaration with its return type',
  ['remove-async', 'load'],
  'export async function load(): Promise<string[]> {\n  return [];\n}\n',
  'export function load(): string[] {\n  return [];\n}\n',
);
changes(
  'an arrow function without parentheses',
  ['remove-async', 'load'],
  'const load = async x => x;\n',
  'const load = x => x;\n',
  'a.js',
);
changes(
  'a method after its modifiers and decorators',
  ['remove-async', 'load'],
  'class A {\n  @once()\n  public static async load<T>(x: T): Promise<T> {\n    return x;\n  }\n}\n',
  'class A {\n  @once()\n  public static load<T>(x: T): T {\n    return x;\n  }\n}\n',
);
changes(
  'an arrow function whose variable has a function type',
  ['remove-async', 'load'],
  'const load: (x: number) => Promise<string> = async (x): Promise<string> => `${x}`;\n',
  'const load: (x: number) => string = (x): string => `${x}`;\n',
);
changes(
  'all signatures of an overloaded function',
  ['remove-async', 'f'],
  'function f(a: 1): Promise<1>;\nfunction f(a: 2): Promise<2>;\nasync function f(a: any): Promise<any> { return a; }\n',
  'function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any): any { return a; }\n',
);
changes(
  'a promise over several lines, and one with a comment',
  ['remove-async', 'f'],
  lines('async function f(): Promise<', '  Map<string, number>', '> {', '  return m;', '}', ''),
  lines('function f(): Map<string, number> {', '  return m;', '}', ''),
);
changes(
  'a comment in the promise stays',
  ['remove-async', 'f'],
  'async function f(): /* a */ Promise</* b */ number> /* c */ {}\n',
  'function f(): /* a */ /* b */ number /* c */ {}\n',
);
changes(
  'a return type that is no promise of something stays',
  ['remove-async', 'f'],
  'async function f(): Task<void> {}\n',
  'function f(): Task<void> {}\n',
);
changes(
  'what is awaited in a function inside does not count',
  ['remove-async', 'f'],
  'async function f() {\n  return async () => await g();\n}\n',
  'function f() {\n  return async () => await g();\n}\n',
  'a.js',
);
changes(
  'the one on the given line',
  ['remove-async', 'run', 1],
  lines('class A { async run() {} }', 'class B { async run() {} }', ''),
  lines('class A { async run() {} }', 'class B { run() {} }', ''),
  'a.js',
);
changes(
  'the one that is async, where only one is',
  ['remove-async', 'run'],
  'class A { async run() {} }\nclass B { run() {} }\n',
  'class A { run() {} }\nclass B { run() {} }\n',
);
refuses(
  'a function that awaits',
  ['remove-async', 'f'],
  'async function f() {\n  await a();\n  for await (const x of y) g(x);\n}\n',
  'not-applicable',
  /`f` awaits something on lines 2 and 3, so it must stay async/,
);
refuses(
  'a body that is an awaited expression',
  ['remove-async', 'f'],
  'const f = async () => await a();\n',
  'not-applicable',
  /on line 1/,
);
refuses(
  'what is disposed of asynchronously',
  ['remove-async', 'f'],
  'async function f() {\n  await using a = b();\n}\n',
  'not-applicable',
  /on line 2/,
);
refuses(
  'an async generator',
  ['remove-async', 'f'],
  'async function* f() {}\n',
  'not-applicable',
  /async generator/,
);
refuses(
  'a function that is not async',
  ['remove-async', 'f'],
  'function f() {}\n',
  'already-done',
  /`f` is not async/,
);
refuses(
  'nothing of that name',
  ['remove-async', 'lod'],
  'async function load() {}\n',
  'not-found',
  /`load`/,
);
refuses(
  'two of that name',
  ['remove-async', 'f'],
  'class A { async f() {} }\nclass B { async f() {} }\n',
  'ambiguous',
  /lines 1 and 2/,
);

changes(
  'a statement in an async function',
  ['await-call', 1, 'save'],
  'async function f() {\n  save(1);\n}\n',
  'async function f() {\n  await save(1);\n}\n',
  'a.js',
);
changes(
  'the value of a variable, a method',
  ['await-call', 1, 'this.db.load'],
  'const f = async () => {\n  const rows = this.db.load(1);\n};\n',
  'const f = async () => {\n  const rows = await this.db.load(1);\n};\n',
);
changes(
  'in parentheses where something of the result is taken',
  ['await-call', 1, 'fetch'],
  'async function f() {\n  return fetch(url).status;\n}\n',
  'async function f() {\n  return (await fetch(url)).status;\n}\n',
);
changes(
  'in parentheses where the result is called, indexed or asserted',
  ['await-call', 0, 'f'],
  'export const g = async () => [f()[0], 1];\n',
  'export const g = async () => [(await f())[0], 1];\n',
);
changes(
  'an assertion that something is there',
  ['await-call', 0, 'f'],
  'const g = async () => f()!;\n',
  'const g = async () => (await f())!;\n',
);
changes(
  'no parentheses for operators, assertions of a type and arguments',
  ['await-call', 0, 'f'],
  'const g = async () => 1 + f(2) * h(3) as number;\n',
  'const g = async () => 1 + await f(2) * h(3) as number;\n',
);
changes(
  'parentheses as the base of a power',
  ['await-call', 0, 'f'],
  'const g = async () => f() ** 2;\n',
  'const g = async () => (await f()) ** 2;\n',
);
changes(
  'a semicolon where the line would continue the one before it',
  ['await-call', 2, 'f'],
  lines('async function g() {', '  const a = 1', '  f().run()', '}', ''),
  lines('async function g() {', '  const a = 1', '  ;(await f()).run()', '}', ''),
  'a.js',
);
changes(
  'a call over several lines',
  ['await-call', 1, 'f'],
  lines('async function g() {', '  f(', '    1,', '  );', '}', ''),
  lines('async function g() {', '  await f(', '    1,', '  );', '}', ''),
  'a.js',
);
changes(
  'the whole of a chain by the line of its last name',
  ['await-call', 3, 'db.select().from'],
  lines('async function g() {', '  return db', '    .select()', '    .from(t);', '}', ''),
  lines('async function g() {', '  return await db', '    .select()', '    .from(t);', '}', ''),
);
changes(
  'the top level of a module',
  ['await-call', 1, 'main'],
  "import { main } from './main.js';\nmain();\n",
  "import { main } from './main.js';\nawait main();\n",
);
changes(
  'the top level of a file that is a module by its name',
  ['await-call', 0, 'main'],
  'main();\n',
  'await main();\n',
  'a.mjs',
);
changes(
  'the one that is not awaited yet',
  ['await-call', 0, 'f'],
  'const g = async () => [await f(1), f(2)];\n',
  'const g = async () => [await f(1), await f(2)];\n',
  'a.js',
);
refuses(
  'a call that is awaited',
  ['await-call', 1, 'f'],
  'async function g() {\n  await f();\n}\n',
  'already-done',
  /The call of `f` on line 2 is already awaited/,
);
refuses(
  'a function that is not async',
  ['await-call', 1, 'f'],
  'function g() {\n  f();\n}\n',
  'not-applicable',
  /`g` is not async; make it async first/,
);
refuses(
  'a callback without a name in an async function',
  ['await-call', 1, 'f'],
  'async function g(list) {\n  list.forEach((x) => f(x));\n}\n',
  'not-applicable',
  /The function around the call \(line 2\) is not async; make it async first/,
  'a.js',
);
refuses(
  'a constructor',
  ['await-call', 0, 'f'],
  'class A { constructor() { f(); } }\n',
  'not-applicable',
  /stands in a constructor/,
);
refuses(
  'a field',
  ['await-call', 0, 'f'],
  'async () => class { a = f(); };\n',
  'not-applicable',
  /where nothing can be awaited \(line 1\)/,
);
refuses(
  'the default of a parameter',
  ['await-call', 0, 'f'],
  'async function g(a = f()) {}\n',
  'not-applicable',
  /where nothing can be awaited/,
);
refuses(
  'the top level of a script',
  ['await-call', 0, 'f'],
  'f();\n',
  'not-applicable',
  /top level of a file that is no ES module/,
  'a.js',
);
refuses(
  'two calls',
  ['await-call', 0, 'f'],
  'const g = async () => [f(1), f(2)];\n',
  'ambiguous',
  /`f` is called 2 times on line 1/,
);
refuses(
  'another line',
  ['await-call', 0, 'f'],
  'async function g() {\n  f();\n}\n',
  'not-found',
  /no call of `f` on line 1, but on line 2/,
);
refuses(
  'another name',
  ['await-call', 0, 'fech'],
  'const g = async () => fetch(url);\n',
  'not-found',
  /Did you mean `fetch`/,
);
