// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

for (const [before, after] of [
  ["'Hello ' + name", '`Hello ${name}`'],
  ["name + ' says'", '`${name} says`'],
  ["'a' + b + 'c' + d.e()", '`a${b}c${d.e()}`'],
  ["a + b + 'x'", '`${a + b}x`'],
  ["a + b + 'x' + c + d", '`${a + b}x${c}${d}`'],
  ["'x' + (a + b)", '`x${a + b}`'],
  ["'x' + (a + 'y')", '`x${a}y`'],
  ["'x' + (a + b + 'y')", '`x${a + b}y`'],
  ["('x' + a) + b", '`x${a}${b}`'],
  ["'x' + (ok ? a : b)", '`x${ok ? a : b}`'],
  ["'x' + (a || 'none')", "`x${a || 'none'}`"],
  ["'x' + a * 2 + -b", '`x${a * 2}${-b}`'],
  ["'x' + (a as string)", '`x${a as string}`'],
  ["'x' + 1", '`x${1}`'],
  ["'x' + 'y'", '`xy`'],
  ["'' + a", '`${a}`'],
  ['"x" + `y${z}` + `w`', '`xy${z}w`'],
  ['`y${ z /* z */ }` + a', '`y${ z /* z */ }${a}`'],
  ["'x' + {}.y", '`x${{}.y}`'],
  // What the characters mean stays as it is.
  ["'`' + a", '`\\`${a}`'],
  ["'\\`' + a", '`\\`${a}`'],
  ["'${a}' + a", '`\\${a}${a}`'],
  ["'\\${a}' + a", '`\\${a}${a}`'],
  ["'$' + a", '`$${a}`'],
  ["'$' + '{a}' + a", '`$\\{a}${a}`'],
  ["'\\\\$' + '{a}' + a", '`\\\\$\\{a}${a}`'],
  ["'\\$' + '{a}' + a", '`\\${a}${a}`'],
  ["'it\\'s \\\"' + a", '`it\'s "${a}`'],
  ["'\\n\\t\\u{1f600}\\\\' + a", '`\\n\\t\\u{1f600}\\\\${a}`'],
  ["'\\0' + a", '`\\0${a}`'],
  ["'\\0' + '1' + a", '`\\x001${a}`'],
] as const) {
  changes(
    `${before} becomes ${after}`,
    ['to-template', 1],
    `z();\nf(${before});\n`,
    `z();\nf(${after});\n`,
  );
}
changes(
  'octal escapes of a script',
  ['to-template', 0],
  "f('\\101\\8' + a);\n",
  'f(`\\x418${a}`);\n',
  'a.js',
);
changes(
  'over several lines',
  ['to-template', 1],
  lines('throw new Error(', "  'No ' +", '    name +', "    ' here',", ');', ''),
  lines('throw new Error(', '  `No ${name} here`,', ');', ''),
);
changes(
  'by a line in the middle',
  ['to-template', 1],
  "f('a' +\n  b +\n  g('c'));\n",
  "f(`a${b}${g('c')}`);\n",
);
changes(
  'with an operand of several lines, and comments inside it',
  ['to-template', 0],
  lines("f('a' + g({", '  b: 1, // one', '}));', ''),
  lines('f(`a${g({', '  b: 1, // one', '})}`);', ''),
);
changes(
  'the one that begins on the line',
  ['to-template', 1],
  "f('a' + g(\n  b + 'c',\n));\n",
  "f('a' + g(\n  `${b}c`,\n));\n",
);
changes(
  'beside a comment, an assignment and in an element',
  ['to-template', 0],
  "const x = <b id={'a' + b}>{c}</b>; // 'a' + b\n",
  "const x = <b id={`a${b}`}>{c}</b>; // 'a' + b\n",
  'a.jsx',
);
changes('what is added on', ['to-template', 0], "s += 'a' + b;\n", 's += `a${b}`;\n');
changes('at the start of a statement', ['to-template', 1], "f();\n'a' + b;\n", 'f();\n`a${b}`;\n');
refuses(
  'a statement that would go on with the one before',
  ['to-template', 1],
  "f()\n'a' + b\n",
  'not-applicable',
  /has no semicolon/,
);
refuses(
  'two on a line',
  ['to-template', 0],
  "f('a' + b, c + 'd');\n",
  'ambiguous',
  /2 concatenations on line 1/,
);
refuses(
  'one inside another',
  ['to-template', 0],
  "f('a' + g(b + 'c'));\n",
  'ambiguous',
  /2 concatenations on line 1/,
);
refuses(
  'what may be numbers',
  ['to-template', 0],
  'f(a + b + c);\n',
  'not-applicable',
  /No operand of the \+ on line 1 is written as a string/,
);
refuses(
  'a comment between the operands',
  ['to-template', 0],
  "f('a' + // first\n  b);\n",
  'not-applicable',
  /a comment between its parts/,
);
refuses(
  'a comment in parentheses that would go',
  ['to-template', 0],
  "f('a' + (b /* b */ + 'c'));\n",
  'not-applicable',
  /a comment between its parts/,
);
refuses(
  'what is done',
  ['to-template', 0],
  'f(`a${b}`);\n',
  'already-done',
  /Line 1 already has a template literal/,
);
refuses(
  'a line without any',
  ['to-template', 0],
  "f('a');\nf('a' + b);\n",
  'not-found',
  /no string concatenation on line 1, but on line 2/,
);
