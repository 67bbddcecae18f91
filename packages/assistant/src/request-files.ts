/**
 * The files that a request may be about, read as one document: one after the other, with an empty line between two.
 * The model sees them in one prompt, chooses among the names and lines of all, and its answer tells which file is
 * meant. Takes the files, gives the joined document; takes an answer about it, gives the file and the answer in that
 * file's own lines. Touches no file.
 */
import {
  type Answer,
  type LineIndex,
  operations,
  parseDocument,
  type TextDocument,
} from '@wick/edits';
import { type DocumentSymbols, documentSymbols } from '@wick/workspace';
import type { EditProject } from './edit-project.ts';
import { Pointers } from './pointers.ts';

export interface RequestFile {
  /** Tells the language, and something about what the file is for; nothing is read from it. */
  readonly path: string;
  readonly text: string;
  /** The project that the file is in. */
  readonly project?: EditProject | undefined;
}

/** An answer, and the file it is about. */
export interface PlacedAnswer {
  readonly file: RequestFile;
  /** Its lines are the file's. */
  readonly answer: Answer;
}

/** A file's place in the document: its lines are [start, end). */
interface Span {
  readonly file: RequestFile;
  readonly start: LineIndex;
  readonly end: LineIndex;
}

export class RequestFiles {
  /** All files; of a single one the document itself. */
  readonly document: TextDocument;
  readonly #spans: readonly Span[];
  #symbols: Promise<DocumentSymbols> | undefined;

  constructor(files: readonly [RequestFile, ...RequestFile[]]) {
    const documents = files.map(({ text }) => parseDocument(text));
    let start = 0;
    this.#spans = documents.map(({ lines }, index) => {
      const span = { file: files[index]!, start, end: start + lines.length };
      start = span.end + 1;
      return span;
    });
    const gap: TextDocument = { bom: '', lines: [''], endings: ['\n'] };
    const parts = documents.flatMap((document, index) =>
      index === 0 ? [document] : [gap, document],
    );
    this.document = {
      bom: documents[0]!.bom,
      lines: parts.flatMap(({ lines }) => lines),
      // The last line of a file that another follows ends, too.
      endings: parts
        .flatMap(({ endings }) => endings)
        .map((ending, line, { length }) => (ending === '' && line < length - 1 ? '\n' : ending)),
    };
  }

  get first(): RequestFile {
    return this.#spans[0]!.file;
  }

  get areSeveral(): boolean {
    return this.#spans.length > 1;
  }

  /** Where each file begins, and its path. */
  get heads(): ReadonlyMap<LineIndex, string> {
    return new Map(this.#spans.map(({ start, file }) => [start, file.path]));
  }

  /** What the files name, in the joined document's lines. */
  symbols(): Promise<DocumentSymbols> {
    this.#symbols ??= this.#join();
    return this.#symbols;
  }

  async #join(): Promise<DocumentSymbols> {
    const { path, text } = this.first;
    if (!this.areSeveral) return documentSymbols(text, path);
    const all: DocumentSymbols[] = [];
    for (const { file, start } of this.#spans) {
      all.push(movedDown(await documentSymbols(file.text, file.path), start));
    }
    return {
      identifiers: [...new Set(all.flatMap(({ identifiers }) => identifiers))],
      literals: all.flatMap(({ literals }) => literals),
      declarations: all.flatMap(({ declarations }) => declarations),
      places: all.flatMap(({ places }) => places),
      openings: all.flatMap(({ openings }) => openings),
    };
  }

  /** The file that `answer` to the instruction is about; the paths of all that it may be about, where it does not tell. */
  async place(answer: Answer, instruction: string): Promise<PlacedAnswer | readonly string[]> {
    if (!this.areSeveral || answer.kind === 'none' || answer.kind === 'delegate') {
      return { file: this.first, answer };
    }
    const lines = linesOf(answer);
    const spans =
      lines.length > 0
        ? this.#spans.filter((span) => holds(span, lines))
        : await this.#declaring(answer, new Pointers(instruction));
    const [span, more] = spans.length > 0 ? spans : this.#spans;
    if (span === undefined || more !== undefined) return spans.map(({ file }) => file.path);
    return { file: span.file, answer: movedUp(answer, span.start) };
  }

  /** The files that declare what the operations are about; all where these are about no name. */
  async #declaring(answer: Answer, pointers: Pointers): Promise<readonly Span[]> {
    if (answer.kind !== 'operations') return this.#spans;
    const { declarations } = await this.symbols();
    const wanted = answer.calls.flatMap(({ name, args: [symbol, second] }) => {
      const [parameter, next] = operations.get(name)?.parameters ?? [];
      if (parameter?.type !== 'symbol') return [];
      const { sorts } = parameter;
      const owner = next?.type === 'owner' ? second : undefined;
      const found = declarations.filter(
        (each) =>
          each.name === symbol &&
          (sorts?.includes(each.sort) ?? true) &&
          (owner === undefined || each.scope === owner),
      );
      const meant = pointers.among(found);
      return [meant.length > 0 ? meant : found];
    });
    if (wanted.length === 0) return this.#spans;
    return this.#spans.filter((span) =>
      wanted.every((found) => found.some(({ line }) => holds(span, [line]))),
    );
  }
}

/** Whether all `lines` lie in the file, the place after its last line included. */
function holds({ start, end }: Span, lines: readonly LineIndex[]): boolean {
  return lines.every((line) => start <= line && line <= end);
}

function linesOf(answer: Answer): readonly LineIndex[] {
  if (answer.kind === 'hunks') return answer.hunks.flatMap(({ start, end }) => [start, end]);
  if (answer.kind !== 'operations') return [];
  return answer.calls.flatMap(({ args }) => args.filter((arg) => typeof arg === 'number'));
}

/** The answer with its lines counted from `start`. */
function movedUp(answer: Answer, start: LineIndex): Answer {
  if (answer.kind === 'hunks') {
    const hunks = answer.hunks.map((hunk) => ({
      ...hunk,
      start: hunk.start - start,
      end: hunk.end - start,
    }));
    return { ...answer, hunks };
  }
  if (answer.kind !== 'operations') return answer;
  const calls = answer.calls.map((call) => ({
    ...call,
    args: call.args.map((arg) => (typeof arg === 'number' ? arg - start : arg)),
  }));
  return { ...answer, calls };
}

/** The symbols of a text that begins on line `start` of a longer one. */
function movedDown(symbols: DocumentSymbols, start: LineIndex): DocumentSymbols {
  const moved = <Thing extends { readonly line: LineIndex }>(thing: Thing): Thing => ({
    ...thing,
    line: thing.line + start,
  });
  return {
    identifiers: symbols.identifiers,
    literals: symbols.literals.map(moved),
    declarations: symbols.declarations.map((each) => ({
      ...moved(each),
      startLine: each.startLine + start,
      endLine: each.endLine + start,
    })),
    places: symbols.places.map(moved),
    openings: symbols.openings.map((line) => line + start),
  };
}
