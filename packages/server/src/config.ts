/** The server's one config file: bigger models, limits. JSON, validated; secrets may come from the environment. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const upstream = z
  .strictObject({
    /** What clients call it here. */
    id: z.string().regex(/^[\w.:/@-]{1,128}$/),
    /** Up to and with /v1. */
    url: z.url({ protocol: /^https?$/ }),
    /** What the upstream calls it; by default the id. */
    model: z.string().min(1).optional(),
    /** Name of the environment variable with the key. */
    keyEnv: z.string().optional(),
    key: z.string().optional(),
    contextTokens: z.int().positive().optional(),
    /** So long nothing may come before the answer counts as lost. */
    idleTimeoutMs: z.int().positive().default(60_000),
  })
  .refine(({ id }) => id !== 'auto', 'the id auto is taken');

const limits = z.strictObject({
  /** For each key: what may run at once, and in a minute. */
  concurrency: z.int().positive().default(32),
  requestsPerMinute: z.int().positive().default(6000),
  tokensPerMinute: z.int().positive().default(10_000_000),
  /** For all: what may run or wait at once. */
  inFlight: z.int().positive().default(256),
  bodyBytes: z
    .int()
    .positive()
    .default(4 * 1024 * 1024),
});

const config = z.strictObject({
  upstreams: z.array(upstream).default([]),
  /** The id of the upstream that `auto` hands on to; by default the first. */
  auto: z.string().optional(),
  limits: limits.prefault({}),
  /** After so long a silence a stream of events gets a comment. */
  keepAliveMs: z.int().positive().default(10_000),
});

export interface Upstream extends Omit<z.infer<typeof upstream>, 'model' | 'key' | 'keyEnv'> {
  readonly model: string;
  readonly key?: string;
}

export type Limits = z.infer<typeof limits>;

export interface ServerConfig {
  readonly upstreams: readonly Upstream[];
  readonly auto: string | undefined;
  readonly limits: Limits;
  readonly keepAliveMs: number;
}

/** The config file does not say what it should; the message says where. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the config file at `path`; without one, the defaults. Throws ConfigError. */
export function readConfig(path?: string, env = process.env): ServerConfig {
  if (path === undefined) return checkConfig({}, env);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${(error as Error).message}.`);
  }
  try {
    return checkConfig(JSON.parse(text), env);
  } catch (error) {
    throw new ConfigError(`${path}: ${(error as Error).message}`);
  }
}

/** Checks a config; fills in what it leaves out. Throws ConfigError. */
export function checkConfig(value: unknown, env = process.env): ServerConfig {
  const result = config.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new ConfigError(`${issue?.path.join('.') || 'the config'}: ${issue?.message}.`);
  }
  const { upstreams, auto, limits, keepAliveMs } = result.data;
  const named = upstreams.map(({ key, keyEnv, ...rest }) => {
    const secret = key ?? (keyEnv === undefined ? undefined : env[keyEnv]);
    if (keyEnv !== undefined && secret === undefined) {
      throw new ConfigError(
        `the environment variable ${keyEnv} of upstream ${rest.id} is not set.`,
      );
    }
    return { ...rest, model: rest.model ?? rest.id, ...(secret !== undefined && { key: secret }) };
  });
  if (auto !== undefined && !named.some(({ id }) => id === auto)) {
    throw new ConfigError(`auto names ${auto}, which is no upstream.`);
  }
  return { upstreams: named, auto, limits, keepAliveMs };
}
