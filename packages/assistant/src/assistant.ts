/**
 * The assistant: a loaded model and its engine, ready for requests. What surfaces hold on to.
 */
import { fileURLToPath } from 'node:url';
import { Engine, type EngineOptions, Model, type SafetensorsFile } from '@wick/engine';
import { isCode, isJson, loadTypeScript } from '@wick/workspace';
import { type AskRequest, type AskResult, ask } from './ask.ts';
import { type CompleteRequest, type Completion, complete } from './complete.ts';
import { NGRAM_FILE, NgramTable } from './completion-ngrams.ts';
import type { ModelContext } from './decode.ts';
import { edit } from './edit.ts';
import type { EditEvent, EditRequest } from './edit-events.ts';
import { INTENT_FILE, IntentModel } from './intent/intent-model.ts';
import { describeModel, type ModelInfo } from './model-info.ts';
import { type NextEdit, type NextRequest, suggestNext } from './next.ts';
import { Vocabulary } from './vocabulary.ts';

export interface AssistantOptions extends EngineOptions {
  /** The model's folder; by default the released model's. */
  readonly model?: string;
}

/** Where the released model lies. */
export const RELEASED_MODEL = fileURLToPath(new URL('../../../model', import.meta.url));

/** Loads what an edit of `path` will need besides the model, so that the first request need not wait for it. */
export async function preload(path: string): Promise<void> {
  if (isCode(path) || isJson(path)) await loadTypeScript();
}

/** What stands beside the weights in a model's folder; each may be missing. */
interface Companions {
  readonly intents: SafetensorsFile | undefined;
  readonly ngrams: SafetensorsFile | undefined;
}

async function readCompanions(folder: string): Promise<Companions> {
  const [intents, ngrams] = await Promise.all(
    [INTENT_FILE, NGRAM_FILE].map((name) => Model.companion(folder, name)),
  );
  return { intents, ngrams };
}

export class Assistant {
  readonly #engine: Engine;
  readonly #context: ModelContext;
  /** Milliseconds from opening to being ready for the first request. */
  readonly loadMs: number;

  private constructor(engine: Engine, { intents, ngrams }: Companions, loadMs: number) {
    const { config, tokenizer } = engine.model;
    this.#engine = engine;
    this.loadMs = loadMs;
    this.#context = {
      engine,
      vocabulary: new Vocabulary(tokenizer),
      readingTokens: config.readingTokens,
      operations: config.operations && new Set(config.operations),
      tasks: config.tasks && new Set(config.tasks),
      intents: intents && new IntentModel(intents),
      ngrams: ngrams && new NgramTable(ngrams, tokenizer.size),
    };
  }

  /**
   * Loads a model and starts its threads.
   * @throws ModelMissingError, ModelFileError, TensorError; RequestError for options out of range
   */
  static async open({ model, ...options }: AssistantOptions = {}): Promise<Assistant> {
    const start = performance.now();
    const folder = model ?? RELEASED_MODEL;
    // Read by another thread, while the engine starts.
    const reading = readCompanions(folder);
    reading.catch(() => {});
    const engine = await Engine.open(folder, options);
    try {
      return new Assistant(engine, await reading, performance.now() - start);
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Streams an edit; see edit.ts. */
  edit(request: EditRequest): AsyncGenerator<EditEvent, void, void> {
    return edit(this.#context, request);
  }

  /** Answers a question about a project; see ask.ts. */
  ask(request: AskRequest): Promise<AskResult> {
    return ask(this.#context, request);
  }

  /** Goes on where somebody types; see complete.ts. */
  complete(request: CompleteRequest): Promise<Completion> {
    return complete(this.#context, request);
  }

  /** Suggests the next edit from the recent ones; see next.ts. */
  next(request: NextRequest): Promise<NextEdit> {
    return suggestNext(this.#context, request);
  }

  /** How many tokens the model's tokenizer makes of `text`. */
  countTokens(text: string): number {
    return this.#engine.model.tokenizer.encode(text).length;
  }

  /** The facts of model, engine and machine; measures the machine for a quarter of a second. */
  async info(): Promise<ModelInfo> {
    return describeModel(this.#engine, this.loadMs);
  }

  /** Ends the engine's threads. */
  async close(): Promise<void> {
    await this.#engine.close();
  }
}
