/** Codex CLI, unmodified: edits over HTTP and over WebSocket, an interrupt in the middle, a resumed session. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import {
  type FakeUpstream,
  fakeUpstream,
  get,
  MODEL,
  type Started,
  start,
  temporaryFolder,
  until,
  wordsEvery,
} from '../harness.ts';
import { client, FILES, Repository, type Run, run } from './scratch.ts';

const { path, skip } = client('.bin/codex');

describe('Codex CLI', { skip, timeout: 120_000 }, () => {
  let started: Started;
  let upstream: FakeUpstream;
  let catalogue: string;
  before(async () => {
    upstream = await fakeUpstream(wordsEvery(20, 2000));
    started = await start({ config: { upstreams: [{ id: 'big', url: upstream.url }] } });
    catalogue = join(temporaryFolder(), 'models.json');
    writeFileSync(catalogue, (await get(`${started.url}/v1/models`)).text);
  });

  function codex(
    repository: Repository,
    words: readonly string[],
    { sockets = true, model = MODEL, home = temporaryFolder(), models = catalogue } = {},
  ): Run {
    const provider = `{name="Wick",base_url="${started.url}/v1",wire_api="responses",supports_websockets=${sockets}}`;
    const args = [
      'exec',
      ...words.slice(0, -1),
      '--skip-git-repo-check',
      ...['-c', `model_catalog_json="${models}"`],
      ...['-c', `model_providers.wick=${provider}`],
      ...['-c', 'model_provider="wick"', '-c', 'sandbox_mode="danger-full-access"', '-m', model],
      words.at(-1)!,
    ];
    return run(path, args, { cwd: repository.root, home, env: { CODEX_HOME: home } });
  }

  /** Requests that were answered, by route. */
  const answered = (route: string) =>
    started.lines.filter((line) => line.includes('"audit":true') && line.includes(`"${route}"`));

  for (const [name, sockets, route] of [
    ['HTTP', false, '/v1/responses'],
    ['WebSocket', true, 'ws /v1/responses'],
  ] as const) {
    it(`edits over ${name}: one call to read, one to patch, one sentence`, async () => {
      const repository = new Repository();
      const before = answered(route).length;
      const output = await codex(repository, ['rename total to subtotal in src/cart.ts'], {
        sockets,
      }).output;
      const renamed = FILES['src/cart.ts'].replaceAll('total', 'subtotal');
      assert.equal(repository.read('src/cart.ts'), renamed, output);
      assert.deepEqual(repository.changed, ['src/cart.ts']);
      assert.match(output, /Changed 3 lines in src\/cart\.ts\./);
      assert.equal(answered(route).length - before, 3);
    });
  }

  it('edits in the lite form of Responses, where tools come as an item of the input', async () => {
    const { models } = JSON.parse(readFileSync(catalogue, 'utf8'));
    const lite = join(temporaryFolder(), 'lite.json');
    const entries = models.map((entry: object) => ({ ...entry, use_responses_lite: true }));
    writeFileSync(lite, JSON.stringify({ models: entries }));
    const repository = new Repository();
    const words = ['rename total to subtotal in src/cart.ts'];
    const output = await codex(repository, words, { models: lite }).output;
    const renamed = FILES['src/cart.ts'].replaceAll('total', 'subtotal');
    assert.equal(repository.read('src/cart.ts'), renamed, output);
  });

  it('renames across files without being told where', async () => {
    const repository = new Repository();
    const output = await codex(repository, ['rename cartTotal to sumOfCart']).output;
    assert.deepEqual(repository.changed, ['src/cart.ts', 'src/main.ts'], output);
    assert.equal(
      repository.read('src/main.ts'),
      FILES['src/main.ts'].replaceAll('cartTotal', 'sumOfCart'),
    );
  });

  it('gets its question answered with places, and nothing changed', async () => {
    const repository = new Repository();
    const output = await codex(repository, ['who calls cartTotal?']).output;
    assert.match(output, /src\/cart\.ts:8/);
    assert.match(output, /src\/main\.ts:3/);
    assert.deepEqual(repository.changed, []);
  });

  it('is interrupted in the middle, which stops the work, and goes on in another direction', async () => {
    const repository = new Repository();
    const home = temporaryFolder();
    const { child, output } = codex(repository, ['write a web server'], { model: 'big', home });
    for (let i = 0; i < 20 && upstream.bodies.length === 0; i++) await wait();
    assert.ok(upstream.bodies.length > 0, 'the work began');
    const dropped = upstream.dropped();
    child.kill('SIGINT');
    await output;
    await until(() => upstream.dropped() > dropped, 'the end of the work');
    const words = ['resume', '--last', 'make checkout async in src/cart.ts'];
    const said = await codex(repository, words, { home }).output;
    assert.match(repository.read('src/cart.ts'), /async function checkout.*Promise<string>/, said);
  });
});

const wait = () => new Promise((resolve) => setTimeout(resolve, 500));
