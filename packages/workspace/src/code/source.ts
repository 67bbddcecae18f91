/**
 * A source file as the operations see it: the document, its text, its syntax tree, and the line of each
 * place. Positions are character offsets in the text without its byte order mark; lines are the
 * document's lines, which end only at "\n" (the compiler's line numbers also end at "\r" and U+2028).
 */
import {
  bodyText,
  type LineIndex,
  lineAtOffset,
  lineOffsets,
  parseDocument,
  type TextDocument,
} from '@wick/edits';
import type ts from 'typescript';
import { isTyped, type TypeScript } from './typescript.ts';

export interface Source {
  readonly ts: TypeScript;
  /** The path as the user gave it; only its ending matters here. */
  readonly path: string;
  /** The whole text, byte order mark included. */
  readonly content: string;
  readonly document: TextDocument;
  /** The document's text without its byte order mark: what offsets count in. */
  readonly text: string;
  /** Start of each line in `text`. */
  readonly offsets: readonly number[];
  readonly file: ts.SourceFile;
  /** Whether types may be written here. */
  readonly typed: boolean;
}

/** Sources parsed last, the newest first: an edit is looked at several times in a row (symbols, operation, check). */
const recent: Source[] = [];
const MOST_RECENT = 4;

/** The source of a text; the same value for the same text, as long as it is among the last few. */
export function parseSource(compiler: TypeScript, path: string, content: string): Source {
  const index = recent.findIndex((s) => s.path === path && s.content === content);
  const source = index < 0 ? newSource(compiler, path, content) : recent.splice(index, 1)[0]!;
  recent.unshift(source);
  recent.length = Math.min(recent.length, MOST_RECENT);
  return source;
}

function newSource(compiler: TypeScript, path: string, content: string): Source {
  const document = parseDocument(content);
  const text = bodyText(document);
  return {
    ts: compiler,
    path,
    content,
    document,
    text,
    offsets: lineOffsets(document),
    file: parseFile(compiler, path, text),
    typed: isTyped(path),
  };
}

/** The name a file has inside the compiler: only its ending is kept, so that no folder name means anything. */
export function virtualName(path: string): string {
  const ending = /(?:\.d)?\.[a-z]+$/i.exec(path)?.[0] ?? '';
  return `/document${ending.toLowerCase()}`;
}

/** The syntax tree of a text, of the kind that the language service takes as it is. */
export function parseFile(compiler: TypeScript, path: string, text: string): ts.SourceFile {
  const snapshot = compiler.ScriptSnapshot.fromString(text);
  const target = compiler.ScriptTarget.Latest;
  return compiler.createLanguageServiceSourceFile(virtualName(path), snapshot, target, '1', true);
}

/** The line that holds the character at `position`. */
export function lineOf(source: Source, position: number): LineIndex {
  return lineAtOffset(source.offsets, position);
}

/** The line on which a node's own text begins (comments before it do not count). */
export function startLine(source: Source, node: ts.Node): LineIndex {
  return lineOf(source, node.getStart(source.file));
}

/** The white space at the start of a line. */
export function indentOf(source: Source, line: LineIndex): string {
  return /^[ \t]*/.exec(source.document.lines[line] ?? '')?.[0] ?? '';
}

/**
 * What one level of indentation is in this file: a tab, or as many spaces as indented lines most often
 * have more than the line before them; two spaces where nothing is indented.
 */
export function indentUnit(source: Source): string {
  const counts = new Map<string, number>();
  let previous = '';
  for (const line of source.document.lines) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    // A block comment's continuation lines (" * …") say nothing about indentation.
    if (line.startsWith('*', indent.length)) continue;
    if (indent.length > previous.length && indent.startsWith(previous)) {
      const step = indent.slice(previous.length);
      const unit = step.startsWith('\t') ? '\t' : step;
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    previous = indent;
  }
  const [best] = [...counts].sort(([one, a], [other, b]) => b - a || one.length - other.length);
  return best?.[0] ?? '  ';
}

/** Whether statements of this file end in ";": as most do that may; yes where none tells. */
export function usesSemicolons(source: Source): boolean {
  const { ts, file, text } = source;
  let balance = 0;
  const visit = (node: ts.Node): void => {
    const mayOmit =
      ts.isVariableStatement(node) ||
      ts.isExpressionStatement(node) ||
      ts.isReturnStatement(node) ||
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isThrowStatement(node);
    if (mayOmit) balance += text[node.end - 1] === ';' ? 1 : -1;
    ts.forEachChild(node, visit);
  };
  visit(file);
  return balance >= 0;
}

/** The quotes that most strings of this file have; single ones where none tells. JSX attributes do not count. */
export function preferredQuote(source: Source): "'" | '"' {
  const { ts, file, text } = source;
  let balance = 0;
  walk(source, (node) => {
    if (!ts.isStringLiteral(node) || ts.isJsxAttribute(node.parent)) return;
    balance += text[node.getStart(file)] === '"' ? -1 : 1;
  });
  return balance >= 0 ? "'" : '"';
}

/** What stands before `position` on its line. */
export function textBefore(source: Source, position: number): string {
  return source.text.slice(source.offsets[lineOf(source, position)], position);
}

/** What stands between `position` and the end of its line. */
export function textAfter(source: Source, position: number): string {
  const line = lineOf(source, position);
  return source.text.slice(position, source.offsets[line]! + source.document.lines[line]!.length);
}

/** Calls `visit` for every node of the tree, parents before children. */
export function walk(source: Source, visit: (node: ts.Node) => void, root?: ts.Node): void {
  const step = (node: ts.Node): void => {
    visit(node);
    source.ts.forEachChild(node, step);
  };
  step(root ?? source.file);
}

/** "line 3", or "lines 3, 7 and 9", counted from 1 as people do. */
export function describeLines(lines: readonly LineIndex[]): string {
  const numbers = [...new Set(lines)].sort((a, b) => a - b).map((line) => `${line + 1}`);
  if (numbers.length <= 1) return `line ${numbers[0] ?? '?'}`;
  return `lines ${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)}`;
}

/** Of things that may reach over several lines: those that begin on `line`; where none does, those that reach it. */
export function onLine<T extends { readonly lines: readonly LineIndex[] }>(
  things: readonly T[],
  line: LineIndex,
): T[] {
  const beginning = things.filter(({ lines }) => lines[0] === line);
  return beginning.length > 0 ? beginning : things.filter(({ lines }) => lines.includes(line));
}
