/** What the files of a project declare, each parsed once. */
import type { LineIndex } from '@wick/edits';
import { type DeclarationSort, findDeclarations } from '../code/declarations.ts';
import { parseSource } from '../code/source.ts';
import type { Project } from './project.ts';

export interface ProjectDeclaration {
  readonly path: string;
  readonly name: string;
  readonly sort: DeclarationSort;
  /** Of the name, in the text without its byte order mark. */
  readonly position: number;
  readonly line: LineIndex;
  readonly isTopLevel: boolean;
  readonly isExported: boolean;
}

const indexes = new WeakMap<Project, Map<string, readonly ProjectDeclaration[]>>();

/** What a file of code declares, but for imports, labels and type parameters. */
export function declarationsIn(project: Project, path: string): readonly ProjectDeclaration[] {
  const index = indexes.get(project) ?? new Map<string, readonly ProjectDeclaration[]>();
  indexes.set(project, index);
  const known = index.get(path);
  if (known) return known;
  const { ts } = project;
  const source = parseSource(ts, path, project.text(path) ?? '');
  const found = findDeclarations(source)
    .filter(({ sort }) => !['import', 'label', 'type-parameter'].includes(sort))
    .map(({ name, nameNode, node, sort, scope }): ProjectDeclaration => {
      const position = nameNode.getStart(source.file);
      const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
      const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
      return {
        path,
        name,
        sort,
        position,
        line: source.file.getLineAndCharacterOfPosition(position).line,
        isTopLevel: scope === source.file,
        isExported: modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false,
      };
    });
  index.set(path, found);
  return found;
}

/** Whether a path is a test's. */
export function isTest(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|spec)\/|[.-](?:test|spec)\.[^/]+$/.test(path);
}
