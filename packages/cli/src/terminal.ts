/** The process's streams as the commands use them: is somebody there, in colour or not, one question. */
import { createInterface } from 'node:readline/promises';
import pc from 'picocolors';
import type { Interrupt } from './interrupt.ts';

export type Colors = ReturnType<typeof pc.createColors>;

/** Colours for one stream: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal. */
export function colorsFor(
  stream: { readonly isTTY?: boolean },
  { NO_COLOR, FORCE_COLOR, TERM } = process.env,
): Colors {
  if (NO_COLOR) return pc.createColors(false);
  if (FORCE_COLOR) return pc.createColors(FORCE_COLOR !== '0' && FORCE_COLOR !== 'false');
  return pc.createColors(stream.isTTY === true && TERM !== 'dumb');
}

/** Whether a question can be asked and answered. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** A line on stderr that the next one replaces, where there is a terminal; '' clears it. */
export function showStatus(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text === '' ? '' : `${text} …`}`);
}

/**
 * Asks a yes-or-no question; Enter means yes, the end of the input no.
 * @throws InterruptedError at Ctrl-C
 */
export async function confirm(question: string, interrupt: Interrupt): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  lines.once('SIGINT', () => interrupt.trigger());
  const ended = new Promise<string>((resolve) => lines.once('close', () => resolve('no')));
  try {
    const answer = await Promise.race([lines.question(question, interrupt), ended]);
    return /^(?:|y|yes)$/i.test(answer.trim());
  } catch (error) {
    interrupt.signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
