/** The synthesis of instructed edits: what it asks for can be done, is said in words, and is drawn fairly. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { operations, validateHunks } from '@wick/edits';
import { runOperations } from '@wick/workspace';
import { findCases, RARE } from '../synthesis/kinds/index.ts';
import { drawCases, wordCase } from '../synthesis/main.ts';
import { pairUp } from '../synthesis/pairs.ts';
import { gatherPools } from '../synthesis/pools.ts';
import { Program } from '../synthesis/program.ts';
import { Random } from '../synthesis/random.ts';
import { windowsOf } from '../synthesis/windows.ts';
import { loadPlainWordings, loadWordings, word } from '../synthesis/wordings.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCE = `import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Where settings are read from. */
export interface Source {
  folder: string;
  readonly name?: string;
  retries: number;
}

const EXTENSIONS = ['json', 'yaml'];
let attempts = 3;
let verbose = false;

// Kept small so that a test can read it.
export async function loadSettings(source: Source, limit: number): Promise<string> {
  const path = join(source.folder, basename(source.name));
  if (limit == 0) {
    console.log('nothing to read');
    return '';
  }
  attempts = attempts + 1;
  const text = await readFile(path, 'utf8');
  return text.slice(0, limit);
}

function join(folder: string, name: string): string {
  // Two parts are enough.
  return folder + '/' + name;
}

export const isKnown = (extension: string) => {
  return EXTENSIONS.includes(extension);
};

class Reader {
  private count = 0;

  next(step: number): number {
    if (step !== 1) {
      this.count = step;
    }
    return this.count;
  }
}
`;

function finding(seed: number) {
  const random = new Random(seed);
  const program = new Program('src/settings.ts', SOURCE);
  const pools = gatherPools([{ path: 'src/settings.ts', text: SOURCE }], random);
  return { program, pools, random };
}

const wordings = loadWordings(join(ROOT, 'training', 'wordings'));
const everyCase = [1, 2, 3].flatMap((seed) => findCases(finding(seed)));
const kinds = new Set(everyCase.map(({ kind }) => kind));

describe('wordings', () => {
  it('has at least 30 of them for each kind that borrows no other', () => {
    for (const kind of kinds) {
      if (kind.startsWith('nothing-')) continue;
      const count = wordings.get(kind)?.templates.length ?? 0;
      assert.ok(count >= 30, `${kind} has ${count} wordings`);
    }
  });

  it('fills every slot and leaves no mark of the grammar behind', () => {
    const random = new Random(5);
    for (const edit of everyCase) {
      const text = wordCase(edit, wordings, random);
      assert.ok(text === undefined || text.trim() !== '', edit.kind);
      assert.doesNotMatch(text ?? '', /<[a-z]+-[a-z-]+>|\{(?:name|fn|old|new|line|type)\}/);
    }
  });

  it('uses a slot that the target cannot be told without', () => {
    const set = wordings.get('make-let');
    assert.ok(set);
    const random = new Random(9);
    for (let i = 0; i < 200; i++) {
      const slots = { name: 'total', line: '12', sort: 'constant', words: 'grand total' };
      const pieces = word(set, slots, random, { oneOf: ['line'] });
      assert.ok(pieces?.some(({ fromSlot }) => fromSlot === 'line'));
    }
  });

  it('knows the kinds of the independently written ones', () => {
    const independent = loadPlainWordings(join(ROOT, 'evals', 'wordings', 'independent-1.txt'));
    for (const kind of independent.keys()) assert.ok(wordings.has(kind), kind);
  });
});

describe('cases', () => {
  it('covers at least twenty kinds on one small file', () => {
    assert.ok(kinds.size >= 20, [...kinds].join(' '));
  });

  it('asks only for hunks that are valid and leave a file that parses', () => {
    for (const edit of everyCase) {
      if (edit.answer.kind !== 'hunks') continue;
      const lines = SOURCE.split('\n');
      validateHunks(edit.answer.hunks, lines.length);
      for (const hunk of edit.answer.hunks.toReversed()) {
        lines.splice(hunk.start, hunk.end - hunk.start, ...hunk.lines);
      }
      const after = lines.join('\n');
      assert.notEqual(after, SOURCE, edit.kind);
      assert.ok(new Program('src/settings.ts', after).parses, `${edit.kind}: ${after}`);
    }
  });

  it('asks only for operations that exist and that can be done', async () => {
    for (const edit of everyCase) {
      if (edit.answer.kind !== 'operations') continue;
      for (const { name } of edit.answer.calls) assert.ok(operations.has(name), name);
      // What is not there may be asked for without an argument, as none can be given.
      if (edit.answer.calls.some(({ args }) => args.length === 0 && edit.kind === 'nothing-absent'))
        continue;
      const outcome = await runOperations(SOURCE, 'src/settings.ts', edit.answer.calls);
      const isMissing = !outcome.ok && outcome.refusal.reason === 'not-found';
      assert.equal(isMissing, edit.kind === 'nothing-absent', JSON.stringify(edit));
    }
  });

  it('draws each place at most once, but for those of rare kinds', () => {
    const drawn = drawCases(everyCase, 50, new Random(3));
    const common = drawn.filter(({ kind }) => !RARE.has(kind));
    assert.ok(common.length > 20);
    assert.equal(new Set(common).size, common.length);
  });

  it('gives the same data for the same seed', () => {
    assert.deepEqual(findCases(finding(4)), findCases(finding(4)));
  });
});

describe('windows', () => {
  it('shows whole lines of the file, in order, with their true numbers', () => {
    const text = `${SOURCE}\n${SOURCE.replaceAll('join', 'unite')}`.repeat(3);
    const lines = text.split('\n');
    for (const window of windowsOf('src/long.ts', text, 5, new Random(2))) {
      const shown = window.text.split('\n');
      assert.deepEqual(
        shown,
        window.fileLines.map((line) => lines[line]),
      );
      assert.deepEqual(
        [...window.fileLines].sort((a, b) => a - b),
        window.fileLines,
      );
    }
  });
});

it('two wishes in one instruction are two cases that do not touch, worded and done one after the other', async () => {
  const { program, random } = finding(11);
  const pairs = await pairUp(program, findCases(finding(11)), 12, random);
  assert.ok(pairs.length > 4);
  for (const pair of pairs) {
    assert.ok(pair.answer.kind === 'operations' && pair.answer.calls.length === 2);
    const text = wordCase(pair, wordings, random);
    assert.ok(text === undefined || text.includes(pair.parts!.joiner));
    const result = await runOperations(SOURCE, 'src/settings.ts', pair.answer.calls);
    assert.ok(result.ok, JSON.stringify(pair.answer));
  }
});
