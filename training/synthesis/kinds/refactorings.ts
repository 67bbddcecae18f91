/**
 * Places for the refactorings of the compiler: lines that become a function, types that get a name, declarations that
 * move to another file, exports, signatures, and what mends errors. Whether the compiler does it is its own matter: the call
 * is the right answer in any case.
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
import { freshName } from '../pools.ts';
import { type Declaration, hasModifier, type NamedFunction } from '../program.ts';
import { ownerOf } from './modifiers.ts';
import { already } from './more-functions.ts';

/** Lines that a function is made of, at most. */
const MOST_EXTRACTED_LINES = 12;

export function extractFunction(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const runs = program.functions.flatMap(({ node }) => {
    const { statements } = node.body;
    return statements.flatMap((_, start) => {
      const run = statements.slice(start, start + random.pick([1, 2, 2, 3, 4]));
      const first = program.lineAt(run[0]!);
      const last = program.lastLineOf(run.at(-1)!);
      const isWhole = run.length === statements.length || last === first;
      const leaves = run.some((statement) => holds(statement, isLeaving));
      if (isWhole || leaves || last - first >= MOST_EXTRACTED_LINES) return [];
      return [{ first, last }];
    });
  });
  const lines = random.maybe(runs);
  if (lines === undefined) return [];
  const like = random.maybe(program.functions)?.name ?? 'value';
  const name = freshName(like, pools, program.identifiers, random);
  return [
    {
      kind: 'extract-function',
      slots: slots({ from: String(lines.first + 1), to: String(lines.last + 1), name }),
      answer: call('extract-function', lines.first, lines.last, name),
      needsAllOf: ['from', 'to', 'name'],
    },
  ];
}

function isLeaving(node: ts.Node): boolean {
  return (
    ts.isReturnStatement(node) ||
    ts.isBreakStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isYieldExpression(node)
  );
}

/** Whether something inside `root`, or it itself, fits; functions within are not looked into. */
function holds(root: ts.Node, fits: (node: ts.Node) => boolean): boolean {
  if (fits(root)) return true;
  if (ts.isFunctionLike(root)) return false;
  return ts.forEachChild(root, (node) => holds(node, fits) || undefined) === true;
}

type Typed =
  | ts.ParameterDeclaration
  | ts.PropertySignature
  | ts.PropertyDeclaration
  | ts.VariableDeclaration;

export function extractType(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const isTyped = (node: ts.Node): node is Typed =>
    ts.isParameter(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isVariableDeclaration(node);
  const nodes = program.find(isTyped);
  return nodes.flatMap((node): EditCase[] => {
    if (!node.type || !ts.isIdentifier(node.name) || ts.isTypeReferenceNode(node.type)) return [];
    if (program.textOf(node.type).length < 12) return [];
    const name = node.name.text;
    const isAlone = program.declared.get(name) === 1;
    const line = program.lineAt(node.name);
    const hasLine = nodes.filter((other) => program.lineAt(other.name) === line).length === 1;
    if (!isAlone && !hasLine) return [];
    const sort = ts.isParameter(node)
      ? 'parameter'
      : ts.isVariableDeclaration(node)
        ? 'variable'
        : 'property';
    const type = freshName(
      `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      pools,
      program.identifiers,
      random,
    );
    const place = isAlone ? [] : [line];
    return [
      {
        kind: 'extract-type',
        slots: slots({
          name,
          type,
          sort,
          owner: isAlone ? ownerOf(node) : undefined,
          line: hasLine ? String(line + 1) : undefined,
        }),
        answer: call('extract-type', name, type, ...place),
        needsAllOf: ['type'],
        needsOneOf: isAlone ? ['name', 'line'] : ['line'],
      },
    ];
  });
}

/** The declarations of the top level that their names alone identify, with the words for them. */
function named(
  { program, random }: Finding,
  fits: (declaration: Declaration) => boolean = () => true,
): { readonly declaration: Declaration; readonly words: Record<string, string | undefined> }[] {
  return program.declarations
    .filter((declaration) => program.declared.get(declaration.name) === 1 && fits(declaration))
    .map((declaration) => {
      const { name, sort, line } = declaration;
      const same = program.declarations.filter((other) => other.sort === sort);
      const nth = ordinal(same, declaration, random);
      return { declaration, words: { name, ...targetSlots({ name, sort, line, nth }) } };
    });
}

export function moveToFile(finding: Finding): EditCase[] {
  const { program, random } = finding;
  if (program.declarations.length < 2) return [];
  return named(finding).map(({ declaration: { name }, words }): EditCase => {
    const file = random.chance(0.65) ? fileName(finding) : undefined;
    return {
      kind: 'move-to-file',
      slots: slots({ ...words, file }),
      answer: call('move-to-file', name, ...(file === undefined ? [] : [file])),
      ...(file === undefined ? {} : { needsAllOf: ['file'] }),
      needsOneOf: ['name', 'words', 'nth', 'line'],
    };
  });
}

/** headers.ts, ./http-client.ts, src/util/parse.ts */
function fileName({ program, pools, random }: Finding): string {
  const name = random.maybe(pools.names.camel) ?? 'helpers';
  const words = (name.match(/[A-Z]?[a-z]+/g) ?? ['helpers']).slice(0, 2);
  const base = random.chance(0.5) ? words.join('-').toLowerCase() : words.join('');
  const folder = random.pick(['', '', '', './', './', '../', 'src/', 'src/util/', './lib/']);
  const ending = /\.[cm]?[jt]sx?$/.exec(program.path)?.[0] ?? '.ts';
  return `${folder}${base}${ending}`;
}

export function exportSorts(finding: Finding): EditCase[] {
  const { program } = finding;
  const isDefault = ({ node }: Declaration) => hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  const hasDefault =
    program.declarations.some(isDefault) || program.find(ts.isExportAssignment).length > 0;
  const make = (kind: string, fits: (declaration: Declaration) => boolean): EditCase[] =>
    named(finding, fits).map(({ declaration: { name }, words }) => ({
      kind,
      slots: slots(words),
      answer: call(kind, name),
    }));
  const isNamed = (declaration: Declaration) => declaration.exported && !isDefault(declaration);
  return [
    ...(hasDefault ? [] : make('to-default-export', isNamed)),
    ...make('to-named-export', isDefault),
    ...already(finding, 'to-default-export', make('to-default-export', isDefault)),
    ...already(finding, 'to-named-export', make('to-named-export', isNamed)),
  ];
}

/** Of functions: their parameters, their return types, their promises. */
export function signatures(finding: Finding): EditCase[] {
  const { program } = finding;
  const functions = program.functions.filter((fn) => isUnambiguous(finding, fn));
  const make = (kind: string, fn: NamedFunction): EditCase => ({
    kind,
    slots: slots(functionSlots(finding, fn)),
    answer: call(kind, fn.name),
  });
  const isUntyped = ({ node }: NamedFunction) => node.type === undefined;
  const isChained = ({ node }: NamedFunction) =>
    !hasModifier(node, ts.SyntaxKind.AsyncKeyword) && holds(node.body, isThen);
  const inferred = (fns: readonly NamedFunction[]) =>
    program.isTypeScript ? fns.map((fn) => make('infer-return-type', fn)) : [];
  const isTyped = (fn: NamedFunction) => !isUntyped(fn);
  return [
    ...functions
      .filter(({ node }) => node.parameters.length > 1)
      .map((fn) => make('parameters-to-object', fn)),
    ...functions.filter(isChained).map((fn) => make('then-to-await', fn)),
    ...inferred(functions.filter(isUntyped)),
    ...already(finding, 'infer-return-type', inferred(functions.filter(isTyped))),
  ];
}

function isThen(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && /^(?:then|catch)$/.test(node.name.text);
}

export function swapParameters(finding: Finding): EditCase[] {
  const { random } = finding;
  const functions = finding.program.functions.filter((fn) => isUnambiguous(finding, fn));
  return functions.flatMap((fn): EditCase[] => {
    const names = fn.node.parameters.flatMap(({ name, dotDotDotToken }) =>
      ts.isIdentifier(name) && !dotDotDotToken && name.text !== 'this' ? [name.text] : [],
    );
    const [param, other] = random.shuffled(names);
    if (param === undefined || other === undefined) return [];
    return [
      {
        kind: 'swap-parameters',
        slots: slots({ ...functionSlots(finding, fn), param, other }),
        answer: call('swap-parameters', fn.name, param, other),
        needsAllOf: ['param', 'other'],
        needsOneOf: ['fn', 'line', 'words', 'nth'],
      },
    ];
  });
}

export function addAccessors({ program }: Finding): EditCase[] {
  const properties = program.find(ts.isPropertyDeclaration);
  return properties.flatMap((node): EditCase[] => {
    const owner = ownerOf(node);
    const isFixed = [ts.SyntaxKind.StaticKeyword, ts.SyntaxKind.ReadonlyKeyword].some((kind) =>
      hasModifier(node, kind),
    );
    if (!owner || isFixed || !ts.isIdentifier(node.name)) return [];
    const name = node.name.text;
    const line = program.lineAt(node.name);
    const isAlone = program.declared.get(name) === 1;
    return [
      {
        kind: 'add-accessors',
        slots: slots({
          ...targetSlots({ name, sort: 'property', line, scope: owner }),
          name,
          owner,
        }),
        answer: call('add-accessors', name, owner),
        ...(isAlone ? {} : { needsOneOf: ['owner', 'line'] }),
      },
    ];
  });
}

/** What mends errors needs none to be asked for. */
export function fixes({ program, random }: Finding): EditCase[] {
  const lines = program.lines.flatMap((text, line) => (/\w/.test(text) ? [line] : []));
  const line = random.maybe(lines);
  if (line === undefined) return [];
  return [
    {
      kind: 'fix-errors',
      slots: { line: String(line + 1) },
      answer: call('fix-errors', line),
      needsOneOf: ['line'],
    },
    { kind: 'add-missing-imports', slots: {}, answer: call('add-missing-imports') },
  ];
}
