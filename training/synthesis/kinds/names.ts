/** Renaming: the model names the symbol and its new name; the language service does the rest. */
import ts from 'typescript';
import { call, type EditCase, type Finding, slots, targetSlots, wordsOf } from '../cases.ts';
import { freshName, joinWords, styleOf } from '../pools.ts';
import { isDeclarationName, variableSort } from '../program.ts';

export function rename(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const cases: EditCase[] = [];
  for (const node of program.find(ts.isIdentifier)) {
    const sort = sortOf(node);
    if (!sort || node.text.length < 2) continue;
    const times = program.declared.get(node.text) ?? 0;
    const line = program.lineAt(node);
    const scope = program.functionAround(node)?.name;
    let name = freshName(node.text, pools, program.identifiers, random);
    // A third of the new names are plain compounds that can be said as words ("sub total").
    if (random.chance(0.35)) {
      const words = [...wordsOf(name), ...wordsOf(random.pick(pools.names.camel))].slice(
        0,
        2 + random.below(2),
      );
      const joined = joinWords(words, styleOf(node.text));
      if (words.length >= 2 && !program.identifiers.has(joined) && joined.length <= 32)
        name = joined;
    }
    const newWords = wordsOf(name);
    const speakable = newWords.length > 1 && joinWords(newWords, styleOf(node.text)) === name;
    const common = {
      old: node.text,
      new: name,
      newWords: speakable ? newWords.join(' ') : undefined,
      ...targetSlots({ name: node.text, sort, line, scope }),
    };
    if (times === 1) {
      // "the parameter on line 4" is only clear where the line declares one thing of the sort.
      const alone = declaredOnLine(finding, line, sort) === 1;
      cases.push({
        kind: 'rename',
        slots: slots({ ...common, line: alone ? common.line : undefined, sort: sort }),
        answer: call('rename', node.text, name),
      });
    } else if (declaredOnLine(finding, line, undefined, node.text) === 1) {
      const sameScope = program
        .find(ts.isIdentifier)
        .filter(
          (n) => n.text === node.text && sortOf(n) && program.functionAround(n)?.name === scope,
        ).length;
      cases.push({
        kind: 'rename',
        slots: slots({ ...common, scope: sameScope === 1 ? scope : undefined }),
        answer: call('rename', node.text, name, line),
        needsOneOf: ['line', 'scope'],
      });
    }
  }
  return cases;
}

function declaredOnLine(finding: Finding, line: number, sort?: string, name?: string): number {
  return finding.program
    .find(ts.isIdentifier)
    .filter((n) => finding.program.lineAt(n) === line && (name === undefined || n.text === name))
    .filter((n) => (sort === undefined ? sortOf(n) !== undefined : sortOf(n) === sort)).length;
}

/** What a declared identifier is, in the words people use; undefined for what is not renamed here. */
function sortOf(node: ts.Identifier): string | undefined {
  if (!isDeclarationName(node)) return undefined;
  const parent = node.parent;
  if (ts.isVariableDeclaration(parent)) {
    if (
      parent.initializer &&
      (ts.isArrowFunction(parent.initializer) || ts.isFunctionExpression(parent.initializer))
    ) {
      return 'function';
    }
    return ts.isVariableDeclarationList(parent.parent) ? variableSort(parent.parent) : 'variable';
  }
  if (ts.isParameter(parent)) return 'parameter';
  if (ts.isFunctionDeclaration(parent)) return 'function';
  if (ts.isMethodDeclaration(parent) && ts.isClassLike(parent.parent)) return 'method';
  if (ts.isPropertyDeclaration(parent) || ts.isPropertySignature(parent)) return 'property';
  if (ts.isClassDeclaration(parent)) return 'class';
  if (ts.isInterfaceDeclaration(parent)) return 'interface';
  if (ts.isTypeAliasDeclaration(parent)) return 'type';
  if (ts.isEnumDeclaration(parent)) return 'enum';
  return undefined;
}
