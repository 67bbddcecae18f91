/**
 * Chooses what the model reads of a document that is longer than it reads well: the blocks that hold what
 * the instruction speaks of, the imports, and neighbours, in whole top-level blocks where they fit.
 * Takes the lines with the cost of each, gives runs of lines in order; pure.
 */
import type { LineIndex } from '@wick/edits';
import { escapePattern } from '@wick/workspace';
import { innerBlocks, isCode, isImport, type LineRun, topLevelBlocks } from './blocks.ts';
import { numbersFrom, operatorsFrom, quotedTexts } from './instruction-texts.ts';
import { Pointers } from './pointers.ts';

export interface LocateRequest {
  readonly lines: readonly string[];
  /** Tokens that showing each line costs. */
  readonly costs: readonly number[];
  /** Tokens there are for lines. */
  readonly budget: number;
  readonly instruction: string;
  /** Lines that must be shown: those the instruction or the selection points at. */
  readonly focus: readonly LineIndex[];
}

/** A block and how much it has to do with the instruction. */
interface Candidate extends LineRun {
  readonly score: number;
}

/** Share of the budget that imports may take. */
const IMPORT_SHARE = 0.25;
/** A name said in full says far more than a word that is part of one. */
const WHOLE_NAME = 4;
/** Where a name is declared says more than where it is used. */
const IN_HEAD = 2;
/** Share of the best block's score that a block must have to be shown for its own sake. */
const RELEVANT = 0.3;

/** The lines to show: ascending runs that do not touch; all lines where they fit. */
export function locate(request: LocateRequest): LineRun[] {
  const { lines, budget } = request;
  const all = { start: 0, end: lines.length };
  if (costOf(request, all) <= budget) return [all];
  const blocks = topLevelBlocks(lines);
  const selection = new Selection(request);
  for (const line of request.focus) selection.addAround(line);
  for (const block of relevant(request, blocks)) selection.add(block);
  selection.addImports(blocks);
  selection.addNeighbours(blocks);
  return selection.runs();
}

/** The lines chosen so far, and what is left of the budget. */
class Selection {
  readonly #request: LocateRequest;
  readonly #chosen: boolean[];
  /** The parts of blocks that are not shown whole. */
  readonly #opened: (readonly LineRun[])[] = [];
  #left: number;

  constructor(request: LocateRequest) {
    this.#request = request;
    this.#chosen = request.lines.map(() => false);
    this.#left = request.budget;
  }

  /** Adds a block if it fits; of one that does not, its head, its best parts and its end. */
  add(block: LineRun): void {
    if (this.#addWhole(block)) return;
    const parts = innerBlocks(this.#request.lines, block);
    if (parts.length <= 1) return;
    // Without its frame a member is hard to read; with it alone, the frame is of no use.
    const best = relevant(this.#request, parts.slice(1));
    if (best.length === 0 || this.#cost(parts[0]!) > this.#left / 2) return;
    this.#addWhole(parts[0]!);
    for (const part of best) this.add(part);
    this.#addWhole(parts.at(-1)!);
    this.#opened.push(parts);
  }

  /** Adds the smallest block around a line that fits; the line itself whatever it costs. */
  addAround(line: LineIndex): void {
    let around = topLevelBlocks(this.#request.lines);
    for (;;) {
      const block = around.find(({ start, end }) => start <= line && line < end);
      if (block === undefined) return;
      if (this.#addWhole(block)) return;
      const parts = innerBlocks(this.#request.lines, block);
      if (parts.length <= 1) break;
      around = parts;
    }
    this.#take({ start: line, end: line + 1 });
  }

  addImports(blocks: readonly LineRun[]): void {
    const imports = blocks.filter((block) => isImport(this.#request.lines, block));
    const cost = imports.reduce((sum, block) => sum + this.#cost(block), 0);
    if (cost > this.#request.budget * IMPORT_SHARE) return;
    for (const block of imports) this.#addWhole(block);
  }

  /** Fills what is left with what is next to chosen parts and blocks; from the top where none is chosen. */
  addNeighbours(blocks: readonly LineRun[]): void {
    if (!this.#chosen.includes(true)) this.#addFromTop();
    for (const parts of [...this.#opened, blocks]) this.#grow(parts);
  }

  /** Adds the neighbours of chosen blocks ring by ring. */
  #grow(blocks: readonly LineRun[]): void {
    for (let grown = true; grown; ) {
      const touched = blocks.map((block) => this.#touches(block));
      const ring = blocks.filter(
        (_, index) => !touched[index] && (touched[index - 1] || touched[index + 1]),
      );
      grown = ring.filter((block) => this.#addWhole(block)).length > 0;
    }
  }

  #addFromTop(): void {
    for (let line = 0; line < this.#chosen.length; line++) {
      if (!this.#addWhole({ start: line, end: line + 1 })) return;
    }
  }

  runs(): LineRun[] {
    const runs: LineRun[] = [];
    for (const [index, chosen] of this.#chosen.entries()) {
      if (!chosen) continue;
      const last = runs.at(-1);
      if (last && last.end === index) runs[runs.length - 1] = { ...last, end: index + 1 };
      else runs.push({ start: index, end: index + 1 });
    }
    return runs;
  }

  #addWhole(block: LineRun): boolean {
    if (this.#cost(block) > this.#left) return false;
    this.#take(block);
    return true;
  }

  #take(block: LineRun): void {
    this.#left -= this.#cost(block);
    this.#chosen.fill(true, block.start, block.end);
  }

  #touches({ start, end }: LineRun): boolean {
    return this.#chosen.slice(start, end).some(Boolean);
  }

  /** Tokens of the lines of a block that are not chosen yet. */
  #cost({ start, end }: LineRun): number {
    let cost = 0;
    for (let index = start; index < end; index++) {
      if (!this.#chosen[index]) cost += this.#request.costs[index]!;
    }
    return cost;
  }
}

function costOf({ costs }: LocateRequest, { start, end }: LineRun): number {
  return costs.slice(start, end).reduce((sum, cost) => sum + cost, 0);
}

/** The blocks that have about as much to do with the instruction as the best one has; best first. */
function relevant(request: LocateRequest, blocks: readonly LineRun[]): Candidate[] {
  const ranked = rank(request, blocks);
  const least = (ranked[0]?.score ?? 0) * RELEVANT;
  return ranked.filter(({ score }) => score > 0 && score >= least);
}

/** The blocks by what they have in common with the instruction, rare words counting more; best first. */
function rank(request: LocateRequest, blocks: readonly LineRun[]): Candidate[] {
  const wanted = new Set(namesIn(request.instruction));
  const wantedWords = new Set([...wanted].flatMap(wordsOf));
  const contents = blocks.map((block) => contentOf(request.lines, block));
  const weight = (has: (content: BlockContent) => boolean) => {
    const count = contents.filter(has).length;
    return count === 0 ? 0 : Math.log(1 + blocks.length / count);
  };
  const scores = contents.map(() => 0);
  const give = (points: number, in_: (content: BlockContent) => boolean) => {
    for (const [index, content] of contents.entries()) if (in_(content)) scores[index]! += points;
  };
  for (const name of wanted) {
    const points = WHOLE_NAME * weight(({ names }) => names.has(name));
    give(points, ({ names }) => names.has(name));
    give(points * (IN_HEAD - 1), ({ head }) => head.has(name));
  }
  for (const text of textsIn(request.instruction)) {
    const says = (content: BlockContent) => holdsWhole(content.text, text);
    give(WHOLE_NAME * weight(says), says);
  }
  for (const word of wantedWords) {
    give(
      weight(({ words }) => words.has(word)),
      ({ words }) => words.has(word),
    );
  }
  return blocks
    .map((block, index) => ({ ...block, score: scores[index]! }))
    .sort((one, other) => other.score - one.score || one.start - other.start);
}

interface BlockContent {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** Names on its first line of code. */
  readonly head: ReadonlySet<string>;
  /** The lower-case words that its names are made of. */
  readonly words: ReadonlySet<string>;
}

function contentOf(lines: readonly string[], { start, end }: LineRun): BlockContent {
  const own = lines.slice(start, end);
  const names = new Set(own.flatMap(namesIn));
  const head = new Set(namesIn(own.find(isCode) ?? ''));
  return { text: own.join('\n'), names, head, words: new Set([...names].flatMap(wordsOf)) };
}

/** Identifiers and words of at least two letters. */
function namesIn(text: string): string[] {
  return (text.match(/[\p{L}_$][\p{L}\p{N}_$]+/gu) ?? []).filter((name) => !COMMON.has(name));
}

/** What the instruction spells as it stands in code: quoted texts, numbers, operators. */
function textsIn(instruction: string): Set<string> {
  const { text } = new Pointers(instruction);
  return new Set([...quotedTexts(text), ...numbersFrom(text), ...operatorsFrom(text)]);
}

/** Whether `part` stands in `text` for itself: not within a longer word, number or operator. */
function holdsWhole(text: string, part: string): boolean {
  const signs = /^[^\w\s'"`]/.test(part) ? '=!<>&|+*/%^?-' : '\\w$.';
  return new RegExp(`(?<![${signs}])${escapePattern(part)}(?![${signs}])`).test(text);
}

/** `parseHTMLText` -> parse, html, text. */
function wordsOf(name: string): string[] {
  const words = name.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})/gu) ?? [];
  return words.map((word) => word.toLowerCase()).filter((word) => !COMMON.has(word));
}

/** Words of instructions and of the language that say nothing about the place. */
const COMMON: ReadonlySet<string> = new Set(
  (
    'the to and of in is it an as at be by for from on or so that this with please make add change ' +
    'rename remove set use into function const let var return if else import export class type ' +
    'interface new string number boolean async await line file code name value'
  ).split(' '),
);
