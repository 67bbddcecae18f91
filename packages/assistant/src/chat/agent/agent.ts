/**
 * The coding agent for clients with tools: locate and read with one call, edit with one, report in a sentence. Takes a
 * conversation and the client's tools; gives the next step. It keeps no state: each turn reads off the conversation
 * where the request stands (transcript.ts). Files are touched by the client alone.
 */
import type { Assistant } from '../../assistant.ts';
import type { EditResult } from '../../edit-events.ts';
import { clearMatch, findFiles } from '../../find-file.ts';
import { codeNamesFrom } from '../../instruction-texts.ts';
import type { RequestFile } from '../../request-files.ts';
import { answerText, askAbout, changesOf, lastResult, said, usageOf } from '../answer-blocks.ts';
import { isChecklist } from '../code-blocks.ts';
import { isQuestion, withoutPlace, withoutTestWish } from '../request-kind.ts';
import { NO_USAGE, type Turn, type TurnEvent } from '../turn.ts';
import { type BroughtFile, Workbench } from '../workbench.ts';
import { isFailure, pathIn } from './call-input.ts';
import { gatheredFiles, gatherScript, readText, searchFor } from './gather.ts';
import { finish } from './report.ts';
import { calls, type Toolbox, toolboxOf } from './tools.ts';
import type { MadeCall, Transcript } from './transcript.ts';
import { editCalls, isChange } from './write.ts';

/** Files that the model is shown at once, where several may be meant. */
const MOST_SHOWN = 4;

/** Whether a turn's tools let the agent work: it can see files and change them. */
export function canWork({ tools, toolChoice }: Turn): boolean {
  if (toolChoice === 'none') return false;
  const { shell, read, edit, patch, write } = toolboxOf(tools);
  return shell !== undefined || (read !== undefined && Boolean(edit ?? patch ?? write));
}

/** The next step of a request that was read off the conversation. */
export async function* takeStep(
  assistant: Assistant,
  turn: Turn,
  transcript: Transcript,
): AsyncGenerator<TurnEvent, void, void> {
  const tools = toolboxOf(turn.tools);
  const { words, tests } = withoutTestWish(transcript.words);
  const { made } = transcript;
  const changing = made.filter(({ call }) => isChange(call.name, call.input, tools));
  if (changing.length > 0 || (words === '' && tests)) {
    yield* finish(tools, tests, made, changing);
    return;
  }
  const files = filesRead(made, tools);
  if (files.length === 0) {
    yield* look(tools, words, made);
    return;
  }
  if (isQuestion(words)) {
    const result = await askAbout(assistant, words, files, turn.signal);
    yield* said(answerText(result), usageOf(result.timings), result.status === 'declined');
    return;
  }
  const result = await editFiles(assistant, words, files, turn);
  const usage = usageOf(result.timings);
  if (result.status !== 'edited') {
    yield* said(result.message, usage, result.status === 'declined');
    return;
  }
  const changes = changesOf(result);
  const unread = changes.filter(({ path, isNew }) => !isNew && !wasRead(path, made, tools));
  // A client's edit tool refuses a file that its read tool did not read.
  if (!tools.patch && tools.edit && tools.read && unread.length > 0) {
    yield* calls(
      unread.map(({ path }) => tools.read!(path)),
      usage,
    );
    return;
  }
  const planned = editCalls(tools, changes);
  if (planned.length > 0) yield* calls(planned, usage);
  else yield* said(`${result.diff}\nThere is no tool here to write this with.`, usage, true);
}

/** Locates and reads: one call where a path is said or there is a shell. */
function* look(tools: Toolbox, words: string, made: readonly MadeCall[]): Generator<TurnEvent> {
  const looked = made.find(({ call }) => tools.roleOf(call.name) !== undefined);
  const search = searchFor(words);
  if (looked?.output?.includes('==> wick:') && !gatheredFiles(looked.output)) {
    yield* said(CUT, NO_USAGE, true);
    return;
  }
  if (looked) {
    const named = [...search.paths, ...codeNamesFrom(words)].slice(0, 5).join(', ');
    yield* said(named ? `I found no file here that has ${named}.` : NO_PLACE, NO_USAGE, true);
    return;
  }
  const readsBest = tools.read && !tools.patch && (tools.edit || !tools.shell);
  if (search.paths.length > 0 && readsBest && !(tools.shell && isQuestion(words))) {
    yield* calls(search.paths.map((path) => tools.read!(path)));
    return;
  }
  const script = gatherScript(
    { ...search, beside: isQuestion(words) },
    tools.patch ? WHOLE_BYTES : SHORT_BYTES,
  );
  if (script !== undefined && tools.shell) {
    yield* calls([tools.shell(script, 'Reads the files that the request is about')]);
    return;
  }
  yield* said(NO_PLACE, NO_USAGE, true);
}

/** What clients hand on of a command's output without cutting it: Codex by the catalogue's word, others by habit. */
const WHOLE_BYTES = 400_000;
const SHORT_BYTES = 28_000;

const CUT =
  'The client cut what the command printed, so a change of it would not be safe. Name the one file that is meant.';
const NO_PLACE =
  'I make small, exact changes and answer look-ups (definitions, callers, references). Name the file, or a function, class or text in it.';

/** What the calls so far printed of files; the last reading of each counts. */
function filesRead(made: readonly MadeCall[], tools: Toolbox): readonly BroughtFile[] {
  const files = new Map<string, BroughtFile>();
  for (const { call, output } of made) {
    if (output === undefined) continue;
    const role = tools.roleOf(call.name);
    if (role === 'shell') {
      for (const file of gatheredFiles(output) ?? []) files.set(file.path, file);
    }
    const path = role === 'read' ? pathIn(call.input) : undefined;
    // What the shell printed is exact; a read tool's numbers and limits are only taken off.
    if (path !== undefined && !files.has(path) && !isFailure(output)) {
      files.set(path, { path, text: readText(output) });
    }
  }
  return [...files.values()];
}

function wasRead(path: string, made: readonly MadeCall[], tools: Toolbox): boolean {
  return made.some(({ call }) => tools.roleOf(call.name) === 'read' && pathIn(call.input) === path);
}

async function editFiles(
  assistant: Assistant,
  instruction: string,
  files: readonly BroughtFile[],
  { signal, sampling }: Turn,
): Promise<EditResult> {
  const settings = { instruction, ...(signal && { signal }), ...(sampling && { sampling }) };
  const [only, more] = files;
  if (only && !more) {
    const task = isChecklist(only.text) ? 'plan' : 'edit';
    const instruction = withoutPlace(settings.instruction, only.path);
    return lastResult(assistant, { ...settings, instruction, task, ...only });
  }
  await using bench = await Workbench.lay(files);
  const matches = findFiles(await bench.open(), instruction);
  const clear = clearMatch(matches);
  const meant = (clear ? [clear] : matches.slice(0, MOST_SHOWN)).flatMap(({ path }) => {
    const name = bench.nameOf(path);
    return name === undefined ? [] : [name];
  });
  const shown = meant.length > 0 ? meant : files.slice(0, MOST_SHOWN).map(({ path }) => path);
  const requests = await Promise.all(
    shown.map(async (path) => {
      const { text } = files.find((file) => file.path === path)!;
      return { path, text, project: await bench.editProject(path) };
    }),
  );
  const [first, ...others] = requests as [RequestFile, ...RequestFile[]];
  const narrowed = others.length > 0 ? instruction : withoutPlace(instruction, first.path);
  // Awaited here: the bench is there until then.
  return await lastResult(assistant, { ...settings, instruction: narrowed, ...first, others });
}
