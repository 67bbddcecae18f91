/** Where the slots of a typed instruction are, and what the classifiers of roles learn from that. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { NO_ROLE } from '../../packages/assistant/src/intent/roles.ts';
import type { IntentExample } from '../intent/examples.ts';
import { roleExamples } from '../intent/roles.ts';
import { typed } from '../synthesis/noise.ts';
import { Random } from '../synthesis/random.ts';

test('slots are where the text says them, whatever is mistyped around them', () => {
  const random = new Random(4);
  const texts = new Set<string>();
  for (let i = 0; i < 300; i++) {
    const { text, slots } = typed(
      [
        { text: 'please put  the step ' },
        { text: 'Call the bank', fromSlot: 'text' },
        { text: ' somewhere behind ' },
        { text: '12', fromSlot: 'n' },
        { text: ' thanks' },
      ],
      random,
    );
    texts.add(text);
    assert.deepEqual(
      slots.map(({ slot, start, end }) => [slot, text.slice(start, end)]),
      [
        ['text', 'Call the bank'],
        ['n', '12'],
      ],
    );
  }
  assert.ok(texts.size > 20, 'some are mistyped');
});

test('each role begins with its first word and ends with its last', async () => {
  const text = 'add buy milk after 1';
  const document = {
    path: 'plan.md',
    lines: [[0, '- [ ] Call Ben']],
    endId: 1,
    requests: [
      {
        task: 'plan',
        kind: 'plan-add-after',
        instruction: [text],
        answer: [],
        said: {
          text,
          slots: [
            { slot: 'text', start: 4, end: 12 },
            { slot: 'n', start: 19, end: 20 },
          ],
        },
      },
    ],
  };
  const folder = mkdtempSync(join(tmpdir(), 'wick-roles-'));
  try {
    const file = join(folder, 'train-000.jsonl.gz');
    writeFileSync(file, gzipSync(JSON.stringify(document)));
    const examples: IntentExample[] = [];
    for await (const example of roleExamples(file, new Random(1)))
      if (example.head !== NO_ROLE) examples.push(example);
    assert.deepEqual(
      examples.map(({ task, head, cues }) => [
        task,
        head,
        [...cues].find((cue) => /^0 \S+$/.test(cue)),
      ]),
      [
        ['plan starts', 'text', '0 buy'],
        ['plan ends', 'text', '0 milk'],
        ['plan starts', 'beside', '0 <step>'],
        ['plan ends', 'beside', '0 <step>'],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
