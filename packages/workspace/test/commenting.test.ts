import { BRANCHES } from './line-fixtures.ts';
import { changes, refuses } from './operations.ts';

/** States that both operations undo each other. */
function turns(
  what: string,
  args: readonly number[],
  before: string,
  after: string,
  path = 'file.ts',
): void {
  changes(what, ['comment-out', ...args], before, after, path);
  changes(`${what}, back`, ['uncomment', ...args], after, before, path);
}

turns('a line', [1], 'a();\n  b();\nc();\n', 'a();\n  // b();\nc();\n');
turns(
  'what a line opens',
  [0],
  'if (a) {\n  // why\n  b();\n  c();\n}\nd();\n',
  '// if (a) {\n//   // why\n//   b();\n//   c();\n// }\nd();\n',
);
turns(
  'a range of lines',
  [1, 3],
  'a();\n  b();\n    c();\n  d();\n',
  'a();\n  // b();\n  //   c();\n  // d();\n',
);
turns('a last line without a line end', [1], 'A=1\nB=2', 'A=1\n# B=2', '.env');
turns(
  'a function of Python with its body',
  [0],
  'def f(a):\n    if a:\n        return "#"\n    else:\n        return 1\ng()\n',
  '# def f(a):\n#     if a:\n#         return "#"\n#     else:\n#         return 1\ng()\n',
  'a.py',
);
turns(
  'a key of YAML with what is under it',
  [1],
  'a:\n  b:\n    - c\n    - d: 1\n  e: 1\n',
  'a:\n  # b:\n  #   - c\n  #   - d: 1\n  e: 1\n',
  'a.yml',
);
turns(
  'with tabs',
  [1],
  'func f() {\n\tif a {\n\t\tb("{")\n\t} else {\n\t\tc()\n\t}\n}\n',
  'func f() {\n\t// if a {\n\t// \tb("{")\n\t// } else {\n\t// \tc()\n\t// }\n}\n',
  'a.go',
);
turns(
  'a branch of a shell',
  [0],
  'if a; then\n  b\nfi\nc\n',
  '# if a; then\n#   b\n# fi\nc\n',
  'a.sh',
);
turns(
  'a command with what goes on',
  [0],
  'RUN a \\\n    b\nCMD ["c"]\n',
  '# RUN a \\\n#     b\nCMD ["c"]\n',
  'Dockerfile',
);
turns(
  'a statement of SQL',
  [0],
  'SELECT a\nFROM b;\nc;\n',
  '-- SELECT a\n-- FROM b;\nc;\n',
  'a.sql',
);
turns('a table of settings', [0], '[a]\nb = 1\n', '# [a]\n# b = 1\n', 'a.toml');
turns('a declaration', [1], '.a {\n  top: 0;\n}\n', '.a {\n  /* top: 0; */\n}\n', 'a.css');
turns(
  'a rule of several lines',
  [0],
  '.a,\n.b {\n  top: 0;\n}\n.c {}\n',
  '/* .a,\n.b {\n  top: 0;\n} */\n.c {}\n',
  'a.css',
);
turns(
  'a declaration with a comment',
  [1],
  '.a {\n  top: 0; /* x */\n}\n',
  '.a {\n  /* top: 0; */ /* x */\n}\n',
  'a.css',
);
turns(
  'an element',
  [1],
  '<ul>\n  <li>\n    1\n  </li>\n</ul>\n',
  '<ul>\n  <!-- <li>\n    1\n  </li> -->\n</ul>\n',
  'a.html',
);
turns('an item of a document', [1], '- a\n- b\n', '- a\n<!-- - b -->\n', 'a.md');
turns(
  'a child of an element',
  [2],
  'const a = (\n  <b>\n    <c>\n      {d}\n    </c>\n  </b>\n);\n',
  'const a = (\n  <b>\n    {/* <c>\n      {d}\n    </c> */}\n  </b>\n);\n',
  'a.tsx',
);
turns(
  'an attribute of an element',
  [2],
  'const a = (\n  <b\n    c={1}\n    d\n  />\n);\n',
  'const a = (\n  <b\n    // c={1}\n    d\n  />\n);\n',
  'a.tsx',
);
turns(
  'a line in the script of a page',
  [1],
  '<script>\n  f(1);\n  g();\n</script>\n',
  '<script>\n  // f(1);\n  g();\n</script>\n',
  'a.vue',
);
turns(
  'a line in the style of a page',
  [1],
  '<style>\n  .a {}\n</style>\n',
  '<style>\n  /* .a {} */\n</style>\n',
  'a.html',
);
turns('a line in a block of code', [1], '```sh\na\nb\n```\n', '```sh\n# a\nb\n```\n', 'a.md');

changes(
  'lines that have blank ones between them',
  ['comment-out', 0, 2],
  'a();\n\n  b();\n',
  '// a();\n\n//   b();\n',
);
changes(
  'a range that is given backwards',
  ['comment-out', 1, 0],
  'a();\nb();\n',
  '// a();\n// b();\n',
);
changes(
  'one branch of several',
  ['comment-out', 2],
  BRANCHES,
  BRANCHES.replace('} else if (c) {\n  d();', '// } else if (c) {\n//   d();'),
);
changes(
  'the last branch',
  ['comment-out', 4],
  BRANCHES,
  BRANCHES.replace('} else {\n  e();', '// } else {\n//   e();'),
);
changes(
  'a function with its decorators',
  ['comment-out', 3],
  'a = 1\n\n@b\ndef c():\n    pass\n',
  'a = 1\n\n# @b\n# def c():\n#     pass\n',
  'a.py',
);
changes(
  'all of a block, which holds something still',
  ['comment-out', 1],
  'def f():\n    return 1\n',
  'def f():\n    # return 1\n    pass\n',
  'a.py',
);
changes(
  'lines between which comments stand',
  ['comment-out', 0, 4],
  '.a {\n  top: 0;\n  /* why */\n  left: 0;\n}\n',
  '/* .a {\n  top: 0; */\n  /* why */\n  /* left: 0;\n} */\n',
  'a.css',
);
changes(
  'elements, of which one is a comment already',
  ['comment-out', 1, 2],
  'const a = <b>\n  {/* c */}\n  <d />\n</b>;\n',
  'const a = <b>\n  {/* c */}\n  {/* <d /> */}\n</b>;\n',
  'a.tsx',
);
changes('a comment without its space', ['uncomment', 0], '#a=1\n# b=2\n', 'a=1\n# b=2\n', '.env');
changes(
  'what was a comment in a comment',
  ['uncomment', 0, 1],
  '// // a\n// b();\n',
  '// a\nb();\n',
);
changes(
  'a range in which some lines are none',
  ['uncomment', 0, 2],
  '# a\nb\n# c\n',
  'a\nb\nc\n',
  'a.sh',
);
changes(
  'a block, as far as the comment goes',
  ['uncomment', 0],
  '// if (a) {\n//   b();\n// }\n// More is to come.\n',
  'if (a) {\n  b();\n}\n// More is to come.\n',
);
changes(
  'the first of two comments on a line',
  ['uncomment', 0],
  '/* a {} */ /* b */\n',
  'a {} /* b */\n',
  'a.css',
);
refuses(
  'what is a comment already',
  ['comment-out', 0],
  '/** Says a. */\na();\n',
  'already-done',
  /Line 1 is a comment already/,
);
refuses(
  'a comment among the children of an element',
  ['comment-out', 1],
  'const a = <b>\n  {/* c */}\n</b>;\n',
  'already-done',
  /Line 2 is a comment already/,
  'a.tsx',
);
refuses('a blank line', ['comment-out', 0], '\na\n', 'not-applicable', /Line 1 is blank/, 'a.sh');
refuses(
  'in a language without comments',
  ['comment-out', 1],
  '{\n  "a": 1\n}\n',
  'not-applicable',
  /break the syntax/,
  'a.json',
);
refuses(
  'a line that closes what is above it',
  ['comment-out', 2],
  'f(\n    1,\n)\n',
  'not-applicable',
  /part of something/,
  'a.py',
);
refuses(
  'a line that is no comment',
  ['uncomment', 0],
  'a(); // b\n',
  'already-done',
  /Line 1 is no comment/,
);
refuses(
  'the mark of a program that reads the file',
  ['uncomment', 0],
  '#!/bin/sh\n',
  'already-done',
  /Line 1 is no comment/,
  'a.sh',
);
refuses(
  'a sentence that is no code',
  ['uncomment', 0],
  '// Says what b does.\nb();\n',
  'not-applicable',
  /break the syntax/,
);
