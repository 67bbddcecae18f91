import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  ApiError,
  chatFields,
  chatRequest,
  parse,
  refuseFields,
  responseFields,
  responseRequest,
} from '../src/index.ts';

function problem(work: () => unknown): [string | undefined, string | undefined] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    assert.equal(error.status, 400);
    return [error.param, error.code];
  }
  throw new Error('nothing was refused');
}

describe('parse', () => {
  it('names the field that is wrong, as a path', () => {
    const message = { role: 'user', content: 'x' };
    const cases: [object, string, string][] = [
      [{ model: 'a' }, 'messages', 'missing_required_parameter'],
      [
        { model: 'a', messages: [message, { role: 'user' }] },
        'messages[1].content',
        'invalid_value',
      ],
      [
        { model: 'a', messages: [{ role: 'tool', content: '' }] },
        'messages[0].tool_call_id',
        'missing_required_parameter',
      ],
      [{ model: 'a', messages: [message], max_tokens: 0 }, 'max_tokens', 'invalid_value'],
      [
        { model: 'a', messages: [message], tools: [{ type: 'function' }] },
        'tools[0].function',
        'missing_required_parameter',
      ],
    ];
    for (const [value, param, code] of cases) {
      assert.deepEqual(
        problem(() => parse(chatRequest, value)),
        [param, code],
      );
    }
  });

  it('takes fields along that it does not know', () => {
    const parsed = parse(responseRequest, { model: 'a', input: 'x', client_metadata: { a: '1' } });
    assert.deepEqual(parsed.client_metadata, { a: '1' });
  });
});

describe('refuseFields', () => {
  it('refuses what would mean something that is not done, and lets what asks for nothing pass', () => {
    assert.deepEqual(
      problem(() => refuseFields(chatFields, { n: 2 })),
      ['n', 'unsupported_parameter'],
    );
    refuseFields(chatFields, {
      n: 1,
      logprobs: false,
      response_format: { type: 'text' },
      audio: null,
    });
    refuseFields(responseFields, { text: { verbosity: 'low' }, reasoning: { effort: 'high' } });
    const schema = { text: { format: { type: 'json_schema' } } };
    assert.deepEqual(
      problem(() => refuseFields(responseFields, schema)),
      ['text', 'unsupported_parameter'],
    );
  });
});
