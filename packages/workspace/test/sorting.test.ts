import { changes, lines, refuses } from './operations.ts';

const CALL = ['sort-members', 'A'] as const;

changes(
  'an interface, capitals like small letters',
  CALL,
  'interface A {\n  b: number;\n  C?: string;\n  readonly a: boolean;\n}\n',
  'interface A {\n  readonly a: boolean;\n  b: number;\n  C?: string;\n}\n',
);
changes(
  'comments go with their members, blank lines stay in their places',
  CALL,
  lines(
    'export interface A { // open',
    '  c: number; // three',
    '',
    '  /** Two. */',
    '  b(): void;',
    '  // one',
    '  // and only',
    '  a: string; /* first */',
    '  // the end',
    '}',
    '',
  ),
  lines(
    'export interface A { // open',
    '  // one',
    '  // and only',
    '  a: string; /* first */',
    '',
    '  /** Two. */',
    '  b(): void;',
    '  c: number; // three',
    '  // the end',
    '}',
    '',
  ),
);
changes(
  'overloads keep their order, index signatures and calls their places',
  CALL,
  lines(
    'interface A {',
    '  [key: string]: unknown;',
    '  b(x: string): void;',
    '  b(x: number): void;',
    '  (): void;',
    '  a: 1;',
    '}',
    '',
  ),
  lines(
    'interface A {',
    '  [key: string]: unknown;',
    '  a: 1;',
    '  (): void;',
    '  b(x: string): void;',
    '  b(x: number): void;',
    '}',
    '',
  ),
);
changes(
  'a type on one line, with commas or semicolons',
  CALL,
  'type A = B & { c: 1; b: 2, a: 3 };\n',
  'type A = B & { a: 3; b: 2, c: 1 };\n',
);
changes(
  'an object on one line',
  CALL,
  "const A = { b: 1, a: 'x', } as const;\n",
  "const A = { a: 'x', b: 1, } as const;\n",
);
changes(
  'an object on one line, with comments',
  CALL,
  'const A = { /* two */ b: 1, a: 2 /* one */ };\n',
  'const A = { a: 2 /* one */, /* two */ b: 1 };\n',
  'file.js',
);
changes(
  'a class expression, and the class of a module',
  CALL,
  'export const A = class {\n  b = 1;\n  a = 2;\n};\n',
  'export const A = class {\n  a = 2;\n  b = 1;\n};\n',
);
changes(
  'an object without a trailing comma, whose last key has a comment',
  CALL,
  'const A = {\n  c: 1, // three\n  b() {\n    return 2;\n  },\n  a // one\n}\n',
  'const A = {\n  a, // one\n  b() {\n    return 2;\n  },\n  c: 1 // three\n}\n',
  'file.js',
);
changes(
  'commas that begin lines',
  CALL,
  "let A = {\n    'c-d': 1\n  , b: [2]\n  , a: { y: 1, x: 2 }\n};\n",
  "let A = {\n    a: { y: 1, x: 2 }\n  , b: [2]\n  , 'c-d': 1\n};\n",
);
changes(
  'values that have an effect, where their order stays',
  CALL,
  'const A = {\n  c: first(),\n  d: second(),\n  b: 1,\n  a: () => third(),\n};\n',
  'const A = {\n  a: () => third(),\n  b: 1,\n  c: first(),\n  d: second(),\n};\n',
);
changes(
  'an enum whose members have values',
  CALL,
  "enum A {\n  Red = 'r',\n  Blue = 'b',\n  Green = 'g'\n}\n",
  "enum A {\n  Blue = 'b',\n  Green = 'g',\n  Red = 'r'\n}\n",
);
changes(
  'a class, whose constructor keeps its place',
  CALL,
  lines(
    'class A {',
    '  #c = 1;',
    '  constructor() {}',
    '',
    '  get b() {',
    '    return 1;',
    '  }',
    '',
    '  /** Writes b. */',
    '  set b(value) {}',
    '',
    '  a(x: string): void;',
    '  a(x: unknown) {}',
    '}',
    '',
  ),
  lines(
    'class A {',
    '  a(x: string): void;',
    '  a(x: unknown) {}',
    '  constructor() {}',
    '',
    '  get b() {',
    '    return 1;',
    '  }',
    '',
    '  /** Writes b. */',
    '  set b(value) {}',
    '',
    '  #c = 1;',
    '}',
    '',
  ),
);
refuses(
  'what is sorted',
  CALL,
  'interface A { a: 1; B: 2 }\n',
  'already-done',
  /sorted by name already/,
);
refuses('nothing of that name', CALL, 'interface B { a: 1 }\n', 'not-found', /Did you mean `B`/);
refuses('what has no members', CALL, 'const A = f();\n', 'not-applicable', /no members or keys/);
refuses(
  'members in two places',
  CALL,
  'interface A { b: 1; a: 1 }\nconst A = { b: 1, a: 1 };\n',
  'ambiguous',
  /lines 1 and 2/,
);
refuses(
  'an enum that counts',
  CALL,
  'enum A { B, A }\n',
  'not-applicable',
  /values by their places/,
);
refuses(
  'an enum whose values refer to others',
  CALL,
  'enum A { B = 1, C = 2, A = B | C }\n',
  'not-applicable',
  /refers to the member `B`/,
);
refuses(
  'an enum with one number twice',
  CALL,
  'enum A { B = 1, A = 1 }\n',
  'not-applicable',
  /two members are 1/,
);
refuses('a spread', CALL, 'const A = { b: 1, ...c, a: 2 };\n', 'not-applicable', /spread/);
refuses('a computed key', CALL, 'const A = { [b]: 1, a: 2 };\n', 'not-applicable', /computed/);
refuses(
  'a key that is there twice',
  CALL,
  'const A = { b: 1, a: 2, b: 3 };\n',
  'not-applicable',
  /`b` twice/,
  'file.js',
);
refuses(
  'a getter of an object',
  CALL,
  'const A = { get b() { return 1; }, a: 2 };\n',
  'not-applicable',
  /getter/,
);
refuses(
  'calls that would change places',
  CALL,
  'const A = {\n  b: first(),\n  a: await second(),\n};\n',
  'not-applicable',
  /another order \(line 3\)/,
);
refuses(
  'a call and a name that it may change',
  CALL,
  'const A = { b: next(), a: count };\n',
  'not-applicable',
  /another order/,
);
refuses(
  'a field that refers to another',
  CALL,
  'class A {\n  b = 1;\n  a = this.b;\n}\n',
  'not-applicable',
  /depends on other members \(line 3\)/,
);
refuses(
  'decorators that would run in another order',
  CALL,
  'class A {\n  @x() b: string;\n  @x() a: string;\n}\n',
  'not-applicable',
  /another order/,
);
refuses(
  'a static block',
  CALL,
  'class A {\n  static b = 1;\n  static {}\n  static a = 2;\n}\n',
  'not-applicable',
  /static block/,
);
refuses(
  'a comment that stands for itself',
  CALL,
  'interface A {\n  c: 1;\n\n  // Others\n\n  b: 2;\n}\n',
  'not-applicable',
  /comment on line 4 is a heading/,
);
refuses(
  'a heading with a rule',
  CALL,
  'interface A {\n  c: 1;\n  // --- Others ---\n  b: 2;\n}\n',
  'not-applicable',
  /comment on line 3 is a heading/,
);
refuses(
  'a comment on a line of several',
  CALL,
  'const A = { c: 1, b: 2, // two\n  a: 3 };\n',
  'not-applicable',
  /cannot move/,
);
refuses(
  'lines that would run into each other',
  CALL,
  "class A {\n  b = 1\n  a\n  ['x'] = 2\n}\n",
  'not-applicable',
  /would not mean the same/,
);
