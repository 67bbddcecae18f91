/**
 * The MCP tool edit_file: merges an abbreviated snippet into a file below one of the given roots, and writes it so that
 * wick undo takes it back. Over stdio for agents that start it, over HTTP at POST /mcp of the server.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { applyEdits, applySnippet, FileError, readTextFile, UndoJournal } from '@wick/assistant';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import packageJson from '../package.json' with { type: 'json' };

const DESCRIPTION =
  'Merges an edit into a file. code_edit shows the changed lines with some unchanged lines around them and "// ... existing code ..." for what stays; what is unclear is refused, and the file left alone.';

const INPUT = {
  path: z.string().min(1).describe('the file, absolute or relative to the first root'),
  code_edit: z.string().describe('the changed lines, abbreviated'),
  instruction: z.string().optional().describe('one sentence: what changes'),
};

/** The edit is not made; the message says why, and the agent may do better. */
class RefusedEditError extends Error {
  override readonly name = 'RefusedEditError';
}

export function createMcpServer(roots: readonly string[]): McpServer {
  const server = new McpServer({ name: 'wick', version: packageJson.version });
  server.registerTool(
    'edit_file',
    {
      title: 'Edit a file',
      description: DESCRIPTION,
      inputSchema: INPUT,
      annotations: { destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async ({ path, code_edit, instruction }) => {
      try {
        return told(await editFile(roots, path, code_edit, instruction));
      } catch (error) {
        if (error instanceof RefusedEditError || error instanceof FileError) {
          return { ...told(error.message), isError: true };
        }
        throw error;
      }
    },
  );
  return server;
}

/** Serves edit_file on stdin and stdout until the peer is gone. */
export async function serveMcpOverStdio(roots: readonly string[]): Promise<void> {
  const server = createMcpServer(roots);
  const { promise, resolve } = Promise.withResolvers<void>();
  const transport = new StdioServerTransport();
  process.stdin.once('end', resolve);
  await server.connect(transport);
  await promise;
  await server.close();
}

/** Serves edit_file at POST /mcp: each request stands alone, no session is kept. */
export function mcpRoute(app: FastifyInstance, roots: readonly string[]): void {
  app.post('/mcp', { config: { limited: true } }, async (request, reply) => {
    const server = createMcpServer(roots);
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    reply.hijack();
    reply.raw.on('close', () => void server.close());
    // The SDK's transports and its interface differ in what may be undefined.
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    await transport.handleRequest(request.raw, reply.raw, request.body);
  });
}

async function editFile(
  roots: readonly string[],
  path: string,
  snippet: string,
  instruction: string | undefined,
): Promise<string> {
  const place = await within(roots, path);
  const file = await readTextFile(place);
  const result = await applySnippet({ path: place, text: file.text, snippet });
  if (result.status === 'declined') throw new RefusedEditError(result.message);
  if (result.status === 'nothing') return result.message;
  await applyEdits([{ file, after: result.after }], {
    journal: new UndoJournal(),
    description: instruction ?? 'edit_file',
  });
  return result.diff;
}

/** The real path of a file below one of the roots. Throws RefusedEditError where it is not, also where a link leads out. */
async function within(roots: readonly string[], path: string): Promise<string> {
  const [first = '.'] = roots;
  const wanted = isAbsolute(path) ? path : resolve(first, path);
  const folder = await realpath(dirname(wanted)).catch(() => dirname(wanted));
  const place = join(folder, basename(wanted));
  const target = await realpath(place).catch(() => place);
  for (const root of roots) {
    const left = relative(await realpath(root), target);
    if (left !== '' && !left.startsWith('..') && !isAbsolute(left)) return target;
  }
  throw new RefusedEditError(`${path} is not below ${roots.join(', ')}; nothing was changed.`);
}

function told(text: string): { content: { type: 'text'; text: string }[] } {
  return { content: [{ type: 'text', text }] };
}
