import { changes, lines, refuses } from './operations.ts';

const OBJECT = lines('const o = {', '  a: 1, // one', '  b: [2] // two', '};', '');
const CLASS = lines('class A {', '  a = 1;', '', '  m() {', '    return 1;', '  }', '}', '');

changes(
  'an entry behind one without a comma',
  ['append-entry', 0, 'c: 3'],
  OBJECT,
  lines('const o = {', '  a: 1, // one', '  b: [2], // two', '  c: 3', '};', ''),
);
changes(
  'said with a comma',
  ['append-entry', 0, 'c: 3,'],
  OBJECT,
  lines('const o = {', '  a: 1, // one', '  b: [2], // two', '  c: 3', '};', ''),
);
changes(
  'an entry behind one with a comma',
  ['append-entry', 0, 'C'],
  'enum E {\n  A,\n  B,\n}\n',
  'enum E {\n  A,\n  B,\n  C,\n}\n',
);
changes(
  'an argument of a call on several lines',
  ['append-entry', 0, 'c'],
  'foo(\n  a,\n  b\n);\n',
  'foo(\n  a,\n  b,\n  c\n);\n',
);
changes(
  'a member, with the semicolon it needs',
  ['append-entry', 0, 'b: string'],
  'interface A {\n  a: string;\n}\n',
  'interface A {\n  a: string;\n  b: string;\n}\n',
);
changes(
  'a member of a class, behind its methods',
  ['append-entry', 0, 'b = 2'],
  CLASS,
  CLASS.replace('  }\n}', '  }\n  b = 2;\n}'),
);
changes(
  'a statement of a function',
  ['append-entry', 3, 'log();'],
  CLASS,
  CLASS.replace('return 1;', 'return 1;\n    log();'),
);
changes(
  'a statement that is there further in',
  ['append-entry', 0, 'b();'],
  'function f() {\n  if (a) {\n    b();\n  }\n}\n',
  'function f() {\n  if (a) {\n    b();\n  }\n  b();\n}\n',
);
changes(
  'of one branch among others',
  ['append-entry', 2, 'd();'],
  'if (a) {\n  b();\n} else {\n  c();\n}\n',
  'if (a) {\n  b();\n} else {\n  c();\n  d();\n}\n',
);
changes('in an empty list', ['append-entry', 0, '1'], 'const a = [];\n', 'const a = [1];\n');
changes('in an empty object', ['append-entry', 0, 'a: 1'], 'f({});\n', 'f({ a: 1 });\n');
changes(
  'in an empty body',
  ['append-entry', 1, 'log();'],
  'class A {\n  m() {}\n}\n',
  'class A {\n  m() {\n    log();\n  }\n}\n',
);
changes(
  'in a list on one line',
  ['append-entry', 0, '3'],
  'const a = [1, f(1, 3), "3, 3"]; // [3]\n',
  'const a = [1, f(1, 3), "3, 3", 3]; // [3]\n',
);
changes(
  'in a list within a call',
  ['append-entry', 0, '3'],
  'const a = new Set([1, 2]);\n',
  'const a = new Set([1, 2, 3]);\n',
);
changes(
  'in an object on one line',
  ['prepend-entry', 0, 'z: 0'],
  'const o = { a: 1, b: 2 };\n',
  'const o = { z: 0, a: 1, b: 2 };\n',
);
changes(
  'in a type on one line',
  ['append-entry', 0, 'c: 3'],
  'type A = { a: 1; b: 2 };\n',
  'type A = { a: 1; b: 2; c: 3 };\n',
);
changes(
  'at the beginning, with a comma',
  ['prepend-entry', 0, 'z: 0'],
  OBJECT,
  OBJECT.replace('  a', '  z: 0,\n  a'),
);
changes(
  'behind a directive',
  ['prepend-entry', 0, 'a();'],
  "function f() {\n  'use strict';\n  b();\n}\n",
  "function f() {\n  'use strict';\n  a();\n  b();\n}\n",
);
changes(
  'where a regular expression and a text of an element have brackets and quotes',
  ['append-entry', 0, 'last();'],
  "function F() {\n  const a = /[\"'(]/;\n  return <p>Don't (</p>;\n}\n",
  "function F() {\n  const a = /[\"'(]/;\n  return <p>Don't (</p>;\n  last();\n}\n",
  'a.tsx',
);
changes(
  'a child of an element',
  ['append-entry', 1, '<li>2</li>'],
  'const a = (\n  <ul>\n    <li>1</li>\n  </ul>\n);\n',
  'const a = (\n  <ul>\n    <li>1</li>\n    <li>2</li>\n  </ul>\n);\n',
  'a.tsx',
);

changes(
  'in JSON',
  ['append-entry', 0, '"b": "{"'],
  '{\n  "a": "//",\n  "o": {}\n}\n',
  '{\n  "a": "//",\n  "o": {},\n  "b": "{"\n}\n',
  'a.json',
);
changes('as the only one', ['append-entry', 0, '"a": 1,'], '{\n}\n', '{\n  "a": 1\n}\n', 'a.json');
changes(
  'within a line',
  ['append-entry', 1, '"c"'],
  '{\n  "files": ["a","b"],\n  "x": 1\n}\n',
  '{\n  "files": ["a","b","c"],\n  "x": 1\n}\n',
  'package.json',
);
changes(
  'in JSON with comments',
  ['append-entry', 0, '"module": "esnext"'],
  '{\n  // The target.\n  "target": "es2022" /* new, { */\n}\n',
  '{\n  // The target.\n  "target": "es2022", /* new, { */\n  "module": "esnext"\n}\n',
  'tsconfig.jsonc',
);
changes(
  'a statement in Python, of the branch alone',
  ['append-entry', 1, 'c()'],
  'def f():\n    if a:\n        b()\n    else:\n        d()\n    return 1\n',
  'def f():\n    if a:\n        b()\n        c()\n    else:\n        d()\n    return 1\n',
  'a.py',
);
changes(
  'behind a docstring',
  ['prepend-entry', 0, 'b()'],
  'def f():\n    """Says (f.\n\n    More.\n    """\n    a()\n',
  'def f():\n    """Says (f.\n\n    More.\n    """\n    b()\n    a()\n',
  'a.py',
);
changes(
  'in a dictionary',
  ['append-entry', 0, '"c": 3'],
  'A = {\n    "a": 1,  # one\n    "b": 2  # two\n}\n',
  'A = {\n    "a": 1,  # one\n    "b": 2,  # two\n    "c": 3\n}\n',
  'a.py',
);
changes('in an empty one', ['append-entry', 0, '"c": 3'], 'A = {}\n', 'A = {"c": 3}\n', 'a.py');
changes(
  'a key in YAML, as deep as the others',
  ['append-entry', 1, 'restart: always'],
  lines('services:', '  web:', '    image: nginx', '    ports:', '      - "1:1"', '', '  db:', ''),
  lines(
    'services:',
    '  web:',
    '    image: nginx',
    '    ports:',
    '      - "1:1"',
    '    restart: always',
    '',
    '  db:',
    '',
  ),
  'a.yml',
);
changes(
  'an item, said without its dash',
  ['append-entry', 0, 'c'],
  'list: # all\n- a\n- b\nother: 1\n',
  'list: # all\n- a\n- b\n- c\nother: 1\n',
  'a.yml',
);
changes(
  'an item of several keys',
  ['append-entry', 0, 'name: Two'],
  'steps:\n  - name: One\n    run: |\n      a\n\n      b\n',
  'steps:\n  - name: One\n    run: |\n      a\n\n      b\n  - name: Two\n',
  'a.yml',
);
changes(
  'under a key that has nothing',
  ['append-entry', 1, 'b: 1'],
  'x: 1\na:\nc: 1\n',
  'x: 1\na:\n  b: 1\nc: 1\n',
  'a.yml',
);
changes(
  'in a list in brackets',
  ['append-entry', 1, 'dev'],
  'push:\n  branches: [main]\n',
  'push:\n  branches: [main, dev]\n',
  'a.yml',
);
changes(
  'an import in Go, without a comma',
  ['append-entry', 0, '"os"'],
  'import (\n\t"fmt"\n)\n',
  'import (\n\t"fmt"\n\t"os"\n)\n',
  'a.go',
);
changes(
  'in a literal with its type before it',
  ['append-entry', 0, '"c"'],
  'var none = []string{}\n',
  'var none = []string{"c"}\n',
  'a.go',
);
changes(
  'in a struct of Rust',
  ['append-entry', 0, 'y: i32'],
  "pub struct P<'a> {\n    x: &'a str,\n}\n",
  "pub struct P<'a> {\n    x: &'a str,\n    y: i32,\n}\n",
  'a.rs',
);
changes(
  'in an attribute',
  ['append-entry', 0, 'Clone'],
  '#[derive(Debug)]\nstruct P;\n',
  '#[derive(Debug, Clone)]\nstruct P;\n',
  'a.rs',
);
changes(
  'a declaration, with its semicolon',
  ['append-entry', 1, 'margin: 0'],
  '.a,\n.b > p {\n  color: #fff;\n}\n',
  '.a,\n.b > p {\n  color: #fff;\n  margin: 0;\n}\n',
  'a.css',
);
changes(
  'said by the first of its selectors',
  ['append-entry', 0, 'margin: 0'],
  '.a,\n.b > p {\n  color: #fff;\n}\n',
  '.a,\n.b > p {\n  color: #fff;\n  margin: 0;\n}\n',
  'a.css',
);
changes(
  'in a rule on one line',
  ['append-entry', 0, 'margin: 0'],
  '.a { color: url("a;b"); }\n',
  '.a { color: url("a;b"); margin: 0; }\n',
  'a.css',
);
changes(
  'in a rule without declarations',
  ['append-entry', 0, 'margin: 0'],
  '.a {}\n',
  '.a {\n  margin: 0;\n}\n',
  'a.css',
);
changes(
  'a rule within another',
  ['append-entry', 0, '.b { color: red; }'],
  '@media print {\n  .a {\n    color: red;\n  }\n}\n',
  '@media print {\n  .a {\n    color: red;\n  }\n  .b { color: red; }\n}\n',
  'a.css',
);
changes(
  'an element within another',
  ['append-entry', 0, '<li>2</li>'],
  '<ul>\n  <li>1</li>\n</ul>\n',
  '<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n',
  'a.html',
);
changes(
  'in an element that holds nothing',
  ['append-entry', 1, '<li>2</li>'],
  '<nav>\n  <ul></ul>\n</nav>\n',
  '<nav>\n  <ul>\n    <li>2</li>\n  </ul>\n</nav>\n',
  'a.html',
);
changes(
  'an item at the end of a section',
  ['append-entry', 0, 'c'],
  '## A\n\n- a\n- b\n  - nested\n\n## B\n',
  '## A\n\n- a\n- b\n  - nested\n- c\n\n## B\n',
  'a.md',
);
changes(
  'a number that counts on',
  ['append-entry', 0, 'c'],
  '## A\n\n1. a\n2. b\n',
  '## A\n\n1. a\n2. b\n3. c\n',
  'a.md',
);
changes(
  'a task that is not done',
  ['append-entry', 0, 'c'],
  '## A\n\n- [ ] a\n- [x] b\n',
  '## A\n\n- [ ] a\n- [x] b\n- [ ] c\n',
  'a.md',
);
changes(
  'a paragraph behind another',
  ['append-entry', 0, 'More.'],
  '## A\n\nText.\n\n## B\n',
  '## A\n\nText.\n\nMore.\n\n## B\n',
  'a.md',
);
changes(
  'a paragraph behind a table',
  ['append-entry', 0, 'More.'],
  '## A\n\n| a |\n|---|\n| 1 |\n',
  '## A\n\n| a |\n|---|\n| 1 |\n\nMore.\n',
  'a.md',
);
changes(
  'in a section without text',
  ['append-entry', 2, '- a'],
  '# A\n\n## B\n\n## C\n',
  '# A\n\n## B\n\n- a\n\n## C\n',
  'a.md',
);
changes(
  'at the beginning of a numbered list',
  ['prepend-entry', 0, 'z'],
  '## A\n\n1. a\n2. b\n',
  '## A\n\n1. z\n2. a\n3. b\n',
  'a.md',
);
changes(
  'under an item',
  ['append-entry', 0, 'nested'],
  '- a\n- b\n',
  '- a\n  - nested\n- b\n',
  'a.md',
);
changes(
  'at the end of a table of settings',
  ['append-entry', 0, 'edition = "2021"'],
  '[package]\nname = "a" # [x]\n\n[dependencies]\n',
  '[package]\nname = "a" # [x]\nedition = "2021"\n\n[dependencies]\n',
  'Cargo.toml',
);
changes(
  'a command of a recipe',
  ['append-entry', 0, 'touch a'],
  'all: a \\\n   b\n\techo "{"\n\nclean:\n\trm a\n',
  'all: a \\\n   b\n\techo "{"\n\ttouch a\n\nclean:\n\trm a\n',
  'Makefile',
);
changes(
  'a command of a branch',
  ['append-entry', 0, 'd'],
  'if a; then\n  b\nelif c; then\n  c\nfi\n',
  'if a; then\n  b\n  d\nelif c; then\n  c\nfi\n',
  'a.sh',
);
changes(
  'a word of a list in a shell',
  ['append-entry', 0, 'c'],
  'FILES=(a b) # all\n',
  'FILES=(a b c) # all\n',
  'a.sh',
);
changes(
  'a column',
  ['append-entry', 0, 'age INT'],
  'CREATE TABLE t (\n  id INT -- the id, (\n);\n',
  'CREATE TABLE t (\n  id INT, -- the id, (\n  age INT\n);\n',
  'a.sql',
);
changes(
  'an argument of a command',
  ['append-entry', 0, '"--x"'],
  'CMD ["node", "a.js"]\n',
  'CMD ["node", "a.js", "--x"]\n',
  'Dockerfile',
);
changes(
  'without a final line end',
  ['append-entry', 0, 'b = 2'],
  '[a]\na = 1',
  '[a]\na = 1\nb = 2',
  'a.toml',
);

refuses(
  'what opens nothing',
  ['append-entry', 0, 'b'],
  'const a = b[0];\n',
  'not-applicable',
  /Line 1 opens nothing/,
);
refuses(
  'an entry that is there',
  ['append-entry', 0, 'a: 1'],
  OBJECT.replace(' // one', ''),
  'already-done',
  /Line 2 is that entry already/,
);
refuses(
  'one that is there on the line',
  ['prepend-entry', 0, '2'],
  'const a = [1, 2];\n',
  'already-done',
  /Line 1 has `2` already/,
);
