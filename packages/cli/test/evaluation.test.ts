/** Evaluation rows and reports. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditResult } from '@wick/assistant';
import { UsageError } from '../src/errors.ts';
import { type EditOutcome, editOutcome, judge } from '../src/evaluation/edits.ts';
import { judgeAnswer } from '../src/evaluation/questions.ts';
import { percentiles, reportOf } from '../src/evaluation/report.ts';
import {
  parseNeedleRows,
  parseNextRows,
  parsePlanRows,
  parseQuestionRows,
  parseRows,
} from '../src/evaluation/rows.ts';

const ROW = { id: 'a1', instruction: 'x', path: 'a.ts', before: 'let a;', after: 'let b;' };

test('a row has its texts, and may have a kind, alternatives and a selection', () => {
  const more = { kind: 'rename', alternatives: ['let c;'], selection: { start: 0, end: 0 } };
  const text = `${JSON.stringify(ROW)}\n\n${JSON.stringify({ ...ROW, ...more })}\r\n`;
  assert.deepEqual(parseRows('f', text), [
    { ...ROW, kind: 'other', alternatives: [] },
    { ...ROW, ...more },
  ]);
});

test('a wrong row is told by file, line and key', () => {
  const wrong = (row: string, message: RegExp) =>
    assert.throws(
      () => parseRows('f.jsonl', `${JSON.stringify(ROW)}\n${row}`),
      (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, /^f\.jsonl, line 2: /);
        assert.match(error.message, message);
        return true;
      },
    );
  wrong('{', /not JSON/);
  wrong('[]', /"id" must be a text/);
  wrong('3', /not a JSON object/);
  wrong(JSON.stringify({ ...ROW, after: 3 }), /"after" must be a text/);
  wrong(JSON.stringify({ ...ROW, alternatives: 'x' }), /"alternatives"/);
  wrong(JSON.stringify({ ...ROW, selection: { start: 2, end: 1 } }), /"selection"/);
  assert.throws(() => parseRows('f.jsonl', '\n'), /f\.jsonl has no rows/);
});

function outcome(status: EditResult['status'], after: string, expected = 'let b;'): EditOutcome {
  const [row] = parseRows('f', JSON.stringify({ ...ROW, kind: status, after: expected }));
  const common = {
    path: 'a.ts',
    before: ROW.before,
    answer: '',
    confidence: 1,
    answers: [],
    timings: {
      firstTokenMs: 10,
      totalMs: 20,
      tokens: 11,
      tokensPerSecond: 1000,
      checkMs: 0,
      promptTokens: 5,
      cachedTokens: 0,
      candidates: 1,
    },
  };
  const result: EditResult =
    status === 'edited'
      ? { ...common, status, after, diff: '', others: [] }
      : status === 'nothing'
        ? { ...common, status, message: '' }
        : { ...common, status, message: '', reason: 'delegated' };
  return editOutcome(row!, result, true);
}

test('exact is byte for byte; what is shown and not exact is wrong; what is not done is declined', () => {
  assert.equal(outcome('edited', 'let b;').judgement, 'exact');
  assert.equal(outcome('edited', 'let b; ').judgement, 'wrong');
  assert.equal(outcome('nothing', '').judgement, 'declined');
  assert.equal(outcome('declined', '').judgement, 'declined');
});

test('where nothing was to be done, leaving the file alone is exact, an edit is wrong', () => {
  assert.equal(outcome('nothing', '', ROW.before).judgement, 'exact');
  assert.equal(outcome('declined', '', ROW.before).judgement, 'exact');
  assert.equal(outcome('edited', 'let b;', ROW.before).judgement, 'wrong');
});

test('an alternative is as right', () => {
  const right = outcome('edited', 'let c;');
  const row = { ...right.row, alternatives: ['let d;', 'let c;'] };
  assert.equal(judge(row, right.result), 'exact');
});

test('the report has the keys of the design, exact counts and shares', () => {
  const broken = { ...outcome('edited', 'let ;'), parses: false };
  const report = reportOf('edits', [outcome('edited', 'let b;'), outcome('nothing', ''), broken]);
  assert.deepEqual(Object.keys(report), [
    'suite',
    'cases',
    'exact',
    'exactRate',
    'parseRate',
    'wrongRate',
    'declinedRate',
    'byKind',
    'firstTokenMs',
    'totalMs',
    'tokensPerSecond',
  ]);
  assert.deepEqual([report.suite, report.cases, report.exact], ['edits', 3, 1]);
  assert.equal(report.exactRate, 1 / 3);
  assert.equal(report.parseRate, 2 / 3);
  assert.equal(report.wrongRate, 1 / 3);
  assert.equal(report.declinedRate, 1 / 3);
  assert.deepEqual(Object.keys(report.byKind), ['edited', 'nothing']);
  assert.equal(report.byKind.edited!.exact, 1);
  assert.deepEqual(report.totalMs, { p50: 20, p95: 20, p99: 20 });
  assert.ok(Math.abs(report.tokensPerSecond - 1000) < 1e-9);
});

test('a plan needs no path', () => {
  const { path: _, ...row } = ROW;
  assert.equal(parsePlanRows('f', JSON.stringify(row))[0]?.path, 'plan.md');
  assert.throws(() => parseRows('f', JSON.stringify(row)), /"path" must be a text/);
});

test('an answer is exact by its first place, by all of them, or by their files', () => {
  const judged = (more: object, given: string[] | undefined) => {
    const row = { id: 'q', question: 'where?', answers: ['a.ts:1', 'b.ts:2'], ...more };
    return judgeAnswer(parseQuestionRows('f', JSON.stringify(row))[0]!, given);
  };
  assert.equal(judged({}, ['b.ts:2', 'c.ts:9']), 'exact');
  assert.equal(judged({}, ['c.ts:9', 'a.ts:1']), 'wrong');
  assert.equal(judged({}, undefined), 'declined');
  assert.equal(judged({ complete: true }, ['b.ts:2', 'a.ts:1']), 'exact');
  assert.equal(judged({ complete: true }, ['a.ts:1']), 'wrong');
  assert.equal(judged({ complete: true }, ['a.ts:1', 'b.ts:2', 'c.ts:9']), 'wrong');
  assert.equal(judged({ files: true, complete: true }, ['a.ts:7', 'a.ts:8', 'b.ts:1']), 'exact');
});

test('a question without an answer is to be declined, or nothing is found', () => {
  const row = parseQuestionRows('f', '{"id":"q","question":"why?","answers":[]}')[0]!;
  assert.equal(judgeAnswer(row, undefined), 'exact');
  assert.equal(judgeAnswer(row, []), 'exact');
  assert.equal(judgeAnswer(row, ['a.ts:1']), 'wrong');
});

test('percentiles are of the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  assert.deepEqual(percentiles(values), { p50: 50, p95: 95, p99: 99 });
  assert.deepEqual(percentiles([7]), { p50: 7, p95: 7, p99: 7 });
});

test('rows of next edits and of needles are checked', () => {
  const next = {
    id: 'n',
    path: 'a.ts',
    edits: [{ before: '', after: 'a' }],
    text: 'a',
    after: 'a',
  };
  const parse = (more: object) => parseNextRows('f', JSON.stringify({ ...next, ...more }));
  assert.deepEqual(parse({ line: 0, column: 1 }), [
    { ...next, kind: 'other', line: 0, column: 1, alternatives: [] },
  ]);
  assert.throws(() => parse({ line: -1 }), /"line" must be a number from 0/);
  assert.throws(() => parse({ line: 0, edits: [{ before: 1 }] }), /"edits" must be a list/);
  const needle = { id: 'n', path: 'a.ts', text: 'let a;', name: 'a' };
  assert.equal(parseNeedleRows('f', JSON.stringify({ ...needle, line: 1 }))[0]?.line, 1);
  assert.throws(
    () => parseNeedleRows('f', JSON.stringify(needle)),
    /"line" must be a number from 1/,
  );
});
