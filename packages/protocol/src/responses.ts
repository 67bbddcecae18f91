/**
 * POST /v1/responses and its WebSocket form: the request with its items, the response object, the events of a stream.
 * After OpenAI's API reference and what Codex CLI sends.
 */
import { z } from 'zod';
import { samplingFields } from './chat.ts';

const textPart = z.looseObject({
  type: z.enum(['input_text', 'output_text', 'text', 'summary_text', 'reasoning_text']),
  text: z.string(),
});
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: z.string() });
const content = z.union([z.string(), z.array(z.union([textPart, refusalPart]))]);
/** Output of a tool: a text, or parts of which the text counts. */
const toolOutput = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
]);

const functionTool = z.looseObject({
  type: z.literal('function'),
  name: z.string().min(1).max(128),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});
const customTool = z.looseObject({
  type: z.literal('custom'),
  name: z.string().min(1).max(128),
  description: z.string().nullish(),
});
/** Tools of other types (web_search) are accepted and offered to no model. */
const otherTool = z.looseObject({ type: z.string().regex(/^(?!(?:function|custom|namespace)$)/) });
/** Tools under one name; those of `functions` are called as if they were in none. */
const namespace = z.looseObject({
  type: z.literal('namespace'),
  name: z.string(),
  tools: z.array(z.union([functionTool, customTool, otherTool])),
});
const tool = z.union([functionTool, customTool, namespace, otherTool]);
const toolList = z.array(tool);
export type ResponseTool = z.infer<typeof tool>;
export type CallableTool = z.infer<typeof functionTool> | z.infer<typeof customTool>;
type NamespaceTool = z.infer<typeof namespace>;

const PLAIN_NAMESPACE = 'functions';

/** The tools of a list that a model may call: functions and custom tools. */
export function callableTools(tools: readonly ResponseTool[]): readonly CallableTool[] {
  return tools
    .flatMap((each) => (isNamespace(each) && each.name === PLAIN_NAMESPACE ? each.tools : [each]))
    .filter(isCallable);
}

function isNamespace(tool: ResponseTool): tool is NamespaceTool {
  return tool.type === 'namespace';
}

function isCallable(tool: ResponseTool): tool is CallableTool {
  return tool.type === 'function' || tool.type === 'custom';
}

const messageFields = { role: z.enum(['system', 'developer', 'user', 'assistant']), content };
/** A message may leave out its type. */
const shortMessage = z.looseObject({ type: z.undefined().optional(), ...messageFields });

/** Items that carry something for a text model, and those that are accepted and say nothing to it. */
const typedItem = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('message'), ...messageFields }),
  z.looseObject({
    type: z.literal('function_call'),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.looseObject({
    type: z.literal('function_call_output'),
    call_id: z.string(),
    output: toolOutput,
  }),
  z.looseObject({
    type: z.literal('custom_tool_call'),
    call_id: z.string(),
    name: z.string(),
    input: z.string(),
  }),
  z.looseObject({
    type: z.literal('custom_tool_call_output'),
    call_id: z.string(),
    output: toolOutput,
  }),
  z.looseObject({ type: z.literal('reasoning') }),
  z.looseObject({ type: z.literal('item_reference'), id: z.string() }),
  z.looseObject({ type: z.literal('additional_tools'), tools: toolList }),
  z.looseObject({ type: z.literal('compaction') }),
  z.looseObject({ type: z.literal('web_search_call') }),
  z.looseObject({ type: z.literal('local_shell_call') }),
  z.looseObject({ type: z.literal('local_shell_call_output') }),
]);

export const inputItem = z.union([typedItem, shortMessage]);
export type InputItem = z.infer<typeof inputItem>;

const toolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.looseObject({ type: z.string(), name: z.string().optional() }),
]);

export const responseRequest = z.looseObject({
  model: z.string(),
  input: z.union([z.string(), z.array(inputItem)]).nullish(),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  tools: toolList.nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
  ...samplingFields,
});

export type ResponseRequest = z.infer<typeof responseRequest>;

/** Text frames that a client sends over a WebSocket. */
export const clientFrame = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('response.create'),
    generate: z.boolean().nullish(),
    stream_id: z.string().min(1).max(128).nullish(),
  }),
  z.looseObject({
    type: z.literal('response.steer'),
    response_id: z.string(),
    input: z.union([z.string(), z.array(inputItem)]),
    stream_id: z.string().nullish(),
  }),
  z.looseObject({
    type: z.literal('response.interrupt'),
    response_id: z.string(),
    mode: z.string().nullish(),
    stream_id: z.string().nullish(),
  }),
  z.looseObject({
    type: z.literal('response.cancel'),
    response_id: z.string(),
    stream_id: z.string().nullish(),
  }),
]);

export type ClientFrame = z.infer<typeof clientFrame>;

export type ResponseStatus =
  | 'queued'
  | 'in_progress'
  | 'completed'
  | 'incomplete'
  | 'failed'
  | 'cancelled';

type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export interface OutputText {
  readonly type: 'output_text';
  readonly text: string;
  readonly annotations: readonly never[];
  readonly logprobs: readonly never[];
}

export type OutputItem =
  | {
      readonly id: string;
      readonly type: 'message';
      readonly status: ItemStatus;
      readonly role: 'assistant';
      readonly content: readonly OutputText[];
    }
  | {
      readonly id: string;
      readonly type: 'function_call';
      readonly status: ItemStatus;
      readonly call_id: string;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly id: string;
      readonly type: 'custom_tool_call';
      readonly status: ItemStatus;
      readonly call_id: string;
      readonly name: string;
      readonly input: string;
    };

export interface ResponseUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly cached_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly reasoning_tokens: number };
  readonly total_tokens: number;
}

export interface ResponseObject {
  readonly id: string;
  readonly object: 'response';
  readonly created_at: number;
  readonly status: ResponseStatus;
  readonly background: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly incomplete_details: { readonly reason: string } | null;
  readonly instructions: string | null;
  readonly max_output_tokens: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly model: string;
  readonly output: readonly OutputItem[];
  readonly parallel_tool_calls: boolean;
  readonly previous_response_id: string | null;
  readonly store: boolean;
  readonly temperature: number | null;
  readonly top_p: number | null;
  readonly text: { readonly format: { readonly type: 'text' } };
  readonly tool_choice: unknown;
  readonly tools: readonly unknown[];
  readonly usage: ResponseUsage | null;
  /** Codex's: whether the turn is over, with an interrupt it is not. */
  readonly end_turn?: boolean;
}

/** Events of a stream; sequence_number is put in when one is sent. */
export type ResponseEvent =
  | {
      readonly type:
        | 'response.created'
        | 'response.queued'
        | 'response.in_progress'
        | 'response.completed'
        | 'response.incomplete'
        | 'response.failed';
      readonly response: ResponseObject;
    }
  | {
      readonly type: 'response.output_item.added' | 'response.output_item.done';
      readonly output_index: number;
      readonly item: OutputItem;
    }
  | {
      readonly type: 'response.content_part.added' | 'response.content_part.done';
      readonly item_id: string;
      readonly output_index: number;
      readonly content_index: 0;
      readonly part: OutputText;
    }
  | {
      readonly type: 'response.output_text.delta';
      readonly item_id: string;
      readonly output_index: number;
      readonly content_index: 0;
      readonly delta: string;
      readonly logprobs: readonly never[];
    }
  | {
      readonly type: 'response.output_text.done';
      readonly item_id: string;
      readonly output_index: number;
      readonly content_index: 0;
      readonly text: string;
      readonly logprobs: readonly never[];
    }
  | {
      readonly type:
        | 'response.function_call_arguments.delta'
        | 'response.custom_tool_call_input.delta';
      readonly item_id: string;
      readonly output_index: number;
      readonly delta: string;
    }
  | {
      readonly type: 'response.function_call_arguments.done';
      readonly item_id: string;
      readonly output_index: number;
      readonly name: string;
      readonly arguments: string;
    }
  | {
      readonly type: 'response.custom_tool_call_input.done';
      readonly item_id: string;
      readonly output_index: number;
      readonly input: string;
    };
