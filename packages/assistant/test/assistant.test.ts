/** Opening the assistant: what lies beside the model is checked, too. */
import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Assistant, ModelFileError, ModelMissingError, RELEASED_MODEL } from '../src/index.ts';

/** The released model with other checksums. */
function releaseWith(change: (sums: Record<string, string>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'wick-assistant-'));
  after(() => rmSync(folder, { recursive: true }));
  for (const name of readdirSync(RELEASED_MODEL)) {
    if (name !== 'checksums.json') symlinkSync(join(RELEASED_MODEL, name), join(folder, name));
  }
  const sums = JSON.parse(readFileSync(join(RELEASED_MODEL, 'checksums.json'), 'utf8'));
  change(sums);
  writeFileSync(join(folder, 'checksums.json'), JSON.stringify(sums));
  return folder;
}

describe('Assistant.open', () => {
  it('notices altered intents, and names the file', async () => {
    const model = releaseWith((sums) => {
      sums['intent.safetensors'] = '0'.repeat(64);
    });
    await assert.rejects(Assistant.open({ model, threads: 2 }), (error) => {
      return error instanceof ModelFileError && error.file === join(model, 'intent.safetensors');
    });
  });

  it('does without intents where the model has none', async () => {
    const model = releaseWith((sums) => {
      delete sums['intent.safetensors'];
    });
    const assistant = await Assistant.open({ model, threads: 1 });
    assert.ok(assistant.countTokens('const x = 1;') > 0);
    await assistant.close();
  });

  it('names a folder that is not there', async () => {
    await assert.rejects(Assistant.open({ model: '/nowhere/model' }), ModelMissingError);
  });
});
