/**
 * What the server costs beside the assistant: time to first token and each piece of an answer over HTTP against the same
 * turn asked of the assistant directly, in pairs in one process; a session of 20 turns with tools over HTTP (all items each
 * time) and over one WebSocket (new items only); how soon an interrupt ends a running answer.
 *
 *     node scripts/node24.mjs evals/server.ts [--json] > evals/results/server.json
 *
 * Out: one JSON object. Clients are threads of their own (server-client.ts, server-session.ts), as a real one is a process.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Assistant, describeMachine, preload, respond, type Turn } from '@wick/assistant';
import { checkConfig, WickServer } from '@wick/server';
import { WebSocket } from 'ws';
import type { Times } from './server-client.ts';
import { type SessionRequest, type SessionTurn, TOOLS, type TurnKind } from './server-session.ts';

const PAIRS = 200;
const WARM_UP = 20;
const SESSIONS = 10;
const INTERRUPTS = 50;
const MODEL = 'wick-nano';
const TRANSPORTS = ['http', 'socket'] as const;
type Transport = (typeof TRANSPORTS)[number];

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

const cost = await measureCost();
const session = await measureSessions(0);
const interrupt = await measureInterrupts();
process.stdout.write(
  `${JSON.stringify({ machine: describeMachine(), cost, session, interrupt }, null, 2)}\n`,
);
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

/** Milliseconds to the first thing, to the last, and between two. */
async function timed(things: AsyncIterable<unknown>): Promise<Times & { readonly total: number }> {
  const start = performance.now();
  let first: number | undefined;
  let count = 0;
  for await (const _ of things) {
    first ??= performance.now() - start;
    count++;
  }
  const total = performance.now() - start;
  return { first: first!, total, each: (total - first!) / (count - 1) };
}

/**
 * Sessions with tools over each transport, and each of their turns asked of the assistant directly. `toolMs`: what the
 * client's tools take. What a turn costs beside the assistant is the difference of each pair.
 */
async function measureSessions(toolMs: number) {
  const worker = new Worker(new URL('./server-session.ts', import.meta.url));
  const turns: Record<Transport, (SessionTurn & { readonly alone: Turned })[]> = {
    http: [],
    socket: [],
  };
  for (let i = 0; i < SESSIONS + 2; i++) {
    for (const transport of i % 2 === 0 ? TRANSPORTS : TRANSPORTS.toReversed()) {
      worker.postMessage({ port, transport, toolMs } satisfies SessionRequest);
      const [made]: SessionTurn[][] = await once(worker, 'message');
      if (i < 2) continue;
      for (const turn of made!) turns[transport].push({ ...turn, alone: await askDirectly(turn) });
    }
  }
  await worker.terminate();
  const of = (transport: Transport, kind: TurnKind | 'all') =>
    turns[transport].filter((turn) => kind === 'all' || turn.kind === kind);
  const compared = (
    figure: (turn: (typeof turns)['http'][number]) => number,
    kind: TurnKind | 'all',
  ) => {
    const [web, ws] = TRANSPORTS.map((transport) => of(transport, kind).map(figure));
    return { http: spread(web!), socket: spread(ws!), less: 1 - median(ws!) / median(web!) };
  };
  const byKind = (kind: TurnKind | 'all') => ({
    assistantMs: median(
      [...of('http', kind), ...of('socket', kind)].map(({ alone }) => alone.total),
    ),
    roundtripMs: compared(({ total }) => total, kind),
    overheadMs: compared(({ total, alone }) => total - alone.total, kind),
    firstTokenMs: compared(({ first }) => first, kind),
  });
  return {
    sessions: SESSIONS,
    turns: turns.http.length / SESSIONS,
    toolMs,
    all: byKind('all'),
    look: byKind('look'),
    edit: byKind('edit'),
    report: byKind('report'),
  };
}

interface Turned {
  readonly first: number;
  readonly total: number;
}

/** The assistant alone, on the same items. */
async function askDirectly({ items }: SessionTurn): Promise<Turned> {
  const messages = items.map((item): Turn['messages'][number] => {
    if (String(item.type).endsWith('_call_output')) {
      return { role: 'tool', callId: String(item.call_id), text: String(item.output) };
    }
    if (item.type === 'message') {
      const { content } = item;
      const [part] = Array.isArray(content) ? content : [{ text: content }];
      const text = String(part.text);
      if (item.role === 'assistant') return { role: 'assistant', text, calls: [] };
      return item.role === 'user' ? { role: 'user', text } : { role: 'system', text };
    }
    const kind = item.type === 'custom_tool_call' ? 'custom' : 'function';
    const input = String(item.arguments ?? item.input);
    const call = { id: String(item.call_id), name: String(item.name), kind, input } as const;
    return { role: 'assistant', text: '', calls: [call] };
  });
  const tools = TOOLS.map((tool) => ({
    name: tool.name,
    kind: tool.type === 'custom' ? ('custom' as const) : ('function' as const),
    description: tool.description,
    ...('parameters' in tool && { parameters: tool.parameters }),
  }));
  return timed(respond(assistant, { messages, tools, toolChoice: 'auto' }));
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
