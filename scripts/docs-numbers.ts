/**
 * Keeps the numbers in the docs equal to the results they come from.
 *
 *     node scripts/node24.mjs scripts/docs-numbers.ts            fails where a number is not what its file says
 *     node scripts/node24.mjs scripts/docs-numbers.ts --write    puts the numbers in
 *
 * In a Markdown file a number stands between marks that name a file of evals/results and a path in it:
 *
 *     <!-- n: edits-known.json exactRate percent -->76.4%<!-- /n -->
 *     <!-- kinds: edits-known.json edits-independent.json --> … a table … <!-- /kinds -->
 *
 * Formats: percent (one decimal), count (thousands separated), ms and decimal (one decimal), fine (three), plain.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const NUMBER = /(<!-- n: (\S+) (\S+) (\w+) -->)([\s\S]*?)(<!-- \/n -->)/g;
const KINDS = /(<!-- kinds: (\S+) (\S+) -->)([\s\S]*?)(<!-- \/kinds -->)/g;

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  percent: (value) => `${(value * 100).toFixed(1)}%`,
  count: (value) => Math.round(value).toLocaleString('en-US'),
  ms: (value) => value.toFixed(1),
  decimal: (value) => value.toFixed(1),
  fine: (value) => value.toFixed(3),
  plain: (value) => String(value),
};

type Read = (file: string) => unknown;

/** The text with every marked number and table as the results say. Throws where a mark names nothing. */
export function withNumbers(text: string, read: Read): string {
  return text
    .replace(
      NUMBER,
      (_, open: string, file: string, path: string, format: string, _old, close: string) => {
        const value = at(read(file), path);
        const print = FORMATS[format];
        if (typeof value !== 'number') throw new Error(`${file} has no number at ${path}`);
        if (!print) throw new Error(`${format} is no format: ${Object.keys(FORMATS).join(', ')}`);
        return `${open}${print(value)}${close}`;
      },
    )
    .replace(KINDS, (_, open: string, one: string, other: string, _old, close: string) => {
      return `${open}\n${kindsTable(read(one), read(other))}\n${close}`;
    });
}

interface Kind {
  readonly cases: number;
  readonly exactRate: number;
  readonly wrongRate: number;
}

/** Exact and wrong of each kind, in two suites side by side. */
function kindsTable(known: unknown, independent: unknown): string {
  const left = at(known, 'byKind') as Record<string, Kind>;
  const right = at(independent, 'byKind') as Record<string, Kind>;
  const cells = (kind: Kind | undefined) =>
    kind
      ? `${kind.cases} | ${(kind.exactRate * 100).toFixed(0)}% | ${(kind.wrongRate * 100).toFixed(0)}%`
      : ' | | ';
  const rows = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .sort()
    .map((kind) => `| ${kind} | ${cells(left[kind])} | ${cells(right[kind])} |`);
  return [
    '| kind | known: cases | exact | wrong | independent: cases | exact | wrong |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}

/** The value at a dotted path; undefined where there is none. */
function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

function main(): void {
  const documents = [
    'README.md',
    'model/README.md',
    ...readdirSync(join(ROOT, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  const read: Read = (file) =>
    JSON.parse(readFileSync(join(ROOT, 'evals', 'results', file), 'utf8'));
  for (const name of documents) {
    const before = readFileSync(join(ROOT, name), 'utf8');
    const after = withNumbers(before, read);
    if (after === before) continue;
    if (process.argv.includes('--write')) writeFileSync(join(ROOT, name), after);
    else {
      console.error(`${name}: a number is not what evals/results says; run with --write`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) main();
