/**
 * The server: an assistant behind HTTP and WebSocket. Makes the services, lets requests in, tells errors in OpenAI's
 * shape, and ends gracefully. Routes are thin and stand in routes/, one file each.
 */
import type { Server } from 'node:http';
import type { Assistant } from '@wick/assistant';
import { ApiError, invalidRequest } from '@wick/protocol';
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { admit, isLoopback } from './access/guard.ts';
import { KeyStore } from './access/keys.ts';
import { Admissions } from './access/limits.ts';
import { readJson, tooLarge } from './body.ts';
import type { ServerConfig } from './config.ts';
import { toApiError } from './errors.ts';
import { ClientGoneError } from './event-stream.ts';
import { mcpRoute } from './mcp.ts';
import { Metrics } from './metrics.ts';
import { LocalModel } from './models/local.ts';
import { Models } from './models/models.ts';
import { ResponseRuns } from './responses/runs.ts';
import { SOCKET_LIMITS, type SocketLimits } from './responses/socket.ts';
import { chatCompletions } from './routes/chat-completions.ts';
import { codeApply } from './routes/code-apply.ts';
import { completions } from './routes/completions.ts';
import { infill } from './routes/infill.ts';
import { models as modelRoutes } from './routes/models.ts';
import { operations } from './routes/operations.ts';
import { responses } from './routes/responses.ts';
import type { Services } from './services.ts';
import { openDatabase } from './store/database.ts';
import { ResponseStore } from './store/response-store.ts';
import { Sockets } from './upgrade.ts';

export interface ServerOptions {
  readonly assistant: Assistant;
  /** What clients call the model on this machine. */
  readonly modelId: string;
  readonly contextTokens: number;
  readonly config: ServerConfig;
  /** The SQLite file; `:memory:` keeps all in memory. */
  readonly database: string;
  /** Ask for a key on loopback, too. On other addresses one is always asked for. */
  readonly requireKey?: boolean;
  /** Where log and audit lines go; nowhere by default. */
  readonly log?: { readonly level: string; readonly stream: NodeJS.WritableStream };
  readonly socketLimits?: SocketLimits;
  /** Folders below which the MCP tool edit_file may change files; without any there is no such tool. */
  readonly roots?: readonly string[];
}

/** A request's bytes must be there after so long. */
const REQUEST_MS = 60_000;

/** How often a server that ends looks for connections without a request. */
const SWEEP_MS = 20;
const LAST_WORD_MS = 500;
/** How often stored responses that are too old are removed. */
const PRUNE_MS = 6 * 60 * 60_000;

export class WickServer {
  /** For tests: requests without a socket. */
  readonly app: FastifyInstance;
  readonly #database: ReturnType<typeof openDatabase>;
  readonly #services: Services;
  readonly #sockets: Sockets;
  readonly #shutdown = new AbortController();
  readonly #pruning: NodeJS.Timeout;
  #needsKey: boolean;

  constructor(options: ServerOptions) {
    const { assistant, config, log } = options;
    this.#needsKey = options.requireKey ?? false;
    this.#database = openDatabase(options.database);
    const keys = new KeyStore(this.#database);
    this.app = Fastify({
      logger: log ? { level: log.level, stream: log.stream } : false,
      logController: new LogController({ disableRequestLogging: true }),
      bodyLimit: config.limits.bodyBytes,
      requestTimeout: REQUEST_MS,
      forceCloseConnections: 'idle',
      routerOptions: { maxParamLength: 256 },
    });
    const local = new LocalModel(assistant, {
      id: options.modelId,
      contextTokens: options.contextTokens,
    });
    const models = new Models(local, config);
    const metrics: Metrics = new Metrics({
      inFlight: () => admissions.inFlight,
      connections: () => this.#sockets.count,
    });
    const admissions = new Admissions(config.limits, (limit) => metrics.refused(limit));
    const onFault = (error: unknown) => this.app.log.error({ err: error }, 'request failed');
    const store = new ResponseStore(this.#database);
    this.#services = {
      models,
      metrics,
      admissions,
      runs: new ResponseRuns({ models, metrics, store, onFault }),
      log: this.app.log,
      admit: (headers) => admit(headers, { keys, needsKey: this.#needsKey }),
      shutdown: this.#shutdown.signal,
    };
    this.#sockets = new Sockets(
      this.#services,
      config.limits.bodyBytes,
      options.socketLimits ?? SOCKET_LIMITS,
    );
    this.#prepare(config);
    if (options.roots && options.roots.length > 0) mcpRoute(this.app, options.roots);
    const prune = () => {
      try {
        store.prune();
      } catch (error) {
        onFault(error);
      }
    };
    prune();
    this.#pruning = setInterval(prune, PRUNE_MS).unref();
  }

  /** Listens; gives the address. On an address that is not loopback a key is asked for, whatever the options say. */
  async listen(
    host: string,
    port: number,
  ): Promise<{ readonly host: string; readonly port: number }> {
    if (!isLoopback(host)) this.#needsKey = true;
    await this.app.listen({ host, port });
    const address = this.app.server.address();
    return { host, port: typeof address === 'object' && address ? address.port : port };
  }

  /** Takes no new requests, lets running answers finish for `graceMs`, then stops them. */
  async close(graceMs = 0): Promise<void> {
    const timer = setTimeout(() => {
      this.#services.runs.stopAll('shutdown');
      this.#shutdown.abort();
      this.#sockets.terminate();
      // What was stopped may still be told to its reader.
      last = setTimeout(() => this.app.server.closeAllConnections(), LAST_WORD_MS);
    }, graceMs);
    let last: NodeJS.Timeout | undefined;
    // Connections are kept alive by clients: each is closed when its answer is out.
    const sweep = setInterval(() => this.app.server.closeIdleConnections(), SWEEP_MS);
    this.#sockets.end();
    await this.app.close();
    await this.#sockets.closed();
    await this.#services.runs.settled();
    clearInterval(sweep);
    clearTimeout(timer);
    clearTimeout(last);
    this.#shutdown.abort();
    clearInterval(this.#pruning);
    if (this.#database.isOpen) this.#database.close();
  }

  #prepare({ limits: { bodyBytes }, keepAliveMs }: ServerConfig): void {
    const { app } = this;
    const services = this.#services;
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      /^application\/(?:[\w.+-]+\+)?json\b/,
      { parseAs: 'buffer' },
      async (request: FastifyRequest, body: Buffer) =>
        body.length === 0
          ? undefined
          : readJson(body, request.headers['content-encoding'], bodyBytes),
    );
    app.decorate('keepAliveMs', keepAliveMs);
    app.decorateRequest('pass');
    app.addHook('onRequest', async (request, reply) => {
      // Whoever asks whether the server is there learns nothing else.
      if (request.routeOptions.url === '/health') {
        request.pass = {
          visitor: { owner: '', limits: {} },
          admission: undefined,
          model: undefined,
          tokens: 0,
        };
        return;
      }
      const start = performance.now();
      const visitor = services.admit(request.headers);
      const isLimited = request.routeOptions.config.limited === true;
      const admission = isLimited
        ? services.admissions.enter(visitor.owner, visitor.limits)
        : undefined;
      request.pass = { visitor, admission, model: undefined, tokens: 0 };
      if (admission) reply.headers(admission.headers);
      reply.raw.once('close', () => {
        admission?.leave();
        const { model, tokens } = request.pass;
        const route = request.routeOptions.url ?? 'unknown';
        const status = reply.raw.writableFinished ? reply.raw.statusCode : 499;
        services.metrics.request(route, status);
        const ms = Math.round(performance.now() - start);
        request.log.info({ audit: true, key: visitor.owner, route, model, status, ms, tokens });
      });
    });
    app.setNotFoundHandler((request, reply) => {
      const message = `There is no ${request.method} ${request.url.split('?')[0]} here.`;
      const error = new ApiError({
        status: 404,
        type: 'invalid_request_error',
        code: 'unknown_url',
        message,
      });
      return reply.status(404).send(error.body);
    });
    app.setErrorHandler((thrown, request, reply) => {
      if (thrown instanceof ClientGoneError) return reply.status(499).send();
      const error = toApiError(fromFramework(thrown, bodyBytes));
      if (error.status >= 500) request.log.error({ err: thrown }, 'request failed');
      return reply.headers(error.headers).status(error.status).send(error.body);
    });
    for (const route of [
      chatCompletions,
      responses,
      completions,
      infill,
      codeApply,
      modelRoutes,
      operations,
    ]) {
      route(app, services);
    }
    const server: Server = app.server;
    server.on('upgrade', (request, socket, head) => this.#sockets.upgrade(request, socket, head));
  }
}

/** The framework's own refusals in OpenAI's shape. */
function fromFramework(error: unknown, bodyBytes: number): unknown {
  if (!(error instanceof Error) || error instanceof ApiError || !('code' in error)) return error;
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(bodyBytes);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError({
        status: 415,
        type: 'invalid_request_error',
        code: 'unsupported_media_type',
        message: 'The body has to be JSON: Content-Type: application/json.',
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return invalidRequest('The body is not as long as it says.');
    default:
      return error;
  }
}
