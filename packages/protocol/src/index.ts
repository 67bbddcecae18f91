/** The wire types of the server and their validation; a leaf: it knows no model and no transport. */
export * from './chat.ts';
export * from './completions.ts';
export * from './errors.ts';
export * from './fields.ts';
export * from './parse.ts';
export * from './responses.ts';
