import { CLASS, OBJECT, STATEMENTS, TWO } from './line-fixtures.ts';
import { changes, lines, refuses } from './operations.ts';

changes('two lines', ['swap-lines', 2, 0], STATEMENTS, 'c();\nb();\na();\n');
changes(
  'two entries, one of them the last',
  ['swap-lines', 1, 3],
  OBJECT,
  lines('const o = {', '  c: 3, // three', '  b: 2, // two', '  a: 1 // one', '};', ''),
);
changes(
  'blocks of unlike length',
  ['swap-lines', 0, 4],
  'if (a) {\n  b();\n}\n\nc();\n',
  'c();\n\nif (a) {\n  b();\n}\n',
);
changes(
  'decorated methods',
  ['swap-lines', 4, 8],
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
  'lines of unlike depth',
  ['swap-lines', 0, 2],
  'a()\nif b:\n    c()\n',
  'c()\nif b:\n    a()\n',
  'a.py',
);
changes(
  'arms, of which some end with a comma',
  ['swap-lines', 1, 4],
  'match a {\n    0 => b(),\n    1 => {\n    }\n    _ => {}\n}\n',
  'match a {\n    _ => {}\n    1 => {\n    }\n    0 => b(),\n}\n',
  'a.rs',
);
changes(
  'arms of a shell',
  ['swap-lines', 1, 4],
  'case $a in\n  a)\n    b\n    ;;\n  c) d ;;\nesac\n',
  'case $a in\n  c) d ;;\n  a)\n    b\n    ;;\nesac\n',
  'a.sh',
);
changes('numbered items', ['swap-lines', 0, 2], '1. a\n2. b\n3. c\n', '1. c\n2. b\n3. a\n', 'a.md');
changes(
  'the last line of a file without a line end',
  ['swap-lines', 0, 1],
  'A=1\nB=2',
  'B=2\nA=1',
  '.env',
);
refuses(
  'a block with a part of it',
  ['swap-lines', 1, 2],
  TWO,
  'not-applicable',
  /Line 3 is part of what begins on line 2/,
);

changes('a line', ['duplicate-line', 1], STATEMENTS, 'a();\nb();\nb();\nc();\n');
changes(
  'the last entry',
  ['duplicate-line', 3],
  OBJECT,
  OBJECT.replace('  c', '  c: 3, // three\n  c'),
);
changes(
  'the only entry in JSON',
  ['duplicate-line', 1],
  '[\n  1\n]\n',
  '[\n  1,\n  1\n]\n',
  'a.json',
);
changes(
  'a block, parted as it is',
  ['duplicate-line', 5],
  TWO,
  TWO.replace('function two', 'function two() {\n  b();\n}\n\nfunction two'),
);
changes(
  'a block that nothing parts from others',
  ['duplicate-line', 1],
  'a:\n  b:\n    c: 1\n  d: 2\n',
  'a:\n  b:\n    c: 1\n  b:\n    c: 1\n  d: 2\n',
  'a.yml',
);
changes('a numbered item', ['duplicate-line', 0], '1. a\n2. b\n', '1. a\n2. a\n3. b\n', 'a.md');
changes('a paragraph', ['duplicate-line', 2], '# A\n\nText.\n', '# A\n\nText.\n\nText.\n', 'a.md');
changes(
  'a last line without a line end',
  ['duplicate-line', 1],
  'A=1\nB=2',
  'A=1\nB=2\nB=2',
  '.env',
);
