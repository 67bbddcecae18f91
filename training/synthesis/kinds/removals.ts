/** Taking things away: declarations, calls, comments, imports, and lines by number. */
import ts from 'typescript';
import { call, type EditCase, type Finding, ordinal, slots, targetSlots } from '../cases.ts';
import { isBalanced } from '../lines.ts';

export function removeDeclaration(finding: Finding): EditCase[] {
  const { program, random } = finding;
  return program.declarations.flatMap((declaration): EditCase[] => {
    const { node, name, sort } = declaration;
    if (program.declared.get(name) !== 1 || ts.isVariableStatement(node)) return [];
    const same = program.declarations.filter((d) => d.sort === sort);
    return [
      {
        kind: 'remove-function',
        slots: slots({
          name,
          ...targetSlots({
            name,
            sort,
            line: declaration.line,
            nth: ordinal(same, declaration, random),
          }),
        }),
        answer: call('remove-declaration', name),
      },
    ];
  });
}

export function removeCall(finding: Finding): EditCase[] {
  const { program } = finding;
  const calls = program.find(ts.isExpressionStatement).flatMap((node) => {
    const inner = ts.isAwaitExpression(node.expression)
      ? node.expression.expression
      : node.expression;
    if (!ts.isCallExpression(inner)) return [];
    const callee = program.textOf(inner.expression);
    return /^[\w$.#]{2,32}$/.test(callee) && ts.isBlock(node.parent) ? [{ node, callee }] : [];
  });
  return calls.flatMap(({ node, callee }): EditCase[] => {
    const first = program.lineAt(node);
    const last = program.lastLineOf(node);
    const wholeLines =
      program.textOf(node) ===
        program.lines
          .slice(first, last + 1)
          .join('\n')
          .trim() && node.parent.getChildCount() > 0;
    if (!wholeLines || last - first > 8) return [];
    const fn = program.functionAround(node)?.name;
    const unique = calls.filter((c) => c.callee === callee).length === 1;
    const uniqueInFunction =
      calls.filter((c) => c.callee === callee && program.functionAround(c.node)?.name === fn)
        .length === 1;
    const needsOneOf = unique ? undefined : ['line', ...(uniqueInFunction && fn ? ['fn'] : [])];
    return [
      {
        kind: 'remove-call',
        slots: slots({
          callee,
          fn: uniqueInFunction ? fn : undefined,
          line: String(first + 1),
        }),
        answer: call('remove-call', first),
        ...(needsOneOf ? { needsOneOf } : {}),
      },
    ];
  });
}

/** Single lines and ranges, named by number. Only simple statements and properties, so that the rest still parses. */
export function deleteLines(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const removable = (line: number) => {
    const text = (program.lines[line] ?? '').trim();
    return /^[\w.'"]+.*[;,]$/.test(text) && balanced(text);
  };
  const lines = program.lines.flatMap((_, line) => (removable(line) ? [line] : []));
  const start = random.maybe(lines);
  if (start === undefined) return [];
  let end = start;
  while (end - start < 5 && removable(end + 1) && random.chance(0.6)) end++;
  return [
    {
      kind: 'delete-line',
      slots: slots(
        end === start
          ? { line: String(start + 1) }
          : { from: String(start + 1), to: String(end + 1) },
      ),
      answer: call('delete-lines', start, end),
      needsOneOf: ['line', 'from'],
    },
  ];
}

function balanced(text: string): boolean {
  return isBalanced(text) && !/\/\*|\*\/|`/.test(text);
}

export function removeComment(finding: Finding): EditCase[] {
  const { program } = finding;
  const comments = program.lines.flatMap((line, index) => {
    const match = /^\s*\/\/ ?(.+)$/.exec(line);
    const previous = program.lines[index - 1] ?? '';
    const next = program.lines[index + 1] ?? '';
    const alone = !/^\s*\/\//.test(previous) && !/^\s*\/\//.test(next);
    return match && alone && !/eslint|biome|@ts-|prettier|#region|<reference/.test(line)
      ? [{ line: index, text: (match[1] as string).trim() }]
      : [];
  });
  return comments.flatMap((comment): EditCase[] => {
    const position = program.lineStart(comment.line) + 1;
    const fn = program.functions
      .filter((f) => f.statement.getFullStart() <= position && f.statement.end >= position)
      .at(-1)?.name;
    const inSame = comments.filter((c) => {
      const p = program.lineStart(c.line) + 1;
      const other = program.functions
        .filter((f) => f.statement.getFullStart() <= p && f.statement.end >= p)
        .at(-1)?.name;
      return other === fn;
    });
    return [
      {
        kind: 'remove-comment',
        slots: slots({
          line: String(comment.line + 1),
          fn: inSame.length === 1 ? fn : undefined,
          text: comment.text.split(' ').slice(0, 5).join(' '),
        }),
        answer: call('remove-comment', comment.line),
        needsOneOf: ['line', 'text', 'fn'],
      },
    ];
  });
}

export function removeImport(finding: Finding): EditCase[] {
  const { program } = finding;
  return program.find(ts.isImportDeclaration).flatMap((node): EditCase[] => {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return [];
    const bindings = node.importClause?.namedBindings;
    const names = [
      ...(node.importClause?.name ? [node.importClause.name.text] : []),
      ...(bindings && ts.isNamedImports(bindings) ? bindings.elements.map((e) => e.name.text) : []),
      ...(bindings && ts.isNamespaceImport(bindings) ? [bindings.name.text] : []),
    ];
    const module = node.moduleSpecifier.text;
    const only = names.length === 1 ? names[0] : undefined;
    return [
      {
        kind: 'remove-import',
        slots: slots({ name: only ?? module, module, line: String(program.lineAt(node) + 1) }),
        answer: call('remove-import', program.lineAt(node)),
      },
    ];
  });
}
