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
changes(
  'behind a comment that has a comma',
  ['add-element', 'a', '3'],
  'const a = [\n  1,\n  2 /* two, not 3 */,\n];\n',
  'const a = [\n  1,\n  2 /* two, not 3 */,\n  3,\n];\n',
);
changes(
  'behind a comment on one line',
  ['add-element', 'a', '3'],
  'const a = [1, 2 /* two */];\n',
  'const a = [1, 2 /* two */, 3];\n',
);
changes(
  'into an empty array of two lines',
  ['add-element', 'a', '1'],
  'const a = (\n  [\n  ] satisfies T\n);\n',
  'const a = (\n  [1] satisfies T\n);\n',
);
changes(
  'objects that share their lines',
  ['add-element', 'a', '{ b: 3 }'],
  'const a = [{\n  b: 1,\n}, {\n  b: 2,\n}];\n',
  'const a = [{\n  b: 1,\n}, {\n  b: 2,\n}, { b: 3 }];\n',
);
changes(
  'objects of several lines',
  ['add-element', 'a', 'c'],
  'const a = [\n  {\n    b: 1,\n  },\n];\n',
  'const a = [\n  {\n    b: 1,\n  },\n  c,\n];\n',
);
changes(
  'a property of a class',
  ['add-element', 'list', '1'],
  'class A {\n  private list: number[] = [];\n}\n',
  'class A {\n  private list: number[] = [1];\n}\n',
);
changes(
  'what a set begins with',
  ['add-element', 'known', "'b'"],
  "const known = new Set<string>(['a']);\n",
  "const known = new Set<string>(['a', 'b']);\n",
);
changes(
  'what is frozen',
  ['add-element', 'KINDS', "'b'"],
  "const KINDS = Object.freeze([\n  'a',\n]);\n",
  "const KINDS = Object.freeze([\n  'a',\n  'b',\n]);\n",
  'file.js',
);
refuses(
  'what another call gets',
  ['add-element', 'a', '2'],
  'const a = new Map([[1, 2]]);\nconst b = f([1]);\n',
  'not-applicable',
  /no array/,
);
