/**
 * What a response has before it: the items of the responses that it follows and its own, and the messages that they are.
 * A context is extended by what is new; what was there is neither read nor translated again. Immutable.
 */
import type { Message, Tool } from '@wick/assistant';
import { type InputItem, notFound, type ResponseObject } from '@wick/protocol';
import { appendMessages, itemOf, laterTools } from '../wire/responses.ts';

export class Context {
  static readonly EMPTY = new Context({ items: [], messages: [], tools: [], isCutOff: false });

  readonly items: readonly InputItem[];
  readonly messages: readonly Message[];
  /** Tools that items of the input brought along. */
  readonly tools: readonly Tool[];
  /** Whether the last response was cut off by its user, so that what follows steers it. */
  readonly #isCutOff: boolean;

  private constructor({
    items,
    messages,
    tools,
    isCutOff,
  }: Pick<Context, 'items' | 'messages' | 'tools'> & { readonly isCutOff: boolean }) {
    this.items = items;
    this.messages = messages;
    this.tools = tools;
    this.#isCutOff = isCutOff;
  }

  /** This context and `items` behind it; references are to items of it. Throws ApiError (404) where there is no such item. */
  with(items: readonly InputItem[]): Context {
    if (items.length === 0) return this;
    const added = items.map((item) => this.#dereferenced(item));
    return new Context({
      items: [...this.items, ...added],
      messages: appendMessages(this.messages, added, this.#isCutOff),
      tools: [...this.tools, ...laterTools(added)],
      isCutOff: false,
    });
  }

  /** This context and the response that it led to. */
  after({ output, incomplete_details }: ResponseObject): Context {
    const reason = incomplete_details?.reason;
    const isCutOff = reason === 'steered' || reason === 'interrupted';
    // Nobody carries out the calls of a response that goes on at once, nor half of one.
    const items = output.filter(
      ({ type, status }) => type === 'message' || (status === 'completed' && reason !== 'steered'),
    );
    const { messages, tools, items: all } = this.with(items.map(itemOf));
    return new Context({ items: all, messages, tools, isCutOff });
  }

  #dereferenced(item: InputItem): InputItem {
    if (!('type' in item) || item.type !== 'item_reference') return item;
    const found = this.items.find((other) => 'id' in other && other.id === item.id);
    if (!found) throw notFound('item', String(item.id), 'item_not_found', 'input');
    return found;
  }
}
