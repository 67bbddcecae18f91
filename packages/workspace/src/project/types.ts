/**
 * The type errors that a change of one file adds, anywhere in its TypeScript project. The project is that of the
 * nearest tsconfig.json that takes the file in. Reads files, writes none.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { isCode, loadTypeScript, type TypeScript } from '../code/typescript.ts';

export interface TypeProblem {
  /** Relative to the folder of the tsconfig.json, with "/". */
  readonly path: string;
  readonly line: LineIndex;
  readonly message: string;
}

/** Beside the changed file, only files that speak of it are checked where the project has more than this. */
const MOST_CHECKED = 80;

export class TypeCheck {
  /** The tsconfig.json. */
  readonly config: string;
  readonly #ts: TypeScript;
  readonly #path: string;
  readonly #service: ts.LanguageService;
  /** What the changed file holds for now; undefined: what is on disk. */
  #text: string | undefined;
  #version = 0;

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

  /** The check for the file at `path`; undefined where no tsconfig.json takes it in, or it is no code. */
  static async open(path: string): Promise<TypeCheck | undefined> {
    if (!isCode(path) || !existsSync(path)) return undefined;
    const compiler = await loadTypeScript();
    const file = realpathSync(resolve(path)).replaceAll('\\', '/');
    let folder = dirname(file);
    for (;;) {
      const config = compiler.findConfigFile(folder, compiler.sys.fileExists);
      if (config === undefined) return undefined;
      const command = commandOf(compiler, config, file);
      if (command) return new TypeCheck(compiler, file, config, command);
      const above = dirname(dirname(config));
      if (above === dirname(config) || above === folder) return undefined;
      folder = above;
    }
  }

  /** The type errors with `after` in place of the file's text that are not there without, nearest first. */
  newProblems(after: string): readonly TypeProblem[] {
    const files = this.#filesToCheck();
    this.#set(after);
    const found = files.flatMap((file) => this.#problemsIn(file));
    if (found.length === 0) return [];
    this.#set(undefined);
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

  #set(text: string | undefined): void {
    this.#text = text;
    this.#version++;
  }

  /** The changed file, then those of the project that may see the change. */
  #filesToCheck(): readonly string[] {
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
    const others = own.length <= MOST_CHECKED ? own : own.filter(({ text }) => text.includes(hint));
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
    const read = (name: string) =>
      name === this.#path && this.#text !== undefined ? this.#text : sys.readFile(name);
    return {
      getCompilationSettings: () => ({ ...command.options, noEmit: true, skipLibCheck: true }),
      getCurrentDirectory: () => dirname(this.config),
      getDefaultLibFileName: (options) => getDefaultLibFilePath(options),
      getScriptFileNames: () => names,
      getScriptVersion: (name) => (name === this.#path ? String(this.#version) : '0'),
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
