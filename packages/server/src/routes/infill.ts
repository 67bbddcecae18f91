/** POST /infill, fill in the middle as llama.cpp's server has it (llama.vim, llama.vscode). */
import { type InfillRequest, infillRequest, parse } from '@wick/protocol';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { type CutFill, fillIn, inTurn } from './fill-in.ts';
import { streamOut } from './stream-out.ts';

const NOTHING: CutFill = {
  text: '',
  promptTokens: 0,
  cachedTokens: 0,
  generatedTokens: 0,
  isCut: false,
};

export function infill(app: FastifyInstance, services: Services): void {
  app.post('/infill', { config: { limited: true } }, async (request, reply) => {
    const body = parse(infillRequest, request.body);
    const model = services.models.local;
    const place = placeOf(body);
    const start = performance.now();
    // With n_predict: 0 editors warm the cache, also where nothing is typed yet.
    const isEmpty = place.prefix === '' && place.suffix === '';
    const filled = isEmpty
      ? NOTHING
      : await fillIn(services, request, reply, model, place, {
          stops: body.stop ?? [],
          maxTokens: body.n_predict == null || body.n_predict < 0 ? undefined : body.n_predict,
        });
    const answer = {
      index: 0,
      content: filled.text,
      tokens: [],
      stop: true,
      model: model.id,
      tokens_predicted: filled.generatedTokens,
      tokens_evaluated: filled.promptTokens,
      tokens_cached: filled.cachedTokens,
      generation_settings: { n_ctx: model.contextTokens, n_predict: body.n_predict ?? -1 },
      truncated: false,
      stop_type: filled.isCut ? 'limit' : 'eos',
      stopping_word: '',
      timings: timingsOf(filled, performance.now() - start),
    };
    if (!body.stream) return answer;
    await streamOut(reply, inTurn([answer]), (stream, chunk) => stream.send(chunk));
    return reply;
  });
}

function placeOf({ input_prefix, input_suffix, input_extra, prompt }: InfillRequest) {
  // No field names the completion's own file; the files beside it tell the language.
  const beside = input_extra?.findLast(({ filename }) => filename)?.filename;
  const extension = /\.(\w+)$/.exec(beside ?? '')?.[1] ?? 'ts';
  return {
    path: `code.${extension}`,
    prefix: input_prefix + (prompt ?? ''),
    suffix: input_suffix,
    others: (input_extra ?? []).map(({ filename, text }) => ({ path: filename ?? text, text })),
  };
}

/** As editors show them; prompt and answer are not timed apart, so all of it is the answer's. */
function timingsOf({ promptTokens, cachedTokens, generatedTokens }: CutFill, ms: number) {
  return {
    cache_n: cachedTokens,
    prompt_n: promptTokens - cachedTokens,
    prompt_ms: 0,
    prompt_per_second: 0,
    predicted_n: generatedTokens,
    predicted_ms: ms,
    predicted_per_second: ms > 0 ? (1000 * generatedTokens) / ms : 0,
  };
}
