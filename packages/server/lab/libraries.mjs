/**
 * What HTTP frameworks and validators cost: the same route (parse a chat request, stream events) on node:http alone,
 * Fastify and Hono; the same request through zod and TypeBox. Runs are interleaved, each figure is a median.
 *
 *     npm install --no-save hono @hono/node-server typebox && node packages/server/lab/libraries.mjs
 *
 * Out: one JSON object; a copy is in evals/results/server-libraries.json.
 */
import http from 'node:http';
import { serve } from '@hono/node-server';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { z } from 'zod';

const ROUNDS = 30;
const REQUESTS = 60;
const TOKENS = 64;
const frame = (i) => `data: {"choices":[{"index":0,"delta":{"content":"token ${i}"}}]}\n\n`;
const body = {
  model: 'wick-nano',
  stream: true,
  messages: Array.from({ length: 20 }, (_, i) => ({
    role: i % 2 ? 'assistant' : 'user',
    content: 'a line of text that goes on for a while '.repeat(10),
  })),
};
const json = JSON.stringify(body);

const Zod = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content: z.string() })),
});
const Box = Compile(
  Type.Object({
    model: Type.String(),
    stream: Type.Optional(Type.Boolean()),
    messages: Type.Array(
      Type.Object({
        role: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
        content: Type.String(),
      }),
    ),
  }),
);

async function startRaw() {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      Zod.parse(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let i = 0; i < TOKENS; i++) response.write(frame(i));
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: server.address().port, close: () => server.close() };
}

async function startFastify() {
  const app = Fastify();
  app.post('/', (request, reply) => {
    Zod.parse(request.body);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let i = 0; i < TOKENS; i++) reply.raw.write(frame(i));
    reply.raw.end();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: app.server.address().port, close: () => app.close() };
}

async function startHono() {
  const app = new Hono();
  app.post('/', async (c) => {
    Zod.parse(await c.req.json());
    c.header('content-type', 'text/event-stream');
    return stream(c, async (out) => {
      for (let i = 0; i < TOKENS; i++) await out.write(frame(i));
    });
  });
  const server = await new Promise((resolve) => {
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () =>
      resolve(started),
    );
  });
  return { port: server.address().port, close: () => server.close() };
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds to the first byte of the body, and to its end. */
function post(port) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const headers = { 'content-type': 'application/json', 'content-length': json.length };
    const request = http.request({ port, agent, method: 'POST', headers }, (response) => {
      let first;
      response.on('data', () => {
        first ??= performance.now() - start;
      });
      response.on('end', () => resolve({ first, total: performance.now() - start }));
    });
    request.on('error', reject);
    request.end(json);
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const servers = { http: await startRaw(), fastify: await startFastify(), hono: await startHono() };
const figures = Object.fromEntries(
  Object.keys(servers).map((name) => [name, { first: [], total: [] }]),
);
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, { port }] of Object.entries(servers)) {
    for (let i = 0; i < REQUESTS; i++) {
      const { first, total } = await post(port);
      if (round === 0) continue;
      figures[name].first.push(first);
      figures[name].total.push(total);
    }
  }
}
agent.destroy();
for (const { close } of Object.values(servers)) close();

const validators = { zod: () => Zod.parse(body), typebox: () => Box.Check(body) };
const spent = { zod: [], typebox: [] };
for (let round = 0; round < 50; round++) {
  for (const [name, check] of Object.entries(validators)) {
    const start = performance.now();
    for (let i = 0; i < 100; i++) check();
    spent[name].push(((performance.now() - start) / 100) * 1000);
  }
}
const result = {
  node: process.version,
  requests: (ROUNDS - 1) * REQUESTS,
  tokens: TOKENS,
  bodyBytes: json.length,
  frameworks: Object.fromEntries(
    Object.entries(figures).map(([name, { first, total }]) => [
      name,
      { firstByteMs: median(first), totalMs: median(total) },
    ]),
  ),
  validationUs: { zod: median(spent.zod), typebox: median(spent.typebox) },
};
console.log(JSON.stringify(result, null, 2));
