/**
 * Names, types and texts gathered from a corpus, so that what an edit puts in looks like what people
 * write. Gathered at synthesis time from the same packages as the documents, never committed.
 */
import ts from 'typescript';
import type { Random } from './random.ts';

export type NameStyle = 'camel' | 'pascal' | 'constant' | 'snake';

export interface Pools {
  readonly names: Readonly<Record<NameStyle, readonly string[]>>;
  readonly types: readonly string[];
  readonly strings: readonly string[];
  readonly sentences: readonly string[];
  readonly modules: readonly string[];
}

export function styleOf(name: string): NameStyle {
  if (/^[A-Z][A-Z0-9_]*$/.test(name) && name.length > 1) return 'constant';
  if (/^[A-Z]/.test(name)) return 'pascal';
  if (/_/.test(name.replace(/^_+/, ''))) return 'snake';
  return 'camel';
}

/** Joins lower-case words in a naming style. */
export function joinWords(words: readonly string[], style: NameStyle): string {
  const capital = (w: string) => w.slice(0, 1).toUpperCase() + w.slice(1);
  if (style === 'constant') return words.join('_').toUpperCase();
  if (style === 'snake') return words.join('_');
  const joined = words.map(capital).join('');
  return style === 'pascal' ? joined : joined.slice(0, 1).toLowerCase() + joined.slice(1);
}

const COMMON_TYPES = [
  'string',
  'number',
  'boolean',
  'unknown',
  'string[]',
  'number[]',
  'Date',
  'RegExp',
  'string | undefined',
  'number | null',
  'Record<string, string>',
  'Map<string, number>',
  'Set<string>',
  'Error',
  'Promise<void>',
  'void',
  'bigint',
  'symbol',
  'object',
  'string | number',
  'Record<string, unknown>',
  'Uint8Array',
  'URL',
  'AbortSignal',
  'ReadonlyArray<string>',
  'Promise<string>',
  'Promise<boolean>',
  '() => void',
]; // prettier-ignore

/** Gathers the pools from sample files. */
export function gatherPools(
  files: readonly { path: string; text: string }[],
  random: Random,
): Pools {
  const names: Record<NameStyle, Set<string>> = {
    camel: new Set(),
    pascal: new Set(),
    constant: new Set(),
    snake: new Set(),
  };
  const types = new Set<string>(COMMON_TYPES);
  const strings = new Set<string>();
  const sentences = new Set<string>();
  const modules = new Set<string>();
  for (const { path, text } of files) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const walk = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && /^[A-Za-z][\w]{2,24}$/.test(node.text))
        names[styleOf(node.text)].add(node.text);
      if (
        (ts.isParameter(node) || ts.isPropertySignature(node) || ts.isVariableDeclaration(node)) &&
        node.type
      ) {
        const type = node.type.getText(source);
        if (type.length <= 28 && !/[\n'"]|^(?:infer|unique|asserts)\b|\bis\b/.test(type))
          types.add(type);
      }
      if (
        ts.isStringLiteral(node) &&
        /^[\x20-\x7e]{2,40}$/.test(node.text) &&
        !/['"`\\{}<>|]/.test(node.text)
      ) {
        if (ts.isImportDeclaration(node.parent)) modules.add(node.text);
        else strings.add(node.text);
      }
      ts.forEachChild(node, walk);
    };
    walk(source);
    for (const match of text.matchAll(
      /(?:\/\*\* ?|^ *\* |\/\/ )([A-Z][a-z]+ [\w ,'-]{8,60})\.?$/gm,
    )) {
      const sentence = (match[1] as string).trim();
      if (sentence.split(' ').length >= 3) sentences.add(sentence);
    }
  }
  const cap = (set: Set<string>, limit: number) => random.shuffled([...set]).slice(0, limit);
  return {
    names: {
      camel: cap(names.camel, 20000),
      pascal: cap(names.pascal, 8000),
      constant: cap(names.constant, 4000),
      snake: cap(names.snake, 2000),
    },
    types: [...COMMON_TYPES, ...cap(types, 3000)],
    strings: cap(strings, 8000),
    sentences: cap(sentences, 12000),
    modules: cap(modules, 2000),
  };
}

/** A new name in the style of `like` that `taken` does not hold. */
export function freshName(
  like: string,
  pools: Pools,
  taken: ReadonlySet<string>,
  random: Random,
): string {
  const style = styleOf(like);
  const prefix = /^[_$]+/.exec(like)?.[0] ?? '';
  const words = (like.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? ['value']).map((w) =>
    w.toLowerCase(),
  );
  const fromPool = () => random.maybe(pools.names[style]) ?? 'value';
  const poolWord = () =>
    random.pick((fromPool().match(/[A-Z]?[a-z]+/g) ?? ['item']) as string[]).toLowerCase();
  for (let attempt = 0; attempt < 20; attempt++) {
    const way = random.next();
    let name: string;
    if (way < 0.5) name = fromPool();
    else if (way < 0.65) name = joinWords([poolWord(), ...words], style);
    else if (way < 0.8) name = joinWords([...words, poolWord()], style);
    else if (way < 0.9)
      name = joinWords(
        words.map((w, i) => (i === 0 ? poolWord() : w)),
        style,
      );
    else if (way < 0.95)
      name = joinWords(words, random.pick(['camel', 'snake', 'constant', 'pascal'] as const));
    else name = joinWords([poolWord(), poolWord()], style);
    if (prefix && random.chance(0.7)) name = prefix + name;
    if (
      name !== like &&
      !taken.has(name) &&
      /^[A-Za-z_$][\w$]*$/.test(name) &&
      name.length <= 32 &&
      !RESERVED.has(name)
    ) {
      return name;
    }
  }
  return `${like}2`;
}

const RESERVED = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static implements interface package private protected public await async of as any string number boolean symbol never unknown object undefined type from get set'.split(
    ' ',
  ),
);

/** A name for a new parameter or property: one that does not begin with a capital, as a type would. */
export function freshMemberName(
  like: string,
  pools: Pools,
  taken: ReadonlySet<string>,
  random: Random,
): string {
  for (let attempt = 0; attempt < 20; attempt++) {
    const name = freshName(like, pools, taken, random);
    if (!/^[A-Z]/.test(name)) return name;
  }
  return `${like}2`;
}
