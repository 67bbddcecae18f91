import { changes, refuses } from './operations.ts';

changes(
  'at the end of an interface, behind comments',
  ['add-property', 'I', 'b', 'string'],
  'interface I {\n  a: 1; // a\n}\n',
  'interface I {\n  a: 1; // a\n  b: string;\n}\n',
);
changes(
  'with commas, as the others',
  ['add-property', 'T', 'b', 'string'],
  'type T = {\n  a: 1,\n};\n',
  'type T = {\n  a: 1,\n  b: string,\n};\n',
);
changes(
  'without separators, as the others',
  ['add-property', 'I', 'b', 'string'],
  'interface I {\n\ta: 1\n}\n',
  'interface I {\n\ta: 1\n\tb: string\n}\n',
);
changes(
  'on one line',
  ['add-property', 'T', 'b', '2'],
  'type T = { a: 1 };\n',
  'type T = { a: 1; b: 2 };\n',
);
changes(
  'on one line, with commas',
  ['add-property', 'T', 'c', '3'],
  'type T = { a: 1, b: 2 };\n',
  'type T = { a: 1, b: 2, c: 3 };\n',
);
changes(
  'into an intersection',
  ['add-property', 'T', 'b', '2'],
  'type T = U & { a: 1 };\n',
  'type T = U & { a: 1; b: 2 };\n',
);
changes(
  'into an empty interface',
  ['add-property', 'I', 'a', '1'],
  'interface I {}\n',
  'interface I {\n  a: 1;\n}\n',
);
changes(
  'into an empty type',
  ['add-property', 'T', 'a', '1'],
  'type T = {};\n',
  'type T = { a: 1 };\n',
);
changes(
  'behind the properties of a class',
  ['add-property', 'A', 'b', 'string'],
  'class A {\n  a = 1;\n\n  m() {}\n}\n',
  'class A {\n  a = 1;\n  b: string;\n\n  m() {}\n}\n',
);
changes(
  'before the methods of a class without properties',
  ['add-property', 'A', 'b', 'string'],
  'class A<T extends { x: 1 }> extends B {\n  m() {}\n}\n',
  'class A<T extends { x: 1 }> extends B {\n  b: string;\n  m() {}\n}\n',
);
changes(
  'a name that needs quotes',
  ['add-property', 'I', 'a-b', '1'],
  'interface I {\n  a: 1;\n}\n',
  "interface I {\n  a: 1;\n  'a-b': 1;\n}\n",
);
refuses(
  'the same property',
  ['add-property', 'I', 'a', '1'],
  'interface I { a: 1 }\n',
  'already-done',
  /`a: 1`/,
);
refuses(
  'another type',
  ['add-property', 'I', 'a', '2'],
  'interface I { a: 1 }\n',
  'not-applicable',
  /already has `a`/,
);
refuses(
  'what is no type',
  ['add-property', 'I', 'b', '1 +'],
  'interface I { a: 1 }\n',
  'not-applicable',
  /not a type/,
);
refuses(
  'a type that is not written out',
  ['add-property', 'T', 'b', '1'],
  'type T = U[];\n',
  'not-applicable',
  /written out/,
);
refuses(
  'several of that name',
  ['add-property', 'I', 'b', '1'],
  'interface I { a: 1 }\ninterface I { c: 1 }\n',
  'ambiguous',
  /lines 1 and 2/,
);
refuses(
  'JavaScript',
  ['add-property', 'A', 'b', 'string'],
  'class A {}\n',
  'not-applicable',
  /JavaScript/,
  'a.js',
);
changes(
  'with commas but none at the end',
  ['add-property', 'T', 'c', '3'],
  'type T = {\n  a: 1,\n  b: 2 // b\n};\n',
  'type T = {\n  a: 1,\n  b: 2, // b\n  c: 3\n};\n',
);
changes(
  'behind a comment on one line',
  ['add-property', 'T', 'b', '2'],
  'type T = { a: 1 /* a */ };\n',
  'type T = { a: 1 /* a */; b: 2 };\n',
);
changes(
  'beside a method whose parameters have commas',
  ['add-property', 'T', 'b', '2'],
  'type T = { f(a: 1, b: 2): void };\n',
  'type T = { f(a: 1, b: 2): void; b: 2 };\n',
);
changes(
  'into an interface that holds only a comment',
  ['add-property', 'I', 'a', '1'],
  'interface I {\n  // nothing yet\n}\n',
  'interface I {\n  a: 1;\n  // nothing yet\n}\n',
);
changes(
  'below the comment behind the brace',
  ['add-property', 'A', 'b', 'string'],
  'class A { // why\n  m() {}\n}\n',
  'class A { // why\n  b: string;\n  m() {}\n}\n',
);
changes(
  'into a class that a constant holds',
  ['add-property', 'A', 'b', 'string'],
  'const A = class {\n  a = 1;\n};\n',
  'const A = class {\n  a = 1;\n  b: string;\n};\n',
);
changes(
  'below a property of several lines',
  ['add-property', 'I', 'b', '2'],
  'interface I {\n  a: {\n    c: 1;\n  };\n}\n',
  'interface I {\n  a: {\n    c: 1;\n  };\n  b: 2;\n}\n',
);
refuses(
  'a property that the constructor declares',
  ['add-property', 'A', 'a', 'string'],
  'class A {\n  constructor(private a: number) {}\n}\n',
  'not-applicable',
  /line 2/,
);
refuses(
  'a private name outside a class',
  ['add-property', 'I', '#a', '1'],
  'interface I { b: 1 }\n',
  'not-applicable',
  /private name/,
);
refuses(
  'no such owner',
  ['add-property', 'Ite', 'b', '1'],
  'interface Item { a: 1 }\n',
  'not-found',
  /`Item`/,
);
