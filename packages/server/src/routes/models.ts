/** GET /v1/models: OpenAI's list, and in the same object the catalogue that Codex CLI reads. */
import type { FastifyInstance } from 'fastify';
import type { ChatModel } from '../models/model.ts';
import type { Services } from '../services.ts';

/** Without any instructions Codex would send its own ten pages, which this model does not read. */
const INSTRUCTIONS =
  'You make small, exact changes of code, revise plans and answer look-ups, by calling the tools you are given.';
/** Of a command's output the client hands on so many bytes; more is cut, and then nothing is changed. */
const OUTPUT_BYTES = 1_000_000;
const DEFAULT_CONTEXT = 131_072;

export function models(app: FastifyInstance, { models }: Services): void {
  const started = Math.floor(Date.now() / 1000);
  const listed = ({ id, ownedBy, contextTokens }: ChatModel) => ({
    id,
    object: 'model',
    created: started,
    owned_by: ownedBy,
    ...(contextTokens !== undefined && { context_window: contextTokens }),
  });
  app.get('/v1/models', async () => ({
    object: 'list',
    data: models.all.map(listed),
    models: models.all.map(catalogueEntry),
  }));
  app.get<{ Params: { id: string } }>('/v1/models/:id', async (request) =>
    listed(models.get(request.params.id)),
  );
}

/** An entry as Codex's catalogue has it. */
export function catalogueEntry({ id, ownedBy, contextTokens }: ChatModel, place: number): object {
  return {
    slug: id,
    display_name: id,
    description: id === 'auto' ? 'The small model where it can, the bigger one else' : ownedBy,
    default_reasoning_level: null,
    supported_reasoning_levels: [],
    shell_type: 'shell_command',
    visibility: 'list',
    supported_in_api: true,
    priority: place + 1,
    upgrade: null,
    availability_nux: null,
    base_instructions: INSTRUCTIONS,
    supports_reasoning_summaries: false,
    support_verbosity: false,
    default_verbosity: null,
    apply_patch_tool_type: 'freeform',
    truncation_policy: { mode: 'bytes', limit: OUTPUT_BYTES },
    supports_parallel_tool_calls: false,
    experimental_supported_tools: [],
    context_window: contextTokens ?? DEFAULT_CONTEXT,
    input_modalities: ['text'],
  };
}
