/**
 * Somebody who types a text with suggestions at hand: how many keys that takes. One key for each character (a line
 * break with the indentation below it is one, as editors put it in), one for taking a suggestion over. A suggestion
 * is taken where it is just how the text goes on, and passed over where it is not. Pure, but for what suggests.
 */

/** What is offered after `typed`, the text's part that is there; '' where nothing is. */
export type Suggest = (typed: string) => string | Promise<string>;

/** Taking a shorter one over saves nothing. */
const LEAST_CHARACTERS = 2;

/** Keys that it takes to type `text`. */
export async function keysFor(text: string, suggest: Suggest): Promise<number> {
  let keys = 0;
  for (let at = 0; at < text.length; keys++) {
    const offered = await suggest(text.slice(0, at));
    const isTaken = offered.length >= LEAST_CHARACTERS && text.startsWith(offered, at);
    at += isTaken ? offered.length : keyAt(text, at).length;
  }
  return keys;
}

/** Keys that it takes without suggestions. */
export function keysAlone(text: string): number {
  let keys = 0;
  for (let at = 0; at < text.length; at += keyAt(text, at).length) keys++;
  return keys;
}

/** What one key types: a character, or a line break with its indentation. */
function keyAt(text: string, at: number): string {
  return /^(?:\r?\n[ \t]*|.)/su.exec(text.slice(at))?.[0] ?? text.slice(at, at + 1);
}

/**
 * Suggests words of the document once one is begun, the first of those that go on so. `alphabetical`: as VS Code's word-based
 * suggestions come without settings (score, then label; its locality bonus is off): what is spelt in the same capitals, then
 * by name; those of `others`, texts of further open documents, too. `nearest`: the nearest one above, else the nearest below, which is more than an editor does that knows no language.
 */
export function suggestWords(
  prefix: string,
  suffix: string,
  order: 'alphabetical' | 'nearest',
  others = '',
): Suggest {
  const below = suffix.match(WORDS) ?? [];
  const above = (prefix.match(WORDS) ?? []).toReversed();
  const elsewhere = new Set(others.match(WORDS));
  const byName = new Intl.Collator('en', { sensitivity: 'base' });
  return (typed) => {
    const begun = /[\p{L}\p{N}_$]+$/u.exec(prefix + typed)?.[0] ?? '';
    if (begun === '') return '';
    const goesOn = (word: string) => word.length > begun.length && word.startsWith(begun);
    const newer = (typed.match(WORDS) ?? []).toReversed();
    const [word = begun] =
      order === 'nearest'
        ? [newer.find(goesOn) ?? above.find(goesOn) ?? below.find(goesOn)]
        : [...above, ...below, ...elsewhere, ...newer].filter(goesOn).toSorted(byName.compare);
    return word.slice(begun.length);
  };
}

const WORDS = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
