import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runOperation } from '../src/index.ts';
import { changes, lines, refuses } from './operations.ts';

const LIST = lines('const list = [', "  'a',", "  'b'", '];', 'next();', '');
const JSON_TEXT = lines('{', '  "a": 1,', '  "o": {', '    "b": 2', '  }', '}', '');

refuses(
  'two lines as one',
  ['insert-after', 0, 'a();\nb();'],
  'c();\n',
  'not-applicable',
  /one line of text/,
);

changes(
  'a line below another, as deep as it',
  ['insert-after', 1, 'b();'],
  'function f() {\n  a();\n}\n',
  'function f() {\n  a();\n  b();\n}\n',
);
changes(
  'as the first of what the line opens',
  ['insert-after', 0, 'b();'],
  'function f() {\n  a();\n}\n',
  'function f() {\n  b();\n  a();\n}\n',
);
changes(
  'in what the line opens where nothing is yet, with tabs',
  ['insert-after', 0, 'return'],
  'func f() {\n}\n\nfunc g() {\n\ta()\n}\n',
  'func f() {\n\treturn\n}\n\nfunc g() {\n\ta()\n}\n',
  'a.go',
);
changes(
  'behind a statement of several lines, as deep as that begins',
  ['insert-after', 2, 'next();'],
  'promise\n  .then(a)\n  .catch(b);\n',
  'promise\n  .then(a)\n  .catch(b);\nnext();\n',
);
changes(
  'within such a statement, where it goes on with it',
  ['insert-after', 1, '.finally(c)'],
  'promise\n  .then(a)\n  .catch(b);\n',
  'promise\n  .then(a)\n  .finally(c)\n  .catch(b);\n',
);
changes(
  'among entries, with a comma',
  ['insert-after', 1, "'x'"],
  LIST,
  lines('const list = [', "  'a',", "  'x',", "  'b'", '];', 'next();', ''),
);
changes(
  'behind the last entry, which gets the comma',
  ['insert-after', 2, "'x',"],
  LIST,
  lines('const list = [', "  'a',", "  'b',", "  'x'", '];', 'next();', ''),
);
changes(
  'behind the last entry before its comment',
  ['insert-after', 2, 'c: 3'],
  'const o = {\n  a: 1, // one, two\n  b: "//" // three\n};\n',
  'const o = {\n  a: 1, // one, two\n  b: "//", // three\n  c: 3\n};\n',
);
changes(
  'behind a comment at the end of a list',
  ['insert-after', 2, 'c: 3'],
  'const o = {\n  b: 2\n  // more\n};\n',
  'const o = {\n  b: 2,\n  // more\n  c: 3\n};\n',
);
changes(
  'behind what closes a list, outside of it',
  ['insert-after', 3, 'b();'],
  LIST,
  LIST.replace('next', 'b();\nnext'),
);
changes(
  'a comment among entries',
  ['insert-after', 1, '// then'],
  LIST,
  LIST.replace("'b'", "// then\n  'b'"),
);
changes(
  'a member of a class',
  ['insert-after', 1, 'b = 2'],
  'class A {\n  a = 1;\n\n  m() {}\n}\n',
  'class A {\n  a = 1;\n  b = 2;\n\n  m() {}\n}\n',
);
changes(
  'below a label',
  ['insert-after', 1, 'b();'],
  'switch (a) {\n  case 1:\n    c();\n}\n',
  'switch (a) {\n  case 1:\n    b();\n    c();\n}\n',
);
changes(
  'an element below the tag that opens another',
  ['insert-after', 1, '<p />'],
  'const a = (\n  <div>\n    <b />\n  </div>\n);\n',
  'const a = (\n  <div>\n    <p />\n    <b />\n  </div>\n);\n',
  'a.tsx',
);
changes(
  'an attribute',
  ['insert-after', 1, 'disabled'],
  '<button\n  type="submit"\n>\n</button>\n',
  '<button\n  type="submit"\n  disabled\n>\n</button>\n',
  'a.html',
);
changes(
  'in JSON',
  ['insert-after', 3, '"c": 3'],
  JSON_TEXT,
  JSON_TEXT.replace('"b": 2', '"b": 2,\n    "c": 3'),
  'a.json',
);
changes(
  'a declaration behind one that had no semicolon',
  ['insert-after', 1, 'margin: 0'],
  '.a {\n  color: #fff /* white; */\n}\n',
  '.a {\n  color: #fff; /* white; */\n  margin: 0\n}\n',
  'a.css',
);
changes(
  'a declaration among others',
  ['insert-after', 1, 'margin: 0'],
  '.a {\n  color: #fff; /* white */\n  top: 0;\n}\n',
  '.a {\n  color: #fff; /* white */\n  margin: 0;\n  top: 0;\n}\n',
  'a.css',
);
changes(
  'a key of an item in YAML',
  ['insert-after', 1, 'if: always()'],
  'steps:\n  - name: One\n    uses: x\n',
  'steps:\n  - name: One\n    if: always()\n    uses: x\n',
  'a.yml',
);
changes(
  'an item behind one that has several lines',
  ['insert-after', 1, '- name: Two'],
  'steps:\n  - name: One\n    uses: x\n  - name: Three\n',
  'steps:\n  - name: One\n    uses: x\n  - name: Two\n  - name: Three\n',
  'a.yml',
);
changes(
  'an item behind a key of another',
  ['insert-after', 2, '- name: Two'],
  'steps:\n  - name: One\n    uses: x\nother: 1\n',
  'steps:\n  - name: One\n    uses: x\n  - name: Two\nother: 1\n',
  'a.yml',
);
changes(
  'an item said without its dash',
  ['insert-after', 1, 'b'],
  'list:\n- a\n- c\n',
  'list:\n- a\n- b\n- c\n',
  'a.yml',
);
changes(
  'behind an item with items under it',
  ['insert-after', 0, 'two'],
  '- one\n  - nested\n- three\n',
  '- one\n  - nested\n- two\n- three\n',
  'a.md',
);
changes(
  'among numbered items, which count on',
  ['insert-after', 0, 'b'],
  '1. a\n2. c\n3. d\n',
  '1. a\n2. b\n3. c\n4. d\n',
  'a.md',
);
changes(
  'behind items that are all numbered alike',
  ['insert-after', 1, 'c'],
  '1. a\n1. b\n',
  '1. a\n1. b\n1. c\n',
  'a.md',
);
changes(
  'behind a task that is done, as one that is not',
  ['insert-after', 0, 'b'],
  '- [x] a\n',
  '- [x] a\n- [ ] b\n',
  'a.md',
);
changes(
  'below a heading, apart from it',
  ['insert-after', 0, 'Text.'],
  '# A\n\nMore.\n',
  '# A\n\nText.\n\nMore.\n',
  'a.md',
);
changes(
  'below a heading that nothing stands apart from',
  ['insert-after', 0, 'Text.'],
  '# A\nMore.\n',
  '# A\nText.\nMore.\n',
  'a.md',
);
changes(
  'a row of a table',
  ['insert-after', 2, '| 3 | 4 |'],
  '| a | b |\n|---|---|\n| 1 | 2 |\n\nText\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nText\n',
  'a.md',
);
changes(
  'in a block of code of a document, as in its language',
  ['insert-after', 1, 'b()'],
  '```py\ndef f():\n    a()\n```\n',
  '```py\ndef f():\n    b()\n    a()\n```\n',
  'a.md',
);
changes(
  'in the recipe of a target',
  ['insert-after', 0, 'touch a'],
  'all: a b\n\techo a\n',
  'all: a b\n\ttouch a\n\techo a\n',
  'Makefile',
);
changes(
  'in what a word opens',
  ['insert-after', 0, 'echo a'],
  'if [ a ]; then\n  b\nfi\n',
  'if [ a ]; then\n  echo a\n  b\nfi\n',
  'a.sh',
);
changes(
  'behind a last line without a line end',
  ['insert-after', 1, 'C=3'],
  'A=1\nB=2',
  'A=1\nB=2\nC=3',
  '.env',
);
test('insert-after: in a file without text', async () => {
  const result = await runOperation('', '.env', { name: 'insert-after', args: [0, 'A=1'] });
  assert.ok(result.ok);
  assert.equal(result.after, 'A=1\n');
});

changes(
  'below the block that a line opens, parted as that is',
  ['insert-after-block', 0, 'b();'],
  'function f() {\n  a();\n}\n\nc();\n',
  'function f() {\n  a();\n}\n\nb();\n\nc();\n',
);
changes(
  'below a block that nothing parts from the next',
  ['insert-after-block', 0, 'c();'],
  'if (a) {\n  b();\n}\nd();\n',
  'if (a) {\n  b();\n}\nc();\nd();\n',
);
changes(
  'below all branches',
  ['insert-after-block', 2, 'd()'],
  'if a:\n    b\nelif c:\n    c\nelse:\n    pass\ne()\n',
  'if a:\n    b\nelif c:\n    c\nelse:\n    pass\nd()\ne()\n',
  'a.py',
);
changes(
  'below all branches in braces',
  ['insert-after-block', 2, 'd()'],
  'if a {\n\tb()\n} else if c {\n\tc()\n} else {\n}\ne()\n',
  'if a {\n\tb()\n} else if c {\n\tc()\n} else {\n}\nd()\ne()\n',
  'a.go',
);
changes(
  'below a list, outside of it',
  ['insert-after-block', 0, 'b();'],
  LIST,
  LIST.replace('next', 'b();\nnext'),
);
changes(
  'below an entry of several lines, with commas',
  ['insert-after-block', 2, '"c": 3'],
  JSON_TEXT,
  JSON_TEXT.replace('  }\n}', '  },\n  "c": 3\n}'),
  'a.json',
);
changes(
  'below an element of several lines',
  ['insert-after-block', 0, '<hr>'],
  '<ul\n  class="a > b"\n>\n  <li>1</li>\n</ul>\n<p></p>\n',
  '<ul\n  class="a > b"\n>\n  <li>1</li>\n</ul>\n<hr>\n<p></p>\n',
  'a.html',
);
changes(
  'below a section, apart from it and the next',
  ['insert-after-block', 0, '## B'],
  '## A\n\ntext\n\n```sh\n# none\n```\n\n## C\n',
  '## A\n\ntext\n\n```sh\n# none\n```\n\n## B\n\n## C\n',
  'a.md',
);
changes(
  'below a table',
  ['insert-after-block', 0, '[b]'],
  '[a]\nx = [\n  1\n]\n\n[c]\n',
  '[a]\nx = [\n  1\n]\n\n[b]\n\n[c]\n',
  'a.toml',
);
changes(
  'below what a backslash goes on with',
  ['insert-after-block', 0, 'COPY . .'],
  'RUN a && \\\n    b\nCMD ["c"]\n',
  'RUN a && \\\n    b\nCOPY . .\nCMD ["c"]\n',
  'Dockerfile',
);

changes(
  'a line above another',
  ['insert-before', 1, 'a();'],
  'function f() {\n  b();\n}\n',
  'function f() {\n  a();\n  b();\n}\n',
);
changes(
  'above what documents the line',
  ['insert-before', 1, 'a();'],
  '/** Says b. */\nfunction b() {}\n',
  'a();\n/** Says b. */\nfunction b() {}\n',
);
changes(
  'above the decorators and comments of a block, parted as that is',
  ['insert-before', 4, 'x = 1'],
  'import a\n\n# Says b.\n@c\ndef b():\n    pass\n',
  'import a\n\nx = 1\n\n# Says b.\n@c\ndef b():\n    pass\n',
  'a.py',
);
changes(
  'a decorator directly above',
  ['insert-before', 1, '@c'],
  '# Says b.\ndef b():\n    pass\n',
  '# Says b.\n@c\ndef b():\n    pass\n',
  'a.py',
);
changes(
  'a comment directly above',
  ['insert-before', 1, '// why'],
  '/** Says b. */\nfunction b() {}\n',
  '/** Says b. */\n// why\nfunction b() {}\n',
);
changes(
  'above what closes a list, as its last entry',
  ['insert-before', 3, "'x'"],
  LIST,
  lines('const list = [', "  'a',", "  'b',", "  'x'", '];', 'next();', ''),
);
changes(
  'above another branch, as the last line of the one before',
  ['insert-before', 2, 'b();'],
  'if (a) {\n  a();\n} else {\n  c();\n}\n',
  'if (a) {\n  a();\n  b();\n} else {\n  c();\n}\n',
);
changes(
  'above an else that is told by indentation',
  ['insert-before', 2, 'b()'],
  'if a:\n    a()\nelse:\n    c()\n',
  'if a:\n    a()\n    b()\nelse:\n    c()\n',
  'a.py',
);
changes(
  'above the tag that closes an element',
  ['insert-before', 2, '<li>2</li>'],
  '<ul>\n  <li>1</li>\n</ul>\n',
  '<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n',
  'a.html',
);
changes(
  'above the first of numbered items',
  ['insert-before', 2, 'zero'],
  '# A\n\n1. one\n2. two\n',
  '# A\n\n1. zero\n2. one\n3. two\n',
  'a.md',
);
changes(
  'a heading above another',
  ['insert-before', 4, '## B'],
  '# A\n\nText\n\n## C\n',
  '# A\n\nText\n\n## B\n\n## C\n',
  'a.md',
);
changes('above the first line', ['insert-before', 0, '#!/bin/sh'], 'a\n', '#!/bin/sh\na\n', 'a.sh');
