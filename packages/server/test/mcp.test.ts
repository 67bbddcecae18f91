import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { start, temporaryFolder } from './harness.ts';

const CODE = 'function one() {\n  return 1;\n}\n\nfunction two() {\n  return 2;\n}\n';
const SNIPPET = '// ... existing code ...\nfunction two() {\n  return 22;\n}\n';
const WICK = join(import.meta.dirname, '../../cli/bin/wick.mjs');

process.env.WICK_STATE = temporaryFolder();

for (const way of ['stdio', 'HTTP'] as const) {
  describe(`edit_file over ${way}`, () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    let client: Client;
    const file = join(root, 'src/numbers.ts');
    before(async () => {
      mkdirSync(join(root, 'src'));
      writeFileSync(file, CODE);
      writeFileSync(join(outside, 'secret.ts'), CODE);
      symlinkSync(outside, join(root, 'link'));
      client = new Client({ name: 'test', version: '1' });
      await client.connect(await transport(way, root));
    });

    const edit = async (path: string, code_edit: string) => {
      const result = await client.callTool({ name: 'edit_file', arguments: { path, code_edit } });
      const [content] = result.content as { text: string }[];
      return { text: content?.text ?? '', isError: result.isError === true };
    };

    it('is listed, merges a snippet, and shows what changed', async () => {
      const { tools } = await client.listTools();
      assert.deepEqual(
        tools.map(({ name }) => name),
        ['edit_file'],
      );
      const { text, isError } = await edit('src/numbers.ts', SNIPPET);
      assert.ok(!isError, text);
      assert.match(text, /^- {2}return 2;\n\+ {2}return 22;$/m);
      assert.equal(readFileSync(file, 'utf8'), CODE.replace('return 2;', 'return 22;'));
      assert.match((await edit(file, SNIPPET)).text, /already/);
    });

    it('leaves alone what fits nowhere, is not there, or is not below its roots', async () => {
      const before = readFileSync(file, 'utf8');
      const nowhere = await edit('src/numbers.ts', '// ...\nfunction three() {\n  x();\n// ...\n');
      assert.ok(nowhere.isError);
      assert.ok((await edit('src/none.ts', SNIPPET)).isError);
      for (const path of [join(outside, 'secret.ts'), '../x.ts', 'link/secret.ts']) {
        const { isError, text } = await edit(path, SNIPPET);
        assert.ok(isError);
        assert.match(text, /is not below/);
      }
      assert.equal(readFileSync(join(outside, 'secret.ts'), 'utf8'), CODE);
      assert.equal(readFileSync(file, 'utf8'), before);
      await client.close();
    });
  });
}

async function transport(way: 'stdio' | 'HTTP', root: string) {
  if (way === 'stdio') {
    const args = [WICK, 'mcp', '--root', root];
    const env = { PATH: process.env.PATH ?? '', WICK_STATE: temporaryFolder() };
    return new StdioClientTransport({ command: process.execPath, args, env });
  }
  const { url } = await start({ roots: [root] });
  const http = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
  // The SDK's transports and its interface differ in what may be undefined.
  return http as unknown as StdioClientTransport;
}
