/** Screens are functions of state: golden texts, plain and in colour. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { EditResult, ModelInfo } from '@wick/assistant';
import pc from 'picocolors';
import { colorDiff } from '../src/screens/diff.ts';
import { renderOutcome, renderResult, renderTimings } from '../src/screens/edit.ts';
import { renderProgress, renderReport } from '../src/screens/eval.ts';
import { renderInfo } from '../src/screens/info.ts';
import { bytes, count, duration, plural } from '../src/screens/numbers.ts';
import { renderUndone } from '../src/screens/undo.ts';

const plain = pc.createColors(false);
const colors = pc.createColors(true);

const TIMINGS = {
  firstTokenMs: 41.2,
  totalMs: 63.4,
  tokens: 12,
  tokensPerSecond: 3400.4,
  promptTokens: 300,
  cachedTokens: 0,
  checkMs: 0,
  candidates: 1,
};

const COMMON = {
  path: 'cart.ts',
  before: 'let total;\n',
  answer: '',
  timings: TIMINGS,
  confidence: 0.9,
  answers: [],
};

const DIFF = '--- a/cart.ts\n+++ b/cart.ts\n@@ -1 +1 @@\n-let total;\n+let subtotal;\n';

const EDITED: EditResult = {
  ...COMMON,
  status: 'edited',
  after: 'let subtotal;\n',
  diff: DIFF,
  others: [],
};

test('an edit is its diff and one line of timings', () => {
  assert.equal(
    renderResult(EDITED, plain),
    `${DIFF}first token 41 ms · total 63 ms · 12 tokens · 3,400 tokens/s\n`,
  );
});

test('in colour, what goes is red, what comes green, and the text is the same', () => {
  const shown = colorDiff(DIFF, colors);
  assert.ok(shown.endsWith('\x1b[31m-let total;\x1b[39m\n\x1b[32m+let subtotal;\x1b[39m\n'));
  assert.equal(stripVTControlCharacters(shown), DIFF);
});

test('nothing to change, and not done, say why', () => {
  const nothing: EditResult = { ...COMMON, status: 'nothing', message: '`total` is const.' };
  assert.match(renderResult(nothing, plain), /^cart\.ts: nothing to change\. `total` is const\.\n/);
  const declined: EditResult = {
    ...COMMON,
    status: 'declined',
    reason: 'ambiguous',
    message: '`a` is declared 2 times.',
  };
  assert.match(renderResult(declined, plain), /^cart\.ts: not done\. `a` is declared 2 times\.\n/);
});

test('that more than one candidate was needed is told', () => {
  assert.match(renderTimings({ ...TIMINGS, candidates: 3 }), / · 3 candidates$/);
});

test('what became of the edit', () => {
  const shown = (['applied', 'shown', 'refused'] as const).map((outcome) =>
    renderOutcome(['a'], outcome, plain),
  );
  assert.deepEqual(shown, [
    'Applied to a; wick undo takes it back.\n',
    'Not applied (dry run).\n',
    'Not applied; a is as it was.\n',
  ]);
  assert.equal(
    renderOutcome(['a', 'b', 'c'], 'applied', plain),
    'Applied to a and 2 other files; wick undo takes it back.\n',
  );
});

test('an undone edit shows what came back', () => {
  assert.equal(
    renderUndone({ path: 'cart.ts', description: 'rename total', diffs: [DIFF] }, plain),
    `${DIFF}Undone: "rename total" in cart.ts.\n`,
  );
});

test('a report is a table by kind, then rates and times', () => {
  const kind = { cases: 4, exact: 3, exactRate: 0.75, wrongRate: 0.25, declinedRate: 0 };
  const times = { p50: 41, p95: 63.4, p99: 1200 };
  const report = {
    suite: 'edits' as const,
    ...kind,
    parseRate: 1,
    byKind: { rename: kind },
    firstTokenMs: times,
    totalMs: times,
    tokensPerSecond: 3400,
    checkMs: 0,
  };
  assert.equal(
    renderReport(report, plain),
    `kind    cases  exact  wrong  declined
rename      4  75.0%  25.0%      0.0%
all         4  75.0%  25.0%      0.0%

100.0% of 4 results parse
first token: p50 41 ms, p95 63 ms, p99 1.2 s
whole answer: p50 41 ms, p95 63 ms, p99 1.2 s
decoding: 3,400 tokens/s
`,
  );
  assert.equal(renderProgress(2, 1200, 1), '2/1,200 cases, 50.0% exact');
});

test('the facts of model and machine, the limit of speed among them', () => {
  const info: ModelInfo = {
    model: {
      name: 'wick-nano',
      version: '0.1.0',
      folder: '/m',
      bytes: 5_000_000,
      layers: 6,
      hiddenSize: 256,
      vocabularySize: 5120,
    },
    contextTokens: 8192,
    readingTokens: 1024,
    threads: 2,
    kernel: 'relaxed',
    kernelReason: 'relaxed is the fastest of 2 exact variants',
    memory: {
      engineBytes: 20 * 2 ** 20,
      kvCacheBytes: 6.5 * 2 ** 20,
      kvCacheDepths: [
        { tokens: 8192, bytes: 2.5 * 2 ** 20 },
        { tokens: 131_072, bytes: 36 * 2 ** 20 },
      ],
    },
    loadMs: 80,
    readBandwidth: { threads: 2, bytes: 5_000_000, gigabytesPerSecond: 50 },
    machine: {
      cpu: 'A CPU',
      cores: 2,
      memoryBytes: 8 * 2 ** 30,
      platform: 'linux-x64',
      node: 'v24.0.0',
    },
  };
  assert.equal(
    renderInfo(info, plain),
    `model      wick-nano 0.1.0, 4.8 MiB, loaded in 80 ms
           6 layers of 256, 5,120 tokens known
folder     /m
context    8,192 tokens; files up to 1,024 are read whole
threads    2 of 2 cores
kernel     relaxed is the fastest of 2 exact variants
memory     20.0 MiB, of which KV cache at most 6.5 MiB, shared by all requests
           one request of 8,192 tokens takes 2.5 MiB of it
           one request of 131,072 tokens takes 36.0 MiB of it
bandwidth  50.0 GB/s read by 2 threads
           so at most 10,000 tokens/s, as each token reads the whole model
machine    A CPU, 8.0 GiB, linux-x64
node       v24.0.0
`,
  );
});

test('numbers read well', () => {
  assert.deepEqual([0.42, 9.94, 41.4, 999.4, 999.6, 1234].map(duration), [
    '0.4 ms',
    '9.9 ms',
    '41 ms',
    '999 ms',
    '1.0 s',
    '1.2 s',
  ]);
  assert.deepEqual([0, 512, 1024, 1536, 3 * 2 ** 30].map(bytes), [
    '0 B',
    '512 B',
    '1.0 KiB',
    '1.5 KiB',
    '3.0 GiB',
  ]);
  assert.deepEqual(
    [plural(1, 'case'), plural(2, 'case'), count(1234.4)],
    ['1 case', '2 cases', '1,234'],
  );
});
