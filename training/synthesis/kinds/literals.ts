/** Changing a number, a string or a boolean: an operation with the line, the literal and the new literal. */
import ts from 'typescript';
import { call, type EditCase, type Finding, slots, targetSlots } from '../cases.ts';

export function literals(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const cases: EditCase[] = [];
  const counts = new Map<string, number>();
  const nodes = program.find(isLiteral).filter((node) => !ts.isImportDeclaration(node.parent));
  for (const node of nodes) {
    const key = program.textOf(node);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const node of nodes) {
    const source = program.textOf(node);
    const line = program.lineAt(node);
    const holder = holderOf(node);
    const scope = program.functionAround(node)?.name;
    const common = {
      name: holder && program.declared.get(holder) === 1 ? holder : undefined,
      ...targetSlots({ name: holder ?? '', sort: 'constant', line, scope }),
      sort: undefined,
      scope: undefined,
    };
    const unique = counts.get(source) === 1;
    const aloneOnLine =
      nodes.filter((n) => program.lineAt(n) === line && n.kind === node.kind).length === 1;
    // The old value names a unique literal; a line names the only literal of its sort on it.
    const where = [
      ...(unique ? ['old'] : []),
      ...(aloneOnLine ? ['line'] : []),
      ...(common.name ? ['name'] : []),
    ];
    if (where.length === 0) continue;
    const line_ = aloneOnLine ? common.line : undefined;
    if (ts.isNumericLiteral(node)) {
      if (!/^\d[\d_]*(\.\d+)?$/.test(source)) continue;
      const value = newNumber(source, random.next(), () => random.next());
      if (value === source) continue;
      cases.push({
        kind: 'change-number',
        slots: slots({ ...common, line: line_, old: source, new: value }),
        answer: call('change-literal', line, source, value),
        needsOneOf: where,
      });
    } else if (ts.isStringLiteral(node)) {
      if (node.text.length > 48 || node.text.length < 1 || /[\\\n'"`]/.test(node.text)) continue;
      const value = newString(node.text, finding);
      if (value === node.text) continue;
      const quote = source.slice(0, 1);
      cases.push({
        kind: 'change-string',
        slots: slots({ ...common, line: line_, old: node.text, new: value }),
        answer: call('change-literal', line, source, quote + value + quote),
        needsOneOf: where,
      });
    } else {
      const value = source === 'true' ? 'false' : 'true';
      const places = where.filter((place) => place !== 'old');
      if (places.length === 0) continue;
      cases.push({
        kind: 'flip-boolean',
        slots: slots({ ...common, line: line_, old: source, new: value }),
        answer: call('change-literal', line, source, value),
        needsOneOf: places,
      });
    }
  }
  return cases;

  function newString(old: string, { random: r }: Finding): string {
    const words = old.split(' ');
    const way = r.next();
    if (way < 0.35 && words.length > 1) {
      const at = r.below(words.length);
      return words.map((w, i) => (i === at ? r.pick(pools.strings).split(' ')[0] : w)).join(' ');
    }
    if (way < 0.45) return `${old}s`;
    if (way < 0.55) return old === old.toLowerCase() ? old.toUpperCase() : old.toLowerCase();
    return r.maybe(pools.strings) ?? 'value';
  }
}

function newNumber(old: string, way: number, next: () => number): string {
  const value = Number(old.replaceAll('_', ''));
  const pick = (...values: number[]) => values[Math.floor(next() * values.length)] as number;
  if (old.includes('.'))
    return String(Math.round(next() * 100) / 100 + (way < 0.3 ? Math.floor(next() * 5) : 0));
  if (way < 0.3)
    return String(
      pick(value + 1, value * 2, value * 10, Math.max(0, value - 1), value + 5, value * 3),
    );
  if (way < 0.6)
    return String(
      pick(
        0,
        1,
        2,
        3,
        4,
        5,
        8,
        10,
        12,
        16,
        20,
        24,
        30,
        32,
        50,
        60,
        64,
        90,
        100,
        128,
        200,
        250,
        256,
        300,
        404,
        500,
        512,
        600,
        750,
        1000,
        1024,
        1500,
        2000,
        3000,
        4096,
        5000,
        8080,
        10000,
        30000,
        60000,
      ),
    ); // prettier-ignore
  return String(Math.floor(next() * 10 ** (1 + Math.floor(next() * 5))));
}

function isLiteral(
  node: ts.Node,
): node is ts.NumericLiteral | ts.StringLiteral | ts.BooleanLiteral {
  return (
    ts.isNumericLiteral(node) ||
    ts.isStringLiteral(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** The variable, property or parameter that a literal is the value of. */
function holderOf(node: ts.Node): string | undefined {
  const parent = ts.isPrefixUnaryExpression(node.parent) ? node.parent.parent : node.parent;
  if (
    (ts.isVariableDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isEnumMember(parent)) &&
    ts.isIdentifier(parent.name)
  ) {
    return parent.name.text;
  }
  return undefined;
}
