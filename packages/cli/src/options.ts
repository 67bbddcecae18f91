/** Options and environment variables that several commands share, read and checked. */
import { resolve } from 'node:path';
import type { AssistantOptions } from '@wick/assistant';
import { InvalidArgumentError } from 'commander';
import { UsageError } from './errors.ts';

export interface ModelOptions {
  readonly threads?: number;
  readonly model?: string;
}

/** Options of the command line first, then WICK_THREADS and WICK_MODEL. Throws UsageError. */
export function assistantOptions(
  { threads, model }: ModelOptions,
  { WICK_THREADS, WICK_MODEL } = process.env,
): AssistantOptions {
  const folder = model ?? (WICK_MODEL || undefined);
  const count = threads ?? (WICK_THREADS ? threadsFrom(WICK_THREADS) : undefined);
  return {
    ...(folder !== undefined && { model: resolve(folder) }),
    ...(count !== undefined && { threads: count }),
  };
}

function threadsFrom(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`WICK_THREADS is "${text}"; it must be a whole number from 1 up.`);
}

/** For commander: a whole number from 1 up. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A number from 1 up is wanted.');
  return Number(text);
}

/** For commander: a whole number from 0 up. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

/** For commander: a number from 0 up. */
export function nonNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new InvalidArgumentError('A number from 0 to 100 is wanted.');
  }
  return value;
}
