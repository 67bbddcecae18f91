/**
 * Who may come in. On loopback nobody needs a key unless the server is told so; on any other address everybody does.
 * A browser's page must not reach a server without keys: no cross-origin request, no foreign host name (DNS rebinding).
 */
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '@wick/protocol';
import type { ApiKey, KeyLimits, KeyStore } from './keys.ts';

export interface Visitor {
  /** The key's id; `local` where none is needed. */
  readonly owner: string;
  readonly limits: KeyLimits;
}

export interface GuardOptions {
  readonly keys: KeyStore | undefined;
  readonly needsKey: boolean;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether an address is this machine's own alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** Lets a request in or throws ApiError (401, 403). */
export function admit(headers: IncomingHttpHeaders, { keys, needsKey }: GuardOptions): Visitor {
  const secret = secretIn(headers);
  if (needsKey) {
    if (secret === undefined) throw unauthorized('No API key was sent: Authorization: Bearer KEY.');
    const key = keys?.find(secret);
    if (!key) throw unauthorized('The API key is not known here, or was revoked.');
    return visitorOf(key);
  }
  const { origin, host = '' } = headers;
  if (origin !== undefined) {
    throw forbidden('Requests of web pages need a key: start the server with --require-key.');
  }
  if (!isLoopback(host.replace(/:\d+$/, ''))) {
    throw forbidden(`The host "${host}" is not this server's.`);
  }
  // Clients send some key always; one that is known brings its limits along.
  const key = secret?.startsWith('wick-') ? keys?.find(secret) : undefined;
  return key ? visitorOf(key) : { owner: 'local', limits: {} };
}

function visitorOf({ id, limits }: ApiKey): Visitor {
  return { owner: id, limits };
}

function secretIn({ authorization, 'x-api-key': other }: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return bearer ?? (typeof other === 'string' ? other : undefined);
}

function unauthorized(message: string): ApiError {
  return new ApiError({
    status: 401,
    type: 'authentication_error',
    code: 'invalid_api_key',
    message: `${message} wick keys create makes one.`,
    headers: { 'www-authenticate': 'Bearer' },
  });
}

function forbidden(message: string): ApiError {
  return new ApiError({ status: 403, type: 'permission_error', code: 'forbidden', message });
}
