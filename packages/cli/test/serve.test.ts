/** `wick serve` and `wick keys` as processes: an address, an answer, a graceful end; keys that open and close. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { NEEDS_MODEL, start, temporaryFolder, wick } from './wick.ts';

const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `wick serve` on a free port; gives its base URL when it listens. */
async function serve(args: readonly string[], env: Record<string, string> = {}) {
  const child = start(['serve', '--port', '0', '--threads', '1', ...args], { env });
  children.push(child);
  child.stderr!.resume();
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /^wick serves \S+ at (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { child, url, ended };
  }
  throw new Error('wick serve ended');
}

const ASK = {
  model: 'wick-nano',
  input: 'rename total to sum\n\n```ts\nlet total = 1;\n```',
};

function ask(url: string, body: object, headers: Record<string, string> = {}) {
  return fetch(`${url}/responses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

describe('wick serve', NEEDS_MODEL, () => {
  it('answers on loopback without a key, and ends with 0 at SIGTERM', async () => {
    const { child, url, ended } = await serve([]);
    const response = await ask(url, ASK);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /let sum = 1;/);
    child.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('is killed, and started anew: stored responses and keys are there', async () => {
    const env = { WICK_STATE: temporaryFolder() };
    const { stdout: secret } = await wick(['keys', 'create', 'laptop'], { env });
    const headers = { authorization: `Bearer ${secret.trim()}` };
    const first = await serve(['--require-key'], env);
    const { id } = (await (await ask(first.url, ASK, headers)).json()) as { id: string };
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await serve(['--require-key'], env);
    assert.equal((await fetch(`${second.url}/responses/${id}`)).status, 401);
    const found = await fetch(`${second.url}/responses/${id}`, { headers });
    assert.equal(found.status, 200);
    assert.match(await found.text(), /let sum = 1;/);

    const { keys } = JSON.parse((await wick(['keys', 'list', '--json'], { env })).stdout);
    assert.equal(keys[0].name, 'laptop');
    await wick(['keys', 'revoke', keys[0].id], { env });
    assert.equal((await fetch(`${second.url}/models`, { headers })).status, 401);
  });

  it('listens nowhere else while there is no key', async () => {
    const env = { WICK_STATE: temporaryFolder() };
    const { code, stderr } = await wick(['serve', '--host', '0.0.0.0', '--port', '0'], { env });
    assert.equal(code, 2);
    assert.match(stderr, /^wick: on 0\.0\.0\.0 every request needs a key, and there is none/);
  });

  it('says what is wrong with its config, and with its port', async () => {
    const config = join(temporaryFolder(), 'server.json');
    writeFileSync(config, '{"upstreams": [{"id": "big", "url": "nowhere"}]}');
    const wrong = await wick(['serve', '--config', config]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /server\.json: upstreams\.0\.url/);
    const { url } = await serve([]);
    const taken = await wick(['serve', '--port', new URL(url).port]);
    assert.equal(taken.code, 2);
    assert.match(taken.stderr, /is in use; choose another/);
  });

  it('keeps its help', async () => {
    for (const command of ['serve', 'keys', 'mcp']) {
      const { code, stdout } = await wick([command, '--help']);
      assert.equal(code, 0);
      assert.match(stdout, /Examples:\n {2}wick /);
    }
    assert.equal((await wick(['keys', 'revoke', 'key_none'])).code, 2);
  });
});
