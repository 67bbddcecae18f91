/**
 * What can be wrong with a request before the model sees it. Each error says what happened, to what, and
 * what to do next, and carries the numbers as fields.
 */

/** Common ancestor: the message is fit for the user. */
export class AssistantError extends Error {
  override readonly name: string = 'AssistantError';
}

/** The request asks for nothing: an empty instruction. */
export class EmptyInstructionError extends AssistantError {
  override readonly name = 'EmptyInstructionError';

  constructor() {
    super('The instruction is empty; say what to change, for example "rename total to subtotal".');
  }
}

/** The model was not trained on what is asked for. */
export class UntaughtTaskError extends AssistantError {
  override readonly name = 'UntaughtTaskError';

  constructor(what: string) {
    super(`This model was not trained on ${what}; use a newer one (wick info shows which it is).`);
  }
}

/** The document or the instruction does not fit; nothing was computed. */
export class TooLargeError extends AssistantError {
  override readonly name = 'TooLargeError';
  readonly what: 'document' | 'instruction';
  readonly unit: 'lines' | 'tokens';
  readonly size: number;
  readonly limit: number;

  constructor(
    what: 'document' | 'instruction',
    unit: 'lines' | 'tokens',
    size: number,
    limit: number,
    name: string,
  ) {
    const count = (n: number) => n.toLocaleString('en-US');
    const advice =
      what === 'document' ? 'Split the file, or edit a smaller one.' : 'Say it in fewer words.';
    super(`${name} has ${count(size)} ${unit} and at most ${count(limit)} fit. ${advice}`);
    this.what = what;
    this.unit = unit;
    this.size = size;
    this.limit = limit;
  }
}
