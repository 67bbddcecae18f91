import assert from 'node:assert/strict';
import net from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import {
  eventsIn,
  fakeUpstream,
  get,
  MODEL,
  pause,
  post,
  RENAME,
  start,
  temporaryFolder,
  until,
  wordsEvery,
} from './harness.ts';

const ASK = { model: MODEL, messages: [{ role: 'user', content: RENAME }] };

describe('bodies', () => {
  it('that are no JSON, no UTF-8, too deep or too large are refused, each by name', async () => {
    const { url } = await start();
    const chat = `${url}/v1/chat/completions`;
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const cases: [string | Uint8Array, number, string][] = [
      ['{"model": "x",', 400, 'invalid_json'],
      ['', 400, 'missing_body'],
      ['null', 400, 'invalid_value'],
      [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, 'invalid_utf8'],
      [deep, 400, 'too_deep'],
      [JSON.stringify({ ...ASK, padding: 'x'.repeat(10 * 1024 * 1024) }), 413, 'request_too_large'],
    ];
    for (const [body, status, code] of cases) {
      const answer = await post(chat, body);
      assert.equal(answer.status, status, answer.text.slice(0, 200));
      assert.equal(answer.json.error.code, code);
    }
    const form = await post(chat, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' });
    assert.equal(form.status, 415);
    assert.equal((await post(chat, ASK)).status, 200);
  });

  it('that are packed are unpacked, and not beyond the limit', async () => {
    const { url } = await start();
    const chat = `${url}/v1/chat/completions`;
    const bytes = Buffer.from(JSON.stringify(ASK));
    const packed = await post(chat, zstdCompressSync(bytes), { 'content-encoding': 'zstd' });
    assert.equal(packed.status, 200);
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 32));
    const refused = await post(chat, bomb, { 'content-encoding': 'gzip' });
    assert.equal(refused.status, 413);
    const broken = await post(chat, bytes, { 'content-encoding': 'br' });
    assert.equal(broken.json.error.code, 'invalid_encoding');
    const unknown = await post(chat, bytes, { 'content-encoding': 'rot13' });
    assert.equal(unknown.status, 415);
  });
});

describe('places', () => {
  it('that are none are told in OpenAI shape', async () => {
    const { url } = await start();
    const { status, json } = await get(`${url}/v1/embeddings`);
    assert.equal(status, 404);
    assert.equal(json.error.code, 'unknown_url');
  });
});

describe('clients', () => {
  it('that go away in the middle stop what was done for them', async () => {
    const upstream = await fakeUpstream(wordsEvery(5, 1000));
    const { url } = await start({ config: { upstreams: [{ id: 'big', url: upstream.url }] } });
    const controller = new AbortController();
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      signal: controller.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...ASK, model: 'big', stream: true }),
    });
    await response.body!.getReader().read();
    controller.abort();
    await until(() => upstream.dropped() === 1, 'the end of the upstream request');
    await pause(5);
    assert.equal((await get(`${url}/health`)).json.in_flight, 0);
  });

  it('that go away while they wait give up their place in the queue', async () => {
    const { url } = await start({ config: { limits: { concurrency: 64 } } });
    // Long and each another, so that none is answered before the rest have come.
    const ask = (_: unknown, i: number) => {
      const lines = Array.from(
        { length: 250 },
        (_, line) => `export const v${i}x${line} = ${line};`,
      );
      const content = `rename v${i}x1 to total\n\`\`\`ts\n${lines.join('\n')}\n\`\`\``;
      const controller = new AbortController();
      const headers = { 'content-type': 'application/json' };
      const { signal } = controller;
      const body = JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] });
      fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body, signal }).catch(
        () => {},
      );
      return controller;
    };
    const waiting = Array.from({ length: 40 }, ask);
    const inFlight = async () => (await get(`${url}/health`)).json.in_flight as number;
    while ((await inFlight()) === 0);
    for (const controller of waiting) controller.abort();
    const last = await post(`${url}/v1/chat/completions`, ASK);
    assert.equal(last.status, 200, last.text);
    assert.equal(await inFlight(), 0);
    const generated = /^wick_generated_tokens_total\S+ (\d+)$/m.exec(
      (await get(`${url}/metrics`)).text,
    );
    // Those that ran already may have come to their end.
    assert.ok(Number(generated?.[1]) < 20 * 8, `${generated?.[1]} tokens for those who left`);
  });

  it('that read slowly hold up themselves alone', async () => {
    const words: string[] = [];
    const upstream = await fakeUpstream(async (_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const text = 'x'.repeat(10_000);
      for (let i = 0; i < 2000 && !response.destroyed; i++) {
        const chunk = { choices: [{ index: 0, delta: { content: text } }] };
        words.push('w');
        if (!response.write(`data: ${JSON.stringify(chunk)}\n\n`)) {
          await new Promise((resolve) => response.once('drain', resolve));
        }
      }
    });
    const { url, port } = await start({
      config: { upstreams: [{ id: 'big', url: upstream.url }] },
    });
    const body = JSON.stringify({ ...ASK, model: 'big', stream: true });
    const slow = net.connect({ host: '127.0.0.1', port });
    slow.pause();
    slow.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => words.length > 0, 'the upstream');
    // What lies between them fills, and then the upstream waits.
    let sent = 0;
    for (; sent < words.length; await pause(300)) sent = words.length;
    assert.ok(sent < 2000, `the upstream sent ${sent}`);
    assert.equal((await post(`${url}/v1/chat/completions`, ASK)).status, 200);
    slow.destroy();
    await until(() => upstream.dropped() === 1, 'the end of the upstream request');
  });
});

describe('shutdown', () => {
  it('lets running answers finish, takes no new ones, and ends in bounded time', async () => {
    const upstream = await fakeUpstream(wordsEvery(2, 40));
    const config = { upstreams: [{ id: 'big', url: upstream.url }] };
    const { server, url } = await start({ config });
    const running = post(`${url}/v1/chat/completions`, { ...ASK, model: 'big', stream: true });
    await until(() => upstream.bodies.length === 1);
    const closing = server.close(5000);
    const text = eventsIn((await running).text).map(
      ({ choices }) => choices[0].delta.content ?? '',
    );
    assert.match(text.join(''), /w0 .* w39 /);
    await closing;
    await assert.rejects(get(`${url}/health`));
  });

  it('waits for work in the background, which counts against the limits until it is over', async () => {
    const upstream = await fakeUpstream(wordsEvery(2, 60));
    const config = { upstreams: [{ id: 'big', url: upstream.url }] };
    const database = join(temporaryFolder(), 'server.sqlite');
    const { server, url } = await start({ config, database });
    const body = { model: 'big', input: 'x', background: true };
    const { id } = (await post(`${url}/v1/responses`, body)).json;
    await pause(20);
    assert.equal((await get(`${url}/health`)).json.in_flight, 1);
    await server.close(5000);
    const again = await start({ config, database });
    const { json } = await get(`${again.url}/v1/responses/${id}`);
    assert.equal(json.status, 'completed');
    assert.match(json.output[0].content[0].text, /w59 $/);
  });

  it('stops what does not end in time', async () => {
    const upstream = await fakeUpstream(wordsEvery(10, 10_000));
    const config = { upstreams: [{ id: 'big', url: upstream.url }] };
    const { server, url } = await start({ config });
    const running = post(`${url}/v1/responses`, { model: 'big', input: 'x', stream: true });
    await until(() => upstream.bodies.length === 1);
    const begun = performance.now();
    await server.close(50);
    assert.ok(performance.now() - begun < 2000);
    const last = eventsIn((await running).text).at(-1);
    assert.deepEqual(last.response.incomplete_details, { reason: 'shutdown' });
  });
});

describe('silence', () => {
  it('is broken by comments, and an error behind them is told as an event', async () => {
    const upstream = await fakeUpstream(async (_body, response) => {
      await pause(120);
      response.writeHead(401).end('{"error":{"message":"bad key"}}');
    });
    const upstreams = [{ id: 'big', url: upstream.url }];
    const { url } = await start({ config: { upstreams, keepAliveMs: 25 } });
    const { status, text } = await post(`${url}/v1/chat/completions`, {
      ...ASK,
      model: 'big',
      stream: true,
    });
    assert.equal(status, 200);
    assert.ok(text.split(': keep-alive\n\n').length > 3, text);
    assert.equal(eventsIn(text).at(-1).error.code, 'upstream_refused');
  });

  it('of work in the background is broken for its readers, too', async () => {
    const upstream = await fakeUpstream(async (body, response, request) => {
      await pause(120);
      await wordsEvery(1, 2)(body, response, request);
    });
    const upstreams = [{ id: 'big', url: upstream.url }];
    const { url } = await start({ config: { upstreams, keepAliveMs: 25 } });
    const body = { model: 'big', input: 'x', background: true };
    const { id } = (await post(`${url}/v1/responses`, body)).json;
    const { text } = await get(`${url}/v1/responses/${id}?stream=true`);
    assert.ok(text.split(': keep-alive\n\n').length > 3, text);
    assert.equal(eventsIn(text).at(-1).type, 'response.completed');
  });
});
