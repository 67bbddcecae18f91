/**
 * Syntax check: which errors a change would bring into a file. TypeScript and JavaScript are parsed by
 * the compiler, JSON by the engine; other files are passed unchecked.
 */
import { type LineIndex, parseDocument } from '@wick/edits';
import type ts from 'typescript';
import { lineOf, parseFile, parseSource, type Source } from './source.ts';
import { isCode, isJson, loadTypeScript, type TypeScript } from './typescript.ts';

export interface SyntaxProblem {
  /** Line of the changed text. */
  readonly line: LineIndex;
  readonly message: string;
}

export interface SyntaxCheck {
  /** Whether this sort of file can be checked at all. */
  readonly checked: boolean;
  /** Errors of the new text that the old one did not have. */
  readonly errors: readonly SyntaxProblem[];
}

/** The syntax errors that `after` has and `before` has not; `path` tells the language by its ending. */
export async function newSyntaxErrors(
  before: string,
  after: string,
  path: string,
): Promise<SyntaxCheck> {
  if (isJson(path)) return { checked: true, errors: newJsonErrors(before, after) };
  if (!isCode(path)) return { checked: false, errors: [] };
  const ts = await loadTypeScript();
  const errors = newErrors(parseSource(ts, path, before), parseSource(ts, path, after));
  return { checked: true, errors };
}

/** As `newSyntaxErrors`, for sources already parsed. */
export function newErrors(before: Source, after: Source): SyntaxProblem[] {
  if (isJson(after.path)) return newJsonErrors(before.text, after.text);
  const errors = syntaxErrors(after.ts, after.file);
  if (errors.length === 0) return [];
  const known = new Map<string, number>();
  for (const { messageText } of syntaxErrors(before.ts, before.file)) {
    const message = before.ts.flattenDiagnosticMessageText(messageText, ' ');
    known.set(message, (known.get(message) ?? 0) + 1);
  }
  const problems: SyntaxProblem[] = [];
  for (const { messageText, start } of errors) {
    const message = after.ts.flattenDiagnosticMessageText(messageText, ' ');
    const left = known.get(message) ?? 0;
    if (left > 0) known.set(message, left - 1);
    else problems.push({ line: lineOf(after, start ?? 0), message });
  }
  return problems;
}

/** Whether `text` parses without an error as the file's language. */
export function parses(compiler: TypeScript, path: string, text: string): boolean {
  return syntaxErrors(compiler, parseFile(compiler, path, text)).length === 0;
}

function syntaxErrors(compiler: TypeScript, file: ts.SourceFile): readonly ts.Diagnostic[] {
  const host: ts.CompilerHost = {
    fileExists: (name) => name === file.fileName,
    readFile: (name) => (name === file.fileName ? file.text : undefined),
    getSourceFile: (name) => (name === file.fileName ? file : undefined),
    getDefaultLibFileName: () => '/lib.d.ts',
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => '/',
    getNewLine: () => '\n',
    useCaseSensitiveFileNames: () => true,
    writeFile: () => {},
  };
  const options: ts.CompilerOptions = {
    allowJs: true,
    jsx: compiler.JsxEmit.Preserve,
    noLib: true,
    noResolve: true,
    target: compiler.ScriptTarget.Latest,
    types: [],
  };
  const program = compiler.createProgram({ rootNames: [file.fileName], options, host });
  return program.getSyntacticDiagnostics(file);
}

function newJsonErrors(before: string, after: string): SyntaxProblem[] {
  const error = jsonError(after);
  return error === undefined || jsonError(before) !== undefined ? [] : [error];
}

function jsonError(text: string): SyntaxProblem | undefined {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { line: jsonErrorLine(text, error.message), message: error.message };
  }
}

/** The engine names the offset in words; where it does not, the text ended too early. */
function jsonErrorLine(text: string, message: string): LineIndex {
  const position = /position (\d+)/.exec(message)?.[1];
  const read = position === undefined ? text : text.slice(0, Number(position));
  return parseDocument(read).lines.length - 1;
}
