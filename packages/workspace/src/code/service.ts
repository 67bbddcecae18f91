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
  /** Where the name at `position` is referred to, its declaration included, ascending. */
  references(position: number): readonly number[];
}

const services = new WeakMap<Source, Service>();

/** The service for a source; one for each. */
export function serviceFor(source: Source): Service {
  const service = services.get(source) ?? createService(source);
  services.set(source, service);
  return service;
}

function createService(source: Source): Service {
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
  const service = ts.createLanguageService(host, registryOf(source));
  const program = service.getProgram();
  if (program?.getSourceFile(name) !== file) {
    throw new Error(`the TypeScript compiler could not read ${source.path}`);
  }
  const checker = program.getTypeChecker();
  return {
    symbolAt: (node) => checker.getSymbolAtLocation(node),
    renameLocations: (position) => {
      if (!service.getRenameInfo(name, position).canRename) return [];
      const preferences = { providePrefixAndSuffixTextForRename: true };
      const locations = service.findRenameLocations(name, position, false, false, preferences);
      return [...(locations ?? [])].sort((a, b) => a.textSpan.start - b.textSpan.start);
    },
    references: (position) => {
      const references = service.getReferencesAtPosition(name, position) ?? [];
      return references.map(({ textSpan }) => textSpan.start).sort((a, b) => a - b);
    },
  };
}

/** A registry that hands out the tree that is already there, so that nothing is parsed twice. */
function registryOf({ ts, file }: Source): ts.DocumentRegistry {
  const plain = ts.createDocumentRegistry(true);
  return {
    ...plain,
    acquireDocument: () => file,
    acquireDocumentWithKey: () => file,
    updateDocument: () => file,
    updateDocumentWithKey: () => file,
    releaseDocument: () => {},
    releaseDocumentWithKey: () => {},
  };
}
