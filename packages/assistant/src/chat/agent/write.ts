/** Writes changes with the client's tools: a patch, edits, whole files, or a diff through a shell. Gives the calls. */
import { unifiedDiff } from '@wick/edits';
import { objectIn } from './call-input.ts';
import { type Change, patchOf, replacementOf } from './patch.ts';
import type { PlannedCall, Toolbox } from './tools.ts';

/** The calls that make these changes; none where no tool can. */
export function editCalls(tools: Toolbox, changes: readonly Change[]): readonly PlannedCall[] {
  const { patch, edit, write, shell } = tools;
  if (patch) return [patch(patchOf(changes))];
  if (edit) {
    return changes.flatMap((change) => {
      if (change.isNew) return write ? [write(change.path, change.after)] : [];
      return [edit({ path: change.path, ...replacementOf(change) })];
    });
  }
  if (write) return changes.map(({ path, after }) => write(path, after));
  return shell ? [shell(writingScript(changes), 'Writes the change')] : [];
}

/** Changes files through a shell: a diff, which is read before it is run, and applies only to what was read. */
function writingScript(changes: readonly Change[]): string {
  const diffs = changes.map(({ path, before, after, isNew }) =>
    unifiedDiff(path, before, after, isNew ? { labels: ['/dev/null', `b/${path}`] } : {}),
  );
  return `${APPLY_COMMAND} <<'WICK_DIFF'\n${diffs.join('')}WICK_DIFF`;
}

const APPLY_COMMAND = 'git apply --whitespace=nowarn';

/** Whether a call was one of those. */
export function isChange(name: string, input: string, tools: Toolbox): boolean {
  const role = tools.roleOf(name);
  if (role === 'shell') return input.includes(APPLY_COMMAND);
  return role === 'patch' || role === 'edit' || role === 'write';
}

/** The diff in a call of a shell. */
export function diffIn(input: string): string | undefined {
  const scripts = Object.values(objectIn(input)).flat();
  const script = scripts.find(
    (value): value is string => typeof value === 'string' && value.startsWith(APPLY_COMMAND),
  );
  return script?.replace(/^.*\n/, '').replace(/WICK_DIFF$/, '');
}
