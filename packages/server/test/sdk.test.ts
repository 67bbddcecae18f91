import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import OpenAI from 'openai';
import {
  CODE,
  fakeUpstream,
  MODEL,
  RENAME,
  RENAMED,
  type Started,
  start,
  until,
  wordsEvery,
} from './harness.ts';

describe('the openai SDK', () => {
  let started: Started;
  let client: OpenAI;
  let dropped: () => number;
  before(async () => {
    const upstream = await fakeUpstream(wordsEvery(5, 1000));
    ({ dropped } = upstream);
    started = await start({ config: { upstreams: [{ id: 'big', url: upstream.url }] } });
    ({ client } = started);
  });

  it('lists and retrieves models', async () => {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.deepEqual(ids, [MODEL, 'auto', 'big']);
    assert.equal((await client.models.retrieve(MODEL)).owned_by, 'wick');
  });

  it('gets a chat completion, whole and through its streaming helper', async () => {
    const messages = [{ role: 'user' as const, content: RENAME }];
    const whole = await client.chat.completions.create({ model: MODEL, messages });
    assert.ok(whole.choices[0]?.message.content?.includes(RENAMED));
    const final = await client.chat.completions.stream({ model: MODEL, messages }).finalContent();
    assert.equal(final, whole.choices[0]?.message.content);
  });

  it('runs tools to the end by itself', async () => {
    let file = CODE;
    const runner = client.chat.completions.runTools({
      model: MODEL,
      messages: [{ role: 'user', content: 'rename total to subtotal in sum.ts' }],
      tools: [
        {
          type: 'function',
          function: {
            name: 'read_file',
            description: 'reads a file',
            parameters: { type: 'object', properties: { path: { type: 'string' } } },
            parse: JSON.parse,
            function: ({ path }: { path: string }) => (path === 'sum.ts' ? file : 'Error: no file'),
          },
        },
        {
          type: 'function',
          function: {
            name: 'str_replace',
            description: 'replaces a text that stands once',
            parameters: {
              type: 'object',
              properties: {
                path: { type: 'string' },
                old_str: { type: 'string' },
                new_str: { type: 'string' },
              },
            },
            parse: JSON.parse,
            function: ({ old_str, new_str }: { old_str: string; new_str: string }) => {
              assert.equal(file.split(old_str).length, 2, 'it stands once');
              file = file.replace(old_str, new_str);
              return 'done';
            },
          },
        },
      ],
    });
    assert.equal(await runner.finalContent(), 'Changed 3 lines in sum.ts.');
    assert.equal(file, RENAMED);
  });

  it('gets responses: whole, streamed, followed up, retrieved, deleted', async () => {
    const first = await client.responses.create({ model: MODEL, input: RENAME });
    assert.ok(first.output_text.includes(RENAMED));
    const stream = client.responses.stream({
      model: MODEL,
      input: 'now make sum async',
      previous_response_id: first.id,
    });
    const types = new Set<string>();
    for await (const event of stream) types.add(event.type);
    const final = await stream.finalResponse();
    assert.match(final.output_text, /async function sum/);
    assert.ok(types.has('response.output_text.delta') && types.has('response.completed'));
    assert.equal((await client.responses.retrieve(first.id)).output_text, first.output_text);
    const items = await client.responses.inputItems.list(first.id);
    assert.equal(items.data.length, 1);
    await client.responses.delete(first.id);
    await assert.rejects(client.responses.retrieve(first.id), OpenAI.NotFoundError);
  });

  it('cancels what runs in the background', async () => {
    const { id } = await client.responses.create({ model: 'big', input: 'x', background: true });
    assert.equal((await client.responses.cancel(id)).status, 'cancelled');
  });

  it('stops a stream, and with it the work', async () => {
    const before = dropped();
    const messages = [{ role: 'user' as const, content: 'go on' }];
    const stream = await client.chat.completions.create({ model: 'big', messages, stream: true });
    for await (const _ of stream) break;
    await until(() => dropped() > before, 'the end of the work');
  });

  it('completes with a suffix', async () => {
    const prompt = 'export function area(width: number, height: number) {\n  ret';
    const { choices } = await client.completions.create({ model: MODEL, prompt, suffix: '\n}\n' });
    assert.match(choices[0]!.text, /^urn/);
  });

  it('knows the errors by their classes', async () => {
    const messages = [{ role: 'user' as const, content: 'x' }];
    await assert.rejects(
      client.chat.completions.create({ model: 'none', messages }),
      OpenAI.NotFoundError,
    );
    await assert.rejects(
      client.chat.completions.create({ model: MODEL, messages, n: 3 }),
      (error) => error instanceof OpenAI.BadRequestError && error.param === 'n',
    );
  });
});
