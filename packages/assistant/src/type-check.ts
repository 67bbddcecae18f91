/** What the type errors that an edit adds are told as; for `EditRequest.check`. */
import { TypeCheck } from '@wick/workspace';

/**
 * A check of edits of the file at `path`: the type errors that a text adds to its TypeScript project, in one
 * sentence; undefined where it adds none. There is no check where there is no project. The compiler starts with
 * the first call.
 */
export async function typeChecker(
  path: string,
): Promise<((after: string) => Promise<string | undefined>) | undefined> {
  const types = await TypeCheck.open(path);
  if (types === undefined) return undefined;
  return async (after) => {
    const problems = types.newProblems(after);
    const [first] = problems;
    if (first === undefined) return undefined;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    const message = first.message.replace(/\.$/, '');
    return `The edit would add a type error at ${first.path}:${first.line + 1}: ${message}${more}.`;
  };
}
