/** Abbreviated snippets merged into documents. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { applyHunks, documentText, mergeSnippet, parseDocument } from '../src/index.ts';
import { placeholderOf } from '../src/merge/ellipsis.ts';

const CART = `import { tax } from './tax.ts';
import { log } from './log.ts';

export class Cart {
  items: Item[] = [];

  add(item: Item) {
    this.items.push(item);
    log('added');
  }

  total() {
    let sum = 0;
    for (const item of this.items) {
      sum += item.price;
    }
    return sum;
  }
}

export function empty(): Cart {
  return new Cart();
}
`;

function merged(snippet: string, text = CART): string {
  const document = parseDocument(text);
  const result = mergeSnippet(document, parseDocument(snippet).lines);
  assert.ok(result.ok, result.ok ? '' : result.message);
  return documentText(applyHunks(document, result.hunks));
}

function refusal(snippet: string, text = CART): string {
  const result = mergeSnippet(parseDocument(text), parseDocument(snippet).lines);
  assert.ok(!result.ok, 'it was merged');
  return result.reason;
}

describe('a placeholder', () => {
  it('is written in many ways', () => {
    for (const line of [
      '// ... existing code ...',
      '  // ...',
      '...',
      '…',
      '/* ... rest of the code ... */',
      '{/* ... existing code ... */}',
      '# ... other methods ...',
      '<!-- ... existing code ... -->',
      '// rest of the file remains the same',
      '// existing code',
      '// unchanged',
      '// ... (rest of the file)',
    ]) {
      assert.equal(placeholderOf(line), 'kept', line);
    }
    assert.equal(placeholderOf('// removed'), 'removed');
    assert.equal(placeholderOf('// log was removed'), 'removed');
  });

  it('is not any other comment, nor code', () => {
    for (const line of [
      '// the existing cart',
      '// adds the rest',
      '// see above',
      'f(...args);',
      '...rest,',
      '# Heading',
      '// more than one',
    ]) {
      assert.equal(placeholderOf(line), undefined, line);
    }
  });
});

describe('merging', () => {
  it('changes a line between placeholders', () => {
    const snippet = `// ... existing code ...
  total() {
    let sum = tax(0);
    // ... existing code ...
`;
    assert.equal(merged(snippet), CART.replace('let sum = 0;', 'let sum = tax(0);'));
  });

  it('replaces a function that is shown whole', () => {
    const snippet = `// ... existing code ...
  total() {
    return this.items.reduce((sum, item) => sum + item.price, 0);
  }
// ... existing code ...
`;
    const after = CART.replace(
      /let sum[\s\S]*return sum;/,
      'return this.items.reduce((sum, item) => sum + item.price, 0);',
    );
    assert.equal(merged(snippet), after);
  });

  it('adds a method, and an import', () => {
    const snippet = `import { log } from './log.ts';
import { round } from './round.ts';

export class Cart {
  // ... existing code ...
    return sum;
  }

  clear() {
    this.items = [];
  }
}
// ... existing code ...
`;
    const after = CART.replace(
      "from './log.ts';\n",
      "from './log.ts';\nimport { round } from './round.ts';\n",
    ).replace(
      '    return sum;\n  }\n',
      '    return sum;\n  }\n\n  clear() {\n    this.items = [];\n  }\n',
    );
    assert.equal(merged(`// ...\n${snippet}`), after);
  });

  it('deletes what lies between two lines that it shows as neighbours', () => {
    const snippet = `// ... existing code ...
    this.items.push(item);
  }
// ... existing code ...
`;
    assert.equal(merged(snippet), CART.replace("    log('added');\n", ''));
  });

  it('takes a whole new function for new, however much it is like another', () => {
    const text = `it('adds', () => {\n  const cart = new Cart();\n  cart.add(tea);\n  expect(cart.total()).toBe(3);\n});

it('is empty', () => {\n  const cart = new Cart();\n  expect(cart.total()).toBe(0);\n});
`;
    const block = `it('adds twice', () => {\n  const cart = new Cart();\n  cart.add(tea);\n  expect(cart.total()).toBe(6);\n});\n\n`;
    const snippet = `// ...\n  expect(cart.total()).toBe(3);\n});\n\n${block}it('is empty', () => {\n  // ...\n`;
    assert.equal(merged(snippet, text), text.replace("it('is empty'", `${block}it('is empty'`));
  });

  it('adds at the end what is new and stands last, with a blank line before', () => {
    const snippet = '// ... existing code ...\nexport const NONE = empty();\n';
    assert.equal(merged(snippet), `${CART}\nexport const NONE = empty();\n`);
  });

  it('keeps the document as it spells white space, and indents what is new like it', () => {
    const tabs = 'class A {\n\tm() {\n\t\treturn 1;\n\t}\n}\n';
    const snippet = '// ...\n  m() {\n    log();\n    return 1;\n  }\n// ...\n';
    assert.equal(merged(snippet, tabs), tabs.replace('\t\treturn', '\t\tlog();\n\t\treturn'));
  });

  it('moves a snippet that was moved to the left edge back', () => {
    const snippet = "add(item: Item) {\n  this.items.push(item);\n  log('more');\n}\n";
    assert.equal(merged(snippet), CART.replace("log('added')", "log('more')"));
  });

  it('takes a snippet that repeats most of the file for the whole file', () => {
    const after = CART.replace("import { tax } from './tax.ts';\n", '').replace('new Cart()', 'x');
    assert.equal(merged(after), after);
  });

  it('takes the code out of a fence', () => {
    const snippet =
      '```ts\n// ...\n    let sum = 1;\n    for (const item of this.items) {\n// ...\n```\n';
    assert.equal(merged(snippet), CART.replace('let sum = 0', 'let sum = 1'));
  });

  it('leaves out what the snippet says is removed', () => {
    const snippet = '// ...\n    this.items.push(item);\n    // removed\n  }\n// ...\n';
    assert.equal(merged(snippet), CART.replace("    log('added');\n", ''));
  });
});

const TESTS = `describe('cart', function () {
  it('adds', function (done) {
    const cart = open();
    cart.add(tea);
    expect(cart.total()).toBe(3);
    done();
  });

  it('removes', function (done) {
    const cart = open();
    cart.remove(tea);
    expect(cart.total()).toBe(0);
    done();
  });
});
`;

describe('where a section stands', () => {
  it('is between the neighbours that it shows, however alike the one before is', () => {
    const block = `  it('clears', function (done) {
    const cart = open();
    cart.clear();
    expect(cart.total()).toBe(0);
    done();
  });

`;
    const snippet = `// ...\n  });\n\n${block}  it('removes', function (done) {\n    // ...\n`;
    assert.equal(merged(snippet, TESTS), TESTS.replace("  it('removes'", `${block}  it('removes'`));
  });

  it('is at the end of the file, where it begins with the last bracket and no placeholder follows', () => {
    const block = "\ndescribe('basket', function () {\n  it('is empty', check);\n});\n";
    assert.equal(merged(`// ...\n});\n${block}`, TESTS), TESTS + block);
  });

  it('is told by what the placeholder before it names', () => {
    const text =
      'function first() {\n  start();\n  stop();\n}\n\nfunction second() {\n  start();\n  stop();\n}\n';
    const snippet = '// ... rest of second ...\n  start();\n  wait();\n  stop();\n// ...\n';
    const last = text.lastIndexOf('  stop');
    assert.equal(merged(snippet, text), `${text.slice(0, last)}  wait();\n${text.slice(last)}`);
  });

  it('leaves something for each placeholder', () => {
    const text =
      'check(a, {\n  kind: 1,\n  size: 2,\n});\n\ncheck(b, {\n  kind: 1,\n  size: 2,\n});\n';
    const snippet = '// ...\ncheck(a, {\n  // ...\n});\n\ncheck(c, {\n  kind: 1,\n  // ...\n});\n';
    assert.equal(merged(snippet, text), text.replace('check(b', 'check(c'));
  });

  it('is told by the depth of the placeholder', () => {
    const text = `function a() {
  if (b) {
    start();
    stop();
  }
  end();
  start();
  stop();
}
`;
    const one = '// ...\n    start();\n    wait();\n    stop();\n  // ...\n';
    assert.equal(merged(one, text), text.replace('    stop', '    wait();\n    stop'));
  });

  it('is the import that names the same, on one line or on many', () => {
    const text = "import { a, b } from '../utils';\nimport { c } from './c';\n\na(b(c));\n";
    const imports = "import {\n  a,\n  b,\n  d,\n} from '../utils';\n";
    const after = text.replace(/^.*\n/, imports);
    assert.equal(merged(`${imports}import { c } from './c';\n// ...\n`, text), after);
  });

  it('is the code that it shows as a comment', () => {
    const snippet = `// ...
    this.items.push(item);
    // log('added');
  }
// ...
`;
    assert.equal(merged(snippet), CART.replace('    log(', '    // log('));
  });

  it('is the line of which it is nearly a copy, another name or text in it', () => {
    const snippet = `// ...
  });

  it('removes it', function (done) {
    const cart = open();
    // ...
`;
    assert.equal(merged(snippet, TESTS), TESTS.replace("'removes'", "'removes it'"));
  });
});

describe('white space', () => {
  it('stays where a snippet leaves it out at the end of a line', () => {
    const text = CART.replace('items: Item[] = [];\n\n', 'items: Item[] = [];\n  \n');
    const snippet = '// ...\n  items: Item[] = [];\n\n  add(item: Item, count: number) {\n// ...\n';
    assert.equal(
      merged(snippet, text),
      text.replace('(item: Item)', '(item: Item, count: number)'),
    );
  });

  it('goes where a snippet leaves it out and shows nothing else', () => {
    const text = CART.replace('items: Item[] = [];\n\n', 'items: Item[] = [];\n  \n');
    const snippet = '// ...\n  items: Item[] = [];\n\n  add(item: Item) {\n// ...\n';
    assert.equal(merged(snippet, text), CART);
  });

  it('is spelt as the snippet does, where the document has tabs and spaces', () => {
    const text = 'a(() => {\n  b();\n});\nc(() => {\n\td();\n});\n';
    const snippet = '// ...\n  b();\n  e();\n});\n// ...\n';
    assert.equal(merged(snippet, text), text.replace('  b();', '  b();\n  e();'));
  });

  it('is not moved for lines that a new block takes in', () => {
    const text = 'f();\n\nfunction a() {\n  start();\n  stop();\n}\n';
    const block = '  try {\n    start();\n    stop();\n  } catch {\n    fail();\n  }\n';
    const snippet = `// ...\nfunction a() {\n${block}}\n`;
    assert.equal(merged(snippet, text), text.replace('  start();\n  stop();\n', block));
  });

  it('ends the last line, where a snippet that goes to the end does', () => {
    const snippet = '// ...\nexport function empty(): Cart {\n  return new Cart(1);\n}\n';
    const after = CART.replace('new Cart()', 'new Cart(1)');
    assert.equal(merged(snippet, CART.trimEnd()), after);
  });
});

it('changes nothing where it has been applied', () => {
  for (const snippet of [
    '// ...\n  total() {\n    let sum = tax(0);\n    // ...\n',
    '// ...\n    this.items.push(item);\n  }\n// ...\n',
    '// ...\n    return sum;\n  }\n\n  clear() {\n    this.items = [];\n  }\n}\n// ...\n',
    '// ...\nexport const NONE = empty();\n',
  ]) {
    const once = merged(snippet);
    assert.notEqual(once, CART);
    assert.equal(merged(snippet, once), once);
  }
});

describe('refusing', () => {
  it('what fits nowhere', () => {
    assert.equal(refusal('function basket() {\n  return shelf.all();\n}\n'), 'fits-nowhere');
    assert.equal(refusal('// ...\nconst later = 3;\n// ...\n'), 'fits-nowhere');
  });

  it('what has no code', () => {
    assert.equal(refusal(''), 'empty');
    assert.equal(refusal('// ... existing code ...\n'), 'empty');
  });

  it('what fits in two places alike', () => {
    const text =
      'function a() {\n  start();\n  stop();\n}\n\nfunction b() {\n  start();\n  stop();\n}\n';
    assert.equal(refusal('// ...\n  start();\n  wait();\n  stop();\n// ...\n', text), 'fits-twice');
  });
});

it('gives the document back for a snippet that is the document', () => {
  const line = fc.constantFrom(
    'a();',
    'b();',
    '  c();',
    '}',
    'if (a) {',
    '',
    'return 1;',
    'x = 2;',
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
      const text = lines.join('\n');
      fc.pre(lines.some((each) => each.trim() !== ''));
      const result = mergeSnippet(parseDocument(text), lines);
      if (!result.ok) return;
      assert.equal(documentText(applyHunks(parseDocument(text), result.hunks)), text);
    }),
  );
});
