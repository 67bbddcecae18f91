/**
 * What a user means who says something about a request: a word put right ("no, call it subtotal" after "rename total to
 * sum"), something more ("and make it async"), or something else altogether. Takes both texts, gives the request as it is
 * now meant; pure.
 */

/** What people say before they put something right; "no" and "stop" may also begin what they want ("no semicolons"). */
const OPENINGS =
  /^(?:(?:(?:no+|nope|stop)(?=\s*(?:[,.!:;–—-]|$)|\s+(?:call|name|rename|make|use|not|to|wait|i|actually|it)\b)|wait|sorry|oops|hm+|ah|oh|hold on|actually|rather|i (?:meant?|mean to say)\b|make that|let'?s|please)\b[\s,.!:;–—-]*)+/i;
const CLOSINGS = /[\s,]*(?:instead|rather|please|then)?[\s.!]*$/i;
const NAME = '[`\'"]?([A-Za-z_$][\\w$]*)[`\'"]?';
/** "and make it async", "make it async, too". */
const MORE = /^(?:and(?: also)?|also|plus|as well as)\b[\s,]*/i;
const TOO = /[\s,]+(?:too|as well)$/i;
/** "call it subtotal", "to subtotal", "subtotal". */
const NAMING = new RegExp(
  `^(?:(?:call|name|rename|make|title) (?:it|that|this|them) (?:to |as |into )?|use |to |into |as |it(?:'s| is| should be) (?:called |named )?)?${NAME}$`,
  'i',
);
/** What a rename is to, an extracted function is called, a thing is moved to. */
const TARGET = new RegExp(
  `(\\b(?:to|into|as|called|named|name it|call it)\\s+)${NAME}(?!\\S*[/.]\\w)`,
  'gi',
);
/** "not total but price", "price, not total", "price instead of total". */
const EXCHANGES: readonly (readonly [RegExp, old: 1 | 2, next: 1 | 2])[] = [
  [new RegExp(`^not ${NAME}[\\s,;:]+(?:but )?${NAME}$`, 'i'), 1, 2],
  [new RegExp(`^${NAME}[\\s,]+(?:and )?(?:not|instead of|rather than) ${NAME}$`, 'i'), 2, 1],
];
const PLACE =
  /^(?:(?:but )?(?:only|just) )?(?:in|inside|within) (?:the (?:file|function|class|method) )?[`'"]?[\w@./\\$-]+[`'"]?$/i;
/** What may be said of a thing, so that it is no name for it. */
const KINDS =
  /^(?:async|await|static|private|public|protected|optional|required|const|let|var|readonly|exported|export|default|abstract|generic|nullable|shorter|longer|simpler|faster|it|that|this|yes|ok|okay|undo|nothing|both|all)$/i;

/** The request that `words` make of `request`, which is not carried out yet. */
export function steeredWords(request: string, words: string): string {
  const opened = words.trim();
  const said = opened.replace(OPENINGS, '').replace(CLOSINGS, '').trim();
  if (said === '' || request.trim() === '') return said === '' ? request : words;
  if (MORE.test(said) || TOO.test(said)) {
    return `${request.replace(/[\s.!]+$/, '')} and ${said.replace(MORE, '').replace(TOO, '')}`;
  }
  for (const [form, old, next] of EXCHANGES) {
    const names = form.exec(said);
    const changed = names && exchanged(request, names[old]!, names[next]!);
    if (changed) return changed;
  }
  const name = NAMING.exec(said)?.[1];
  if (name !== undefined && !KINDS.test(name)) return retargeted(request, name) ?? words;
  if (PLACE.test(said)) return `${request.replace(/[\s.!]+$/, '')} ${said.replace(/^but /i, '')}`;
  return opened.replace(OPENINGS, '') || words;
}

/** What `words` mean that follow `request`, which is carried out: its new name may be put right. */
export function followingWords(request: string, words: string): string {
  const said = words.trim().replace(OPENINGS, '').replace(CLOSINGS, '').trim();
  const name = NAMING.exec(said)?.[1];
  const isBare = said === name;
  if (name === undefined || isBare || KINDS.test(name)) return words;
  const given = targetOf(request)?.[2];
  return given === undefined ? words : `rename ${given} to ${name}`;
}

/** Where a request says how something is to be called: the text, what stands before the name, the name. */
function targetOf(request: string): RegExpExecArray | undefined {
  return [...request.matchAll(TARGET)].at(-1);
}

/** The request with another name for what it names last; undefined where it names nothing. */
function retargeted(request: string, name: string): string | undefined {
  const target = targetOf(request);
  if (!target) return undefined;
  const [whole, before] = target as unknown as [string, string];
  const at = target.index;
  const rest = whole.slice(before.length).replace(/[A-Za-z_$][\w$]*/, () => name);
  return request.slice(0, at) + before + rest + request.slice(at + whole.length);
}

/** The request with one name in another's place; undefined where that is not in it. */
function exchanged(request: string, old: string, next: string): string | undefined {
  const escaped = old.replaceAll('$', '\\$');
  const changed = request.replace(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`), () => next);
  return changed === request ? undefined : changed;
}
