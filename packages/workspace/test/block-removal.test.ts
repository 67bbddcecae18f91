import { BRANCHES } from './line-fixtures.ts';
import { changes, lines, refuses } from './operations.ts';

changes('a line', ['remove-block', 1], 'a();\nb();\nc();\n', 'a();\nc();\n');
changes(
  'a function with its documentation and a blank line',
  ['remove-block', 3],
  lines(
    'a();',
    '',
    '/** Says f. */',
    'function f() {',
    '  if (b) {',
    '    c();',
    '  }',
    '}',
    '',
    'd();',
    '',
  ),
  'a();\n\nd();\n',
);
changes('the last block of a file', ['remove-block', 2], 'a();\n\nif (b) {\n  c();\n}\n', 'a();\n');
changes(
  'the last block of a file without a last line end',
  ['remove-block', 2],
  'a();\n\nif (b) {\n  c();\n}',
  'a();',
);
changes('the first block of a file', ['remove-block', 0], 'import a;\n\nb();\n', 'b();\n');
changes('all of a file', ['remove-block', 0], 'a();\n', '');
changes(
  'a block between lines of which one stands apart',
  ['remove-block', 2],
  'a();\n\nif (b) {\n  c();\n}\nd();\n',
  'a();\n\nd();\n',
);
changes(
  'the first of a class',
  ['remove-block', 1],
  'class A {\n  a = 1;\n\n  m() {}\n}\n',
  'class A {\n  m() {}\n}\n',
);
changes(
  'the last of a class',
  ['remove-block', 4],
  'class A {\n  a = 1;\n\n  /** M. */\n  m() {\n  }\n}\n',
  'class A {\n  a = 1;\n}\n',
);
changes(
  'not the comment that is a heading',
  ['remove-block', 2],
  '// ---- b ----\n// Says b.\nfunction b() {\n}\nc();\n',
  '// ---- b ----\n// Says b.\nc();\n',
);
changes(
  'not the comment above a single line',
  ['remove-block', 1],
  '// first\na();\nb();\n',
  '// first\nb();\n',
);
changes(
  'a branch in the middle',
  ['remove-block', 2],
  BRANCHES,
  BRANCHES.replace('} else if (c) {\n  d();\n', ''),
);
changes(
  'the last branch',
  ['remove-block', 4],
  BRANCHES,
  BRANCHES.replace('} else {\n  e();\n', ''),
);
changes('all branches', ['remove-block', 0], `${BRANCHES}f();\n`, 'f();\n');
changes(
  'a case with its statements',
  ['remove-block', 1],
  'switch (a) {\n  case 1:\n    b();\n    break;\n  default:\n    c();\n}\n',
  'switch (a) {\n  default:\n    c();\n}\n',
);
changes(
  'the last entry, with the comma before it',
  ['remove-block', 2],
  'const o = {\n  a: 1, // one, [\n  b: {\n    c: 2\n  }\n};\n',
  'const o = {\n  a: 1 // one, [\n};\n',
);
changes(
  'the last entry of those that all have a comma',
  ['remove-block', 2],
  'f(\n  1,\n  2,\n);\n',
  'f(\n  1,\n);\n',
);
changes('the only entry', ['remove-block', 1], 'f({\n  a: 1,\n});\n', 'f({\n});\n');
changes(
  'a class with its decorators, not what is alone among them',
  ['remove-block', 3],
  '@A({\n  b: 1,\n})\nexport class C {\n  d = 1;\n}\ne();\n',
  'e();\n',
);
changes(
  'a decorator',
  ['remove-block', 0],
  '@A({\n  b: 1,\n})\nexport class C {}\n',
  'export class C {}\n',
);
changes(
  'an element with its children',
  ['remove-block', 2],
  'const a = (\n  <div>\n    <ul>\n      <li />\n    </ul>\n    <p />\n  </div>\n);\n',
  'const a = (\n  <div>\n    <p />\n  </div>\n);\n',
  'a.tsx',
);
changes('one attribute', ['remove-block', 1], '<b\n  c={1}\n  d\n/>;\n', '<b\n  d\n/>;\n', 'a.tsx');
changes(
  'a member of a union',
  ['remove-block', 1],
  "type A =\n  | 'a'\n  | 'b';\n",
  "type A =\n  | 'b';\n",
);

changes(
  'a property in JSON',
  ['remove-block', 2],
  '{\n  "a": 1,\n  "o": {\n    "b": "}"\n  }\n}\n',
  '{\n  "a": 1\n}\n',
  'a.json',
);
refuses(
  'what the syntax cannot do without',
  ['remove-block', 1],
  'const a =\n  b;\n',
  'not-applicable',
  /break the syntax/,
);
