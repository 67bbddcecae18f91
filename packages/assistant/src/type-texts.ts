/**
 * Which texts are well-formed types, and which may still become one: a small recursive-descent reader of
 * the types that people say in instructions: names with type arguments, arrays, unions, intersections,
 * tuples, literals, keyof and readonly, parentheses. Names must be known ones, so that the model cannot
 * make one up. Function types and object types are only taken as the instruction spells them.
 */
import type { TextRule } from './choices.ts';

/** How far a text is readable. */
type Reading =
  | { readonly ends: 'whole'; readonly at: number } // a type ends at `at`
  | { readonly ends: 'cut' } // the text stopped where more must come
  | { readonly ends: 'wrong' };

const WRONG: Reading = { ends: 'wrong' };
const CUT: Reading = { ends: 'cut' };

/** The rule for types made of `names`. */
export class TypeRule implements TextRule {
  readonly #names: readonly string[];
  readonly #known: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.#known = new Set(names);
    this.#names = [...this.#known];
  }

  accepts(text: string): boolean {
    const reading = this.#union(text, 0);
    // A literal alone is a value that stands in the wrong place.
    if (/^(?:-?[\d.]+|'[^']*'|"[^"]*"|true|false|null)$/.test(text)) return false;
    return reading.ends === 'whole' && reading.at === text.length && text === text.trim();
  }

  begins(text: string): boolean {
    if (text.startsWith(' ') || text.includes('  ')) return false;
    const reading = this.#union(text, 0);
    if (reading.ends === 'cut') return true;
    if (reading.ends === 'wrong') return false;
    // A single space may be the start of " | ".
    return ['', ' '].includes(text.slice(reading.at));
  }

  #union(text: string, from: number): Reading {
    let at = from;
    for (;;) {
      const member = this.#postfix(text, skipSpace(text, at));
      if (member.ends !== 'whole') return member;
      const next = skipSpace(text, member.at);
      if (text[next] !== '|' && text[next] !== '&') return member;
      at = next + 1;
      if (skipSpace(text, at) >= text.length) return CUT;
    }
  }

  /** A type and what may follow it: [] or [key]. */
  #postfix(text: string, from: number): Reading {
    let reading = this.#primary(text, from);
    while (reading.ends === 'whole' && text[reading.at] === '[') {
      const inside = reading.at + 1;
      if (inside >= text.length) return CUT;
      if (text[inside] === ']') reading = { ends: 'whole', at: inside + 1 };
      else reading = this.#closed(text, this.#union(text, inside), ']');
    }
    return reading;
  }

  #primary(text: string, from: number): Reading {
    const first = text[from];
    if (first === undefined) return CUT;
    if (first === '(') return this.#closed(text, this.#union(text, from + 1), ')');
    if (first === '[') return this.#list(text, from + 1, ']', true);
    if (first === "'" || first === '"') return literal(text, from, first);
    const number = /^-?(?:\d+(?:\.\d+)?)/.exec(text.slice(from))?.[0];
    if (number) return { ends: 'whole', at: from + number.length };
    if (text.slice(from) === '-') return CUT;
    return this.#name(text, from);
  }

  #name(text: string, from: number): Reading {
    const word = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text.slice(from))?.[0];
    if (word === undefined) return WRONG;
    const at = from + word.length;
    if (at === text.length && !this.#known.has(word)) {
      const known =
        this.#mayBeName(word) || 'keyof '.startsWith(word) || 'readonly '.startsWith(word);
      return known ? CUT : WRONG;
    }
    if ((word === 'keyof' || word === 'readonly' || word === 'typeof') && text[at] === ' ') {
      return at + 1 >= text.length ? CUT : this.#postfix(text, at + 1);
    }
    if (!this.#known.has(word)) return WRONG;
    if (text[at] === '.') return at + 1 >= text.length ? CUT : this.#name(text, at + 1);
    return text[at] === '<' ? this.#list(text, at + 1, '>', false) : { ends: 'whole', at };
  }

  /** Types parted by commas up to `close`. */
  #list(text: string, from: number, close: string, mayBeEmpty: boolean): Reading {
    if (mayBeEmpty && text[from] === close) return { ends: 'whole', at: from + 1 };
    for (let at = from; ; ) {
      const item = this.#union(text, skipSpace(text, at));
      if (item.ends !== 'whole') return item;
      const next = skipSpace(text, item.at);
      if (text[next] === undefined) return CUT;
      if (text[next] === close) return { ends: 'whole', at: next + 1 };
      if (text[next] !== ',') return WRONG;
      at = next + 1;
      if (skipSpace(text, at) >= text.length) return CUT;
    }
  }

  #closed(text: string, inner: Reading, close: string): Reading {
    if (inner.ends !== 'whole') return inner;
    const next = skipSpace(text, inner.at);
    if (text[next] === undefined) return CUT;
    if (text[next] === close) return { ends: 'whole', at: next + 1 };
    return WRONG;
  }

  #mayBeName(start: string): boolean {
    return this.#names.some((name) => name.startsWith(start));
  }
}

function literal(text: string, from: number, quote: string): Reading {
  const end = text.indexOf(quote, from + 1);
  if (end < 0) return /[\n\\]/.test(text.slice(from)) ? WRONG : CUT;
  return text.slice(from, end).includes('\\') ? WRONG : { ends: 'whole', at: end + 1 };
}

function skipSpace(text: string, from: number): number {
  return text[from] === ' ' ? from + 1 : from;
}
