/** Responses as an adapter: a request's items become a turn, and an answer's items those of a request. */
import { randomUUID } from 'node:crypto';
import type { Message, Tool, ToolChoice, Turn, Usage } from '@wick/assistant';
import {
  callableTools,
  type InputItem,
  type OutputItem,
  type ResponseObject,
  type ResponseRequest,
  type ResponseTool,
  type ResponseUsage,
} from '@wick/protocol';
import { samplingOf } from './chat.ts';

/** A request's own input as items. */
export function inputItems({ input }: Pick<ResponseRequest, 'input'>): readonly InputItem[] {
  if (input == null) return [];
  return typeof input === 'string' ? [{ role: 'user', content: input }] : input;
}

/** What a turn needs of the items before it; see responses/context.ts. */
export interface TurnContext {
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
}

export function turnOfResponse(
  request: ResponseRequest,
  { messages, tools }: TurnContext,
  signal: AbortSignal,
): Turn {
  const { instructions, max_output_tokens: maxTokens } = request;
  const system: Message[] = instructions ? [{ role: 'system', text: instructions }] : [];
  return {
    messages: [...system, ...messages],
    tools: [...toolsOf(request.tools ?? []), ...tools],
    toolChoice: choiceOf(request.tool_choice),
    ...samplingOf(request),
    ...(maxTokens != null && { maxTokens }),
    signal,
  };
}

/**
 * `before` and the messages that `items` are; a message's text and the calls behind it are one. `steers`: whether what
 * the user says in them is about a request that was cut off.
 */
export function appendMessages(
  before: readonly Message[],
  items: readonly InputItem[],
  steers: boolean,
): readonly Message[] {
  const messages = [...before];
  for (const item of items) {
    const message = messageOf(item);
    if (!message) continue;
    const last = messages.at(-1);
    if (message.role === 'assistant' && last?.role === 'assistant' && message.text === '') {
      messages[messages.length - 1] = { ...last, calls: [...last.calls, ...message.calls] };
    } else if (message.role === 'user' && steers) messages.push({ ...message, steers: true });
    else messages.push(message);
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
export function laterTools(items: readonly InputItem[]): readonly Tool[] {
  return items.flatMap((item) =>
    'type' in item && item.type === 'additional_tools' ? toolsOf(item.tools) : [],
  );
}

function toolsOf(tools: readonly ResponseTool[]): readonly Tool[] {
  return callableTools(tools).map((tool) => ({
    name: tool.name,
    kind: tool.type,
    description: tool.description ?? '',
    ...(tool.type === 'function' && tool.parameters && { parameters: tool.parameters }),
  }));
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

/** An item of an answer as one of the input that follows it. */
export function itemOf(item: OutputItem): InputItem {
  if (item.type !== 'message') return { ...item };
  return { ...item, content: item.content.map(({ type, text }) => ({ type, text })) };
}
