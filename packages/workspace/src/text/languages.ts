/**
 * What the operations on lines and texts need to know of a language: how comments are written, whether blocks are told by
 * brackets, indentation, tags or headings. Takes a path, gives traits; what nobody knows is treated like a language of braces.
 */

/** How lines are taken out of a program: behind a mark, or between two. */
export interface CommentMarks {
  readonly line?: string;
  readonly block?: readonly [open: string, close: string];
}

/** What tells where a block ends, beside brackets. */
export type BlockSort = 'brackets' | 'indentation' | 'tags' | 'headings' | 'tables';

export interface Language {
  readonly comments: CommentMarks;
  readonly blocks: BlockSort;
  /** Whether texts in quotes are strings, within which no bracket counts. */
  readonly hasStrings: boolean;
}

const SLASHES: CommentMarks = { line: '//', block: ['/*', '*/'] };
const HASH: CommentMarks = { line: '#' };
const DASHES: CommentMarks = { line: '--' };
const STARS: CommentMarks = { block: ['/*', '*/'] };
const ARROWS: CommentMarks = { block: ['<!--', '-->'] };

/** Endings of paths, or whole names, with their traits. */
const LANGUAGES: readonly (readonly [endings: RegExp, traits: Omit<Language, 'hasStrings'>])[] = [
  [/\.(?:py|pyi)$/i, { comments: HASH, blocks: 'indentation' }],
  [/\.ya?ml$/i, { comments: HASH, blocks: 'indentation' }],
  [/(?:^|[/\\])makefile$|\.mk$/i, { comments: HASH, blocks: 'indentation' }],
  [/\.(?:pug|haml|coffee)$/i, { comments: SLASHES, blocks: 'indentation' }],
  [/\.(?:html?|xml|svg|vue|svelte|xhtml)$/i, { comments: ARROWS, blocks: 'tags' }],
  [/\.(?:md|mdx|markdown)$/i, { comments: ARROWS, blocks: 'headings' }],
  [/\.(?:toml)$/i, { comments: HASH, blocks: 'tables' }],
  [/\.(?:ini|cfg|conf|properties|editorconfig)$/i, { comments: HASH, blocks: 'tables' }],
  [/\.(?:sql|lua|hs|elm)$/i, { comments: DASHES, blocks: 'brackets' }],
  [/\.css$/i, { comments: STARS, blocks: 'brackets' }],
  [
    /\.(?:rb|sh|bash|zsh|fish|r|pl|tf|nix|graphql|gql|env|gitignore|dockerignore)$|(?:^|[/\\])(?:dockerfile|\.env|\.gitignore|gemfile|\.npmrc)/i,
    { comments: HASH, blocks: 'brackets' },
  ],
];

/** Traits of the language that files like `path` are written in. */
export function languageOf(path: string): Language {
  const known = LANGUAGES.find(([endings]) => endings.test(path));
  const traits = known?.[1] ?? { comments: SLASHES, blocks: 'brackets' };
  return { ...traits, hasStrings: traits.blocks !== 'tags' && traits.blocks !== 'headings' };
}
