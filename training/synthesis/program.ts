/**
 * A document to be edited, as the kinds of edits see it: its text, lines, syntax tree and declarations.
 *
 * In:  a path and a text (a whole small file, or a window of a larger one cut at block boundaries).
 * Out: what `kinds/*.ts` need to find places for an edit and to describe them in words.
 */
import ts from 'typescript';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.MethodDeclaration
  | ts.ArrowFunction
  | ts.FunctionExpression;

/** A named function with a block body. */
export interface NamedFunction {
  readonly name: string;
  readonly sort: 'function' | 'method';
  readonly node: FunctionNode & { readonly body: ts.Block };
  /** The declaration as a whole: for `const f = () => {}` the variable statement. */
  readonly statement: ts.Node;
  readonly line: number;
}

/** A top-level declaration of one name. */
export interface Declaration {
  readonly name: string;
  readonly sort: string;
  readonly node: ts.Statement;
  readonly line: number;
  readonly exported: boolean;
}

/** A change of characters [start, end) to `text`; offsets in UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export class Program {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly source: ts.SourceFile;
  readonly isTypeScript: boolean;
  readonly functions: readonly NamedFunction[];
  readonly declarations: readonly Declaration[];
  /** How often each name is declared anywhere in the document. */
  readonly declared: ReadonlyMap<string, number>;
  /** Every identifier text in the document. */
  readonly identifiers: ReadonlySet<string>;
  readonly indent: string;
  readonly #nodes: ts.Node[] = [];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    this.lines = text.split('\n');
    this.isTypeScript = /\.[mc]?tsx?$/.test(path);
    this.source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    this.indent = indentUnit(this.lines);
    const functions: NamedFunction[] = [];
    const declared = new Map<string, number>();
    const identifiers = new Set<string>();
    const walk = (node: ts.Node): void => {
      this.#nodes.push(node);
      node.forEachChild(walk);
    };
    walk(this.source);
    this.visit((node) => {
      if (ts.isIdentifier(node)) {
        identifiers.add(node.text);
        if (isDeclarationName(node)) declared.set(node.text, (declared.get(node.text) ?? 0) + 1);
      }
      const fn = this.#namedFunction(node);
      if (fn) functions.push(fn);
    });
    this.functions = functions;
    this.declared = declared;
    this.identifiers = identifiers;
    this.declarations = this.source.statements.flatMap((node) => this.#declarations(node));
  }

  /** True when the text parses without a syntax error. */
  get parses(): boolean {
    return (
      ts.transpileModule(this.text, {
        fileName: this.path,
        reportDiagnostics: true,
        compilerOptions: {
          target: ts.ScriptTarget.Latest,
          isolatedModules: true,
          jsx: ts.JsxEmit.Preserve,
        },
      }).diagnostics?.length === 0
    );
  }

  lineOf(position: number): number {
    return this.source.getLineAndCharacterOfPosition(position).line;
  }

  /** Line of the node's first token. */
  lineAt(node: ts.Node): number {
    return this.lineOf(node.getStart(this.source));
  }

  /** Line of the node's last character. */
  lastLineOf(node: ts.Node): number {
    return this.lineOf(node.getEnd());
  }

  /** Offset of the line's first character; past the last line, the text's end. */
  lineStart(line: number): number {
    return line >= this.lines.length
      ? this.text.length
      : this.source.getPositionOfLineAndCharacter(line, 0);
  }

  indentOf(line: number): string {
    return /^[ \t]*/.exec(this.lines[line] ?? '')?.[0] ?? '';
  }

  textOf(node: ts.Node): string {
    return node.getText(this.source);
  }

  /** First line of the node's JSDoc or of the comments that stand right above it, else its own first line. */
  firstLineWithComments(node: ts.Node): number {
    let line = this.lineAt(node);
    const comments = ts.getLeadingCommentRanges(this.text, node.getFullStart()) ?? [];
    for (const comment of comments.toReversed()) {
      const first = this.lineOf(comment.pos);
      const ownLine =
        (this.lines[first] ?? '').slice(0, comment.pos - this.lineStart(first)).trim() === '';
      if (!ownLine || this.lineOf(comment.end) !== line - 1) break;
      line = first;
    }
    return line;
  }

  /** Calls back for every node, parents first. */
  visit(callback: (node: ts.Node) => void): void {
    for (const node of this.#nodes) callback(node);
  }

  /** All nodes that a type guard accepts, in source order. */
  find<T extends ts.Node>(guard: (node: ts.Node) => node is T): T[] {
    return this.#nodes.filter(guard);
  }

  /** The innermost named function around a node. */
  functionAround(node: ts.Node): NamedFunction | undefined {
    let best: NamedFunction | undefined;
    for (const fn of this.functions) {
      if (fn.node !== node && fn.node.pos <= node.pos && fn.node.end >= node.end) {
        if (!best || fn.node.pos >= best.node.pos) best = fn;
      }
    }
    return best;
  }

  /** The only function of this name, or undefined. */
  uniqueFunction(name: string): NamedFunction | undefined {
    const named = this.functions.filter((fn) => fn.name === name);
    return named.length === 1 && this.declared.get(name) === 1 ? named[0] : undefined;
  }

  #namedFunction(node: ts.Node): NamedFunction | undefined {
    const make = (
      name: string,
      sort: 'function' | 'method',
      fn: FunctionNode,
      statement: ts.Node,
    ) =>
      fn.body && ts.isBlock(fn.body)
        ? { name, sort, node: fn as NamedFunction['node'], statement, line: this.lineAt(statement) }
        : undefined;
    if (ts.isFunctionDeclaration(node) && node.name)
      return make(node.name.text, 'function', node, node);
    if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name) && ts.isClassLike(node.parent)) {
      return make(node.name.text, 'method', node, node);
    }
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer &&
      (ts.isArrowFunction(node.initializer) || ts.isFunctionExpression(node.initializer)) &&
      ts.isVariableDeclarationList(node.parent) &&
      node.parent.declarations.length === 1
    ) {
      return make(node.name.text, 'function', node.initializer, node.parent.parent);
    }
    return undefined;
  }

  #declarations(node: ts.Statement): Declaration[] {
    const exported =
      ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
    const one = (name: string, sort: string): Declaration => ({
      name,
      sort,
      node,
      line: this.lineAt(node),
      exported,
    });
    if (ts.isFunctionDeclaration(node) && node.name) return [one(node.name.text, 'function')];
    if (ts.isClassDeclaration(node) && node.name) return [one(node.name.text, 'class')];
    if (ts.isInterfaceDeclaration(node)) return [one(node.name.text, 'interface')];
    if (ts.isTypeAliasDeclaration(node)) return [one(node.name.text, 'type')];
    if (ts.isEnumDeclaration(node)) return [one(node.name.text, 'enum')];
    if (ts.isVariableStatement(node)) {
      return node.declarationList.declarations.flatMap((d) => {
        if (!ts.isIdentifier(d.name)) return [];
        const isFunction =
          d.initializer &&
          (ts.isArrowFunction(d.initializer) || ts.isFunctionExpression(d.initializer));
        return [one(d.name.text, isFunction ? 'function' : variableSort(node.declarationList))];
      });
    }
    return [];
  }
}

export function variableSort(list: ts.VariableDeclarationList): 'constant' | 'variable' {
  return list.flags & ts.NodeFlags.Const ? 'constant' : 'variable';
}

/** True for the name in a declaration (not for property keys of object literals). */
export function isDeclarationName(node: ts.Identifier): boolean {
  const parent = node.parent;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassDeclaration(parent) ||
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isEnumDeclaration(parent) ||
      ts.isEnumMember(parent) ||
      ts.isMethodDeclaration(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isGetAccessor(parent) ||
      ts.isSetAccessor(parent) ||
      ts.isTypeParameterDeclaration(parent) ||
      ts.isImportSpecifier(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent)) &&
    parent.name === node
  );
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((m) => m.kind === kind);
}

/** The file's indent unit: a tab, or the smallest common step of spaces (2 where nothing is indented). */
function indentUnit(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (let i = 1; i < lines.length; i++) {
    const here = /^[ \t]*/.exec(lines[i] ?? '')?.[0] ?? '';
    const before = /^[ \t]*/.exec(lines[i - 1] ?? '')?.[0] ?? '';
    if (
      (lines[i - 1] ?? '').trimEnd().endsWith('{') &&
      here.startsWith(before) &&
      here.length > before.length
    ) {
      const step = here.slice(before.length);
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '  ';
}
