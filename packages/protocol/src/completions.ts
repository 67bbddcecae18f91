/** POST /v1/completions (OpenAI's older form, with suffix) and POST /infill (llama.cpp's form): fill in the middle. */
import { z } from 'zod';
import { modelField, stopField } from './chat.ts';

export const completionRequest = z.looseObject({
  model: modelField,
  prompt: z.union([z.string(), z.array(z.string()).length(1)]),
  suffix: z.string().nullish(),
  max_tokens: z.int().min(0).nullish(),
  stop: stopField,
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  echo: z.boolean().nullish(),
});

export type CompletionRequest = z.infer<typeof completionRequest>;

export const infillRequest = z.looseObject({
  input_prefix: z.string(),
  input_suffix: z.string(),
  /** Files beside it; the completion's own file is named by none of them. */
  input_extra: z
    .array(z.looseObject({ filename: z.string().nullish(), text: z.string() }))
    .nullish(),
  /** What was typed after the prefix. */
  prompt: z.string().nullish(),
  n_predict: z.int().nullish(),
  stop: z.array(z.string()).nullish(),
  stream: z.boolean().nullish(),
});

export type InfillRequest = z.infer<typeof infillRequest>;

/** POST /v1/code/apply, Relace's form; its older clients write the first two names as one word. */
export const codeApplyRequest = z.preprocess(
  (value) => {
    if (typeof value !== 'object' || value === null) return value;
    const { initialCode, editSnippet, ...rest } = value as Record<string, unknown>;
    return {
      ...(initialCode !== undefined && { initial_code: initialCode }),
      ...(editSnippet !== undefined && { edit_snippet: editSnippet }),
      ...rest,
    };
  },
  z.looseObject({
    initial_code: z.string(),
    edit_snippet: z.string(),
    instruction: z.string().nullish(),
    model: z.string().nullish(),
    stream: z.boolean().nullish(),
    /** Not Relace's: the file's path, which tells the language. */
    path: z.string().nullish(),
  }),
);
