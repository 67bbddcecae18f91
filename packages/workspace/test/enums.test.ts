import { changes, lines, refuses } from './operations.ts';

changes(
  'a member behind the others, with their trailing comma and comments',
  ['add-enum-member', 'Level', 'Debug'],
  lines('export enum Level {', '  Info,', '  Warn, // loud', '  // More to come.', '}', ''),
  lines(
    'export enum Level {',
    '  Info,',
    '  Warn, // loud',
    '  Debug,',
    '  // More to come.',
    '}',
    '',
  ),
);
changes(
  'a member without a trailing comma',
  ['add-enum-member', 'Level', 'Debug'],
  'enum Level {\n\tInfo,\n\tWarn // loud\n}\n',
  'enum Level {\n\tInfo,\n\tWarn, // loud\n\tDebug\n}\n',
);
changes(
  'a member on one line',
  ['add-enum-member', 'Level', 'Debug'],
  'const enum Level { Info, Warn }\n',
  'const enum Level { Info, Warn, Debug }\n',
);
changes(
  'a member on one line with a trailing comma',
  ['add-enum-member', 'Level', 'Debug'],
  'declare enum Level { Info, Warn, }\n',
  'declare enum Level { Info, Warn, Debug, }\n',
);
changes(
  'the first member',
  ['add-enum-member', 'Level', 'Debug'],
  'if (true) {\n  enum Level {}\n}\n',
  'if (true) {\n  enum Level {\n    Debug,\n  }\n}\n',
);
changes(
  'the first member behind a comment',
  ['add-enum-member', 'Level', 'Debug'],
  'enum Level {\n  // None yet.\n}\n',
  'enum Level {\n  // None yet.\n  Debug,\n}\n',
);
changes(
  'a name that needs quotes',
  ['add-enum-member', 'Level', 'very-loud'],
  'enum Level { Info }\n',
  "enum Level { Info, 'very-loud' }\n",
);
changes(
  'a member that counts on',
  ['add-enum-member', 'Level', 'Debug'],
  'enum Level { Info = 1, Warn }\n',
  'enum Level { Info = 1, Warn, Debug }\n',
);
changes(
  'a member that counts on from the only one',
  ['add-enum-member', 'Level', 'Debug'],
  'enum Level { Info = 1 }\n',
  'enum Level { Info = 1, Debug }\n',
);

for (const [what, members, next] of [
  ['the next number', 'A = 0, B = 1', '2'],
  ['the number below', 'A = -1, B = -2', '-3'],
  ['the next number of even steps', 'A = 10, B = 20, C = 30', '40'],
  ['the next power of two', 'A = 1, B = 2, C = 4', '8'],
  ['the next power of two behind zero', 'A = 0, B = 1, C = 2, D = 4', '8'],
  ['the next power of two in hexadecimal', 'A = 0x01, B = 0x02, C = 0x04, D = 0x08', '0x10'],
  ['the next number in hexadecimal', 'A = 0x08, B = 0x09', '0x0a'],
  ['the next number in hexadecimal capitals', 'A = 0xE, B = 0xF', '0x10'],
  ['the next shift', 'A = 0, B = 1 << 0, C = 1 << 1', '1 << 2'],
  ['the name itself', "A = 'A', B = 'B'", "'NewName'"],
  ['the name with dashes behind a prefix', 'OneTwo = "x:one-two", Six = "x:six"', '"x:new-name"'],
  ['the name in capitals', "OneTwo = 'ONE_TWO', Six = 'SIX'", "'NEW_NAME'"],
  ['the name in camel case', "OneTwo = 'oneTwo', Six = 'six'", "'newName'"],
  ['the name as words', "OneTwo = 'One two', Six = 'Six'", "'New name'"],
  ['the name in small letters', "OneTwo = 'onetwo', Six = 'six'", "'newname'"],
] as const) {
  changes(
    `with ${what} as its value`,
    ['add-enum-member', 'E', 'NewName'],
    `enum E { ${members} }\n`,
    `enum E { ${members}, NewName = ${next} }\n`,
  );
}

refuses(
  'a member that is there',
  ['add-enum-member', 'Level', 'Info'],
  'enum Level { Info = 1 }\n',
  'already-done',
  /`Level` already has a member `Info` \(line 1\)/,
);
refuses(
  'an enum that is not there',
  ['add-enum-member', 'Levl', 'Info'],
  'enum Level { Info }\n',
  'not-found',
  /no enum named `Levl`.*`Level`/,
);
refuses(
  'what is no enum',
  ['add-enum-member', 'LEVEL', 'Info'],
  'const LEVEL = { Debug: 1 } as const;\n',
  'not-applicable',
  /`LEVEL` \(line 1\) is not an enum/,
);
refuses(
  'an enum that is declared twice',
  ['add-enum-member', 'Level', 'Warn'],
  'enum Level { Info = 1 }\nenum Level { Debug = 2 }\n',
  'ambiguous',
  /declared 2 times: on lines 1 and 2/,
);
refuses(
  'a number as a name',
  ['add-enum-member', 'Level', '1'],
  'enum Level { Info }\n',
  'not-applicable',
  /not a name that a member of an enum can have/,
);
refuses(
  'JavaScript',
  ['add-enum-member', 'Level', 'Warn'],
  'const a = 1;\n',
  'not-applicable',
  /JavaScript, which has no enums/,
  'a.js',
);
for (const [what, members, message] of [
  ['strings without a rule', "A = 'x', B = 'y'", /strings of `E` follow no rule/],
  ['strings among numbers', "A = 1, B = 'b'", /strings of `E` follow no rule/],
  ['strings with several rules', "A = 'a', B = 'b'", /could be 'newname' or 'new-name' or/],
  ['numbers without a rule', 'A = 200, B = 404', /numbers of `E` do not tell/],
  ['two numbers that are far apart', 'A = 10, B = 20', /numbers of `E` do not tell/],
  ['flags that end in a combination', 'A = 1, B = 2, All = A | B', /value of `All` does not tell/],
  ['a value that is computed', 'A = f()', /value of `A` does not tell/],
  ['a value that would be there twice', 'A, B, C = -1', /`NewName` would get the value of `A`/],
] as const) {
  const call = ['add-enum-member', 'E', 'NewName'] as const;
  refuses(what, call, `enum E { ${members} }\n`, 'not-applicable', message);
}
