import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { KeyStore } from '../src/access/keys.ts';
import { Admissions } from '../src/access/limits.ts';
import { checkConfig } from '../src/config.ts';
import { openDatabase } from '../src/store/database.ts';
import { get, MODEL, Peer, post, RENAME, start, temporaryFolder, until } from './harness.ts';

const ASK = { model: MODEL, messages: [{ role: 'user', content: RENAME }] };

describe('keys', () => {
  it('are asked for where the server is told so; the right one opens, a revoked one no more', async () => {
    const database = join(temporaryFolder(), 'server.sqlite');
    const { url, port } = await start({ database, requireKey: true });
    const chat = `${url}/v1/chat/completions`;
    const none = await post(chat, ASK);
    assert.equal(none.status, 401);
    assert.equal(none.json.error.code, 'invalid_api_key');
    assert.equal((await post(chat, ASK, { authorization: 'Bearer wick-guess' })).status, 401);
    assert.equal((await get(`${url}/v1/models`)).status, 401);
    assert.equal((await get(`${url}/metrics`)).status, 401);
    assert.equal((await get(`${url}/health`)).status, 200);
    await assert.rejects(Peer.open(port), /401/);

    // Made by another process while the server runs.
    const other = openDatabase(database);
    const keys = new KeyStore(other);
    const { key, secret } = keys.create('laptop');
    const headers = { authorization: `Bearer ${secret}` };
    assert.equal((await post(chat, ASK, headers)).status, 200);
    assert.equal((await post(chat, ASK, { 'x-api-key': secret })).status, 200);
    (await Peer.open(port, headers)).socket.close();
    keys.revoke(key.id);
    assert.equal((await post(chat, ASK, headers)).status, 401);
    other.close();
  });

  it('are in the database as hashes alone, and survive a restart', () => {
    const path = join(temporaryFolder(), 'server.sqlite');
    const first = openDatabase(path);
    const { secret } = new KeyStore(first).create('ci', { concurrency: 2 });
    const [row] = first.prepare('SELECT * FROM keys').all();
    assert.ok(!JSON.stringify(row).includes(secret.slice(8, -4)));
    first.close();
    const second = openDatabase(path);
    assert.deepEqual(new KeyStore(second).find(secret)?.limits, { concurrency: 2 });
    second.close();
  });

  it('see their own responses alone', async () => {
    const database = join(temporaryFolder(), 'server.sqlite');
    const { url } = await start({ database, requireKey: true });
    const other = openDatabase(database);
    const keys = new KeyStore(other);
    const [one, two] = ['one', 'two'].map((name) => ({
      authorization: `Bearer ${keys.create(name).secret}`,
    }));
    other.close();
    const body = { model: MODEL, input: RENAME };
    const { id } = (await post(`${url}/v1/responses`, body, one)).json;
    assert.equal((await get(`${url}/v1/responses/${id}`, 'GET', one)).status, 200);
    assert.equal((await get(`${url}/v1/responses/${id}`, 'GET', two)).status, 404);
    const next = { ...body, previous_response_id: id };
    assert.equal((await post(`${url}/v1/responses`, next, two)).status, 400);
  });
});

describe('a server without keys', () => {
  it('answers no page of a browser and no foreign host name', async () => {
    const { url, port } = await start();
    const page = await post(`${url}/v1/chat/completions`, ASK, { origin: 'https://evil.example' });
    assert.equal(page.status, 403);
    assert.equal(page.headers.get('access-control-allow-origin'), null);
    const status = await new Promise((resolve) => {
      const headers = { host: 'evil.example' };
      http.get({ port, path: '/v1/models', headers }, (response) => resolve(response.statusCode));
    });
    assert.equal(status, 403);
  });
});

describe('limits', () => {
  it('are told in headers, and end in 429 with the time to wait', async () => {
    const { url } = await start({ config: { limits: { requestsPerMinute: 2 } } });
    const chat = `${url}/v1/chat/completions`;
    const first = await post(chat, ASK);
    assert.equal(first.headers.get('x-ratelimit-limit-requests'), '2');
    assert.equal(first.headers.get('x-ratelimit-remaining-requests'), '1');
    await post(chat, ASK);
    const third = await post(chat, ASK);
    assert.equal(third.status, 429);
    const seconds = Number(third.headers.get('retry-after'));
    assert.ok(seconds > 20 && seconds <= 30, `${seconds}`);
    assert.equal(third.json.error.code, 'rate_limit_exceeded');
    assert.match(third.json.error.message, /try again in \d+s/);
    const metrics = (await get(`${url}/metrics`)).text;
    assert.match(metrics, /^wick_refused_total\{limit="requests"\} 1$/m);
    assert.equal((await get(`${url}/v1/models`)).status, 200);
  });

  it('count tokens after the fact: what was taken too much is waited for', () => {
    const { limits } = checkConfig({ limits: { tokensPerMinute: 600 } });
    const admissions = new Admissions(limits, () => {});
    const first = admissions.enter('key', {}, 0);
    first.spend(900);
    first.leave();
    const second = () => admissions.enter('key', {}, 1000);
    assert.throws(second, { status: 429 });
    assert.equal(errorHeaders(second)['retry-after'], '30');
    admissions.enter('key', {}, 31_200).leave();
  });

  it('of a key come before the defaults; what is over makes room', () => {
    const { limits } = checkConfig({ limits: { inFlight: 3 } });
    const admissions = new Admissions(limits, () => {});
    const one = admissions.enter('a', { concurrency: 1 });
    assert.throws(() => admissions.enter('a', { concurrency: 1 }), { status: 429 });
    one.leave();
    one.leave();
    const others = [1, 2, 3].map(() => admissions.enter('b', {}));
    assert.throws(() => admissions.enter('c', {}), { status: 503, code: 'server_busy' });
    for (const each of others) each.leave();
    assert.equal(admissions.inFlight, 0);
  });
});

function errorHeaders(work: () => unknown): Record<string, string> {
  try {
    work();
  } catch (error) {
    return (error as { headers: Record<string, string> }).headers;
  }
  throw new Error('nothing was thrown');
}

describe('the audit log', () => {
  it('has key, route, model, status and tokens, and nothing of what was said', async () => {
    const { url, lines } = await start();
    await post(`${url}/v1/chat/completions`, ASK);
    await until(() => lines.some((line) => line.includes('"audit":true')));
    const line = lines.find((each) => each.includes('"audit":true'))!;
    const { key, route, model, status, tokens } = JSON.parse(line);
    assert.deepEqual([key, route, model, status], ['local', '/v1/chat/completions', MODEL, 200]);
    assert.ok(tokens > 0);
    assert.ok(!lines.join('').includes('subtotal'));
  });
});

describe('the database', () => {
  it('locked by another process: answers come, storing is told to wait', async () => {
    const database = join(temporaryFolder(), 'server.sqlite');
    const { url, lines } = await start({ database });
    const other = new DatabaseSync(database);
    other.exec('BEGIN EXCLUSIVE');
    const body = { model: MODEL, input: RENAME };
    const { status, json } = await post(`${url}/v1/responses`, body);
    assert.equal(status, 200);
    assert.equal(json.status, 'completed');
    await until(() => lines.some((line) => line.includes('storage_unavailable')));
    const background = await post(`${url}/v1/responses`, { ...body, background: true });
    assert.equal(background.status, 503);
    assert.equal(background.json.error.code, 'storage_unavailable');
    assert.equal(background.headers.get('retry-after'), '1');
    other.exec('ROLLBACK');
    other.close();
    const again = (await post(`${url}/v1/responses`, body)).json;
    assert.equal((await get(`${url}/v1/responses/${again.id}`)).status, 200);
  });

  it('that can only be read: answers come all the same', async () => {
    const folder = temporaryFolder();
    const database = join(folder, 'server.sqlite');
    openDatabase(database).close();
    chmodSync(database, 0o400);
    const { url } = await start({ database });
    const { status, json } = await post(`${url}/v1/responses`, { model: MODEL, input: RENAME });
    assert.equal(status, 200);
    assert.equal(json.status, 'completed');
  });
});
