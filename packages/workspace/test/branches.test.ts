import { changes, lines, refuses } from './operations.ts';

changes(
  'two blocks, with their comments',
  ['swap-branches', 1],
  lines(
    'z();',
    'if (a === b) { // yes',
    '  // one',
    '  f();',
    '} else {',
    '  g(); // no',
    '  // end',
    '}',
    '',
  ),
  lines(
    'z();',
    'if (a === b) {',
    '  g(); // no',
    '  // end',
    '} else { // yes',
    '  // one',
    '  f();',
    '}',
    '',
  ),
);
changes(
  'in JavaScript, on one line',
  ['swap-branches', 0],
  'if (a) { f(); } else { g(); h(); }\n',
  'if (a) { g(); h(); } else { f(); }\n',
  'a.js',
);
changes(
  'an empty one',
  ['swap-branches', 0],
  'if (a) {} else {\n  g();\n} // end\n',
  'if (a) {\n  g();\n} else {} // end\n',
);
changes(
  'without braces',
  ['swap-branches', 0],
  'if (a) return f();\nelse return g();\n',
  'if (a) return g();\nelse return f();\n',
);
changes(
  'without braces and semicolons',
  ['swap-branches', 1],
  'z()\nif (a)\n  f()\nelse\n  g()\n;[1].map(h)\n',
  'z()\nif (a)\n  g()\nelse\n  f()\n;[1].map(h)\n',
);
changes(
  'with a semicolon where the place needs one',
  ['swap-branches', 0],
  'if (a) f(); else g()\n',
  'if (a) g(); else f();\n',
);
changes(
  'a block and a statement',
  ['swap-branches', 0],
  'if (a) {\n  f()\n} else g()\n',
  'if (a) g(); else {\n  f()\n}\n',
);
changes(
  'a statement and a block without space',
  ['swap-branches', 0],
  'if(a)f();else{g();}\n',
  'if(a){g();}else f();\n',
);
changes(
  'an inner if, and one inside the branch',
  ['swap-branches', 1],
  lines('if (a) {', '  if (b) {', '    if (c) f();', '  } else {', '    g();', '  }', '}', ''),
  lines('if (a) {', '  if (b) {', '    g();', '  } else {', '    if (c) f();', '  }', '}', ''),
);
changes(
  'by the line of the condition',
  ['swap-branches', 1],
  lines('if (', '  a && b', ') {', '  f();', '} else {', '  g();', '}', ''),
  lines('if (', '  a && b', ') {', '  g();', '} else {', '  f();', '}', ''),
);
changes(
  'of two ifs the one with an else',
  ['swap-branches', 0],
  'if (a) { if (b) f(); } else { g(); }\n',
  'if (a) { g(); } else { if (b) f(); }\n',
);
refuses(
  'an if without else',
  ['swap-branches', 0],
  'if (a) {\n  f();\n}\n',
  'not-applicable',
  /The if on line 1 has no else/,
);
refuses(
  'the head of a chain',
  ['swap-branches', 0],
  'if (a) {\n} else if (b) {\n  f();\n} else {\n}\n',
  'not-applicable',
  /joined by else if/,
);
refuses(
  'the end of a chain',
  ['swap-branches', 1],
  'if (a) {\n} else if (b) {\n  f();\n} else {\n}\n',
  'not-applicable',
  /joined by else if/,
);
refuses(
  'a chain on one line',
  ['swap-branches', 0],
  'if (a) f(); else if (b) g(); else h();\n',
  'not-applicable',
  /joined by else if/,
);
refuses(
  'branches that are the same',
  ['swap-branches', 0],
  'if (a) { f(); } else { f(); }\n',
  'already-done',
  /two branches that are the same/,
);
refuses(
  'a comment between the branches',
  ['swap-branches', 0],
  'if (a) {\n  f();\n}\n// otherwise\nelse {\n  g();\n}\n',
  'not-applicable',
  /a comment beside its branches/,
);
refuses(
  'a comment behind a branch without braces',
  ['swap-branches', 0],
  'if (a) f();\nelse g(); // no\n',
  'not-applicable',
  /a comment beside its branches/,
);
refuses(
  'an else that would go to another if',
  ['swap-branches', 0],
  'if (a) f();\nelse for (;;) if (b) g();\n',
  'not-applicable',
  /ends in an if/,
);
refuses(
  'two on a line',
  ['swap-branches', 0],
  'if (a) { f(); } else { g(); } if (b) { f(); } else { g(); }\n',
  'ambiguous',
  /2 ifs with an else on line 1/,
);
refuses(
  'a line without if',
  ['swap-branches', 0],
  'f(a ? b : c);\nif (a) f(); else g();\n',
  'not-found',
  /no if on line 1, but on line 2/,
);
