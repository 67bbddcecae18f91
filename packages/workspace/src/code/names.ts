/** What may be written as a name, a type, or an expression: checks for arguments that come from outside. */
import type ts from 'typescript';
import { OperationRefused } from './refusal.ts';
import { parseFile, type Source } from './source.ts';
import { parses } from './syntax.ts';
import type { TypeScript } from './typescript.ts';

/** Whether `name` can name a variable: an identifier that is not a reserved word. */
export function isBindingName(compiler: TypeScript, name: string): boolean {
  const kind = onlyToken(compiler, name);
  if (kind === compiler.SyntaxKind.Identifier) return true;
  return (
    kind !== undefined &&
    kind > compiler.SyntaxKind.LastReservedWord &&
    kind <= compiler.SyntaxKind.LastKeyword &&
    !STRICT_WORDS.has(name)
  );
}

/** Whether `name` can follow a dot: identifiers and all words of the language. */
export function isMemberName(compiler: TypeScript, name: string): boolean {
  const kind = onlyToken(compiler, name);
  if (kind === undefined) return false;
  return (
    kind === compiler.SyntaxKind.Identifier ||
    kind === compiler.SyntaxKind.PrivateIdentifier ||
    (kind >= compiler.SyntaxKind.FirstKeyword && kind <= compiler.SyntaxKind.LastKeyword)
  );
}

/** Contextual words that modules and classes, being strict, reserve nevertheless. */
const STRICT_WORDS: ReadonlySet<string> = new Set([
  'await',
  'implements',
  'interface',
  'let',
  'package',
  'private',
  'protected',
  'public',
  'static',
  'yield',
]);

/** The kind of the only token that `text` consists of; undefined where it is not exactly one. */
function onlyToken(compiler: TypeScript, text: string): ts.SyntaxKind | undefined {
  const scanner = compiler.createScanner(compiler.ScriptTarget.Latest, false);
  scanner.setText(text);
  const kind = scanner.scan();
  const whole = scanner.getTokenEnd() === text.length && !text.includes('\\');
  return whole && text !== '' ? kind : undefined;
}

/** @throws OperationRefused where `name` cannot name a variable or parameter */
export function requireBindingName(source: Source, name: string): void {
  if (isBindingName(source.ts, name)) return;
  throw new OperationRefused(
    'not-applicable',
    `\`${name}\` is not a name that a variable can have.`,
  );
}

/** @throws OperationRefused where the file has no types or `type` is not one */
export function requireType(source: Source, type: string): void {
  if (!source.typed) {
    throw new OperationRefused(
      'not-applicable',
      `${source.path} is JavaScript, which has no types.`,
    );
  }
  if (/[\n\r]/.test(type) || !isType(source.ts, type)) {
    throw new OperationRefused('not-applicable', `\`${type}\` is not a type.`);
  }
}

/** Whether `type` is one whole type: nothing in it may close it early or go on after it. */
function isType(compiler: TypeScript, type: string): boolean {
  const text = `type T =\n${type}\n;`;
  if (!parses(compiler, 'type.ts', text)) return false;
  const [first, ...rest] = parseFile(compiler, 'type.ts', text).statements;
  return rest.length === 0 && first !== undefined && compiler.isTypeAliasDeclaration(first);
}

/** @throws OperationRefused where `text` is not one expression that can be a default value */
export function requireExpression(source: Source, text: string): void {
  const { ts } = source;
  const path = source.typed ? source.path : 'expression.jsx';
  const program = `f(\n${text}\n);`;
  const [first, ...rest] = parseFile(ts, path, program).statements;
  const call = first && ts.isExpressionStatement(first) ? first.expression : undefined;
  const isOne =
    call !== undefined &&
    ts.isCallExpression(call) &&
    call.arguments.length === 1 &&
    !call.arguments.hasTrailingComma &&
    rest.length === 0;
  if (isOne && !/[\n\r]/.test(text) && parses(ts, path, program)) return;
  throw new OperationRefused('not-applicable', `\`${text}\` is not an expression.`);
}
