/**
 * Instruction wordings as a small compositional grammar.
 *
 * In:  training/wordings/<kind>.txt, one template a line, and _shared.txt with nonterminals for all;
 *      training/wordings/voices/<voice>.txt, plain templates in one person's voice, in sections [kind].
 * Out: an instruction for given slots, drawn at random.
 *
 *     # a comment
 *     name = one way | another way        a nonterminal, used as <name>
 *     (please |)rename {old} to {new}     a template: (a|b) chooses, {slot} is filled by the case
 *
 * A template (or an alternative) that uses a slot which the case lacks is not eligible, so wordings
 * that name the target stand beside wordings that point at it or describe it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

export type Slots = Readonly<Record<string, string>>;

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'slot'; readonly name: string }
  | { readonly type: 'reference'; readonly name: string }
  | { readonly type: 'choice'; readonly options: readonly Sequence[] };
type Sequence = readonly Node[];
type Rules = ReadonlyMap<string, readonly Sequence[]>;

/** A piece of a worded instruction; what came from a slot must reach the model unspoilt. */
export interface WordingPiece {
  readonly text: string;
  readonly fromSlot?: string;
}

/** The wordings of one kind of edit. */
export interface WordingSet {
  readonly kind: string;
  readonly templates: readonly Sequence[];
  readonly rules: Rules;
}

/** Parses one side of a template. Throws a SyntaxError that shows the line. */
function parseSequence(source: string): Sequence[] {
  let at = 0;
  const fail = (message: string): never => {
    throw new SyntaxError(`${message} at column ${at + 1} of: ${source}`);
  };
  const alternatives = (closing: string | undefined): Sequence[] => {
    const options: Node[][] = [[]];
    let text = '';
    const flush = () => {
      if (text) options.at(-1)?.push({ type: 'text', text });
      text = '';
    };
    const named = (end: string): string => {
      const stop = source.indexOf(end, at);
      if (stop < 0) fail(`missing ${end}`);
      const name = source.slice(at, stop);
      at = stop + 1;
      return name;
    };
    for (;;) {
      if (at >= source.length) {
        if (closing) fail(`missing ${closing}`);
        break;
      }
      const char = source[at++] as string;
      if (char === '\\') text += source[at++] ?? fail('nothing after \\');
      else if (char === closing) break;
      else if (char === '|') {
        flush();
        options.push([]);
      } else if (char === '(') {
        flush();
        options.at(-1)?.push({ type: 'choice', options: alternatives(')') });
      } else if (char === '{') {
        flush();
        options.at(-1)?.push({ type: 'slot', name: named('}') });
      } else if (char === '<') {
        flush();
        options.at(-1)?.push({ type: 'reference', name: named('>') });
      } else text += char;
    }
    flush();
    return options;
  };
  return alternatives(undefined);
}

function parseFile(path: string): { templates: Sequence[]; rules: Map<string, Sequence[]> } {
  const templates: Sequence[] = [];
  const rules = new Map<string, Sequence[]>();
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const source = line.trimEnd();
      if (!source || source.startsWith('#')) return;
      try {
        const rule = /^([a-z][\w-]*) = (.*)$/.exec(source);
        if (rule) rules.set(rule[1] as string, parseSequence(rule[2] as string).map(trimEdges));
        else templates.push([{ type: 'choice', options: parseSequence(source) }]);
      } catch (error) {
        throw new SyntaxError(`${path}:${index + 1}: ${(error as Error).message}`);
      }
    });
  return { templates, rules };
}

/** In `name = a | b` the single spaces around | only separate. */
function trimEdges(sequence: Sequence, index: number): Sequence {
  return sequence.map((node, i) => {
    if (node.type !== 'text') return node;
    let text = node.text;
    if (i === 0 && index > 0 && text.startsWith(' ')) text = text.slice(1);
    if (i === sequence.length - 1 && text.endsWith(' ')) text = text.slice(0, -1);
    return { type: 'text', text } as const;
  });
}

/** Reads a folder of wordings. Throws a SyntaxError naming file and line, an undefined nonterminal, or a voice's unknown kind. */
export function loadWordings(folder: string): Map<string, WordingSet> {
  const sharedPath = join(folder, '_shared.txt');
  const shared = existsSync(sharedPath)
    ? parseFile(sharedPath).rules
    : new Map<string, Sequence[]>();
  const sets = new Map<string, WordingSet>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.txt') || file === '_shared.txt') continue;
    const { templates, rules } = parseFile(join(folder, file));
    const kind = file.slice(0, -'.txt'.length);
    const set = { kind, templates, rules: new Map([...shared, ...rules]) };
    for (const sequence of templates) checkReferences(sequence, set, file);
    sets.set(kind, set);
  }
  addVoices(sets, join(folder, 'voices'));
  return sets;
}

/** Adds the templates of each voice to those of their kinds. */
function addVoices(sets: Map<string, WordingSet>, folder: string): void {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).sort()) {
    for (const [kind, { templates }] of loadPlainWordings(join(folder, file))) {
      const set = sets.get(kind);
      if (!set) throw new SyntaxError(`voices/${file}: there is no kind [${kind}]`);
      sets.set(kind, { ...set, templates: [...set.templates, ...templates] });
    }
  }
}

function checkReferences(sequence: Sequence, set: WordingSet, file: string): void {
  for (const node of sequence) {
    if (node.type === 'choice')
      for (const option of node.options) checkReferences(option, set, file);
    if (node.type === 'reference' && !set.rules.has(node.name)) {
      throw new SyntaxError(`${file}: <${node.name}> is not defined`);
    }
  }
}

/** Sections `[kind]` of plain templates with {slots}: the format of the voices, and of the independent validation wordings. */
export function loadPlainWordings(path: string): Map<string, WordingSet> {
  const sets = new Map<string, WordingSet>();
  let templates: Sequence[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const source = line.trimEnd();
    if (!source || source.startsWith('#')) continue;
    const section = /^\[([\w-]+)\]$/.exec(source);
    if (section) {
      templates = [];
      sets.set(section[1] as string, { kind: section[1] as string, templates, rules: new Map() });
      continue;
    }
    const nodes = source.split(/(\{\w+\})/).filter(Boolean);
    templates.push(
      nodes.map(
        (text): Node =>
          /^\{\w+\}$/.test(text)
            ? { type: 'slot', name: text.slice(1, -1) }
            : { type: 'text', text },
      ),
    );
  }
  return sets;
}

function eligible(node: Node, set: WordingSet, slots: Slots): boolean {
  switch (node.type) {
    case 'text':
      return true;
    case 'slot':
      return slots[node.name] !== undefined;
    case 'reference':
      return (set.rules.get(node.name) ?? []).some((option) =>
        option.every((n) => eligible(n, set, slots)),
      );
    case 'choice':
      return node.options.some((option) => option.every((n) => eligible(n, set, slots)));
  }
}

function expand(
  sequence: Sequence,
  set: WordingSet,
  slots: Slots,
  random: Random,
  out: WordingPiece[],
): void {
  for (const node of sequence) {
    if (node.type === 'text') out.push({ text: node.text });
    else if (node.type === 'slot') out.push({ text: slots[node.name] ?? '', fromSlot: node.name });
    else {
      const options = node.type === 'choice' ? node.options : (set.rules.get(node.name) ?? []);
      const possible = options.filter((option) => option.every((n) => eligible(n, set, slots)));
      expand(random.pick(possible), set, slots, random, out);
    }
  }
}

/** So often wordings are drawn until one has the slots that are needed; of some kinds few have them. */
const MOST_ATTEMPTS = 100;

/**
 * Words an instruction for `slots`. With `oneOf`, only a wording that uses one of these slots will do (where
 * the target's name alone would not say which is meant); with `allOf`, only one that uses all of these
 * (where the answer holds something that must be said).
 * Returns undefined when no template of the set fits.
 */
export function word(
  set: WordingSet,
  slots: Slots,
  random: Random,
  needs: {
    readonly oneOf?: readonly string[] | undefined;
    readonly allOf?: readonly string[] | undefined;
  } = {},
): WordingPiece[] | undefined {
  const fitting = set.templates.filter((t) => t.every((node) => eligible(node, set, slots)));
  if (fitting.length === 0) return undefined;
  for (let attempt = 0; attempt < (needs.oneOf || needs.allOf ? MOST_ATTEMPTS : 1); attempt++) {
    const out: WordingPiece[] = [];
    expand(random.pick(fitting), set, slots, random, out);
    const used = new Set(out.map((piece) => piece.fromSlot));
    if (needs.oneOf && !needs.oneOf.some((slot) => used.has(slot))) continue;
    if (needs.allOf?.every((slot) => used.has(slot)) ?? true) return out;
  }
  return undefined;
}
