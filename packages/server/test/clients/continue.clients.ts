/** Continue's command line, unmodified, over chat completions. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { MODEL, type Started, start, temporaryFolder } from '../harness.ts';
import { client, FILES, Repository, run } from './scratch.ts';

const { path, skip } = client('.bin/cn');

describe('Continue', { skip, timeout: 120_000 }, () => {
  let started: Started;
  before(async () => {
    started = await start();
  });

  async function cn(repository: Repository, words: string): Promise<string> {
    const home = temporaryFolder();
    const config = join(home, 'config.yaml');
    writeFileSync(
      config,
      [
        'name: local',
        'version: 0.0.1',
        'schema: v1',
        'models:',
        '  - name: wick',
        '    provider: openai',
        `    model: ${MODEL}`,
        `    apiBase: ${started.url}/v1`,
        '    apiKey: none',
        '    roles: [chat, edit, apply]',
        '    capabilities: [tool_use]',
        '',
      ].join('\n'),
    );
    const env = {
      CONTINUE_GLOBAL_DIR: join(home, '.continue'),
      CONTINUE_TELEMETRY_ENABLED: '0',
    };
    const args = ['-p', '--auto', '--config', config, words];
    return run(path, args, { cwd: repository.root, home, env }).output;
  }

  it('edits the file that is named', async () => {
    const repository = new Repository();
    const output = await cn(repository, 'make checkout async in src/cart.ts');
    assert.match(
      repository.read('src/cart.ts'),
      /async function checkout.*Promise<string>/,
      output,
    );
    assert.deepEqual(repository.changed, ['src/cart.ts']);
    assert.match(output, /Changed 1 line in /);
  });

  it('renames across files without being told where', async () => {
    const repository = new Repository();
    const output = await cn(repository, 'rename cartTotal to sumOfCart');
    assert.deepEqual(repository.changed, ['src/cart.ts', 'src/main.ts'], output);
    assert.equal(
      repository.read('src/main.ts'),
      FILES['src/main.ts'].replaceAll('cartTotal', 'sumOfCart'),
    );
  });
});
