/**
 * Which file `wick edit` is about: the one that is given; where a folder is given, or nothing, the one in it
 * that the instruction speaks of.
 */
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  clearMatch,
  type FileMatch,
  findFiles,
  Project,
  splitLineReferences,
} from '@wick/assistant';
import { UnclearFileError } from './errors.ts';

export interface Target {
  /** A path, or `-` for stdin. */
  readonly file: string;
  readonly instruction: string;
  /** Further files, where the instruction does not tell which of them it is about. */
  readonly others?: readonly string[];
  /** Why it is this file, where it was not given. */
  readonly match?: FileMatch;
}

/** Most files that the model is shown at once, where several may be meant. */
const MOST_SHOWN = 4;

/** Most files that are named where several may be meant. */
const MOST_NAMED = 5;

/**
 * Reads the command's words: a file or folder and an instruction, or an instruction alone.
 * @throws UnclearFileError where the instruction does not say which file it is about
 */
export async function resolveTarget(words: readonly string[]): Promise<Target> {
  const [first = '', ...rest] = words;
  const kind = first === '-' ? 'file' : await kindOf(first);
  // A path that is not there is a mistake to be told, not an instruction.
  const isMissing = kind === undefined && rest.length > 0 && /^[^\s]*(?:\/|\.\w+$)/.test(first);
  if (kind === 'file' || isMissing) return { file: first, instruction: rest.join(' ') };
  const root = kind === 'folder' ? first : '.';
  const instruction = (kind === 'folder' ? rest : words).join(' ');
  if (instruction.trim() === '') return { file: first, instruction };
  const matches = findFiles(await Project.open(root), instruction);
  const pathOf = ({ path }: FileMatch) => relative('.', join(root, path));
  const match = clearMatch(matches);
  if (match) return { file: pathOf(match), instruction, match };
  const [file, ...others] = matches.map(pathOf);
  const saysLine = splitLineReferences(instruction).some((part) => typeof part !== 'string');
  if (file === undefined || matches.length > MOST_SHOWN || saysLine) throw unclear(root, matches);
  return { file, others, instruction };
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

function unclear(root: string, matches: readonly FileMatch[]): UnclearFileError {
  const where = root === '.' ? 'here' : `in ${root}`;
  if (matches.length === 0) {
    return new UnclearFileError(
      `no file ${where} has what the instruction speaks of; name the file: wick edit FILE "…".`,
    );
  }
  const named = matches
    .slice(0, MOST_NAMED)
    .map(({ path, reasons }) => `  ${join(root, path)} (${reasons.join(', ')})`);
  const more = matches.length > MOST_NAMED ? [`  and ${matches.length - MOST_NAMED} more`] : [];
  const list = [...named, ...more].join('\n');
  return new UnclearFileError(`several files ${where} may be meant; name one:\n${list}`);
}
