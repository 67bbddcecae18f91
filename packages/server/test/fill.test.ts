import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventsIn, get, MODEL, post, type Started, start } from './harness.ts';

const PREFIX = `export function area(width: number, height: number): number {
  return width * height;
}

export function perimeter(width: number, height: number): number {
  ret`;
const SUFFIX = '\n}\n';

describe('fill in the middle', () => {
  let started: Started;
  before(async () => {
    started = await start();
  });

  it('goes on at the cursor, with suffix as OpenAI has it', async () => {
    const body = { model: MODEL, prompt: PREFIX, suffix: SUFFIX };
    const { json, status } = await post(`${started.url}/v1/completions`, body);
    assert.equal(status, 200);
    assert.match(json.choices[0].text, /^urn/);
    assert.equal(json.object, 'text_completion');
    const streamed = await post(`${started.url}/v1/completions`, { ...body, stream: true });
    const parts = eventsIn(streamed.text).map(({ choices }) => choices[0].text);
    assert.equal(parts.join(''), json.choices[0].text);
    assert.ok(streamed.text.endsWith('data: [DONE]\n\n'));
  });

  it('reads the special tokens that editors write for other models', async () => {
    const whole = await post(`${started.url}/v1/completions`, {
      model: MODEL,
      prompt: PREFIX,
      suffix: SUFFIX,
    });
    const { text } = whole.json.choices[0];
    const prompts = [
      `<|fim_prefix|>${PREFIX}<|fim_suffix|>${SUFFIX}<|fim_middle|>`,
      `<fim_prefix>${PREFIX}<fim_suffix>${SUFFIX}<fim_middle>`,
      `[SUFFIX]${SUFFIX}[PREFIX]${PREFIX}`,
    ];
    for (const prompt of prompts) {
      const { json } = await post(`${started.url}/v1/completions`, { model: MODEL, prompt });
      assert.equal(json.choices[0].text, text);
    }
  });

  it('answers llama.cpp clients at /infill', async () => {
    const body = { input_prefix: PREFIX.slice(0, -5), input_suffix: SUFFIX, prompt: '  ret' };
    const { json } = await post(`${started.url}/infill`, body);
    assert.match(json.content, /^urn/);
    assert.equal(json.stop, true);
    const warm = await post(`${started.url}/infill`, { ...body, n_predict: 0 });
    assert.equal(warm.json.content, '');
    assert.equal(warm.json.stop_type, 'limit');
  });

  it('stops at stop texts', async () => {
    const body = { model: MODEL, prompt: PREFIX, suffix: SUFFIX, stop: ['r'] };
    const { json } = await post(`${started.url}/v1/completions`, body);
    assert.equal(json.choices[0].text, 'u');
  });
});

describe('fast apply', () => {
  const code = 'const a = 1;\nfunction one() {\n  return 1;\n}\nfunction two() {\n  return 2;\n}\n';
  const update = '// ... existing code ...\nfunction two() {\n  return 22;\n}\n';
  const merged = code.replace('return 2;', 'return 22;');

  it('in a chat: the merged file and nothing else', async () => {
    const { url } = await start();
    const content = `<instruction>change two</instruction>\n<code>${code}</code>\n<update>${update}</update>`;
    const body = { model: MODEL, messages: [{ role: 'user', content }] };
    const { json } = await post(`${url}/v1/chat/completions`, body);
    assert.equal(json.choices[0].message.content, merged);
    const streamed = await post(`${url}/v1/chat/completions`, { ...body, stream: true });
    const parts = eventsIn(streamed.text).map(({ choices }) => choices[0].delta.content ?? '');
    assert.equal(parts.join(''), merged);
  });

  it("in Relace's form", async () => {
    const { url } = await start();
    const body = { initial_code: code, edit_snippet: update, instruction: 'change two' };
    const { json } = await post(`${url}/v1/code/apply`, body);
    assert.equal(json.mergedCode, merged);
    const streamed = await post(`${url}/v1/code/apply`, { ...body, stream: true });
    const parts = eventsIn(streamed.text).map(({ mergedCode }) => mergedCode ?? '');
    assert.equal(parts.join(''), merged);
  });

  it('that cannot be done is an error: words would end up in the file', async () => {
    const { url } = await start();
    const snippet =
      '// ... existing code ...\nfunction nowhere() {\n  nothing();\n// ... existing code ...\n';
    const body = { initial_code: code, edit_snippet: snippet };
    for (const stream of [false, true]) {
      const { status, json } = await post(`${url}/v1/code/apply`, { ...body, stream });
      assert.equal(status, 422);
      assert.match(json.error.code, /^snippet_/);
    }
    const content = `<code>${code}</code><update>${snippet}</update>`;
    const chat = { model: MODEL, messages: [{ role: 'user', content }], stream: true };
    assert.equal((await post(`${url}/v1/chat/completions`, chat)).status, 422);
  });
});

describe('GET', () => {
  it('/v1/models/{id}, /health and /metrics tell what they should', async () => {
    const { url } = await start();
    assert.equal((await get(`${url}/v1/models/${MODEL}`)).json.id, MODEL);
    assert.equal((await get(`${url}/v1/models/none`)).status, 404);
    assert.deepEqual((await get(`${url}/health`)).json, {
      status: 'ok',
      model: MODEL,
      in_flight: 0,
    });
    await post(`${url}/v1/completions`, { model: MODEL, prompt: PREFIX, suffix: SUFFIX });
    const { text } = await get(`${url}/metrics`);
    assert.match(
      text,
      /^wick_generated_tokens_total\{model="wick-nano",route="\/v1\/completions"\} [1-9]/m,
    );
    assert.match(text, /^wick_requests_total\{route="\/v1\/completions",status="200"\} 1$/m);
  });
});
