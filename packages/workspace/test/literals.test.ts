// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, refuses } from './operations.ts';

changes(
  'a number',
  ['change-literal', 0, '10', '25'],
  'const limit = 10; // 10\n',
  'const limit = 25; // 10\n',
);
changes(
  'a number by its value',
  ['change-literal', 0, '1000', '5_000'],
  'f(1_000);\n',
  'f(5_000);\n',
);
changes('a negative number', ['change-literal', 0, '-1', '0'], 'f(-1, 1);\n', 'f(0, 1);\n');
changes(
  'a fraction',
  ['change-literal', 1, '0.5', '0.75'],
  'f(\n  0.5,\n);\n',
  'f(\n  0.75,\n);\n',
);
changes('a bigint', ['change-literal', 0, '1n', '2n'], 'f(1n);\n', 'f(2n);\n');
changes(
  'a boolean',
  ['change-literal', 0, 'true', 'false'],
  'const a = { on: true };\n',
  'const a = { on: false };\n',
);
changes('null by a number', ['change-literal', 0, 'null', '0'], 'let a = null;\n', 'let a = 0;\n');
changes(
  'a literal by undefined',
  ['change-literal', 0, '0', 'undefined'],
  'let a = 0;\n',
  'let a = undefined;\n',
);
changes(
  'a regular expression',
  ['change-literal', 0, '/a+/g', '/b+/g'],
  'x.match(/a+/g);\n',
  'x.match(/b+/g);\n',
);
changes(
  'a literal type',
  ['change-literal', 0, "'a'", "'c'"],
  "type T = 'a' | 'b';\n",
  "type T = 'c' | 'b';\n",
);
changes(
  'a module name',
  ['change-literal', 0, './a', './b.js'],
  "import a from './a';\n",
  "import a from './b.js';\n",
);
changes(
  'in JSON',
  ['change-literal', 1, '"a"', "'b'"],
  '{\n  "name": "a"\n}\n',
  '{\n  "name": "b"\n}\n',
  'package.json',
);

changes(
  'the quotes of the file stay',
  ['change-literal', 0, "'GET'", "'POST'"],
  'f("GET");\n',
  'f("POST");\n',
);
changes(
  'a string by its content',
  ['change-literal', 0, 'GET', 'POST'],
  "f('GET');\n",
  "f('POST');\n",
);
changes(
  'content that looks like a number stays a string',
  ['change-literal', 0, '8080', '9090'],
  "f('8080');\n",
  "f('9090');\n",
);
changes(
  'a quoted string by a number',
  ['change-literal', 0, "'8080'", '9090'],
  "f('8080');\n",
  'f(9090);\n',
);
changes(
  'a number by a string',
  ['change-literal', 0, '8080', "'auto'"],
  'f(8080);\n',
  "f('auto');\n",
);
changes(
  'quotes inside are escaped as the file needs',
  ['change-literal', 0, "'a'", '"it\'s"'],
  "f('a');\n",
  "f('it\\'s');\n",
);
changes(
  'backslashes survive',
  ['change-literal', 0, "'a'", "'b\\\\n\\n'"],
  'f("a");\n',
  'f("b\\\\n\\n");\n',
);
changes(
  'a template without substitutions',
  ['change-literal', 0, '`a`', "'b ${c}'"],
  'f(`a`);\n',
  'f(`b \\${c}`);\n',
);
changes(
  'the text of a template with substitutions',
  ['change-literal', 0, 'Hello, ', 'Dear '],
  'f(`Hello, ${name}!`);\n',
  'f(`Dear ${name}!`);\n',
);
changes(
  'a JSX attribute',
  ['change-literal', 0, '"a"', '\'say "b"\''],
  'const x = <i title="a" />;\n',
  'const x = <i title="say &quot;b&quot;" />;\n',
  'a.jsx',
);
changes(
  'the text of an element',
  ['change-literal', 1, 'Save now', 'Save & close'],
  'const x = <b>\n  Save now\n</b>;\n',
  'const x = <b>\n  Save &amp; close\n</b>;\n',
  'a.tsx',
);
changes(
  'exactly as written wins over the same value',
  ['change-literal', 0, '1.0', '2'],
  'f(1, 1.0);\n',
  'f(1, 2);\n',
);

refuses(
  'a literal that is not on the line',
  ['change-literal', 0, '5', '6'],
  'f(4);\nf(5);\n',
  'not-found',
  /no `5` on line 1\. It stands on line 2/,
);
refuses(
  'a literal close to one on the line',
  ['change-literal', 0, "'GETT'", "'PUT'"],
  "f('GET');\n",
  'not-found',
  /Did you mean `'GET'`/,
);
refuses(
  'an identifier',
  ['change-literal', 0, 'limit', '6'],
  'f(limit);\n',
  'not-found',
  /no `limit` on line 1/,
);
refuses(
  'several equal ones',
  ['change-literal', 0, '0', '1'],
  'f(0, 0);\n',
  'ambiguous',
  /stands 2 times on line 1/,
);
refuses(
  'what is there already',
  ['change-literal', 0, '5', '6'],
  'f(6);\n',
  'already-done',
  /already has `6`, and no `5`/,
);
refuses(
  'the same value',
  ['change-literal', 0, "'a'", '"a"'],
  "f('a');\n",
  'already-done',
  /already has/,
);
refuses(
  'a new value that is no literal',
  ['change-literal', 0, '5', 'g()'],
  'f(5);\n',
  'not-applicable',
  /`g\(\)` is not a literal/,
);
refuses(
  'an unfinished string',
  ['change-literal', 0, '5', "'a"],
  'f(5);\n',
  'not-applicable',
  /is not a literal/,
);
refuses(
  'what would break the syntax',
  ['change-literal', 0, "'a'", '-5'],
  "const x = { 'a': 1 };\n",
  'not-applicable',
  /would break the syntax on line 1/,
);
refuses(
  'what would not be JSON any more',
  ['change-literal', 0, '"a"', '5'],
  '{ "a": 1 }\n',
  'not-applicable',
  /would break the syntax on line 1/,
  'package.json',
);
