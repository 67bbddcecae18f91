/**
 * A TypeScript module as a browser runs it: types stripped, as Node does it, and imports by address. A package's name
 * becomes its entry; `node:NAME` becomes src/page/node/NAME.js, which does the same in a browser.
 */
import { stripTypeScriptTypes } from 'node:module';

const HERE = '/packages/browser/src/page/node';
const SPECIFIER = /(\bfrom |\bimport )'(@wick\/\w+|node:[\w/]+)'/g;

/** `path`: where the module is served. What it needs of Node's globals is imported first. */
export function moduleFor(path: string, source: string): string {
  const imports = source.replace(SPECIFIER, (_, keyword: string, specifier: string) => {
    return `${keyword}'${addressOf(specifier)}'`;
  });
  return `import '${HERE}/globals.js'; ${stripTypeScriptTypes(imports, { sourceUrl: path })}`;
}

function addressOf(specifier: string): string {
  if (specifier.startsWith('@wick/')) return `/packages/${specifier.slice(6)}/src/index.ts`;
  return `${HERE}/${specifier.slice('node:'.length).replace('/', '-')}.js`;
}
