import { changes, refuses } from './operations.ts';

changes(
  'of an interface',
  ['set-optional', 'b', 'I'],
  'interface I {\n  a: 1; // a\n  b: 2;\n}\n',
  'interface I {\n  a: 1; // a\n  b?: 2;\n}\n',
);
changes(
  'of a type',
  ['set-optional', 'a', 'T'],
  'export type T = { readonly a: 1 } & U;\n',
  'export type T = { readonly a?: 1 } & U;\n',
);
changes(
  'of a class',
  ['set-optional', 'a', 'A'],
  'class A {\n  private a: number;\n}\n',
  'class A {\n  private a?: number;\n}\n',
);
changes(
  'of a class, definite before',
  ['set-optional', 'a', 'A'],
  'class A {\n  a!: number;\n}\n',
  'class A {\n  a?: number;\n}\n',
);
changes(
  'a method of an interface',
  ['set-optional', 'f', 'I'],
  'interface I { f(): void }\n',
  'interface I { f?(): void }\n',
);
changes(
  'a quoted name',
  ['set-optional', 'a-b', 'I'],
  "interface I { 'a-b': 1 }\n",
  "interface I { 'a-b'?: 1 }\n",
);
changes(
  'the last parameter of a function',
  ['set-optional', 'b', 'f'],
  'function f(a: 1, b: 2) {}\n',
  'function f(a: 1, b?: 2) {}\n',
);
changes(
  'a parameter before optional ones',
  ['set-optional', 'a', 'f'],
  'const f = (a: 1, b?: 2, c = 3) => a;\n',
  'const f = (a?: 1, b?: 2, c = 3) => a;\n',
);
changes(
  'a parameter without parentheses',
  ['set-optional', 'a', 'f'],
  'const f = a => a;\n',
  'const f = (a?) => a;\n',
);
changes(
  'a property of an inline type in a parameter',
  ['set-optional', 'retries', 'f'],
  'function f(options: { retries: number }) {}\n',
  'function f(options: { retries?: number }) {}\n',
);
changes(
  'a property of a nested type',
  ['set-optional', 'city', 'User'],
  'interface User { home: { city: string } }\n',
  'interface User { home: { city?: string } }\n',
);
changes(
  'its own property rather than a nested one',
  ['set-optional', 'id', 'User'],
  'interface User { home: { id: 1 }; id: 2 }\n',
  'interface User { home: { id: 1 }; id?: 2 }\n',
);
changes(
  'a parameter property, by the class',
  ['set-optional', 'a', 'A'],
  'class A { constructor(private a: 1) {} }\n',
  'class A { constructor(private a?: 1) {} }\n',
);
changes(
  'in any part of a merged interface',
  ['set-optional', 'b', 'I'],
  'interface I { a: 1 }\ninterface I { b: 2 }\n',
  'interface I { a: 1 }\ninterface I { b?: 2 }\n',
);

refuses(
  'what is optional',
  ['set-optional', 'a', 'I'],
  'interface I { a?: 1 }\n',
  'already-done',
  /already optional/,
);
refuses(
  'a parameter with a default',
  ['set-optional', 'a', 'f'],
  'function f(a = 1) {}\n',
  'already-done',
  /default value/,
);
refuses(
  'a parameter before a required one',
  ['set-optional', 'a', 'f'],
  'function f(a: 1, b: 2) {}\n',
  'not-applicable',
  /before the required `b`/,
);
refuses(
  'a rest parameter',
  ['set-optional', 'a', 'f'],
  'function f(...a: 1[]) {}\n',
  'not-applicable',
  /rest parameter/,
);
refuses(
  'a getter',
  ['set-optional', 'a', 'A'],
  'class A { get a() { return 1; } }\n',
  'not-applicable',
  /getter/,
);
refuses(
  'an owner that is not there',
  ['set-optional', 'a', 'Usr'],
  'interface User { a: 1 }\n',
  'not-found',
  /`Usr` in this file\. Did you mean `User`/,
);
refuses(
  'a member that is not there',
  ['set-optional', 'emial', 'User'],
  'interface User { email: 1 }\n',
  'not-found',
  /no member of `User` named `emial`.*`email`/,
);
refuses(
  'two nested ones',
  ['set-optional', 'id', 'A'],
  'type A = { b: { id: 1 }; c: { id: 2 } };\n',
  'ambiguous',
  /2 members named `id`/,
);
refuses(
  'JavaScript',
  ['set-optional', 'a', 'f'],
  'function f(a) {}\n',
  'not-applicable',
  /JavaScript/,
  'a.js',
);

changes(
  'of an interface',
  ['set-readonly', 'a', 'I'],
  'interface I { a: 1 }\n',
  'interface I { readonly a: 1 }\n',
);
changes(
  'of a type',
  ['set-readonly', 'a', 'T'],
  'type T = {\n  // the a\n  a?: 1;\n};\n',
  'type T = {\n  // the a\n  readonly a?: 1;\n};\n',
);
changes(
  'of a class, after its modifiers',
  ['set-readonly', 'a', 'A'],
  'class A {\n  @tag() private static a = 1;\n}\n',
  'class A {\n  @tag() private static readonly a = 1;\n}\n',
);
changes(
  'a private name',
  ['set-readonly', '#a', 'A'],
  'class A { #a = 1; }\n',
  'class A { readonly #a = 1; }\n',
);
changes(
  'a parameter property',
  ['set-readonly', 'a', 'A'],
  'class A { constructor(private a: 1) {} }\n',
  'class A { constructor(private readonly a: 1) {} }\n',
);
refuses(
  'what is readonly',
  ['set-readonly', 'a', 'I'],
  'interface I { readonly a: 1 }\n',
  'already-done',
  /already readonly/,
);
refuses(
  'a method',
  ['set-readonly', 'f', 'A'],
  'class A { f() {} }\n',
  'not-applicable',
  /not a property/,
);
refuses(
  'a parameter of a function',
  ['set-readonly', 'a', 'f'],
  'function f(a: 1) {}\n',
  'not-found',
  /no member of `f` named `a`/,
);
refuses(
  'JavaScript',
  ['set-readonly', 'a', 'A'],
  'class A { a = 1; }\n',
  'not-applicable',
  /JavaScript/,
  'a.jsx',
);
