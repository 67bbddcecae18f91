/**
 * Small switches on a declaration: async, export, optional, readonly, const and let. All are operations.
 * Where the switch is set already, the answer is the same call: the operation itself finds that nothing is to do,
 * and says so. A model need not look twice.
 */
import ts from 'typescript';
import {
  call,
  type EditCase,
  type Finding,
  functionSlots,
  isUnambiguous,
  ordinal,
  slots,
  targetSlots,
} from '../cases.ts';
import { hasModifier } from '../program.ts';

export function makeAsync(finding: Finding): EditCase[] {
  return finding.program.functions.flatMap((fn): EditCase[] => {
    if (fn.node.asteriskToken || !isUnambiguous(finding, fn)) return [];
    const words = slots(functionSlots(finding, fn));
    const answer = call('make-async', fn.name);
    return hasModifier(fn.node, ts.SyntaxKind.AsyncKeyword)
      ? [{ kind: 'nothing-already', wordings: 'make-async', slots: words, answer }]
      : [{ kind: 'make-async', slots: words, answer }];
  });
}

export function exporting(finding: Finding): EditCase[] {
  const { program, random } = finding;
  return program.declarations.flatMap((declaration): EditCase[] => {
    const { node, name, sort, line } = declaration;
    if (program.declared.get(name) !== 1 || hasModifier(node, ts.SyntaxKind.DefaultKeyword))
      return [];
    if (ts.isVariableStatement(node) && node.declarationList.declarations.length !== 1) return [];
    if (hasModifier(node, ts.SyntaxKind.DeclareKeyword)) return [];
    const same = program.declarations.filter((d) => d.sort === sort);
    const words = slots({
      name,
      ...targetSlots({ name, sort, line, nth: ordinal(same, declaration, random) }),
    });
    const already = (wordings: string): EditCase => ({
      kind: 'nothing-already',
      wordings,
      slots: words,
      answer: call(wordings, name),
    });
    return declaration.exported
      ? [{ kind: 'unexport', slots: words, answer: call('unexport', name) }, already('export')]
      : [{ kind: 'export', slots: words, answer: call('export', name) }, already('unexport')];
  });
}

type Member = ts.PropertySignature | ts.PropertyDeclaration;

export function properties(finding: Finding): EditCase[] {
  const { program } = finding;
  const isMember = (node: ts.Node): node is Member =>
    ts.isPropertySignature(node) || ts.isPropertyDeclaration(node);
  return program.find(isMember).flatMap((node): EditCase[] => {
    const owner = ownerOf(node);
    if (!owner || !ts.isIdentifier(node.name) || !program.isTypeScript) return [];
    const name = node.name.text;
    const alone = program.declared.get(name) === 1;
    const words = slots({
      name,
      owner,
      ...targetSlots({ name, sort: 'property', line: program.lineAt(node) }),
      scope: owner,
    });
    const needsOneOf = alone ? undefined : ['owner', 'line', 'scope'];
    const make = (kind: string): EditCase => ({
      kind,
      slots: words,
      answer: call(kind, name, owner),
      ...(needsOneOf ? { needsOneOf } : {}),
    });
    const already = (wordings: string): EditCase => ({
      kind: 'nothing-already',
      wordings,
      slots: words,
      answer: call(wordings, name, owner),
      ...(needsOneOf ? { needsOneOf } : {}),
    });
    const optionalAllowed = !(
      ts.isPropertyDeclaration(node) &&
      (node.initializer || node.exclamationToken)
    );
    return [
      ...(node.questionToken
        ? [already('set-optional')]
        : optionalAllowed
          ? [make('set-optional')]
          : []),
      hasModifier(node, ts.SyntaxKind.ReadonlyKeyword)
        ? already('set-readonly')
        : make('set-readonly'),
    ];
  });
}

/** Name of the interface, class or type alias that a property belongs to directly. */
export function ownerOf(node: ts.Node): string | undefined {
  const parent = node.parent;
  if (ts.isInterfaceDeclaration(parent)) return parent.name.text;
  if (ts.isClassDeclaration(parent)) return parent.name?.text;
  if (ts.isTypeLiteralNode(parent) && ts.isTypeAliasDeclaration(parent.parent))
    return parent.parent.name.text;
  return undefined;
}

export function optionalParameters(finding: Finding): EditCase[] {
  const { program } = finding;
  if (!program.isTypeScript) return [];
  return program.functions.flatMap((fn): EditCase[] => {
    if (!isUnambiguous(finding, fn)) return [];
    const parameter = fn.node.parameters.at(-1);
    if (
      !parameter ||
      !ts.isIdentifier(parameter.name) ||
      parameter.initializer ||
      parameter.dotDotDotToken
    )
      return [];
    const name = parameter.name.text;
    const words = slots({
      name,
      owner: fn.name,
      ...targetSlots({ name, sort: 'parameter', line: program.lineAt(parameter), scope: fn.name }),
      line: undefined,
      words: undefined,
    });
    const common = { slots: words, needsOneOf: ['owner', 'scope'] };
    const answer = call('set-optional', name, fn.name);
    return parameter.questionToken
      ? [{ kind: 'nothing-already', wordings: 'set-optional', answer, ...common }]
      : [{ kind: 'set-optional', answer, ...common }];
  });
}

export function bindings(finding: Finding): EditCase[] {
  const { program } = finding;
  const reassigned = assignedNames(finding);
  return program.find(ts.isVariableDeclarationList).flatMap((list): EditCase[] => {
    const declaration = list.declarations[0];
    if (list.declarations.length !== 1 || !declaration || !ts.isIdentifier(declaration.name))
      return [];
    const isConst = (list.flags & ts.NodeFlags.Const) !== 0;
    const isLet = !isConst && (list.flags & ts.NodeFlags.Let) !== 0;
    if (!isConst && !isLet) return [];
    const name = declaration.name.text;
    const line = program.lineAt(list);
    const scope = program.functionAround(list)?.name;
    const alone = program.declared.get(name) === 1;
    const words = slots({
      name,
      ...targetSlots({ name, sort: isConst ? 'constant' : 'variable', line, scope }),
    });
    const common = { slots: words, ...(alone ? {} : { needsOneOf: ['line'] }) };
    const make = (kind: string): EditCase => ({
      kind,
      answer: alone ? call(kind, name) : call(kind, name, line),
      ...common,
    });
    const already = (wordings: string): EditCase => ({
      kind: 'nothing-already',
      wordings,
      answer: alone ? call(wordings, name) : call(wordings, name, line),
      ...common,
    });
    if (isConst)
      return ts.isForOfStatement(list.parent) ? [] : [make('make-let'), already('make-const')];
    return reassigned.has(name) || !declaration.initializer
      ? [already('make-let')]
      : [make('make-const')];
  });
}

/** Names that something is assigned to (or that are counted up or down) anywhere in the document. */
function assignedNames(finding: Finding): Set<string> {
  const names = new Set<string>();
  finding.program.visit((node) => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ) {
      const collect = (target: ts.Node): void => {
        if (ts.isIdentifier(target)) names.add(target.text);
        else target.forEachChild(collect);
      };
      collect(node.left);
    }
    if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      ts.isIdentifier(node.operand)
    ) {
      names.add(node.operand.text);
    }
    if (
      (ts.isForOfStatement(node) || ts.isForInStatement(node)) &&
      ts.isIdentifier(node.initializer)
    ) {
      names.add(node.initializer.text);
    }
  });
  return names;
}
