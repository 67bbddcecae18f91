/**
 * rename: by the TypeScript language service, over one file held in memory and without any library, which
 * takes milliseconds. Strings and comments are left alone; `{ total }` becomes `{ total: subtotal }`.
 *
 * A rename that would make a reference mean something else is refused. The test for that is exact: what
 * the new name refers to afterwards must be just the places that were renamed.
 */
import type { LineIndex } from '@wick/edits';
import type ts from 'typescript';
import { type Declaration, findDeclarations } from '../code/declarations.ts';
import { notFound } from '../code/functions.ts';
import { isBindingName, isMemberName } from '../code/names.ts';
import { OperationRefused } from '../code/refusal.ts';
import { type Service, serviceFor } from '../code/service.ts';
import {
  describeLines,
  lineOf,
  parseSource,
  type Source,
  startLine,
  walk,
} from '../code/source.ts';
import { isCode } from '../code/typescript.ts';
import { applyTextEdits } from './edits.ts';
import { renameWord } from './pieces.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const nameTransforms: Transforms = {
  rename: (source, args) => (isCode(source.path) ? rename(source, args) : renameWord(source, args)),
};

function rename(source: Source, args: Arguments): TextEdit[] {
  const symbol = args.text('symbol');
  const name = newNameFor(symbol, args.text('name'));
  if (symbol === name) {
    throw new OperationRefused('already-done', `\`${symbol}\` already has that name.`);
  }
  const service = serviceFor(source);
  const target = findTarget(source, service, symbol, name, args.lineOrNone('line'));
  requireNewName(source, target, name);
  requireFree(source, target, name);
  const { edits, references } = renameEdits(source, service, target, name);
  requireSameMeaning(source, target, name, edits, references);
  return edits;
}

/** A private name stays private, said or not. */
function newNameFor(symbol: string, name: string): string {
  return symbol.startsWith('#') && !name.startsWith('#') ? `#${name}` : name;
}

/** What is to be renamed: a place to ask the language service about, and the declaration if the file has it. */
interface Target {
  readonly name: string;
  readonly node: ts.Node;
  readonly declaration: Declaration | undefined;
}

function findTarget(
  source: Source,
  service: Service,
  symbol: string,
  newName: string,
  line: LineIndex | undefined,
): Target {
  const declarations = findDeclarations(source);
  const named = declarations.filter(({ name }) => name === symbol);
  // A property of an object literal is meant only where nothing else has the name.
  const firm = named.filter(({ member }) => member !== 'object-literal');
  const candidates = distinct(service, firm.length > 0 ? firm : named);
  if (line !== undefined) return targetOnLine(source, service, symbol, named, line);
  if (candidates.length === 1) return targetOf(candidates[0]!);
  if (candidates.length > 1) {
    const lines = candidates.map(({ nameNode }) => startLine(source, nameNode));
    const message = `\`${symbol}\` is declared ${candidates.length} times: on ${describeLines(lines)}.`;
    throw new OperationRefused('ambiguous', message, { lines });
  }
  const renamed = declarations.find(({ name }) => name === newName);
  const uses = occurrences(source, symbol);
  if (renamed && uses.length === 0) {
    const message = `There is no \`${symbol}\` any more, and \`${newName}\` is already there.`;
    const lines = [startLine(source, renamed.nameNode)];
    throw new OperationRefused('already-done', message, { lines });
  }
  if (uses.length > 0) {
    const lines = uses.map((node) => startLine(source, node));
    const message = `\`${symbol}\` is used (${describeLines(lines)}) but declared in another file; rename it there.`;
    throw new OperationRefused('not-applicable', message, { lines });
  }
  throw notFound(
    'symbol',
    symbol,
    declarations.map(({ name }) => name),
  );
}

/** The one thing named `symbol` that line `line` declares or, failing that, mentions. */
function targetOnLine(
  source: Source,
  service: Service,
  symbol: string,
  named: readonly Declaration[],
  line: LineIndex,
): Target {
  const here = named.filter(({ nameNode }) => startLine(source, nameNode) === line);
  const firm = here.filter(({ member }) => member !== 'object-literal');
  const declared = distinct(service, firm.length > 0 ? firm : here);
  if (declared.length === 1) return targetOf(declared[0]!);
  if (declared.length === 0) {
    const uses = occurrences(source, symbol).filter((node) => startLine(source, node) === line);
    const symbols = new Map(uses.map((node) => [service.symbolAt(node), node]));
    symbols.delete(undefined);
    const [only] = symbols.values();
    if (symbols.size === 1 && only) {
      const declaration = named.find(
        ({ nameNode }) => service.symbolAt(nameNode) === service.symbolAt(only),
      );
      return { name: symbol, node: only, declaration };
    }
    if (uses.length === 0) {
      const lines = named.map(({ nameNode }) => startLine(source, nameNode));
      const elsewhere = lines.length > 0 ? ` It is declared on ${describeLines(lines)}.` : '';
      const message = `There is no \`${symbol}\` on line ${line + 1}.${elsewhere}`;
      throw new OperationRefused('not-found', message, { lines });
    }
  }
  const message = `Line ${line + 1} has more than one \`${symbol}\`.`;
  throw new OperationRefused('ambiguous', message, { lines: [line] });
}

function targetOf(declaration: Declaration): Target {
  return { name: declaration.name, node: declaration.nameNode, declaration };
}

/**
 * One declaration for each thing declared. Overloads and merged interfaces are one thing by their symbol;
 * a property and its implementations are one, as they can only be renamed together.
 */
function distinct(service: Service, declarations: readonly Declaration[]): Declaration[] {
  const seen = new Set<ts.Symbol | ts.Node>();
  const bySymbol = declarations.filter(({ nameNode }) => {
    const key = service.symbolAt(nameNode) ?? nameNode;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  if (bySymbol.length < 2) return bySymbol;
  const renamedToo = new Set<number>();
  return bySymbol.filter(({ nameNode }) => {
    if (renamedToo.has(nameNode.getStart())) return false;
    for (const { textSpan, prefixText, suffixText } of service.renameLocations(
      nameNode.getStart(),
    )) {
      // A place that needs a prefix or suffix only mentions the thing: it declares another.
      if (!prefixText && !suffixText) renamedToo.add(textSpan.start);
    }
    return true;
  });
}

/** All identifiers of that name. */
function occurrences(source: Source, name: string): ts.Node[] {
  const found: ts.Node[] = [];
  walk(source, (node) => {
    const { ts } = source;
    if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name)
      found.push(node);
  });
  return found;
}

function requireNewName(source: Source, target: Target, name: string): void {
  const { ts } = source;
  const isPrivate = ts.isPrivateIdentifier(target.node);
  const isMember = target.declaration === undefined || target.declaration.member !== 'none';
  const valid = isMember ? isMemberName(ts, name) : isBindingName(ts, name);
  if (valid && name.startsWith('#') === isPrivate) return;
  const message = `\`${target.name}\` cannot be renamed to \`${name}\`: it is not a valid name there.`;
  throw new OperationRefused('not-applicable', message);
}

/** @throws OperationRefused where the scope that declares the target declares `name` as well */
function requireFree(source: Source, target: Target, name: string): void {
  const { declaration } = target;
  if (declaration === undefined) return;
  const taken = findDeclarations(source).find(
    (other) =>
      other.name === name &&
      other.scope === declaration.scope &&
      (other.member === 'none') === (declaration.member === 'none') &&
      (other.sort === 'label') === (declaration.sort === 'label'),
  );
  if (taken) throw nameTaken(target, name, startLine(source, taken.nameNode));
}

function nameTaken(target: Target, name: string, line: LineIndex): OperationRefused {
  const message =
    `\`${name}\` already means something else on ${describeLines([line])}; ` +
    `renaming \`${target.name}\` to it would mix the two.`;
  return new OperationRefused('not-applicable', message, { lines: [line] });
}

/** The edits, and where in the new text the new name stands as a reference to the target. */
function renameEdits(
  source: Source,
  service: Service,
  target: Target,
  name: string,
): { edits: TextEdit[]; references: number[] } {
  const locations = service.renameLocations(target.node.getStart(source.file));
  if (locations.length === 0) {
    throw new OperationRefused('not-applicable', `\`${target.name}\` cannot be renamed.`);
  }
  const edits: TextEdit[] = [];
  const references: number[] = [];
  let shift = 0;
  for (const { textSpan, prefixText = '', suffixText = '' } of locations) {
    const text = prefixText + name + suffixText;
    edits.push({ start: textSpan.start, end: textSpan.start + textSpan.length, text });
    references.push(textSpan.start + shift + prefixText.length);
    shift += text.length - textSpan.length;
  }
  return { edits, references };
}

/**
 * Renames in memory and asks what now refers to the new name: more places than were renamed, or fewer,
 * mean that two things would be mixed up.
 */
function requireSameMeaning(
  source: Source,
  target: Target,
  name: string,
  edits: readonly TextEdit[],
  references: readonly number[],
): void {
  const renamed = parseSource(source.ts, source.path, applyTextEdits(source, edits));
  const service = serviceFor(renamed);
  const found = service.renameLocations(references[0]!).map(({ textSpan }) => textSpan.start);
  const expected = new Set(references);
  const odd =
    found.find((start) => !expected.has(start)) ?? references.find((r) => !found.includes(r));
  if (odd !== undefined) throw nameTaken(target, name, lineOf(renamed, odd));
}
