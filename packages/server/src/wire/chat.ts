/** Chat completions as an adapter: the request becomes a turn, events become an answer or chunks. */
import { randomUUID } from 'node:crypto';
import type { EndReason, Message, Tool, ToolChoice, Turn, TurnEvent, Usage } from '@wick/assistant';
import type {
  ChatChunk,
  ChatCompletion,
  ChatMessage,
  ChatRequest,
  ChatToolCall,
  ChatUsage,
  FinishReason,
} from '@wick/protocol';

export function turnOfChat(request: ChatRequest, signal: AbortSignal): Turn {
  const maxTokens = request.max_completion_tokens ?? request.max_tokens;
  return {
    messages: request.messages.map(messageOf),
    tools: (request.tools ?? []).map(toolOf),
    toolChoice: choiceOf(request.tool_choice),
    ...samplingOf(request),
    ...(maxTokens != null && { maxTokens }),
    signal,
  };
}

export function samplingOf({
  temperature,
  top_p,
  seed,
}: Pick<ChatRequest, 'temperature' | 'top_p' | 'seed'>): Pick<Turn, 'sampling'> {
  if (temperature == null || temperature === 0) return {};
  return {
    sampling: {
      temperature,
      ...(top_p != null && { topP: top_p }),
      ...(seed != null && { seed }),
    },
  };
}

type Content = Exclude<ChatMessage['content'], null | undefined>;

export function textOf(content: Content | null | undefined): string {
  if (content == null) return '';
  if (typeof content === 'string') return content;
  return content
    .map((part) => ('text' in part ? String(part.text) : String(part.refusal)))
    .join('\n');
}

function messageOf(message: ChatMessage): Message {
  const text = textOf(message.content);
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', text };
    case 'user':
      return { role: 'user', text };
    case 'tool':
      return { role: 'tool', callId: message.tool_call_id, text };
    case 'assistant': {
      const calls = (message.tool_calls ?? []).map((call) =>
        call.type === 'custom'
          ? {
              id: call.id,
              name: call.custom.name,
              kind: 'custom' as const,
              input: call.custom.input,
            }
          : {
              id: call.id,
              name: call.function.name,
              kind: 'function' as const,
              input: call.function.arguments,
            },
      );
      return { role: 'assistant', text, calls };
    }
  }
}

type ChatTool = NonNullable<ChatRequest['tools']>[number];

function toolOf(tool: ChatTool): Tool {
  if (tool.type === 'custom') {
    const { name, description } = tool.custom;
    return { name, kind: 'custom', description: description ?? '' };
  }
  const { name, description, parameters } = tool.function;
  return {
    name,
    kind: 'function',
    description: description ?? '',
    ...(parameters && { parameters }),
  };
}

function choiceOf(choice: ChatRequest['tool_choice']): ToolChoice {
  if (choice == null) return 'auto';
  if (typeof choice === 'string') return choice;
  return { name: choice.type === 'custom' ? choice.custom.name : choice.function.name };
}

export interface Labels {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export function newLabels(prefix: string, model: string): Labels {
  const id = `${prefix}-${randomUUID().replaceAll('-', '')}`;
  return { id, created: Math.floor(Date.now() / 1000), model };
}

export function usageOf({ promptTokens, cachedTokens, generatedTokens }: Usage): ChatUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: generatedTokens,
    total_tokens: promptTokens + generatedTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens },
  };
}

export function finishOf(reason: EndReason): FinishReason {
  return reason === 'tool-calls' ? 'tool_calls' : reason;
}

/** The whole answer. */
export async function completionOf(
  events: AsyncIterable<TurnEvent>,
  labels: Labels,
): Promise<ChatCompletion> {
  let text = '';
  const calls: { id: string; name: string; custom: boolean; input: string }[] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'text':
        text += event.text;
        break;
      case 'call':
        calls[event.index] = {
          id: event.id,
          name: event.name,
          custom: event.kind === 'custom',
          input: '',
        };
        break;
      case 'input':
        calls[event.index]!.input += event.text;
        break;
      case 'end': {
        const toolCalls = calls
          .filter(Boolean)
          .map(
            ({ id, name, custom, input }): ChatToolCall =>
              custom
                ? { id, type: 'custom', custom: { name, input } }
                : { id, type: 'function', function: { name, arguments: input } },
          );
        const message = {
          role: 'assistant' as const,
          content: text === '' && toolCalls.length > 0 ? null : text,
          refusal: null,
          ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
        };
        return {
          ...labels,
          object: 'chat.completion',
          choices: [{ index: 0, message, logprobs: null, finish_reason: finishOf(event.reason) }],
          usage: usageOf(event.usage),
        };
      }
    }
  }
  throw new Error('a turn ends with its end');
}

/** Turns events into chunks; the first one's delta carries the role. */
export class ChunkWriter {
  readonly #labels: Labels;
  readonly #withUsage: boolean;
  readonly #custom = new Set<number>();
  #isFirst = true;

  constructor(labels: Labels, withUsage: boolean) {
    this.#labels = labels;
    this.#withUsage = withUsage;
  }

  chunks(event: TurnEvent): readonly ChatChunk[] {
    switch (event.type) {
      case 'text':
        return [this.#chunk({ content: event.text })];
      case 'call': {
        const { index, id, name } = event;
        if (event.kind === 'custom') {
          this.#custom.add(index);
          const custom = { name, input: '' };
          return [this.#chunk({ tool_calls: [{ index, id, type: 'custom', custom }] })];
        }
        const call = { index, id, type: 'function' as const, function: { name, arguments: '' } };
        return [this.#chunk({ tool_calls: [call] })];
      }
      case 'input': {
        const { index, text } = event;
        const call = this.#custom.has(index)
          ? { index, custom: { input: text } }
          : { index, function: { arguments: text } };
        return [this.#chunk({ tool_calls: [call] })];
      }
      case 'end': {
        const last = this.#chunk({}, finishOf(event.reason));
        if (!this.#withUsage) return [last];
        return [last, { ...this.#head(), choices: [], usage: usageOf(event.usage) }];
      }
    }
  }

  #chunk(
    delta: ChatChunk['choices'][number]['delta'],
    finish: FinishReason | null = null,
  ): ChatChunk {
    const whole = this.#isFirst ? { role: 'assistant' as const, ...delta } : delta;
    this.#isFirst = false;
    return {
      ...this.#head(),
      choices: [{ index: 0, delta: whole, logprobs: null, finish_reason: finish }],
      ...(this.#withUsage && { usage: null }),
    };
  }

  #head(): Labels & { readonly object: 'chat.completion.chunk' } {
    return { ...this.#labels, object: 'chat.completion.chunk' };
  }
}
