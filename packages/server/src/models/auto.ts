/**
 * `auto`: the model on this machine answers what it can; what it declines goes to the bigger one, streamed through.
 * The choice is made on the first event, which tells whether the small model declines, so nothing is said twice.
 */
import {
  EditDeclinedError,
  SnippetDeclinedError,
  type Turn,
  type TurnEvent,
} from '@wick/assistant';
import type { ChatModel, Filled, FillRequest } from './model.ts';

export class AutoModel implements ChatModel {
  readonly id = 'auto';
  readonly ownedBy = 'wick';
  readonly contextTokens: number | undefined;
  readonly #small: ChatModel;
  readonly #big: ChatModel;

  constructor(small: ChatModel, big: ChatModel) {
    this.#small = small;
    this.#big = big;
    this.contextTokens = big.contextTokens ?? small.contextTokens;
  }

  async *respond(turn: Turn): AsyncGenerator<TurnEvent, void, void> {
    // A conversation that the bigger model works on stays with it: its calls are none of the small one's.
    if (!isBegunByOther(turn)) {
      const { events, declined } = await this.#try(turn);
      if (!declined) {
        yield* events;
        return;
      }
      turn.signal?.throwIfAborted();
    }
    yield* this.#big.respond(turn);
  }

  /** What declines throws so, or says so in its last event, behind a sentence: those few events are held back until it is known. */
  async #try(
    turn: Turn,
  ): Promise<{ readonly events: AsyncIterable<TurnEvent>; readonly declined: boolean }> {
    const iterator = this.#small.respond(turn)[Symbol.asyncIterator]();
    const held: TurnEvent[] = [];
    while (held.length < 2) {
      const next = await nextUnlessDeclined(iterator);
      if (next === undefined) return { events: empty(), declined: true };
      if (next.done) break;
      held.push(next.value);
      if (next.value.type === 'end' && next.value.declined)
        return { events: empty(), declined: true };
      if (next.value.type !== 'text') break;
    }
    return { events: goOn(held, iterator), declined: false };
  }

  async fill(request: FillRequest): Promise<Filled> {
    return this.#small.fill!(request);
  }
}

async function nextUnlessDeclined(
  iterator: AsyncIterator<TurnEvent>,
): Promise<IteratorResult<TurnEvent> | undefined> {
  try {
    return await iterator.next();
  } catch (error) {
    const isDeclined = error instanceof EditDeclinedError || error instanceof SnippetDeclinedError;
    if (isDeclined) return undefined;
    throw error;
  }
}

/** Whether there are calls since the user's last words that the model on this machine would not have made. */
function isBegunByOther({ messages }: Turn): boolean {
  const asked = messages.findLastIndex(({ role }) => role === 'user');
  return messages
    .slice(asked + 1)
    .some(
      (message) =>
        message.role === 'assistant' &&
        message.calls.some(({ id }) => !/^call_[0-9a-f]{32}$/.test(id)),
    );
}

async function* goOn(
  held: readonly TurnEvent[],
  rest: AsyncIterator<TurnEvent>,
): AsyncGenerator<TurnEvent, void, void> {
  yield* held;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* empty(): AsyncGenerator<TurnEvent, void, void> {}
