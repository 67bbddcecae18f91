/**
 * Edits of lines and pieces of text, whatever language they are in: places for the operations on lines (packages/edits,
 * lines.ts), said by number or by what stands there.
 */
import { documentSymbols, titleOf } from '@wick/workspace';
import { call, type EditCase, type Finding, slots } from '../cases.ts';
import { isBalanced, type LinePools, poolOf } from '../lines.ts';
import { freshName, type Pools } from '../pools.ts';
import type { Random } from '../random.ts';

/** What the edits of text need to know of a document. */
export interface TextFinding {
  readonly path: string;
  readonly lines: readonly string[];
  readonly pools: Pools;
  readonly linePools: LinePools;
  readonly random: Random;
  /** The name of the function around a line. */
  readonly functionAt: (line: number) => string | undefined;
  /** The lines that open something. */
  readonly openings: readonly number[];
}

/** Attempts at each kind in a document. */
const ATTEMPTS = 2;
const LONGEST_LINE = 100;
const LONGEST_ANCHOR = 56;

/** The edits of text that a program has places for. */
export async function textCasesIn(finding: Finding, linePools: LinePools): Promise<EditCase[]> {
  const { program, pools, random } = finding;
  const { openings } = await documentSymbols(program.text, program.path);
  const functionAt = (line: number) => {
    const position = program.lineStart(line) + 1;
    return program.functions
      .filter(({ statement }) => statement.getFullStart() < position && position < statement.end)
      .at(-1)?.name;
  };
  const { path, lines } = program;
  return findTextCases({ path, lines, pools, linePools, random, functionAt, openings });
}

/** All edits of text, some places of each kind. Whether an operation can be done there, its own implementation tells. */
export function findTextCases(finding: TextFinding): EditCase[] {
  const makers = [
    replaceText,
    replaceAll,
    removeText,
    replaceLine,
    insert,
    insert,
    enter,
    commentOut,
    uncomment,
    moveLine,
    moveLine,
    swapLines,
    duplicateLine,
    removeBlock,
    removeBlock,
    absentPiece,
  ];
  return makers.flatMap((make) =>
    Array.from({ length: ATTEMPTS }, () => make(finding) ?? []).flat(),
  );
}

/** A line with something on it that is no bracket alone. */
function someLine({ lines, random }: TextFinding, fits = (_: string) => true): number | undefined {
  for (let attempt = 0; attempt < 12; attempt++) {
    const line = random.below(lines.length);
    const text = lines[line]!;
    if (/[\p{L}\p{N}]/u.test(text) && text.length <= LONGEST_LINE && fits(text.trim())) return line;
  }
  return undefined;
}

/** How often a text stands in the document. */
function count({ lines }: TextFinding, piece: string): number {
  return lines.reduce((sum, line) => sum + line.split(piece).length - 1, 0);
}

/** What may be said as a piece: calls, members, names, strings, words. */
const PIECES: readonly RegExp[] = [
  /[\w$.]+\([^()\n]{0,30}\)/g,
  /[\p{L}_$][\w$]*(?:\.[\w$]+)+/gu,
  /(['"])[^'"\n]{2,30}\1/g,
  /[\w-]+=(?:"[^"\n]*"|\{[^}\n]*\})/g,
  /[\p{L}_$][\w$-]{2,}/gu,
  /[\p{L}]+(?: [\p{L}]+){1,3}/gu,
  /(?<![\w.])\d[\d.]*(?:px|em|rem|%|ms|s)?(?![\w.])/g,
  /--?[a-z][\w-]*/g,
  /[\w$.]+ (?:=|\+|-|\*|&&|\|\||<|>|===?|!==?|\?\?) [\w$.'"]+/g,
];

function piecesOf(text: string): string[] {
  return PIECES.flatMap((pattern) => text.match(pattern) ?? []).filter(
    (piece) => piece.length > 1 && piece.length <= 50 && !piece.includes('`') && isBalanced(piece),
  );
}

/** A piece of a line that stands nowhere else, by which the line can be meant. */
function anchorOf(finding: TextFinding, line: number): string | undefined {
  const { lines, random } = finding;
  const text = lines[line]!.trim();
  const whole = text.replace(/[,;{([]+$/, '').trim();
  const isShort = whole.length <= LONGEST_ANCHOR && !whole.includes('`');
  if (isShort && random.chance(0.5)) {
    const said = random.chance(0.5) ? text : whole;
    if (said.length > 2 && count(finding, said) === 1 && !said.includes('`')) return said;
  }
  return random.maybe(
    piecesOf(text).filter((piece) => piece.length > 2 && count(finding, piece) === 1),
  );
}

/** Another piece of the same form. */
function pieceLike(finding: TextFinding, old: string): string | undefined {
  const { pools, random } = finding;
  const name = () => random.maybe(pools.names.camel) ?? 'value';
  if (/^['"]/.test(old)) return `${old[0]}${random.maybe(pools.strings) ?? 'other'}${old[0]}`;
  const called = /^([\w$.]+)\((.*)\)$/.exec(old);
  if (called) {
    const [, callee, args] = called;
    return random.pick([
      `${callee}(${[args, name()].filter(Boolean).join(', ')})`,
      `${callee}(${name()})`,
      `${callee}()`,
      `${name()}(${args})`,
      `${callee}(${args}).${name()}()`,
      `await ${old}`,
    ]);
  }
  if (/^\d/.test(old)) return old.replace(/^\d[\d.]*/, String(1 + random.below(900)));
  if (/^--?\w/.test(old)) return `--${name().toLowerCase()}`;
  const attribute = /^([\w-]+=)(["{])/.exec(old);
  if (attribute) {
    return attribute[2] === '"'
      ? `${attribute[1]}"${name().toLowerCase()}"`
      : `${attribute[1]}{${name()}}`;
  }
  const joined = /^([\w$.]+) (\S+) (.+)$/.exec(old);
  if (joined && /\W/.test(joined[2]!)) {
    return random.pick([
      `${joined[1]} ${joined[2]} ${name()}`,
      `${name()} ${joined[2]} ${joined[3]}`,
      `${joined[1]}.${name()}`,
    ]);
  }
  if (/ /.test(old))
    return random
      .maybe(pools.sentences)
      ?.split(' ')
      .slice(0, 1 + random.below(4))
      .join(' ')
      .toLowerCase();
  if (old.includes('.')) {
    const parts = old.split('.');
    return random.pick([
      `${parts.slice(0, -1).join('.')}.${name()}`,
      `${old}.${name()}`,
      `${old}?.${name()}`,
      name(),
    ]);
  }
  return random.pick([
    freshName(old.replace(/\W/g, '') || 'value', pools, new Set([old]), random),
    `${old}.${name()}`,
    `${old} ?? ${random.pick(['null', "''", '0', '[]', name()])}`,
    `${name()}(${old})`,
  ]);
}

/** By what a piece of a line can be told from the same elsewhere: the function around it where it stands there once. */
function placeOfPiece(
  finding: TextFinding,
  line: number,
  piece: string,
): { readonly fn: string | undefined; readonly needs: Pick<EditCase, 'needsOneOf'> } {
  const { lines, functionAt } = finding;
  const around = functionAt(line);
  const there = lines.filter((each, at) => each.includes(piece) && functionAt(at) === around);
  const fn = there.length === 1 ? around : undefined;
  const isOnly = count(finding, piece) === 1;
  return { fn, needs: isOnly ? {} : { needsOneOf: ['line', ...(fn ? ['fn'] : [])] } };
}

function replaceText(finding: TextFinding): EditCase | undefined {
  const { lines, random } = finding;
  const line = someLine(finding);
  if (line === undefined) return undefined;
  const text = lines[line]!;
  const old = random.maybe(piecesOf(text).filter((piece) => text.split(piece).length === 2));
  const wanted = old && pieceLike(finding, old);
  if (!old || !wanted || wanted === old || text.includes(wanted)) return undefined;
  const { fn, needs } = placeOfPiece(finding, line, old);
  return {
    kind: 'replace-text',
    slots: slots({ old, new: wanted, line: String(line + 1), fn }),
    needsAllOf: ['old', 'new'],
    ...needs,
    answer: call('replace-text', line, old, wanted),
  };
}

function replaceAll(finding: TextFinding): EditCase | undefined {
  const { lines, random } = finding;
  const line = someLine(finding);
  const old =
    line === undefined
      ? undefined
      : random.maybe(
          piecesOf(lines[line]!).filter((piece) => {
            const found = count(finding, piece);
            return found >= 2 && found <= 12;
          }),
        );
  const wanted = old && pieceLike(finding, old);
  if (!old || !wanted || wanted === old) return undefined;
  return {
    kind: 'replace-all',
    slots: slots({ old, new: wanted }),
    needsAllOf: ['old', 'new'],
    answer: call('replace-all', old, wanted),
  };
}

/** What may go without a trace, by what it looks like. */
const REMOVABLE = [
  / as [\w.<>[\]]+/g,
  /(?<=[\w)\]])!(?=[.;,)\s]|$)/g,
  /\b(?:readonly|export|async|await|static|public|private|const|declare|new) /g,
  /\.[\w$]+\([^()\n]{0,24}\)/g,
  /, [\w$'".]+(?=[,)\]])/g,
  / \w+=(?:"[^"\n]*"|\{[^}\n]*\})/g,
  / --?[a-z][\w-]*/g,
  / (?:\|\||&&|\?\?) [\w$.'"]+(?=[);,])/g,
  /(?<= )[\p{L}-]+ (?=[\p{L}-]+ )/gu,
  /: [\w<>[\]]+(?=[,)=]| =)/g,
];

function removeText(finding: TextFinding): EditCase | undefined {
  const { lines, random } = finding;
  const line = someLine(finding);
  if (line === undefined) return undefined;
  const text = lines[line]!;
  const old = random.maybe(
    REMOVABLE.flatMap((pattern) => text.match(pattern) ?? [])
      .map((piece) => piece.trim())
      .filter(
        (piece) =>
          piece.length > 1 &&
          text.split(piece).length === 2 &&
          text.trim() !== piece &&
          !piece.includes('`'),
      ),
  );
  if (!old) return undefined;
  const { fn, needs } = placeOfPiece(finding, line, old);
  return {
    kind: 'remove-text',
    slots: slots({ old, line: String(line + 1), fn }),
    needsAllOf: ['old'],
    ...needs,
    answer: call('remove-text', line, old),
  };
}

/** A line of the same sort as `line`, to be put beside it or in its place. */
function lineLike(
  { path, lines, linePools, random }: TextFinding,
  line: number,
): string | undefined {
  const text = lines[line]!.trim();
  const pool = poolOf(path, text);
  const found = pool && random.maybe(linePools.get(pool) ?? []);
  if (!found || found === text || found.includes('`')) return undefined;
  return random.chance(0.5) ? found.replace(/,$/, '') : found;
}

/** Slots that say which line is meant: its number, and a piece of it. */
function place(finding: TextFinding, line: number): { line: string; anchor: string | undefined } {
  return { line: String(line + 1), anchor: anchorOf(finding, line) };
}

function replaceLine(finding: TextFinding): EditCase | undefined {
  const line = someLine(finding);
  const text = line === undefined ? undefined : lineLike(finding, line);
  if (line === undefined || text === undefined) return undefined;
  return {
    kind: 'replace-line',
    slots: slots({ ...place(finding, line), text }),
    needsAllOf: ['text'],
    needsOneOf: ['line', 'anchor'],
    answer: call('replace-line', line, text),
  };
}

function insert(finding: TextFinding): EditCase | undefined {
  const { lines, random } = finding;
  const kind = random.pick(['insert-after', 'insert-before']);
  const line = someLine(finding);
  if (line === undefined) return undefined;
  // Inside of what a line opens stands what is like its next.
  const isOpening = kind === 'insert-after' && /[{([:]$/.test(lines[line]!.trim());
  const text = lineLike(finding, isOpening ? Math.min(line + 1, lines.length - 1) : line);
  if (text === undefined || lines.some((each) => each.includes(text))) return undefined;
  return {
    kind,
    slots: slots({ ...place(finding, line), text }),
    needsAllOf: ['text'],
    needsOneOf: ['line', 'anchor'],
    answer: call(kind, line, text),
  };
}

function enter(finding: TextFinding): EditCase | undefined {
  const { lines, openings, random } = finding;
  const line = random.maybe(openings);
  if (line === undefined || lines[line]!.length > LONGEST_LINE) return undefined;
  const kind = random.chance(0.7) ? 'append-entry' : 'prepend-entry';
  const inline = /[[{]([^[\]{}]+)[\]}][,;)]*$/.exec(lines[line]!)?.[1];
  const text =
    inline === undefined
      ? lineLike(finding, Math.min(line + 1, lines.length - 1))
      : entryLike(finding, inline);
  if (text === undefined || lines.some((each) => each.includes(text))) return undefined;
  const owner = titleOf(lines[line]!.trim());
  const isOnly =
    owner !== undefined &&
    owner.length > 1 &&
    openings.filter((each) => titleOf(lines[each]!.trim()) === owner).length === 1;
  return {
    kind,
    slots: slots({ line: String(line + 1), owner: isOnly ? owner : undefined, text }),
    needsAllOf: ['text'],
    needsOneOf: ['line', 'owner'],
    answer: call(kind, line, text),
  };
}

/** Another entry like those of a list on one line. */
function entryLike({ pools, random }: TextFinding, inline: string): string | undefined {
  const last = inline.split(',').at(-1)?.trim() ?? '';
  const name = random.maybe(pools.names.camel) ?? 'value';
  if (/^['"]/.test(last)) return `${last[0]}${random.maybe(pools.strings) ?? name}${last[0]}`;
  if (/^\d/.test(last)) return String(random.below(1000));
  const pair = /^["']?[\w$]+["']?:/.test(last);
  return pair ? `${name}: ${random.pick(['true', '0', "''", 'null', name])}` : name;
}

function commentOut(finding: TextFinding): EditCase | undefined {
  const { lines, random } = finding;
  const line = someLine(finding, (text) => !/^(?:\/\/|\/\*|\*|#|<!--|--)/.test(text));
  if (line === undefined) return undefined;
  return ranged('comment-out', finding, line, random.chance(0.3) ? lines.length - 1 : line);
}

/** A kind for a line, or for it and some that follow. */
function ranged(kind: string, finding: TextFinding, line: number, most: number): EditCase {
  const { random, lines } = finding;
  const last = Math.min(most, line + 1 + random.below(5));
  if (last <= line || lines.slice(line, last + 1).some((text) => text.trim() === '')) {
    return {
      kind,
      slots: slots(place(finding, line)),
      needsOneOf: ['line', 'anchor'],
      answer: call(kind, line),
    };
  }
  return {
    kind,
    slots: slots({ from: String(line + 1), to: String(last + 1) }),
    needsOneOf: ['from'],
    answer: call(kind, line, last),
  };
}

function uncomment(finding: TextFinding): EditCase | undefined {
  const { lines } = finding;
  const isComment = (text: string) =>
    /^\/\/ ?\S|^# ?\S|^-- ?\S|^<!-- .*-->$|^\/\* .*\*\/$/.test(text);
  const line = someLine(finding, isComment);
  if (line === undefined) return undefined;
  let last = line;
  while (isComment(lines[last + 1]?.trim() ?? '')) last++;
  return ranged('uncomment', finding, line, finding.random.chance(0.4) ? last : line);
}

/** Two lines of one depth that are no brackets alone. */
function siblings(finding: TextFinding): readonly [number, number] | undefined {
  const { lines, random } = finding;
  const indentOf = (text: string) => text.length - text.trimStart().length;
  const line = someLine(finding, (text) => /^[\p{L}\p{N}"'`@.#<-]/u.test(text));
  if (line === undefined) return undefined;
  const others = lines.flatMap((text, at) => {
    const isLike =
      Math.abs(at - line) > 0 &&
      Math.abs(at - line) <= 14 &&
      indentOf(text) === indentOf(lines[line]!);
    return isLike && /^\s*[\p{L}\p{N}"'`@.#<-]/u.test(text) && text.length <= LONGEST_LINE
      ? [at]
      : [];
  });
  const other = random.maybe(others);
  return other === undefined ? undefined : [line, other];
}

function twoPlaces(finding: TextFinding, [line, other]: readonly [number, number]) {
  const second = place(finding, other);
  return slots({ ...place(finding, line), other: second.line, otherAnchor: second.anchor });
}

function moveLine(finding: TextFinding): EditCase | undefined {
  const pair = siblings(finding);
  if (pair === undefined) return undefined;
  const kind = pair[0] > pair[1] ? 'move-before' : 'move-after';
  // Now and then against the usual way.
  const other = finding.random.chance(0.15)
    ? kind === 'move-before'
      ? 'move-after'
      : 'move-before'
    : kind;
  return { kind: other, slots: twoPlaces(finding, pair), answer: call(other, ...pair) };
}

function swapLines(finding: TextFinding): EditCase | undefined {
  const pair = siblings(finding);
  return (
    pair && {
      kind: 'swap-lines',
      slots: twoPlaces(finding, pair),
      answer: call('swap-lines', ...pair),
    }
  );
}

function duplicateLine(finding: TextFinding): EditCase | undefined {
  const line = someLine(finding, (text) => isBalanced(text));
  if (line === undefined) return undefined;
  return {
    kind: 'duplicate-line',
    slots: slots(place(finding, line)),
    needsOneOf: ['line', 'anchor'],
    answer: call('duplicate-line', line),
  };
}

function removeBlock(finding: TextFinding): EditCase | undefined {
  const { lines, openings, random } = finding;
  const opening = random.chance(0.6) ? random.maybe(openings) : undefined;
  const line = opening ?? someLine(finding);
  if (line === undefined || lines[line]!.length > LONGEST_LINE) return undefined;
  const anchor = anchorOf(finding, line);
  // A line that opens nothing, given by its number alone, is simply deleted.
  if (anchor === undefined && opening === undefined) return undefined;
  return {
    kind: 'remove-block',
    slots: slots({ anchor, line: opening === undefined ? undefined : String(line + 1) }),
    needsOneOf: ['anchor', 'line'],
    answer: call('remove-block', line),
  };
}

/** A piece that is not there: the answer is the operation all the same, and decoding finds that there is nothing of it. */
function absentPiece(finding: TextFinding): EditCase | undefined {
  const { pools, random } = finding;
  const old = random.maybe(pools.strings.filter((text) => /^[\w.-]{5,}$/.test(text)));
  const wanted = random.maybe(pools.names.camel);
  if (!old || !wanted || count(finding, old) > 0 || random.chance(0.5)) return undefined;
  const wordings = random.pick(['replace-text', 'replace-all', 'remove-text']);
  return {
    kind: 'nothing-absent',
    wordings,
    slots: slots({ old, new: wordings === 'remove-text' ? undefined : wanted }),
    needsAllOf: wordings === 'remove-text' ? ['old'] : ['old', 'new'],
    answer: call(wordings),
  };
}
