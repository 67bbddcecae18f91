import { changes, refuses } from './operations.ts';

const LIST = 'a();\nb();\nc();\n';

changes('one line', ['delete-lines', 1, 1], LIST, 'a();\nc();\n');
changes('a range, both ends included', ['delete-lines', 0, 1], LIST, 'c();\n');
changes(
  'all that is left of a last line',
  ['delete-lines', 2, 2],
  'a();\nb();\nc();',
  'a();\nb();',
);
changes('the only line', ['delete-lines', 0, 0], 'a();', '');
changes('in a text of any language', ['delete-lines', 1, 1], '# A\n(\nb\n', '# A\nb\n', 'notes.md');
refuses(
  'what would break the syntax',
  ['delete-lines', 0, 0],
  'if (a) {\n  b();\n}\n',
  'not-applicable',
  /break/,
);
refuses(
  'a range that ends before it begins',
  ['delete-lines', 2, 1],
  LIST,
  'not-applicable',
  /no range/,
);
