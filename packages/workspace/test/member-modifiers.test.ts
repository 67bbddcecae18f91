import { changes, lines, refuses } from './operations.ts';

changes(
  'a property of an interface',
  ['set-required', 'b', 'I'],
  'interface I {\n  a?: 1; // a\n  readonly b?: 2; // b\n}\n',
  'interface I {\n  a?: 1; // a\n  readonly b: 2; // b\n}\n',
);
changes(
  'a property of a type',
  ['set-required', 'a', 'T'],
  'export type T = { a?: 1 } & U;\n',
  'export type T = { a: 1 } & U;\n',
);
changes(
  'a property of a class',
  ['set-required', 'a', 'A'],
  'class A {\n  private a?: number;\n}\n',
  'class A {\n  private a: number;\n}\n',
);
changes(
  'a method of an interface, with a comment',
  ['set-required', 'f', 'I'],
  'interface I { f /* why */ ? (): void }\n',
  'interface I { f /* why */  (): void }\n',
);
changes(
  'a quoted name',
  ['set-required', 'a-b', 'I'],
  "interface I { 'a-b'?: 1 }\n",
  "interface I { 'a-b': 1 }\n",
);
changes(
  'a parameter before optional ones',
  ['set-required', 'a', 'f'],
  'function f(a?: 1, b?: 2, c = 3) {}\n',
  'function f(a: 1, b?: 2, c = 3) {}\n',
);
changes(
  'a parameter behind one with a default',
  ['set-required', 'b', 'f'],
  'const f = (a = 1, b?: 2) => a;\n',
  'const f = (a = 1, b: 2) => a;\n',
);
changes(
  'a parameter in all overloads that have it optional',
  ['set-required', 'b', 'f'],
  lines(
    'function f(a: 1): void;',
    'function f(a: 1, b?: 2): void;',
    'function f(a: 1, b?: 2) {}',
    '',
  ),
  lines(
    'function f(a: 1): void;',
    'function f(a: 1, b: 2): void;',
    'function f(a: 1, b: 2) {}',
    '',
  ),
);
changes(
  'a parameter property',
  ['set-required', 'a', 'A'],
  'class A { constructor(private a?: 1) {} }\n',
  'class A { constructor(private a: 1) {} }\n',
);
changes(
  'a property of a type inside a parameter',
  ['set-required', 'retries', 'f'],
  'function f(options: { retries?: number }) {}\n',
  'function f(options: { retries: number }) {}\n',
);
changes(
  'an abstract method',
  ['set-required', 'f', 'A'],
  'abstract class A { abstract f?(): void }\n',
  'abstract class A { abstract f(): void }\n',
);

refuses(
  'what is required',
  ['set-required', 'a', 'I'],
  'interface I { a: 1 }\n',
  'already-done',
  /`a` is already required/,
);
refuses(
  'a getter',
  ['set-required', 'a', 'A'],
  'class A { get a() { return 1; } }\n',
  'already-done',
  /already required/,
);
refuses(
  'a parameter with a default',
  ['set-required', 'a', 'f'],
  'function f(a = 1) {}\n',
  'not-applicable',
  /has a default value/,
);
refuses(
  'a rest parameter',
  ['set-required', 'a', 'f'],
  'function f(...a: 1[]) {}\n',
  'not-applicable',
  /rest parameter/,
);
refuses(
  'a parameter behind an optional one',
  ['set-required', 'b', 'f'],
  'function f(a?: 1, b?: 2) {}\n',
  'not-applicable',
  /stands after the optional `a`/,
);
refuses(
  'a method without a body',
  ['set-required', 'f', 'A'],
  'class A { f?(): void; }\n',
  'not-applicable',
  /has no body/,
);
refuses(
  'an owner that is not there',
  ['set-required', 'a', 'Usr'],
  'interface User { a?: 1 }\n',
  'not-found',
  /Did you mean `User`/,
);
refuses(
  'a member that is not there',
  ['set-required', 'emial', 'User'],
  'interface User { email?: 1 }\n',
  'not-found',
  /no member of `User` named `emial`/,
);
refuses(
  'two nested ones',
  ['set-required', 'id', 'A'],
  'type A = { b: { id?: 1 }; c: { id?: 2 } };\n',
  'ambiguous',
  /2 members named `id`/,
);
refuses(
  'JavaScript',
  ['set-required', 'a', 'f'],
  'function f(a) {}\n',
  'not-applicable',
  /JavaScript/,
  'a.js',
);

changes(
  'a property of an interface',
  ['set-mutable', 'a', 'I'],
  'interface I {\n  // the a\n  readonly a?: 1; // a\n  readonly b: 2;\n}\n',
  'interface I {\n  // the a\n  a?: 1; // a\n  readonly b: 2;\n}\n',
);
changes(
  'a property of a type on one line',
  ['set-mutable', 'b', 'T'],
  'type T = { readonly a: 1; readonly b: 2 };\n',
  'type T = { readonly a: 1; b: 2 };\n',
);
changes(
  'a property of a class among other modifiers',
  ['set-mutable', 'a', 'A'],
  'class A {\n  @tag() private static readonly a = 1;\n}\n',
  'class A {\n  @tag() private static a = 1;\n}\n',
);
changes(
  'a modifier with a comment behind it',
  ['set-mutable', 'a', 'I'],
  'interface I { readonly /* once */ a: 1 }\n',
  'interface I { /* once */ a: 1 }\n',
);
changes(
  'a private name',
  ['set-mutable', '#a', 'A'],
  'class A { readonly #a = 1; }\n',
  'class A { #a = 1; }\n',
);
changes(
  'a parameter property with access',
  ['set-mutable', 'a', 'A'],
  'class A { constructor(private readonly a: 1) {} }\n',
  'class A { constructor(private a: 1) {} }\n',
);
changes(
  'a parameter property, by the constructor',
  ['set-mutable', 'a', 'constructor'],
  'class A { constructor(private readonly a: 1) {} }\n',
  'class A { constructor(private a: 1) {} }\n',
);
changes(
  'a parameter that only readonly makes a property',
  ['set-mutable', 'a', 'A'],
  'class A { constructor(@tag() readonly a: 1) {} }\n',
  'class A { constructor(@tag() public a: 1) {} }\n',
);
refuses(
  'what is mutable',
  ['set-mutable', 'a', 'I'],
  'interface I { a: 1 }\n',
  'already-done',
  /`a` is not readonly/,
);
refuses(
  'a getter',
  ['set-mutable', 'a', 'A'],
  'class A { get a() { return 1; } }\n',
  'not-applicable',
  /a getter or setter/,
);
refuses(
  'a property inside Readonly',
  ['set-mutable', 'a', 'T'],
  'type T = Readonly<{ a: 1 }>;\n',
  'not-applicable',
  /readonly by the `Readonly<…>` around it/,
);
refuses(
  'a parameter of a function',
  ['set-mutable', 'a', 'f'],
  'function f(a: 1) {}\n',
  'not-applicable',
  /`a` is a parameter that is no property/,
);
refuses(
  'JavaScript',
  ['set-mutable', 'a', 'A'],
  'class A { a = 1; }\n',
  'not-applicable',
  /JavaScript/,
  'a.jsx',
);
