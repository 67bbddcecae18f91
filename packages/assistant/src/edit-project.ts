/**
 * What an edit of one file means to its TypeScript project: the other files that a rename changes, and the type errors
 * that the edit adds. Takes answers and the text they lead to; reads the project's files, writes none.
 */
import { relative } from 'node:path';
import type { Answer } from '@wick/edits';
import { type FileChange, TypeScriptProject } from '@wick/workspace';

/** The project of a file, as far as edits of it are concerned; for `EditRequest.project`. */
export interface EditProject {
  /** What `answer`, which makes the file's text `after`, changes in other files, and what speaks against it, in a sentence. */
  consequences(answer: Answer, after: string): Consequences;
}

export interface Consequences {
  /** Paths are relative to the current folder. */
  readonly others: readonly FileChange[];
  readonly problem?: string;
}

/** Operations after which all types are as before. */
const TYPE_NEUTRAL: ReadonlySet<string> = new Set([
  'add-jsdoc',
  'add-todo',
  'remove-comment',
  'organize-imports',
  'sort-members',
]);

/** The project of the file at `path`; undefined where there is none. The compiler reads it with the first answer. */
export async function openEditProject(path: string): Promise<EditProject | undefined> {
  const project = await TypeScriptProject.open(path);
  if (project === undefined) return undefined;
  return {
    consequences(answer, after) {
      if (staysWithin(project, answer)) return { others: [] };
      const changes = answer.kind === 'operations' ? changesElsewhere(project, answer) : [];
      const problems = project.newProblems(after, changes);
      const others = changes.map((change) => ({ ...change, path: relative('.', change.path) }));
      const [first] = problems;
      if (first === undefined) return { others };
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
      const message = first.message.replace(/\.$/, '');
      const place = `${first.path}:${first.line + 1}`;
      return {
        others,
        problem: `The edit would add a type error at ${place}: ${message}${more}.`,
      };
    },
  };
}

/** Whether an answer can neither change other files nor types, so that the project need not be read. */
function staysWithin(project: TypeScriptProject, answer: Answer): boolean {
  if (answer.kind !== 'operations') return false;
  return answer.calls.every(({ name, args: [symbol, , line] }) => {
    if (name !== 'rename') return TYPE_NEUTRAL.has(name);
    const at = typeof line === 'number' ? line : undefined;
    return typeof symbol === 'string' && !project.isVisibleElsewhere(symbol, at);
  });
}

/** What a single rename changes in other files; several operations at once stay within the file. */
function changesElsewhere(
  project: TypeScriptProject,
  { calls }: Answer & { kind: 'operations' },
): readonly FileChange[] {
  const [call, more] = calls;
  if (call?.name !== 'rename' || more !== undefined) return [];
  const [symbol, newName, line] = call.args;
  if (typeof symbol !== 'string' || typeof newName !== 'string') return [];
  return project.renameElsewhere(symbol, newName, typeof line === 'number' ? line : undefined);
}
