import { changes, lines, refuses } from './operations.ts';

const CALL = ['remove-unused-imports'] as const;

changes(
  'whole declarations and single names',
  CALL,
  lines(
    "import a from 'a';",
    "import { b, c, d } from 'b';",
    "import * as e from 'e';",
    "import type { F } from 'f';",
    '',
    'c();',
    '',
  ),
  lines("import { c } from 'b';", '', 'c();', ''),
);
changes(
  'the default beside names, and names beside the default',
  CALL,
  "import A, { a } from 'a';\nimport B, { b } from 'b';\nimport C, * as c from 'c';\na(B, c);\n",
  "import { a } from 'a';\nimport B from 'b';\nimport * as c from 'c';\na(B, c);\n",
);
changes(
  'all of a module beside the default',
  CALL,
  "import A, * as a from 'a';\nA();\n",
  "import A from 'a';\nA();\n",
);
changes(
  'names one to a line, with their comments',
  CALL,
  lines(
    'import {',
    '  a, // first',
    '  // The second',
    '  b,',
    '',
    '  c,',
    '  d, // last',
    "} from 'x';",
    'a(c);',
    '',
  ),
  lines('import {', '  a, // first', '  c,', "} from 'x';", 'a(c);', ''),
);
changes(
  'the last names, without a trailing comma',
  CALL,
  "import {\n  a,\n  b,\n  c\n} from 'x'\na()\n",
  "import {\n  a\n} from 'x'\na()\n",
  'file.js',
);
changes(
  'the first and the last on one line',
  CALL,
  "import { a, b, c, } from 'x';\nimport { d, type E } from 'y';\nb(d);\n",
  "import { b, } from 'x';\nimport { d } from 'y';\nb(d);\n",
);
changes(
  'a name that only something else has',
  CALL,
  "import { a, b } from 'x';\nexport function f(a: number) {\n  return { a, b: a.b };\n}\n",
  'export function f(a: number) {\n  return { a, b: a.b };\n}\n',
);
changes(
  'a name under another name',
  CALL,
  "import { a as b, c as d } from 'x';\nd();\n",
  "import { c as d } from 'x';\nd();\n",
);
changes(
  'what is used in types, decorators, elements, shorthand, exports and queries stays',
  CALL,
  lines(
    "import { A, B, C, D, E, F, G, H, I } from 'x';",
    "import type { T } from 'y';",
    "import gone from 'z';",
    '@A class X extends B<T> { x: typeof C = C; }',
    'const y = { D };',
    'export { E };',
    'export default F;',
    'const e = <G.Part a={y}><H /></G.Part>;',
    'let i: I.Inner;',
    '',
  ),
  lines(
    "import { A, B, C, D, E, F, G, H, I } from 'x';",
    "import type { T } from 'y';",
    '@A class X extends B<T> { x: typeof C = C; }',
    'const y = { D };',
    'export { E };',
    'export default F;',
    'const e = <G.Part a={y}><H /></G.Part>;',
    'let i: I.Inner;',
    '',
  ),
  'file.tsx',
);
changes(
  'what documentation refers to stays',
  CALL,
  "import { A, B } from 'x';\n/** As {@link A}. */\nexport const a = 1;\n",
  "import { A } from 'x';\n/** As {@link A}. */\nexport const a = 1;\n",
);
changes(
  'in JavaScript, types in comments use an import',
  CALL,
  "import { A, B } from 'x';\n/** @type {A} */\nexport const a = {};\n",
  "import { A } from 'x';\n/** @type {A} */\nexport const a = {};\n",
  'file.js',
);
changes(
  'what JSX needs stays',
  CALL,
  "import React, { useState } from 'react';\nexport const a = <p>a</p>;\n",
  "import React from 'react';\nexport const a = <p>a</p>;\n",
  'file.jsx',
);
changes(
  'what a comment names as the factory of JSX stays',
  CALL,
  "/** @jsx make */\nimport { make, other } from 'x';\nexport const a = <p>a</p>;\n",
  "/** @jsx make */\nimport { make } from 'x';\nexport const a = <p>a</p>;\n",
  'file.jsx',
);
changes(
  'React without elements is like any other',
  CALL,
  "import React from 'react';\nimport './a.css';\nexport const a = 1;\n",
  "import './a.css';\nexport const a = 1;\n",
);
changes(
  'comments above stay, but for those to a tool; those behind go',
  CALL,
  lines(
    '// The header.',
    "import a from 'a'; // first",
    "import b from 'b';",
    '// @ts-ignore',
    "import c from 'c';",
    'b();',
    '',
  ),
  lines('// The header.', "import b from 'b';", 'b();', ''),
);
changes(
  'import = require',
  CALL,
  "import a = require('a');\nimport b = require('b');\nb();\n",
  "import b = require('b');\nb();\n",
);
refuses(
  'imports that are all used',
  CALL,
  "import a from 'a';\nimport 'b';\nimport {} from 'c';\na();\n",
  'already-done',
  /is used/,
);
refuses(
  'the module that the file adds to',
  CALL,
  "import { A } from 'a';\ndeclare module 'a' {\n  interface B {}\n}\n",
  'already-done',
  /is used/,
);
refuses('a file without imports', CALL, 'const a = 1;\n', 'already-done', /imports nothing/);
