import { changes, lines, refuses } from './operations.ts';

changes(
  'a piece of one line, letter by letter',
  ['replace-text', 1, 'timeout: 30', 'timeout: 60'],
  'retries: 3\ntimeout: 30\nlimit: 30\n',
  'retries: 3\ntimeout: 60\nlimit: 30\n',
  'config.yml',
);
changes(
  'the whole word before parts of words',
  ['replace-text', 0, 'test', 'check'],
  'latest = test(tests)\n',
  'latest = check(tests)\n',
  'main.py',
);
changes(
  'a part of a word where it stands in no other way',
  ['replace-text', 0, 'color', 'colour'],
  'background-colors\n',
  'background-colours\n',
  'notes.txt',
);
changes(
  'signs that mean something in patterns are taken as they are',
  ['replace-text', 0, 'a.b(*)', '$&[$1]'],
  'x = a.b(*) + aXb(*)\n',
  'x = $&[$1] + aXb(*)\n',
  'main.py',
);
changes(
  'a piece beside words of other scripts',
  ['replace-text', 0, 'größe', 'breite'],
  'größer ist größe 😀\n',
  'größer ist breite 😀\n',
  'notes.md',
);
changes(
  'a last line without a line end',
  ['replace-text', 1, 'b', 'c'],
  'a\nb',
  'a\nc',
  'notes.txt',
);
changes(
  'a piece that ends with the line',
  ['replace-text', 0, ' \\', ' && \\'],
  'RUN a \\\n    b\n',
  'RUN a && \\\n    b\n',
  'Dockerfile',
);
changes(
  'one that begins as what comes in its place does',
  ['replace-text', 0, 'tsc', 'tsc -b'],
  '{ "build": "tsc" }\n',
  '{ "build": "tsc -b" }\n',
  'package.json',
);
refuses(
  'a piece that stands more than once on the line',
  ['replace-text', 0, 'a', 'b'],
  'a + a\n',
  'ambiguous',
  /`a` stands 2 times on line 1/,
);
refuses(
  'a piece that stands on another line alone',
  ['replace-text', 0, 'two', 'three'],
  'one\ntwo\n\ntwo\n',
  'not-found',
  /no `two` on line 1.*lines 2 and 4/,
  'notes.txt',
);
refuses(
  'what is replaced already',
  ['replace-text', 0, 'old', 'new'],
  'a new thing\n',
  'already-done',
  /already has `new`/,
  'notes.txt',
);
refuses(
  'what is a part of what should come in its place',
  ['replace-text', 0, 'tsc', 'tsc -b'],
  '{ "build": "tsc -b" }\n',
  'already-done',
  /already has `tsc -b`/,
  'package.json',
);
refuses(
  'a piece for itself',
  ['replace-text', 0, 'a', 'a'],
  'a\n',
  'already-done',
  /no other `a`/,
  'a.txt',
);
refuses(
  'what would break the syntax',
  ['replace-text', 0, '(', '(('],
  'f(1);\n',
  'not-applicable',
  /break the syntax/,
);
refuses(
  'a line that is not there',
  ['replace-text', 7, 'a', 'b'],
  'a\n',
  'not-found',
  /no line 8/,
  'a.txt',
);

changes(
  'wherever the file has it, in code, strings and comments',
  ['replace-all', 'http://', 'https://'],
  "# see http://a\nURL = 'http://b'\nx = 'shttp://'\n",
  "# see https://a\nURL = 'https://b'\nx = 'shttp://'\n",
  'main.py',
);
changes('pieces beside each other', ['replace-all', 'aa', 'b'], 'aaaaa\n', 'bba\n', 'notes.txt');
changes(
  'all but where it is replaced already',
  ['replace-all', 'foo', 'foo_bar'],
  'foo foo_bar foo\n',
  'foo_bar foo_bar foo_bar\n',
  'notes.txt',
);
changes(
  'with less',
  ['replace-all', 'px', 'em'],
  '.a { margin: 1px 2px; }\n.b { top: 3px }\n',
  '.a { margin: 1em 2em; }\n.b { top: 3em }\n',
  'a.css',
);
refuses(
  'what is nowhere',
  ['replace-all', 'nothing', 'something'],
  'a b\n',
  'not-found',
  /no `nothing` in this file/,
  'a.txt',
);
refuses(
  'what is replaced everywhere already',
  ['replace-all', 'old', 'new'],
  'new and new\n',
  'already-done',
  /There is `new` already/,
  'a.txt',
);

changes(
  'a modifier with its space',
  ['remove-text', 0, 'async'],
  'export async function f() {}\n',
  'export function f() {}\n',
);
changes(
  'the first word of a line',
  ['remove-text', 1, 'public'],
  'class A {\n  public a = 1;\n}\n',
  'class A {\n  a = 1;\n}\n',
);
changes(
  'the last word of a line',
  ['remove-text', 0, '# noqa'],
  'import os  # noqa\nimport sys\n',
  'import os\nimport sys\n',
  'a.py',
);
changes(
  'a call at the end of a chain',
  ['remove-text', 0, '.trim()'],
  'a.b().trim();\n',
  'a.b();\n',
);
changes(
  'one of the parameters with its comma, at the beginning',
  ['remove-text', 0, 'a'],
  'f(a, b, c);\n',
  'f(b, c);\n',
);
changes('in the middle', ['remove-text', 0, 'b'], 'f(a, b, c);\n', 'f(a, c);\n');
changes('at the end', ['remove-text', 0, 'c'], 'f(a, b, c);\n', 'f(a, b);\n');
changes('the only one', ['remove-text', 0, 'abc'], 'f(abc);\n', 'f();\n');
changes(
  'one that is said with its comma',
  ['remove-text', 0, ', b'],
  'f(a, b, c);\n',
  'f(a, c);\n',
);
changes(
  'an entry of a list in YAML',
  ['remove-text', 0, 'dev'],
  'branches: [main, dev]\n',
  'branches: [main]\n',
  'ci.yml',
);
changes(
  'a class among others',
  ['remove-text', 0, 'big'],
  '<p class="big red">Hi</p>\n',
  '<p class="red">Hi</p>\n',
  'a.html',
);
changes(
  'the last class',
  ['remove-text', 0, 'red'],
  '<p class="big red">Hi</p>\n',
  '<p class="big">Hi</p>\n',
  'a.html',
);
changes(
  'a word of a sentence',
  ['remove-text', 0, 'very'],
  'This is very nice.\n',
  'This is nice.\n',
  'notes.md',
);
changes(
  'the last word of a sentence',
  ['remove-text', 0, 'indeed'],
  'This is nice indeed.\n',
  'This is nice.\n',
  'notes.md',
);
changes(
  'an option of a command',
  ['remove-text', 1, '--silent'],
  'set -e\n\tnpm run --silent build\n',
  'set -e\n\tnpm run build\n',
  'Makefile',
);
changes(
  'no space that indents',
  ['remove-text', 1, 'return'],
  'def f():\n    return a\n',
  'def f():\n    a\n',
  'a.py',
);
changes('half of a word', ['remove-text', 0, 'Async'], 'readFileAsync()\n', 'readFile()\n', 'a.rb');
refuses(
  'all of a line',
  ['remove-text', 1, 'b: 2'],
  lines('{', '  b: 2,', '}'),
  'not-applicable',
  /all of line 2/,
  'a.txt',
);
refuses(
  'what is not there, with what is like it',
  ['remove-text', 0, 'asynch'],
  'async function f() {}\n',
  'not-found',
  /no `asynch` on line 1/,
);
