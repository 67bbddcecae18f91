/** What the routes that fill in the middle have in common: asking the model, and cutting what it gives. */
import { invalidRequest } from '@wick/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { closedSignal } from '../event-stream.ts';
import type { ChatModel, Filled, FillRequest } from '../models/model.ts';
import { type Services, spend } from '../services.ts';

export interface FillLimits {
  readonly stops: readonly string[];
  /** Tokens at most; undefined: as many as come. */
  readonly maxTokens: number | undefined;
}

export interface CutFill extends Filled {
  /** Whether `maxTokens` cut it. */
  readonly isCut: boolean;
}

/** Fills in at a place. Throws ApiError (400) where the model cannot, and what the model throws. */
export async function fillIn(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  model: ChatModel,
  place: Omit<FillRequest, 'signal'>,
  { stops, maxTokens }: FillLimits,
): Promise<CutFill> {
  if (!model.fill) {
    throw invalidRequest(`The model ${model.id} does not fill in the middle.`, 'model');
  }
  request.pass.model = model.id;
  const signal = AbortSignal.any([closedSignal(reply.raw), services.shutdown]);
  const filled = await model.fill({ ...place, signal });
  services.metrics.usage(model.id, request.routeOptions.url ?? '', filled);
  spend(request.pass, filled);
  const ends = stops.map((stop) => filled.text.indexOf(stop)).filter((at) => at >= 0);
  const stopped = filled.text.slice(0, Math.min(filled.text.length, ...ends));
  if (maxTokens === undefined) return { ...filled, text: stopped, isCut: false };
  const text = services.models.local.startOf(stopped, maxTokens);
  return { ...filled, text, isCut: text.length < stopped.length };
}

export async function* inTurn<Value>(values: readonly Value[]): AsyncGenerator<Value, void, void> {
  yield* values;
}
