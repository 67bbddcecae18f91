// biome-ignore-all lint/suspicious/noTemplateCurlyInString: fixtures are source code
import { changes, lines, refuses } from './operations.ts';

changes(
  'the code of Python, not its strings and comments',
  ['rename', 'count', 'total'],
  lines(
    '# count of items',
    'def count(items, label="count"):',
    '    """The count."""',
    "    return items.count('count') + count_all + recount",
    '',
  ),
  lines(
    '# count of items',
    'def total(items, label="count"):',
    '    """The count."""',
    "    return items.total('count') + count_all + recount",
    '',
  ),
  'main.py',
);
changes(
  'what stands within a string as code',
  ['rename', 'name', 'label'],
  'print(f"name: {name!r} {name.upper()} {{name}}", "{name}".format(name=1), \'name\')\n',
  'print(f"name: {label!r} {label.upper()} {{name}}", "{label}".format(label=1), \'name\')\n',
  'main.py',
);
changes(
  'a variable of a shell, wherever its value is taken',
  ['rename', 'FILE', 'INPUT'],
  'FILE=a\necho "$FILE ${FILE} FILE $FILES" # FILE\n',
  'INPUT=a\necho "$INPUT ${INPUT} FILE $FILES" # FILE\n',
  'a.sh',
);
changes(
  'said with its sigil',
  ['rename', '$FILE', '$INPUT'],
  'FILE=a\ncat $FILE\n',
  'INPUT=a\ncat $INPUT\n',
  'a.sh',
);
changes(
  'a variable of a Makefile',
  ['rename', 'SRC', 'SOURCES'],
  'SRC = a.c\nall: $(SRC)\n\techo "$(SRC)"\n',
  'SOURCES = a.c\nall: $(SOURCES)\n\techo "$(SOURCES)"\n',
  'Makefile',
);
changes(
  'a variable of an environment',
  ['rename', 'API_KEY', 'TOKEN'],
  'API_KEY=1\nURL=${API_KEY}/x\n',
  'TOKEN=1\nURL=${TOKEN}/x\n',
  '.env',
);
changes(
  'in Go, beside a string in backticks',
  ['rename', 'Name', 'Title'],
  'type A struct {\n\tName string `json:"Name"`\n}\n\nfunc (a A) Get() { return a.Name }\n',
  'type A struct {\n\tTitle string `json:"Name"`\n}\n\nfunc (a A) Get() { return a.Title }\n',
  'a.go',
);
changes(
  'in Rust, where an apostrophe may begin a lifetime or a character',
  ['rename', 's', 'text'],
  "fn f<'a>(s: &'a str) -> char { if s == \"s\" { 's' } else { s } }\n",
  "fn f<'a>(text: &'a str) -> char { if text == \"s\" { 's' } else { text } }\n",
  'a.rs',
);
changes(
  'a column, quoted or not',
  ['rename', 'name', 'title'],
  'SELECT u.name, \'name\' FROM users u WHERE "name" = 1; -- name\n',
  'SELECT u.title, \'name\' FROM users u WHERE "title" = 1; -- name\n',
  'a.sql',
);
changes(
  'a class, not those that go on with a hyphen',
  ['rename', 'btn', 'button'],
  '.btn { color: red; }\n.btn-primary, a.btn:hover { color: blue; }\n',
  '.button { color: red; }\n.btn-primary, a.button:hover { color: blue; }\n',
  'a.css',
);
changes(
  'a class with its dot',
  ['rename', '.btn', '.button'],
  'a.btn:hover,\n.btn { }\n.btn-x { }\n',
  'a.button:hover,\n.button { }\n.btn-x { }\n',
  'a.css',
);
changes(
  'a custom property with its hyphens',
  ['rename', '--main', '--primary'],
  ':root { --main: red; --main-dark: maroon; }\na { color: var(--main); }\n',
  ':root { --primary: red; --main-dark: maroon; }\na { color: var(--primary); }\n',
  'a.css',
);
changes(
  'a part of names with hyphens, where it is no name',
  ['rename', 'btn', 'button'],
  '.btn-primary { }\n.btn-danger { }\n',
  '.button-primary { }\n.button-danger { }\n',
  'a.css',
);
changes(
  'a subtraction without spaces, where names have no hyphens',
  ['rename', 'a', 'b'],
  'x = a-1\n',
  'x = b-1\n',
  'a.py',
);
changes(
  'a key of JSON, not values that are like it',
  ['rename', 'build', 'compile'],
  '{\n  "build": "build",\n  "test-build": "npm run build"\n}\n',
  '{\n  "compile": "build",\n  "test-build": "npm run build"\n}\n',
  'package.json',
);
changes(
  'a value of JSON that is no key',
  ['rename', 'red', 'blue'],
  '{ "color": "red", "text": "a red thing" }\n',
  '{ "color": "blue", "text": "a red thing" }\n',
  'a.json',
);
changes(
  'a service of a compose file with what speaks of it',
  ['rename', 'db', 'database'],
  lines(
    'services:',
    '  db:',
    '    image: postgres # the db',
    '  web:',
    '    depends_on: ["db"]',
    '    db-url: x',
    '',
  ),
  lines(
    'services:',
    '  database:',
    '    image: postgres # the db',
    '  web:',
    '    depends_on: ["database"]',
    '    db-url: x',
    '',
  ),
  'compose.yml',
);
changes(
  'a word of a document',
  ['rename', 'Usage', 'Use'],
  '# Usage\n\nSee [Usage](#usage), not Usages.\n',
  '# Use\n\nSee [Use](#usage), not Usages.\n',
  'a.md',
);
changes(
  'what stands in a comment alone',
  ['rename', 'jane', 'joan'],
  '# by jane\nx = 1\n',
  '# by joan\nx = 1\n',
  'a.py',
);
changes(
  'to a name that only a comment has',
  ['rename', 'a', 'total'],
  'a = 1 # the total\n',
  'total = 1 # the total\n',
  'a.py',
);
changes(
  'a name with signs of a pattern to one of a replacement',
  ['rename', 'a?', 'b$&'],
  'def a?\nend\na?\n',
  'def b$&\nend\nb$&\n',
  'a.rb',
);
refuses(
  'a name that is taken',
  ['rename', 'a', 'b'],
  'a = 1\nb = 2\n',
  'not-applicable',
  /something called `b`/,
  'a.py',
);
refuses(
  'a name that is not there, with what is like it',
  ['rename', 'cuont', 'total'],
  'count = 1\n',
  'not-found',
  /no `cuont`.*mean `count`/,
  'a.py',
);
refuses(
  'a name that has been changed',
  ['rename', 'count', 'total'],
  'total = 1\n',
  'already-done',
  /called `total` already/,
  'a.py',
);
refuses(
  'a name to itself',
  ['rename', 'a', 'a'],
  'a = 1\n',
  'already-done',
  /called `a` already/,
  'a.py',
);
