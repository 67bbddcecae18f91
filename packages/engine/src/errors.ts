/**
 * The errors a caller of the engine can meet. Each says what happened, to what, and what to do next,
 * and carries the facts as fields, so that a surface can word them in its own way.
 */

/** Common ancestor: `error instanceof EngineError` means "expected kind of failure, message is fit for the user". */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
}

/** The model folder, or a file that must be in it, does not exist or cannot be read. */
export class ModelMissingError extends EngineError {
  override readonly name = 'ModelMissingError';
  /** Path of the missing file or folder. */
  readonly file: string;

  constructor(file: string, problem: string, advice: string) {
    super(`${file}: ${problem}. ${advice}`);
    this.file = file;
  }
}

/** A model file exists but its content is not what it must be (truncated, altered, not supported). */
export class ModelFileError extends EngineError {
  override readonly name: string = 'ModelFileError';
  readonly file: string;
  /** What was expected of the file, in words. */
  readonly expectation: string;

  constructor(file: string, problem: string, expectation: string) {
    super(`${file}: ${problem}; expected ${expectation}.`);
    this.file = file;
    this.expectation = expectation;
  }
}

/** One tensor of a safetensors file is missing or has the wrong type or shape. */
export class TensorError extends ModelFileError {
  override readonly name = 'TensorError';
  readonly tensor: string;

  constructor(file: string, tensor: string, problem: string, expectation: string) {
    super(file, `tensor ${tensor} ${problem}`, expectation);
    this.tensor = tensor;
  }
}

/** The prompt (and the answer's room) does not fit the context; nothing was computed. */
export class PromptTooLongError extends EngineError {
  override readonly name = 'PromptTooLongError';
  readonly promptTokens: number;
  readonly limitTokens: number;

  constructor(promptTokens: number, limitTokens: number) {
    super(
      `The prompt has ${promptTokens} tokens and at most ${limitTokens} fit. ` +
        'Shorten it, or create the engine with a larger contextTokens.',
    );
    this.promptTokens = promptTokens;
    this.limitTokens = limitTokens;
  }
}

/** A request that makes no sense whatever the model (empty prompt, unknown token id, bad sampling numbers). */
export class RequestError extends EngineError {
  override readonly name = 'RequestError';
}

/** The grammar allows no token at this point, so there is no right way to go on. */
export class GrammarError extends EngineError {
  override readonly name = 'GrammarError';
}

/** The request or snapshot needs more memory than there is, now or at all; nothing was computed. */
export class MemoryLimitError extends EngineError {
  override readonly name = 'MemoryLimitError';
  readonly neededBytes: number;
  /** The bound; undefined where it is the machine's. */
  readonly limitBytes: number | undefined;

  constructor(
    message: string,
    neededBytes: number,
    limitBytes: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.neededBytes = neededBytes;
    this.limitBytes = limitBytes;
  }
}

/** As many requests, or tokens of their prompts, are waiting as may wait; this one was not taken. */
export class QueueFullError extends EngineError {
  override readonly name = 'QueueFullError';
  readonly unit: 'requests' | 'tokens';
  /** Waiting now, the refused one not counted. */
  readonly waiting: number;
  readonly limit: number;

  constructor(unit: 'requests' | 'tokens', waiting: number, limit: number) {
    super(
      `${waiting} ${unit} are waiting and at most ${limit} may. Try again when some are done, ` +
        'or create the engine with a longer queue.',
    );
    this.unit = unit;
    this.waiting = waiting;
    this.limit = limit;
  }
}

/** The bytes are no snapshot, a damaged one, or one of another model. */
export class SnapshotError extends EngineError {
  override readonly name = 'SnapshotError';
}

/** A worker thread died or stopped answering. The requests that were running are given up; the threads start anew. */
export class ThreadError extends EngineError {
  override readonly name = 'ThreadError';
}

/** `generate` was called on a closed engine. */
export class EngineClosedError extends EngineError {
  override readonly name = 'EngineClosedError';

  constructor() {
    super('The engine is closed. Create a new one with Engine.create.');
  }
}
