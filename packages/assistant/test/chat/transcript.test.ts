import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { earlierBlocks, readTranscript } from '../../src/chat/agent/transcript.ts';
import type { Message } from '../../src/chat/turn.ts';

const user = (text: string): Message => ({ role: 'user', text });

describe('readTranscript', () => {
  it('finds the last words of the user, beside what their client adds', () => {
    const messages = [
      user('rename a to b'),
      user('<environment_context>\n<cwd>/x</cwd>\n</environment_context>'),
      user('# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>\nrun the tests\n</INSTRUCTIONS>'),
    ];
    assert.equal(readTranscript(messages).words, 'rename a to b');
    const reminded = user('"make it async" <system-reminder>be brief</system-reminder>');
    assert.equal(readTranscript([reminded]).words, 'make it async');
    assert.equal(readTranscript([user('"make it async"')]).words, 'make it async');
  });

  it('knows the calls since then with their outputs, and none before', () => {
    const call = (id: string) => ({ id, name: 'bash', kind: 'function' as const, input: '{}' });
    const messages: Message[] = [
      user('one'),
      { role: 'assistant', text: '', calls: [call('old')] },
      { role: 'tool', callId: 'old', text: 'old' },
      user('two'),
      { role: 'assistant', text: '', calls: [call('a'), call('b')] },
      { role: 'tool', callId: 'b', text: 'of b' },
    ];
    assert.deepEqual(readTranscript(messages).made, [
      { call: call('a'), output: undefined },
      { call: call('b'), output: 'of b' },
    ]);
  });
});

describe('earlierBlocks', () => {
  it('are those of the latest message with code before the last words', () => {
    const messages: Message[] = [
      user('```ts\none\n```'),
      { role: 'assistant', text: '```ts\ntwo\n```', calls: [] },
      user('make it async'),
    ];
    assert.deepEqual(
      earlierBlocks(messages).map(({ text }) => text),
      ['two\n'],
    );
  });
});
