/**
 * The last line of what begins on a line, told by the text alone: by brackets, indentation, closing words, tags, headings and
 * what goes on over lines. Takes a text in any language and a line, gives a line.
 */
import type { LineIndex } from '@wick/edits';
import {
  bracketsOf,
  bracketsOn,
  codeAbove,
  codeBelow,
  codeOf,
  isContinued,
  leftOpen,
} from './brackets.ts';
import { fences, type Language, languageAt } from './languages.ts';
import { depthOf, isBlank, isBranch, isLabel, type Text } from './lines.ts';

/** The last line of what begins on `line`; that line itself where it is all. */
export function endOfBlock(text: Text, line: LineIndex): LineIndex {
  const { lines } = text.document;
  if (isContinued(text, line)) return line;
  if (isBranch(lines[line]!)) {
    const close = leftOpen(text, line)?.partner;
    if (close) return close.line - 1;
  }
  const language = languageAt(text, line);
  const byBlock = {
    brackets: () => statementEnd(text, line, language) ?? labelEnd(lines, line),
    indentation: () => indentedEnd(text, line),
    words: () => (leftOpen(text, line) ? undefined : wordEnd(text, line)),
    tags: () => tagEnd(lines, line),
    headings: () => headingEnd(lines, line, language),
    tables: () => tableEnd(text, line),
  }[language.blocks]();
  return byBlock ?? continuedEnd(text, line);
}

/** The line on which the bracket ends that `line`, or a brace below it, leaves open, with an `else` below that. */
export function bracketEnd(text: Text, line: LineIndex): LineIndex | undefined {
  const { lines } = text.document;
  const below = (at: LineIndex) =>
    lines[at + 1]?.trim() === '{' ? leftOpen(text, at + 1) : undefined;
  let open = leftOpen(text, line) ?? below(line);
  for (;;) {
    const close = open?.partner;
    if (!close) return undefined;
    const further = leftOpen(text, close.line);
    const next = lines[close.line + 1] ?? '';
    if (further && further.column > close.column) open = further;
    else if (/^\s*(?:else|catch|finally)\b/.test(next) && !/^\s*else\b/.test(lines[line]!))
      open = leftOpen(text, close.line + 1) ?? below(close.line + 1);
    else return close.line;
    if (!open) return close.line;
  }
}

/** What goes on with a block of the same depth, that is told by its indentation or ends with a word. */
const BRANCH = /^\s*(?:elif|else|except|finally)\b/;
const WORD_BRANCH = /^\s*(?:do|elif|else|elseif|elsif|ensure|rescue|then|when)\b/;
const OPENING_WORD =
  /^\s*(?:begin|case|class|def|for|if|module|unless|until|while)\b|\b(?:function\b.*|do|then)$/;
const CLOSING_WORD = /^\s*(?:fi|done|esac|end)\b/;

/** Whether a line begins with the tag or word that ends a block. */
export function endsBlock(text: Text, line: LineIndex): boolean {
  const content = text.document.lines[line] ?? '';
  const isWord = languageAt(text, line).blocks === 'words' && CLOSING_WORD.test(content);
  return isWord || /^\s*<\//.test(content);
}

/** Whether a line begins with what closes something: a bracket, a tag, a word that ends a block or goes on with it. */
export function closes(text: Text, line: LineIndex): boolean {
  const content = text.document.lines[line] ?? '';
  const { blocks, item } = languageAt(text, line);
  const isIndented = blocks === 'indentation' && !item;
  const isBranch = (blocks === 'words' ? WORD_BRANCH : BRANCH).test(content);
  return (
    ((blocks === 'words' || isIndented) && isBranch) ||
    endsBlock(text, line) ||
    /^\s*[)\]}]/.test(content)
  );
}

/** The last line that is indented deeper than `line`; of an `if` with its `else`. */
function indentedEnd(text: Text, line: LineIndex): LineIndex | undefined {
  const { lines } = text.document;
  const isBranched = /^\s*(?:if|try|for|while|with|async)\b/.test(lines[line]!);
  let last = bodyEnd(text, line);
  while (isBranched) {
    const next = codeBelow(text, last + 1);
    if (next === undefined || !BRANCH.test(lines[next]!)) break;
    if (depthOf(lines[next]!) !== depthOf(lines[line]!)) break;
    last = bodyEnd(text, next);
  }
  return last > line ? last : undefined;
}

/** The last line that is indented deeper than `line`, is an item of the list it names, or stands in its brackets. */
export function bodyEnd(text: Text, line: LineIndex): LineIndex {
  const { lines } = text.document;
  const head = lines[line]!;
  const isItem = (at: string) => /^\s*- /.test(at) && depthOf(at) === depthOf(head);
  const ownsItems =
    languageAt(text, line).item && /:(?:\s+[&!]\S+)*$/.test(codeOf(text, line)) && !isItem(head);
  let last = bracketEnd(text, line) ?? line;
  for (let at = last + 1; at < lines.length; at++) {
    if (isBlank(lines[at])) continue;
    const isDeeper = depthOf(lines[at]!) > depthOf(head);
    if (isDeeper || isContinued(text, at) || (ownsItems && isItem(lines[at]!))) last = at;
    else if (codeOf(text, at) !== '') break;
  }
  return last;
}

/** The word as deep as `line` that closes what it opens: fi, done, end; of a branch, the line before the next. */
function wordEnd(text: Text, line: LineIndex): LineIndex | undefined {
  const { lines } = text.document;
  const head = lines[line]!;
  if (head.endsWith('\\')) return undefined;
  if (bracketsOn(text, line).some(({ sign, partner }) => sign === ')' && !partner)) {
    return armEnd(text, line);
  }
  const isCase = /^\s*case\b.*\bin$/.test(codeOf(text, line));
  let last = line;
  for (let at = line + 1; at < lines.length; at++) {
    const depth = depthOf(lines[at]!) - depthOf(head);
    if (isBlank(lines[at])) continue;
    const isClosing = depth === 0 && CLOSING_WORD.test(lines[at]!);
    if (isClosing && last === line) return OPENING_WORD.test(codeOf(text, line)) ? at : undefined;
    if (isClosing) return WORD_BRANCH.test(head) ? last : at;
    if (depth > 0 || isContinued(text, at) || (isCase && depth === 0)) last = at;
    else if (codeOf(text, at) === '') continue;
    else if (depth < 0 || !WORD_BRANCH.test(lines[at]!)) return undefined;
    else if (WORD_BRANCH.test(head) && last > line) return last;
    else last = at;
  }
  return undefined;
}

/** Of an arm of a shell's `case` its commands, up to `;;` or the end of all. */
function armEnd(text: Text, line: LineIndex): LineIndex | undefined {
  const { lines } = text.document;
  let last = line;
  for (let at = line; at < lines.length; at++) {
    if (/;;&?$/.test(codeOf(text, at))) return at;
    if (/^\s*esac\b/.test(lines[at]!) && depthOf(lines[at]!) <= depthOf(lines[line]!)) return last;
    if (!isBlank(lines[at])) last = at;
  }
  return undefined;
}

/** Of `case 1:` its statements. */
function labelEnd(lines: readonly string[], line: LineIndex): LineIndex | undefined {
  if (!isLabel(lines[line]!)) return undefined;
  let last = line;
  for (let at = line + 1; at < lines.length && isDeeper(lines, at, line); at++) {
    if (!isBlank(lines[at])) last = at;
  }
  return last;
}

function isDeeper(lines: readonly string[], at: LineIndex, line: LineIndex): boolean {
  return isBlank(lines[at]) || depthOf(lines[at]!) > depthOf(lines[line]!);
}

/** Of styles and SQL, where a statement may begin lines before its bracket and end lines behind it. */
function statementEnd(text: Text, line: LineIndex, language: Language): LineIndex | undefined {
  const code = codeOf(text, line);
  if (/\.sql$/i.test(text.path) && code !== '') {
    const above = codeAbove(text, line - 1);
    const isFirst = above === undefined || codeOf(text, above).endsWith(';');
    return isFirst ? endingIn(text, line, (each) => each.endsWith(';')) : undefined;
  }
  if (!language.isStyle) return undefined;
  if (code.endsWith(':')) return endingIn(text, line, (each) => /[;}]$/.test(each));
  if (!code.endsWith(',')) return undefined;
  const end = endingIn(text, line, (each) => !each.endsWith(','));
  return end !== undefined && leftOpen(text, end) ? bracketEnd(text, end) : undefined;
}

function endingIn(
  text: Text,
  line: LineIndex,
  isEnd: (code: string) => boolean,
): LineIndex | undefined {
  for (let at = line; at < text.document.lines.length; at++) if (isEnd(codeOf(text, at))) return at;
  return undefined;
}

const VOID_TAGS = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;
const ATTRIBUTES = `(?:"[^"]*"|'[^']*'|[^<>"'])*`;
const OPENING_TAG = new RegExp(`^\\s*<([A-Za-z][\\w:.-]*)${ATTRIBUTES}>`);

/** The tag that opens an element on `line`, with the space before it. */
export function openingTag(lines: readonly string[], line: LineIndex): string | undefined {
  return OPENING_TAG.exec(lines.slice(line).join('\n'))?.[0];
}

/** The line of the tag that closes the one that `line` begins with. */
function tagEnd(lines: readonly string[], line: LineIndex): LineIndex | undefined {
  const rest = lines.slice(line).join('\n');
  const lineAt = (offset: number) => line + rest.slice(0, offset).split('\n').length - 1;
  if (/^\s*<!--/.test(rest)) {
    const end = rest.indexOf('-->');
    return end < 0 ? undefined : lineAt(end);
  }
  const [tag, name] = OPENING_TAG.exec(rest) ?? [];
  if (tag === undefined || name === undefined) return undefined;
  if (VOID_TAGS.test(name) || tag.endsWith('/>')) return lineAt(tag.length - 1);
  let depth = 0;
  for (const each of rest.matchAll(new RegExp(`<(/?)${name}(?=[\\s/>])${ATTRIBUTES}>`, 'g'))) {
    if (each[1]) depth--;
    else if (!each[0].endsWith('/>')) depth++;
    if (depth === 0) return lineAt(each.index + each[0].length - 1);
  }
  return undefined;
}

/** Of a heading its section, of a table its rows, of an item of a list what is indented under it, else the paragraph. */
function headingEnd(lines: readonly string[], line: LineIndex, { item }: Language): LineIndex {
  const level = headingLevel(lines[line]!);
  if (level > 0) {
    const levelOf = (at: LineIndex) => headingLevel(lines[at]!) || Number.POSITIVE_INFINITY;
    return sectionEnd(lines, line, (at) => levelOf(at) > level);
  }
  if (/^\s*(?:```|~~~)/.test(lines[line]!)) {
    const end = lines.findIndex((text, at) => at > line && /^\s*(?:```|~~~)\s*$/.test(text));
    return end < 0 ? line : end;
  }
  const isTable =
    /^\s*\|/.test(lines[line]!) && /^\s*\|?[\s:|-]+\|?\s*$/.test(lines[line + 1] ?? '');
  const isItem = item!.test(lines[line]!.trimStart());
  let last = line;
  for (let at = line + 1; at < lines.length; at++) {
    const text = lines[at]!;
    // A blank line within an item is followed by more of it.
    if (isBlank(text) && isItem && isDeeper(lines, at + 1, line) && !isBlank(lines[at + 1]))
      continue;
    if (isBlank(text)) break;
    const isPart = isItem
      ? depthOf(text) > depthOf(lines[line]!)
      : isTable
        ? /^\s*\|/.test(text)
        : !isMarked(text);
    if (!isPart) break;
    last = at;
  }
  return last;
}

/** The last line with something on it before the next that is no part of what `line` heads. */
function sectionEnd(
  lines: readonly string[],
  line: LineIndex,
  isPart: (at: LineIndex) => boolean,
): LineIndex {
  const isCode = fences(lines);
  let last = line;
  for (let at = line + 1; at < lines.length; at++) {
    if (isCode[at] === undefined && !isPart(at)) break;
    if (!isBlank(lines[at])) last = at;
  }
  return last;
}

export function headingLevel(text: string): number {
  return /^(#{1,6})\s/.exec(text)?.[1]?.length ?? 0;
}

/** Whether a line of Markdown begins something of its own. */
function isMarked(text: string): boolean {
  return /^\s*(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|```|~~~|>|\|)/.test(text);
}

/** Of `[table]` all up to the next one. */
function tableEnd(text: Text, line: LineIndex): LineIndex | undefined {
  const { lines } = text.document;
  const isHead = (at: LineIndex) =>
    /^\s*\[[^\]]+\]+$/.test(codeOf(text, at)) &&
    !bracketsOf(text).some((each) => each.line < at && (each.partner?.line ?? -1) >= at);
  return isHead(line) ? sectionEnd(lines, line, (at) => !isHead(at)) : undefined;
}

/** The last line of what goes on by an open bracket or string, a backslash, or deeper lines that begin with an operator. */
function continuedEnd(text: Text, line: LineIndex): LineIndex {
  const { lines } = text.document;
  const goesOn = (next: string) =>
    depthOf(next) > depthOf(lines[line]!) && /^\s*(?:\??\.\w|&&|\|\||[?:|+*] )/.test(next);
  let last = bracketEnd(text, line) ?? line;
  for (let next = last + 1; next < lines.length; next = last + 1) {
    const isPart = lines[last]!.endsWith('\\') || goesOn(lines[next]!) || isContinued(text, next);
    if (!isPart) break;
    last = bracketEnd(text, next) ?? next;
  }
  return last;
}
