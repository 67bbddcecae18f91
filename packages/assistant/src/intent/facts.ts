/**
 * What a document tells of the names and lines that an instruction speaks of: that `parse` is a function and
 * exported, that line 12 imports something, that a step is done. Takes what the workspace found in the document,
 * gives facts by name and by line (from 1). Pure.
 */
import { type Checklist, type DocumentSymbols, escapePattern } from '@wick/workspace';

export interface DocumentFacts {
  /** What `name` is, none where the document only mentions it; undefined where it does not know it. */
  name(name: string): readonly string[] | undefined;
  line(line: number): readonly string[];
  /** The words of what stands on a line, where an instruction may say them in its stead. */
  textOf(line: number): string | undefined;
}

/** Of nothing anything is known: questions are about files that nobody has opened yet. */
export const NO_FACTS: DocumentFacts = {
  name: () => undefined,
  line: () => [],
  textOf: () => undefined,
};

/** Words before a declared name that tell how it is declared. */
const DECLARING =
  /\b(?:export|default|async|function|const|let|var|readonly|private|protected|public|static|import|type|enum)\b/g;

/** The facts of code. */
export function codeFacts(lines: readonly string[], symbols: DocumentSymbols): DocumentFacts {
  const names = new Map<string, Set<string>>(symbols.identifiers.map((name) => [name, new Set()]));
  const declaring = new Map<number, Set<string>>();
  for (const { name, line, sort, inLiteral } of symbols.declarations) {
    const facts = names.get(name) ?? new Set();
    names.set(name, facts);
    facts.add(inLiteral ? 'entry' : sort);
    for (const fact of stateOf(lines[line] ?? '', name)) facts.add(fact);
    const there = declaring.get(line) ?? new Set();
    declaring.set(line, there.add(`declares ${sort}`));
  }
  const lists = new Map([...names].map(([name, facts]) => [name, [...facts]]));
  return {
    name: (name) => lists.get(name),
    line: (line) => [...(declaring.get(line - 1) ?? []), ...contentOf(lines[line - 1] ?? '')],
    textOf: () => undefined,
  };
}

/** How `name` is declared on its line: its modifiers, and what follows it. */
function stateOf(line: string, name: string): readonly string[] {
  const at = line.search(new RegExp(`(?<![\\w$])${escapePattern(name)}(?![\\w$])`));
  if (at < 0) return [];
  const rest = line.slice(at + name.length);
  const after = /^\s*(\?|:|=(?!>)|\()/.exec(rest)?.[1];
  return [
    ...(line.slice(0, at).match(DECLARING) ?? []),
    ...(after === undefined ? [] : [`then ${after}`]),
    ...(rest.includes('=>') ? ['then =>'] : []),
  ];
}

/** What may stand on a line, and how it is told. */
const CONTENTS: readonly (readonly [string, RegExp])[] = [
  ['imports', /^\s*import\b/],
  ['comments', /^\s*(?:\/\/|\/\*|\*)/],
  ['branches', /^\s*(?:\}\s*)?(?:else\s+)?if\b|\?[^.?:]*:/],
  ['returns', /^\s*return\b/],
  ['calls', /\w\(/],
  ['has a string', /['"`]/],
  ['has a number', /\b\d/],
  ['has a truth', /\b(?:true|false)\b/],
  ['compares', /[=!]==?/],
  ['joins', /&&|\|\|/],
  ['adds', /\s\+\s/],
  ['has an arrow', /=>/],
  ['lists', /\[/],
];

function contentOf(line: string): readonly string[] {
  return CONTENTS.flatMap(([name, pattern]) => (pattern.test(line) ? [name] : []));
}

/** The facts of a plan: its steps by their lines. */
export function planFacts(plan: Checklist): DocumentFacts {
  const steps = new Map(plan.steps.map((step) => [step.line + 1, step]));
  return {
    name: () => undefined,
    line: (line) => {
      const step = steps.get(line);
      return step === undefined ? [] : [(step.box ?? ' ') === ' ' ? 'open' : 'done'];
    },
    textOf: (line) => steps.get(line)?.text,
  };
}
