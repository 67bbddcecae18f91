/**
 * What the server costs beside the assistant: time to first token and each piece of an answer over HTTP against the same
 * turn asked of the assistant directly, in pairs in one process; a session of 20 turns with tools over HTTP (all items each
 * time) and over one WebSocket (new items only); how soon an interrupt ends a running answer.
 *
 *     node scripts/node24.mjs evals/server.ts [--json] > evals/results/server.json
 *
 * Out: one JSON object. In the session client and server share an event loop, so its figures hold the client's cost, too.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Assistant, describeMachine, preload, respond, type Turn } from '@wick/assistant';
import { checkConfig, WickServer } from '@wick/server';
import { WebSocket } from 'ws';
import type { Times } from './server-client.ts';

const PAIRS = 200;
const WARM_UP = 20;
const SESSIONS = 10;
const INTERRUPTS = 50;
const MODEL = 'wick-nano';

const FILE =
  'export function sum(items: number[]) {\n  let total = 0;\n  for (const item of items) total += item;\n  return total;\n}\n';
const INSTRUCTIONS = 'You are a coding agent. Work in small steps and say what you do. '.repeat(
  330,
);
const TOOLS = [
  {
    type: 'function',
    name: 'shell_command',
    description: 'Runs a command and gives what it printed. '.repeat(40),
    parameters: { type: 'object', properties: { command: { type: 'string' } } },
  },
  { type: 'custom', name: 'apply_patch', description: 'Applies a patch. '.repeat(60) },
];

type Json = Readonly<Record<string, unknown>>;

const assistant = await Assistant.open();
await preload('code.ts');
const upstream = await slowUpstream();
const server = new WickServer({
  assistant,
  modelId: MODEL,
  contextTokens: 8192,
  database: ':memory:',
  config: checkConfig({
    upstreams: [{ id: 'slow', url: upstream.url }],
    limits: { requestsPerMinute: 1_000_000, tokensPerMinute: 1_000_000_000 },
  }),
});
const { port } = await server.listen('127.0.0.1', 0);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const cost = await measureCost();
const session = await measureSessions();
const interrupt = await measureInterrupts();
process.stdout.write(
  `${JSON.stringify({ machine: describeMachine(), cost, session, interrupt }, null, 2)}\n`,
);
agent.destroy();
upstream.close();
await server.close();
await assistant.close();

/** The same turn asked directly and over HTTP, by turns. */
async function measureCost() {
  const code = Array.from(
    { length: 120 },
    (_, i) => `export const value${i} = compute(${i});\n`,
  ).join('');
  const content = `rename value7 to total7\n\n\`\`\`ts\n${code}\`\`\``;
  const turn: Turn = { messages: [{ role: 'user', text: content }], tools: [], toolChoice: 'auto' };
  const body = { model: MODEL, stream: true, messages: [{ role: 'user', content }] };
  const worker = new Worker(new URL('./server-client.ts', import.meta.url));
  const first: { direct: number[]; http: number[] } = { direct: [], http: [] };
  const piece: { direct: number[]; http: number[] } = { direct: [], http: [] };
  for (let i = 0; i < PAIRS + WARM_UP; i++) {
    const direct = await timed(pieces(turn));
    worker.postMessage({ port, path: '/v1/chat/completions', json: JSON.stringify(body) });
    const [over]: Times[] = await once(worker, 'message');
    if (over === undefined) throw new Error('the client gave no times');
    if (i < WARM_UP) continue;
    first.direct.push(direct.first);
    first.http.push(over.first);
    piece.direct.push(direct.each);
    piece.http.push(over.each);
  }
  await worker.terminate();
  return {
    pairs: PAIRS,
    firstTokenMs: { ...both(first), added: differences(first) },
    pieceMs: { ...both(piece), added: differences(piece) },
  };
}

async function* pieces(turn: Turn) {
  for await (const event of respond(assistant, turn)) if (event.type === 'text') yield event;
}

/** Milliseconds to the first thing, and between two. */
async function timed(things: AsyncIterable<unknown>): Promise<Times> {
  const start = performance.now();
  let first: number | undefined;
  let count = 0;
  for await (const _ of things) {
    first ??= performance.now() - start;
    count++;
  }
  const total = performance.now() - start;
  return { first: first!, each: (total - first!) / (count - 1) };
}

function send(path: string, body: object): Promise<http.IncomingMessage> {
  const json = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(json),
  };
  return new Promise((resolve, reject) => {
    const request = http.request({ port, path, method: 'POST', agent, headers }, resolve);
    request.on('error', reject);
    request.end(json);
  });
}

/** Sessions of tool-using turns as Codex has them, over each transport; what comes beside the assistant's own time. */
async function measureSessions() {
  const figures = { http: [] as number[], socket: [] as number[] };
  const firsts = { http: [] as number[], socket: [] as number[] };
  const direct: number[] = [];
  for (let i = 0; i < SESSIONS + 1; i++) {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/responses`);
    await new Promise((resolve) => socket.once('open', resolve));
    const overHttp = await runSession((items) => askOverHttp(items));
    const overSocket = await runSession(socketAsker(socket));
    socket.close();
    const alone = await runSession(askDirectly);
    if (i === 0) continue;
    figures.http.push(...overHttp.map(({ total }) => total));
    figures.socket.push(...overSocket.map(({ total }) => total));
    firsts.http.push(...overHttp.map(({ first }) => first));
    firsts.socket.push(...overSocket.map(({ first }) => first));
    direct.push(...alone.map(({ total }) => total));
  }
  const own = median(direct);
  const [web, ws] = [median(figures.http) - own, median(figures.socket) - own];
  return {
    sessions: SESSIONS,
    turns: 20,
    instructionsBytes: INSTRUCTIONS.length,
    assistantMs: own,
    roundtripMs: { http: spread(figures.http), socket: spread(figures.socket) },
    overheadMs: { http: web, socket: ws, less: 1 - ws / web },
    firstTokenMs: {
      http: spread(firsts.http),
      socket: spread(firsts.socket),
      less: 1 - median(firsts.socket) / median(firsts.http),
    },
  };
}

interface Turned {
  readonly output: readonly Json[];
  readonly first: number;
  readonly total: number;
}

type Ask = (items: readonly Json[], fresh: readonly Json[], start: number) => Promise<Turned>;

/** 20 turns: questions, each a look and an answer. */
async function runSession(ask: Ask): Promise<Turned[]> {
  const items: Json[] = [{ type: 'message', role: 'developer', content: INSTRUCTIONS }];
  let fresh: Json[] = [...items];
  const turns: Turned[] = [];
  for (let i = 0; i < 20; i++) {
    const next: Json[] =
      i % 2 === 0
        ? [{ type: 'message', role: 'user', content: `rename total to total${i} in sum.ts` }]
        : [
            {
              type: 'function_call_output',
              call_id: String(turns.at(-1)!.output[0]!.call_id),
              output: `==> wick:sum.ts <==\n${FILE}\n==> wick: <==\n`,
            },
          ];
    items.push(...next);
    fresh = i === 0 ? [...items] : next;
    const turned = await ask(items, fresh, performance.now());
    items.push(...turned.output);
    turns.push(turned);
  }
  return turns;
}

async function askOverHttp(items: readonly Json[]): Promise<Turned> {
  const body = { model: MODEL, stream: true, store: false, tools: TOOLS, input: items };
  const start = performance.now();
  const response = await send('/v1/responses', body);
  let first: number | undefined;
  let text = '';
  for await (const bytes of response) {
    text += String(bytes);
    if (text.includes('.delta')) first ??= performance.now() - start;
  }
  const last = JSON.parse(text.trim().split('\ndata: ').at(-1)!);
  return { output: last.response.output, first: first!, total: performance.now() - start };
}

function socketAsker(socket: WebSocket): Ask {
  let previous: string | undefined;
  return async (_items, fresh) => {
    const start = performance.now();
    let first: number | undefined;
    const { promise, resolve } = Promise.withResolvers<Json>();
    const hear = (data: unknown) => {
      const text = String(data);
      if (text.includes('.delta')) first ??= performance.now() - start;
      if (text.startsWith('{"type":"response.completed"')) resolve(JSON.parse(text).response);
    };
    socket.on('message', hear);
    socket.send(
      JSON.stringify({
        type: 'response.create',
        model: MODEL,
        store: false,
        tools: TOOLS,
        input: fresh,
        ...(previous !== undefined && { previous_response_id: previous }),
      }),
    );
    const response = await promise;
    socket.off('message', hear);
    previous = String(response.id);
    return {
      output: response.output as readonly Json[],
      first: first!,
      total: performance.now() - start,
    };
  };
}

/** The assistant alone, on the same items. */
async function askDirectly(items: readonly Json[]): Promise<Turned> {
  const messages = items.map((item): Turn['messages'][number] => {
    if (item.type === 'function_call_output') {
      return { role: 'tool', callId: String(item.call_id), text: String(item.output) };
    }
    if (item.type === 'message') {
      const text = String(item.content);
      return item.role === 'user' ? { role: 'user', text } : { role: 'system', text };
    }
    const kind = item.type === 'custom_tool_call' ? 'custom' : 'function';
    const input = String(item.arguments ?? item.input);
    const call = { id: String(item.call_id), name: String(item.name), kind, input } as const;
    return { role: 'assistant', text: '', calls: [call] };
  });
  const tools = TOOLS.map(({ type, name, description, parameters }) => ({
    name,
    kind: type === 'custom' ? ('custom' as const) : ('function' as const),
    description,
    ...(parameters && { parameters }),
  }));
  const start = performance.now();
  let first: number | undefined;
  const output: Json[] = [];
  let call: { id: string; name: string; kind: string } | undefined;
  for await (const event of respond(assistant, { messages, tools, toolChoice: 'auto' })) {
    first ??= performance.now() - start;
    if (event.type === 'call') call = event;
    if (event.type === 'input' && call) {
      output.push({
        type: call.kind === 'custom' ? 'custom_tool_call' : 'function_call',
        call_id: call.id,
        name: call.name,
        [call.kind === 'custom' ? 'input' : 'arguments']: event.text,
      });
    }
  }
  return { output, first: first!, total: performance.now() - start };
}

/** From the interrupt's frame to the end of the answer, as the client sees it. */
async function measureInterrupts() {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/responses`);
  await new Promise((resolve) => socket.once('open', resolve));
  const ms: number[] = [];
  for (let i = 0; i < INTERRUPTS; i++) {
    const { promise, resolve } = Promise.withResolvers<void>();
    let start = 0;
    let id = '';
    const hear = (data: unknown) => {
      const frame = JSON.parse(String(data));
      if (frame.type === 'response.created') id = frame.response.id;
      if (frame.type === 'response.output_text.delta' && start === 0) {
        start = performance.now();
        const mode = 'discard_partial_items';
        socket.send(JSON.stringify({ type: 'response.interrupt', response_id: id, mode }));
      }
      if (frame.type === 'response.incomplete') {
        ms.push(performance.now() - start);
        resolve();
      }
    };
    socket.on('message', hear);
    socket.send(
      JSON.stringify({ type: 'response.create', model: 'slow', store: false, input: 'x' }),
    );
    await promise;
    socket.off('message', hear);
  }
  socket.close();
  return { count: INTERRUPTS, ms: spread(ms) };
}

/** An upstream that would go on for long. */
async function slowUpstream() {
  const streaming = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = JSON.stringify({ choices: [{ index: 0, delta: { content: 'word ' } }] });
    const timer = setInterval(() => response.write(`data: ${chunk}\n\n`), 5);
    response.on('close', () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => streaming.listen(0, '127.0.0.1', resolve));
  const { port: at } = streaming.address() as AddressInfo;
  const close = () => {
    streaming.closeAllConnections();
    streaming.close();
  };
  return { url: `http://127.0.0.1:${at}/v1`, close };
}

function median(values: readonly number[]): number {
  return at(values, 0.5);
}

function at(values: readonly number[], quantile: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))]!;
}

function spread(values: readonly number[]) {
  return { p50: median(values), p95: at(values, 0.95), p99: at(values, 0.99) };
}

function both({ direct, http }: { direct: readonly number[]; http: readonly number[] }) {
  return { direct: spread(direct), http: spread(http) };
}

/** The median of what a pair differs by: what the machine does besides hits both alike. */
function differences({ direct, http }: { direct: readonly number[]; http: readonly number[] }) {
  return median(http.map((value, i) => value - direct[i]!));
}
