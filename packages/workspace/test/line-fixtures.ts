/** Texts that several tests of operations on lines begin with. */
import { lines } from './operations.ts';

export const STATEMENTS = 'a();\nb();\nc();\n';

export const OBJECT = lines(
  'const o = {',
  '  a: 1, // one',
  '  b: 2, // two',
  '  c: 3 // three',
  '};',
  '',
);

export const TWO = lines(
  '/** One. */',
  'function one() {',
  '  a();',
  '}',
  '',
  'function two() {',
  '  b();',
  '}',
  '',
);

export const CLASS = lines(
  'class A:',
  '    """An A."""',
  '',
  '    @property',
  '    def a(self):',
  '        return 1',
  '',
  '    # Says b.',
  '    def b(self):',
  '        return 2',
  '',
  '',
  'def c():',
  '    pass',
  '',
);

export const BRANCHES = lines(
  'if (a) {',
  '  b();',
  '} else if (c) {',
  '  d();',
  '} else {',
  '  e();',
  '}',
  '',
);
