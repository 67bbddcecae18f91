/**
 * The client of evals/server.ts that has sessions with tools, in a thread of its own. Takes requests for a session over
 * one transport as messages; gives, for each turn, what was asked, when its first delta and its end came. The requests are
 * as large as those that Codex CLI 0.169 was seen to send: 18 kB of instructions, 19 kB of tools.
 */
import http from 'node:http';
import { parentPort } from 'node:worker_threads';
import { WebSocket } from 'ws';

export type Json = Readonly<Record<string, unknown>>;

export type TurnKind = 'look' | 'edit' | 'report';

export interface SessionRequest {
  readonly port: number;
  readonly transport: 'http' | 'socket';
  /** What a tool takes on the client's side before its output is sent. */
  readonly toolMs: number;
}

export interface SessionTurn {
  readonly kind: TurnKind;
  /** All items up to this turn. */
  readonly items: readonly Json[];
  /** Milliseconds from the request, before it is written as JSON, to its first delta and its last event. */
  readonly first: number;
  readonly total: number;
}

const MODEL = 'wick-nano';
const TURNS = 20;
const REQUESTS: readonly TurnKind[] = ['look', 'edit', 'report'];

export const TOOLS = [
  {
    type: 'function',
    name: 'shell_command',
    description: 'Runs a command and gives what it printed. '.repeat(210),
    parameters: { type: 'object', properties: { command: { type: 'string' } } },
  },
  { type: 'custom', name: 'apply_patch', description: 'Applies a patch. '.repeat(140) },
  ...Array.from({ length: 8 }, (_, i) => ({
    type: 'function',
    name: `other_tool_${i}`,
    description: 'Does something that is of no use here. '.repeat(20),
    parameters: {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 8 }, (_, j) => [
          `argument_${j}`,
          { type: 'string', description: 'What it is for.' },
        ]),
      ),
    },
  })),
];
const INSTRUCTIONS = 'You are a coding agent. Work in small steps and say what you do. '.repeat(
  272,
);

/** A file of 45 lines; the name of a variable changes from request to request. */
function fileWith(name: string): string {
  const sum = `export function sum(items: number[]) {\n  let ${name} = 0;\n  for (const item of items) ${name} += item;\n  return ${name};\n}\n`;
  const rest = Array.from({ length: 40 }, (_, i) => `export const rate${i} = ${i} / 100;\n`);
  return sum + rest.join('');
}

interface Answered {
  readonly response: { readonly id: string; readonly output: readonly Json[] };
  readonly first: number;
  readonly total: number;
}

type Ask = (items: readonly Json[], fresh: readonly Json[]) => Promise<Answered>;

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

parentPort?.on('message', async ({ port, transport, toolMs }: SessionRequest) => {
  if (transport === 'http') {
    parentPort?.postMessage(await runSession(httpAsker(port), toolMs));
    return;
  }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/responses`);
  await new Promise((resolve) => socket.once('open', resolve));
  const turns = await runSession(socketAsker(socket), toolMs);
  socket.close();
  parentPort?.postMessage(turns);
});

/** 20 turns: renames in one file, each a look, a patch and a report. */
async function runSession(ask: Ask, toolMs: number): Promise<SessionTurn[]> {
  const path = 'sum.ts';
  const items: Json[] = [{ type: 'message', role: 'developer', content: INSTRUCTIONS }];
  let fresh = [...items];
  let name = 'total';
  const turns: SessionTurn[] = [];
  for (let i = 0; i < TURNS; i++) {
    const kind = REQUESTS[i % REQUESTS.length]!;
    const call = String(items.at(-1)?.call_id);
    const wanted = `total${Math.floor(i / REQUESTS.length)}`;
    const next: Json = {
      look: { type: 'message', role: 'user', content: `rename ${name} to ${wanted} in ${path}` },
      edit: {
        type: 'function_call_output',
        call_id: call,
        output: `==> wick:${path} <==\n${fileWith(name)}\n==> wick: <==\n`,
      },
      report: { type: 'custom_tool_call_output', call_id: call, output: 'Exit code: 0\nDone!' },
    }[kind];
    if (kind !== 'look' && toolMs > 0) await new Promise((done) => setTimeout(done, toolMs));
    items.push(next);
    fresh.push(next);
    const { response, first, total } = await ask(items, fresh);
    turns.push({ kind, items: [...items], first, total });
    items.push(...response.output);
    fresh = [];
    if (kind === 'report') name = wanted;
  }
  return turns;
}

function httpAsker(port: number): Ask {
  return async (input) => {
    const start = performance.now();
    const json = JSON.stringify({ model: MODEL, stream: true, store: false, tools: TOOLS, input });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(json),
    };
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const options = { port, path: '/v1/responses', method: 'POST', agent, headers };
      const request = http.request(options, resolve);
      request.on('error', reject);
      request.end(json);
    });
    let first: number | undefined;
    let text = '';
    for await (const bytes of response) {
      text += String(bytes);
      if (text.includes('.delta')) first ??= performance.now() - start;
    }
    const last = JSON.parse(text.trim().split('\ndata: ').at(-1)!);
    return { response: last.response, first: first!, total: performance.now() - start };
  };
}

function socketAsker(socket: WebSocket): Ask {
  let previous: string | undefined;
  return async (_items, input) => {
    const start = performance.now();
    let first: number | undefined;
    const { promise, resolve } = Promise.withResolvers<Answered['response']>();
    const hear = (data: unknown) => {
      const text = String(data);
      if (text.includes('.delta')) first ??= performance.now() - start;
      if (text.startsWith('{"type":"response.completed"')) resolve(JSON.parse(text).response);
    };
    socket.on('message', hear);
    const create = { type: 'response.create', model: MODEL, store: false, tools: TOOLS, input };
    socket.send(
      JSON.stringify(
        previous === undefined ? create : { ...create, previous_response_id: previous },
      ),
    );
    const response = await promise;
    const total = performance.now() - start;
    socket.off('message', hear);
    previous = response.id;
    return { response, first: first!, total };
  };
}
