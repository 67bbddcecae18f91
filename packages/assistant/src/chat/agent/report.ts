/** The end of a request: the tests where they were asked for, then what was changed, in a sentence. */
import { changedLines, said } from '../answer-blocks.ts';
import { NO_USAGE, type TurnEvent } from '../turn.ts';
import { isFailure, objectIn, pathIn } from './call-input.ts';
import { calls, type Toolbox } from './tools.ts';
import type { MadeCall } from './transcript.ts';
import { diffIn } from './write.ts';

/** After the change: the tests where they were asked for, then the report. */
export function* finish(
  tools: Toolbox,
  tests: boolean,
  made: readonly MadeCall[],
  changing: readonly MadeCall[],
): Generator<TurnEvent> {
  const failed = changing.find(({ output }) => output !== undefined && isFailure(output));
  if (failed) {
    const reason = failed.output!.trim().split('\n').slice(0, 3).join(' ');
    yield* said(`The change could not be written: ${reason}`, NO_USAGE, true);
    return;
  }
  const tested = made.find(({ call }) => call.input.includes('==> wick:exit'));
  if (tests && !tested && tools.shell) {
    yield* calls([tools.shell(TEST_COMMAND, 'Runs the tests')]);
    return;
  }
  if (tests && !tested) {
    yield* said([changedText(changing), NO_SHELL].filter(Boolean).join(' '), NO_USAGE, true);
    return;
  }
  const outcome = tested ? testOutcome(tested.output ?? '') : '';
  yield* said([changedText(changing), outcome].filter(Boolean).join(' ') || 'Done.', NO_USAGE);
}

const NO_SHELL = 'There is no shell here to run the tests with.';

/** Clients tell a command's exit code in many ways, or not at all; so the script tells it. */
const TEST_COMMAND = 'npm test; echo "==> wick:exit $? <=="';

function testOutcome(output: string): string {
  const code = /==> wick:exit (\d+) <==/.exec(output)?.[1];
  if (code === undefined) return 'Whether the tests pass I could not see.';
  return code === '0' ? 'The tests pass.' : 'The tests fail.';
}

function changedText(changing: readonly MadeCall[]): string {
  const changed = changing.flatMap(({ call }) => changedIn(call.input));
  return changed.length > 0 ? `Changed ${[...new Set(changed)].join(', ')}.` : '';
}

/** The files a call changed, each with the number of its lines that did. */
function changedIn(input: string): readonly string[] {
  const text = patchIn(input);
  if (text !== undefined) {
    return text
      .split(/^\*\*\* (?:Update|Add) File: /m)
      .slice(1)
      .map(sectionCount);
  }
  const diff = diffIn(input);
  if (diff !== undefined) {
    return diff
      .split(/^--- .*\n\+\+\+ b\//m)
      .slice(1)
      .map(sectionCount);
  }
  const args = objectIn(input);
  const path = pathIn(input);
  if (path === undefined) return [];
  const [before, after] = Object.entries(args)
    .filter(([name]) => /^(?:old|new)/i.test(name))
    .toSorted(([one], [other]) => (one.startsWith('old') ? -1 : other.startsWith('old') ? 1 : 0))
    .map(([, value]) => String(value));
  return before === undefined || after === undefined
    ? [path]
    : [lineCount(path, changedLines(before, after))];
}

/** A path and, below it, lines with signs. */
function sectionCount(section: string): string {
  const [path = '', ...lines] = section.split('\n');
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return lineCount(path, Math.max(count('+'), count('-')));
}

function lineCount(path: string, lines: number): string {
  return `${lines === 1 ? '1 line' : `${lines} lines`} in ${path}`;
}

function patchIn(input: string): string | undefined {
  if (input.startsWith('*** Begin Patch')) return input;
  return Object.values(objectIn(input)).find(
    (value) => typeof value === 'string' && value.startsWith('*** Begin Patch'),
  ) as string | undefined;
}
