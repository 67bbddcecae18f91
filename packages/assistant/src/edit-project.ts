/**
 * What an edit of one file means to its TypeScript project: the other files that change along, and the type errors
 * that the edit adds. Takes answers and the text they lead to; reads the project's files, writes none.
 */
import { relative, resolve } from 'node:path';
import type { Answer } from '@wick/edits';
import {
  type FileChange,
  isCode,
  type LanguageTools,
  loadTypeScript,
  TypeScriptProject,
} from '@wick/workspace';

/** The project of a file, as far as edits of it are concerned; for `EditRequest.project`. */
export interface EditProject {
  /** Whether it has types to check, which takes time; a file without a tsconfig.json has none. */
  readonly checksTypes?: boolean;
  /** What the compiler can do to the file; where absent, it does so without the project. */
  readonly tools?: LanguageTools;
  /**
   * What `answer`, which makes the file's text `after`, changes in other files beside `others`, and what speaks
   * against it, in a sentence.
   */
  consequences(answer: Answer, after: string, others?: readonly FileChange[]): Consequences;
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

/**
 * The project of the file at `path`, without a tsconfig.json the file and what it imports; undefined where it is no
 * code. The compiler reads it with the first answer that needs it.
 */
export async function openEditProject(path: string): Promise<EditProject | undefined> {
  if (!isCode(path)) return undefined;
  const project =
    (await TypeScriptProject.open(path)) ??
    TypeScriptProject.alone(await loadTypeScript(), resolve(path));
  return {
    checksTypes: project.config !== undefined,
    tools: project.tools,
    consequences(answer, after, changed = []) {
      if (changed.length === 0 && staysWithin(project, answer)) return { others: [] };
      const changes =
        answer.kind === 'operations' ? [...changed, ...changesElsewhere(project, answer)] : changed;
      const problems = project.config === undefined ? [] : project.newProblems(after, changes);
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
  if (project.config === undefined) return true;
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
