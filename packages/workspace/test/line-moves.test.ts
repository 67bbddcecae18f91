import { CLASS, OBJECT, STATEMENTS, TWO } from './line-fixtures.ts';
import { changes, lines, refuses } from './operations.ts';

changes('a line up', ['move-before', 2, 0], STATEMENTS, 'c();\na();\nb();\n');
changes('a line down', ['move-after', 0, 1], STATEMENTS, 'b();\na();\nc();\n');
changes(
  'to the end of a file without a last line end',
  ['move-after', 0, 2],
  'A=1\nB=2\nC=3',
  'B=2\nC=3\nA=1',
  '.env',
);
changes('from the end of one', ['move-before', 2, 0], 'A=1\nB=2\nC=3', 'C=3\nA=1\nB=2', '.env');
changes(
  'a block past another, with its comment and the blank line between',
  ['move-after', 1, 5],
  TWO,
  lines(
    'function two() {',
    '  b();',
    '}',
    '',
    '/** One. */',
    'function one() {',
    '  a();',
    '}',
    '',
  ),
);
changes(
  'a block above another with its comment',
  ['move-before', 5, 1],
  TWO,
  lines(
    'function two() {',
    '  b();',
    '}',
    '',
    '/** One. */',
    'function one() {',
    '  a();',
    '}',
    '',
  ),
);
changes(
  'the last entry up, with commas before the comments',
  ['move-before', 3, 1],
  OBJECT,
  lines('const o = {', '  c: 3, // three', '  a: 1, // one', '  b: 2 // two', '};', ''),
);
changes(
  'an entry to the end',
  ['move-after', 1, 3],
  OBJECT,
  lines('const o = {', '  b: 2, // two', '  c: 3, // three', '  a: 1 // one', '};', ''),
);
changes(
  'the last entry behind the first',
  ['move-after', 3, 1],
  OBJECT,
  lines('const o = {', '  a: 1, // one', '  c: 3, // three', '  b: 2 // two', '};', ''),
);
changes(
  'among entries that all end with a comma',
  ['move-after', 1, 3],
  'f(\n  1,\n  2,\n  3,\n);\n',
  'f(\n  2,\n  3,\n  1,\n);\n',
);
changes(
  'an entry of several lines in JSON',
  ['move-before', 2, 1],
  '{\n  "a": 1,\n  "o": {\n    "b": "}"\n  }\n}\n',
  '{\n  "o": {\n    "b": "}"\n  },\n  "a": 1\n}\n',
  'a.json',
);
changes(
  'a method with its decorator, parted as methods are',
  ['move-after', 4, 8],
  CLASS,
  lines(
    'class A:',
    '    """An A."""',
    '',
    '    # Says b.',
    '    def b(self):',
    '        return 2',
    '',
    '    @property',
    '    def a(self):',
    '        return 1',
    '',
    '',
    'def c():',
    '    pass',
    '',
  ),
  'a.py',
);
changes(
  'a block above a line, parted as it was',
  ['move-before', 2, 0],
  'A = 1\n\ndef c():\n    pass\n',
  'def c():\n    pass\n\nA = 1\n',
  'a.py',
);
changes(
  'out of the block it is in',
  ['move-before', 1, 0],
  'if (a) {\n  b();\n  c();\n}\n',
  'b();\nif (a) {\n  c();\n}\n',
);
changes(
  'to the beginning of the block it is in',
  ['move-after', 2, 0],
  'function f(a) {\n  b();\n  c();\n}\n',
  'function f(a) {\n  c();\n  b();\n}\n',
);
changes(
  'into another block, as deep as its lines',
  ['move-after', 0, 2],
  'a();\nif (b) {\n  c();\n}\n',
  'if (b) {\n  c();\n  a();\n}\n',
);
changes(
  'the only line of a block, which holds something still',
  ['move-before', 1, 0],
  'if a:\n    b()\nc()\n',
  'b()\nif a:\n    pass\nc()\n',
  'a.py',
);
changes(
  'a service past another',
  ['move-after', 1, 4],
  'services:\n  web:\n    image: a\n\n  db:\n    image: b\nother: 1\n',
  'services:\n  db:\n    image: b\n\n  web:\n    image: a\nother: 1\n',
  'a.yml',
);
changes(
  'an item with what belongs to it',
  ['move-before', 3, 1],
  'steps:\n  - name: One\n    run: a\n  - name: Two\n    run: b\n',
  'steps:\n  - name: Two\n    run: b\n  - name: One\n    run: a\n',
  'a.yml',
);
changes(
  'a section above another',
  ['move-before', 8, 2],
  '# A\n\n## B\n\n```sh\n## none\n```\n\n## C\n\n- c\n',
  '# A\n\n## C\n\n- c\n\n## B\n\n```sh\n## none\n```\n',
  'a.md',
);
changes(
  'a numbered item, and the others count on',
  ['move-before', 2, 0],
  '1. a\n2. b\n3. c\n',
  '1. c\n2. a\n3. b\n',
  'a.md',
);
changes(
  'an item with those under it',
  ['move-after', 0, 2],
  '- a\n  - nested\n- b\n',
  '- b\n- a\n  - nested\n',
  'a.md',
);
changes(
  'a paragraph, apart from others',
  ['move-after', 2, 4],
  '# A\n\nOne.\n\nTwo.\n',
  '# A\n\nTwo.\n\nOne.\n',
  'a.md',
);
changes(
  'a table of settings',
  ['move-before', 3, 0],
  '[a]\nx = 1\n\n[b]\ny = [\n  "[c]",\n]\n',
  '[b]\ny = [\n  "[c]",\n]\n\n[a]\nx = 1\n',
  'a.toml',
);
changes(
  'a rule with all of its selectors',
  ['move-before', 5, 0],
  '.a {\n  top: 0;\n}\n\n.b,\n.c {\n  top: 1px;\n}\n',
  '.b,\n.c {\n  top: 1px;\n}\n\n.a {\n  top: 0;\n}\n',
  'a.css',
);
changes(
  'the last declaration, which had no semicolon',
  ['move-before', 2, 1],
  '.a {\n  top: 0; /* x */\n  left: 0\n}\n',
  '.a {\n  left: 0;\n  top: 0; /* x */\n}\n',
  'a.css',
);
changes(
  'an element of several lines',
  ['move-after', 1, 6],
  '<ul>\n  <li\n    id="a > b"\n  >\n    1\n  </li>\n  <li>2</li>\n</ul>\n',
  '<ul>\n  <li>2</li>\n  <li\n    id="a > b"\n  >\n    1\n  </li>\n</ul>\n',
  'a.html',
);
changes(
  'a loop of a shell',
  ['move-before', 4, 0],
  'a\n\nb # if\n\nfor i in 1 2\ndo\n  c\ndone\n',
  'for i in 1 2\ndo\n  c\ndone\n\na\n\nb # if\n',
  'a.sh',
);
changes(
  'a field of Go with its tab',
  ['move-before', 2, 1],
  'type A struct {\n\ta int\n\tb string\n}\n',
  'type A struct {\n\tb string\n\ta int\n}\n',
  'a.go',
);
changes(
  'what a backslash goes on with',
  ['move-after', 1, 4],
  'FROM a\nRUN b \\\n  c \\\n  d\nCOPY . .\n',
  'FROM a\nCOPY . .\nRUN b \\\n  c \\\n  d\n',
  'Dockerfile',
);
refuses(
  'a line that stands there',
  ['move-after', 2, 0],
  'a();\n\nb();\n',
  'already-done',
  /Line 3 stands right after line 1/,
);
refuses(
  'a block into itself',
  ['move-after', 1, 2],
  TWO,
  'not-applicable',
  /Line 3 is part of what would be moved/,
);
refuses(
  'a branch away from the others',
  ['move-before', 2, 0],
  'if a {\n\tb()\n} else {\n\tc()\n}\n',
  'not-applicable',
  /Line 3 goes on with what begins above/,
  'a.go',
);
refuses(
  'what closes a bracket',
  ['move-before', 2, 0],
  'a = [\n    1\n]\nb = 1\n',
  'not-applicable',
  /Line 3 is part of something/,
  'a.py',
);
refuses(
  'a blank line',
  ['move-before', 1, 0],
  'a\n\nb\n',
  'not-applicable',
  /Line 2 is blank/,
  'a.txt',
);
