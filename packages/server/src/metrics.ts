/** What the server counts, for Prometheus: requests, time to first token, time between tokens, tokens, cache, queue. */
import type { TurnEvent, Usage } from '@wick/assistant';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const FAST_SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
const TOKEN_SECONDS = [0.000_01, 0.000_05, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5];

export class Metrics {
  readonly registry = new Registry();
  readonly #requests = this.#counter('wick_requests_total', 'Requests, by outcome', [
    'route',
    'status',
  ]);
  readonly #firstToken = this.#histogram(
    'wick_time_to_first_token_seconds',
    'From the request to the first event of its answer',
    FAST_SECONDS,
  );
  readonly #betweenTokens = this.#histogram(
    'wick_inter_token_seconds',
    'Between two pieces of an answer',
    TOKEN_SECONDS,
  );
  readonly #prompt = this.#counter('wick_prompt_tokens_total', 'Tokens of prompts', MODEL);
  readonly #cached = this.#counter(
    'wick_cached_prompt_tokens_total',
    'Tokens of prompts that were in the KV cache',
    MODEL,
  );
  readonly #generated = this.#counter('wick_generated_tokens_total', 'Tokens generated', MODEL);
  readonly #refused = this.#counter('wick_refused_total', 'Requests that a limit refused', [
    'limit',
  ]);

  /** `inFlight`: how many requests run or wait now; `connections`: open WebSockets. */
  constructor({
    inFlight,
    connections,
  }: Readonly<Record<'inFlight' | 'connections', () => number>>) {
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(value());
        },
      });
    gauge('wick_requests_in_flight', 'Requests that run or wait', inFlight);
    gauge('wick_websocket_connections', 'Open WebSocket connections', connections);
    collectDefaultMetrics({ register: this.registry });
  }

  request(route: string, status: number): void {
    this.#requests.inc({ route, status });
  }

  refused(limit: string): void {
    this.#refused.inc({ limit });
  }

  usage(
    model: string,
    route: string,
    { promptTokens, cachedTokens, generatedTokens }: Usage,
  ): void {
    this.#prompt.inc({ model, route }, promptTokens);
    this.#cached.inc({ model, route }, cachedTokens);
    this.#generated.inc({ model, route }, generatedTokens);
  }

  /** The events, timed; `onUsage` hears what they took. */
  async *timed(
    model: string,
    route: string,
    events: AsyncIterable<TurnEvent>,
    onUsage: (usage: Usage) => void,
  ): AsyncGenerator<TurnEvent, void, void> {
    let asked = performance.now();
    let isFirst = true;
    for await (const event of events) {
      const seconds = (performance.now() - asked) / 1000;
      if (isFirst) this.#firstToken.observe({ model, route }, seconds);
      else this.#betweenTokens.observe({ model, route }, seconds);
      isFirst = false;
      if (event.type === 'end') {
        this.usage(model, route, event.usage);
        onUsage(event.usage);
      }
      yield event;
      // What the reader took is no time of the model's.
      asked = performance.now();
    }
  }

  #counter(name: string, help: string, labelNames: readonly string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames: MODEL, buckets, registers: [this.registry] });
  }
}

const MODEL = ['model', 'route'];
