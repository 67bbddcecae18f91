/** Responses as an adapter: items become a turn, a turn's events become items and the events that tell them. */
import { randomUUID } from 'node:crypto';
import type { Message, Tool, ToolChoice, Turn, TurnEvent, Usage } from '@wick/assistant';
import type {
  InputItem,
  OutputItem,
  OutputText,
  ResponseEvent,
  ResponseObject,
  ResponseRequest,
  ResponseTool,
  ResponseUsage,
} from '@wick/protocol';
import { samplingOf } from './chat.ts';

/** A request's own input as items. */
export function inputItems({ input }: Pick<ResponseRequest, 'input'>): readonly InputItem[] {
  if (input == null) return [];
  return typeof input === 'string' ? [{ role: 'user', content: input }] : input;
}

export function turnOfResponse(
  request: ResponseRequest,
  items: readonly InputItem[],
  signal: AbortSignal,
): Turn {
  const { instructions, max_output_tokens: maxTokens } = request;
  const system: Message[] = instructions ? [{ role: 'system', text: instructions }] : [];
  return {
    messages: [...system, ...messagesOf(items)],
    tools: toolsOf([...(request.tools ?? []), ...laterTools(items)]),
    toolChoice: choiceOf(request.tool_choice),
    ...samplingOf(request),
    ...(maxTokens != null && { maxTokens }),
    signal,
  };
}

/** Items as messages; a message's text and the calls behind it are one. */
function messagesOf(items: readonly InputItem[]): Message[] {
  const messages: Message[] = [];
  for (const item of items) {
    const message = messageOf(item);
    if (!message) continue;
    const last = messages.at(-1);
    if (message.role === 'assistant' && last?.role === 'assistant' && message.text === '') {
      messages[messages.length - 1] = { ...last, calls: [...last.calls, ...message.calls] };
    } else messages.push(message);
  }
  return messages;
}

function messageOf(item: InputItem): Message | undefined {
  if (!('type' in item) || item.type === undefined || item.type === 'message') {
    if (!('role' in item)) return undefined;
    const text = contentText(item.content);
    switch (item.role) {
      case 'assistant':
        return { role: 'assistant', text, calls: [] };
      case 'user':
        return { role: 'user', text };
      default:
        return { role: 'system', text };
    }
  }
  switch (item.type) {
    case 'function_call': {
      const { call_id: id, name, arguments: input } = item;
      return { role: 'assistant', text: '', calls: [{ id, name, kind: 'function', input }] };
    }
    case 'custom_tool_call': {
      const { call_id: id, name, input } = item;
      return { role: 'assistant', text: '', calls: [{ id, name, kind: 'custom', input }] };
    }
    case 'function_call_output':
    case 'custom_tool_call_output':
      return { role: 'tool', callId: item.call_id, text: outputText(item.output) };
    default:
      return undefined;
  }
}

function contentText(content: string | readonly object[]): string {
  if (typeof content === 'string') return content;
  return content
    .map((part) =>
      'text' in part ? String(part.text) : 'refusal' in part ? String(part.refusal) : '',
    )
    .join('\n');
}

function outputText(output: string | readonly { readonly text?: string | undefined }[]): string {
  return typeof output === 'string' ? output : output.map(({ text }) => text ?? '').join('');
}

/** Tools that a client names in an item of the input (Responses Lite). */
function laterTools(items: readonly InputItem[]): readonly ResponseTool[] {
  return items.flatMap((item) =>
    'type' in item && item.type === 'additional_tools' ? (item.tools as ResponseTool[]) : [],
  );
}

function toolsOf(tools: readonly ResponseTool[]): readonly Tool[] {
  return tools.flatMap((tool) => {
    if (tool.type !== 'function' && tool.type !== 'custom') return [];
    const { name, description, parameters } = tool as {
      name: string;
      description?: string | null;
      parameters?: Record<string, unknown> | null;
    };
    return [
      {
        name,
        kind: tool.type === 'custom' ? ('custom' as const) : ('function' as const),
        description: description ?? '',
        ...(parameters && { parameters }),
      },
    ];
  });
}

function choiceOf(choice: ResponseRequest['tool_choice']): ToolChoice {
  if (choice == null) return 'auto';
  if (typeof choice === 'string') return choice;
  return choice.name === undefined ? 'auto' : { name: choice.name };
}

export function newId(prefix: string): string {
  return `${prefix}_${randomUUID().replaceAll('-', '')}`;
}

/** A response before anything came. */
export function newResponse(request: ResponseRequest, model: string): ResponseObject {
  return {
    id: newId('resp'),
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status: request.background ? 'queued' : 'in_progress',
    background: request.background ?? false,
    error: null,
    incomplete_details: null,
    instructions: request.instructions ?? null,
    max_output_tokens: request.max_output_tokens ?? null,
    metadata: request.metadata ?? {},
    model,
    output: [],
    parallel_tool_calls: request.parallel_tool_calls ?? true,
    previous_response_id: request.previous_response_id ?? null,
    store: request.store ?? true,
    temperature: request.temperature ?? null,
    top_p: request.top_p ?? null,
    text: { format: { type: 'text' } },
    tool_choice: request.tool_choice ?? 'auto',
    tools: request.tools ?? [],
    usage: null,
  };
}

export function responseUsage({
  promptTokens,
  cachedTokens,
  generatedTokens,
}: Usage): ResponseUsage {
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: generatedTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + generatedTokens,
  };
}

/** Builds a response's items from a turn's events, and tells each step. */
export class ItemBuilder {
  readonly #items: OutputItem[] = [];
  /** The place of each call's item, by the call's index. */
  readonly #calls = new Map<number, number>();
  /** The place of the message that is being written. */
  #message: number | undefined;

  /** Items that are whole. */
  get completed(): readonly OutputItem[] {
    return this.#items.filter(({ status }) => status === 'completed');
  }

  /** All items, those that are not whole as `incomplete`. */
  get all(): readonly OutputItem[] {
    return this.#items.map((item) =>
      item.status === 'completed' ? item : ({ ...item, status: 'incomplete' } as OutputItem),
    );
  }

  *add(event: TurnEvent): Generator<ResponseEvent, void, void> {
    switch (event.type) {
      case 'text':
        yield* this.#text(event.text);
        break;
      case 'call':
        yield* this.#finishMessage();
        yield this.#begin(event);
        break;
      case 'input':
        yield this.#input(event.index, event.text);
        break;
      case 'end':
        yield* this.#finishMessage();
        for (const place of this.#calls.values()) yield* this.#finishCall(place);
        break;
    }
  }

  *#text(delta: string): Generator<ResponseEvent, void, void> {
    if (this.#message === undefined) {
      this.#message = this.#items.length;
      const item: OutputItem = {
        id: newId('msg'),
        type: 'message',
        status: 'in_progress',
        role: 'assistant',
        content: [],
      };
      this.#items.push(item);
      yield { type: 'response.output_item.added', output_index: this.#message, item };
      yield {
        type: 'response.content_part.added',
        item_id: item.id,
        output_index: this.#message,
        content_index: 0,
        part: outputTextPart(''),
      };
    }
    const place = this.#message;
    const item = this.#items[place] as OutputItem & { type: 'message' };
    const text = (item.content[0]?.text ?? '') + delta;
    this.#items[place] = { ...item, content: [outputTextPart(text)] };
    yield {
      type: 'response.output_text.delta',
      item_id: item.id,
      output_index: place,
      content_index: 0,
      delta,
      logprobs: [],
    };
  }

  *#finishMessage(): Generator<ResponseEvent, void, void> {
    const place = this.#message;
    if (place === undefined) return;
    this.#message = undefined;
    const item = this.#items[place] as OutputItem & { type: 'message' };
    const part = item.content[0] ?? outputTextPart('');
    const at = { item_id: item.id, output_index: place, content_index: 0 as const };
    yield { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] };
    yield { type: 'response.content_part.done', ...at, part };
    const done = { ...item, status: 'completed' as const };
    this.#items[place] = done;
    yield { type: 'response.output_item.done', output_index: place, item: done };
  }

  #begin({ index, id, name, kind }: TurnEvent & { type: 'call' }): ResponseEvent {
    const place = this.#items.length;
    const common = { status: 'in_progress' as const, call_id: id, name };
    const item: OutputItem =
      kind === 'custom'
        ? { id: newId('ctc'), type: 'custom_tool_call', ...common, input: '' }
        : { id: newId('fc'), type: 'function_call', ...common, arguments: '' };
    this.#items.push(item);
    this.#calls.set(index, place);
    return { type: 'response.output_item.added', output_index: place, item };
  }

  #input(index: number, delta: string): ResponseEvent {
    const place = this.#calls.get(index)!;
    const item = this.#items[place]!;
    const at = { item_id: item.id, output_index: place, delta };
    if (item.type === 'custom_tool_call') {
      this.#items[place] = { ...item, input: item.input + delta };
      return { type: 'response.custom_tool_call_input.delta', ...at };
    }
    if (item.type === 'function_call') {
      this.#items[place] = { ...item, arguments: item.arguments + delta };
    }
    return { type: 'response.function_call_arguments.delta', ...at };
  }

  *#finishCall(place: number): Generator<ResponseEvent, void, void> {
    const item = { ...this.#items[place]!, status: 'completed' as const } as OutputItem;
    this.#items[place] = item;
    const at = { item_id: item.id, output_index: place };
    if (item.type === 'custom_tool_call') {
      yield { type: 'response.custom_tool_call_input.done', ...at, input: item.input };
    } else if (item.type === 'function_call') {
      const { name, arguments: input } = item;
      yield { type: 'response.function_call_arguments.done', ...at, name, arguments: input };
    }
    yield { type: 'response.output_item.done', output_index: place, item };
  }
}

function outputTextPart(text: string): OutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}
