/**
 * Answers questions about a project: takes a query (an operation of the task `ask`), gives the places that
 * answer it, the best first, each with its line. What needs types or scopes is told by the TypeScript
 * language service; nothing is guessed.
 */
import { type LineIndex, type OperationCall, questionOperations } from '@wick/edits';
import type ts from 'typescript';
import { OperationRefused, type Refusal } from '../code/refusal.ts';
import { closeNames } from '../code/suggest.ts';
import { isCode } from '../code/typescript.ts';
import { Arguments } from '../operations/transform.ts';
import { declarationsIn, isTest, type ProjectDeclaration } from './declarations.ts';
import type { Project } from './project.ts';

/** A place that answers a question, or is a part of the answer. */
export interface Citation {
  /** Relative to the project's root, with "/". */
  readonly path: string;
  readonly line: LineIndex;
  /** The line itself, without the white space around it. */
  readonly text: string;
}

export type QuestionAnswer =
  | { readonly ok: true; readonly citations: readonly Citation[] }
  | { readonly ok: false; readonly refusal: Refusal };

/** The file that a question is asked in, where it is asked in one. */
export interface QuestionContext {
  readonly file?: string;
}

type Query = (project: Project, args: Arguments, context: QuestionContext) => readonly Citation[];

const queries: Readonly<Record<string, Query>> = {
  definition: (project, args) => definitions(project, args.text('symbol')).map(citationOf(project)),
  references: (project, args) => references(project, args.text('symbol')),
  callers: (project, args) => callers(project, args.text('symbol')),
  implementations: (project, args) => implementations(project, args.text('symbol')),
  signature: (project, args) => definitions(project, args.text('symbol')).map(citationOf(project)),
  tests: (project, args) =>
    references(project, args.text('symbol')).filter(({ path }) => isTest(path)),
  importers: (project, args) => importers(project, args.text('symbol')),
  exports: (project, args, context) => exportsOf(project, fileOf(project, args, context)),
  dependents: (project, args, context) => dependents(project, fileOf(project, args, context)),
  imports: (project, args, context) => importsOf(project, fileOf(project, args, context)),
  outline: (project, args, context) => outline(project, fileOf(project, args, context)),
  text: (project, args) => textPlaces(project, args.text('text')),
  find: (project, args) => described(project, args.text('words')),
};

/** Runs one query. */
export function answerQuestion(
  project: Project,
  call: OperationCall,
  context: QuestionContext = {},
): QuestionAnswer {
  const spec = questionOperations.get(call.name);
  const query = Object.hasOwn(queries, call.name) ? queries[call.name] : undefined;
  try {
    if (spec === undefined || query === undefined) {
      throw new OperationRefused('not-applicable', `There is no question named ${call.name}.`);
    }
    const citations = unique(query(project, new Arguments(spec, call), context));
    return { ok: true, citations };
  } catch (error) {
    if (error instanceof OperationRefused) return { ok: false, refusal: error.refusal };
    throw error;
  }
}

function unique(citations: readonly Citation[]): Citation[] {
  const seen = new Set<string>();
  return citations.filter(({ path, line }) => {
    const key = `${path}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}

// Declarations

/** All declarations of a name: what is exported first, then what stands at the top level; tests last. */
function definitions(project: Project, name: string): readonly ProjectDeclaration[] {
  // A file that does not hold the name need not be parsed.
  const files = project.code.filter((path) => project.text(path)?.includes(name));
  const found = files.flatMap((path) =>
    declarationsIn(project, path).filter((each) => each.name === name),
  );
  if (found.length === 0) throw notFound(project, name);
  const isLocal = ({ sort }: ProjectDeclaration) => sort === 'parameter' || sort === 'variable';
  const rank = (each: ProjectDeclaration) =>
    (each.isExported ? 0 : 4) +
    (each.isTopLevel ? 0 : 2) +
    (isLocal(each) ? 8 : 0) +
    (isTest(each.path) ? 16 : 0);
  return found.toSorted((one, other) => rank(one) - rank(other));
}

function notFound(project: Project, name: string): OperationRefused {
  const names = new Set<string>();
  for (const path of project.code) {
    for (const declaration of declarationsIn(project, path)) names.add(declaration.name);
  }
  const suggestions = closeNames(name, [...names]);
  const hint = suggestions.length > 0 ? ` Did you mean \`${suggestions[0]}\`?` : '';
  return new OperationRefused('not-found', `Nothing here is called \`${name}\`.${hint}`, {
    suggestions,
  });
}

function citationOf(project: Project): (place: { path: string; line: LineIndex }) => Citation {
  return ({ path, line }) => ({ path, line, text: (project.lines(path)[line] ?? '').trim() });
}

/** The place of an offset in a file of the project; nothing where the file is none of it. */
function citationAt(project: Project, fileName: string, position: number): Citation[] {
  const path = project.relative(fileName);
  if (path === undefined) return [];
  const { line } = project.tree(path).getLineAndCharacterOfPosition(position);
  return [citationOf(project)({ path, line })];
}

// Uses

/** Where each declaration of the name is referred to, itself left out. */
function usesOf(project: Project, name: string): readonly ts.ReferencedSymbolEntry[] {
  return definitions(project, name)
    .filter(({ sort }, _, all) => sort !== 'parameter' || all.every((each) => each.sort === sort))
    .flatMap(
      ({ path, position }) =>
        project.service.findReferences(project.absolute(path), position) ?? [],
    )
    .flatMap(({ references }) => references)
    .filter(({ isDefinition }) => !isDefinition);
}

function references(project: Project, name: string): readonly Citation[] {
  const uses = usesOf(project, name).flatMap(({ fileName, textSpan }) =>
    citationAt(project, fileName, textSpan.start),
  );
  return inOrder(uses);
}

/** Calls of a function, and `new` of a class. */
function callers(project: Project, name: string): readonly Citation[] {
  const { ts } = project;
  const calls = usesOf(project, name).flatMap(({ fileName, textSpan }) => {
    const path = project.relative(fileName);
    if (path === undefined) return [];
    const node = innermost(project, project.tree(path), textSpan.start);
    // A comment speaks of it.
    if (ts.isSourceFile(node)) return [];
    const outer = ts.isPropertyAccessExpression(node.parent) ? node.parent : node;
    const { parent } = outer;
    const isCall =
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === outer;
    const isTag = ts.isTaggedTemplateExpression(parent) || ts.isDecorator(parent);
    const isElement = ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent);
    return isCall || isTag || isElement ? citationAt(project, fileName, textSpan.start) : [];
  });
  return inOrder(calls);
}

function innermost({ ts }: Project, root: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = root;
  const visit = (node: ts.Node): void => {
    if (node.getStart(root) > position || node.end <= position) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** Classes and interfaces that extend or implement a type; of a member, what overrides it. */
function implementations(project: Project, name: string): readonly Citation[] {
  const found = definitions(project, name).flatMap((definition) => {
    const { path, position, line, sort } = definition;
    if (sort === 'class' || sort === 'interface' || sort === 'type')
      return extenders(project, name);
    const places =
      project.service.getImplementationAtPosition(project.absolute(path), position) ?? [];
    return places
      .flatMap(({ fileName, textSpan }) => citationAt(project, fileName, textSpan.start))
      .filter((place) => place.path !== path || place.line !== line);
  });
  return inOrder(found);
}

/** Classes and interfaces that extend or implement the name; the service gives values of the type, too. */
function extenders(project: Project, name: string): readonly Citation[] {
  const { ts } = project;
  const found: Citation[] = [];
  for (const path of project.code.filter((each) => project.text(each)?.includes(name))) {
    const tree = project.tree(path);
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) {
        const types = (node.heritageClauses ?? []).flatMap((clause) => [...clause.types]);
        const last = types.map(({ expression }) => expression.getText(tree).split('.').at(-1));
        if (last.includes(name)) {
          found.push(...citationAt(project, tree.fileName, (node.name ?? node).getStart(tree)));
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  return found;
}

function inOrder(citations: readonly Citation[]): readonly Citation[] {
  return citations.toSorted((one, other) => {
    const tests = Number(isTest(one.path)) - Number(isTest(other.path));
    return (
      tests || (one.path < other.path ? -1 : one.path > other.path ? 1 : one.line - other.line)
    );
  });
}

// Files

/** The file that is asked about: the one whose path ends as it is said, or the one the question is asked in. */
function fileOf(project: Project, args: Arguments, context: QuestionContext): string {
  const said = args.textOrEmpty('file').replace(/^\.?\//, '');
  if (said === '') {
    if (context.file !== undefined) return context.file;
    throw new OperationRefused('not-found', 'Which file is meant? Name it in the question.');
  }
  const exact = project.files.find((path) => path === said);
  const ending = project.files.filter((path) => path.endsWith(`/${said}`) || path === said);
  const named = project.code.filter((path) =>
    withoutEnding(path).endsWith(withoutEnding(`/${said}`)),
  );
  const found = exact ? [exact] : ending.length > 0 ? ending : named;
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    const some = found.slice(0, 3).join(', ');
    throw new OperationRefused(
      'ambiguous',
      `There are ${found.length} files named ${said}: ${some}.`,
    );
  }
  const suggestions = closeNames(said, project.files);
  const hint = suggestions.length > 0 ? ` Did you mean ${suggestions[0]}?` : '';
  throw new OperationRefused('not-found', `There is no file ${said}.${hint}`, { suggestions });
}

function withoutEnding(path: string): string {
  return path.replace(/\.[^./]+$/, '');
}

/** The statements that import or re-export from a module, with its specifier. */
function moduleReferences(
  { ts }: Project,
  tree: ts.SourceFile,
): { readonly node: ts.Node; readonly specifier: string }[] {
  const found: { node: ts.Node; specifier: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      const { moduleSpecifier } = node;
      if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) {
        found.push({ node, specifier: moduleSpecifier.text });
      }
    } else if (ts.isCallExpression(node)) {
      const [argument] = node.arguments;
      const isLoad =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && node.expression.text === 'require');
      if (isLoad && argument && ts.isStringLiteral(argument)) {
        found.push({ node, specifier: argument.text });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function importsOf(project: Project, path: string): readonly Citation[] {
  requireCode(path);
  const tree = project.tree(path);
  return moduleReferences(project, tree).flatMap(({ node }) =>
    citationAt(project, tree.fileName, node.getStart(tree)),
  );
}

function dependents(project: Project, path: string): readonly Citation[] {
  const base = withoutEnding(path.split('/').at(-1)!);
  // `./cart`, `./cart.js`, and of an index the folder's name.
  const hint = base === 'index' ? (path.split('/').at(-2) ?? '.') : base;
  const found = project.code
    .filter(
      (other) =>
        other !== path &&
        (hint === '.' ||
          project.text(other)?.includes(hint) ||
          project.text(other)?.includes("'.")),
    )
    .flatMap((other) => {
      const tree = project.tree(other);
      return moduleReferences(project, tree)
        .filter(({ specifier }) => project.resolveModule(other, specifier) === path)
        .flatMap(({ node }) => citationAt(project, tree.fileName, node.getStart(tree)));
    });
  return inOrder(found);
}

function importers(project: Project, name: string): readonly Citation[] {
  const { ts } = project;
  const files = project.code.filter((path) => project.text(path)?.includes(name));
  const found = files.flatMap((path) => {
    const tree = project.tree(path);
    return tree.statements.filter(ts.isImportDeclaration).flatMap((node) => {
      const { importClause } = node;
      const bindings = importClause?.namedBindings;
      const names = [
        importClause?.name,
        ...(bindings && ts.isNamedImports(bindings)
          ? bindings.elements.map((element) => element.propertyName ?? element.name)
          : []),
      ];
      const isIt = names.some((each) => each?.text === name);
      return isIt ? citationAt(project, tree.fileName, node.getStart(tree)) : [];
    });
  });
  return inOrder(found);
}

function exportsOf(project: Project, path: string): readonly Citation[] {
  requireCode(path);
  const { ts } = project;
  const tree = project.tree(path);
  const found = tree.statements.filter((statement) => {
    if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) return true;
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
  });
  return found.flatMap((statement) => citationAt(project, tree.fileName, statement.getStart(tree)));
}

/** What the file declares at its top level, and the members of its classes. */
function outline(project: Project, path: string): readonly Citation[] {
  if (!isCode(path)) return headings(project, path);
  const members = new Set(['method', 'accessor']);
  const found = declarationsIn(project, path).filter(
    ({ isTopLevel, sort }) => isTopLevel || members.has(sort),
  );
  return found.map(citationOf(project));
}

/** Of a text without code its headings; its first line where it has none. */
function headings(project: Project, path: string): readonly Citation[] {
  const lines = project.lines(path);
  const found = [...lines.keys()].filter((line) => /^#{1,6}\s/.test(lines[line]!));
  return (found.length > 0 ? found : [0]).map((line) => citationOf(project)({ path, line }));
}

function requireCode(path: string): void {
  if (isCode(path)) return;
  throw new OperationRefused('not-applicable', `${path} is no TypeScript or JavaScript file.`);
}

// Texts and descriptions

/** Most places of a text that are given. */
const MOST_PLACES = 200;

function textPlaces(project: Project, text: string): readonly Citation[] {
  const find = (wanted: string, read: (line: string) => string) => {
    const found: Citation[] = [];
    for (const path of project.files) {
      if (!project.text(path) || found.length >= MOST_PLACES) continue;
      for (const [line, content] of project.lines(path).entries()) {
        if (read(content).includes(wanted)) found.push(citationOf(project)({ path, line }));
      }
    }
    return found.slice(0, MOST_PLACES);
  };
  const exact = find(text, (line) => line);
  return exact.length > 0 ? exact : find(text.toLowerCase(), (line) => line.toLowerCase());
}

/** Declarations of functions and types whose names, or the comments above them, hold the described words; best first. */
function described(project: Project, words: string): readonly Citation[] {
  const wanted = stemsOf(words);
  const scored = project.code.flatMap((path) =>
    declarationsIn(project, path)
      .filter(({ sort, isTopLevel }) => isTopLevel || sort === 'method')
      .map((place) => {
        const name = new Set(stemsOf(place.name));
        const comment = new Set(stemsOf(commentAbove(project.lines(path), place.line)));
        let score = 0;
        for (const word of wanted) score += name.has(word) ? 3 : comment.has(word) ? 1 : 0;
        return { place, score: score / (isTest(path) ? 2 : 1) };
      }),
  );
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > 0 && score >= best * 0.6)
    .toSorted((one, other) => other.score - one.score)
    .slice(0, 10)
    .map(({ place }) => citationOf(project)(place));
}

function commentAbove(lines: readonly string[], line: LineIndex): string {
  let first = line;
  while (first > 0 && /^\s*(?:\/\*|\*|\/\/)/.test(lines[first - 1]!)) first--;
  return lines.slice(first, line).join(' ');
}

/** `parseDates`, "parses dates" -> parse, date. */
function stemsOf(text: string): string[] {
  const words = text.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return words
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2)
    .map((word) => word.replace(/(?:ting|ing|ed|es|s|er|or)$/, '').replace(/e$/, ''));
}
