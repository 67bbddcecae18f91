/** Loading a model: what is wrong with a folder is said by a typed error that names the file and the expectation. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  Engine,
  type EngineError,
  Model,
  ModelFileError,
  ModelMissingError,
  TensorError,
} from '../src/index.ts';
import { SafetensorsFile } from '../src/safetensors.ts';
import {
  safetensors,
  type Tensor,
  tinyConfig,
  tinyTensors,
  writeChecksums,
  writeTinyModel,
} from './tiny-model.ts';

type ErrorClass = new (...args: never[]) => EngineError;

/** Asserts that loading `folder` fails with `type` and that the message has all of `words`. */
async function assertFails(folder: string, type: ErrorClass, ...words: string[]): Promise<void> {
  await assert.rejects(Model.load(folder), (error) => {
    assert.ok(error instanceof type, `${error} is no ${type.name}`);
    for (const word of words)
      assert.ok(error.message.includes(word), `${word} in: ${error.message}`);
    return true;
  });
}

function editJson(
  folder: string,
  name: string,
  change: (json: Record<string, unknown>) => void,
): void {
  const json = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  change(json);
  writeFileSync(join(folder, name), JSON.stringify(json));
  writeChecksums(folder);
}

/** A model folder whose tensors were changed by `change`, with checksums that fit. */
function withTensors(change: (tensors: Record<string, Tensor>) => void): string {
  const folder = writeTinyModel();
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  const tensors = tinyTensors(tinyConfig({}, config.vocab_size));
  change(tensors);
  writeFileSync(join(folder, 'model.safetensors'), safetensors(tensors));
  writeChecksums(folder);
  return folder;
}

describe('Model.load', () => {
  it('reads a model folder', async () => {
    const model = await Model.load(writeTinyModel());
    assert.equal(model.config.layers, 3);
    assert.equal(model.config.name, 'tiny');
    assert.equal(model.tokenizer.decode(model.tokenizer.encode('const x')), 'const x');
  });

  it('reads the further tensors that the folder lists, and notices altered ones', async () => {
    const folder = writeTinyModel();
    const further = safetensors(
      { table: { dtype: 'I8', shape: [2], data: Int8Array.of(4, 5) } },
      { made: 'for a test' },
    );
    writeFileSync(join(folder, 'further.safetensors'), further);
    const sum = createHash('sha256').update(further).digest('hex');
    writeChecksums(folder, (sums) => {
      sums['further.safetensors'] = sum;
    });
    const file = await Model.companion(folder, 'further.safetensors');
    assert.deepEqual(file?.int8('table', [2]), Int8Array.of(4, 5));
    assert.equal(file?.metadata.get('made'), 'for a test');
    assert.equal(await Model.companion(folder, 'unlisted.safetensors'), undefined);
    truncateSync(join(folder, 'further.safetensors'), further.length - 1);
    const altered = Model.companion(folder, 'further.safetensors');
    await assert.rejects(altered, (error) => {
      return error instanceof ModelFileError && error.message.includes('further.safetensors');
    });
    rmSync(join(folder, 'further.safetensors'));
    await assert.rejects(Model.companion(folder, 'further.safetensors'), ModelMissingError);
  });

  it('names a folder that does not exist, and says what to do', async () => {
    await assertFails('/nowhere/model', ModelMissingError, '/nowhere/model', 'Restore');
  });

  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors', 'checksums.json']) {
    it(`names a missing ${name}`, async () => {
      const folder = writeTinyModel();
      rmSync(join(folder, name));
      await assertFails(folder, ModelMissingError, join(folder, name), 'missing');
    });
  }

  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors']) {
    it(`notices a single altered byte in ${name}`, async () => {
      const folder = writeTinyModel();
      const bytes = readFileSync(join(folder, name));
      bytes[bytes.length - 3]! ^= 1;
      writeFileSync(join(folder, name), bytes);
      await assertFails(folder, ModelFileError, join(folder, name), 'SHA-256');
    });
  }

  it('notices a truncated file, and one that checksums.json does not list', async () => {
    const truncated = writeTinyModel();
    truncateSync(join(truncated, 'model.safetensors'), 1000);
    await assertFails(truncated, ModelFileError, 'model.safetensors', '1000 bytes');

    const unlisted = writeTinyModel();
    writeChecksums(unlisted, (sums) => delete sums['tokenizer.json']);
    await assertFails(unlisted, ModelFileError, 'tokenizer.json', 'checksums.json');
  });

  it('says which key of config.json is wrong and what it expects', async () => {
    const changes: [string, unknown, string][] = [
      ['hidden_size', 60, 'multiple of 16'],
      ['head_dim', undefined, 'missing'],
      ['num_key_value_heads', 3, 'multiple'],
      ['model_type', 'llama', 'cohere2'],
      ['layer_types', ['full_attention'], '3 of'],
      ['rope_theta', -1, 'above 0'],
      ['attention_bias', true, 'false'],
      ['eos_token_id', 'end', 'token id'],
      ['wick', { name: 'x' }, 'an object'],
    ];
    for (const [key, value, expectation] of changes) {
      const folder = writeTinyModel();
      editJson(folder, 'config.json', (json) => {
        json[key] = value;
      });
      await assertFails(folder, ModelFileError, join(folder, 'config.json'), key, expectation);
    }
  });

  it('notices a tokenizer with more tokens than the model', async () => {
    const folder = withTensors((tensors) => {
      const { data } = tensors['model.embed_tokens.weight']!;
      tensors['model.embed_tokens.weight'] = {
        dtype: 'I8',
        shape: [100, 64],
        data: data.slice(0, 6400),
      };
    });
    editJson(folder, 'config.json', (json) => {
      json.vocab_size = 100;
    });
    await assertFails(folder, ModelFileError, 'tokenizer.json', 'vocab_size');
  });

  it('says which tensor is missing, or of another type or shape', async () => {
    const name = 'model.layers.1.mlp.down_proj.weight';
    const missing = withTensors((tensors) => delete tensors[name]);
    await assertFails(missing, TensorError, 'model.safetensors', name, 'missing', 'I8', '[64, 96]');

    const transposed = withTensors((tensors) => {
      tensors[name] = { ...tensors[name]!, shape: [96, 64] };
    });
    await assertFails(transposed, TensorError, name, '[96, 64]', '[64, 96]');

    const float = withTensors((tensors) => {
      tensors[name] = { dtype: 'F32', shape: [64, 96], data: new Float32Array(64 * 96) };
    });
    await assertFails(float, TensorError, name, 'F32', 'I8');
  });

  it('looks at every tensor: each that is missing or of another shape is named, with the shape expected', async () => {
    const { vocab_size } = JSON.parse(readFileSync(join(writeTinyModel(), 'config.json'), 'utf8'));
    for (const [name, tensor] of Object.entries(tinyTensors(tinyConfig({}, vocab_size)))) {
      const expected = `${tensor.dtype} of shape [${tensor.shape.join(', ')}]`;
      const missing = withTensors((tensors) => delete tensors[name]);
      await assertFails(missing, TensorError, `tensor ${name} is missing`, expected);
      const larger = withTensors((tensors) => {
        const shape = [1, ...tensor.shape];
        tensors[name] = { ...tensor, shape };
      });
      await assertFails(larger, TensorError, `tensor ${name} has shape [1, `, expected);
    }
  });

  it('refuses weights that some hosts could not add up exactly', async () => {
    const name = 'model.layers.2.self_attn.q_proj.weight';
    const folder = withTensors((tensors) => {
      tensors[name]!.data.set([100, -29], 64);
    });
    const model = await Model.load(folder);
    await assert.rejects(Engine.create(model, { threads: 1 }), (error) => {
      return error instanceof TensorError && error.tensor === name && error.message.includes('129');
    });
  });
});

describe('SafetensorsFile', () => {
  const good = safetensors({
    odd: { dtype: 'I8', shape: [3], data: Int8Array.of(1, -2, 3) },
    floats: { dtype: 'F32', shape: [2], data: Float32Array.of(0.5, -4) },
  });

  it('gives the tensors it holds, aligned or not', () => {
    const file = new SafetensorsFile('t.safetensors', good);
    assert.deepEqual(file.names(), ['odd', 'floats']);
    assert.deepEqual(file.int8('odd', [3]), Int8Array.of(1, -2, 3));
    assert.deepEqual(file.float32('floats', [2]), Float32Array.of(0.5, -4));
  });

  it('refuses a file that ends anywhere before its end', () => {
    for (let length = 0; length < good.length; length++) {
      assert.throws(
        () => new SafetensorsFile('t.safetensors', good.subarray(0, length)),
        ModelFileError,
      );
    }
  });

  it('refuses a header that is no header', () => {
    for (const header of [
      '[]',
      '{"a": 1}',
      '{"a": {"dtype": "I8", "shape": [-1], "data_offsets": [0, 1]}}',
      '{"a"',
    ]) {
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(header.length));
      const bytes = Buffer.concat([length, Buffer.from(header), Buffer.alloc(8)]);
      assert.throws(() => new SafetensorsFile('t.safetensors', bytes), ModelFileError, header);
    }
  });

  it('refuses a tensor whose bytes do not fit its shape', () => {
    const json = '{"a":{"dtype":"I8","shape":[4],"data_offsets":[0,3]}}';
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(json.length));
    const file = new SafetensorsFile(
      't',
      Buffer.concat([length, Buffer.from(json), Buffer.alloc(4)]),
    );
    assert.throws(() => file.int8('a', [4]), TensorError);
  });
});
