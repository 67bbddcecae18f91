/** What a user's words ask for: a question about code, or a change of it. Takes words, gives the kind; pure. */

const ASKS =
  /^(?:so[, ]+|and[, ]+|ok(?:ay)?[, ]+)?(?:who|whom|whose|where|where's|which|what|what's|when|how|why|does|do|did|is|are|was|has|have|list|show|find|tell me|give me)\b/i;
const ALSO_ASKS =
  /^(?:(?:can|could|would|will) you|please|could i|can i)\s+(?:please\s+)?(?:list|show|find|tell|explain|say)\b/i;
/** "how about renaming", "what if total was called sum". */
const PROPOSES = /^(?:how about|what about|what if)\b/i;
/** "show the error in red" changes code; "show me", "show all callers" ask. */
const SHOWS_CODE =
  /^(?:show|find|list)\s+(?:me\b|all\b|every\b|the (?:callers|callees|references|uses|usages|definition|exports|imports|importers|implementations|places|files|tests|signature|outline)\b|where\b|who\b|which\b|what\b|how\b|uses\b|usages\b|callers\b|references\b|imports\b|exports\b|tests\b)/i;

/** Whether `words` ask something about code, rather than for a change of it. */
export function isQuestion(words: string): boolean {
  const text = words.trim().replace(/^(?:hi|hello|hey)\b[,!. ]*/i, '');
  if (PROPOSES.test(text)) return false;
  if (/^(?:show|find|list)\b/i.test(text)) return SHOWS_CODE.test(text);
  return ASKS.test(text) || ALSO_ASKS.test(text);
}

/** The words without a wish to run the tests, and whether there was one. */
export function withoutTestWish(words: string): {
  readonly words: string;
  readonly tests: boolean;
} {
  const wish =
    /[,;.]?\s*(?:\b(?:and|then|and then|afterwards?)\s+)*(?:please\s+)?\brun\s+(?:all\s+)?(?:the\s+|my\s+|its\s+)?(?:unit\s+)?tests?\b(?:\s+(?:afterwards?|again|too|after that))?[.!]?/i;
  if (!wish.test(words)) return { words, tests: false };
  return { words: words.replace(wish, '').trim(), tests: true };
}

/**
 * An instruction without the phrase that says which file it is about, which is known by then: "rename a to b in
 * src/cart.ts". A path that is an argument ("move it to money.ts") stays.
 */
export function withoutPlace(words: string, path: string): string {
  const name = path.split(/[\\/]/).at(-1)!;
  const said = [path, name].map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const file = `[\`'"]?@?(?:[\\w@./\\\\-]*/)?(?:${said})[\`'"]?`;
  const behind = new RegExp(
    `[,;]?\\s*\\b(?:in|inside|within|of|from|at)\\s+(?:the\\s+)?(?:file\\s+)?${file}(?![\\w/])(?:\\s+file\\b)?`,
    'i',
  );
  const before = new RegExp(
    `^(?:(?:in|edit|open|change)\\s+)?(?:the\\s+file\\s+)?${file}\\s*[:,-]\\s*`,
    'i',
  );
  const left = words.replace(before, '').replace(behind, '').trim();
  return left === '' ? words : left;
}
