import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import {
  eventsIn,
  type FakeUpstream,
  fakeUpstream,
  get,
  MODEL,
  post,
  RENAME,
  RENAMED,
  type Started,
  start,
  temporaryFolder,
  until,
  wordsEvery,
} from './harness.ts';

describe('POST /v1/responses', () => {
  let started: Started;
  let upstream: FakeUpstream;
  const ask = (body: object) =>
    post(`${started.url}/v1/responses`, { model: MODEL, input: RENAME, ...body });
  before(async () => {
    upstream = await fakeUpstream(wordsEvery(5, 400));
    const config = { upstreams: [{ id: 'big', url: upstream.url }] };
    started = await start({ config });
  });

  it('answers whole, and keeps what it answered', async () => {
    const { json, status } = await ask({ metadata: { ticket: '7' } });
    assert.equal(status, 200);
    assert.equal(json.status, 'completed');
    assert.ok(json.output[0].content[0].text.includes(RENAMED));
    assert.deepEqual(json.metadata, { ticket: '7' });
    assert.deepEqual((await get(`${started.url}/v1/responses/${json.id}`)).json, json);
    const items = (await get(`${started.url}/v1/responses/${json.id}/input_items`)).json;
    assert.equal(items.data[0].content, RENAME);
  });

  it('streams each item: added, deltas, done, and the whole response at the end', async () => {
    const { text } = await ask({ stream: true });
    const events = eventsIn(text);
    const types = events.map(({ type }) => type.replace('response.', ''));
    const kinds = types.filter((type, i) => type !== types[i - 1]);
    assert.deepEqual(kinds, [
      'created',
      'in_progress',
      'output_item.added',
      'content_part.added',
      'output_text.delta',
      'output_text.done',
      'content_part.done',
      'output_item.done',
      'completed',
    ]);
    assert.deepEqual(
      events.map(({ sequence_number }) => sequence_number),
      events.map((_, i) => i),
    );
    const deltas = events.filter(({ type }) => type === 'response.output_text.delta');
    const whole = events.at(-1).response.output[0].content[0].text;
    assert.equal(deltas.map(({ delta }) => delta).join(''), whole);
  });

  it('goes on from a stored response with new items only', async () => {
    const first = (await ask({})).json;
    const next = (await ask({ input: 'now make sum async', previous_response_id: first.id })).json;
    assert.match(next.output[0].content[0].text, /async function sum[\s\S]*subtotal/);
    assert.equal(next.previous_response_id, first.id);
  });

  it('keeps nothing of what is not to be stored', async () => {
    const { json } = await ask({ store: false });
    const found = await get(`${started.url}/v1/responses/${json.id}`);
    assert.equal(found.status, 404);
    const next = await ask({ input: 'make sum async', previous_response_id: json.id });
    assert.equal(next.json.error.code, 'previous_response_not_found');
  });

  it('deletes', async () => {
    const { id } = (await ask({})).json;
    const deleted = await get(`${started.url}/v1/responses/${id}`, 'DELETE');
    assert.deepEqual(deleted.json, { id, object: 'response', deleted: true });
    assert.equal((await get(`${started.url}/v1/responses/${id}`)).status, 404);
    assert.equal((await get(`${started.url}/v1/responses/${id}`, 'DELETE')).status, 404);
  });

  it('ends as incomplete where max_output_tokens cut it', async () => {
    const { json } = await ask({ max_output_tokens: 4 });
    assert.equal(json.status, 'incomplete');
    assert.deepEqual(json.incomplete_details, { reason: 'max_output_tokens' });
  });

  it('works in the background: polled, streamed from a place, cancelled', async () => {
    const { json, status } = await ask({ model: 'big', background: true });
    assert.equal(status, 200);
    assert.equal(json.status, 'queued');
    const url = `${started.url}/v1/responses/${json.id}`;
    assert.equal((await get(url)).json.status, 'in_progress');
    await until(() => upstream.bodies.length > 0, 'the upstream request');
    const stream = get(`${url}?stream=true&starting_after=1`);
    const cancelled = await post(`${url}/cancel`, {});
    assert.equal(cancelled.json.status, 'cancelled');
    const events = eventsIn((await stream).text);
    assert.equal(events[0].sequence_number, 2);
    assert.equal(events.at(-1).response.status, 'cancelled');
    assert.equal((await get(url)).json.status, 'cancelled');
    await until(() => upstream.dropped() > 0, 'the end of the upstream request');
    assert.equal((await post(`${url}/cancel`, {})).status, 400);
  });

  it('does background work to its end, also where its streaming reader leaves', async () => {
    upstream.behave(wordsEvery(2, 20));
    const controller = new AbortController();
    const response = await fetch(`${started.url}/v1/responses`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'big', input: 'hi', background: true, stream: true }),
    });
    const reader = response.body!.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    const { id } = eventsIn(first)[0].response;
    controller.abort();
    const url = `${started.url}/v1/responses/${id}`;
    for (let i = 0; i < 100 && (await get(url)).json.status !== 'completed'; i++);
    const { json } = await get(url);
    assert.equal(json.status, 'completed');
    assert.match(json.output[0].content[0].text, /^w0 .* w19 $/s);
  });

  it('refuses what it cannot keep', async () => {
    const cases: [object, string][] = [
      [{ background: true, store: false }, 'background'],
      [{ conversation: 'conv_1' }, 'conversation'],
      [{ text: { format: { type: 'json_schema' } } }, 'text'],
      [{ input: [{ type: 'message', role: 'user', content: 7 }] }, 'input[0].content'],
      [{ input: [{ type: 'no_such_item' }] }, 'input[0].type'],
      [{ input: [] }, 'input'],
    ];
    for (const [body, param] of cases) {
      const { status, json } = await ask(body);
      assert.equal(status, 400, JSON.stringify(json));
      assert.equal(json.error.param, param);
    }
    assert.equal((await get(`${started.url}/v1/responses/resp_nope`)).status, 404);
  });
});

describe('stored responses', () => {
  it('outlive the process, and one that was cut off is told as failed', async () => {
    const database = join(temporaryFolder(), 'server.sqlite');
    const upstream = await fakeUpstream(wordsEvery(1000, 10));
    const config = { upstreams: [{ id: 'big', url: upstream.url }] };
    const first = await start({ database, config });
    const url = (started: Started) => `${started.url}/v1/responses`;
    const done = (await post(url(first), { model: MODEL, input: RENAME })).json;
    const running = (await post(url(first), { model: 'big', input: 'x', background: true })).json;
    // A second process on the same file, as after a crash of the first.
    const second = await start({ database, config });
    assert.deepEqual((await get(`${url(second)}/${done.id}`)).json, done);
    const lost = (await get(`${url(second)}/${running.id}`)).json;
    assert.equal(lost.status, 'failed');
    assert.equal(lost.error.code, 'server_restarted');
    const next = { model: MODEL, input: 'make sum async', previous_response_id: done.id };
    assert.match((await post(url(second), next)).text, /async function sum/);
  });
});

describe('custom tools', () => {
  it('gets a patch in the form of apply_patch', async () => {
    const { url } = await start();
    const tools = [
      {
        type: 'function',
        name: 'shell_command',
        parameters: { type: 'object', properties: { command: { type: 'string' } } },
      },
      { type: 'custom', name: 'apply_patch', description: 'applies a patch' },
      { type: 'web_search' },
    ];
    const text = 'let total = 1;\nuse(total);\n';
    const call = {
      type: 'function_call',
      call_id: 'c1',
      name: 'shell_command',
      arguments: '{"command":"cat"}',
    };
    const output = `Exit code: 0\nWall time: 0 seconds\nOutput:\n\n==> wick:a.ts <==\n${text}\n==> wick: <==\n`;
    const input = [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'be brief' }] },
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: '<environment_context>x</environment_context>' }],
      },
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'rename total to sum in a.ts' }],
      },
      call,
      { type: 'function_call_output', call_id: 'c1', output },
    ];
    const body = { model: MODEL, tools, input, stream: true, store: false };
    const events = eventsIn((await post(`${url}/v1/responses`, body)).text);
    const [item] = events.at(-1).response.output;
    assert.equal(item.type, 'custom_tool_call');
    assert.equal(
      item.input,
      '*** Begin Patch\n*** Update File: a.ts\n@@\n-let total = 1;\n-use(total);\n+let sum = 1;\n+use(sum);\n*** End Patch',
    );
    assert.ok(events.some(({ type }) => type === 'response.custom_tool_call_input.done'));
  });
});
