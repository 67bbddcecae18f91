// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'a function declaration with its return type',
  ['make-async', 'load'],
  '/** Loads. */\nexport function load(path: string): string[] {\n  return [];\n}\n',
  '/** Loads. */\nexport async function load(path: string): Promise<string[]> {\n  return [];\n}\n',
);
changes(
  'a return type that is a promise stays',
  ['make-async', 'load'],
  'function load(): Promise<void> { return go(); }\n',
  'async function load(): Promise<void> { return go(); }\n',
);
changes(
  'an exported default function',
  ['make-async', 'load'],
  'export default function load() {}\n',
  'export default async function load() {}\n',
);
changes(
  'a method after its modifiers and decorators',
  ['make-async', 'load'],
  'class A {\n  @once()\n  public static override load<T>(x: T): T {\n    return x;\n  }\n}\n',
  'class A {\n  @once()\n  public static override async load<T>(x: T): Promise<T> {\n    return x;\n  }\n}\n',
);
changes(
  'a method of an object literal',
  ['make-async', 'load'],
  'export const api = {\n  load() { return 1; },\n};\n',
  'export const api = {\n  async load() { return 1; },\n};\n',
);
changes(
  'an arrow function without parentheses',
  ['make-async', 'load'],
  'const load = x => x;\n',
  'const load = async x => x;\n',
  'a.js',
);
changes(
  'an arrow function whose variable has a function type',
  ['make-async', 'load'],
  'const load: (x: number) => string = (x): string => `${x}`;\n',
  'const load: (x: number) => Promise<string> = async (x): Promise<string> => `${x}`;\n',
);
changes(
  'a function expression, a class field and a property',
  ['make-async', 'load'],
  'exports.load = function () {};\n',
  'exports.load = async function () {};\n',
  'a.cjs',
);
changes(
  'a class field',
  ['make-async', 'load'],
  'class A {\n  private load = (): number => 1;\n}\n',
  'class A {\n  private load = async (): Promise<number> => 1;\n}\n',
);
changes(
  'all signatures of an overloaded function return promises, the implementation is async',
  ['make-async', 'f'],
  'function f(a: 1): 1;\nfunction f(a: 2): 2;\nfunction f(a: any): any { return a; }\n',
  'function f(a: 1): Promise<1>;\nfunction f(a: 2): Promise<2>;\nasync function f(a: any): Promise<any> { return a; }\n',
);
changes(
  'the function of the overload on the given line',
  ['make-async', 'f', 1],
  'let x;\nfunction f(a: 1): 1;\nfunction f(a: any): any { return a; }\n',
  'let x;\nfunction f(a: 1): Promise<1>;\nasync function f(a: any): Promise<any> { return a; }\n',
);
changes(
  'the one on the given line',
  ['make-async', 'run', 3],
  lines('class A {', '  run() {}', '}', 'function run() {}', ''),
  lines('class A {', '  run() {}', '}', 'async function run() {}', ''),
);
changes(
  'the one that is not async yet, where only one is not',
  ['make-async', 'run'],
  'class A { async run() {} }\nclass B { run() {} }\n',
  'class A { async run() {} }\nclass B { async run() {} }\n',
);
changes(
  'the one with a body rather than the interface it implements',
  ['make-async', 'run'],
  'interface Job { run(): void }\nclass A implements Job { run() {} }\n',
  'interface Job { run(): void }\nclass A implements Job { async run() {} }\n',
);
changes(
  'a comment between name and type stays',
  ['make-async', 'f'],
  'function f(/* none */) /* gives */ : /* a */ number /* ! */ { return 1; }\n',
  'async function f(/* none */) /* gives */ : /* a */ Promise<number> /* ! */ { return 1; }\n',
);
refuses(
  'an async function',
  ['make-async', 'f'],
  'async function f() {}\n',
  'already-done',
  /already async/,
);
refuses('a generator', ['make-async', 'f'], 'function* f() {}\n', 'not-applicable', /generator/);
refuses(
  'a getter',
  ['make-async', 'f'],
  'class A { get f() { return 1; } }\n',
  'not-applicable',
  /is a getter/,
);
refuses(
  'a constructor',
  ['make-async', 'constructor'],
  'class A { constructor() {} }\n',
  'not-applicable',
  /is a constructor/,
);
refuses(
  'an interface method',
  ['make-async', 'f'],
  'interface A { f(): void }\n',
  'not-applicable',
  /has no body/,
);
refuses(
  'a type guard',
  ['make-async', 'f'],
  'function f(a: unknown): a is string { return true; }\n',
  'not-applicable',
  /promise cannot stand for/,
);
refuses(
  'a variable',
  ['make-async', 'a'],
  'const a = 1;\n',
  'not-applicable',
  /`a` \(line 1\) is not a function/,
);
refuses(
  'nothing of that name',
  ['make-async', 'lod'],
  'function load() {}\n',
  'not-found',
  /no function named `lod`.*`load`/,
);
refuses(
  'two of that name',
  ['make-async', 'f'],
  'class A { f() {} }\nclass B { f() {} }\n',
  'ambiguous',
  /2 functions named `f`: on lines 1 and 2/,
);
refuses(
  'a line without it',
  ['make-async', 'f', 1],
  'function f() {}\n\n',
  'not-found',
  /not declared on line 2, but on line 1/,
);

changes(
  'to an empty list',
  ['add-parameter', 'f', 'x'],
  'function f() {}\n',
  'function f(x) {}\n',
  'a.js',
);
changes(
  'with a type and a default',
  ['add-parameter', 'f', 'depth', 'number', '1'],
  'const f = (a: string) => a;\n',
  'const f = (a: string, depth: number = 1) => a;\n',
);
changes(
  'with a default only',
  ['add-parameter', 'f', 'options', '', '{}'],
  'export function f(a) {}\n',
  'export function f(a, options = {}) {}\n',
  'a.js',
);
changes(
  'with a type only',
  ['add-parameter', 'f', 'x', 'Map<string, number[]>'],
  'function f(): void {}\n',
  'function f(x: Map<string, number[]>): void {}\n',
);
changes(
  'an arrow function without parentheses gets them',
  ['add-parameter', 'f', 'i'],
  'const f = x => x;\n',
  'const f = (x, i) => x;\n',
  'a.js',
);
changes(
  'a trailing comma on one line stays',
  ['add-parameter', 'f', 'c'],
  'function f(a, b,) {}\n',
  'function f(a, b, c,) {}\n',
  'a.js',
);
changes(
  'one parameter to a line, with trailing comma',
  ['add-parameter', 'f', 'c', 'number'],
  lines('function f(', '  a: string,', '  b: number, // the b', ') {}', ''),
  lines('function f(', '  a: string,', '  b: number, // the b', '  c: number,', ') {}', ''),
);
changes(
  'one parameter to a line, without trailing comma',
  ['add-parameter', 'f', 'c', 'number'],
  lines('function f(', '\ta: string,', '\tb: number // the b', ') {}', ''),
  lines('function f(', '\ta: string,', '\tb: number, // the b', '\tc: number', ') {}', ''),
);
changes(
  'a destructured parameter over several lines counts as one line item',
  ['add-parameter', 'f', 'c', 'number'],
  lines('function f({', '  a,', '}: Options) {}', ''),
  lines('function f({', '  a,', '}: Options, c: number) {}', ''),
);
changes(
  'a method, a constructor',
  ['add-parameter', 'constructor', 'logger', 'Logger'],
  'class A {\n  constructor(private readonly url: string) {}\n}\n',
  'class A {\n  constructor(private readonly url: string, logger: Logger) {}\n}\n',
);
changes(
  'a comment in the list stays where it is',
  ['add-parameter', 'f', 'b'],
  'function f(a /* first */) {}\nfunction g(/* none */) {}\n',
  'function f(a /* first */, b) {}\nfunction g(/* none */) {}\n',
  'a.js',
);
changes(
  'a TSX component',
  ['add-parameter', 'Row', 'ref', 'Ref<T>'],
  'function Row<T>({ n }: Props<T>) {\n  return <li>{n}</li>;\n}\n',
  'function Row<T>({ n }: Props<T>, ref: Ref<T>) {\n  return <li>{n}</li>;\n}\n',
  'a.tsx',
);
refuses(
  'a parameter that is there',
  ['add-parameter', 'f', 'a'],
  'function f(a: 1) {}\n',
  'already-done',
  /already has a parameter named `a`/,
);
refuses(
  'a name inside a pattern',
  ['add-parameter', 'f', 'a'],
  'function f({ a }: P) {}\n',
  'already-done',
  /`a`/,
);
refuses(
  'after a rest parameter',
  ['add-parameter', 'f', 'b'],
  'function f(...a: 1[]) {}\n',
  'not-applicable',
  /rest parameter/,
);
refuses(
  'after an optional one without a default',
  ['add-parameter', 'f', 'b', 'string'],
  'function f(a?: 1) {}\n',
  'not-applicable',
  /needs a default/,
);
refuses(
  'an invalid name',
  ['add-parameter', 'f', 'new'],
  'function f() {}\n',
  'not-applicable',
  /`new` is not a name/,
);
refuses(
  'an invalid type',
  ['add-parameter', 'f', 'b', 'string) {'],
  'function f() {}\n',
  'not-applicable',
  /is not a type/,
);
refuses(
  'two types in one',
  ['add-parameter', 'f', 'b', '1; type B = 2'],
  'function f() {}\n',
  'not-applicable',
  /is not a type/,
);
refuses(
  'an invalid default',
  ['add-parameter', 'f', 'b', 'string', '1, c'],
  'function f() {}\n',
  'not-applicable',
  /is not an expression/,
);
refuses(
  'an unfinished default',
  ['add-parameter', 'f', 'b', 'string', "'a"],
  'function f() {}\n',
  'not-applicable',
  /is not an expression/,
);
refuses(
  'a type in JavaScript',
  ['add-parameter', 'f', 'b', 'string'],
  'function f() {}\n',
  'not-applicable',
  /JavaScript, which has no types/,
  'a.js',
);
refuses(
  'overloads',
  ['add-parameter', 'f', 'b'],
  'function f(): 1;\nfunction f(a?: 1) { return 1; }\n',
  'not-applicable',
  /overloads/,
);
refuses(
  'a name the body declares',
  ['add-parameter', 'f', 'b'],
  'function f() {\n  const b = 1;\n}\n',
  'not-applicable',
  /already declares `b` on line 2/,
);
refuses(
  'a getter',
  ['add-parameter', 'f', 'b'],
  'class A { get f() { return 1; } }\n',
  'not-applicable',
  /getter/,
);

changes(
  'a declaration with everything it has',
  ['to-arrow-function', 'f'],
  lines(
    '/** F. */',
    'export async function f<T>(a: T, b = 1): Promise<T> { // go',
    '  return a;',
    '}',
    '',
  ),
  lines(
    '/** F. */',
    'export const f = async <T>(a: T, b = 1): Promise<T> => { // go',
    '  return a;',
    '};',
    '',
  ),
);
changes(
  'without semicolons in a file that has none',
  ['to-arrow-function', 'f'],
  'const a = 1\nfunction f() {\n  return a\n}\nf()\n',
  'const a = 1\nconst f = () => {\n  return a\n}\nf()\n',
  'a.js',
);
changes(
  'a type parameter in TSX gets a comma',
  ['to-arrow-function', 'f'],
  'function f<T>(a: T) { return <b>{a}</b>; }\n',
  'const f = <T,>(a: T) => { return <b>{a}</b>; };\n',
  'a.tsx',
);
changes(
  'nested functions keep their own this',
  ['to-arrow-function', 'f'],
  'function f() {\n  return { g() { return this; }, arguments: call.arguments };\n}\n',
  'const f = () => {\n  return { g() { return this; }, arguments: call.arguments };\n};\n',
);
changes(
  'used by another function that stands before it',
  ['to-arrow-function', 'f'],
  'function g() { return f(); }\nfunction f() { return 1; }\ng();\n',
  'function g() { return f(); }\nconst f = () => { return 1; };\ng();\n',
);
changes(
  'exported in a list before it',
  ['to-arrow-function', 'f'],
  'export { f };\nfunction f() {}\n',
  'export { f };\nconst f = () => {};\n',
);
refuses(
  'an arrow function',
  ['to-arrow-function', 'f'],
  'const f = () => 1;\n',
  'already-done',
  /already an arrow/,
);
refuses(
  'a generator',
  ['to-arrow-function', 'f'],
  'function* f() {}\n',
  'not-applicable',
  /generator/,
);
refuses(
  'a use of this',
  ['to-arrow-function', 'f'],
  'function f() {\n  return () => this.a;\n}\n',
  'not-applicable',
  /uses `this` \(line 2\)/,
);
refuses(
  'a this parameter',
  ['to-arrow-function', 'f'],
  'function f(this: Window) {}\n',
  'not-applicable',
  /uses `this`/,
);
refuses(
  'a use of arguments',
  ['to-arrow-function', 'f'],
  'function f() { g(...arguments); }\n',
  'not-applicable',
  /uses `arguments`/,
);
refuses(
  'new.target',
  ['to-arrow-function', 'f'],
  'function f() { return new.target; }\n',
  'not-applicable',
  /uses `new.target`/,
);
refuses(
  'the default export',
  ['to-arrow-function', 'f'],
  'export default function f() {}\n',
  'not-applicable',
  /default export/,
);
refuses(
  'overloads',
  ['to-arrow-function', 'f'],
  'function f(): 1;\nfunction f(a?: 1): 1 { return 1; }\n',
  'not-applicable',
  /overloads/,
);
refuses(
  'a method',
  ['to-arrow-function', 'f'],
  'class A { f() {} }\n',
  'not-applicable',
  /not a function declaration/,
);
refuses(
  'called before its line',
  ['to-arrow-function', 'f'],
  'f();\nfunction f() {}\n',
  'not-applicable',
  /used before it is declared \(line 1\)/,
);
refuses(
  'called with new',
  ['to-arrow-function', 'F'],
  'function F() {}\nnew F();\n',
  'not-applicable',
  /with `new` \(line 2\)/,
  'a.js',
);
refuses(
  'assigned',
  ['to-arrow-function', 'f'],
  'function f() {}\nf = g;\n',
  'not-applicable',
  /assigned again \(line 2\)/,
  'a.js',
);
refuses(
  'declared twice',
  ['to-arrow-function', 'f'],
  'function f() {}\nfunction f() {}\n',
  'ambiguous',
  /2 functions/,
  'a.js',
);
refuses(
  'an assertion function',
  ['to-arrow-function', 'f'],
  'function f(a: unknown): asserts a {}\n',
  'not-applicable',
  /asserts/,
);

changes(
  'a declaration',
  ['set-return-type', 'f', 'void'],
  'function f() {}\n',
  'function f(): void {}\n',
);
changes(
  'an arrow function',
  ['set-return-type', 'f', 'number'],
  'const f = (a: 1) => 1;\n',
  'const f = (a: 1): number => 1;\n',
);
changes(
  'an arrow function without parentheses',
  ['set-return-type', 'f', 'number'],
  'const f = async a => 1;\n'.replace('async ', ''),
  'const f = (a): number => 1;\n',
);
changes(
  'a method with another type',
  ['set-return-type', 'f', 'Map<string, T>'],
  'class A { f(a: 1) /* c */: Set<T> { } }\n',
  'class A { f(a: 1) /* c */: Map<string, T> { } }\n',
);
changes(
  'an async function',
  ['set-return-type', 'f', 'Promise<void>'],
  'async function f() {}\n',
  'async function f(): Promise<void> {}\n',
);
changes(
  'a getter',
  ['set-return-type', 'f', 'number'],
  'class A { get f() { return 1; } }\n',
  'class A { get f(): number { return 1; } }\n',
);
changes(
  'a type guard',
  ['set-return-type', 'f', 'boolean'],
  'function f(a: unknown): a is 1 { return true; }\n',
  'function f(a: unknown): boolean { return true; }\n',
);
changes(
  'a signature',
  ['set-return-type', 'f', 'string'],
  'interface A { f(a: 1) }\n',
  'interface A { f(a: 1): string }\n',
);
refuses(
  'the type it has',
  ['set-return-type', 'f', 'Map<string,T>'],
  'function f(): Map<string, T> {}\n',
  'already-done',
  /already returns/,
);
refuses(
  'JavaScript',
  ['set-return-type', 'f', 'void'],
  'function f() {}\n',
  'not-applicable',
  /no types/,
  'a.mjs',
);
refuses(
  'a constructor',
  ['set-return-type', 'constructor', 'void'],
  'class A { constructor() {} }\n',
  'not-applicable',
  /returns nothing/,
);
refuses(
  'async without a promise',
  ['set-return-type', 'f', 'number'],
  'async function f() {}\n',
  'not-applicable',
  /must be Promise<number>/,
);
refuses(
  'not a type',
  ['set-return-type', 'f', '+'],
  'function f() {}\n',
  'not-applicable',
  /`\+` is not a type/,
);
