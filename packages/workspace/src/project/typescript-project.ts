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
import { type FileChange, folderOf, LanguageTools } from './language-tools.ts';

export interface TypeProblem {
  /** Relative to the folder of the tsconfig.json, with "/". */
  readonly path: string;
  readonly line: LineIndex;
  readonly message: string;
}

/** Beside the changed file, only files that speak of it are checked where the project has more than this. */
const MOST_CHECKED = 80;

/** What the projects of this process share: above all the language's own libraries, read once. */
let registry: ts.DocumentRegistry | undefined;
/** Versions of texts, each given once, as the registry tells texts of one path apart by them. */
let lastVersion = 0;

export class TypeScriptProject {
  /** The tsconfig.json; undefined where the file stands alone. */
  readonly config: string | undefined;
  /** Refactorings and fixes of the file. */
  readonly tools: LanguageTools;
  readonly #ts: TypeScript;
  readonly #path: string;
  readonly #root: string;
  readonly #service: ts.LanguageService;
  /** What changed files hold for now; the others what is on disk. */
  #texts: ReadonlyMap<string, string> = new Map();
  readonly #versions = new Map<string, string>();

  private constructor(
    compiler: TypeScript,
    path: string,
    config: string | undefined,
    command: Pick<ts.ParsedCommandLine, 'fileNames' | 'options'>,
  ) {
    this.config = config;
    this.#ts = compiler;
    this.#path = path;
    this.#root = folderOf(config ?? path);
    registry ??= compiler.createDocumentRegistry();
    this.#service = compiler.createLanguageService(this.#host(command), registry);
    this.tools = new LanguageTools({
      ts: compiler,
      service: this.#service,
      path,
      root: this.#root,
      use: (text) => this.#set(new Map([[path, text]])),
    });
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

  /** The file at `path` by itself, which need not be there: its imports are followed, nothing else is read. */
  static alone(compiler: TypeScript, path: string): TypeScriptProject {
    const options: ts.CompilerOptions = {
      allowJs: true,
      jsx: compiler.JsxEmit.Preserve,
      module: compiler.ModuleKind.ESNext,
      moduleResolution: compiler.ModuleResolutionKind.Bundler,
      strict: true,
      target: compiler.ScriptTarget.Latest,
      types: [],
    };
    const file = path.replaceAll('\\', '/');
    return new TypeScriptProject(compiler, file, undefined, { fileNames: [file], options });
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
    const root = `${this.#root}/`;
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
    const isSame = ([path, text]: readonly [string, string]) => this.#texts.get(path) === text;
    if (texts.size === this.#texts.size && [...texts].every(isSame)) return;
    for (const path of new Set([...texts.keys(), ...this.#texts.keys()])) {
      this.#versions.set(path, `text ${++lastVersion}`);
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
      const path = relative(this.#root, file).replaceAll('\\', '/');
      return [{ file, key: `${file} ${code} ${message}`, problem: { path, line, message } }];
    });
  }

  /** The version of a file as the project knows it; of one that is only on the disk, the time of its last change. */
  #versionOf(name: string): string {
    let version = this.#versions.get(name);
    if (version === undefined) {
      version = `file ${this.#ts.sys.getModifiedTime?.(name)?.getTime() ?? 0}`;
      this.#versions.set(name, version);
    }
    return version;
  }

  #host(command: Pick<ts.ParsedCommandLine, 'fileNames' | 'options'>): ts.LanguageServiceHost {
    const { sys, ScriptSnapshot, getDefaultLibFilePath } = this.#ts;
    const files = command.fileNames.includes(this.#path)
      ? command.fileNames
      : [...command.fileNames, this.#path];
    const names = () => [...new Set([...files, ...this.#texts.keys()])];
    const read = (name: string) => this.#texts.get(name) ?? sys.readFile(name);
    return {
      getCompilationSettings: () => ({ ...command.options, noEmit: true, skipLibCheck: true }),
      getCurrentDirectory: () => this.#root,
      getDefaultLibFileName: (options) => getDefaultLibFilePath(options),
      getScriptFileNames: names,
      getScriptVersion: (name) => this.#versionOf(name),
      getScriptSnapshot: (name) => {
        const text = read(name);
        return text === undefined ? undefined : ScriptSnapshot.fromString(text);
      },
      fileExists: (name) => this.#texts.has(name) || sys.fileExists(name),
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
