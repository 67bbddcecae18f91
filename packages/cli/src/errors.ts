/** What the command line itself can fail with. Imports nothing, so that `wick --help` does not wait for the rest. */

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
