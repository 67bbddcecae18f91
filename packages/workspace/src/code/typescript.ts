/**
 * Loads the TypeScript compiler when it is first needed. It takes longer than all else, so nothing imports
 * it statically: callers start `loadTypeScript()` early and let it overlap with other work.
 */
import { createRequire } from 'node:module';
import type ts from 'typescript';

/** The compiler's API as a value; types come from `import type ts from 'typescript'`. */
export type TypeScript = typeof ts;

let loading: Promise<TypeScript> | undefined;

/**
 * The compiler; loaded once. By `require`, as `import` would first read its nine megabytes for the names it
 * exports, which takes as long as loading it.
 */
export function loadTypeScript(): Promise<TypeScript> {
  loading ??= Promise.resolve().then(() => createRequire(import.meta.url)('typescript'));
  return loading;
}

const EXTENSIONS = /\.(?:[cm]?[jt]s|[jt]sx)$/i;

/** Whether the file is one that the TypeScript compiler reads: .ts .tsx .mts .cts .js .jsx .mjs .cjs */
export function isCode(path: string): boolean {
  return EXTENSIONS.test(path);
}

/** Whether types may be written in the file: TypeScript, not JavaScript. */
export function isTyped(path: string): boolean {
  return /\.(?:[cm]?ts|tsx)$/i.test(path);
}

/** Whether the file is JSON, which the compiler reads too. */
export function isJson(path: string): boolean {
  return /\.json$/i.test(path);
}
