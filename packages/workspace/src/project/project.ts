/**
 * A project in memory: its files, their texts as they are needed, and the TypeScript language service over
 * all of its code. Nothing is written. What cannot be read is left out, and said.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix, resolve, sep } from 'node:path';
import type ts from 'typescript';
import { isCode, loadTypeScript, type TypeScript } from '../code/typescript.ts';
import { listProjectFiles, type SkippedPath } from './files.ts';

export class Project {
  readonly ts: TypeScript;
  readonly root: string;
  /** Paths relative to the root, with "/". */
  readonly files: readonly string[];
  readonly skipped: readonly SkippedPath[];
  readonly #texts = new Map<string, string | undefined>();
  readonly #trees = new Map<string, ts.SourceFile>();
  #service: ts.LanguageService | undefined;

  private constructor(
    compiler: TypeScript,
    root: string,
    files: readonly string[],
    skipped: readonly SkippedPath[],
  ) {
    this.ts = compiler;
    this.root = root;
    this.files = files;
    this.skipped = skipped;
  }

  /** Lists the files below `root`; reads none of them yet. */
  static async open(root: string): Promise<Project> {
    const [compiler, listed] = await Promise.all([
      loadTypeScript(),
      listProjectFiles(resolve(root)),
    ]);
    return new Project(compiler, listed.root, listed.files, listed.skipped);
  }

  /** The files that the compiler reads. */
  get code(): readonly string[] {
    return this.files.filter(isCode);
  }

  /** A file's text without its byte order mark; undefined where it cannot be read or is no text. */
  text(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, readText(join(this.root, path)));
    return this.#texts.get(path);
  }

  lines(path: string): readonly string[] {
    return (this.text(path) ?? '').split(/\r?\n/);
  }

  /** The syntax tree of a file of code, with parents. */
  tree(path: string): ts.SourceFile {
    const known = this.#trees.get(path);
    if (known) return known;
    const { ts } = this;
    const tree = ts.createSourceFile(
      this.absolute(path),
      this.text(path) ?? '',
      ts.ScriptTarget.Latest,
      true,
    );
    this.#trees.set(path, tree);
    return tree;
  }

  absolute(path: string): string {
    return join(this.root, path).split(sep).join(posix.sep);
  }

  /** The path relative to the root; undefined where it is no file of the project. */
  relative(absolute: string): string | undefined {
    const prefix = `${this.root.split(sep).join(posix.sep)}/`;
    return absolute.startsWith(prefix) ? absolute.slice(prefix.length) : undefined;
  }

  /** The language service over all code of the project, made when it is first needed. */
  get service(): ts.LanguageService {
    this.#service ??= this.#createService();
    return this.#service;
  }

  /** The file that a module specifier in `from` names; undefined where it is none of the project's. */
  resolveModule(from: string, specifier: string): string | undefined {
    const { ts } = this;
    const { resolvedModule } = ts.resolveModuleName(
      specifier,
      this.absolute(from),
      this.#options(),
      ts.sys,
    );
    return resolvedModule && this.relative(resolvedModule.resolvedFileName);
  }

  #options(): ts.CompilerOptions {
    const { ts } = this;
    const path = join(this.root, 'tsconfig.json');
    const read = existsSync(path) ? ts.readConfigFile(path, ts.sys.readFile).config : undefined;
    // A configuration that cannot be read leaves the defaults.
    const configured = read?.compilerOptions
      ? ts.convertCompilerOptionsFromJson(read.compilerOptions, this.root).options
      : {};
    return {
      target: ts.ScriptTarget.Latest,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.Preserve,
      ...configured,
      allowJs: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    };
  }

  #createService(): ts.LanguageService {
    const { ts } = this;
    const names = this.code.map((path) => this.absolute(path));
    const options = this.#options();
    const own = (name: string) => {
      const path = this.relative(name);
      return path === undefined ? undefined : this.text(path);
    };
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getCurrentDirectory: () => this.root,
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      getScriptFileNames: () => names,
      getScriptVersion: () => '1',
      getScriptSnapshot: (name) => {
        const text = own(name) ?? ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      fileExists: ts.sys.fileExists,
      readFile: (name) => own(name) ?? ts.sys.readFile(name),
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    };
    return ts.createLanguageService(host, ts.createDocumentRegistry());
  }
}

function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return text.includes('\0') ? undefined : text.replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}
