/** POST /v1/code/apply, as Relace's clients send it: an abbreviated snippet merged into a file. */
import { mergeUpdate } from '@wick/assistant';
import { codeApplyRequest, parse } from '@wick/protocol';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { streamOut } from './stream-out.ts';

export function codeApply(app: FastifyInstance, { models }: Services): void {
  app.post('/v1/code/apply', { config: { limited: true } }, async (request, reply) => {
    const body = parse(codeApplyRequest, request.body);
    const snippet = { code: body.initial_code, update: body.edit_snippet };
    const merged = await mergeUpdate(snippet, body.path ?? undefined);
    const usage = {
      prompt_tokens:
        models.local.countTokens(snippet.code) + models.local.countTokens(snippet.update),
      completion_tokens: models.local.countTokens(merged),
    };
    const total = { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens };
    if (!body.stream) return { mergedCode: merged, usage: total };
    const lines = merged.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    async function* chunks() {
      for (const line of lines) yield { mergedCode: line };
      yield { usage: total };
    }
    await streamOut(reply, chunks(), (stream, chunk) => stream.send(chunk));
    return reply;
  });
}
