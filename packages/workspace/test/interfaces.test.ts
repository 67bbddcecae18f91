import { changes, lines, refuses } from './operations.ts';

changes(
  'an interface with its comments',
  ['interface-to-type', 'User'],
  lines(
    '/** A user. */',
    'export interface User<T = string> { // all of it',
    '  name: T; // the name',
    '  /** Loads it. */',
    '  load(): void',
    '}',
    'const a = 1;',
    '',
  ),
  lines(
    '/** A user. */',
    'export type User<T = string> = { // all of it',
    '  name: T; // the name',
    '  /** Loads it. */',
    '  load(): void',
    '};',
    'const a = 1;',
    '',
  ),
);
changes(
  'one on one line, in a file without semicolons',
  ['interface-to-type', 'A'],
  'interface A{ a: 1 } // a\nconst a = 1\n',
  'type A = { a: 1 } // a\nconst a = 1\n',
);
changes(
  'one before another statement on its line',
  ['interface-to-type', 'A'],
  'interface A { a: 1 } const a = 1\nconst b = 1\n',
  'type A = { a: 1 }; const a = 1\nconst b = 1\n',
);
changes(
  'one with a semicolon behind it',
  ['interface-to-type', 'A'],
  'declare interface A { a: 1 };\n',
  'declare type A = { a: 1 };\n',
);
changes('one without members', ['interface-to-type', 'A'], 'interface A {}\n', 'type A = {};\n');
changes(
  'one that extends others',
  ['interface-to-type', 'C'],
  lines('interface C', '  extends A<1>, // first', '    ns.B {', '  c: 1;', '}', ''),
  lines('type C', '  = A<1> & // first', '    ns.B & {', '  c: 1;', '};', ''),
);
changes(
  'one that adds nothing to what it extends',
  ['interface-to-type', 'C'],
  'interface C extends A, B {}\n',
  'type C = A & B;\n',
);
changes(
  'one in a function',
  ['interface-to-type', 'A'],
  'function f() {\n  interface A { a: 1 }\n}\n',
  'function f() {\n  type A = { a: 1 };\n}\n',
);

refuses(
  'a type alias',
  ['interface-to-type', 'A'],
  'type A = { a: 1 };\n',
  'already-done',
  /`A` \(line 1\) is a type alias already/,
);
refuses(
  'a class',
  ['interface-to-type', 'A'],
  'class A {}\n',
  'not-applicable',
  /`A` \(line 1\) is not an interface/,
);
refuses(
  'a name that is not there',
  ['interface-to-type', 'Usr'],
  'interface User {}\n',
  'not-found',
  /no interface named `Usr`.*`User`/,
);
refuses(
  'merged interfaces',
  ['interface-to-type', 'A'],
  'interface A { a: 1 }\ninterface A { b: 1 }\n',
  'not-applicable',
  /declared 2 times \(lines 1 and 2\), and type aliases do not merge/,
);
refuses(
  'an interface merged with a class',
  ['interface-to-type', 'A'],
  'interface A { a: 1 }\nclass A {}\n',
  'not-applicable',
  /do not merge/,
);
refuses(
  'two of different scopes',
  ['interface-to-type', 'A'],
  'interface A { a: 1 }\nfunction f() { interface A { b: 1 } }\n',
  'ambiguous',
  /declared 2 times: on lines 1 and 2/,
);
refuses(
  'the default export',
  ['interface-to-type', 'A'],
  'export default interface A { a: 1 }\n',
  'not-applicable',
  /default export/,
);
refuses(
  'a part of a module of elsewhere',
  ['interface-to-type', 'A'],
  "declare module 'a' {\n  interface A { a: 1 }\n}\n",
  'not-applicable',
  /`A` \(line 2\) may add to a declaration elsewhere/,
);
refuses(
  'a part of what is global',
  ['interface-to-type', 'Window'],
  'export {};\ndeclare global {\n  interface Window { a: 1 }\n}\n',
  'not-applicable',
  /may add to a declaration elsewhere/,
);
refuses(
  'a global declaration',
  ['interface-to-type', 'Window'],
  'interface Window { a: 1 }\n',
  'not-applicable',
  /may add to a declaration elsewhere/,
  'a.d.ts',
);
refuses(
  'an interface that speaks of its own type',
  ['interface-to-type', 'A'],
  'interface A {\n  next(): this;\n}\n',
  'not-applicable',
  /as `this` \(line 2\)/,
);
refuses(
  'an interface that extends a type made of itself',
  ['interface-to-type', 'A'],
  'interface A extends Node<A> { a: 1 }\n',
  'not-applicable',
  /speaks of itself in what it extends/,
);
refuses(
  'variance behind what it extends',
  ['interface-to-type', 'A'],
  'interface A<in out T> extends B { a: T }\n',
  'not-applicable',
  /how its type parameters vary/,
);
refuses(
  'an interface that declares a member again',
  ['interface-to-type', 'C'],
  'interface A { a: string }\ninterface B extends A {}\ninterface C extends B { a: "a" }\n',
  'not-applicable',
  /has `a` twice/,
);

changes(
  'an object type with its comments',
  ['type-to-interface', 'User'],
  lines(
    '/** A user. */',
    'export type User<T = string> = { // all of it',
    '  name: T; // the name',
    '  /** Loads it. */',
    '  load(): void',
    '}; // done',
    '',
  ),
  lines(
    '/** A user. */',
    'export interface User<T = string> { // all of it',
    '  name: T; // the name',
    '  /** Loads it. */',
    '  load(): void',
    '} // done',
    '',
  ),
);
changes(
  'one without a semicolon, on a line of its own, with a comment',
  ['type-to-interface', 'A'],
  'declare type A = /* all */\n  { a: 1 }\n',
  'declare interface A /* all */\n  { a: 1 }\n',
);
changes(
  'an intersection with what this file declares',
  ['type-to-interface', 'C'],
  lines(
    'interface A<T> { a: T }',
    'type B = { b: 1 } & A<2>;',
    'type D = { d: 1 };',
    'export type C = D &',
    '  A<{ x: 1 }> & {',
    '    c: 1;',
    '    e: {',
    '      f: 1;',
    '    };',
    '  };',
    '',
  ),
  lines(
    'interface A<T> { a: T }',
    'type B = { b: 1 } & A<2>;',
    'type D = { d: 1 };',
    'export interface C extends D, A<{ x: 1 }> {',
    '  c: 1;',
    '  e: {',
    '    f: 1;',
    '  };',
    '}',
    '',
  ),
);
changes(
  'an intersection that begins with the object type',
  ['type-to-interface', 'C'],
  'interface A { a: 1 }\ntype C= { c: 1 } & A\n',
  'interface A { a: 1 }\ninterface C extends A { c: 1 }\n',
);
changes(
  'an intersection of names',
  ['type-to-interface', 'C'],
  'interface A { a: 1 }\ninterface B { b: 1 }\ntype C = A & B;\n',
  'interface A { a: 1 }\ninterface B { b: 1 }\ninterface C extends A, B {}\n',
);

refuses(
  'an interface',
  ['type-to-interface', 'A'],
  'interface A { a: 1 }\n',
  'already-done',
  /`A` \(line 1\) is an interface already/,
);
refuses(
  'a name that is not there',
  ['type-to-interface', 'Usr'],
  'type User = {};\n',
  'not-found',
  /no type alias named `Usr`.*`User`/,
);
for (const [what, type, message] of [
  ['a union', '{ a: 1 } | { b: 1 }', /a union/],
  ['a primitive type', 'string', /a plain type/],
  ['another name', 'B', /another name/],
  ['a function type', '() => void', /a function type/],
  ['a mapped type', '{ [K in B]: 1 }', /a mapped type/],
  ['a conditional type', 'B extends 1 ? 2 : 3', /a conditional type/],
  ['a tuple', '[1, 2]', /a list/],
  ['an intersection with a union', '{ a: 1 } & (B | C)', /an intersection of other/],
] as const) {
  refuses(what, ['type-to-interface', 'A'], `type A = ${type};\n`, 'not-applicable', message);
}
refuses(
  'several parts that are written out',
  ['type-to-interface', 'A'],
  'type A = { a: 1 } & { b: 1 };\n',
  'not-applicable',
  /written out in several parts/,
);
refuses(
  'a part that this file does not declare',
  ['type-to-interface', 'A'],
  "import type { B } from 'b';\ntype A = B & { a: 1 };\n",
  'not-applicable',
  /holds `B`, and this file does not tell/,
);
refuses(
  'a part that is a union',
  ['type-to-interface', 'A'],
  'type B = { b: 1 } | { c: 1 };\ntype A = B & { a: 1 };\n',
  'not-applicable',
  /holds `B`, and this file does not tell/,
);
refuses(
  'a part that is a type parameter',
  ['type-to-interface', 'A'],
  'type A<T> = T & { a: 1 };\n',
  'not-applicable',
  /type parameter `T`/,
);
refuses(
  'parts that have a member in common',
  ['type-to-interface', 'A'],
  'interface B { a: string }\ntype A = B & { a: "a" };\n',
  'not-applicable',
  /has `a` twice/,
);
refuses(
  'parts with an index signature',
  ['type-to-interface', 'A'],
  'interface B { b: string }\ntype A = B & { [key: string]: unknown };\n',
  'not-applicable',
  /index signature/,
);
refuses(
  'a comment between the parts',
  ['type-to-interface', 'A'],
  'interface B { b: string }\ntype A = B & // more\n  { a: 1 };\n',
  'not-applicable',
  /comment between its parts/,
);
refuses(
  'the type of the class around it',
  ['type-to-interface', 'A'],
  'class B {\n  f() {\n    type A = { a: this };\n  }\n}\n',
  'not-applicable',
  /the type `this`/,
);
