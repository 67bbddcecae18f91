/** Requests in the exact form in which editors and fast-apply clients send them; each form was read from its client's source. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import OpenAI from 'openai';
import { eventsIn, MODEL, post, RENAME, type Started, start } from './harness.ts';

const PREFIX = 'export function isString(value: unknown): value is string {\n';
const TYPED = '  return typeof val';
const SUFFIX = '\n}\n';

let started: Started;
before(async () => {
  started = await start();
});

describe('llama.vscode', () => {
  /** What it sends when something is typed. */
  const infill = {
    input_prefix: PREFIX,
    input_suffix: SUFFIX,
    input_extra: [
      { text: 'export const answer = 42;\n', time: 1_700_000_000_000, filename: 'src/answer.ts' },
    ],
    prompt: TYPED,
    n_predict: 128,
    top_k: 40,
    top_p: 0.99,
    stream: false,
    samplers: ['top_k', 'top_p', 'infill'],
    cache_prompt: true,
    n_indent: 2,
    t_max_prompt_ms: 500,
    t_max_predict_ms: 2500,
  };
  const ask = (body: object) => post(`${started.url}/infill`, body);

  it('gets what to put in, and the figures that its status bar shows', async () => {
    const { status, json } = await ask(infill);
    assert.equal(status, 200, JSON.stringify(json));
    assert.match(json.content, /^ue/);
    assert.equal(json.generation_settings.n_ctx, 8192);
    assert.ok(json.timings.predicted_n > 0 && json.timings.predicted_ms > 0);
    assert.equal(json.timings.prompt_n + json.timings.cache_n, json.tokens_evaluated);
  });

  it('warms the cache with chunks alone, before anything is typed', async () => {
    const { input_extra } = infill;
    const warm = {
      input_prefix: '',
      input_suffix: '',
      input_extra,
      prompt: '',
      n_predict: 0,
      samplers: [],
      cache_prompt: true,
      t_max_prompt_ms: 500,
      t_max_predict_ms: 1,
    };
    const { status, json } = await ask(warm);
    assert.deepEqual([status, json.content], [200, '']);
  });

  it('edits by a chat that names no model and sets no limit', async () => {
    const { status, json } = await post(`${started.url}/v1/chat/completions`, {
      messages: [
        { role: 'system', content: 'You are an expert coder.' },
        { role: 'user', content: RENAME },
      ],
      stream: false,
      cache_prompt: true,
      samplers: 'edkypmxt',
      top_k: 40,
      repeat_penalty: 1,
      max_tokens: -1,
      timings_per_token: false,
    });
    assert.equal(status, 200, JSON.stringify(json));
    assert.match(json.choices[0].message.content, /let subtotal = 0/);
  });
});

describe('Zed', () => {
  /** The prompts of its edit predictions over an OpenAI-compatible API, and their stop texts. */
  const forms: Readonly<Record<string, readonly [prompt: string, stop: readonly string[]]>> = {
    CodeLlama: [`<PRE> ${PREFIX}${TYPED} <SUF>${SUFFIX} <MID>`, ['<PRE>', '<SUF>', '<MID>']],
    StarCoder: [
      `<fim_prefix>${PREFIX}${TYPED}<fim_suffix>${SUFFIX}<fim_middle>`,
      ['<|endoftext|>', '<fim_prefix>', '<fim_middle>', '<fim_suffix>'],
    ],
    DeepSeek: [
      `<｜fim▁begin｜>${PREFIX}${TYPED}<｜fim▁hole｜>${SUFFIX}<｜fim▁end｜>`,
      ['<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
    ],
    Qwen: [
      `<|fim_prefix|>${PREFIX}${TYPED}<|fim_suffix|>${SUFFIX}<|fim_middle|>`,
      ['<|endoftext|>', '<|fim_prefix|>', '<|fim_middle|>', '<|fim_suffix|>'],
    ],
    Codestral: [`[SUFFIX]${SUFFIX}[PREFIX]${PREFIX}${TYPED}`, ['[PREFIX]', '[SUFFIX]']],
    GLM: [
      `<|code_prefix|>${PREFIX}${TYPED}<|code_suffix|>${SUFFIX}<|code_middle|>`,
      ['<|endoftext|>', '<|code_prefix|>', '<|code_suffix|>', '<|code_middle|>'],
    ],
  };
  for (const [form, [prompt, stop]] of Object.entries(forms)) {
    it(`gets an edit prediction for a prompt in the form of ${form}`, async () => {
      const { status, json } = await post(`${started.url}/v1/completions`, {
        model: MODEL,
        prompt,
        max_tokens: 64,
        stop,
      });
      assert.equal(status, 200, JSON.stringify(json));
      assert.match(json.choices[0].text, /^ue/);
      // What Zed's types ask for.
      assert.equal(typeof json.id, 'string');
      const { prompt_tokens, completion_tokens, total_tokens } = json.usage;
      assert.equal(total_tokens, prompt_tokens + completion_tokens);
    });
  }

  it("has its agent's chat streamed, with usage at the end", async () => {
    const { text } = await post(`${started.url}/v1/chat/completions`, {
      model: MODEL,
      messages: [
        { role: 'system', content: 'You are a coding assistant.' },
        { role: 'user', content: [{ type: 'text', text: RENAME }] },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 8192,
      stop: [],
      temperature: 1,
      parallel_tool_calls: false,
      tools: [],
      prompt_cache_key: 'thread',
    });
    const events = eventsIn(text);
    assert.ok(events.at(-1).usage.total_tokens > 0, text);
    assert.match(text, /subtotal/);
  });
});

describe('clients of fast apply', () => {
  const code = 'function one() {\n  return 1;\n}\n\nfunction two() {\n  return 1;\n}\n';
  const update = '// ... existing code ...\nfunction two() {\n  return 2;\n}\n';
  const merged = code.replace('two() {\n  return 1', 'two() {\n  return 2');

  it("of Relace's API, in both of its spellings", async () => {
    const url = `${started.url}/v1/code/apply`;
    for (const body of [
      {
        initial_code: code,
        edit_snippet: update,
        instruction: 'return 2',
        model: 'relace-apply-3',
      },
      { initialCode: code, editSnippet: update, stream: false },
    ]) {
      const { status, json } = await post(url, body);
      assert.equal(status, 200, JSON.stringify(json));
      assert.equal(json.mergedCode, merged);
      assert.ok(json.usage.total_tokens > 0);
    }
    const lacking = await post(url, { initial_code: code });
    assert.equal(lacking.json.error.param, 'edit_snippet');
  });

  it("of Relace's address for the openai SDK", async () => {
    const client = new OpenAI({ baseURL: `${started.url}/v1/apply`, apiKey: 'none' });
    const content = `\n<instruction>return 2</instruction>\n<code>${code}</code>\n<update>${update}</update>\n`;
    const answer = await client.chat.completions.create({
      model: 'auto',
      messages: [{ role: 'user', content }],
    });
    assert.equal(answer.choices[0]?.message.content, merged);
  });

  it('of Morph: one line, streamed', async () => {
    const content = `<instruction>I will return 2</instruction>\n<code>${code}</code>\n<update>${update}</update>`;
    const stream = await started.client.chat.completions.create({
      model: MODEL,
      stream: true,
      messages: [{ role: 'user', content }],
    });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    assert.equal(text, merged);
  });
});
