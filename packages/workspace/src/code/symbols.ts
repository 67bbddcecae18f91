/**
 * What a document names: identifiers, literals and declarations. The constrained decoder takes the
 * arguments of operations from here, and messages take the names of things.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { findOpenings } from '../text/interiors.ts';
import { type DeclarationSort, findDeclarations } from './declarations.ts';
import { findLiterals, type LiteralKind } from './literals.ts';
import { findPlaces, type Place } from './places.ts';
import { lineOf, parseSource, type Source, startLine, walk } from './source.ts';
import { isCode, loadTypeScript } from './typescript.ts';

export interface DocumentLiteral {
  readonly line: LineIndex;
  readonly kind: LiteralKind;
  /** As written in the document. */
  readonly text: string;
  /** The content of a string, a number in its shortest spelling, else the text. */
  readonly value: string;
}

export interface DocumentDeclaration {
  readonly name: string;
  /** The line on which the name stands. */
  readonly line: LineIndex;
  /** The lines of the whole declaration, [startLine, endLine]; comments before it do not count. */
  readonly startLine: LineIndex;
  readonly endLine: LineIndex;
  readonly sort: DeclarationSort;
  /** Name of the class, interface, type or function it is declared in; absent at the top level. */
  readonly scope?: string;
  /** Whether the declaration itself carries `export`. */
  readonly exported: boolean;
  /** A property of an object literal: the name is meant only where nothing else has it. */
  readonly inLiteral?: true;
}

export interface DocumentSymbols {
  /** Each identifier once, in the order of the text; private names with their #. */
  readonly identifiers: readonly string[];
  readonly literals: readonly DocumentLiteral[];
  readonly declarations: readonly DocumentDeclaration[];
  /** What operations can be given by its line. */
  readonly places: readonly Place[];
  /** The lines that open a list, an object, a block or a section. */
  readonly openings: readonly LineIndex[];
}

const NONE: Omit<DocumentSymbols, 'openings'> = {
  identifiers: [],
  literals: [],
  declarations: [],
  places: [],
};

/** The last document's: requests in a row are often about one text. */
let last:
  | { readonly text: string; readonly path: string; readonly symbols: DocumentSymbols }
  | undefined;

/** The names and literals of a text; of files that are no TypeScript or JavaScript, its words and literals. */
export async function documentSymbols(text: string, path: string): Promise<DocumentSymbols> {
  if (last?.text !== text || last.path !== path) {
    last = { text, path, symbols: await findSymbols(text, path) };
  }
  return last.symbols;
}

async function findSymbols(text: string, path: string): Promise<DocumentSymbols> {
  const source = parseSource(await loadTypeScript(), path, text);
  const literals = findLiterals(source).map(({ line, kind, text, value }) => ({
    line,
    kind,
    text,
    value,
  }));
  const openings = findOpenings(source);
  if (!isCode(path)) return { ...NONE, identifiers: wordsOf(text), literals, openings };
  return {
    identifiers: identifiersOf(source),
    literals,
    declarations: declarationsOf(source),
    places: findPlaces(source),
    openings,
  };
}

/** What may be a name in a text of any language: its words, each once. */
function wordsOf(text: string): string[] {
  return [...new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu) ?? [])];
}

function identifiersOf(source: Source): string[] {
  const found: { readonly name: string; readonly position: number }[] = [];
  walk(source, (node) => {
    const { ts, file } = source;
    if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) return;
    // A place where the parser missed a name has an identifier without text.
    if (node.text !== '') found.push({ name: node.text, position: node.getStart(file) });
  });
  found.sort((one, other) => one.position - other.position);
  return [...new Set(found.map(({ name }) => name))];
}

function declarationsOf(source: Source): DocumentDeclaration[] {
  const declarations = findDeclarations(source);
  const names = new Map(declarations.map(({ node, name }) => [node, name]));
  return declarations.map(({ name, nameNode, node, sort, member }) => {
    const whole = wholeDeclaration(source, node);
    const scope = scopeName(source, node, names);
    return {
      name,
      line: startLine(source, nameNode),
      startLine: startLine(source, whole),
      endLine: lineOf(source, whole.end - 1),
      sort,
      ...(scope === undefined ? {} : { scope }),
      exported: isExported(source, whole),
      ...(member === 'object-literal' ? { inLiteral: true } : {}),
    };
  });
}

/** A variable's statement, where it is the only one of it; else the declaring node. */
function wholeDeclaration(source: Source, node: ts.Node): ts.Node {
  const { ts } = source;
  if (!ts.isVariableDeclaration(node) || !ts.isVariableDeclarationList(node.parent)) return node;
  const statement = node.parent.parent;
  return ts.isVariableStatement(statement) && node.parent.declarations.length === 1
    ? statement
    : node;
}

/** The name of the nearest named thing around `node`. */
function scopeName(
  source: Source,
  node: ts.Node,
  names: ReadonlyMap<ts.Node, string>,
): string | undefined {
  const { ts } = source;
  for (let outer = node.parent; outer && !ts.isSourceFile(outer); outer = outer.parent) {
    const isScope =
      ts.isFunctionLike(outer) ||
      ts.isClassLike(outer) ||
      ts.isInterfaceDeclaration(outer) ||
      ts.isTypeAliasDeclaration(outer) ||
      ts.isEnumDeclaration(outer) ||
      ts.isModuleDeclaration(outer);
    if (!isScope) continue;
    if (ts.isConstructorDeclaration(outer)) return 'constructor';
    const name = names.get(outer) ?? names.get(outer.parent);
    if (name !== undefined) return name;
  }
  return undefined;
}

function isExported(source: Source, node: ts.Node): boolean {
  const { ts } = source;
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  if (!ts.canHaveModifiers(holder)) return false;
  return holder.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}
