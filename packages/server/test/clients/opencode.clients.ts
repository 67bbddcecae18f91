/** opencode, unmodified, over chat completions. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { MODEL, type Started, start, temporaryFolder } from '../harness.ts';
import { client, FILES, Repository, run } from './scratch.ts';

const { path, skip } = client('opencode-ai/bin/opencode.exe');

describe('opencode', { skip, timeout: 180_000 }, () => {
  let started: Started;
  before(async () => {
    started = await start();
  });

  async function opencode(repository: Repository, words: string): Promise<string> {
    const home = temporaryFolder();
    const config = join(home, 'opencode.json');
    const name = `wick/${MODEL}`;
    writeFileSync(
      config,
      JSON.stringify({
        autoupdate: false,
        share: 'disabled',
        model: name,
        small_model: name,
        enabled_providers: ['wick'],
        permission: { edit: 'allow', bash: 'allow' },
        provider: {
          wick: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${started.url}/v1`, apiKey: 'none' },
            models: { [MODEL]: { tool_call: true, limit: { context: 131_072, output: 8192 } } },
          },
        },
      }),
    );
    const env = { OPENCODE_CONFIG: config, OPENCODE_DISABLE_MODELS_FETCH: '1' };
    return run(path, ['run', words], { cwd: repository.root, home, env }).output;
  }

  it('edits the file that is named', async () => {
    const repository = new Repository();
    const output = await opencode(repository, 'rename total to subtotal in src/cart.ts');
    const renamed = FILES['src/cart.ts'].replaceAll('total', 'subtotal');
    assert.equal(repository.read('src/cart.ts'), renamed, output);
    assert.deepEqual(repository.changed, ['src/cart.ts']);
    assert.match(output, /Changed 3 lines in /);
  });

  it('renames across files without being told where', async () => {
    const repository = new Repository();
    const output = await opencode(repository, 'rename cartTotal to sumOfCart');
    assert.deepEqual(repository.changed, ['src/cart.ts', 'src/main.ts'], output);
  });
});
