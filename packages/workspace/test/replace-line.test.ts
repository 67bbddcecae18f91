import { changes, lines, refuses } from './operations.ts';

const LIST = lines('const list = [', "  'a',", "  'b'", '];', 'next();', '');

changes(
  'a line among others',
  ['replace-line', 1, 'sum();'],
  'a();\n  b();\nc();\n',
  'a();\n  sum();\nc();\n',
);
changes('with the comma it needs', ['replace-line', 1, "'c'"], LIST, LIST.replace("'a'", "'c'"));
changes(
  'without one where the last has none',
  ['replace-line', 2, "'c',"],
  LIST,
  LIST.replace("'b'", "'c',"),
);
changes(
  'the code and the comment behind it, with the comma',
  ['replace-line', 1, 'a: 2'],
  'const o = {\n  a: 1, // one\n  b: 2,\n};\n',
  'const o = {\n  a: 2,\n  b: 2,\n};\n',
);
changes(
  'with its semicolon',
  ['replace-line', 1, 'return b'],
  'function f() {\n  return a;\n}\n',
  'function f() {\n  return b;\n}\n',
);
changes(
  'the head of a block, with its brace',
  ['replace-line', 0, 'func g(a int)'],
  'func f() {\n\treturn\n}\n',
  'func g(a int) {\n\treturn\n}\n',
  'a.go',
);
changes(
  'with its colon',
  ['replace-line', 0, 'def g(a)'],
  'def f():\n    return 1\n',
  'def g(a):\n    return 1\n',
  'a.py',
);
changes(
  'an item of a list in YAML, said without its dash',
  ['replace-line', 1, '"90:90"'],
  'ports:\n  - "80:80"\n',
  'ports:\n  - "90:90"\n',
  'a.yml',
);
changes(
  'a task, said without its box',
  ['replace-line', 0, 'write tests'],
  '- [x] write docs\n',
  '- [x] write tests\n',
  'a.md',
);
changes(
  'a task, said with its box',
  ['replace-line', 0, '- [ ] write docs'],
  '- [x] write docs\n',
  '- [ ] write docs\n',
  'a.md',
);
changes(
  'a heading, said without its signs',
  ['replace-line', 0, 'Use'],
  '## Usage\n\nText\n',
  '## Use\n\nText\n',
  'a.md',
);
changes(
  'by a comment, which takes no semicolon',
  ['replace-line', 0, '// gone'],
  'a();\nb();\n',
  '// gone\nb();\n',
);
changes(
  'a blank line, as deep as what is around it',
  ['replace-line', 2, 'b();'],
  'function f() {\n  a();\n\n  c();\n}\n',
  'function f() {\n  a();\n  b();\n  c();\n}\n',
);
changes(
  'a last line without a line end',
  ['replace-line', 1, 'B=3'],
  'A=1\nB=2',
  'A=1\nB=3',
  '.env',
);
refuses(
  'a line by itself',
  ['replace-line', 1, '"a": 1'],
  '{\n  "a": 1,\n  "b": 2\n}\n',
  'already-done',
  /Line 2 is so already/,
  'a.json',
);
