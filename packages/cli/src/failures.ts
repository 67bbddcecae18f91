/** From an error to the line a user reads and the exit code a shell reads. */
import {
  AssistantError,
  EmptyInstructionError,
  EngineError,
  FileError,
  KernelFileError,
  RequestError,
} from '@wick/assistant';
import { EXIT } from './exit-codes.ts';

/** The command line asks for something that makes no sense; the message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('interrupted; no file was changed');
  }
}

/** The instruction does not say which file it is about. */
export class UnclearFileError extends Error {
  override readonly name = 'UnclearFileError';
}

export interface Failure {
  readonly message: string;
  readonly exitCode: number;
}

/** What to tell about `error`; of one that nobody expected, also where it came from. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof InterruptedError) return failure(error, EXIT.interrupted);
  if (error instanceof FileError) {
    return failure(error, error.code === 'nothing-to-undo' ? EXIT.nothingToChange : EXIT.failed);
  }
  if (error instanceof UnclearFileError) return failure(error, EXIT.notAble);
  const isUsage =
    error instanceof UsageError ||
    error instanceof EmptyInstructionError ||
    error instanceof RequestError;
  if (isUsage) return failure(error, EXIT.wrongUsage);
  const isExpected =
    error instanceof AssistantError ||
    error instanceof EngineError ||
    error instanceof KernelFileError;
  if (isExpected) return failure(error, EXIT.failed);
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `an error in Wick itself, please report it: ${detail}`, exitCode: EXIT.failed };
}

function failure({ message }: Error, exitCode: number): Failure {
  return { message, exitCode };
}
