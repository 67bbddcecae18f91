/** What people call a block by: what its first line declares, its key, its heading. Takes that line, gives the name. Pure. */

const TITLES: readonly RegExp[] = [
  /^#{1,6}\s+(.+)$/,
  /^\[+([\w.-]+)\]+/,
  /\b(?:class|interface|enum|type|function|const|let|var|def)\s+([\w$]+)/,
  /^["']?([\w$.-]+)["']?\s*:/,
  /^([.#]?[\w-]+)\s*\{/,
  /^<(\w+)/,
  /^(?:async\s+)?([\w$]+)\(/,
  /^(?!return\b|new\b|await\b|throw\b|else\b|case\b)(?:[\w$<>[\],?*&:]+\s+)+\*?([\w$]+)\([^;]*$/,
];

/** The title of what `line` (without its indentation) opens; undefined where it has none. */
export function titleOf(line: string): string | undefined {
  for (const title of TITLES) {
    const found = title.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
