/** POST /v1/completions, with suffix or a prompt that holds it: fill in the middle (Zed, Continue and others). */
import { completionFields, completionRequest, parse, refuseFields } from '@wick/protocol';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { newLabels, usageOf } from '../wire/chat.ts';
import { parseFimPrompt } from '../wire/fim-prompt.ts';
import { fillIn, inTurn } from './fill-in.ts';
import { streamOut } from './stream-out.ts';

export function completions(app: FastifyInstance, services: Services): void {
  app.post('/v1/completions', { config: { limited: true } }, async (request, reply) => {
    const body = parse(completionRequest, request.body);
    refuseFields(completionFields, body);
    const [prompt] = [body.prompt].flat() as [string];
    const model = services.models.get(body.model);
    const place = parseFimPrompt(prompt, body.suffix ?? undefined);
    const filled = await fillIn(services, request, reply, model, place, {
      stops: [body.stop ?? []].flat().filter((stop) => stop !== ''),
      maxTokens: body.max_tokens ?? undefined,
    });
    const labels = { ...newLabels('cmpl', model.id), object: 'text_completion' };
    const choice = (text: string, finish_reason: 'stop' | 'length' | null) => ({
      ...labels,
      choices: [{ index: 0, text, logprobs: null, finish_reason }],
    });
    const finish = filled.isCut ? 'length' : 'stop';
    const text = body.echo ? prompt + filled.text : filled.text;
    const usage = usageOf(filled);
    if (!body.stream) return { ...choice(text, finish), usage };
    const chunks = [
      choice(text, null),
      choice('', finish),
      ...(body.stream_options?.include_usage ? [{ ...labels, choices: [], usage }] : []),
      '[DONE]',
    ];
    await streamOut(reply, inTurn(chunks), (stream, chunk) => stream.send(chunk));
    return reply;
  });
}
