// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'above the function that holds it, with its comment',
  ['extract-constant', 4, '5000', 'TIMEOUT_MS'],
  lines(
    "import a from 'a';",
    '',
    '/** Loads. */',
    'export function load() {',
    '  wait(5000);',
    '}',
    '',
  ),
  lines(
    "import a from 'a';",
    '',
    'const TIMEOUT_MS = 5000;',
    '',
    '/** Loads. */',
    'export function load() {',
    '  wait(TIMEOUT_MS);',
    '}',
    '',
  ),
);
changes(
  'above a short statement without a blank line',
  ['extract-constant', 0, "'utf8'", 'encoding'],
  "read(path, 'utf8');\n",
  "const encoding = 'utf8';\nread(path, encoding);\n",
);
changes(
  'in JavaScript without semicolons',
  ['extract-constant', 2, '"id"', 'KEY'],
  'const a = b\n\nconst f = () => a["id"]\n',
  'const a = b\n\nconst KEY = "id"\nconst f = () => a[KEY]\n',
  'a.js',
);
changes(
  'with a semicolon where the next line would go on',
  ['extract-constant', 1, "'a'", 'A'],
  "const b = c\n;[1].map(() => 'a')\nconst d = e\n",
  "const A = 'a'\nconst b = c\n;[1].map(() => A)\nconst d = e\n",
);
changes(
  'with a semicolon before parentheses',
  ['extract-constant', 0, "'a'", 'A'],
  "(() => f('a'))()\nconst d = e\nconst g = h\n",
  "const A = 'a';\n(() => f(A))()\nconst d = e\nconst g = h\n",
);
changes(
  'below directives and comments of the file',
  ['extract-constant', 5, '3', 'RETRIES'],
  lines("'use strict';", '// All of it.', '', '// Tries.', '@tried', 'class A { n = 3; }', ''),
  lines(
    "'use strict';",
    '// All of it.',
    '',
    'const RETRIES = 3;',
    '',
    '// Tries.',
    '@tried',
    'class A { n = RETRIES; }',
    '',
  ),
);
changes(
  'by its value, all of a line',
  ['extract-constant', 0, 'id', 'ID'],
  "if (a['id'] === \"id\" && b.id) f(`id`, 'ids');\n",
  "const ID = 'id';\nif (a[ID] === ID && b.id) f(ID, 'ids');\n",
);
changes(
  'a negative number, but not its sign alone',
  ['extract-constant', 0, '-1', 'NONE'],
  'f(a.indexOf(b) !== -1, 1, c -1);\n',
  'const NONE = -1;\nf(a.indexOf(b) !== NONE, 1, c -1);\n',
);
changes(
  'a regular expression, a boolean and null in turn',
  ['extract-constant', 0, '/a+/i', 'PATTERN'],
  'f(/a+/i, true, null);\n',
  'const PATTERN = /a+/i;\nf(PATTERN, true, null);\n',
);
changes(
  'null',
  ['extract-constant', 0, 'null', 'NOTHING'],
  'f(null);\n',
  'const NOTHING = null;\nf(NOTHING);\n',
);
changes(
  'behind a word without white space',
  ['extract-constant', 1, "'a'", 'A'],
  "function f(b) {\n  switch(b){case'a':return'a'in b}\n}\n",
  "const A = 'a'\n\nfunction f(b) {\n  switch(b){case A:return A in b}\n}\n",
);
changes(
  'the value, not the key or the type beside it',
  ['extract-constant', 0, "'a'", 'A'],
  "const b: { x: 'a' } = { 'a': 1, x: 'a' };\n",
  "const A = 'a';\nconst b: { x: 'a' } = { 'a': 1, x: A };\n",
);
changes(
  'an attribute of an element',
  ['extract-constant', 0, '"big"', 'SIZE'],
  'const a = \'b\', c = <b id="big">big</b>;\n',
  "const SIZE = 'big';\nconst a = 'b', c = <b id={SIZE}>big</b>;\n",
  'a.tsx',
);
changes(
  'in an expression inside a template',
  ['extract-constant', 0, "', '", 'SEPARATOR'],
  "f(`a${b.join(', ')}`);\n",
  "const SEPARATOR = ', ';\nf(`a${b.join(SEPARATOR)}`);\n",
);
changes(
  'above a statement that begins on the same line',
  ['extract-constant', 1, '2', 'TWO'],
  'z();\na(1); b(2); // c\n',
  'z();\nconst TWO = 2;\na(1); b(TWO); // c\n',
);
changes(
  'above code that calls the function earlier',
  ['extract-constant', 9, '8080', 'PORT'],
  lines(
    "import a from 'a';",
    'export { serve };',
    '',
    'const run = () => main();',
    'run();',
    'function main() {',
    '  serve();',
    '}',
    '',
    'function serve() { listen(8080); }',
    '',
  ),
  lines(
    "import a from 'a';",
    'export { serve };',
    '',
    'const run = () => main();',
    'const PORT = 8080;',
    'run();',
    'function main() {',
    '  serve();',
    '}',
    '',
    'function serve() { listen(PORT); }',
    '',
  ),
);
changes(
  'a member of the same name is another thing',
  ['extract-constant', 0, '1', 'first'],
  'f(a.first, { first: 1 });\n',
  'const first = 1;\nf(a.first, { first: first });\n',
);
refuses(
  'a name that is taken',
  ['extract-constant', 1, '1', 'ONE'],
  'function f(ONE) {}\ng(1);\n',
  'not-applicable',
  /`ONE` is already declared on line 1/,
);
refuses(
  'a name of something elsewhere',
  ['extract-constant', 0, '1', 'LIMIT'],
  'f(1, LIMIT);\n',
  'not-applicable',
  /`LIMIT` is already used on line 1/,
);
refuses(
  'what is no name',
  ['extract-constant', 0, '1', 'new'],
  'f(1);\n',
  'not-applicable',
  /`new` is not a name/,
);
for (const [what, literal, text, message] of [
  ['a key', "'a'", "f({ 'a': 1 });\n", /is a name/],
  ['a member of a class', "'a'", "class A { 'a' = 1; }\n", /is a name/],
  ['a computed member', "'a'", "class A { ['a'] = 1; }\n", /is the name of a member/],
  ['an import', "'a'", "import a from 'a';\n", /belongs to an import/],
  ['an export', "'a'", "export * from 'a';\n", /belongs to an import/],
  ['a dynamic import', "'a'", "f(import('a'));\n", /is the path of a module/],
  ['a require', "'a'", "const a = f(require('a'));\n", /is the path of a module/],
  ['a type', "'a'", "let a: 'a' | 'b';\n", /is a part of a type/],
  ['a negative type', '-1', 'let a: -1 | 1;\n', /is a part of a type/],
  ['a type argument', "'a'", "f<'a'>();\n", /is a part of a type/],
  ['an enum member', '1', 'enum A { B = 1 }\n', /is the value of an enum member/],
  ['an ambient value', '1', 'declare const a = 1;\n', /without code/],
  ['a directive', "'use strict'", "'use strict';\n", /is a directive/],
  ['a piece of a template', 'a', 'f(`a${b}`);\n', /is a part of a template literal/],
  ['a tagged template', '`a`', 'f(b`a`);\n', /is the template of a tag/],
  ['a text of an element', 'a', 'f(<b>a</b>);\n', /is the text of an element/],
  ['an attribute with references', '"a&amp;b"', 'f(<b c="a&amp;b" />);\n', /characters/],
  ['a pattern that remembers', '/a/g', 'f(/a/g);\n', /remembers where it matched/],
  ['as const', "'a'", "f('a' as const);\n", /as const/],
  ['typeof', "'string'", "f(typeof a === 'string');\n", /compared with a `typeof`/],
  ['a constant already', '1', 'export const ONE = 1;\n', /already the value of the constant `ONE`/],
] as const) {
  refuses(what, ['extract-constant', 0, literal, 'NAME'], text, 'not-applicable', message, 'a.tsx');
}
refuses(
  'what is done',
  ['extract-constant', 1, "'a'", 'A'],
  "const A = 'a';\nf(A);\n",
  'already-done',
  /`'a'` is already the value of `A` \(line 1\)/,
);
refuses(
  'a line without it',
  ['extract-constant', 0, '1', 'ONE'],
  'f(2);\ng(1);\n',
  'not-found',
  /no `1` on line 1. It stands on line 2/,
);
