/** What routes work with; made once by server.ts. */
import type { Usage } from '@wick/assistant';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Visitor } from './access/guard.ts';
import type { Admission, Admissions } from './access/limits.ts';
import type { Metrics } from './metrics.ts';
import type { Models } from './models/models.ts';
import type { ResponseRuns } from './responses/runs.ts';

export interface Services {
  readonly models: Models;
  readonly metrics: Metrics;
  readonly admissions: Admissions;
  readonly runs: ResponseRuns;
  readonly log: FastifyBaseLogger;
  /** Whom the headers belong to. Throws ApiError (401, 403). */
  admit(headers: FastifyRequest['headers']): Visitor;
  /** Aborts when the server will wait no longer. */
  readonly shutdown: AbortSignal;
}

/** What a request is known as once it is let in. */
export interface Pass {
  readonly visitor: Visitor;
  readonly admission: Admission | undefined;
  /** For the audit log: facts, no contents. */
  model: string | undefined;
  tokens: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** So long a stream of events may be silent before a comment keeps it alive. */
    readonly keepAliveMs: number;
  }
  interface FastifyRequest {
    pass: Pass;
  }
  interface FastifyContextConfig {
    /** Whether a request counts against the limits. */
    limited?: boolean;
  }
}

/** Books what an answer took on the request's key. */
export function spend(pass: Pass, { promptTokens, generatedTokens }: Usage): void {
  pass.tokens += promptTokens + generatedTokens;
  pass.admission?.spend(promptTokens + generatedTokens);
}
