import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toolboxOf } from '../../src/chat/agent/tools.ts';
import { earlierBlocks, readTranscript } from '../../src/chat/agent/transcript.ts';
import type { Message } from '../../src/chat/turn.ts';

const NO_TOOLS = toolboxOf([]);
const user = (text: string): Message => ({ role: 'user', text });

describe('readTranscript', () => {
  it('finds the last words of the user, beside what their client adds', () => {
    const messages = [
      user('rename a to b'),
      user('<environment_context>\n<cwd>/x</cwd>\n</environment_context>'),
      user('# AGENTS.md instructions for /x\n\n<INSTRUCTIONS>\nrun the tests\n</INSTRUCTIONS>'),
    ];
    assert.equal(readTranscript(messages, NO_TOOLS).words, 'rename a to b');
    const reminded = user('"make it async" <system-reminder>be brief</system-reminder>');
    assert.equal(readTranscript([reminded], NO_TOOLS).words, 'make it async');
    assert.equal(readTranscript([user('"make it async"')], NO_TOOLS).words, 'make it async');
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
    assert.deepEqual(readTranscript(messages, NO_TOOLS).made, [
      { call: call('a'), output: undefined },
      { call: call('b'), output: 'of b' },
    ]);
  });

  describe('of a request that was cut off', () => {
    const shell = (id: string, command: string): Message => ({
      role: 'assistant',
      text: '',
      calls: [{ id, name: 'shell', kind: 'function', input: JSON.stringify({ command }) }],
    });
    const tools = toolboxOf([
      {
        name: 'shell',
        kind: 'function',
        description: '',
        parameters: { properties: { command: { type: 'string' } } },
      },
    ]);
    const read: Message[] = [
      user('rename total to sum in a.ts\n```ts a.ts\nlet total;\n```'),
      shell('look', 'cat a.ts'),
      { role: 'tool', callId: 'look', text: 'let total;' },
    ];
    const steer: Message = { role: 'user', text: 'no, call it subtotal', steers: true };

    it('has what was asked and what steers it, the code and the calls of both', () => {
      const { words, blocks, made } = readTranscript([...read, steer], tools);
      assert.equal(words, 'rename total to subtotal in a.ts');
      assert.deepEqual([blocks[0]?.path, made.length], ['a.ts', 1]);
    });

    it('is steered again', () => {
      const more: Message = { role: 'user', text: 'and only in a.ts', steers: true };
      const { words } = readTranscript([user('rename total to sum'), steer, more], NO_TOOLS);
      assert.equal(words, 'rename total to subtotal and only in a.ts');
    });

    it('is known by the mark that Codex leaves, too', () => {
      const mark = user('<turn_aborted>The user interrupted the turn.</turn_aborted>');
      const said = [...read, mark, user('no, call it subtotal')];
      assert.equal(readTranscript(said, tools).words, 'rename total to subtotal in a.ts');
    });

    it('is another where the change was made already', () => {
      const made: Message[] = [
        ...read,
        shell('write', "git apply --whitespace=nowarn <<'WICK_DIFF'"),
        { role: 'tool', callId: 'write', text: 'Exit code: 0' },
      ];
      const { words, made: since } = readTranscript([...made, steer], tools);
      assert.equal(words, 'rename sum to subtotal');
      assert.deepEqual(since, []);
    });
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
