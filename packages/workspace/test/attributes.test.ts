import { changes, refuses } from './operations.ts';

changes(
  'at the end of the tag',
  ['add-attribute', 1, 'alt={user.name}'],
  '<p>\n  <img src={user.avatar} />\n</p>;\n',
  '<p>\n  <img src={user.avatar} alt={user.name} />\n</p>;\n',
  'a.tsx',
);
changes(
  'behind another one',
  ['add-attribute', 0, 'lang="en"', 'class'],
  '<html class="a > b" id="x">\n',
  '<html class="a > b" lang="en" id="x">\n',
  'a.html',
);
changes(
  'on a line of its own where the others are',
  ['add-attribute', 0, 'disabled={busy}'],
  '<button\n  type="submit"\n  onClick={() => save({ a: 1 })}\n>\n  Go\n</button>;\n',
  '<button\n  type="submit"\n  onClick={() => save({ a: 1 })}\n  disabled={busy}\n>\n  Go\n</button>;\n',
  'a.tsx',
);
refuses(
  'one that is there',
  ['add-attribute', 0, 'id="x"'],
  '<p id="x"></p>\n',
  'already-done',
  /has `id="x"` already/,
  'a.html',
);
refuses(
  'another value of one that is there',
  ['add-attribute', 0, 'id="y"'],
  '<p id="x"></p>\n',
  'not-applicable',
  /has `id="x"`/,
  'a.html',
);
refuses('no tag', ['add-attribute', 0, 'id="y"'], 'text\n', 'not-applicable', /no tag/, 'a.html');
