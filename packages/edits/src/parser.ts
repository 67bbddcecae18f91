/**
 * Reads an answer while it streams in. Takes symbols as they come (text in any pieces) and gives an
 * event for each hunk or operation as soon as it is complete, so that a surface can show the first change
 * while the second is being decoded.
 */
import type { Answer, AnswerSymbol, OperationCall } from './answer.ts';
import { AnswerGrammar, type Expectation, type GrammarOptions } from './grammar.ts';
import type { Hunk } from './hunk.ts';

export type AnswerEvent =
  | { readonly type: 'hunk'; readonly hunk: Hunk }
  | { readonly type: 'operation'; readonly call: OperationCall }
  | { readonly type: 'none' }
  | { readonly type: 'delegate' }
  | { readonly type: 'end'; readonly answer: Answer };

export class AnswerParser {
  #grammar: AnswerGrammar;

  constructor(options: GrammarOptions) {
    this.#grammar = AnswerGrammar.start(options);
  }

  /** What may come next. */
  get expectation(): Expectation {
    return this.#grammar.expectation;
  }

  /**
   * Takes one more symbol and gives what it completed, in order.
   * @throws AnswerSyntaxError where the symbol may not come here; the parser then stays where it was
   */
  push(symbol: AnswerSymbol): AnswerEvent[] {
    const { hunks, calls } = this.#grammar;
    this.#grammar = this.#grammar.advance(symbol);
    const { answer } = this.#grammar;
    return [
      ...this.#grammar.hunks
        .slice(hunks.length)
        .map((hunk): AnswerEvent => ({ type: 'hunk', hunk })),
      ...this.#grammar.calls
        .slice(calls.length)
        .map((call): AnswerEvent => ({ type: 'operation', call })),
      ...(symbol.type === 'none' || symbol.type === 'delegate' ? [{ type: symbol.type }] : []),
      ...(answer ? [{ type: 'end', answer } as const] : []),
    ];
  }

  /**
   * The answer, once its end has come.
   * @throws AnswerSyntaxError ('unfinished') before
   */
  finish(): Answer {
    const { answer } = this.#grammar;
    if (answer === undefined) throw this.#grammar.unfinished();
    return answer;
  }
}

/**
 * The answer that `symbols` spell.
 * @throws AnswerSyntaxError
 */
export function parseAnswer(symbols: Iterable<AnswerSymbol>, options: GrammarOptions): Answer {
  const parser = new AnswerParser(options);
  for (const symbol of symbols) parser.push(symbol);
  return parser.finish();
}
