/**
 * What the TypeScript language service can do to a file: its refactorings and its fixes of errors. Takes the file's
 * text, which need not be what is on the disk; gives the characters to change there and in other files of the
 * project. Writes nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type ts from 'typescript';
import { OperationRefused } from '../code/refusal.ts';
import { indentUnit, parseSource, preferredQuote, usesSemicolons } from '../code/source.ts';
import type { TypeScript } from '../code/typescript.ts';
import type { TextEdit } from '../operations/result.ts';

/** A file as it was read, and as it is to be. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Whether there is no such file yet. */
  readonly isNew?: true;
}

/** What a refactoring changes. */
export interface Rewrite {
  /** In the file itself. */
  readonly edits: readonly TextEdit[];
  readonly others: readonly FileChange[];
}

/** A refactoring as the compiler names it, and where it is wanted. */
export interface Refactoring {
  readonly name: string;
  /** The action's name, or what it begins with: then the last one. */
  readonly action: string;
  /** Offsets in the text without its byte order mark. */
  readonly range: { readonly start: number; readonly end: number };
  /** What is to be called by a name that the compiler makes up otherwise. */
  readonly newName?: string;
  /** Absolute path of a file to move to. */
  readonly targetFile?: string;
}

/** An error of the compiler in the file. */
export interface CodeProblem {
  readonly code: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A fix of an error: what it is called, and what it changes in the file. */
export interface CodeFix {
  readonly description: string;
  readonly edits: readonly TextEdit[];
}

/** The language service of a project, in which the file's text can be exchanged. */
export interface ServiceOfFile {
  readonly ts: TypeScript;
  readonly service: ts.LanguageService;
  /** Absolute path of the file. */
  readonly path: string;
  /** Folder that changes stay within. */
  readonly root: string;
  /** Makes `text` the file's content for the service. */
  use(text: string): void;
}

export class LanguageTools {
  readonly #file: ServiceOfFile;

  constructor(file: ServiceOfFile) {
    this.#file = file;
  }

  /** Absolute path of the file. */
  get path(): string {
    return this.#file.path;
  }

  /** The folder that changes stay within. */
  get root(): string {
    return this.#file.root;
  }

  /** What a refactoring changes. Throws OperationRefused where the compiler does not offer it, with its reason. */
  refactor(text: string, wanted: Refactoring): Rewrite {
    const { ts, service, path } = this.#file;
    this.#file.use(text);
    const range = { pos: wanted.range.start, end: wanted.range.end };
    const preferences = { ...this.#preferences(text), provideRefactorNotApplicableReason: true };
    const actions = service
      .getApplicableRefactors(path, range, preferences, 'invoked', undefined, true)
      .filter(({ name }) => name === wanted.name)
      .flatMap((refactor) => refactor.actions);
    const action = actions.findLast(
      ({ name, notApplicableReason }) =>
        notApplicableReason === undefined && name.startsWith(wanted.action),
    );
    if (action === undefined) {
      const reasons = actions.flatMap((each) => each.notApplicableReason ?? []);
      const reason =
        reasons.at(-1)?.replace(/\.$/, '') ?? 'it has no such edit for this piece of code';
      throw new OperationRefused('not-applicable', `The TypeScript compiler refuses: ${reason}.`);
    }
    const { targetFile } = wanted;
    const made = asked(() =>
      service.getEditsForRefactor(
        path,
        this.#format(text),
        range,
        wanted.name,
        action.name,
        preferences,
        targetFile === undefined ? undefined : { targetFile },
      ),
    );
    if (made === undefined || made.notApplicableReason !== undefined || made.edits.length === 0) {
      const reason = made?.notApplicableReason ?? 'it has no edit for it';
      throw new OperationRefused('not-applicable', `The TypeScript compiler refuses: ${reason}.`);
    }
    const named =
      wanted.newName === undefined ? made.edits : renamed(ts, made, text, wanted.newName);
    return this.#rewrite(named);
  }

  /** The errors of the file with this text. */
  problems(text: string): readonly CodeProblem[] {
    const { service, path, ts } = this.#file;
    this.#file.use(text);
    const all = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
    return all.flatMap((each) =>
      each.category === ts.DiagnosticCategory.Error ? this.#problem(each) : [],
    );
  }

  /** What the compiler suggests to write otherwise. */
  suggestions(text: string): readonly CodeProblem[] {
    const { service, path } = this.#file;
    this.#file.use(text);
    return service.getSuggestionDiagnostics(path).flatMap((each) => this.#problem(each));
  }

  /** Fixes of a problem that stay within the file, the compiler's own favourite first. */
  fixes(text: string, { start, end, code }: CodeProblem): readonly CodeFix[] {
    const { service, path } = this.#file;
    this.#file.use(text);
    const [format, preferences] = [this.#format(text), this.#preferences(text)];
    const found = asked(() =>
      service.getCodeFixesAtPosition(path, start, end, [code], format, preferences),
    );
    return found.flatMap(({ description, changes }) => {
      if (changes.some(({ fileName }) => fileName !== path)) return [];
      return [{ description, edits: changes.flatMap(editsOf) }];
    });
  }

  /** What fixes all problems of one sort in the file (`fixId` as the compiler names it). */
  fixAll(text: string, fixId: string): readonly TextEdit[] {
    const { service, path } = this.#file;
    this.#file.use(text);
    const scope = { type: 'file', fileName: path } as const;
    const [format, preferences] = [this.#format(text), this.#preferences(text)];
    const { changes } = asked(() => service.getCombinedCodeFix(scope, fixId, format, preferences));
    return changes.filter(({ fileName }) => fileName === path).flatMap(editsOf);
  }

  /**
   * Where the name at `position` is referred to, its declaration included, file by file: the file's tree and the
   * identifiers. Files outside the project's folder are left out.
   */
  references(text: string, position: number): ReadonlyMap<ts.SourceFile, readonly number[]> {
    const { service, path } = this.#file;
    this.#file.use(text);
    const program = service.getProgram();
    const found = Map.groupBy(
      (service.getReferencesAtPosition(path, position) ?? []).filter(({ fileName }) =>
        this.#isOwn(fileName),
      ),
      ({ fileName }) => fileName,
    );
    return new Map(
      [...found].flatMap(([fileName, entries]) => {
        const file = program?.getSourceFile(fileName);
        return file ? [[file, entries.map(({ textSpan }) => textSpan.start)] as const] : [];
      }),
    );
  }

  /** Edits of several files as one rewrite; `file` is an absolute path. */
  rewriteOf(edits: ReadonlyMap<string, readonly TextEdit[]>): Rewrite {
    const { path } = this.#file;
    const others = [...edits].filter(([file]) => file !== path);
    const own = edits.get(path) ?? [];
    return {
      edits: own.map((edit) => ({ ...edit, text: withPlainEndings(edit.text) })),
      others: others.map(([file, changes]) => fileChange(file, changes)),
    };
  }

  #rewrite(edits: readonly ts.FileTextChanges[]): Rewrite {
    const { path } = this.#file;
    const outside = edits.find(({ fileName }) => fileName !== path && !this.#isOwn(fileName));
    if (outside) {
      const message = `This would change ${outside.fileName}, which is not part of the project.`;
      throw new OperationRefused('not-applicable', message);
    }
    const own = edits.filter(({ fileName }) => fileName === path).flatMap(editsOf);
    const others = edits
      .filter(({ fileName }) => fileName !== path)
      .map((change) => fileChange(change.fileName, editsOf(change)));
    return { edits: own, others };
  }

  #isOwn(fileName: string): boolean {
    const { path, root } = this.#file;
    return (
      fileName === path || (fileName.startsWith(`${root}/`) && !fileName.includes('/node_modules/'))
    );
  }

  #problem(diagnostic: ts.Diagnostic): CodeProblem[] {
    const { start, length = 0, code, messageText } = diagnostic;
    if (start === undefined) return [];
    const message = this.#file.ts.flattenDiagnosticMessageText(messageText, ' ');
    return [{ code, start, end: start + length, message }];
  }

  /** How the file is written: what the compiler makes shall look the same. */
  #format(text: string): ts.FormatCodeSettings {
    const { ts, path } = this.#file;
    const source = parseSource(ts, path, text);
    const unit = indentUnit(source);
    const { SemicolonPreference } = ts;
    return {
      ...ts.getDefaultFormatCodeSettings('\n'),
      convertTabsToSpaces: unit !== '\t',
      indentSize: unit === '\t' ? 4 : unit.length,
      tabSize: unit === '\t' ? 4 : unit.length,
      semicolons: usesSemicolons(source) ? SemicolonPreference.Ignore : SemicolonPreference.Remove,
    };
  }

  #preferences(text: string): ts.UserPreferences {
    const { ts, path } = this.#file;
    const isSingle = preferredQuote(parseSource(ts, path, text)) === "'";
    const namesEndings = /\bfrom\s*['"]\.{1,2}\/[^'"]*\.[cm]?[jt]sx?['"]/.test(text);
    return {
      allowTextChangesInNewFiles: true,
      importModuleSpecifierEnding: namesEndings ? 'js' : 'auto',
      includeCompletionsForModuleExports: true,
      quotePreference: isSingle ? 'single' : 'double',
    };
  }
}

/** What the compiler answers. Where it fails over the code, as it does now and then, that is a refusal. */
function asked<T>(question: () => T): T {
  try {
    return question();
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split('\n') : [];
    const message = `The TypeScript compiler fails over this piece of code (${reason}).`;
    throw new OperationRefused('not-applicable', message);
  }
}

/** The changes with `newName` for the name that the compiler made up. */
function renamed(
  ts: TypeScript,
  { edits, renameFilename, renameLocation }: ts.RefactorEditInfo,
  text: string,
  newName: string,
): readonly ts.FileTextChanges[] {
  const own = edits.find(({ fileName }) => fileName === renameFilename);
  if (own === undefined || renameLocation === undefined) return edits;
  const after = withEdits(text, editsOf(own));
  let end = renameLocation;
  while (end < after.length && ts.isIdentifierPart(after.charCodeAt(end), undefined)) end++;
  const madeUp = after.slice(renameLocation, end);
  const whole = new RegExp(`(?<![\\w$])${madeUp.replaceAll('$', '\\$')}(?![\\w$])`, 'g');
  return edits.map((change) => ({
    ...change,
    textChanges: change.textChanges.map(({ span, newText }) => ({
      span,
      newText: newText.replaceAll(whole, () => newName),
    })),
  }));
}

function editsOf({ textChanges }: ts.FileTextChanges): TextEdit[] {
  return textChanges.map(({ span, newText }) => ({
    start: span.start,
    end: span.start + span.length,
    text: withPlainEndings(newText),
  }));
}

/** With "\n" alone, as edits write it whatever the file has. */
function withPlainEndings(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Another file with `edits`, which count from after its byte order mark. */
function fileChange(path: string, edits: readonly TextEdit[]): FileChange {
  if (!existsSync(path)) {
    // The compiler leaves two empty lines behind the imports of a file it makes.
    const after = withEdits('', edits).replace(/\n{3,}/g, '\n\n');
    return { path, before: '', after, isNew: true };
  }
  const before = readFileSync(path, 'utf8');
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : '';
  const ending = before.includes('\r\n') ? '\r\n' : '\n';
  const inFile = edits.map((edit) => ({
    ...edit,
    text: withPlainEndings(edit.text).replaceAll('\n', ending),
  }));
  return { path, before, after: mark + withEdits(before.slice(mark.length), inFile) };
}

function withEdits(text: string, edits: readonly TextEdit[]): string {
  // Of insertions at one place the first given comes first, so the last is made first.
  return edits
    .map((edit, index) => ({ edit, index }))
    .toSorted((one, other) => other.edit.start - one.edit.start || other.index - one.index)
    .reduce((all, { edit }) => all.slice(0, edit.start) + edit.text + all.slice(edit.end), text);
}

/** The folder of a path, with "/". */
export function folderOf(path: string): string {
  return dirname(path).replaceAll('\\', '/');
}
