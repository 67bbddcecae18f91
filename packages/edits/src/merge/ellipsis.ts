/**
 * The lines of an abbreviated snippet that are no code: "// ... existing code ..." stands for lines that stay,
 * "// removed" for lines that go. Pure.
 */

/** What a line says of the lines that it stands for. */
export type Placeholder = 'kept' | 'removed';

/** A comment in one of the usual languages; the group is its text. */
const COMMENTS: readonly RegExp[] = [
  /^\{\s*\/\*+(.*?)\*\/\s*\}$/,
  /^\/\*+(.*?)\*\/$/,
  /^<!--(.*?)-->$/,
  /^(?:\/\/+|#+|--|%+)(.*)$/,
];

const DOTS = /\.{3,}|…/;
/** What stands for code that is left out, with dots before or after it. */
const KEPT =
  /\b(?:existing|rest|remaining|remainder|unchanged|same|other|others|previous|keep|kept|omitted|as before|stays?|untouched|more|etc|code|imports?|methods?|functions?|here|above|below)\b/i;
/** The same without dots: it must say more plainly what it means. */
const KEPT_PLAINLY =
  /^(?:(?:the |all )?(?:rest|remainder) of (?:the |this |your )?(?:\w+ )?(?:code|file|function|method|class|module|component|body|implementation|imports|logic|content|contents)\b.*|(?:the |all )?(?:existing|remaining|unchanged|previous|other|same) (?:\w+ )?(?:code|lines|imports|methods|functions|body|implementation|logic|content|members|properties|fields|tests|cases)\b.*|(?:\w+ )?(?:unchanged|omitted|remains? (?:the same|unchanged)|stays? (?:the same|as (?:it )?is)|same as before|no changes?|as before)(?: .*)?)$/i;
const REMOVED =
  /^(?:\.{3}|…)?\s*(?:removed|deleted|delete this|remove this|\w+ (?:was |is |are )?(?:removed|deleted))\b/i;

/** What `line` stands for; undefined where it is code, or a comment like any other. */
export function placeholderOf(line: string): Placeholder | undefined {
  const text = line.trim();
  if (/^(?:\.{3,}|…)$/.test(text)) return 'kept';
  const comment = commentText(text);
  if (comment === undefined) return undefined;
  if (REMOVED.test(comment)) return 'removed';
  const words = comment.replaceAll(/\.{3,}|…/g, ' ').trim();
  if (DOTS.test(comment) && (words === '' || KEPT.test(words))) return 'kept';
  return KEPT_PLAINLY.test(words) ? 'kept' : undefined;
}

/** Words of placeholders that tell nothing of the lines that they stand for. */
const PLAIN: ReadonlySet<string> = new Set(
  `all and as before above below body class code component content contents etc existing file for function functions
  here implementation in is it kept keep lines logic method methods module more no of omitted other others previous
  remaining remainder remains rest same stay stays still the these this those unchanged untouched with your`.split(
    /\s+/,
  ),
);

/** The words of a placeholder that may say what it stands for: "imports", or the name of a declaration. */
export function subjectsOf(line: string): readonly string[] {
  const words = line.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  return words.filter((word) => word.length > 2 && !PLAIN.has(word.toLowerCase()));
}

function commentText(text: string): string | undefined {
  for (const pattern of COMMENTS) {
    const match = pattern.exec(text);
    if (match) return match[1]!.trim();
  }
  return undefined;
}
