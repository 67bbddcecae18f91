import { changes, lines, refuses } from './operations.ts';

changes(
  'a property of an interface with its comments',
  ['remove-property', 'b', 'I'],
  lines(
    'interface I {',
    '  a: 1; // the a',
    '  /** The b. */',
    '  // eslint-disable-next-line',
    '  b: 2; // the b',
    '',
    '  c: 3;',
    '}',
    '',
  ),
  lines('interface I {', '  a: 1; // the a', '', '  c: 3;', '}', ''),
);
changes(
  'the first one, and the blank line that would begin the interface',
  ['remove-property', 'a', 'I'],
  'interface I {\n  a: 1;\n\n  b: 2;\n}\n',
  'interface I {\n  b: 2;\n}\n',
);
changes(
  'the last one, and the blank line that would end the interface',
  ['remove-property', 'b', 'I'],
  'interface I {\n  a: 1;\n\n  b: 2;\n}\n',
  'interface I {\n  a: 1;\n}\n',
);
changes(
  'the only one',
  ['remove-property', 'a', 'I'],
  'interface I {\n  a: 1;\n}\n',
  'interface I {\n}\n',
);
changes(
  'the only one of a type on one line',
  ['remove-property', 'a', 'T'],
  'type T = { a: 1 };\n',
  'type T = {};\n',
);
changes(
  'the last one, where that ends in no comma',
  ['remove-property', 'b', 'T'],
  'type T = {\n  a: 1,\n  b: 2\n};\n',
  'type T = {\n  a: 1\n};\n',
);
changes(
  'the first on one line',
  ['remove-property', 'a', 'T'],
  'type T = { a: 1; b: 2 };\n',
  'type T = { b: 2 };\n',
);
changes(
  'the last on one line',
  ['remove-property', 'b', 'T'],
  'type T = { a: 1; /* the b */ b: 2 };\n',
  'type T = { a: 1 };\n',
);
changes(
  'the last on one line, with a separator',
  ['remove-property', 'b', 'T'],
  'type T = { a: 1; b: 2; };\n',
  'type T = { a: 1; };\n',
);
changes(
  'a comment that stands apart stays',
  ['remove-property', 'a', 'I'],
  'interface I {\n  // Names.\n\n  a: 1;\n  b: 2;\n}\n',
  'interface I {\n  // Names.\n\n  b: 2;\n}\n',
);
changes(
  'a property of a class with its decorator',
  ['remove-property', 'a', 'A'],
  'class A {\n  @tag()\n  private a = 1;\n\n  f() {}\n}\n',
  'class A {\n  f() {}\n}\n',
);
changes(
  'a property of a class in JavaScript',
  ['remove-property', 'b', 'A'],
  'class A {\n  a = 1\n  b = 2\n  f() {}\n}\n',
  'class A {\n  a = 1\n  f() {}\n}\n',
  'a.js',
);
changes(
  'a property of a class between what would then be one',
  ['remove-property', 'b', 'A'],
  "class A {\n  a = 1\n  b = 2;\n  ['c'] = 3\n}\n",
  "class A {\n  a = 1;\n  ['c'] = 3\n}\n",
);
changes(
  'a private name',
  ['remove-property', '#a', 'A'],
  'class A {\n  #a = 1;\n  b = 2;\n}\n',
  'class A {\n  b = 2;\n}\n',
);
changes(
  'a quoted name',
  ['remove-property', 'a-b', 'I'],
  "interface I {\n  'a-b': 1;\n  c: 2;\n}\n",
  'interface I {\n  c: 2;\n}\n',
);
changes(
  'a property of a nested type',
  ['remove-property', 'city', 'User'],
  'interface User { home: { city: string; street: string } }\n',
  'interface User { home: { street: string } }\n',
);
changes(
  'where only others of that name are used',
  ['remove-property', 'id', 'A'],
  lines(
    'interface A {',
    '  id: 1;',
    '  name: 2;',
    '}',
    'interface B { id: 2 }',
    'const f = (b: B) => b.id;',
    '',
  ),
  lines(
    'interface A {',
    '  name: 2;',
    '}',
    'interface B { id: 2 }',
    'const f = (b: B) => b.id;',
    '',
  ),
);

refuses(
  'a property that is read',
  ['remove-property', 'a', 'I'],
  'interface I { a: 1 }\n\nconst f = (i: I) => i.a + i.a;\n',
  'not-applicable',
  /`a` of `I` is still used on line 3\./,
);
refuses(
  'a property that values give',
  ['remove-property', 'a', 'I'],
  'interface I { a: 1 }\nconst i: I = { a: 1 };\nconst { a } = i;\n',
  'not-applicable',
  /still used on lines 2 and 3/,
);
refuses(
  'a property that is named as a string',
  ['remove-property', 'a', 'I'],
  "interface I { a: 1 }\ntype A = I['a'];\ntype P = Pick<I, 'a'>;\nconst f = (i: I) => i['a'];\n",
  'not-applicable',
  /still used on lines 2, 3 and 4/,
);
refuses(
  'a property that a class implements',
  ['remove-property', 'a', 'I'],
  'interface I { a: 1 }\nclass A implements I { a = 1 }\n',
  'not-applicable',
  /still used on line 2/,
);
refuses(
  'a property that an interface asks for',
  ['remove-property', 'a', 'A'],
  'interface I { a: 1 }\nclass A implements I { a = 1 }\n',
  'not-applicable',
  /still used on line 1/,
);
refuses(
  'a property of a class that is used by this',
  ['remove-property', 'a', 'A'],
  'class A {\n  a = 1;\n  f() { return this.a; }\n}\n',
  'not-applicable',
  /still used on line 3/,
  'a.js',
);
refuses(
  'a property that an element is given',
  ['remove-property', 'a', 'Props'],
  lines(
    'interface Props { a: 1 }',
    'function Item(props: Props) { return null; }',
    'const item = <Item a={1} />;',
    '',
  ),
  'not-applicable',
  /still used on line 3/,
  'a.tsx',
);
refuses(
  'a parameter property',
  ['remove-property', 'a', 'A'],
  'class A { constructor(private a: 1) {} }\n',
  'not-applicable',
  /parameter of the constructor, too/,
);
refuses(
  'an owner that is not there',
  ['remove-property', 'a', 'Usr'],
  'interface User { a: 1 }\n',
  'not-found',
  /Did you mean `User`/,
);
refuses(
  'a member that is not there',
  ['remove-property', 'emial', 'User'],
  'interface User { email: 1 }\n',
  'not-found',
  /no member of `User` named `emial`.*`email`/,
);
refuses(
  'two of that name',
  ['remove-property', 'id', 'A'],
  'type A = { id: 1 } | { id: 2 };\n',
  'ambiguous',
  /2 members named `id`/,
);
