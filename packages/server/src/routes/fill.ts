/** Fill in the middle: POST /v1/completions with suffix (Zed and others), POST /infill (llama.vim, llama.vscode). */
import {
  type ApiError,
  completionFields,
  completionRequest,
  infillRequest,
  invalidRequest,
  parse,
  refuseFields,
} from '@wick/protocol';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { closedSignal } from '../event-stream.ts';
import type { ChatModel, Filled, FillRequest } from '../models/model.ts';
import { type Services, spend } from '../services.ts';
import { newLabels, usageOf } from '../wire/chat.ts';
import { parseFimPrompt } from '../wire/fim-prompt.ts';
import { streamOut } from './stream-out.ts';

export function fill(app: FastifyInstance, services: Services): void {
  const filled = async (
    request: FastifyRequest,
    model: ChatModel,
    place: Omit<FillRequest, 'signal'>,
    signal: AbortSignal,
  ): Promise<Filled> => {
    if (!model.fill) throw cannotFill(model.id);
    request.pass.model = model.id;
    const result = await model.fill({
      ...place,
      signal: AbortSignal.any([signal, services.shutdown]),
    });
    services.metrics.usage(model.id, request.routeOptions.url ?? '', result);
    spend(request.pass, result);
    return result;
  };

  app.post('/v1/completions', { config: { limited: true } }, async (request, reply) => {
    const body = parse(completionRequest, request.body);
    refuseFields(completionFields, body);
    const prompt = typeof body.prompt === 'string' ? body.prompt : body.prompt[0]!;
    const model = services.models.get(body.model);
    const place = parseFimPrompt(prompt, body.suffix ?? undefined);
    const result = await filled(request, model, place, closedSignal(reply.raw));
    const stops = [body.stop ?? []].flat();
    const { text, isCut } = cut(services, result.text, stops, body.max_tokens);
    const labels = { ...newLabels('cmpl', model.id), object: 'text_completion' };
    const finish = isCut ? 'length' : 'stop';
    const choice = (part: string, reason: string | null) => ({
      index: 0,
      text: part,
      logprobs: null,
      finish_reason: reason,
    });
    const whole = body.echo ? prompt + text : text;
    const usage = usageOf(result);
    if (!body.stream) return { ...labels, choices: [choice(whole, finish)], usage };
    const chunks = [
      { ...labels, choices: [choice(whole, null)] },
      { ...labels, choices: [choice('', finish)] },
      ...(body.stream_options?.include_usage ? [{ ...labels, choices: [], usage }] : []),
      '[DONE]',
    ];
    await streamOut(reply, inTurn(chunks), (stream, chunk) => stream.send(chunk));
    return reply;
  });

  app.post('/infill', { config: { limited: true } }, async (request, reply) => {
    const body = parse(infillRequest, request.body);
    const model = services.models.local;
    const path = body.input_extra?.findLast(({ filename }) => filename)?.filename;
    const place = {
      path: `code.${path?.split('.').at(-1) ?? 'ts'}`,
      prefix: body.input_prefix + (body.prompt ?? ''),
      suffix: body.input_suffix,
      others: (body.input_extra ?? []).map(({ filename, text }) => ({
        path: filename ?? text,
        text,
      })),
    };
    // n_predict: 0 only warms the cache.
    const result = await filled(request, model, place, closedSignal(reply.raw));
    const most = body.n_predict == null || body.n_predict < 0 ? undefined : body.n_predict;
    const { text, isCut } = cut(services, result.text, body.stop ?? [], most);
    const answer = {
      index: 0,
      content: text,
      tokens: [],
      stop: true,
      model: model.id,
      tokens_predicted: result.generatedTokens,
      tokens_evaluated: result.promptTokens,
      tokens_cached: result.cachedTokens,
      truncated: false,
      stop_type: isCut ? 'limit' : 'eos',
      stopping_word: '',
    };
    if (!body.stream) return answer;
    await streamOut(reply, inTurn([answer]), (stream, chunk) => stream.send(chunk));
    return reply;
  });
}

async function* inTurn<Value>(values: readonly Value[]): AsyncGenerator<Value, void, void> {
  yield* values;
}

/** The text up to the first stop text, at most so many tokens of it. */
function cut(
  { models }: Services,
  text: string,
  stops: readonly string[],
  most: number | null | undefined,
): { readonly text: string; readonly isCut: boolean } {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  if (most == null) return { text: stopped, isCut: false };
  const short = models.local.startOf(stopped, most);
  return { text: short, isCut: short.length < stopped.length };
}

function cannotFill(id: string): ApiError {
  return invalidRequest(`The model ${id} does not fill in the middle.`, 'model');
}
