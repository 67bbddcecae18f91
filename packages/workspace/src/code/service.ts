/**
 * The TypeScript language service over one file in memory: no library, no other files, so that it
 * answers in milliseconds. It knows everything about the file's own names and nothing about imported types.
 */
import type ts from 'typescript';
import type { Source } from './source.ts';

export interface Service {
  /** What the identifier stands for; undefined where the file alone does not tell. */
  symbolAt(node: ts.Node): ts.Symbol | undefined;
  /** Everything to change when the name at `position` changes, ascending; empty where it cannot be renamed. */
  renameLocations(position: number): readonly ts.RenameLocation[];
  /** All references to the name at `position`, ascending; `isWriteAccess` marks those that assign. */
  references(position: number): readonly ts.ReferenceEntry[];
}

export function createService(source: Source): Service {
  const { ts, file, text } = source;
  const name = file.fileName;
  const snapshot = ts.ScriptSnapshot.fromString(text);
  const options: ts.CompilerOptions = {
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
    module: ts.ModuleKind.ESNext,
    noLib: true,
    noResolve: true,
    target: ts.ScriptTarget.Latest,
    types: [],
  };
  const host: ts.LanguageServiceHost = {
    fileExists: (path) => path === name,
    readFile: (path) => (path === name ? text : undefined),
    getCompilationSettings: () => options,
    getCurrentDirectory: () => '/',
    getDefaultLibFileName: () => '/lib.d.ts',
    getScriptFileNames: () => [name],
    getScriptSnapshot: (path) => (path === name ? snapshot : undefined),
    getScriptVersion: () => '1',
    useCaseSensitiveFileNames: () => true,
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry(true));
  const program = service.getProgram();
  const checked = program?.getSourceFile(name);
  if (program === undefined || checked === undefined) {
    throw new Error(`the TypeScript compiler could not read ${source.path}`);
  }
  const checker = program.getTypeChecker();
  return {
    symbolAt: (node) => {
      const same = nodeAt(source, checked, node);
      return same && checker.getSymbolAtLocation(same);
    },
    renameLocations: (position) => {
      if (!service.getRenameInfo(name, position).canRename) return [];
      const preferences = { providePrefixAndSuffixTextForRename: true };
      const locations = service.findRenameLocations(name, position, false, false, preferences);
      return [...(locations ?? [])].sort((a, b) => a.textSpan.start - b.textSpan.start);
    },
    references: (position) => {
      const references = service.getReferencesAtPosition(name, position) ?? [];
      return [...references].sort((a, b) => a.textSpan.start - b.textSpan.start);
    },
  };
}

/** The node of the service's own tree that spans the same characters as `node` and is of its kind. */
function nodeAt(source: Source, file: ts.SourceFile, node: ts.Node): ts.Node | undefined {
  const { ts } = source;
  const find = (parent: ts.Node): ts.Node | undefined => {
    if (parent.pos === node.pos && parent.end === node.end && parent.kind === node.kind)
      return parent;
    return ts.forEachChild(parent, (child) =>
      child.pos <= node.pos && node.end <= child.end ? find(child) : undefined,
    );
  };
  return find(file);
}
