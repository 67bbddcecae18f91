import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  CODE,
  chunk,
  type FakeUpstream,
  fakeUpstream,
  MODEL,
  Peer,
  pause,
  RENAME,
  type Started,
  start,
  until,
  wordsEvery,
} from './harness.ts';

describe('responses over WebSocket', () => {
  let started: Started;
  let upstream: FakeUpstream;
  before(async () => {
    upstream = await fakeUpstream(wordsEvery(5, 400));
    started = await start({ config: { upstreams: [{ id: 'big', url: upstream.url }] } });
  });
  const create = (body: object) => ({
    type: 'response.create',
    model: MODEL,
    input: RENAME,
    store: false,
    ...body,
  });

  it('streams the events of a response as frames', async () => {
    const peer = await Peer.open(started.port);
    peer.send(create({}));
    const done = await peer.next('response.completed');
    assert.match(done.response.output[0].content[0].text, /subtotal/);
    assert.deepEqual(
      peer.frames.map(({ sequence_number }) => sequence_number),
      peer.frames.map((_, i) => i),
    );
    peer.socket.close();
  });

  it('prewarms, and goes on from what was prewarmed with new items only', async () => {
    const peer = await Peer.open(started.port);
    const code = `\`\`\`ts\n${CODE}\`\`\``;
    peer.send(create({ generate: false, input: [{ role: 'user', content: code }] }));
    const warmed = await peer.next('response.completed');
    assert.deepEqual(warmed.response.output, []);
    const from = peer.frames.length;
    const input = [{ role: 'user', content: 'rename total to amount' }];
    peer.send(create({ previous_response_id: warmed.response.id, input }));
    const done = await peer.next('response.completed', from);
    assert.match(done.response.output[0].content[0].text, /let amount = 0/);
    const again = peer.frames.length;
    const next = [{ role: 'user', content: 'make sum async' }];
    peer.send(create({ previous_response_id: done.response.id, input: next }));
    const third = await peer.next('response.completed', again);
    assert.match(third.response.output[0].content[0].text, /async function sum[\s\S]*let amount/);
    peer.socket.close();
  });

  it('reaches a running response with a steer or an interrupt in under 10 ms', async () => {
    const peer = await Peer.open(started.port);
    const ms: number[] = [];
    for (let i = 0; i < 10; i++) {
      const from = peer.frames.length;
      peer.send(create({ model: 'big' }));
      const { response } = await peer.next('response.created', from);
      await peer.next('response.output_text.delta', from);
      const dropped = upstream.dropped();
      const start = performance.now();
      const type = i % 2 === 0 ? 'response.interrupt' : 'response.steer';
      peer.send({ type, response_id: response.id, input: 'shorter' });
      await peer.next('response.incomplete', from);
      ms.push(performance.now() - start);
      await until(() => upstream.dropped() > dropped, 'the end of the upstream request');
      if (type === 'response.interrupt') continue;
      const created = () =>
        peer.frames.slice(from).filter(({ type }) => type === 'response.created');
      await until(() => created().length === 2, 'the successor');
      peer.send({ type: 'response.cancel', response_id: created()[1].response.id });
      await until(
        () =>
          peer.frames.slice(from).filter(({ type }) => type === 'response.incomplete').length === 2,
        'the end of the successor',
      );
    }
    // The quickest of them: what else the machine does is no time of the server's.
    assert.ok(Math.min(...ms) < 10, `${ms.join(', ')} ms`);
    peer.socket.close();
  });

  it('hears an interrupt, says so and takes the next request at once', async () => {
    const peer = await Peer.open(started.port);
    peer.send(create({ model: 'big' }));
    const { response } = await peer.next('response.created');
    await peer.next('response.output_text.delta');
    peer.send({
      type: 'response.interrupt',
      response_id: response.id,
      mode: 'discard_partial_items',
    });
    const end = await peer.next('response.incomplete');
    assert.deepEqual(end.response.incomplete_details, { reason: 'interrupted' });
    assert.equal(end.response.end_turn, false);
    assert.deepEqual(end.response.output, []);
    const from = peer.frames.length;
    peer.send(create({}));
    assert.ok(await peer.next('response.completed', from));
    peer.socket.close();
  });

  it('is steered: the running response ends, its successor goes on with what was added', async () => {
    const peer = await Peer.open(started.port);
    peer.send(create({ model: 'big', stream_id: 'a' }));
    const { response } = await peer.next('response.created');
    await peer.next('response.output_text.delta');
    const from = peer.frames.length;
    peer.send({
      type: 'response.steer',
      response_id: response.id,
      input: 'shorter, please',
      stream_id: 'a',
    });
    const accepted = await peer.next('response.steer.accepted', from);
    assert.deepEqual([accepted.response_id, accepted.stream_id], [response.id, 'a']);
    const ended = await peer.next('response.incomplete', from);
    assert.deepEqual(ended.response.incomplete_details, { reason: 'steered' });
    const successor = await peer.next('response.created', from);
    assert.equal(successor.response.previous_response_id, response.id);
    await until(() => upstream.bodies.at(-1).messages.length === 3, 'the successor');
    const [, partial, steer] = upstream.bodies.at(-1).messages;
    assert.match(partial.content, /^w0 /);
    assert.equal(steer.content, 'shorter, please');
    peer.socket.close();
  });

  it('takes a steer together with what was asked before', async () => {
    const input = `rename total to sum_of_all\n\n\`\`\`ts\n${CODE}\`\`\``;
    const peer = await Peer.open(started.port);
    peer.send(create({ input }));
    const { response } = await peer.next('response.created');
    peer.send({ type: 'response.steer', response_id: response.id, input: 'no, call it subtotal' });
    await peer.next('response.steer.accepted');
    const done = await peer.next('response.completed');
    assert.equal(done.response.previous_response_id, response.id);
    assert.match(done.response.output[0].content[0].text, /let subtotal = 0/);
    peer.socket.close();
  });

  it('runs lanes side by side, and each in order', async () => {
    upstream.behave(wordsEvery(3, 60));
    const peer = await Peer.open(started.port);
    peer.send(create({ model: 'big', stream_id: 'slow' }));
    peer.send(create({ stream_id: 'slow' }));
    peer.send(create({ stream_id: 'quick' }));
    const ends = () => peer.frames.filter(({ type }) => type === 'response.completed');
    await until(() => ends().length === 3, 'three ends');
    assert.deepEqual(
      ends().map(({ stream_id, response }) => [stream_id, response.model]),
      [
        ['quick', MODEL],
        ['slow', 'big'],
        ['slow', MODEL],
      ],
    );
    peer.socket.close();
  });

  it('tells errors as frames and stays open', async () => {
    const peer = await Peer.open(started.port);
    const cases: [object | string, string][] = [
      ['{"type":', 'invalid_json'],
      ['[1]', 'invalid_value'],
      [{ type: 'response.dance' }, 'invalid_value'],
      [`${'['.repeat(200)}${']'.repeat(200)}`, 'too_deep'],
      [create({ previous_response_id: 'resp_gone' }), 'previous_response_not_found'],
      [create({ model: 'gpt-9' }), 'model_not_found'],
      [create({ temperature: 9 }), 'invalid_value'],
      [{ type: 'response.interrupt', response_id: 'resp_gone' }, 'response_not_found'],
    ];
    for (const [frame, code] of cases) {
      const from = peer.frames.length;
      peer.send(frame);
      const error = await peer.next('error', from);
      assert.equal(error.error.code, code, JSON.stringify(error));
      assert.ok(error.status >= 400);
    }
    peer.socket.send(Buffer.from([1, 2]));
    await until(() => peer.frames.at(-1).error.code === 'invalid_frame');
    const from = peer.frames.length;
    peer.send(create({}));
    assert.ok(await peer.next('response.completed', from));
    peer.socket.close();
  });

  it('closes on text that is no UTF-8, and on frames that are too long', async () => {
    const bad = await Peer.open(started.port);
    // A text frame (0x81) of two bytes, masked with zeros.
    bad.wire.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]));
    await until(() => bad.closed !== undefined);
    assert.equal(bad.closed?.code, 1007);
    const long = await Peer.open(started.port);
    long.send('x'.repeat(5 * 1024 * 1024));
    await until(() => long.closed !== undefined);
    assert.equal(long.closed?.code, 1009);
  });

  it('stops generating when the socket drops', async () => {
    upstream.behave(wordsEvery(5, 400));
    const peer = await Peer.open(started.port);
    const dropped = upstream.dropped();
    peer.send(create({ model: 'big' }));
    await peer.next('response.output_text.delta');
    peer.socket.terminate();
    await until(() => upstream.dropped() > dropped, 'the end of the upstream request');
  });

  it('waits for a slow reader', async () => {
    let sent = 0;
    upstream.behave(async (_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const text = chunk({ content: 'x'.repeat(10_000) });
      for (; sent < 2000 && !response.destroyed; sent++) {
        if (!response.write(text)) await new Promise((resolve) => response.once('drain', resolve));
      }
    });
    const peer = await Peer.open(started.port);
    peer.send(create({ model: 'big' }));
    await peer.next('response.output_text.delta');
    peer.wire.pause();
    await pause(400);
    const held = sent;
    await pause(150);
    assert.equal(sent, held, 'the upstream waits');
    assert.ok(held < 2000);
    peer.socket.terminate();
  });

  it('refuses other paths and pages of browsers before the upgrade', async () => {
    await assert.rejects(Peer.open(started.port, { origin: 'https://evil.example' }), /403/);
  });
});

describe('a connection', () => {
  it('ends after its time with an error that clients know', async () => {
    const socketLimits = { lifetimeMs: 60, heartbeatMs: 10_000 };
    const { port } = await start({ socketLimits });
    const peer = await Peer.open(port);
    const { error } = await peer.next('error');
    assert.equal(error.code, 'websocket_connection_limit_reached');
    await until(() => peer.closed !== undefined);
  });

  it('is steered, too, where its key may run one response at a time', async () => {
    const upstream = await fakeUpstream(wordsEvery(5, 400));
    const config = { limits: { concurrency: 1 }, upstreams: [{ id: 'big', url: upstream.url }] };
    const { port } = await start({ config });
    const peer = await Peer.open(port);
    peer.send({ type: 'response.create', model: 'big', input: 'x', store: false });
    const { response } = await peer.next('response.created');
    await peer.next('response.output_text.delta');
    const from = peer.frames.length;
    peer.send({ type: 'response.steer', response_id: response.id, input: 'y' });
    assert.ok(await peer.next('response.created', from));
    peer.socket.terminate();
  });

  it('is cut where the peer does not answer pings any more', async () => {
    const socketLimits = { lifetimeMs: 60_000, heartbeatMs: 30 };
    const { port, url } = await start({ socketLimits });
    const peer = await Peer.open(port);
    peer.wire.pause();
    await pause(150);
    const text = await (await fetch(`${url}/metrics`)).text();
    assert.match(text, /^wick_websocket_connections 0$/m);
    peer.wire.resume();
    await until(() => peer.closed !== undefined);
  });
});
