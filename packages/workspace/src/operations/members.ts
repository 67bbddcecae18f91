/**
 * set-optional, set-readonly and their opposites set-required and set-mutable: for a property of an interface,
 * class or type, and (optional and required only) for a parameter of a function.
 */
import type ts from 'typescript';
import { findFunctions } from '../code/functions.ts';
import { findMember, type Member } from '../code/members.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Source, startLine } from '../code/source.ts';
import { insertion, replacement } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const memberTransforms: Transforms = {
  'set-optional': setOptional,
  'set-readonly': setReadonly,
  'set-required': setRequired,
  'set-mutable': setMutable,
};

function setOptional(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  const member = findMember(source, symbol, args.text('owner'), true);
  const lines = [startLine(source, member)];
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}, so it cannot be optional.`, {
      lines,
    });
  if (ts.isAccessor(member)) throw refuse('is a getter or setter');
  if (member.questionToken) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already optional.`, { lines });
  }
  if (ts.isParameter(member)) {
    if (member.dotDotDotToken) throw refuse('is a rest parameter');
    if (member.initializer) {
      const message = `\`${symbol}\` has a default value, so callers may already leave it out.`;
      throw new OperationRefused('already-done', message, { lines });
    }
    const { parameters } = member.parent;
    const later = parameters.slice(parameters.indexOf(member) + 1);
    const required = later.find((p) => !p.questionToken && !p.initializer && !p.dotDotDotToken);
    if (required)
      throw refuse(`stands before the required \`${required.name.getText(source.file)}\``);
    // `x => …` has no place for a question mark.
    if (!isParenthesized(source, member)) {
      return [insertion(member.getStart(source.file), '('), insertion(member.end, '?)')];
    }
  }
  if (ts.isPropertyDeclaration(member) && member.exclamationToken) {
    return [replacement(source, member.exclamationToken, '?')];
  }
  return [insertion(member.name.end, '?')];
}

function isParenthesized(source: Source, parameter: ts.ParameterDeclaration): boolean {
  const { ts, file } = source;
  return parameter.parent
    .getChildren(file)
    .some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
}

function setReadonly(source: Source, args: Arguments): TextEdit[] {
  const { ts, file } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  const member = findMember(source, symbol, args.text('owner'), false);
  const lines = [startLine(source, member)];
  const isProperty =
    ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) || ts.isParameter(member);
  if (!isProperty) {
    const message = `\`${symbol}\` is not a property, and only properties can be readonly.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already readonly.`, { lines });
  }
  return [insertion(member.name.getStart(file), 'readonly ')];
}

function setRequired(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  const member = findMember(source, symbol, args.text('owner'), true);
  const lines = [startLine(source, member)];
  const refuse = (why: string) =>
    new OperationRefused('not-applicable', `\`${symbol}\` ${why}.`, { lines });
  if (ts.isParameter(member)) {
    if (member.dotDotDotToken) throw refuse('is a rest parameter, which may always be left out');
    if (member.initializer) {
      throw refuse('has a default value; without that it would be required');
    }
  }
  const marks = [member, ...sameInOverloads(source, member)].flatMap(
    (node) => (ts.isAccessor(node) ? undefined : node.questionToken) ?? [],
  );
  if (marks.length === 0) {
    throw new OperationRefused('already-done', `\`${symbol}\` is already required.`, { lines });
  }
  for (const { parent } of marks) {
    if (!ts.isParameter(parent)) continue;
    const { parameters } = parent.parent;
    const before = parameters.slice(0, parameters.indexOf(parent));
    const optional = before.find(({ questionToken }) => questionToken);
    if (optional) {
      const name = optional.name.getText(source.file);
      throw refuse(`stands after the optional \`${name}\`, so it cannot be required`);
    }
  }
  if (ts.isMethodDeclaration(member) && !member.body && !isDeclaredOnly(source, member)) {
    throw refuse('has no body, which only an optional method may lack');
  }
  return marks.map((mark) => replacement(source, mark, ''));
}

/** The parameters that a parameter is in the other signatures of its function. */
function sameInOverloads(source: Source, member: Member): ts.ParameterDeclaration[] {
  const { ts, file } = source;
  if (!ts.isParameter(member)) return [];
  const name = member.name.getText(file);
  const overloaded = findFunctions(source).find(({ node }) => node === member.parent);
  return (overloaded?.overloads ?? []).flatMap(
    ({ parameters }) => parameters.find((other) => other.name.getText(file) === name) ?? [],
  );
}

/** Whether a method stands where it needs no body: abstract, or in what is only declared. */
function isDeclaredOnly({ ts, file }: Source, method: ts.MethodDeclaration): boolean {
  const has = (node: ts.Node, kind: ts.SyntaxKind) =>
    ts.canHaveModifiers(node) && node.modifiers?.some((modifier) => modifier.kind === kind);
  const around = ts.findAncestor(
    method,
    (node) => has(node, ts.SyntaxKind.DeclareKeyword) === true,
  );
  const isAbstract = has(method, ts.SyntaxKind.AbstractKeyword) === true;
  return isAbstract || around !== undefined || file.isDeclarationFile;
}

function setMutable(source: Source, args: Arguments): TextEdit[] {
  const { ts } = source;
  const symbol = args.text('symbol');
  requireTypes(source);
  // The parameters of constructors that are properties are also known by `constructor`.
  const member = findMember(source, symbol, args.text('owner'), true);
  const lines = [startLine(source, member)];
  if (ts.isParameter(member) && !ts.isParameterPropertyDeclaration(member, member.parent)) {
    const message = `\`${symbol}\` is a parameter that is no property, and only properties can be readonly.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  const keyword = member.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword);
  if (keyword) return [withoutKeyword(source, member, keyword)];
  if (ts.isAccessor(member)) {
    const message = `\`${symbol}\` is a getter or setter; whether it can be written is for its setter to say.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  if (isInReadonly(source, member)) {
    const message = `\`${symbol}\` is readonly by the \`Readonly<…>\` around it, with all that stands there.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  throw new OperationRefused('already-done', `\`${symbol}\` is not readonly.`, { lines });
}

/** Takes `readonly` away; `public` takes its place where that alone makes a parameter a property. */
function withoutKeyword(source: Source, member: Member, keyword: ts.Node): TextEdit {
  const { ts, file, text } = source;
  const isOnly = member.modifiers?.every((other) => other === keyword || ts.isDecorator(other));
  if (ts.isParameter(member) && isOnly) return replacement(source, keyword, 'public');
  const space = /^\s*/.exec(text.slice(keyword.end))![0].length;
  return { start: keyword.getStart(file), end: keyword.end + space, text: '' };
}

/** Whether a member is one of an object type written in `Readonly<…>`. */
function isInReadonly({ ts, file }: Source, { parent }: Member): boolean {
  const around = parent.parent;
  return (
    ts.isTypeLiteralNode(parent) &&
    ts.isTypeReferenceNode(around) &&
    around.typeName.getText(file) === 'Readonly'
  );
}

function requireTypes(source: Source): void {
  if (source.typed) return;
  const message = `${source.path} is JavaScript, which has neither optional nor readonly properties.`;
  throw new OperationRefused('not-applicable', message);
}
