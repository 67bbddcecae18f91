import { changes, lines, refuses } from './operations.ts';

changes(
  'above a function, indented as it is',
  ['add-jsdoc', 'm', 'Says hello.'],
  'class A {\n  m() {}\n}\n',
  'class A {\n  /** Says hello. */\n  m() {}\n}\n',
);
changes(
  'above the statement of a variable',
  ['add-jsdoc', 'a', 'The first.'],
  'export const a = 1;\n',
  '/** The first. */\nexport const a = 1;\n',
);
changes(
  'above the first of the overloads',
  ['add-jsdoc', 'f', 'Does it.'],
  lines(
    'function f(a: 1): 1;',
    'function f(a: 2): 2;',
    'function f(a: any) {',
    '  return a;',
    '}',
    '',
  ),
  lines(
    '/** Does it. */',
    'function f(a: 1): 1;',
    'function f(a: 2): 2;',
    'function f(a: any) {',
    '  return a;',
    '}',
    '',
  ),
);
changes(
  'below a comment that is no documentation',
  ['add-jsdoc', 'f', 'x'],
  '// a\nfunction f() {}\n',
  '// a\n/** x */\nfunction f() {}\n',
);
refuses(
  'the same comment',
  ['add-jsdoc', 'f', 'Does it.'],
  '/** Does it. */\nfunction f() {}\n',
  'already-done',
  /line 1/,
);
refuses(
  'another comment',
  ['add-jsdoc', 'f', 'Does it.'],
  '/**\n * Does that.\n */\nfunction f() {}\n',
  'not-applicable',
  /line 1/,
);
refuses(
  'a text that would end the comment',
  ['add-jsdoc', 'f', 'a */ b'],
  'function f() {}\n',
  'not-applicable',
  /\*\//,
);
refuses(
  'two of that name',
  ['add-jsdoc', 'x', 'a'],
  'function f() {\n  let x = 1;\n}\nfunction g() {\n  let x = 2;\n}\n',
  'ambiguous',
  /lines 2 and 5/,
);
refuses('nothing of that name', ['add-jsdoc', 'g', 'a'], 'function f() {}\n', 'not-found', /`g`/);

changes(
  'above a line, indented as it is',
  ['add-todo', 1, 'say more'],
  'function f() {\n  go();\n}\n',
  'function f() {\n  // TODO: say more\n  go();\n}\n',
);
changes(
  'a text that says TODO itself',
  ['add-todo', 0, 'TODO: type this'],
  'let a;\n',
  '// TODO: type this\nlet a;\n',
);
refuses(
  'the same again',
  ['add-todo', 1, 'x'],
  '// TODO: x\nlet a;\n',
  'already-done',
  /says so already/,
);
refuses(
  'a line of a template',
  ['add-todo', 1, 'x'],
  'const a = `\n  b\n`;\n',
  'not-applicable',
  /inside a text/,
);
refuses(
  'a line of a comment',
  ['add-todo', 1, 'x'],
  '/*\n  b\n*/\n',
  'not-applicable',
  /inside a text/,
);
refuses(
  'a line of JSX text',
  ['add-todo', 1, 'x'],
  'const a = <p>\n  b\n</p>;\n',
  'not-applicable',
  /inside a text/,
  'a.tsx',
);
refuses('no text', ['add-todo', 0, 'TODO'], 'let a;\n', 'not-applicable', /no text/);
refuses(
  'a shebang',
  ['add-todo', 0, 'x'],
  '#!/usr/bin/env node\nlet a;\n',
  'not-applicable',
  /'#!'/,
);
refuses('a text of two lines', ['add-todo', 0, 'a\nb'], 'let a;\n', 'not-applicable', /one line/);
changes(
  'a text that speaks of todos',
  ['add-todo', 0, 'todo list must be sorted'],
  'let a;\n',
  '// TODO: todo list must be sorted\nlet a;\n',
);
changes(
  'code within a template',
  ['add-todo', 1, 'x'],
  `const a = \`\${\n  b\n}\`;\n`,
  `const a = \`\${\n  // TODO: x\n  b\n}\`;\n`,
);
changes(
  'code within JSX',
  ['add-todo', 2, 'x'],
  'const a = (\n  <p onClick={() => {\n    go();\n  }}>\n    b\n  </p>\n);\n',
  'const a = (\n  <p onClick={() => {\n    // TODO: x\n    go();\n  }}>\n    b\n  </p>\n);\n',
  'a.tsx',
);
changes(
  'an attribute of a JSX tag',
  ['add-todo', 1, 'x'],
  'const a = <p\n  b="1"\n>c</p>;\n',
  'const a = <p\n  // TODO: x\n  b="1"\n>c</p>;\n',
  'a.tsx',
);
refuses(
  'an element within JSX',
  ['add-todo', 1, 'x'],
  'const a = <p>\n  <b>c</b>\n</p>;\n',
  'not-applicable',
  /inside a text/,
  'a.tsx',
);

changes(
  'above a decorator',
  ['add-jsdoc', 'A', 'x'],
  '@dec({})\nexport class A {}\n',
  '/** x */\n@dec({})\nexport class A {}\n',
);
changes(
  'above the statement of a pattern',
  ['add-jsdoc', 'b', 'x'],
  'const { b } = c;\n',
  '/** x */\nconst { b } = c;\n',
);
changes(
  'a class with a name on both sides',
  ['add-jsdoc', 'A', 'x'],
  'const A = class A {};\n',
  '/** x */\nconst A = class A {};\n',
);
changes(
  "below the comment of the line's neighbour",
  ['add-jsdoc', 'b', 'x'],
  'const o = {\n  a: 1, /** about a */\n  b: 2,\n};\n',
  'const o = {\n  a: 1, /** about a */\n  /** x */\n  b: 2,\n};\n',
);
refuses(
  'documentation above another comment',
  ['add-jsdoc', 'f', 'x'],
  '/** y */\n// lint\nfunction f() {}\n',
  'not-applicable',
  /line 1/,
);
refuses(
  'a parameter',
  ['add-jsdoc', 'a', 'x'],
  'function f(a) {}\n',
  'not-applicable',
  /of its own/,
);
refuses(
  'the variable of a loop',
  ['add-jsdoc', 'a', 'x'],
  'for (const a of b) {}\n',
  'not-applicable',
  /of its own/,
);
refuses(
  'the error of a catch',
  ['add-jsdoc', 'e', 'x'],
  'try {\n} catch (e) {}\n',
  'not-applicable',
  /line 2/,
);
