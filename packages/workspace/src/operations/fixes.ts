/** fix-errors and add-missing-imports: what the compiler itself knows to do about its errors. */
import { OperationRefused } from '../code/refusal.ts';
import { describeLines, lineOf, parseSource, type Source } from '../code/source.ts';
import type { CodeFix, CodeProblem, LanguageTools } from '../project/language-tools.ts';
import { applyTextEdits } from './edits.ts';
import type { TextEdit } from './result.ts';
import type { Arguments, Transforms } from './transform.ts';

export const fixTransforms: Transforms = {
  'fix-errors': fixErrors,
  'add-missing-imports': addMissingImports,
};

/** Fixes that only silence the compiler are none. */
const SILENCING = /\bDisable checking\b|@ts-|\bunknown\b.*\bassert/i;

function fixErrors(
  source: Source,
  args: Arguments,
  makeTools: () => LanguageTools,
): readonly TextEdit[] {
  const line = args.line('line');
  const lines = [line];
  const tools = makeTools();
  const problems = tools.problems(source.text);
  const here = problems.filter(({ start }) => lineOf(source, start) === line);
  if (here.length === 0) {
    const message = `The compiler has nothing against ${describeLines(lines)}.`;
    throw new OperationRefused('already-done', message, { lines });
  }
  const edits: TextEdit[] = [];
  for (const problem of here) {
    const fix = workingFix(source, tools, problem, problems);
    const isFree = fix?.edits.every((edit) => edits.every((other) => !overlap(edit, other)));
    if (fix && isFree) edits.push(...fix.edits);
  }
  if (edits.length > 0) return edits;
  const message = `The compiler knows no fix for ${describeLines(lines)}: ${here[0]!.message.replace(/\.$/, '')}.`;
  throw new OperationRefused('not-applicable', message, { lines });
}

/** The compiler's first fix after which the problem is gone and no other has come. */
function workingFix(
  source: Source,
  tools: LanguageTools,
  problem: CodeProblem,
  before: readonly CodeProblem[],
): CodeFix | undefined {
  const count = (problems: readonly CodeProblem[], { code, message }: CodeProblem) =>
    problems.filter((other) => other.code === code && other.message === message).length;
  return tools.fixes(source.text, problem).find(({ description, edits }) => {
    if (edits.length === 0 || SILENCING.test(description)) return false;
    const after = tools.problems(textAfter(source, edits));
    return (
      count(after, problem) < count(before, problem) &&
      after.every((each) => count(after, each) <= count(before, each))
    );
  });
}

function textAfter(source: Source, edits: readonly TextEdit[]): string {
  const content = applyTextEdits(source, edits);
  return parseSource(source.ts, source.path, content).text;
}

function overlap(one: TextEdit, other: TextEdit): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The compiler's errors about names that nothing declares. */
const UNKNOWN_NAMES: ReadonlySet<number> = new Set([2304, 2503, 2552, 2686, 18004]);

function addMissingImports(
  source: Source,
  _args: Arguments,
  makeTools: () => LanguageTools,
): readonly TextEdit[] {
  const tools = makeTools();
  const edits = tools.fixAll(source.text, 'fixMissingImport');
  if (edits.length > 0) return edits;
  const missing = tools.problems(source.text).filter(({ code }) => UNKNOWN_NAMES.has(code));
  if (missing.length === 0) {
    throw new OperationRefused('already-done', 'The file imports all that it uses.');
  }
  const lines = missing.map(({ start }) => lineOf(source, start));
  const names = [
    ...new Set(missing.map(({ start, end }) => `\`${source.text.slice(start, end)}\``)),
  ];
  const message = `Nothing in the project exports ${names.slice(0, 3).join(', ')} (${describeLines(lines)}).`;
  throw new OperationRefused('not-found', message, { lines });
}
