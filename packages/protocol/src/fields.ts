/**
 * What becomes of each field of the documented request objects. docs/api.md shows these tables (a script keeps them
 * equal), and requests are refused by them.
 */

export interface Field {
  /** `ignored`: accepted, because leaving it out changes no meaning; `refused`: 400, because it would. */
  readonly support: 'supported' | 'ignored' | 'refused';
  readonly note: string;
  /** Values of a refused field that ask for nothing. */
  readonly unless?: (value: unknown) => boolean;
}

export type FieldTable = Readonly<Record<string, Field>>;

const supported = (note: string): Field => ({ support: 'supported', note });
const ignored = (note: string): Field => ({ support: 'ignored', note });
const refused = (note: string, unless?: Field['unless']): Field => ({
  support: 'refused',
  note,
  ...(unless && { unless }),
});

const NOT_SAMPLED = 'answers are decoded within a grammar';
const ACCOUNT = 'about an account at OpenAI';

export const chatFields: FieldTable = {
  messages: supported('roles system, developer, user, assistant, tool; text parts'),
  model: supported('an id of GET /v1/models; `auto` routes; without it the model on this machine'),
  audio: refused('text models only'),
  frequency_penalty: ignored(NOT_SAMPLED),
  function_call: refused('use tool_choice', (value) => value === 'auto' || value === 'none'),
  functions: refused('use tools'),
  logit_bias: ignored(NOT_SAMPLED),
  logprobs: refused('token probabilities are not given', (value) => value === false),
  max_completion_tokens: supported('cuts the text; finish_reason is then `length`'),
  max_tokens: supported('the older name of max_completion_tokens'),
  metadata: ignored('nothing is stored for chat completions'),
  modalities: refused('text only', (value) => Array.isArray(value) && value.join() === 'text'),
  n: refused('one choice', (value) => value === 1),
  parallel_tool_calls: ignored('a turn makes as few calls as it can'),
  prediction: ignored('unchanged text is not generated anyway'),
  presence_penalty: ignored(NOT_SAMPLED),
  prompt_cache_key: ignored('the prefix cache is keyed by content'),
  prompt_cache_retention: ignored('the prefix cache is keyed by content'),
  reasoning_effort: ignored('the model does not reason in text'),
  response_format: refused('only text', (value) => isText(value)),
  safety_identifier: ignored(ACCOUNT),
  seed: supported('with temperature'),
  service_tier: ignored(ACCOUNT),
  stop: supported('text up to the first of at most four'),
  store: refused('chat completions are not stored; use /v1/responses', (value) => value === false),
  stream: supported('server-sent events, ended by [DONE]'),
  stream_options: supported('include_usage'),
  temperature: supported('0 (greedy) by default'),
  tool_choice: supported('auto, none; required and a name where the model calls a tool at all'),
  tools: supported('functions and custom tools'),
  top_logprobs: refused('token probabilities are not given', (value) => value === 0),
  top_p: supported('with temperature'),
  user: ignored(ACCOUNT),
  verbosity: ignored('answers are short'),
  web_search_options: refused('nothing is searched'),
};

export const completionFields: FieldTable = {
  model: supported('an id of GET /v1/models; without it the model on this machine'),
  prompt: supported('one text; what stands before the cursor'),
  best_of: refused('one choice', (value) => value === 1),
  echo: supported('the prompt before the completion'),
  frequency_penalty: ignored(NOT_SAMPLED),
  logit_bias: ignored(NOT_SAMPLED),
  logprobs: refused('token probabilities are not given'),
  max_tokens: supported('cuts the text'),
  n: refused('one choice', (value) => value === 1),
  presence_penalty: ignored(NOT_SAMPLED),
  seed: ignored('completions are greedy'),
  stop: supported('text up to the first of at most four'),
  stream: supported('server-sent events, ended by [DONE]'),
  stream_options: supported('include_usage'),
  suffix: supported('what stands behind the cursor: fill in the middle'),
  temperature: ignored('completions are greedy'),
  top_p: ignored('completions are greedy'),
  user: ignored(ACCOUNT),
};

export const responseFields: FieldTable = {
  background: supported('with store; polled by GET'),
  context_management: ignored('long documents are shown to the model in part'),
  conversation: refused('use previous_response_id'),
  include: ignored('there is no reasoning to include'),
  input: supported('a text or items; see below'),
  instructions: supported('as a system message'),
  max_output_tokens: supported('cuts the text; the status is then `incomplete`'),
  max_tool_calls: ignored('a turn makes as few calls as it can'),
  metadata: supported('given back'),
  model: supported('an id of GET /v1/models; `auto` routes'),
  parallel_tool_calls: supported('given back; a turn makes as few calls as it can'),
  previous_response_id: supported('of a stored response, or of this connection over WebSocket'),
  prompt: refused('there are no stored prompts'),
  prompt_cache_key: ignored('the prefix cache is keyed by content'),
  prompt_cache_retention: ignored('the prefix cache is keyed by content'),
  reasoning: ignored('the model does not reason in text'),
  safety_identifier: ignored(ACCOUNT),
  service_tier: ignored(ACCOUNT),
  store: supported('by default true, as at OpenAI'),
  stream: supported('server-sent events'),
  stream_options: ignored('obfuscation is not done'),
  temperature: supported('0 (greedy) by default'),
  text: refused('only format text', (value) => isTextFormat(value)),
  tool_choice: supported('auto, none; required and a name where the model calls a tool at all'),
  tools: supported('function and custom; hosted tools are offered to no model here'),
  top_logprobs: refused('token probabilities are not given', (value) => value === 0),
  top_p: supported('with temperature'),
  truncation: ignored('long documents are shown to the model in part'),
  user: ignored(ACCOUNT),
};

function isText(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'text';
}

function isTextFormat(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return !('format' in value) || value.format == null || isText(value.format);
}
