/**
 * Keeps docs/api.md equal to what the server does: the tables of fields are those of packages/protocol, and each request
 * that the page shows is run against a server.
 *
 *     node scripts/node24.mjs scripts/docs-api.ts            fails where a table is not as the code has it
 *     node scripts/node24.mjs scripts/docs-api.ts --write    puts the tables in
 *
 * A request is a block in `sh` or `js`, and behind it a comment with what its output has to match:
 * <!-- expect: PATTERN -->
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chatFields, completionFields, type FieldTable, responseFields } from '@wick/protocol';

export const API_PAGE = join(import.meta.dirname, '..', 'docs', 'api.md');

const TABLES: Readonly<Record<string, FieldTable>> = {
  chat: chatFields,
  completion: completionFields,
  response: responseFields,
};
const FIELDS = /(<!-- fields: (\w+) -->)[\s\S]*?(<!-- \/fields -->)/g;
const REQUEST = /```(sh|js)\n([\s\S]*?)\n```\n<!-- expect: (.*?) -->/g;

/** The page with its tables as the code has them. Throws where a mark names none. */
export function withTables(page: string): string {
  return page.replace(FIELDS, (_, open: string, name: string, close: string) => {
    const table = TABLES[name];
    if (!table) throw new Error(`${name} is no table: ${Object.keys(TABLES).join(', ')}`);
    const rows = Object.entries(table).map(
      ([field, { support, note }]) => `| \`${field}\` | ${support} | ${note} |`,
    );
    return [open, '| field | | |', '|---|---|---|', ...rows, close].join('\n');
  });
}

export interface ShownRequest {
  readonly language: 'sh' | 'js';
  readonly code: string;
  readonly expected: RegExp;
}

/** The requests that the page shows, in order. */
export function requestsIn(page: string): readonly ShownRequest[] {
  return [...page.matchAll(REQUEST)].map(([, language, code, pattern]) => ({
    language: language === 'js' ? 'js' : 'sh',
    code: code!,
    expected: new RegExp(pattern!),
  }));
}

if (import.meta.main) {
  const page = readFileSync(API_PAGE, 'utf8');
  const fresh = withTables(page);
  if (process.argv.includes('--write')) writeFileSync(API_PAGE, fresh);
  else if (fresh !== page) {
    console.error(
      'docs/api.md: its tables are not as packages/protocol has them; run with --write.',
    );
    process.exitCode = 1;
  }
}
