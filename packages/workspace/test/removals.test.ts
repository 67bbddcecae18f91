// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'a function with its comments',
  ['remove-declaration', 'b'],
  lines(
    'const a = 1;',
    '',
    '// a section',
    '',
    '/** Says b. */',
    '// and more',
    'export function b() {',
    '  return b();',
    '} // end of b',
    '',
    'const c = b();',
    '',
  ),
  lines('const a = 1;', '', '// a section', '', 'const c = b();', ''),
);
changes(
  'a comment after the code above stays',
  ['remove-declaration', 'B'],
  'const a = 1; // a\ninterface B {\n  b: 1;\n}\nconst c = 3;\n',
  'const a = 1; // a\nconst c = 3;\n',
);
changes(
  'a blank line on one side stays',
  ['remove-declaration', 'B'],
  'type A = 1;\ntype B = 2;\n\ntype C = 3;\n',
  'type A = 1;\n\ntype C = 3;\n',
);
changes(
  'overloads, with what separates them',
  ['remove-declaration', 'f'],
  lines(
    'a();',
    '',
    '/** One. */',
    'function f(a: 1): 1;',
    '',
    '/** Two. */',
    'function f(a: 2): 2;',
    'function f(a: any) {',
    '  return a;',
    '}',
    '',
    'b();',
    '',
  ),
  'a();\n\nb();\n',
);
changes(
  'overloads on one line',
  ['remove-declaration', 'f'],
  'a(); function f(a: 1): 1; function f(a: any) {} b();\n',
  'a(); b();\n',
);
changes(
  'the first declaration',
  ['remove-declaration', 'E'],
  'enum E {\n  A,\n}\n\n\nf();\n',
  'f();\n',
);
changes(
  'the last declaration',
  ['remove-declaration', 'A'],
  'f();\n\nexport default class A {}\n',
  'f();\n',
);
changes(
  'the last declaration without a line ending',
  ['remove-declaration', 'A'],
  'f();\n\nclass A {}',
  'f();',
);
changes('the only declaration', ['remove-declaration', 'A'], '\nnamespace A {}\n\n', '');
changes(
  'comments of the whole file stay',
  ['remove-declaration', 'a'],
  '// @ts-nocheck\n// about a\nconst a = 1;\n',
  '// @ts-nocheck\n',
  'a.ts',
);
changes(
  'a shebang stays',
  ['remove-declaration', 'a'],
  '#!/usr/bin/env node\nconst a = 1;\nf();\n',
  '#!/usr/bin/env node\nf();\n',
);
changes(
  'a stray semicolon goes too',
  ['remove-declaration', 'f'],
  'function f() {};\ng();\n',
  'g();\n',
);
changes(
  'a pattern that declares only it',
  ['remove-declaration', 'a'],
  'const { a } = b;\nf();\n',
  'f();\n',
);
changes(
  'a type and a value of one name',
  ['remove-declaration', 'Color'],
  'const Color = { red: 1 };\nlet a;\ntype Color = keyof typeof Color;\nlet b;\n',
  'let a;\nlet b;\n',
);
changes(
  'with its entry of an export list',
  ['remove-declaration', 'b'],
  'const a = 1;\nconst b = 2;\n\nexport { a, b };\n',
  'const a = 1;\n\nexport { a };\n',
);
changes(
  'with an export list of its own',
  ['remove-declaration', 'b'],
  "const b = 2;\n\nf();\n\nexport { b };\nexport { b as c } from './b';\n",
  "f();\n\nexport { b as c } from './b';\n",
);
changes(
  'with its default export',
  ['remove-declaration', 'App'],
  'f();\n\nfunction App() {}\n\nexport default App;\n',
  'f();\n',
);

changes(
  'the first of several variables',
  ['remove-declaration', 'a'],
  'let a = 1, b = 2;\n',
  'let b = 2;\n',
);
changes(
  'the last of several variables',
  ['remove-declaration', 'b'],
  'let a = 1, b = f(1, 2);\n',
  'let a = 1;\n',
);
changes(
  'a variable on a line of its own',
  ['remove-declaration', 'b'],
  'const a = 1, // first\n  // the second\n  b = 2, // second\n  // the third\n  c = 3;\n',
  'const a = 1, // first\n  // the third\n  c = 3;\n',
);
changes(
  'the last variable, on a line of its own',
  ['remove-declaration', 'b'],
  'const a = 1, // first\n  // the second\n  b = 2; // second\nf();\n',
  'const a = 1; // first\nf();\n',
);
changes(
  'the last variable without a semicolon',
  ['remove-declaration', 'b'],
  'const a = 1,\n  b = 2\nf()\n',
  'const a = 1\nf()\n',
);
refuses(
  'a name that one list exports twice',
  ['remove-declaration', 'a'],
  'const a = 1;\nexport { a, a as b };\n',
  'not-applicable',
  /exports it more than once/,
);
refuses(
  'a name from a pattern with others',
  ['remove-declaration', 'a'],
  'const { a, c } = b;\n',
  'not-applicable',
  /taken out of a pattern with other names/,
);
refuses(
  'an inner declaration',
  ['remove-declaration', 'a'],
  'function f() {\n  const a = 1;\n}\n',
  'not-applicable',
  /`a` \(line 2\) is not declared at the top level/,
);
refuses(
  'an import',
  ['remove-declaration', 'a'],
  "import a from 'a';\n",
  'not-applicable',
  /is an import/,
);
refuses(
  'a name that is not there',
  ['remove-declaration', 'User'],
  'type Users = 1;\n',
  'not-found',
  /Did you mean `Users`/,
);

changes(
  'a statement',
  ['remove-call', 1],
  'a();\nconsole.log(1); // debug\nb();\n',
  'a();\nb();\n',
);
changes(
  'with await, over lines',
  ['remove-call', 1],
  'async () => {\n  await send(\n    a,\n  );\n\n  b();\n};\n',
  'async () => {\n\n  b();\n};\n',
);
changes('with void', ['remove-call', 0], 'void f?.();\ng();\n', 'g();\n');
changes('without a semicolon', ['remove-call', 1], 'a()\nb()\n', 'a()\n');
changes('at the end of the text', ['remove-call', 1], 'a();\nb();', 'a();');
changes('beside other code', ['remove-call', 0], 'a = 1; f(); b = 2;\n', 'a = 1; b = 2;\n');
changes('after other code', ['remove-call', 0], 'a = 1; f();\nb();\n', 'a = 1;\nb();\n');
changes(
  'in braces on one line',
  ['remove-call', 0],
  'const f = () => { g(); };\n',
  'const f = () => { };\n',
);
changes(
  'the whole body of an if',
  ['remove-call', 1],
  'if (a)\n  f();\nelse g();\n',
  'if (a) {}\nelse g();\n',
);
changes(
  'the whole body of an else',
  ['remove-call', 1],
  'if (a) f();\nelse g();\n',
  'if (a) f();\nelse {}\n',
);
changes(
  'the whole body of a loop, after a comment',
  ['remove-call', 2],
  'for (const a of b)\n  // each\n  f(a);\n',
  'for (const a of b)\n  // each\n  {}\n',
);
changes(
  'what an arrow function returns',
  ['remove-call', 0],
  'const f = async () => await g();\n',
  'const f = async () => {};\n',
);
changes(
  'the statement rather than what an arrow function in it returns',
  ['remove-call', 0],
  'list.forEach((a) => f(a));\nb();\n',
  'b();\n',
);
refuses('two of them', ['remove-call', 0], 'f(); g();\n', 'ambiguous', /2 calls begin on line 1/);
refuses(
  'a call whose value is used',
  ['remove-call', 0],
  'const a = f();\n',
  'not-found',
  /No statement on line 1 is a call/,
);
refuses(
  'the inside of a call',
  ['remove-call', 1],
  'f(\n  1,\n);\n',
  'not-found',
  /No statement on line 2 is a call/,
);

changes('a line', ['remove-comment', 1], 'a();\n// b\n// c\n', 'a();\n// c\n');
changes(
  'a block, by any of its lines',
  ['remove-comment', 2],
  'a();\n  /**\n   * b\n   */\nb();\n',
  'a();\nb();\n',
);
changes('at the end of the text', ['remove-comment', 1], 'a();\n// b', 'a();');
changes('after code', ['remove-comment', 0], "a('//'); // b\n", "a('//');\n");
changes('a block after code', ['remove-comment', 0], 'a(); /* b\n  c */\nd();\n', 'a();\nd();\n');
changes(
  'between members',
  ['remove-comment', 2],
  'const a = {\n  b: 1,\n  // c\n};\n',
  'const a = {\n  b: 1,\n};\n',
);
changes(
  'in an empty block',
  ['remove-comment', 1],
  'try { a(); } catch {\n  // ignored\n}\n',
  'try { a(); } catch {\n}\n',
);
changes(
  'among the attributes of an element',
  ['remove-comment', 1],
  'const a = <b\n  // c\n  d="//"\n/>;\n',
  'const a = <b\n  d="//"\n/>;\n',
  'a.tsx',
);
changes(
  'in an element, with its braces',
  ['remove-comment', 1],
  'const a = <b>\n  {/* c */}\n  d // e\n</b>;\n',
  'const a = <b>\n  d // e\n</b>;\n',
  'a.tsx',
);
changes(
  'in an element, with braces on lines of their own',
  ['remove-comment', 2],
  'const a = <b>\n  {\n    // c\n  }\n</b>;\n',
  'const a = <b>\n</b>;\n',
  'a.tsx',
);
refuses(
  'what a string or template holds',
  ['remove-comment', 1],
  'const a = `\n// b\n`;\n',
  'not-found',
  /no comment on line 2/,
);
refuses(
  'what an element says',
  ['remove-comment', 0],
  'const a = <b>http://c // d</b>;\n',
  'not-found',
  /no comment on line 1/,
  'a.tsx',
);
refuses(
  'a regular expression',
  ['remove-comment', 0],
  'const a = /[/*]\\/\\/x/;\n',
  'not-found',
  /no comment on line 1/,
);
refuses(
  'a comment before code',
  ['remove-comment', 0],
  'f(/* a */ b);\n',
  'not-applicable',
  /stands before code/,
);

changes(
  'a declaration over lines',
  ['remove-import', 1],
  "import a from 'a';\nimport {\n  b,\n} from 'b'; // b\nimport 'c';\n",
  "import a from 'a';\nimport 'c';\n",
);
changes(
  'the only one, with the blank lines below',
  ['remove-import', 0],
  "import a from 'a';\n\n\nf();\n",
  'f();\n',
);
changes(
  'the only one below a comment',
  ['remove-import', 2],
  "// about\n\nimport a from 'a';\n\nf();\n",
  '// about\n\nf();\n',
);
changes(
  'types',
  ['remove-import', 0],
  "import type { A } from 'a';\nimport b from 'b';\n",
  "import b from 'b';\n",
);
changes(
  'of CommonJS',
  ['remove-import', 0],
  "const { a } = require('a');\nconst b = require('b').c;\n",
  "const b = require('b').c;\n",
  'a.js',
);
changes(
  'import equals',
  ['remove-import', 0],
  "import a = require('a');\nf();\n",
  'f();\n',
  'a.cts',
);
changes('beside another', ['remove-import', 0], "f(); import a from 'a'; g();\n", 'f(); g();\n');
refuses(
  'a line without import',
  ['remove-import', 2],
  "import a from 'a';\nimport b from 'b';\nf();\n",
  'not-found',
  /No import begins on line 3, but on lines 1 and 2/,
);
refuses(
  'the inside of an import',
  ['remove-import', 1],
  "import {\n  a,\n} from 'a';\n",
  'not-found',
  /No import begins on line 2, but on line 1/,
);
refuses(
  'two on a line',
  ['remove-import', 0],
  "import a from 'a'; import b from 'b';\n",
  'ambiguous',
  /2 imports begin on line 1/,
);
