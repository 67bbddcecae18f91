/**
 * The literals of a file: numbers, strings, booleans, null, regular expressions, the text pieces of
 * templates and the text of JSX elements, each with its value and how to write another in its place.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { lineOf, type Source, walk } from './source.ts';
import { findTextLiterals } from './text-literals.ts';
import { isCode, isJson, type TypeScript } from './typescript.ts';

export type LiteralKind =
  | 'string'
  | 'number'
  | 'bigint'
  | 'boolean'
  | 'null'
  | 'regexp'
  | 'template' // one piece of a template with substitutions
  | 'jsx-text'
  | 'plain'; // a value without quotes in a settings file

export interface Literal {
  readonly kind: LiteralKind;
  /** The line on which it begins. */
  readonly line: LineIndex;
  /** Characters [start, end) of the text without its byte order mark. */
  readonly start: number;
  readonly end: number;
  /** As written. */
  readonly text: string;
  /** The value in its shortest spelling: the content of a string, 1000 for 1_000. */
  readonly value: string;
  /** How to write other content in its place: with the same quotes, escaped as they need. */
  readonly quote: (content: string) => string;
}

/** All literals of the file, in the order of the text. */
export function findLiterals(source: Source): Literal[] {
  const { ts, file, text, path } = source;
  if (!isCode(path) && !isJson(path)) return findTextLiterals(source);
  const found: Literal[] = [];
  const add = (
    start: number,
    end: number,
    kind: LiteralKind,
    value: string,
    quote: Literal['quote'],
  ) => {
    const literal = { kind, line: lineOf(source, start), start, end, value, quote };
    found.push({ ...literal, text: text.slice(start, end) });
  };
  walk(source, (node) => {
    const start = node.getStart(file);
    if (ts.isStringLiteral(node)) {
      const delimiter = text[start]!;
      const quote = ts.isJsxAttribute(node.parent) ? quoteInJsx(delimiter) : quoteWith(delimiter);
      add(start, node.end, 'string', node.text, quote);
    } else if (ts.isNoSubstitutionTemplateLiteral(node)) {
      add(start, node.end, 'string', node.text, quoteWith('`'));
    } else if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) {
      const kind = ts.isNumericLiteral(node) ? 'number' : 'bigint';
      if (isNegated(ts, node))
        add(node.parent.getStart(file), node.end, kind, `-${node.text}`, same);
      else add(start, node.end, kind, node.text, same);
    } else if (
      node.kind === ts.SyntaxKind.TrueKeyword ||
      node.kind === ts.SyntaxKind.FalseKeyword
    ) {
      add(start, node.end, 'boolean', node.getText(file), same);
    } else if (node.kind === ts.SyntaxKind.NullKeyword) add(start, node.end, 'null', 'null', same);
    else if (ts.isRegularExpressionLiteral(node)) add(start, node.end, 'regexp', node.text, same);
    else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const end = node.end - (ts.isTemplateTail(node) ? 1 : 2);
      const inner = quoteWith('`');
      if (end > start + 1) add(start + 1, end, 'template', node.text, (c) => inner(c).slice(1, -1));
    } else if (ts.isJsxText(node) && !node.containsOnlyTriviaWhiteSpaces) {
      const content = text.slice(node.pos, node.end);
      const first = node.pos + (content.length - content.trimStart().length);
      const trimmed = content.trim();
      add(first, first + trimmed.length, 'jsx-text', trimmed, quoteJsxText);
    }
  });
  return found.sort((one, other) => one.start - other.start);
}

/** Whether a number is written with a minus that belongs to it alone, as in `-1` but not `a - 1`. */
function isNegated(
  compiler: TypeScript,
  node: ts.Node,
): node is ts.Node & { readonly parent: ts.PrefixUnaryExpression } {
  const { parent } = node;
  return (
    compiler.isPrefixUnaryExpression(parent) && parent.operator === compiler.SyntaxKind.MinusToken
  );
}

/** Kind and value of a text that is exactly one literal; undefined where it is not. */
export function literalValue(
  source: Source,
  text: string,
): { readonly kind: LiteralKind; readonly value: string } | undefined {
  const { ts } = source;
  const negative = /^-\s*\d/.test(text);
  const digits = negative ? text.slice(1).trimStart() : text;
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    digits,
  );
  const token = scanner.scan();
  if (scanner.getTokenEnd() !== digits.length || scanner.isUnterminated()) return undefined;
  const value = (negative ? '-' : '') + scanner.getTokenValue();
  switch (token) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return { kind: 'string', value };
    case ts.SyntaxKind.NumericLiteral:
      return { kind: 'number', value };
    case ts.SyntaxKind.BigIntLiteral:
      return { kind: 'bigint', value };
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return { kind: 'boolean', value: text };
    case ts.SyntaxKind.NullKeyword:
      return { kind: 'null', value: text };
    default:
      return undefined;
  }
}

function same(content: string): string {
  return content;
}

/** Writes content between quotes of one sort. */
function quoteWith(delimiter: string): (content: string) => string {
  return (content) => {
    const escaped = content
      .replaceAll('\\', '\\\\')
      .replaceAll(delimiter, `\\${delimiter}`)
      .replaceAll('\t', '\\t')
      .replaceAll('\r', '\\r');
    const body =
      delimiter === '`'
        ? escaped.replaceAll('${', '\\${')
        : escaped
            .replaceAll('\n', '\\n')
            .replaceAll('\u2028', '\\u2028')
            .replaceAll('\u2029', '\\u2029');
    return delimiter + body + delimiter;
  };
}

/** JSX attributes know no backslash, only character references. */
function quoteInJsx(delimiter: string): (content: string) => string {
  const reference = delimiter === '"' ? '&quot;' : '&apos;';
  return (content) =>
    delimiter + content.replaceAll('&', '&amp;').replaceAll(delimiter, reference) + delimiter;
}

function quoteJsxText(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('{', '&#123;')
    .replaceAll('}', '&#125;');
}
