/**
 * What the operations on lines and texts need to know of a language: how comments are written, whether blocks are told by
 * brackets, indentation, words, tags or headings. Takes a path, gives traits; what nobody knows is treated like a language of
 * braces.
 */
import type { LineIndex } from '@wick/edits';
import type { Text } from './lines.ts';

/** How lines are taken out of a program: behind a mark, or between two. */
export interface CommentMarks {
  readonly line?: string;
  readonly block?: readonly [open: string, close: string];
}

/** What tells where a block ends, beside brackets; words are those that close it: fi, done, end. */
export type BlockSort = 'brackets' | 'indentation' | 'words' | 'tags' | 'headings' | 'tables';

export interface Language {
  readonly comments: CommentMarks;
  readonly blocks: BlockSort;
  /** The quotes that strings stand in, within which no bracket counts. */
  readonly quotes: string;
  /** Whether names may have hyphens within them: `btn` is no part of `btn-primary`. */
  readonly hasHyphens?: true;
  /** Whether elements stand in tags. */
  readonly hasTags?: true;
  /** Whether words are parted by spaces alone, and brackets are none of a list but where it is one of words. */
  readonly isShell?: true;
  /** Whether declarations are parted by semicolons, so that the last one may go without. */
  readonly isStyle?: true;
  /** What an item of a list begins with, behind its indentation. */
  readonly item?: RegExp;
  /** What stands in a block that would hold nothing else. */
  readonly filler?: string;
  /** What a line begins with that speaks of the declaration below it. */
  readonly decorator: RegExp;
}

const SLASHES: CommentMarks = { line: '//', block: ['/*', '*/'] };
const HASH: CommentMarks = { line: '#' };
const DASHES: CommentMarks = { line: '--', block: ['/*', '*/'] };
const STARS: CommentMarks = { block: ['/*', '*/'] };
const ARROWS: CommentMarks = { block: ['<!--', '-->'] };

const BRACES: Language = {
  comments: SLASHES,
  blocks: 'brackets',
  quotes: `"'`,
  decorator: /^@[\w.$]+/,
};
const NEVER = /^(?!)/;
const STYLE = { isStyle: true, hasHyphens: true, decorator: NEVER } as const;

/** Endings of paths, or whole names, with how their language differs from one of braces. */
const LANGUAGES: readonly (readonly [endings: RegExp, traits: Partial<Language>])[] = [
  [/\.[jt]sx$/i, { hasTags: true }],
  [/\.rs$/i, { quotes: '"', decorator: /^#!?(?=\[)/ }],
  [/\.(?:json[c5]?|webmanifest)$/i, { hasHyphens: true }],
  [/\.(?:py|pyi)$/i, { comments: HASH, blocks: 'indentation', filler: 'pass' }],
  [
    /\.ya?ml$/i,
    { comments: HASH, blocks: 'indentation', hasHyphens: true, decorator: NEVER, item: /^- +/ },
  ],
  [/(?:^|[/\\])makefile$|\.mk$/i, { comments: HASH, blocks: 'indentation', hasHyphens: true }],
  [/\.coffee$/i, { comments: HASH, blocks: 'indentation' }],
  [/\.(?:pug|haml)$/i, { blocks: 'indentation' }],
  [
    /\.(?:html?|xml|svg|vue|svelte|xhtml)$/i,
    { comments: ARROWS, blocks: 'tags', quotes: '', hasHyphens: true, hasTags: true },
  ],
  [
    /\.(?:md|mdx|markdown)$/i,
    {
      comments: ARROWS,
      blocks: 'headings',
      quotes: '',
      hasHyphens: true,
      decorator: NEVER,
      item: /^(?:[-*+]|\d+[.)]) +(?:\[[ xX]\] )?/,
    },
  ],
  [/\.toml$/i, { comments: HASH, blocks: 'tables', hasHyphens: true }],
  [
    /\.(?:ini|cfg|conf|properties|editorconfig)$/i,
    { comments: HASH, blocks: 'tables', hasHyphens: true },
  ],
  [/\.sql$/i, { comments: DASHES, quotes: "'" }],
  [/\.(?:hs|elm)$/i, { comments: { line: '--' } }],
  [/\.lua$/i, { comments: { line: '--' }, blocks: 'words' }],
  [/\.css$/i, { ...STYLE, comments: STARS }],
  [/\.(?:scss|less)$/i, STYLE],
  [/\.rb$|(?:^|[/\\])(?:gemfile|rakefile)$/i, { comments: HASH, blocks: 'words' }],
  [
    /\.(?:sh|bash|zsh|fish)$/i,
    { comments: HASH, blocks: 'words', hasHyphens: true, isShell: true, filler: ':' },
  ],
  [
    /\.(?:r|pl|tf|nix|graphql|gql|env|gitignore|dockerignore)$|(?:^|[/\\])(?:dockerfile|\.env|\.gitignore|\.npmrc)/i,
    { comments: HASH, hasHyphens: true },
  ],
];

const known = new Map<number, Language>();

/** Traits of the language that files like `path` are written in; one value for each language. */
export function languageOf(path: string): Language {
  const index = LANGUAGES.findIndex(([endings]) => endings.test(path));
  const language = known.get(index) ?? { ...BRACES, ...LANGUAGES[index]?.[1] };
  known.set(index, language);
  return language;
}

/** Endings of the languages that blocks of code in Markdown call by other names. */
const ENDINGS: Readonly<Record<string, string>> = {
  bash: 'sh',
  console: 'sh',
  javascript: 'js',
  python: 'py',
  ruby: 'rb',
  rust: 'rs',
  shell: 'sh',
  typescript: 'ts',
};

const found = new WeakMap<Text, readonly Language[]>();

/** Traits of the language of one line: a script or style in a page, and a block of code in Markdown, have their own. */
export function languageAt(text: Text, line: LineIndex): Language {
  const languages = found.get(text) ?? languagesOf(text);
  found.set(text, languages);
  return languages[line] ?? languageOf(text.path);
}

function languagesOf({ path, document: { lines } }: Text): readonly Language[] {
  const language = languageOf(path);
  if (language.blocks === 'headings') {
    const names = fences(lines);
    return names.map((name) =>
      name === undefined ? language : languageOf(`.${ENDINGS[name] ?? name}`),
    );
  }
  if (language.blocks !== 'tags') return lines.map(() => language);
  let inner = language;
  return lines.map((text) => {
    const tags = [...text.matchAll(/<(\/?)(script|style)\b/gi)];
    const own = tags.length > 0 ? language : inner;
    const [, slash, name] = tags.at(-1) ?? [];
    if (name) inner = slash ? language : languageOf(/style/i.test(name) ? '.css' : '.ts');
    return own;
  });
}

/** What the block of code is called that each line is in: '' where it is without a name; undefined for others and fences. */
export function fences(lines: readonly string[]): (string | undefined)[] {
  let open: string | undefined;
  return lines.map((text) => {
    const fence = /^\s*(?:```|~~~)\s*([\w+#-]*)/.exec(text);
    if (!fence) return open;
    open = open === undefined ? fence[1]!.toLowerCase() : undefined;
    return undefined;
  });
}

/** Whether `line` begins with a comment in some language or other: also within one of several lines. */
export function beginsComment(line: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|#|--|<!--|\{\/\*|;)/.test(line);
}
