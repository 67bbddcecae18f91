/**
 * Takes a message apart into what the user says and the code that it brings along: fenced blocks, and files in the
 * tags that editors put around them. Takes a text, gives words and blocks; pure.
 */

export interface CodeBlock {
  /** Where the message says it is from, or a name made from the language. */
  readonly path: string;
  /** Whether the message gives that path. */
  readonly isNamed: boolean;
  /** As the fence says it; '' where it says nothing. */
  readonly language: string;
  readonly text: string;
}

export interface MessageParts {
  /** What is left without the blocks. */
  readonly words: string;
  readonly blocks: readonly CodeBlock[];
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: 'ts',
  javascript: 'js',
  python: 'py',
  rust: 'rs',
  markdown: 'md',
  ruby: 'rb',
  shell: 'sh',
  bash: 'sh',
  yml: 'yaml',
  csharp: 'cs',
  kotlin: 'kt',
};

/** A path with an ending: src/cart.ts. */
const PATH = /(?:[\w@.-]+[\\/])*[\w@.-]*\w\.[A-Za-z]\w{0,9}\b/;
const FENCE = /^([ \t]*)(`{3,}|~{3,})([^\n`]*)\r?\n([\s\S]*?)^\1\2`*[ \t]*$/gm;
const TAGGED = /<(file|document|file_content|code_file)\b([^>]*)>\r?\n?([\s\S]*?)\r?\n?<\/\1>/g;

/** The parts of one message. */
export function messageParts(text: string): MessageParts {
  const blocks: CodeBlock[] = [];
  let rest = text.replaceAll(TAGGED, (whole, _tag, attributes: string, content: string) => {
    const path = /(?:path|name|filename|src)\s*=\s*["']([^"']+)["']/.exec(attributes)?.[1];
    if (path === undefined) return whole;
    blocks.push({ path, isNamed: true, language: '', text: content });
    return ' ';
  });
  let from = 0;
  const source = rest;
  rest = source.replaceAll(
    FENCE,
    (whole, indent: string, _fence, info: string, content: string, offset: number) => {
      const before = source.slice(from, offset);
      from = offset + whole.length;
      blocks.push(fencedBlock(info.trim(), dedented(content, indent), before, blocks.length));
      return ' ';
    },
  );
  return { words: tidied(rest), blocks };
}

function fencedBlock(info: string, text: string, before: string, index: number): CodeBlock {
  const [first = ''] = info.split(/\s+/);
  const titled = /(?:title|file|filename|path)\s*=\s*["']?([^"'\s]+)/.exec(info)?.[1];
  const inInfo = titled ?? info.match(new RegExp(PATH, 'g'))?.at(-1);
  const heading = before.trimEnd().split('\n').at(-1) ?? '';
  const isHeading = heading.trimEnd().endsWith(':') || /^\W*\S+\W*$/.test(heading.trim());
  const path = inInfo ?? (isHeading ? PATH.exec(heading)?.[0] : undefined);
  const language = first.includes('.') || first.includes('/') ? '' : first.toLowerCase();
  const text_ = text.endsWith('\n') || text === '' ? text : `${text}\n`;
  if (path !== undefined) return { path, isNamed: true, language, text: text_ };
  const extension = extensionOf(language, text);
  return { path: `snippet${index || ''}.${extension}`, isNamed: false, language, text: text_ };
}

function extensionOf(language: string, text: string): string {
  if (language !== '')
    return EXTENSIONS[language] ?? (/^\w{1,6}$/.test(language) ? language : 'txt');
  return isChecklist(text) ? 'md' : 'ts';
}

/** Whether a text is a plan: it has steps to check off. */
export function isChecklist(text: string): boolean {
  return /^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s/m.test(text);
}

function dedented(text: string, indent: string): string {
  if (indent === '') return text;
  const lines = text.split('\n');
  return lines
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

function tidied(text: string): string {
  return text
    .replaceAll(/[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Splits a message that is a plan without a fence: its first lines ask, the checklist follows, or the other way round. */
export function bareChecklist(words: string): MessageParts | undefined {
  if (!isChecklist(words)) return undefined;
  const lines = words.split('\n');
  const isStep = (line: string) => /^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s/.test(line);
  const first = lines.findIndex(isStep);
  const last = lines.findLastIndex(isStep);
  const heading = first > 0 && lines[first - 1]?.startsWith('#') ? first - 1 : first;
  const text = `${lines.slice(heading, last + 1).join('\n')}\n`;
  const rest = [...lines.slice(0, heading), ...lines.slice(last + 1)].join('\n');
  const block = { path: 'plan.md', isNamed: false, language: 'md', text };
  return { words: tidied(rest), blocks: [block] };
}
