/** The models that a server offers, by id. */
import { notFound } from '@wick/protocol';
import type { ServerConfig } from '../config.ts';
import { AutoModel } from './auto.ts';
import type { LocalModel } from './local.ts';
import type { ChatModel } from './model.ts';
import { UpstreamModel } from './upstream.ts';

export class Models {
  readonly local: LocalModel;
  readonly #byId: ReadonlyMap<string, ChatModel>;

  constructor(local: LocalModel, { upstreams, auto }: ServerConfig) {
    this.local = local;
    const bigger = upstreams.map((upstream) => new UpstreamModel(upstream));
    const preferred = bigger.find(({ id }) => id === auto) ?? bigger[0];
    const routing = preferred ? [new AutoModel(local, preferred)] : [];
    const all: ChatModel[] = [local, ...routing, ...bigger];
    this.#byId = new Map(all.map((model) => [model.id, model]));
  }

  get all(): readonly ChatModel[] {
    return [...this.#byId.values()];
  }

  /** The model with an id; without one, and for `auto` without upstreams, the one on this machine. Throws ApiError (404). */
  get(id: string | null | undefined): ChatModel {
    if (id == null) return this.local;
    const model = this.#byId.get(id) ?? (id === 'auto' ? this.local : undefined);
    if (!model) throw notFound('model', id, 'model_not_found', 'model');
    return model;
  }
}
