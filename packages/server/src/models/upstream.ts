/**
 * A bigger model behind any OpenAI-compatible server: a turn goes out as a streamed chat completion, its chunks come back
 * as events. Retries with jitter only while nothing has come; every wait has an end.
 */
import type { EndReason, Message, Turn, TurnEvent, Usage } from '@wick/assistant';
import { ApiError, type ErrorType, upstreamChunk } from '@wick/protocol';
import type { Upstream } from '../config.ts';
import type { ChatModel } from './model.ts';
import { readServerSentEvents } from './sse-reader.ts';

/** Statuses after which the same request may succeed. */
const PASSING = new Set([408, 409, 425, 429, 500, 502, 503, 504]);
const ATTEMPTS = 3;
const FIRST_DELAY_MS = 250;
/** Longer than this nobody waits for an upstream that names a time. */
const MOST_DELAY_MS = 5000;

export class UpstreamModel implements ChatModel {
  readonly id: string;
  readonly ownedBy: string;
  readonly contextTokens: number | undefined;
  readonly #upstream: Upstream;

  constructor(upstream: Upstream) {
    this.id = upstream.id;
    this.ownedBy = new URL(upstream.url).hostname;
    this.contextTokens = upstream.contextTokens;
    this.#upstream = upstream;
  }

  async *respond(turn: Turn): AsyncGenerator<TurnEvent, void, void> {
    const idle = new IdleTimer(this.#upstream.idleTimeoutMs);
    const signal = turn.signal ? AbortSignal.any([turn.signal, idle.signal]) : idle.signal;
    try {
      const response = await this.#open(turn, signal, idle);
      yield* events(readServerSentEvents(ticking(response.body!, idle)));
    } catch (error) {
      turn.signal?.throwIfAborted();
      throw this.#failure(error, idle);
    } finally {
      idle.stop();
    }
  }

  /** The answer's head; retried where that is safe: no byte of an answer has come. */
  async #open(turn: Turn, signal: AbortSignal, idle: IdleTimer): Promise<Response> {
    const { url, model, key } = this.#upstream;
    for (let attempt = 1; ; attempt++) {
      idle.restart();
      let wait = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
      try {
        const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
          method: 'POST',
          signal,
          headers: {
            'content-type': 'application/json',
            accept: 'text/event-stream',
            ...(key !== undefined && { authorization: `Bearer ${key}` }),
          },
          body: JSON.stringify(requestOf(turn, model)),
        });
        if (response.ok && response.body) return response;
        const text = (await response.text()).slice(0, 500);
        if (!PASSING.has(response.status) || attempt === ATTEMPTS) {
          throw this.#refusal(response, text);
        }
        const told = Number(response.headers.get('retry-after')) * 1000;
        if (told > 0) wait = Math.max(wait, told);
        if (wait > MOST_DELAY_MS) throw this.#refusal(response, text);
      } catch (error) {
        if (error instanceof ApiError || signal.aborted || attempt === ATTEMPTS) throw error;
      }
      await pause(wait, signal);
    }
  }

  #refusal({ status, headers }: Response, text: string): ApiError {
    const isClients = status >= 400 && status < 500 && status !== 401 && status !== 403;
    const retryAfter = headers.get('retry-after');
    const type: ErrorType = status === 429 ? 'rate_limit_error' : 'upstream_error';
    return new ApiError({
      status: isClients ? status : 502,
      type,
      code: status === 429 ? 'rate_limit_exceeded' : 'upstream_refused',
      message: `The upstream model ${this.id} answered ${status}: ${messageIn(text)}`,
      headers: retryAfter === null ? {} : { 'retry-after': retryAfter },
    });
  }

  #failure(error: unknown, idle: IdleTimer): ApiError {
    if (error instanceof ApiError) return error;
    if (idle.signal.aborted) {
      return new ApiError({
        status: 504,
        type: 'upstream_error',
        code: 'upstream_timeout',
        message: `The upstream model ${this.id} sent nothing for ${this.#upstream.idleTimeoutMs} ms.`,
      });
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new ApiError({
      status: 502,
      type: 'upstream_error',
      code: 'upstream_failed',
      message: `The upstream model ${this.id} could not be reached or broke off: ${reason}.`,
      cause: error,
    });
  }
}

/** Aborts its signal when nothing came for a while. */
class IdleTimer {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.#timer.refresh();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

async function* ticking(
  body: AsyncIterable<Uint8Array>,
  idle: IdleTimer,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const bytes of body) {
    idle.restart();
    yield bytes;
  }
}

/** The events in a stream of chunks; throws where it breaks off before its end. */
async function* events(stream: AsyncIterable<string>): AsyncGenerator<TurnEvent, void, void> {
  let reason: EndReason | undefined;
  let usage: Usage = { promptTokens: 0, cachedTokens: 0, generatedTokens: 0 };
  const begun = new Set<number>();
  for await (const data of stream) {
    if (data === '[DONE]') break;
    const chunk = upstreamChunk.parse(JSON.parse(data));
    if (chunk.error) throw new Error(messageIn(JSON.stringify(chunk)));
    if (chunk.usage) {
      usage = {
        promptTokens: chunk.usage.prompt_tokens ?? 0,
        cachedTokens: chunk.usage.prompt_tokens_details?.cached_tokens ?? 0,
        generatedTokens: chunk.usage.completion_tokens ?? 0,
      };
    }
    const choice = chunk.choices?.[0];
    if (choice?.delta?.content) yield { type: 'text', text: choice.delta.content };
    for (const [place, call] of (choice?.delta?.tool_calls ?? []).entries()) {
      const index = call.index ?? place;
      const name = call.function?.name;
      if (!begun.has(index)) {
        if (!name) throw new Error('a tool call has no name');
        begun.add(index);
        const id = call.id || `call_${crypto.randomUUID()}`;
        yield { type: 'call', index, id, name, kind: 'function' };
      }
      const text = call.function?.arguments;
      if (text) yield { type: 'input', index, text };
    }
    if (choice?.finish_reason) reason = reasonOf(choice.finish_reason);
  }
  if (reason === undefined) throw new Error('the stream ended before the answer did');
  yield { type: 'end', reason: begun.size > 0 ? 'tool-calls' : reason, usage };
}

function reasonOf(finish: string): EndReason {
  if (finish === 'length') return 'length';
  return finish === 'tool_calls' ? 'tool-calls' : 'stop';
}

function requestOf(turn: Turn, model: string): object {
  const { messages, tools, toolChoice, maxTokens, sampling } = turn;
  return {
    model,
    stream: true,
    stream_options: { include_usage: true },
    messages: messages.map(messageOf),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, parameters, kind }) => ({
        type: 'function',
        function: {
          name,
          description,
          // Few upstreams know free-form tools: one text is what they take.
          parameters: kind === 'custom' ? FREE_FORM : (parameters ?? { type: 'object' }),
        },
      })),
      tool_choice:
        typeof toolChoice === 'string'
          ? toolChoice
          : { type: 'function', function: { name: toolChoice.name } },
    }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(sampling?.temperature !== undefined && { temperature: sampling.temperature }),
    ...(sampling?.topP !== undefined && { top_p: sampling.topP }),
  };
}

const FREE_FORM = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
};

function messageOf(message: Message): object {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.text };
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.text };
    case 'assistant':
      return {
        role: 'assistant',
        content: message.text === '' ? null : message.text,
        ...(message.calls.length > 0 && {
          tool_calls: message.calls.map(({ id, name, kind, input }) => ({
            id,
            type: 'function',
            function: {
              name,
              arguments: kind === 'custom' ? JSON.stringify({ input }) : input,
            },
          })),
        }),
      };
  }
}

/** The message in an error's body, or the body. */
function messageIn(text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { error?: unknown; message?: unknown };
    const inner =
      typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    return String(inner ?? message ?? text);
  } catch {
    return text || 'no reason given';
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onAbort = () => {
    clearTimeout(timer);
    reject(signal.reason);
  };
  const timer = setTimeout(() => {
    signal.removeEventListener('abort', onAbort);
    resolve();
  }, ms);
  signal.addEventListener('abort', onAbort, { once: true });
  return promise;
}
