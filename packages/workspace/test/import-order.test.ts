import { changes, lines, refuses } from './operations.ts';

const CALL = ['organize-imports'] as const;

changes(
  'by module, packages before relative paths, names inside braces',
  CALL,
  lines(
    "import { z, a } from './b';",
    "import b from '../a';",
    "import * as path from 'node:path';",
    '',
    'z(a, b, path);',
    '',
  ),
  lines(
    "import * as path from 'node:path';",
    "import b from '../a';",
    "import { a, z } from './b';",
    '',
    'z(a, b, path);',
    '',
  ),
);
changes(
  'in JavaScript, without semicolons, with double quotes',
  CALL,
  'import b from "b"\nimport a from "a"\na(b)\n',
  'import a from "a"\nimport b from "b"\na(b)\n',
  'file.js',
);
changes(
  'imports of one module become one',
  CALL,
  "import { b } from 'x';\nimport d from 'x';\nimport { a, c } from 'x';\n",
  "import d, { a, b, c } from 'x';\n",
);
changes(
  'types of one module become one, apart from its values',
  CALL,
  "import { v } from 'x';\nimport type { B } from 'x';\nimport type { A } from 'x';\n",
  "import type { A, B } from 'x';\nimport { v } from 'x';\n",
);
changes(
  'joined in the layout of the longer list',
  CALL,
  "import { c } from 'x';\nimport {\n  a,\n  b,\n} from 'x';\nf();\n",
  "import {\n  a,\n  b,\n  c,\n} from 'x';\nf();\n",
);
changes(
  'names one to a line, with their comments, without a trailing comma',
  CALL,
  "import {\n  c, // three\n  // the first\n  a,\n\n  b\n} from 'x';\n",
  "import {\n  // the first\n  a,\n  b,\n\n  c // three\n} from 'x';\n",
);
changes(
  'a comment behind an import goes with it',
  CALL,
  "import b from 'b'; // second\nimport a from 'a'; /* first */\n",
  "import a from 'a'; /* first */\nimport b from 'b'; // second\n",
);
changes(
  'groups stay groups',
  CALL,
  lines(
    '// The header.',
    "import d from 'd';",
    "import c from 'c';",
    '',
    "import b from 'b';",
    "import a from 'a';",
    '// Types',
    "import type { B } from 'b';",
    "import type { A } from 'a';",
    '',
  ),
  lines(
    '// The header.',
    "import c from 'c';",
    "import d from 'd';",
    '',
    "import a from 'a';",
    "import b from 'b';",
    '// Types',
    "import type { A } from 'a';",
    "import type { B } from 'b';",
    '',
  ),
);
changes(
  'nothing passes an import for its effect',
  CALL,
  lines(
    "import z from 'z';",
    "import y from 'y';",
    "import './setup.js';",
    "import b from 'b';",
    "import a from 'a';",
    '',
  ),
  lines(
    "import y from 'y';",
    "import z from 'z';",
    "import './setup.js';",
    "import a from 'a';",
    "import b from 'b';",
    '',
  ),
);
changes(
  'nothing passes other code',
  CALL,
  "import d from 'd';\nimport c from 'c';\nconst x = c(d);\nimport b from 'b';\nimport a from 'a';\n",
  "import c from 'c';\nimport d from 'd';\nconst x = c(d);\nimport a from 'a';\nimport b from 'b';\n",
);
changes(
  'an import that a comment speaks of to a tool stays below it',
  CALL,
  lines(
    "import y from 'y';",
    "import x from 'x';",
    '// @ts-expect-error: has no types',
    "import z from 'z';",
    "import b from 'b';",
    "import a from 'a';",
    '',
  ),
  lines(
    "import x from 'x';",
    "import y from 'y';",
    '// @ts-expect-error: has no types',
    "import z from 'z';",
    "import a from 'a';",
    "import b from 'b';",
    '',
  ),
);
changes(
  'imports with comments inside are not joined',
  CALL,
  "import { b } from 'x';\nimport { a /* one */ } from 'x';\nimport { c } from 'a';\n",
  "import { c } from 'a';\nimport { b } from 'x';\nimport { a /* one */ } from 'x';\n",
);
changes(
  'imports with other attributes, or of all of a module, are not joined',
  CALL,
  lines(
    "import { b } from 'x';",
    "import data from 'x' with { type: 'json' };",
    "import * as x from 'x';",
    "import a from 'a';",
    '',
  ),
  lines(
    "import a from 'a';",
    "import * as x from 'x';",
    "import data from 'x' with { type: 'json' };",
    "import { b } from 'x';",
    '',
  ),
);
changes(
  'capitals first and types first where the file has it so',
  CALL,
  "import { type T, A, Z, a } from 'x';\nimport { type U, B, C, Y, y, b } from 'y';\n",
  "import { type T, A, Z, a } from 'x';\nimport { type U, B, C, Y, b, y } from 'y';\n",
);
changes(
  'capitals like small letters where nothing tells',
  CALL,
  "import { b, C, a } from 'x';\n",
  "import { a, b, C } from 'x';\n",
);
refuses(
  'imports that are sorted',
  CALL,
  "import a from 'a';\nimport { b, c } from 'b';\n",
  'already-done',
  /in order already/,
);
refuses('a file without imports', CALL, 'const a = 1;\n', 'already-done', /imports nothing/);
refuses(
  'imports that share a line',
  CALL,
  "import b from 'b'; import a from 'a';\n",
  'already-done',
  /in order already/,
);
refuses(
  'exports are no imports',
  CALL,
  "import a from 'a';\nexport * from 'c';\nexport * from 'b';\n",
  'already-done',
  /in order already/,
);
