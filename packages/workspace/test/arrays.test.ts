import { changes, refuses } from './operations.ts';

changes('on one line', ['add-element', 'a', '3'], 'const a = [1, 2];\n', 'const a = [1, 2, 3];\n');
changes(
  'into an empty array',
  ['add-element', 'a', "'x'"],
  'const a: string[] = [];\n',
  "const a: string[] = ['x'];\n",
);
changes(
  'one element to a line',
  ['add-element', 'a', "'c'"],
  "const a = [\n  'a',\n  'b', // b\n] as const;\n",
  "const a = [\n  'a',\n  'b', // b\n  'c',\n] as const;\n",
);
changes(
  'without a trailing comma',
  ['add-element', 'a', '3'],
  'const a = [\n\t1,\n\t2 // two\n]\n',
  'const a = [\n\t1,\n\t2, // two\n\t3\n]\n',
);
changes(
  'a property',
  ['add-element', 'list', 'b'],
  'const o = { list: [a] };\n',
  'const o = { list: [a, b] };\n',
);
changes(
  'several to a line',
  ['add-element', 'a', '5'],
  'const a = [\n  1, 2,\n  3, 4\n];\n',
  'const a = [\n  1, 2,\n  3, 4, 5\n];\n',
);
refuses(
  'an element that is there',
  ['add-element', 'a', '2'],
  'const a = [1, 2];\n',
  'already-done',
  /already holds `2`/,
);
refuses(
  'what holds no array',
  ['add-element', 'a', '2'],
  'const a = f();\n',
  'not-applicable',
  /no array/,
);
refuses(
  'two arrays of that name',
  ['add-element', 'a', '2'],
  'const b = { a: [1] };\nconst c = { a: [2, 3] };\n',
  'ambiguous',
  /lines 1 and 2/,
);
refuses(
  'what is no expression',
  ['add-element', 'a', '1 +'],
  'const a = [1];\n',
  'not-applicable',
  /not an expression/,
);
refuses('nothing of that name', ['add-element', 'b', '1'], 'const a = [1];\n', 'not-found', /`b`/);
