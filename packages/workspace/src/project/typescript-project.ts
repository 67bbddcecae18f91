/**
 * The TypeScript project around one file that is to be changed: what a rename changes in its other files, and which
 * type errors a change adds anywhere in it. The project is that of the nearest tsconfig.json that takes the file in.
 * Reads files, writes none.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Declaration, findDeclarations } from '../code/declarations.ts';
import { parseSource, type Source } from '../code/source.ts';
import { isCode, loadTypeScript, type TypeScript } from '../code/typescript.ts';

export interface TypeProblem {
  /** Relative to the folder of the tsconfig.json, with "/". */
  readonly path: string;
  readonly line: LineIndex;
  readonly message: string;
}

/** A file as it was read, and as it is to be. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Beside the changed file, only files that speak of it are checked where the project has more than this. */
const MOST_CHECKED = 80;

export class TypeScriptProject {
  /** The tsconfig.json. */
  readonly config: string;
  readonly #ts: TypeScript;
  readonly #path: string;
  readonly #service: ts.LanguageService;
  /** What changed files hold for now; the others what is on disk. */
  #texts: ReadonlyMap<string, string> = new Map();
  readonly #versions = new Map<string, number>();

  private constructor(
    compiler: TypeScript,
    path: string,
    config: string,
    command: ts.ParsedCommandLine,
  ) {
    this.config = config;
    this.#ts = compiler;
    this.#path = path;
    this.#service = compiler.createLanguageService(this.#host(command));
  }

  /** The project of the file at `path`; undefined where no tsconfig.json takes it in, or it is no code. */
  static async open(path: string): Promise<TypeScriptProject | undefined> {
    if (!isCode(path) || !existsSync(path)) return undefined;
    const compiler = await loadTypeScript();
    const file = realpathSync(resolve(path)).replaceAll('\\', '/');
    let folder = dirname(file);
    for (;;) {
      const config = compiler.findConfigFile(folder, compiler.sys.fileExists);
      if (config === undefined) return undefined;
      const command = commandOf(compiler, config, file);
      if (command) return new TypeScriptProject(compiler, file, config, command);
      const above = dirname(dirname(config));
      if (above === dirname(config) || above === folder) return undefined;
      folder = above;
    }
  }

  /**
   * What renaming a symbol, which the file declares on `line` (anywhere, where absent), changes in the other files of
   * the project. Nothing where the compiler cannot tell.
   */
  renameElsewhere(symbol: string, newName: string, line?: LineIndex): readonly FileChange[] {
    const position = this.#declarationOf(symbol, line);
    if (position === undefined) return [];
    const preferences = { providePrefixAndSuffixTextForRename: false };
    const found =
      this.#service.findRenameLocations(this.#path, position, false, false, preferences) ?? [];
    const root = `${dirname(this.config)}/`.replaceAll('\\', '/');
    const files = Map.groupBy(
      found.filter(
        ({ fileName }) =>
          fileName !== this.#path &&
          fileName.startsWith(root) &&
          !fileName.includes('/node_modules/'),
      ),
      ({ fileName }) => fileName,
    );
    return [...files].map(([path, locations]) => {
      const before = readFileSync(path, 'utf8');
      const shift = before.startsWith('\uFEFF') ? 1 : 0;
      const after = locations
        .toSorted((one, other) => other.textSpan.start - one.textSpan.start)
        .reduce((text, { textSpan: { start, length } }) => {
          const at = start + shift;
          return text.slice(0, at) + newName + text.slice(at + length);
        }, before);
      return { path, before, after };
    });
  }

  /** Whether a name that the file declares can be seen from other files: an export, or a member of something. Parses the file alone. */
  isVisibleElsewhere(symbol: string, line?: LineIndex): boolean {
    const { source, declarations } = this.#declarationsOf(symbol, line);
    const { SyntaxKind, canHaveModifiers, getModifiers, isExportDeclaration, isExportAssignment } =
      this.#ts;
    const isExported = ({ node, sort, scope }: Declaration) => {
      if (['property', 'method', 'accessor', 'enum-member'].includes(sort)) return true;
      if (scope !== source.file) return false;
      const statement = this.#ts.isVariableDeclaration(node) ? node.parent.parent : node;
      const modifiers = canHaveModifiers(statement) ? getModifiers(statement) : undefined;
      return modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword) ?? false;
    };
    const isListed = source.file.statements.some(
      (statement) =>
        (isExportDeclaration(statement) || isExportAssignment(statement)) &&
        statement.getText(source.file).includes(symbol),
    );
    // What no module is, all files see.
    const isScript = !this.#ts.isExternalModule(source.file);
    return isScript || isListed || declarations.length === 0 || declarations.some(isExported);
  }

  /** Where the file declares a name, of several the first; undefined where it does not. */
  #declarationOf(symbol: string, line: LineIndex | undefined): number | undefined {
    const { source, declarations } = this.#declarationsOf(symbol, line);
    return declarations[0]?.nameNode.getStart(source.file);
  }

  #declarationsOf(
    symbol: string,
    line: LineIndex | undefined,
  ): { readonly source: Source; readonly declarations: readonly Declaration[] } {
    const text = this.#ts.sys.readFile(this.#path) ?? '';
    const source = parseSource(this.#ts, this.#path, text);
    const lineOf = ({ nameNode }: Declaration) =>
      source.file.getLineAndCharacterOfPosition(nameNode.getStart(source.file)).line;
    const declarations = findDeclarations(source).filter(
      (each) => each.name === symbol && (line === undefined || lineOf(each) === line),
    );
    return { source, declarations };
  }

  /** The type errors that the changes add to the project, those in the file itself first. `after` is the file's own text. */
  newProblems(after: string, others: readonly FileChange[] = []): readonly TypeProblem[] {
    const files = this.#filesToCheck(others);
    const texts = others.map(({ path, after: text }) => [path, text] as const);
    this.#set(new Map([...texts, [this.#path, after]]));
    const found = files.flatMap((file) => this.#problemsIn(file));
    if (found.length === 0) return [];
    this.#set(new Map());
    const known = new Map<string, number>();
    for (const file of new Set(found.map(({ file }) => file))) {
      for (const { key } of this.#problemsIn(file)) known.set(key, (known.get(key) ?? 0) + 1);
    }
    return found.flatMap(({ key, problem }) => {
      const left = known.get(key) ?? 0;
      if (left === 0) return [problem];
      known.set(key, left - 1);
      return [];
    });
  }

  #set(texts: ReadonlyMap<string, string>): void {
    for (const path of new Set([...texts.keys(), ...this.#texts.keys()])) {
      this.#versions.set(path, (this.#versions.get(path) ?? 0) + 1);
    }
    this.#texts = texts;
  }

  /** The changed file, then those of the project that may see the change. */
  #filesToCheck(changes: readonly FileChange[]): readonly string[] {
    const program = this.#service.getProgram();
    const own = (program?.getSourceFiles() ?? []).filter(
      ({ fileName, isDeclarationFile }) =>
        !isDeclarationFile && !fileName.includes('/node_modules/') && fileName !== this.#path,
    );
    const base = this.#path
      .split('/')
      .at(-1)!
      .replace(/\.\w+$/, '');
    const hint = base === 'index' ? this.#path.split('/').at(-2)! : base;
    const changed = new Set(changes.map(({ path }) => path));
    const others =
      own.length <= MOST_CHECKED
        ? own
        : own.filter(({ fileName, text }) => changed.has(fileName) || text.includes(hint));
    return [this.#path, ...others.map(({ fileName }) => fileName)];
  }

  #problemsIn(file: string): { file: string; key: string; problem: TypeProblem }[] {
    const { flattenDiagnosticMessageText, getLineAndCharacterOfPosition } = this.#ts;
    return this.#service.getSemanticDiagnostics(file).flatMap((diagnostic) => {
      const { file: source, start = 0, category, messageText, code } = diagnostic;
      if (!source || category !== this.#ts.DiagnosticCategory.Error) return [];
      const message = flattenDiagnosticMessageText(messageText, ' ');
      const { line } = getLineAndCharacterOfPosition(source, start);
      const path = relative(dirname(this.config), file).replaceAll('\\', '/');
      return [{ file, key: `${file} ${code} ${message}`, problem: { path, line, message } }];
    });
  }

  #host(command: ts.ParsedCommandLine): ts.LanguageServiceHost {
    const { sys, ScriptSnapshot, getDefaultLibFilePath } = this.#ts;
    const names = command.fileNames.includes(this.#path)
      ? command.fileNames
      : [...command.fileNames, this.#path];
    const read = (name: string) => this.#texts.get(name) ?? sys.readFile(name);
    return {
      getCompilationSettings: () => ({ ...command.options, noEmit: true, skipLibCheck: true }),
      getCurrentDirectory: () => dirname(this.config),
      getDefaultLibFileName: (options) => getDefaultLibFilePath(options),
      getScriptFileNames: () => names,
      getScriptVersion: (name) => String(this.#versions.get(name) ?? 0),
      getScriptSnapshot: (name) => {
        const text = read(name);
        return text === undefined ? undefined : ScriptSnapshot.fromString(text);
      },
      fileExists: sys.fileExists,
      readFile: read,
      readDirectory: sys.readDirectory,
      directoryExists: sys.directoryExists,
      getDirectories: sys.getDirectories,
      realpath: sys.realpath ?? ((path) => path),
    };
  }
}

/** The project of a tsconfig.json, or of one that it refers to, if that takes the file in. What is wrong in it is passed over. */
function commandOf(
  { sys, readConfigFile, parseJsonConfigFileContent }: TypeScript,
  config: string,
  file: string,
): ts.ParsedCommandLine | undefined {
  const parse = (path: string) => {
    const { config: json } = readConfigFile(path, (name) => readFileSync(name, 'utf8'));
    return json === undefined ? undefined : parseJsonConfigFileContent(json, sys, dirname(path));
  };
  const command = parse(config);
  if (command?.fileNames.includes(file)) return command;
  for (const { path } of command?.projectReferences ?? []) {
    const referred = path.endsWith('.json') ? path : join(path, 'tsconfig.json');
    const other = existsSync(referred) ? parse(referred) : undefined;
    if (other?.fileNames.includes(file)) return other;
  }
  return undefined;
}
