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
