import { changes, lines, refuses } from './operations.ts';

const PYTHON = lines(
  'import os',
  '',
  '',
  '# Says f.',
  '@decorated(',
  '    1,',
  ')',
  '@other',
  'def f(a):',
  '    """Says (f.',
  '',
  'Less deep.',
  '    """',
  '    if a:',
  '        return 1',
  '    # or else',
  '    elif b:',
  '        return 2',
  '    else:',
  '        return 3',
  '',
  '',
  'f(1)',
  '',
);

changes(
  'a function of Python with its decorators, comment and docstring',
  ['remove-block', 8],
  PYTHON,
  'import os\n\n\nf(1)\n',
  'a.py',
);
changes(
  'all branches, with comments between them',
  ['remove-block', 13],
  PYTHON,
  PYTHON.replace(/ {4}if a:[\s\S]*return 3\n/, ''),
  'a.py',
);
changes(
  'one branch with its comment',
  ['remove-block', 16],
  PYTHON,
  PYTHON.replace('    # or else\n    elif b:\n        return 2\n', ''),
  'a.py',
);
changes(
  'all of a block, which holds something still',
  ['remove-block', 14],
  PYTHON,
  PYTHON.replace('return 1', 'pass'),
  'a.py',
);
changes(
  'a decorator of Python',
  ['remove-block', 4],
  PYTHON,
  PYTHON.replace('@decorated(\n    1,\n)\n', ''),
  'a.py',
);
changes(
  'a text of several lines',
  ['remove-block', 0],
  'A = """\nb (\n\n    c\n"""\nD = 1\n',
  'D = 1\n',
  'a.py',
);
changes(
  'a call on several lines',
  ['remove-block', 0],
  'f(\n    1,\n    "(",\n)\ng()\n',
  'g()\n',
  'a.py',
);
changes(
  'a key of YAML with its list, of which items are as deep',
  ['remove-block', 1],
  'a: 1\nlist:\n- b\n# then\n- c:\n    d: 1\ne: 2\n',
  'a: 1\ne: 2\n',
  'a.yml',
);
changes(
  'an item of YAML',
  ['remove-block', 1],
  'steps:\n  - name: One\n    run: |\n      # no comment\n\n      b\n  - name: Two\n',
  'steps:\n  - name: Two\n',
  'a.yml',
);
changes(
  'a service with its comment',
  ['remove-block', 5],
  'services:\n  web:\n    image: a\n\n  # The store.\n  db:\n    image: b\nvolumes: {}\n',
  'services:\n  web:\n    image: a\nvolumes: {}\n',
  'a.yml',
);
changes(
  'a function of Go with its comment',
  ['remove-block', 3],
  'package a\n\n// Says f.\nfunc f() {\n\tif x {\n\t} else {\n\t}\n}\n\nfunc g() {\n}\n',
  'package a\n\nfunc g() {\n}\n',
  'a.go',
);
changes(
  'a case of Go',
  ['remove-block', 1],
  'switch a {\ncase 1:\n\tb()\ndefault:\n\tc()\n}\n',
  'switch a {\ndefault:\n\tc()\n}\n',
  'a.go',
);
changes(
  'a struct of Rust with its attributes',
  ['remove-block', 3],
  "use a;\n\n#[derive(Debug)]\npub struct P<'a> {\n    x: &'a str,\n}\n\nfn f<'a>(x: char) -> bool { x == '{' }\n",
  "use a;\n\nfn f<'a>(x: char) -> bool { x == '{' }\n",
  'a.rs',
);
changes(
  'a chain of calls',
  ['remove-block', 0],
  'let a = b\n    .map(|x| {\n        x\n    })\n    .collect();\nc();\n',
  'c();\n',
  'a.rs',
);
changes(
  'an if with its else on a line of its own',
  ['remove-block', 0],
  'if (a)\n{\n    b();\n}\nelse\n{\n    c();\n}\nd();\n',
  'd();\n',
  'A.cs',
);
changes(
  'a rule with all of its selectors',
  ['remove-block', 1],
  '.a,\n.b > c {\n  top: 0;\n}\n\n.d {}\n',
  '.d {}\n',
  'a.css',
);
changes(
  'a declaration of several lines',
  ['remove-block', 1],
  '.a {\n  transition:\n    color 1s,\n    top 1s;\n  top: 0;\n}\n',
  '.a {\n  top: 0;\n}\n',
  'a.css',
);
changes(
  'an element of HTML with its comment',
  ['remove-block', 2],
  '<body>\n  <!-- nav -->\n  <ul\n    id="a > b"\n  >\n    <li><ul></ul></li>\n  </ul>\n  <br>\n</body>\n',
  '<body>\n  <br>\n</body>\n',
  'a.html',
);
changes(
  'a tag without an end',
  ['remove-block', 1],
  '<p>\n<br>\na (\n</p>\n',
  '<p>\na (\n</p>\n',
  'a.html',
);
changes(
  'a function in the script of a page',
  ['remove-block', 1],
  '<script>\n  function f() {\n    return 1;\n  }\n  f();\n</script>\n',
  '<script>\n  f();\n</script>\n',
  'a.html',
);
changes(
  'a section with those below it',
  ['remove-block', 2],
  '# A\n\n## B\n\n```sh\n# none\n```\n\n### C\n\n## D\n',
  '# A\n\n## D\n',
  'a.md',
);
changes(
  'the last section',
  ['remove-block', 4],
  '# A\n\nText\n\n## B\n\nText\n',
  '# A\n\nText\n',
  'a.md',
);
changes(
  'an item with those under it, and numbers count on',
  ['remove-block', 1],
  '1. a\n2. b\n   - more\n\n   and more\n3. c\n',
  '1. a\n2. c\n',
  'a.md',
);
changes(
  'a paragraph of several lines',
  ['remove-block', 2],
  '# A\n\nOne\ntwo\n\n- three\n',
  '# A\n\n- three\n',
  'a.md',
);
changes(
  'a table of a document',
  ['remove-block', 0],
  '| a |\n|---|\n| 1 |\n\nText\n',
  'Text\n',
  'a.md',
);
changes(
  'a row',
  ['remove-block', 2],
  '| a |\n|---|\n| 1 |\n| 2 |\n',
  '| a |\n|---|\n| 2 |\n',
  'a.md',
);
changes(
  'a table of settings',
  ['remove-block', 3],
  'a = 1\n\n# The b.\n[b]\nc = [\n  [1],\n]\n\n[[d]]\ne = 1\n',
  'a = 1\n\n[[d]]\ne = 1\n',
  'a.toml',
);
changes(
  'a target with its recipe',
  ['remove-block', 3],
  'all: a\n\techo $(A)\n\na: b \\\n   c\n\techo "("\n\tcat $<\n\nclean:\n\trm a\n',
  'all: a\n\techo $(A)\n\nclean:\n\trm a\n',
  'Makefile',
);
changes(
  'an if of a shell with its branches',
  ['remove-block', 0],
  'if [ a ]\nthen\n  b\n# or\nelif c; then\n  d\nelse\n  e\nfi\nf\n',
  'f\n',
  'a.sh',
);
changes(
  'one of them',
  ['remove-block', 2],
  'if [ a ]; then\n  b\nelif c; then\n  d\nelse\n  e\nfi\n',
  'if [ a ]; then\n  b\nelse\n  e\nfi\n',
  'a.sh',
);
changes(
  'a function of a shell',
  ['remove-block', 0],
  'f() {\n  case "$1" in\n    a) b ;;\n  esac\n  echo "}"\n}\nf\n',
  'f\n',
  'a.sh',
);
changes(
  'an arm of a case',
  ['remove-block', 1],
  'case $a in\n  b)\n    c\n    ;;\n  *)\n    d\nesac\n',
  'case $a in\n  *)\n    d\nesac\n',
  'a.sh',
);
changes(
  'the last arm, which ends with the case',
  ['remove-block', 2],
  'case $a in\n  b) c ;;\n  *)\n    d\nesac\ncase $e in\n  f) g ;;\nesac\n',
  'case $a in\n  b) c ;;\nesac\ncase $e in\n  f) g ;;\nesac\n',
  'a.sh',
);
changes(
  'a method of Ruby',
  ['remove-block', 1],
  'class A\n  def a\n    b do |c|\n      d\n    end\n  end\n\n  def e\n  end\nend\n',
  'class A\n  def e\n  end\nend\n',
  'a.rb',
);
changes(
  'a statement of SQL',
  ['remove-block', 0],
  "SELECT a\nFROM b\nWHERE c = ';'\nORDER BY d;\n\nSELECT 1;\n",
  'SELECT 1;\n',
  'a.sql',
);
changes(
  'a clause of SQL',
  ['remove-block', 2],
  'SELECT a\nFROM b\nWHERE c\nORDER BY d;\n',
  'SELECT a\nFROM b\nORDER BY d;\n',
  'a.sql',
);
changes(
  'a command with what goes on',
  ['remove-block', 1],
  'FROM a\nRUN b && \\\n    c\nCOPY . .\n',
  'FROM a\nCOPY . .\n',
  'Dockerfile',
);
changes('a line of settings', ['remove-block', 1], 'A=1\nB=(\nC=3\n', 'A=1\nC=3\n', '.env');
changes('a blank line', ['remove-block', 1], 'a\n\nb\n', 'a\nb\n', 'a.txt');

refuses(
  'what closes a block',
  ['remove-block', 2],
  'if a; then\n  b\nfi\n',
  'not-applicable',
  /Line 3 is part of something/,
  'a.sh',
);
refuses(
  'a line on which a text ends that began above',
  ['remove-block', 1],
  'a = """\nb"""\nc\n',
  'not-applicable',
  /Line 2 is part of something/,
  'a.py',
);
