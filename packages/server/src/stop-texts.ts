/**
 * Ends an answer's text at the first of the texts that a client names. Takes events, gives them: the beginning of what
 * may become such a text is held back until it is known.
 */
import type { TurnEvent } from '@wick/assistant';

export async function* untilStopText(
  events: AsyncIterable<TurnEvent>,
  stops: readonly string[],
): AsyncGenerator<TurnEvent, void, void> {
  let held = '';
  for await (const event of events) {
    if (event.type !== 'text') {
      if (held !== '') yield { type: 'text', text: held };
      held = '';
      yield event;
      continue;
    }
    held += event.text;
    const found = stops.map((stop) => held.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      const text = held.slice(0, Math.min(...found));
      if (text !== '') yield { type: 'text', text };
      yield {
        type: 'end',
        reason: 'stop',
        usage: { promptTokens: 0, cachedTokens: 0, generatedTokens: 0 },
      };
      return;
    }
    const keep = Math.max(0, ...stops.map((stop) => overlap(held, stop)));
    const text = held.slice(0, held.length - keep);
    held = held.slice(held.length - keep);
    if (text !== '') yield { type: 'text', text };
  }
}

/** How many of `text`'s last characters are the first of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
