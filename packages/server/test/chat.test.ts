import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import {
  CODE,
  eventsIn,
  MODEL,
  post,
  RENAME,
  RENAMED,
  type Started,
  start,
  temporaryFolder,
} from './harness.ts';

describe('POST /v1/chat/completions', () => {
  let started: Started;
  const ask = (body: object) =>
    post(`${started.url}/v1/chat/completions`, {
      model: MODEL,
      messages: [{ role: 'user', content: RENAME }],
      ...body,
    });
  before(async () => {
    started = await start();
  });

  it('answers with the changed code that the words brought along', async () => {
    const { json, status } = await ask({});
    assert.equal(status, 200);
    const [choice] = json.choices;
    assert.equal(choice.message.content, `\`\`\`ts\n${RENAMED}\`\`\`\n\nChanged 3 lines.`);
    assert.equal(choice.finish_reason, 'stop');
    assert.ok(json.usage.prompt_tokens > 0 && json.usage.completion_tokens > 0);
  });

  it('streams the same text as it gives whole, role first, usage where it is asked for', async () => {
    const whole = (await ask({})).json.choices[0].message.content;
    const { text, headers } = await ask({ stream: true, stream_options: { include_usage: true } });
    assert.match(headers.get('content-type')!, /^text\/event-stream/);
    assert.ok(text.endsWith('data: [DONE]\n\n'));
    const chunks = eventsIn(text);
    const parts = chunks.flatMap(({ choices }) =>
      choices.map((each: { delta: { content?: string } }) => each.delta.content ?? ''),
    );
    assert.equal(parts.join(''), whole);
    assert.ok(parts.length > 3);
    assert.equal(chunks[0].choices[0].delta.role, 'assistant');
    assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
    assert.ok(chunks.at(-1).usage.total_tokens > 0);
  });

  it('goes on with the code of its own last answer', async () => {
    const first = (await ask({})).json.choices[0].message.content;
    const { json } = await ask({
      messages: [
        { role: 'user', content: RENAME },
        { role: 'assistant', content: first },
        { role: 'user', content: 'now make sum async' },
      ],
    });
    assert.match(json.choices[0].message.content, /async function sum[\s\S]*let subtotal/);
  });

  it('answers a question about the code with places', async () => {
    const content = `who calls sum?\n\`\`\`ts math.ts\n${CODE}\nexport const three = sum([1, 2]);\n\`\`\``;
    const { json } = await ask({ messages: [{ role: 'user', content }] });
    assert.match(
      json.choices[0].message.content,
      /`math\.ts:7` `export const three = sum\(\[1, 2\]\);`/,
    );
  });

  it('revises a plan, with or without a fence around it', async () => {
    const plan = '- [ ] login page\n- [ ] sign-up page\n';
    for (const given of [`\`\`\`md\n${plan}\`\`\``, plan]) {
      const content = `step 1 is done\n\n${given}`;
      const { json } = await ask({ messages: [{ role: 'user', content }] });
      assert.match(json.choices[0].message.content, /- \[x\] login page\n- \[ \] sign-up page/);
    }
  });

  it('says what it cannot do, instead of something else', async () => {
    const content = `write a web server in rust\n\`\`\`ts\n${CODE}\`\`\``;
    const { json } = await ask({ messages: [{ role: 'user', content }] });
    assert.match(json.choices[0].message.content, /more than this model does/);
    const hello = await ask({ messages: [{ role: 'user', content: 'hello there' }] });
    assert.match(hello.json.choices[0].message.content, /Send a code block/);
  });

  it('keeps to max_tokens and to stop texts', async () => {
    const cut = (await ask({ max_completion_tokens: 5 })).json.choices[0];
    assert.equal(cut.finish_reason, 'length');
    assert.ok(cut.message.content.length < 30);
    const stopped = (await ask({ stop: ['let sub'] })).json.choices[0];
    assert.equal(stopped.message.content, '```ts\nfunction sum(items: number[]) {\n  ');
    assert.equal(stopped.finish_reason, 'stop');
  });

  it('refuses what is wrong in OpenAI shape, with the field', async () => {
    const cases: [object, string, string][] = [
      [{ messages: [] }, 'messages', 'invalid_value'],
      [{ messages: [{ role: 'robot', content: '' }] }, 'messages[0].role', 'invalid_value'],
      [{ temperature: 'hot' }, 'temperature', 'invalid_value'],
      [{ n: 2 }, 'n', 'unsupported_parameter'],
      [{ response_format: { type: 'json_object' } }, 'response_format', 'unsupported_parameter'],
      [{ messages: undefined }, 'messages', 'missing_required_parameter'],
    ];
    for (const [body, param, code] of cases) {
      const { status, json } = await ask(body);
      assert.equal(status, 400, JSON.stringify(json));
      assert.deepEqual([json.error.param, json.error.code], [param, code]);
      assert.equal(json.error.type, 'invalid_request_error');
    }
    const unknown = await ask({ model: 'gpt-9' });
    assert.equal(unknown.status, 404);
    assert.equal(unknown.json.error.code, 'model_not_found');
  });

  it('gives an image part its own error', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:' } }];
    const { status, json } = await ask({ messages: [{ role: 'user', content }] });
    assert.equal(status, 400);
    assert.match(json.error.param, /^messages\[0\]\.content/);
  });
});

describe("an editor's prompt", () => {
  it('is answered with code alone; what cannot be done is an error', async () => {
    const { url } = await start();
    const ask = (words: string) => {
      const content = `Consider the following code:\n\`\`\`ts\n${CODE}\`\`\`\nEdit the code to perfectly satisfy the following user request:\n${words}\nOutput nothing except for the code.`;
      const messages = [{ role: 'user', content }];
      return post(`${url}/v1/chat/completions`, { model: MODEL, messages });
    };
    const { json } = await ask('rename total to subtotal');
    assert.equal(`${json.choices[0].message.content}\n`, RENAMED);
    const declined = await ask('write a web server in rust');
    assert.equal(declined.status, 422);
    assert.equal(declined.json.error.code, 'edit_delegated');
  });
});

describe('tools in a chat', () => {
  const shell = {
    type: 'function',
    function: {
      name: 'bash',
      description: 'runs a command',
      parameters: {
        type: 'object',
        properties: { command: { type: 'string' }, description: { type: 'string' } },
        required: ['command', 'description'],
      },
    },
  };
  const edit = {
    type: 'function',
    function: {
      name: 'edit',
      parameters: {
        type: 'object',
        properties: {
          filePath: { type: 'string' },
          oldString: { type: 'string' },
          newString: { type: 'string' },
        },
        required: ['filePath', 'oldString', 'newString'],
      },
    },
  };

  it('locates and reads with one call, edits with one, reports in a sentence', async () => {
    const { url } = await start();
    const messages: object[] = [{ role: 'user', content: 'rename total to subtotal in sum.ts' }];
    const turn = async () => {
      const body = { model: MODEL, tools: [shell, edit], messages };
      const { message, finish_reason } = (await post(`${url}/v1/chat/completions`, body)).json
        .choices[0];
      messages.push(message);
      return { message, finish_reason };
    };
    const answer = (call: { id: string }, content: string) =>
      messages.push({ role: 'tool', tool_call_id: call.id, content });

    const first = await turn();
    assert.equal(first.finish_reason, 'tool_calls');
    const [look] = first.message.tool_calls;
    assert.equal(look.function.name, 'bash');
    assert.equal(typeof JSON.parse(look.function.arguments).description, 'string');
    answer(look, `\n==> wick:src/sum.ts <==\n${CODE}\n==> wick: <==\n`);

    const [change] = (await turn()).message.tool_calls;
    const args = JSON.parse(change.function.arguments);
    assert.equal(args.filePath, 'src/sum.ts');
    assert.equal(CODE.replace(args.oldString, args.newString), RENAMED);
    answer(change, 'Edit applied successfully.');

    const last = await turn();
    assert.equal(last.finish_reason, 'stop');
    assert.equal(last.message.content, 'Changed 3 lines in src/sum.ts.');
  });

  it('writes through a shell where there is nothing else, with a diff that git applies', async () => {
    const { url } = await start();
    const root = temporaryFolder();
    writeFileSync(join(root, 'sum.ts'), CODE);
    const messages: object[] = [{ role: 'user', content: 'rename total to subtotal' }];
    for (let turn = 0; turn < 5; turn++) {
      const body = { model: MODEL, tools: [shell], messages };
      const { message } = (await post(`${url}/v1/chat/completions`, body)).json.choices[0];
      messages.push(message);
      const [call] = message.tool_calls ?? [];
      if (!call) break;
      const { command } = JSON.parse(call.function.arguments);
      const content = execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
      messages.push({ role: 'tool', tool_call_id: call.id, content });
    }
    assert.equal(readFileSync(join(root, 'sum.ts'), 'utf8'), RENAMED);
    assert.deepEqual(messages.at(-1), {
      role: 'assistant',
      content: 'Changed 3 lines in sum.ts.',
      refusal: null,
    });
    assert.equal(messages.length, 6);
  });

  it('runs the tests where it is asked to, and tells how they went', async () => {
    const { url } = await start();
    const outcomes: [string, RegExp][] = [
      ['ok\n==> wick:exit 0 <==\n', /^The tests pass\.$/],
      ['1 failing\n==> wick:exit 1 <==\n', /^The tests fail\.$/],
      ['ok', /could not see/],
    ];
    for (const [content, said] of outcomes) {
      const messages: object[] = [{ role: 'user', content: 'run the tests' }];
      const turn = async () => {
        const body = { model: MODEL, tools: [shell], messages };
        return (await post(`${url}/v1/chat/completions`, body)).json.choices[0].message;
      };
      const first = await turn();
      assert.match(first.tool_calls[0].function.arguments, /npm test;/);
      messages.push(first, { role: 'tool', tool_call_id: first.tool_calls[0].id, content });
      assert.match((await turn()).content, said);
    }
  });

  it('tells a failed edit as such', async () => {
    const { url } = await start();
    const call = {
      id: 'call_1',
      type: 'function',
      function: {
        name: 'edit',
        arguments: JSON.stringify({ filePath: 'a.ts', oldString: 'a', newString: 'b' }),
      },
    };
    const messages = [
      { role: 'user', content: 'rename a to b in a.ts' },
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'Error: oldString not found in content' },
    ];
    const body = { model: MODEL, tools: [shell, edit], messages };
    const { message } = (await post(`${url}/v1/chat/completions`, body)).json.choices[0];
    assert.match(message.content, /could not be written: Error: oldString not found/);
  });
});
