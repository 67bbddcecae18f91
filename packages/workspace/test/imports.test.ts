import { changes, refuses } from './operations.ts';

changes(
  'below the last import, with its quotes',
  ['add-import', 'join', 'node:path'],
  'import a from "a"\n\na()\n',
  'import a from "a"\nimport { join } from "node:path"\n\na()\n',
);
changes(
  'into the import of that module',
  ['add-import', 'b', 'a'],
  "import { a } from 'a';\n",
  "import { a, b } from 'a';\n",
);
changes(
  'into a list of one name to a line',
  ['add-import', 'c', 'a'],
  "import {\n  a,\n  b,\n} from 'a';\n",
  "import {\n  a,\n  b,\n  c,\n} from 'a';\n",
);
changes(
  'not into an import of types',
  ['add-import', 'b', 'a'],
  "import type { A } from 'a';\n",
  "import type { A } from 'a';\nimport { b } from 'a';\n",
);
changes(
  'not beside a namespace',
  ['add-import', 'b', 'a'],
  "import * as all from 'a';\n",
  "import * as all from 'a';\nimport { b } from 'a';\n",
);
changes(
  'at the top of a file without imports',
  ['add-import', 'a', './a.js'],
  'export const b = 1;\n',
  "import { a } from './a.js';\n\nexport const b = 1;\n",
);
changes(
  'below a shebang, a licence and directives',
  ['add-import', 'a', 'a'],
  "#!/usr/bin/env node\n/* Licence */\n\n'use strict';\nexport const b = 1;\n",
  "#!/usr/bin/env node\n/* Licence */\n\n'use strict';\nimport { a } from 'a';\n\nexport const b = 1;\n",
);
changes(
  'above a comment that belongs to the code',
  ['add-import', 'a', 'a'],
  '/** B. */\nexport const b = 1;\n',
  "import { a } from 'a';\n\n/** B. */\nexport const b = 1;\n",
);
changes(
  'as a require in a CommonJS module',
  ['add-import', 'join', 'path'],
  "const fs = require('fs');\nfs.x();\n",
  "const fs = require('fs');\nconst { join } = require('path');\nfs.x();\n",
  'a.js',
);
refuses(
  'what is imported already',
  ['add-import', 'a', 'a'],
  "import { a } from 'a';\n",
  'already-done',
  /line 1/,
);
refuses(
  'a name that is taken',
  ['add-import', 'a', 'b'],
  'const a = 1;\n',
  'not-applicable',
  /something else/,
);
refuses(
  'what is no name',
  ['add-import', 'a-b', 'b'],
  'const a = 1;\n',
  'not-applicable',
  /not a name/,
);
refuses(
  'what is no module',
  ['add-import', 'b', "b'"],
  'const a = 1;\n',
  'not-applicable',
  /module/,
);
