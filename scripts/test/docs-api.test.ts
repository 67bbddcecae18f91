import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { Assistant } from '@wick/assistant';
import { checkConfig, WickServer } from '@wick/server';
import { API_PAGE, requestsIn, withTables } from '../docs-api.ts';

const page = readFileSync(API_PAGE, 'utf8');
const hasCurl = spawnSync('curl', ['--version']).status === 0;
const run = promisify(execFile);

describe('docs/api.md', () => {
  let assistant: Assistant;
  let server: WickServer;
  let port: number;
  before(async () => {
    assistant = await Assistant.open({ threads: 1 });
    server = new WickServer({
      assistant,
      modelId: 'wick-nano',
      contextTokens: 8192,
      database: ':memory:',
      config: checkConfig({}),
    });
    ({ port } = await server.listen('127.0.0.1', 0));
  });
  after(async () => {
    await server.close();
    await assistant.close();
  });

  it('has the tables of fields that the code has', () => {
    assert.equal(withTables(page), page);
  });

  const requests = requestsIn(page);
  it('shows a request for each endpoint', () => {
    const shown = requests.map(({ code }) => code).join('\n');
    const paths = ['/v1/chat/completions', '/v1/responses', '/v1/completions', '/infill'];
    for (const path of [
      ...paths,
      '/v1/code/apply',
      '/v1/models',
      '/health',
      '/metrics',
      '/cancel',
    ]) {
      assert.ok(shown.includes(path), path);
    }
  });

  for (const [i, { language, code, expected }] of requests.entries()) {
    const skip = language === 'sh' && !hasCurl ? 'there is no curl' : false;
    it(`shows request ${i + 1} as it is`, { skip }, async () => {
      const own = code.replaceAll('127.0.0.1:8642', `127.0.0.1:${port}`);
      const program = language === 'sh' ? 'sh' : process.execPath;
      const { stdout } = await run(program, [language === 'sh' ? '-c' : '-e', own]);
      assert.match(stdout, expected);
    });
  }
});
