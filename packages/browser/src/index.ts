/** Serves the page that runs the engine in a browser. */
export { type PageServer, servePage } from './serve.ts';
