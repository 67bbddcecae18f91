// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'the body moves one level in',
  ['wrap-try', 'load'],
  lines(
    'function load(path: string) {',
    '  const text = read(path);',
    '',
    '  return text;',
    '}',
    '',
  ),
  lines(
    'function load(path: string) {',
    '  try {',
    '    const text = read(path);',
    '',
    '    return text;',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '}',
    '',
  ),
);

changes(
  'a method, with tabs, without semicolons',
  ['wrap-try', 'load'],
  lines('class A {', '\tload() {', '\t\tconst a = 1', '\t\treturn a', '\t}', '}', ''),
  lines(
    'class A {',
    '\tload() {',
    '\t\ttry {',
    '\t\t\tconst a = 1',
    '\t\t\treturn a',
    '\t\t} catch (error) {',
    '\t\t\tconsole.error(error)',
    '\t\t\tthrow error',
    '\t\t}',
    '\t}',
    '}',
    '',
  ),
);

changes(
  'four spaces where the file has four',
  ['wrap-try', 'f'],
  lines('function f() {', '    g();', '}', ''),
  lines(
    'function f() {',
    '    try {',
    '        g();',
    '    } catch (error) {',
    '        console.error(error);',
    '        throw error;',
    '    }',
    '}',
    '',
  ),
);

changes(
  'the inside of template literals stays as it is',
  ['wrap-try', 'f'],
  lines('function f() {', '  return `a', '  b ${c(', '    d', '  )}', 'e`;', '}', ''),
  lines(
    'function f() {',
    '  try {',
    '    return `a',
    '  b ${c(',
    '      d',
    '    )}',
    'e`;',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '}',
    '',
  ),
);

changes(
  'a body on one line is opened',
  ['wrap-try', 'f'],
  lines('const f = () => { g(); h(); };', 'if (a) {', '  f();', '}', ''),
  lines(
    'const f = () => {',
    '  try {',
    '    g(); h();',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '};',
    'if (a) {',
    '  f();',
    '}',
    '',
  ),
);

changes(
  'directives stay first; comments move with the body',
  ['wrap-try', 'f'],
  lines(
    'function f() { // start',
    "  'use strict';",
    '  // then',
    '  g(); // done',
    '  // end',
    '}',
    '',
  ),
  lines(
    'function f() { // start',
    "  'use strict';",
    '  try {',
    '    // then',
    '    g(); // done',
    '    // end',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '}',
    '',
  ),
);

changes(
  'a comment behind the brace stays there',
  ['wrap-try', 'f'],
  lines('async function f() { /* why */', '  await g();', '}', ''),
  lines(
    'async function f() { /* why */',
    '  try {',
    '    await g();',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '}',
    '',
  ),
);

changes(
  'JSX inside moves along',
  ['wrap-try', 'View'],
  lines(
    'export function View() {',
    '  return (',
    '    <p>',
    '      text',
    '    </p>',
    '  );',
    '}',
    '',
  ),
  lines(
    'export function View() {',
    '  try {',
    '    return (',
    '      <p>',
    '        text',
    '      </p>',
    '    );',
    '  } catch (error) {',
    '    console.error(error);',
    '    throw error;',
    '  }',
    '}',
    '',
  ),
  'view.tsx',
);

refuses(
  'a body that is a try already',
  ['wrap-try', 'f'],
  'function f() { try { g(); } catch {} }\n',
  'already-done',
  /already one try/,
);
refuses('an empty body', ['wrap-try', 'f'], 'function f() {}\n', 'not-applicable', /empty body/);
refuses(
  'an arrow function without braces',
  ['wrap-try', 'f'],
  'const f = () => 1;\n',
  'not-applicable',
  /without braces/,
);
refuses(
  'a signature',
  ['wrap-try', 'f'],
  'declare function f(): void;\n',
  'not-applicable',
  /no body/,
);
refuses(
  'a constructor that calls super',
  ['wrap-try', 'constructor'],
  'class A extends B { constructor() { super(); } }\n',
  'not-applicable',
  /super/,
);
refuses(
  'no such function',
  ['wrap-try', 'g'],
  'function f() {}\n',
  'not-found',
  /no function named `g`/,
);
