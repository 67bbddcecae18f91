/**
 * Checks that imports between packages go one way only, as docs/architecture.md draws it, that relative
 * imports stay within their package, and that a package declares what it takes from npm.
 *
 *     node scripts/node24.mjs scripts/check-imports.ts
 *
 * In: the sources under packages/. Out: one line for each violation on stderr; exit code 1 if there is any.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/** What each package may import of the others. Whoever is not listed here may import none. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  kernels: [],
  engine: ['kernels'],
  edits: [],
  workspace: ['edits'],
  assistant: ['engine', 'kernels', 'workspace', 'edits'],
  browser: ['engine'],
  protocol: [],
  server: ['assistant', 'protocol'],
  cli: ['assistant', 'server'],
};

/** Tools that tests of every package may use. */
const FOR_TESTS: ReadonlySet<string> = new Set(['fast-check', 'openai', 'typescript']);

/** The launcher runs before any package can be imported. */
const LAUNCHER = { file: 'packages/cli/bin/wick.mjs', imports: 'scripts/node24.mjs' };

export interface Violation {
  /** Path from the root, with "/". */
  readonly file: string;
  readonly imported: string;
  readonly problem: string;
}

/** All violations under `root`/packages, by file. */
export function checkImports(root: string): Violation[] {
  const files = globSync('packages/*/{src,test,bin}/**/*.{ts,mjs}', { cwd: root }).sort();
  return files.flatMap((path) => {
    const file = path.replaceAll(sep, '/');
    const { importedFiles } = ts.preProcessFile(readFileSync(join(root, path), 'utf8'), true, true);
    return importedFiles.flatMap(({ fileName: imported }) => {
      const problem = problemWith(root, file, imported);
      return problem === undefined ? [] : [{ file, imported, problem }];
    });
  });
}

function problemWith(root: string, file: string, imported: string): string | undefined {
  const [, name = '', area] = file.split('/');
  if (imported.startsWith('.')) return relativeProblem(root, file, imported, name);
  if (isBuiltin(imported)) return undefined;
  const [scope, rest] = imported.split('/');
  const own = imported.startsWith('@wick/') ? rest! : undefined;
  if (own === undefined) {
    const dependency = scope!.startsWith('@') ? `${scope}/${rest}` : scope!;
    if (area === 'test' && FOR_TESTS.has(dependency)) return undefined;
    const declared = dependenciesOf(root, name).includes(dependency);
    return declared ? undefined : `packages/${name}/package.json does not list ${dependency}`;
  }
  if (own === name) return 'inside a package, imports are relative';
  if (imported !== `@wick/${own}`) return `only what @wick/${own} exports may be imported`;
  const allowed = ALLOWED[name] ?? [];
  if (allowed.includes(own)) return undefined;
  return `${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'no other package'}`;
}

function relativeProblem(
  root: string,
  file: string,
  imported: string,
  name: string,
): string | undefined {
  const target = relative(root, resolve(root, dirname(file), imported)).replaceAll(sep, '/');
  if (target.startsWith(`packages/${name}/`)) return undefined;
  if (file === LAUNCHER.file && target === LAUNCHER.imports) return undefined;
  return `it leaves packages/${name}`;
}

function dependenciesOf(root: string, name: string): string[] {
  const file = join(root, 'packages', name, 'package.json');
  if (!existsSync(file)) return [];
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  const dependencies = isObject(json) && 'dependencies' in json ? json.dependencies : undefined;
  return isObject(dependencies) ? Object.keys(dependencies) : [];
}

if (import.meta.main) {
  const violations = checkImports(join(import.meta.dirname, '..'));
  for (const { file, imported, problem } of violations) {
    console.error(`${file}: imports ${imported}, but ${problem}.`);
  }
  process.exitCode = violations.length === 0 ? 0 : 1;
}
