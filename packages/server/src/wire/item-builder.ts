/** From a turn's events to a response's items and the events that tell each step of them. */
import type { TurnEvent } from '@wick/assistant';
import type { OutputItem, OutputText, ResponseEvent } from '@wick/protocol';
import { newId } from './responses.ts';

/** Builds a response's items from a turn's events, and tells each step. */
export class ItemBuilder {
  readonly #items: OutputItem[] = [];
  /** The place of each call's item, by the call's index. */
  readonly #calls = new Map<number, number>();
  /** The place of the message that is being written. */
  #message: number | undefined;

  /** Items that are whole. */
  get completed(): readonly OutputItem[] {
    return this.#items.filter(({ status }) => status === 'completed');
  }

  /** All items, those that are not whole as `incomplete`. */
  get all(): readonly OutputItem[] {
    return this.#items.map((item) =>
      item.status === 'completed' ? item : ({ ...item, status: 'incomplete' } as OutputItem),
    );
  }

  *add(event: TurnEvent): Generator<ResponseEvent, void, void> {
    switch (event.type) {
      case 'text':
        yield* this.#text(event.text);
        break;
      case 'call':
        yield* this.#finishMessage();
        yield this.#begin(event);
        break;
      case 'input':
        yield this.#input(event.index, event.text);
        break;
      case 'end':
        yield* this.#finishMessage();
        for (const place of this.#calls.values()) yield* this.#finishCall(place);
        break;
    }
  }

  *#text(delta: string): Generator<ResponseEvent, void, void> {
    if (this.#message === undefined) {
      this.#message = this.#items.length;
      const item: OutputItem = {
        id: newId('msg'),
        type: 'message',
        status: 'in_progress',
        role: 'assistant',
        content: [],
      };
      this.#items.push(item);
      yield { type: 'response.output_item.added', output_index: this.#message, item };
      yield {
        type: 'response.content_part.added',
        item_id: item.id,
        output_index: this.#message,
        content_index: 0,
        part: outputTextPart(''),
      };
    }
    const place = this.#message;
    const item = this.#items[place] as OutputItem & { type: 'message' };
    const text = (item.content[0]?.text ?? '') + delta;
    this.#items[place] = { ...item, content: [outputTextPart(text)] };
    yield {
      type: 'response.output_text.delta',
      item_id: item.id,
      output_index: place,
      content_index: 0,
      delta,
      logprobs: [],
    };
  }

  *#finishMessage(): Generator<ResponseEvent, void, void> {
    const place = this.#message;
    if (place === undefined) return;
    this.#message = undefined;
    const item = this.#items[place] as OutputItem & { type: 'message' };
    const part = item.content[0] ?? outputTextPart('');
    const at = { item_id: item.id, output_index: place, content_index: 0 as const };
    yield { type: 'response.output_text.done', ...at, text: part.text, logprobs: [] };
    yield { type: 'response.content_part.done', ...at, part };
    const done = { ...item, status: 'completed' as const };
    this.#items[place] = done;
    yield { type: 'response.output_item.done', output_index: place, item: done };
  }

  #begin({ index, id, name, kind }: TurnEvent & { type: 'call' }): ResponseEvent {
    const place = this.#items.length;
    const common = { status: 'in_progress' as const, call_id: id, name };
    const item: OutputItem =
      kind === 'custom'
        ? { id: newId('ctc'), type: 'custom_tool_call', ...common, input: '' }
        : { id: newId('fc'), type: 'function_call', ...common, arguments: '' };
    this.#items.push(item);
    this.#calls.set(index, place);
    return { type: 'response.output_item.added', output_index: place, item };
  }

  #input(index: number, delta: string): ResponseEvent {
    const place = this.#calls.get(index)!;
    const item = this.#items[place]!;
    const at = { item_id: item.id, output_index: place, delta };
    if (item.type === 'custom_tool_call') {
      this.#items[place] = { ...item, input: item.input + delta };
      return { type: 'response.custom_tool_call_input.delta', ...at };
    }
    if (item.type === 'function_call') {
      this.#items[place] = { ...item, arguments: item.arguments + delta };
    }
    return { type: 'response.function_call_arguments.delta', ...at };
  }

  *#finishCall(place: number): Generator<ResponseEvent, void, void> {
    const item = { ...this.#items[place]!, status: 'completed' as const } as OutputItem;
    this.#items[place] = item;
    const at = { item_id: item.id, output_index: place };
    if (item.type === 'custom_tool_call') {
      yield { type: 'response.custom_tool_call_input.done', ...at, input: item.input };
    } else if (item.type === 'function_call') {
      const { name, arguments: input } = item;
      yield { type: 'response.function_call_arguments.done', ...at, name, arguments: input };
    }
    yield { type: 'response.output_item.done', output_index: place, item };
  }
}

function outputTextPart(text: string): OutputText {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}
