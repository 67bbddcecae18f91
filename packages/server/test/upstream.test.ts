import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  chunk,
  eventsIn,
  fakeUpstream,
  get,
  MODEL,
  post,
  RENAME,
  start,
  wordsEvery,
} from './harness.ts';

const ASK = { messages: [{ role: 'user', content: 'write a web server' }] };

async function withUpstream(behaviour: Parameters<typeof fakeUpstream>[0], options: object = {}) {
  const upstream = await fakeUpstream(behaviour);
  const entry = { id: 'big', url: upstream.url, model: 'their-name', key: 'secret', ...options };
  const started = await start({ config: { upstreams: [entry] } });
  const ask = (body: object) =>
    post(`${started.url}/v1/chat/completions`, { model: 'big', ...ASK, ...body });
  return { upstream, ask, ...started };
}

describe('a bigger model', () => {
  it('is asked under its own name with its key, and streamed through', async () => {
    let authorization: string | undefined;
    const { upstream, ask } = await withUpstream(async (body, response, request) => {
      authorization = request.headers.authorization;
      await wordsEvery(1, 3)(body, response, request);
    });
    const { json } = await ask({ temperature: 0.5, max_tokens: 7 });
    assert.equal(json.choices[0].message.content, 'w0 w1 w2 ');
    assert.equal(authorization, 'Bearer secret');
    const [body] = upstream.bodies;
    assert.deepEqual([body.model, body.temperature, body.max_tokens], ['their-name', 0.5, 7]);
    assert.deepEqual(body.messages, ASK.messages);
  });

  it('calls the client tools', async () => {
    const { ask } = await withUpstream((_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const call = (fields: object) => chunk({ tool_calls: [{ index: 0, ...fields }] });
      response.write(call({ id: 'their-id', function: { name: 'bash', arguments: '' } }));
      response.write(call({ function: { arguments: '{"comm' } }));
      response.write(call({ function: { arguments: 'and":"ls"}' } }));
      response.end(`${chunk({}, 'tool_calls')}data: [DONE]\n\n`);
    });
    const tools = [
      { type: 'function', function: { name: 'bash', parameters: { type: 'object' } } },
    ];
    const { json } = await ask({ tools });
    const [choice] = json.choices;
    assert.equal(choice.finish_reason, 'tool_calls');
    assert.deepEqual(choice.message.tool_calls, [
      {
        id: 'their-id',
        type: 'function',
        function: { name: 'bash', arguments: '{"command":"ls"}' },
      },
    ]);
  });

  it('is listed, and auto beside it', async () => {
    const { url } = await withUpstream(wordsEvery(1, 1));
    const { json } = await get(`${url}/v1/models`);
    assert.deepEqual(
      json.data.map(({ id }: { id: string }) => id),
      [MODEL, 'auto', 'big'],
    );
    assert.equal(json.models[0].apply_patch_tool_type, 'freeform');
  });

  it('gets through auto what the small one declines, and nothing else', async () => {
    const { ask, upstream } = await withUpstream(wordsEvery(1, 2));
    const small = await ask({ model: 'auto', messages: [{ role: 'user', content: RENAME }] });
    assert.match(small.json.choices[0].message.content, /let subtotal/);
    assert.equal(upstream.bodies.length, 0);
    const big = await ask({ model: 'auto' });
    assert.equal(big.json.choices[0].message.content, 'w0 w1 ');
  });

  it('is asked again where it refuses for now, before anything came', async () => {
    let count = 0;
    const { ask, upstream } = await withUpstream(async (body, response, request) => {
      if (count++ === 0) response.writeHead(503, { 'retry-after': '0' }).end('busy');
      else await wordsEvery(1, 1)(body, response, request);
    });
    assert.equal((await ask({})).json.choices[0].message.content, 'w0 ');
    assert.equal(upstream.bodies.length, 2);
  });

  it('that refuses, hangs, dies or sends garbage gives a clear error, never a hang', async () => {
    const cases: [Parameters<typeof fakeUpstream>[0], number, string, RegExp][] = [
      [
        (_body, response) => response.writeHead(401).end('{"error":{"message":"bad key"}}'),
        502,
        'upstream_refused',
        /answered 401: bad key/,
      ],
      [
        (_body, response) => response.writeHead(429, { 'retry-after': '60' }).end('{}'),
        429,
        'rate_limit_exceeded',
        /answered 429/,
      ],
      [() => {}, 504, 'upstream_timeout', /sent nothing for 150 ms/],
      [
        (_body, response) => {
          response.writeHead(200).end('data: {"choices": [}\n\n');
        },
        502,
        'upstream_failed',
        /broke off/,
      ],
      [
        (_body, response) => {
          response.writeHead(200).end('<html>hello</html>');
        },
        502,
        'upstream_failed',
        /ended before the answer did/,
      ],
    ];
    for (const [behaviour, status, code, message] of cases) {
      const { ask } = await withUpstream(behaviour, { idleTimeoutMs: 150 });
      for (const stream of [false, true]) {
        const answer = await ask({ stream });
        assert.equal(answer.status, status, answer.text);
        assert.equal(answer.json.error.code, code);
        assert.match(answer.json.error.message, message);
      }
    }
  });

  it('that dies in the middle ends the stream with an error event, and a response as failed', async () => {
    const { ask, url } = await withUpstream((_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk({ content: 'half' }), () => response.destroy());
    });
    const { text } = await ask({ stream: true });
    assert.equal(eventsIn(text).at(-1).error.code, 'upstream_failed');
    assert.ok(!text.includes('[DONE]'));
    const { json } = await post(`${url}/v1/responses`, { model: 'big', input: 'x' });
    assert.equal(json.status, 'failed');
    assert.equal(json.error.code, 'upstream_failed');
  });

  it('that is not there is told as such', async () => {
    const { url } = await start({
      config: { upstreams: [{ id: 'big', url: 'http://127.0.0.1:9/v1' }] },
    });
    const answer = await post(`${url}/v1/chat/completions`, { model: 'big', ...ASK });
    assert.equal(answer.status, 502);
    assert.match(answer.json.error.message, /could not be reached/);
  });
});
