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
changes(
  'below the comment of the last name',
  ['add-import', 'c', 'a'],
  "import {\n  a,\n  b, // why\n} from 'a';\n",
  "import {\n  a,\n  b, // why\n  c,\n} from 'a';\n",
);
changes(
  'into a list without a comma at the end',
  ['add-import', 'b', 'a'],
  "import {\n  a // why\n} from 'a'\n",
  "import {\n  a, // why\n  b\n} from 'a'\n",
);
changes(
  'below a licence of several line comments',
  ['add-import', 'a', 'a'],
  '// Licence\n// of two lines\n\nexport const b = 1;\n',
  "// Licence\n// of two lines\n\nimport { a } from 'a';\n\nexport const b = 1;\n",
);
changes(
  'below what the compiler wants first',
  ['add-import', 'a', 'a'],
  '/// <reference types="x" />\nexport const b = 1;\n',
  '/// <reference types="x" />\nimport { a } from \'a\';\n\nexport const b = 1;\n',
);
changes(
  'at the end of a file without code',
  ['add-import', 'a', 'a'],
  "'use strict';\n",
  "'use strict';\nimport { a } from 'a';\n",
);
changes(
  'below the last require of any sort',
  ['add-import', 'join', 'path'],
  "const x = require('y').z;\nrequire('w').config();\n\nx();\n",
  "const x = require('y').z;\nrequire('w').config();\nconst { join } = require('path');\n\nx();\n",
  'a.js',
);
changes(
  'as a require where the file only exports so',
  ['add-import', 'join', 'path'],
  'exports.a = 1;\n',
  "const { join } = require('path');\n\nexports.a = 1;\n",
  'a.js',
);
changes(
  'below an import that is assigned',
  ['add-import', 'join', 'path'],
  "import fs = require('fs');\n\nfs();\n",
  "import fs = require('fs');\nimport { join } from 'path';\n\nfs();\n",
);
changes(
  'a file that only speaks of require',
  ['add-import', 'a', 'a'],
  '// require() it\nconst b = 1;\n',
  "import { a } from 'a';\n\n// require() it\nconst b = 1;\n",
);
changes(
  'a name that is imported as another',
  ['add-import', 'a', 'a'],
  "import { a as b } from 'a';\n",
  "import { a as b, a } from 'a';\n",
);
refuses(
  'what is required already',
  ['add-import', 'join', 'path'],
  "const { join } = require('path');\n",
  'already-done',
  /line 1/,
  'a.js',
);
refuses(
  'a name that another import has taken',
  ['add-import', 'b', 'a'],
  "import { a as b } from 'a';\n",
  'not-applicable',
  /something else/,
);
