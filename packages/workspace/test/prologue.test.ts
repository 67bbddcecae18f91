import { changes, lines, refuses } from './operations.ts';

const PLAIN = lines('function f(a, b) {', '  return a + b;', '}', '');

changes(
  'its own line at the start of the body',
  ['guard-clause', 'f', 'a'],
  PLAIN,
  lines('function f(a, b) {', '  if (!a) return;', '  return a + b;', '}', ''),
);
changes(
  'without semicolons where the file has none',
  ['guard-clause', 'f', 'b'],
  'const f = (a, b) => {\n\treturn a\n}\n',
  'const f = (a, b) => {\n\tif (!b) return\n\treturn a\n}\n',
);
changes(
  'a body of one line',
  ['guard-clause', 'f', 'a'],
  'const f = (a) => { return a; };\n',
  'const f = (a) => { if (!a) return; return a; };\n',
);
changes(
  'behind directives and a comment after the brace',
  ['guard-clause', 'm', 'a'],
  "class A {\n  m(a) { // why\n    'use strict';\n    go(a);\n  }\n}\n",
  "class A {\n  m(a) { // why\n    'use strict';\n    if (!a) return;\n    go(a);\n  }\n}\n",
);
changes(
  'an empty body',
  ['guard-clause', 'f', 'a'],
  'function f(a) {}\n',
  'function f(a) {\n  if (!a) return;\n}\n',
);
refuses(
  'a parameter that is not there',
  ['guard-clause', 'f', 'aa'],
  PLAIN,
  'not-found',
  /no parameter named `aa`/,
);
refuses(
  'what is there already',
  ['guard-clause', 'f', 'a'],
  'function f(a) {\n  if (!a) return;\n  go(a);\n}\n',
  'already-done',
  /line 2/,
);
refuses(
  'an arrow without braces',
  ['guard-clause', 'f', 'a'],
  'const f = (a) => a;\n',
  'not-applicable',
  /braces/,
);
refuses(
  'a constructor',
  ['guard-clause', 'constructor', 'a'],
  'class A { constructor(a) { this.a = a; } }\n',
  'not-applicable',
  /constructor/,
);

changes(
  'the name, in the quotes of the file',
  ['add-log', 'f'],
  'import a from "a";\nfunction f() {\n  a();\n}\n',
  'import a from "a";\nfunction f() {\n  console.log("f");\n  a();\n}\n',
);
changes(
  'behind the call of super',
  ['add-log', 'constructor'],
  'class B extends A {\n  constructor() {\n    super();\n    this.a = 1;\n  }\n}\n',
  "class B extends A {\n  constructor() {\n    super();\n    console.log('constructor');\n    this.a = 1;\n  }\n}\n",
);
changes(
  'above a comment that begins the body',
  ['add-log', 'f'],
  'function f() {\n  // first\n  go();\n}\n',
  "function f() {\n  console.log('f');\n  // first\n  go();\n}\n",
);
refuses(
  'a log that is there',
  ['add-log', 'f'],
  'function f() {\n  console.log("f");\n}\n',
  'already-done',
  /begins so already/,
);
refuses('no such function', ['add-log', 'g'], PLAIN, 'not-found', /no function named `g`/);
changes(
  'a statement on the line of the brace',
  ['guard-clause', 'f', 'a'],
  'function f(a) { go();\n  return a;\n}\n',
  'function f(a) { if (!a) return; go();\n  return a;\n}\n',
);
changes(
  'a parameter taken out of an object',
  ['guard-clause', 'f', 'url'],
  'function f({ url }) {\n  go(url);\n}\n',
  'function f({ url }) {\n  if (!url) return;\n  go(url);\n}\n',
);
refuses(
  'what is there with braces',
  ['guard-clause', 'f', 'a'],
  'function f(a) {\n  if (!a) {\n    return;\n  }\n  go(a);\n}\n',
  'already-done',
  /line 2/,
);
refuses(
  'a signature',
  ['guard-clause', 'f', 'a'],
  'interface A {\n  f(a: 1): void;\n}\n',
  'not-applicable',
  /no body/,
);

changes(
  'below a comment of several lines behind the brace',
  ['add-log', 'f'],
  'function f() { /* a\n  b */\n  go();\n}\n',
  "function f() { /* a\n  b */\n  console.log('f');\n  go();\n}\n",
);
changes(
  'above a string that is no directive',
  ['add-log', 'f'],
  "function f() {\n  go();\n  'a';\n}\n",
  "function f() {\n  console.log('f');\n  go();\n  'a';\n}\n",
);
changes(
  'a semicolon where the next line would join it',
  ['add-log', 'f'],
  'const a = 1\nfunction f() {\n  (b || c)()\n}\n',
  "const a = 1\nfunction f() {\n  console.log('f');\n  (b || c)()\n}\n",
);
changes(
  'behind the call of super on one line',
  ['add-log', 'constructor'],
  'class B extends A {\n  constructor() { super() }\n}\n',
  "class B extends A {\n  constructor() { super(); console.log('constructor') }\n}\n",
);
changes(
  'between super and what shares its line',
  ['add-log', 'constructor'],
  'class B extends A {\n  constructor() {\n    super(); go();\n  }\n}\n',
  "class B extends A {\n  constructor() {\n    super(); console.log('constructor'); go();\n  }\n}\n",
);
