/**
 * `wick edit` and `wick plan`: reads the file, asks the assistant, shows the change, applies it when told to. The file is
 * written only at the very end, atomically.
 */
import {
  Assistant,
  type EditRequest,
  type EditResult,
  openEditProject,
  preload,
  type RequestFile,
  readTextFile,
  type TextFile,
} from '@wick/assistant';
import {
  applyChanges,
  checkAsking,
  exitCodeOf,
  isWanted,
  printFailure,
  printJson,
  readChanged,
} from '../change.ts';
import { UsageError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import { Interrupt } from '../interrupt.ts';
import { assistantOptions, type ModelOptions } from '../options.ts';
import { renderMatch, renderOutcome, renderResult } from '../screens/edit.ts';
import { readStdin } from '../stdin.ts';
import { resolveTarget, type Target } from '../target.ts';
import { colorsFor, showStatus } from '../terminal.ts';

export interface EditOptions extends ModelOptions {
  readonly yes?: boolean;
  readonly unsure?: boolean;
  /** Apply even where type errors are added. */
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly path?: string;
  readonly temperature?: number;
  readonly seed?: number;
}

/** What is changed: code, or a plan. */
type Task = NonNullable<EditRequest['task']>;

/** Runs the command; gives the exit code. With --json a failure is an object on stdout, too. */
export function runEdit(words: readonly string[], options: EditOptions): Promise<number> {
  return change('edit', () => resolveTarget(words), options);
}

/** `wick plan`: the same for a markdown checklist, which is always named. */
export function runPlan(
  file: string,
  words: readonly string[],
  options: EditOptions,
): Promise<number> {
  return change('plan', async () => ({ file, instruction: words.join(' ') }), options);
}

async function change(
  task: Task,
  findTarget: () => Promise<Target>,
  options: EditOptions,
): Promise<number> {
  try {
    const target = await findTarget();
    const { file, instruction, match } = target;
    checkUsage(file, instruction, options);
    if (match && !options.json) process.stdout.write(renderMatch(match));
    return file === '-'
      ? await editStream(task, instruction, options)
      : await editFile(task, target, options);
  } catch (error) {
    if (options.json) printFailure(error);
    throw error;
  }
}

function checkUsage(file: string, instruction: string, options: EditOptions): void {
  const { path } = options;
  if (instruction.trim() === '') {
    throw new UsageError('the instruction is empty; say what to change in the file.');
  }
  if (file !== '-' && path !== undefined) {
    throw new UsageError('--path names the text from stdin; use it with -.');
  }
  checkAsking(file, options);
}

async function editFile(
  task: Task,
  { file: path, others: further = [], instruction }: Target,
  options: EditOptions,
): Promise<number> {
  const files = new Map<string, TextFile>();
  for (const each of [path, ...further]) files.set(each, await readTextFile(each));
  const requests = [...files].map(([each, { text }]) => ({ path: each, text }));
  const request = { task, ...requests[0]!, others: requests.slice(1), instruction };
  const { result, interrupt } = await edit(request, options, task === 'edit' && !options.force);
  const colors = colorsFor(process.stdout);
  if (!options.json) process.stdout.write(renderResult(result, colors));
  if (result.status !== 'edited') {
    if (options.json) printJson({ ...jsonOf(result, instruction), applied: false });
    return exitCodeOf(result.status);
  }
  const wanted = await isWanted(options, interrupt);
  if (wanted) {
    const others = await Promise.all(result.others.map(readChanged));
    const file = files.get(result.path)!;
    await applyChanges([{ file, after: result.after }, ...others], instruction, interrupt);
  }
  if (options.json) printJson({ ...jsonOf(result, instruction), applied: wanted });
  else {
    const outcome = wanted ? 'applied' : options.dryRun ? 'shown' : 'refused';
    const paths = [result.path, ...result.others.map((other) => other.path)];
    process.stdout.write(renderOutcome(paths, outcome, colors));
  }
  return EXIT.done;
}

/** From stdin to stdout: the changed text or, where nothing was changed, the text as it came. */
async function editStream(task: Task, instruction: string, options: EditOptions): Promise<number> {
  const { path = task === 'plan' ? 'plan.md' : 'stdin.ts', dryRun, json } = options;
  const text = await readStdin(path);
  const { result } = await edit({ task, path, text, instruction }, options);
  if (json) printJson({ ...jsonOf(result, instruction), applied: false });
  else if (dryRun) process.stdout.write(renderResult(result, colorsFor(process.stdout)));
  else {
    process.stderr.write(renderResult(result, colorsFor(process.stderr)));
    process.stdout.write(result.status === 'edited' ? result.after : text);
  }
  return exitCodeOf(result.status);
}

/** Asks the assistant; `checks` the types of the project. Ctrl-C is heard from the moment the model is loaded. */
async function edit(
  request: EditRequest,
  options: EditOptions,
  checks = false,
): Promise<{ result: EditResult; interrupt: Interrupt }> {
  const assistant = await Assistant.open(assistantOptions(options));
  await preload(request.path);
  const inProject = async <File extends RequestFile>(file: File): Promise<File> => ({
    ...file,
    project: checks ? await openEditProject(file.path) : undefined,
  });
  const others = await Promise.all((request.others ?? []).map(inProject));
  const interrupt = new Interrupt();
  const { temperature, seed } = options;
  const sampling =
    temperature === undefined && seed === undefined
      ? undefined
      : { temperature: temperature ?? 1, ...(seed !== undefined && { seed }) };
  try {
    const whole = {
      ...(await inProject(request)),
      others,
      signal: interrupt.signal,
      acceptUnsure: options.unsure === true,
      ...(sampling && { sampling }),
    };
    for await (const event of assistant.edit(whole)) {
      if (event.type === 'check') showStatus(`checking the types of the project`);
      if (event.type !== 'result') continue;
      showStatus('');
      return { result: event.result, interrupt };
    }
  } finally {
    await assistant.close();
  }
  throw new Error('the edit ended without a result');
}

/** The result as one flat object: docs name these keys. */
function jsonOf(result: EditResult, instruction: string): object {
  const { before: _before, answers: _answers, timings, ...rest } = result;
  if (rest.status !== 'edited') return { ...rest, instruction, ...timings };
  const others = rest.others.map(({ before: _, ...other }) => other);
  return { ...rest, others, instruction, ...timings };
}
