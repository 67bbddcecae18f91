// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, refuses } from './operations.ts';

changes(
  'a variable',
  ['make-const', 'a'],
  '// a\nlet a = 1; // let\n',
  '// a\nconst a = 1; // let\n',
);
changes(
  'an exported one in a list',
  ['make-const', 'a'],
  'let a = 1;\nexport { a };\nf({ a });\n',
  'const a = 1;\nexport { a };\nf({ a });\n',
);
changes(
  'an exported one',
  ['make-const', 'a'],
  'export let a: number = 1;\n',
  'export const a: number = 1;\n',
);
changes(
  'one that is changed inside but not assigned',
  ['make-const', 'a'],
  'let a = [1];\na.push(2);\na[0] = 3;\n',
  'const a = [1];\na.push(2);\na[0] = 3;\n',
);
changes('a destructured one', ['make-const', 'a'], 'let { a } = b;\n', 'const { a } = b;\n');
changes(
  'the variable of a loop',
  ['make-const', 'a'],
  'for (let a of b) f(a);\n',
  'for (const a of b) f(a);\n',
);
changes(
  'the one on the given line',
  ['make-const', 'a', 1],
  'let a = 1;\n{ let a = 2; }\na++;\n',
  'let a = 1;\n{ const a = 2; }\na++;\n',
);
changes(
  'the only one declared with let',
  ['make-const', 'a'],
  'const a = 1;\n{ let a = 2; }\n',
  'const a = 1;\n{ const a = 2; }\n',
);
changes('JavaScript', ['make-const', 'a'], 'let a = 1\n', 'const a = 1\n', 'a.mjs');

for (const assignment of [
  'a = 2',
  'a += 1',
  'a++',
  '--a',
  '[a] = b',
  '({ a } = b)',
  '({ x: [a = 1] } = b)',
  'for (a of b) ;',
  'for (a in b) ;',
]) {
  refuses(
    `\`${assignment}\` assigns`,
    ['make-const', 'a'],
    `let a = 1;\n${assignment};\n`,
    'not-applicable',
    /assigned again on line 2/,
  );
}
refuses('no value', ['make-const', 'a'], 'let a;\n', 'not-applicable', /gets no value/);
refuses(
  'a constant',
  ['make-const', 'a'],
  'const a = 1;\n',
  'already-done',
  /already declared with const/,
);
refuses('var', ['make-const', 'a'], 'var a = 1;\n', 'not-applicable', /declared with var/);
refuses(
  'several in one statement',
  ['make-const', 'a'],
  'let a = 1, b = 2;\n',
  'not-applicable',
  /together with `b`/,
);
refuses(
  'several of that name',
  ['make-const', 'a'],
  '{ let a = 1; }\n{ let a = 2; }\n',
  'ambiguous',
  /2 times: on lines 1 and 2/,
);
refuses(
  'a function',
  ['make-const', 'a'],
  'function a() {}\n',
  'not-applicable',
  /is a function, not a variable/,
);
refuses(
  'nothing of that name',
  ['make-const', 'cont'],
  'let count = 1;\n',
  'not-found',
  /Did you mean `count`/,
);
refuses(
  'a line without it',
  ['make-const', 'a', 1],
  'let a = 1;\n\n',
  'not-found',
  /not declared on line 2, but on line 1/,
);

changes('a constant', ['make-let', 'a'], 'export const a = 1;\n', 'export let a = 1;\n');
changes(
  'the one on the given line',
  ['make-let', 'a', 1],
  'const a = 1;\n{ const a = 2; }\n',
  'const a = 1;\n{ let a = 2; }\n',
);
refuses(
  'a variable',
  ['make-let', 'a'],
  'let a = 1;\n',
  'already-done',
  /already declared with let/,
);
refuses(
  'a parameter',
  ['make-let', 'a'],
  'function f(a: 1) {}\n',
  'not-applicable',
  /is a parameter/,
);
refuses(
  'several in one statement',
  ['make-let', 'a'],
  'const { a, b } = c;\n',
  'not-applicable',
  /together with `b`/,
);
