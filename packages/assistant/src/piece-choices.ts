/**
 * What an instruction says word for word of the lines of a document: pieces that stand there, pieces that are to come in their
 * place, new lines, and the lines that it means by these or by words that stand on them. Takes the instruction and the
 * document, gives lists of choices; pure. Constrained decoding chooses among them, so that nothing is miscopied.
 */
import type { LineIndex } from '@wick/edits';
import { type DocumentSymbols, titleOf } from '@wick/workspace';
import type { LineRun } from './blocks.ts';
import { type CodeSpan, codeSpansFrom, codeWordsFrom } from './code-spans.ts';
import { type EditRole, knownLines } from './edit-roles.ts';
import type { Roles } from './intent/roles.ts';
import { isTelling, LineFinder } from './line-finder.ts';
import type { Pointers } from './pointers.ts';

interface Source {
  readonly lines: readonly string[];
  readonly symbols: DocumentSymbols;
  readonly shown: readonly LineRun[] | undefined;
}

/** What tells the roles of the instruction's words, and the one in which it says a line. */
export interface PlacesSaid {
  readonly roles: Roles;
  readonly role: EditRole;
  /** Of several that are said in the role the first is meant. */
  readonly isFirst?: boolean;
}

/** A stretch [start, end) of the instruction that says lines: a number, or a piece that stands there. */
interface Mention {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly LineIndex[];
}

/** A piece that the instruction spells and the document has. */
interface Piece extends CodeSpan {
  readonly lines: ReadonlySet<LineIndex>;
}

const MOST_WORDS = 40;
/** Where a line is said at least so probably, no other is meant. */
const LEAST_PLACE = 0.3;

/** What stands before the line that something is put beside. */
const PLACE =
  /\b(?:after|before|above|below|under|underneath|beneath|behind|following|follows|past|next to|on top of|ahead of|precedes?|between|beside|to|line|where|with|has|have|contains?|saying|says?|reads?|the)\s*(?:the\s+)?(?:line\s+)?(?:(?:with|that (?:says|reads|contains|has)|saying|reading|containing|of)\s+)?[:]?\s*$/i;
/** What stands before the text that comes in another's place. */
const COMES =
  /(?:\b(?:with|by|to|into|becomes?|be|as|say|says|read|reads|use|uses|using|is|now|write|put|want|like|for|make it|it's|than)\b|→|->|=>|⇒|~>|:|=)\s*(?:just\s+|only\s+|the\s+|a\s+|plain\s+)*$/i;
/** What stands before the text that goes: "instead of". */
const GOES =
  /\b(?:instead of|rather than|in place of|not|from|of|replace|change|swap|turn|drop|was|were|over|every|all|each|any|substitute|exchange)\s*(?:every\s+|all\s+|each\s+|the\s+|any\s+)*$/i;

export class PieceChoices {
  readonly #pointers: Pointers;
  readonly #source: Source;
  readonly #text: string;
  readonly #spans: readonly CodeSpan[];
  #pieces: readonly Piece[] | undefined;
  #finder: LineFinder | undefined;
  /** Names outside the spans that only code spells so. */
  readonly #names: readonly CodeSpan[];

  constructor(pointers: Pointers, source: Source) {
    this.#pointers = pointers;
    this.#source = source;
    this.#text = pointers.text;
    this.#spans = codeSpansFrom(this.#text);
    this.#names = codeWordsFrom(this.#text, this.#spans);
  }

  /** The lines that hold a piece that the instruction spells: those given by number, where some are. */
  get pieceLines(): ReadonlySet<LineIndex> {
    const lines = new Set(this.#said().flatMap((piece) => [...piece.lines]));
    const pointed = lines.intersection(this.#pointers.lines);
    if (pointed.size > 0) return pointed;
    const isScoped = this.#scoping();
    const scoped = new Set([...lines].filter(isScoped));
    return scoped.size > 0 ? scoped : lines;
  }

  /** The pieces on `line` that the instruction spells; of the whole document where no line is given. */
  pieces(line: LineIndex | undefined): ReadonlySet<string> {
    const there = this.#said().filter(({ lines }) => line === undefined || lines.has(line));
    return new Set(there.map(({ text }) => text));
  }

  /** What may come in the place of `old`: what is quoted beside it or spelt as code; else what follows words that say so. */
  replacements(old: string): ReadonlySet<string> {
    const [, from, to] = SUBSTITUTION.exec(this.#text) ?? [];
    if (from === old && to) return new Set([to]);
    const others = this.#spans.filter(({ text }) => text !== old);
    const comes = others.filter(({ start }) => COMES.test(this.#text.slice(0, start)));
    const goes = new Set(others.filter(({ start }) => GOES.test(this.#text.slice(0, start))));
    const fresh = (comes.length > 0 ? comes : others).filter((span) => !goes.has(span));
    const marked = fresh.filter(({ quoted, text }) => quoted || !old.includes(text));
    const isSure = marked.some((span) => span.quoted || comes.includes(span));
    const name = isSure ? undefined : this.#otherName(old);
    if (name !== undefined) return new Set(endings(name));
    const bare = isSure ? [] : this.#tails(old);
    const texts = marked.flatMap(({ text, quoted }) => (quoted ? [text] : endings(text)));
    return new Set([...texts, ...bare].filter((text) => text !== old && text !== ''));
  }

  /** Of two names that only code spells so one stands there, and the other is to come. */
  #otherName(old: string): string | undefined {
    const others = this.#names.filter(({ text }) => text !== old && !old.includes(text));
    const isNamed = this.#names.some(({ text }) => text === old);
    return isNamed && others.length === 1 ? others[0]!.text : undefined;
  }

  /** The new lines that it spells beside `line`, which stands there already. */
  newLines(line: LineIndex | undefined): ReadonlySet<string> {
    const isThere = ({ text }: CodeSpan) =>
      line !== undefined && (this.#source.lines[line] ?? '').includes(text);
    const fitting = this.#spans.filter((span) => !isThere(span));
    const isPlace = ({ start }: CodeSpan) => {
      const before = this.#text.slice(0, start);
      return PLACE.test(before) && !COMES.test(before);
    };
    const apart = fitting.filter((span) => !isPlace(span));
    const chosen = apart.length > 0 ? apart : fitting;
    const quoted = chosen.filter((span) => span.quoted);
    if (quoted.length > 0) {
      return new Set(quoted.flatMap((span) => this.#asWritten(span, line)));
    }
    const spelt = chosen.flatMap(({ text }) => endings(text));
    return new Set(spelt.length > 0 ? spelt : this.#tails(''));
  }

  /** A text in plain quotes is one with them where the lines beside it have such. */
  #asWritten({ text, start }: CodeSpan, line: LineIndex | undefined): string[] {
    const quote = this.#text[start]!;
    if (!/["']/.test(quote) || line === undefined || /[(=:;]/.test(text)) return [text];
    const beside = [line, line + 1].map((at) => this.#source.lines[at] ?? '');
    const own = beside.flatMap((each) => each.match(/(["'])[^"']*\1/g) ?? []);
    return own.length > 0 ? [`${own[0]![0]}${text}${own[0]![0]}`] : [text];
  }

  /**
   * The lines that the instruction means: those given by number; the file's first or last where it says so; those with a piece
   * in quotes; else those that most of its words stand on. `isFit` tells which lines can be meant at all; where `said` tells
   * which words are about the line, these come first.
   */
  anchors(
    isFit: (line: LineIndex) => boolean = () => true,
    said?: PlacesSaid,
  ): ReadonlySet<LineIndex> {
    const meant = said && this.#linesSaid(said, isFit, knownLines(this.#pointers.instruction));
    if (meant && meant.size > 0) return meant;
    const fitting = (lines: Iterable<LineIndex>) => new Set([...lines].filter(isFit));
    const pointed = fitting(this.#shown().filter((line) => this.#pointers.lines.has(line)));
    if (pointed.size > 0) return pointed;
    const edge = this.#edge();
    if (edge !== undefined) return new Set([edge]);
    const quoted = this.#said().filter((piece) => piece.quoted || /\W/.test(piece.text));
    const placed = quoted.filter(({ start }) => PLACE.test(this.#text.slice(0, start)));
    for (const some of [placed, quoted]) {
      const lines = fitting(some.flatMap((piece) => [...beginning(piece, this.#source.lines)]));
      if (lines.size > 0) return new Set(this.#amongSaid([...lines], ''));
    }
    const words = this.#described(isFit);
    if (words.length > 0) return new Set(words);
    return fitting(this.#shown().filter((line) => this.#source.lines[line]!.trim() !== ''));
  }

  /** Of two lines that change places: those given by number, also by a number alone, and those of a piece that is spelt. */
  bothAnchors(isFit: (line: LineIndex) => boolean, said?: PlacesSaid): ReadonlySet<LineIndex> {
    const numbers = [...this.#text.matchAll(/(?<![\w.$#-])\d{1,4}(?![\w.%$-]|\.\d)/g)].map(
      ({ 0: digits, index }) => ({
        start: index,
        end: index + digits.length,
        line: Number(digits),
      }),
    );
    const meant =
      said && this.#linesSaid(said, isFit, [...knownLines(this.#pointers.instruction), ...numbers]);
    if (meant && meant.size > 0) return meant;
    const numbered = new Set([...this.#pointers.lines, ...numbers.map(({ line }) => line - 1)]);
    const pointed = this.#shown().filter((line) => numbered.has(line) && isFit(line));
    if (pointed.length > 1) return new Set(pointed);
    const spelt = this.#said().flatMap((piece) => [...beginning(piece, this.#source.lines)]);
    const all = new Set([...pointed, ...spelt].filter(isFit));
    return all.size > 0 ? all : this.anchors(isFit);
  }

  /**
   * The lines that are said where the instruction most probably says this one: by one of `numbers` (from 1), by a piece that
   * stands there, else by words. None where that is not probable.
   */
  #linesSaid(
    { roles, role, isFirst }: PlacesSaid,
    isFit: (line: LineIndex) => boolean,
    numbers: readonly { readonly start: number; readonly end: number; readonly line: number }[],
  ): ReadonlySet<LineIndex> {
    const shown = new Set(this.#shown().filter(isFit));
    const mentions: Mention[] = [
      ...numbers.map(({ start, end, line }) => ({ start, end, lines: [line - 1] })),
      ...this.#said().map((piece) => {
        const { start, end } = piece;
        return { start, end, lines: beginning(piece, this.#source.lines) };
      }),
    ];
    const scored = mentions.flatMap(({ start, end, lines }) => {
      const fitting = lines.filter((line) => shown.has(line));
      return fitting.length === 0
        ? []
        : [{ start, end, lines: fitting, probability: roles.within(role, start, end) }];
    });
    const best = Math.max(0, ...scored.map(({ probability }) => probability));
    if (best >= LEAST_PLACE) {
      const likely = scored.filter(({ probability }) => probability >= best / 2);
      const first = Math.min(...likely.map(({ start }) => start));
      const meant = isFirst ? likely.filter(({ start }) => start === first) : likely;
      return new Set(
        meant.flatMap(({ start, end, lines }) =>
          this.#amongSaid(lines, this.#text.slice(start, end)),
        ),
      );
    }
    const [stretch] = roles.best(role, 1);
    if (stretch === undefined || stretch.score < 2 * Math.log(LEAST_PLACE)) return new Set();
    return new Set(this.#described(isFit, this.#text.slice(stretch.start, stretch.end)));
  }

  /** The lines that open what an entry may be put into: of a line within, the nearest that opens something around it. */
  openings(said?: PlacesSaid): ReadonlySet<LineIndex> {
    const { openings } = this.#source.symbols;
    const known = new Set(openings);
    const titled = said && this.#titled(openings, said);
    if (titled && titled.length > 0) return new Set(titled);
    const meant = this.anchors((line) => known.has(line), said);
    const pointed = [...this.#pointers.lines].filter((line) => !known.has(line));
    if (pointed.length === 0 || pointed.length < this.#pointers.lines.size) return meant;
    return new Set(pointed.flatMap((line) => openings.findLast((each) => each < line) ?? []));
  }

  /** Of the lines that open something those that it calls by their titles where it says the place. */
  #titled(openings: readonly LineIndex[], { roles, role }: PlacesSaid): readonly LineIndex[] {
    const { lines } = this.#source;
    const titles = openings.flatMap((line) => titleOf(lines[line]!.trim()) ?? []);
    const said = roles.said(role, titles);
    return openings.filter((line) => said.includes(titleOf(lines[line]!.trim()) ?? ''));
  }

  /** "at the top of the file", "at the very end". */
  #edge(): LineIndex | undefined {
    const { lines } = this.#source;
    if (
      /\b(?:top|beginning|start|head) of (?:the|this) (?:file|document|module|page)\b|\b(?:first|top) line of (?:the|this) file\b/i.test(
        this.#text,
      )
    )
      return 0;
    const isEnd =
      /\b(?:end|bottom|tail) of (?:the|this) (?:file|document|module|page)\b|\blast line of (?:the|this) file\b/i.test(
        this.#text,
      );
    if (!isEnd) return undefined;
    return Math.max(
      0,
      lines.findLastIndex((line) => line.trim() !== ''),
    );
  }

  #shown(): LineIndex[] {
    const { lines, shown } = this.#source;
    const runs = shown ?? [{ start: 0, end: lines.length }];
    return runs.flatMap(({ start, end }) =>
      Array.from({ length: Math.min(end, lines.length) - start }, (_, i) => start + i),
    );
  }

  /** Tells whether a line lies in what is declared by a name that the instruction says. */
  #scoping(): (line: LineIndex) => boolean {
    const scopes = this.#source.symbols.declarations.filter(
      ({ name, startLine, endLine }) => endLine > startLine && this.#pointers.says(name),
    );
    return (line) => scopes.some(({ startLine, endLine }) => startLine <= line && line <= endLine);
  }

  /** The pieces of the document that it spells: in quotes or as code; else its longest runs of words that stand there. */
  #said(): readonly Piece[] {
    this.#pieces ??= this.#findPieces();
    return this.#pieces;
  }

  #findPieces(): readonly Piece[] {
    const shown = this.#shown();
    const holding = (text: string) =>
      new Set(shown.filter((line) => this.#source.lines[line]!.includes(text)));
    const found = (span: CodeSpan): Piece[] =>
      endings(span.text)
        .flatMap((text) => {
          const lines = holding(text);
          return lines.size > 0 ? [{ ...span, text, lines }] : [];
        })
        .slice(0, 1);
    const marked = this.#spans.flatMap(found);
    const from = SUBSTITUTION.exec(this.#text)?.[1];
    const substituted = marked.filter(({ text }) => text === from);
    if (substituted.length > 0) return substituted;
    const runs = this.#runs(holding);
    const quoted = marked.filter((piece) => piece.quoted);
    // Where all that is quoted is new, what is there is said without quotes.
    if (quoted.length > 0) {
      // Of `status == "sent"` the quotes mark but a part.
      const around = runs.filter((run) =>
        quoted.some(({ start, end }) => run.start < start && end <= run.end),
      );
      const whole = quoted.filter(
        ({ start, end }) => !around.some((run) => run.start <= start && end <= run.end),
      );
      return [...around, ...whole, ...marked.filter((piece) => !piece.quoted)];
    }
    const surely = [...marked, ...this.#names.flatMap(found)];
    if (surely.length === 0) return runs;
    // A longer run of words may hold what only looks like all of it.
    const longer = runs.filter(({ text }) => /\s/.test(text) && /[^\p{L}\s]/u.test(text));
    return [...surely, ...longer];
  }

  /** The longest runs of words of the instruction that stand in the document as they are. */
  #runs(holding: (text: string) => Set<LineIndex>): Piece[] {
    const tokens = [...this.#text.matchAll(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu)].slice(
      0,
      4 * MOST_WORDS,
    );
    const pieces: Piece[] = [];
    for (let first = 0; first < tokens.length; ) {
      let last = first;
      let lines: Set<LineIndex> | undefined;
      for (let end = first; end < Math.min(tokens.length, first + MOST_WORDS); end++) {
        const text = this.#text.slice(
          tokens[first]!.index,
          tokens[end]!.index + tokens[end]![0].length,
        );
        const there = holding(text);
        if (there.size === 0) break;
        last = end;
        lines = there;
      }
      const [start, stop] = [tokens[first]!.index, tokens[last]!.index + tokens[last]![0].length];
      const text = this.#text.slice(start, stop);
      const tells =
        last > first || (/[\p{L}\p{N}]{2}/u.test(text) && isTelling(text.toLowerCase()));
      if (lines && tells && /[\p{L}\p{N}]/u.test(text)) {
        pieces.push({ text, start, end: stop, quoted: false, lines });
        first = last + 1;
      } else first++;
    }
    const longest = pieces.filter(({ text }) => /\W/.test(text) || text.length > 2);
    return longest.length > 0 ? longest : pieces;
  }

  /** The lines that the words of the instruction describe, those about the line and all, the likeliest first. */
  #described(isFit: (line: LineIndex) => boolean, own = ''): readonly LineIndex[] {
    return this.#likeliest(this.#shown().filter(isFit), own);
  }

  /** Of `lines`, which the instruction says by a piece of them, those that it most probably describes. */
  #amongSaid(lines: readonly LineIndex[], own: string): readonly LineIndex[] {
    const likeliest = this.#likeliest(lines, own);
    return likeliest.length > 0 ? likeliest : lines;
  }

  /** Of `lines` those that the instruction most probably describes; `own`: what it says of the line itself. */
  #likeliest(lines: readonly LineIndex[], own: string): readonly LineIndex[] {
    if (lines.length === 1) return lines;
    this.#finder ??= new LineFinder(this.#source.lines);
    const all = withoutNew(this.#text, this.#spans, this.#source.lines);
    return this.#finder.likeliest(lines, { own, all });
  }

  /** What lies between places where a text can begin and where it can end, without quotes around it. */
  #tails(old: string): string[] {
    const text = this.#text;
    const starts = [
      ...[...text.matchAll(TEXT_STARTS)].map((match) => match.index + match[0].length),
      ...this.#spans.map(({ end }) => end),
    ];
    const ends = [
      ...[...text.matchAll(TEXT_ENDS)].map(({ index }) => index),
      ...[...text.matchAll(/[;,)]/g)].map(({ index }) => index + 1),
      text.length,
    ];
    const found = new Set<string>();
    for (const start of starts) {
      for (const end of ends) {
        if (end <= start || end - start > 200) continue;
        const tail = text.slice(start, end).trim();
        if (tail === '' || tail === old || !/[^\s.,;:!?'"`]/.test(tail)) continue;
        for (const each of endings(tail)) found.add(each);
      }
    }
    return [...found].slice(0, 300);
  }
}

/** The instruction without what it spells that the document has not: that tells no place. */
export function withoutNew(
  instruction: string,
  spans: readonly CodeSpan[],
  lines: readonly string[],
): string {
  const isNew = ({ text }: CodeSpan) => !lines.some((line) => line.includes(text));
  return spans
    .filter(isNew)
    .reduceRight(
      (text, { start, end }) => `${text.slice(0, start)} ${text.slice(end)}`,
      instruction,
    );
}

/** `s/old/new/`, as editors have it. */
const SUBSTITUTION = /(?<![\p{L}\p{N}])[sS]\/((?:[^/\\\n]|\\.)+)\/((?:[^/\\\n]|\\.)*)\/?g?/u;

const TEXT_STARTS =
  /(?:→|->|=>|⇒|~>|:)\s+|^\s*|\b(?:with|by|to|into|becomes?|be|as|says?|reads?|use|using|write|put|add|insert|append|place|need|needs|want|have|include|is|line|entry|item|bullet|step|option|rule|import|statement|call|field|case|key|value|variable|var|attribute|flag|column|a|an|the|now|new|called|it|for|stick|tack|squeeze|make|drop|give|get|throw in|lacks|missing|contain|hold)\s+/gi;
const TEXT_ENDS =
  /\s+(?:to|on|in|at|into|onto|after|before|above|below|under|underneath|behind|between|right|just|directly|instead|rather|please|pls|everywhere|throughout|as|for|from|inside|within|there|here|too|so|because|since|and|next|where|when|wherever|thanks|thx)\b|[.!?]?\s*$|[,;.!?)]\s|\s+[-–—(→]|\s*(?:->|=>)/gi;

/** A span as it stands, and without the sign that may belong to the sentence. */
function endings(text: string): string[] {
  const bare = text.replace(/[.,;:!?]+$/, '');
  return bare === text || bare === '' ? [text] : [text, bare];
}

/** Of the lines of a piece those that are it, begin with it, or hold it, the first of these that there are. */
function beginning({ text, lines }: Piece, all: readonly string[]): readonly LineIndex[] {
  const bare = (line: LineIndex) => all[line]!.trim().replace(/[,;]$/, '');
  const wanted = text.trim().replace(/[,;]$/, '');
  const same = [...lines].filter((line) => bare(line) === wanted);
  const first = [...lines].filter((line) => bare(line).startsWith(wanted));
  return [same, first].find((some) => some.length > 0) ?? [...lines];
}
