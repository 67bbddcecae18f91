/** From an error to the line a user reads and the exit code a shell reads. */
import {
  AssistantError,
  EmptyInstructionError,
  EngineError,
  FileError,
  KernelFileError,
  RequestError,
} from '@wick/assistant';
import { InterruptedError, UnclearFileError, UsageError } from './errors.ts';
import { EXIT } from './exit-codes.ts';

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
