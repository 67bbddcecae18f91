import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bareChecklist, messageParts } from '../../src/chat/code-blocks.ts';

describe('messageParts', () => {
  it('takes words and fenced code apart, and finds the path where the message says one', () => {
    const cases: [string, string, boolean][] = [
      ['```ts src/cart.ts\na\n```', 'src/cart.ts', true],
      ['```typescript title="src/cart.ts"\na\n```', 'src/cart.ts', true],
      ['```src/cart.ts (1-20)\na\n```', 'src/cart.ts', true],
      ['src/cart.ts:\n```ts\na\n```', 'src/cart.ts', true],
      ['**cart.py**\n\n```\na\n```', 'cart.py', true],
      ['```python\na\n```', 'snippet.py', false],
      ['```\na\n```', 'snippet.ts', false],
      ['```\n- [ ] a\n```', 'snippet.md', false],
    ];
    for (const [text, path, isNamed] of cases) {
      const [block] = messageParts(text).blocks;
      assert.deepEqual([block?.path, block?.isNamed], [path, isNamed], text);
    }
  });

  it('keeps the code byte for byte, whatever stands in it', () => {
    const code = 'const a = `\n  $\n`;\r\n\r\n\tconst c = 1;\n';
    const { words, blocks } = messageParts(`make a const\n\n\`\`\`\`ts\n${code}\`\`\`\`\nplease`);
    assert.equal(blocks[0]?.text, code);
    assert.equal(words, 'make a const\n\nplease');
  });

  it('reads files in tags', () => {
    const { words, blocks } = messageParts('<file path="a.ts">\nlet a;\n</file>\nrename a to b');
    assert.equal(words, 'rename a to b');
    assert.deepEqual(blocks[0], { path: 'a.ts', isNamed: true, language: '', text: 'let a;' });
  });

  it('leaves words without code alone', () => {
    assert.deepEqual(messageParts('who calls `checkout`?'), {
      words: 'who calls `checkout`?',
      blocks: [],
    });
  });
});

describe('bareChecklist', () => {
  it('splits a plan from the words before or behind it', () => {
    for (const text of ['do it\n\n# Plan\n- [ ] a\n- [x] b', '# Plan\n- [ ] a\n- [x] b\n\ndo it']) {
      const parts = bareChecklist(text);
      assert.equal(parts?.words, 'do it');
      assert.equal(parts?.blocks[0]?.text, '# Plan\n- [ ] a\n- [x] b\n');
    }
    assert.equal(bareChecklist('just words - [maybe]'), undefined);
  });
});
