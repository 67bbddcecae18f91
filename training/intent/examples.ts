/**
 * The instructions of the training data with what they want, as the intent classifier sees them. Takes the files that
 * synthesis/main.ts wrote, gives cues by the very functions that the assistant uses.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { documentSymbols, parseChecklist } from '@wick/workspace';
import { cuesOf } from '../../packages/assistant/src/intent/cues.ts';
import {
  codeFacts,
  type DocumentFacts,
  NO_FACTS,
  planFacts,
} from '../../packages/assistant/src/intent/facts.ts';
import type { InstructionPart } from '../../packages/assistant/src/line-references.ts';
import { ONE, TWO, WISHES } from '../../packages/assistant/src/wishes.ts';
import type { TrainingDocument } from '../synthesis/main.ts';
import type { Random } from '../synthesis/random.ts';

export interface IntentExample {
  readonly task: string;
  /** The beginning of the right answer. */
  readonly head: string;
  readonly cues: ReadonlySet<string>;
}

/** A kind of requests that have no one head. */
const TWO_WISHES = 'two';

/** A kind of requests for what is so already, and the share of them that is learnt from: few people ask for that. */
const DONE = 'nothing-already';
const SHARE_OF_DONE = 0.25;

/** The examples of one file of training data: which answer is wanted, and of edits whether they are one wish or two. */
export async function* intentExamples(file: string, random: Random): AsyncGenerator<IntentExample> {
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    if (line === '') continue;
    const document = JSON.parse(line) as TrainingDocument;
    const task = document.requests[0]?.task;
    if (task === undefined || task === 'complete') continue;
    const facts = await factsOf(task, document);
    const indices = new Map(document.lines.map(([id], index) => [id, index]));
    const lineOf = (id: number) => (indices.get(id) ?? document.lines.length) + 1;
    for (const { kind, instruction, answer } of document.requests) {
      if (kind === DONE && !random.chance(SHARE_OF_DONE)) continue;
      const parts = instruction.flatMap((part): InstructionPart[] => {
        if (typeof part === 'string') return [part];
        return 'l' in part ? [{ line: lineOf(part.l) }] : [];
      });
      const cues = cuesOf(parts, facts);
      if (kind !== TWO_WISHES) yield { task, head: headOf(answer), cues };
      if (task === 'edit') yield { task: WISHES, head: kind === TWO_WISHES ? TWO : ONE, cues };
    }
  }
}

async function factsOf(task: string, { path, lines }: TrainingDocument): Promise<DocumentFacts> {
  const texts = lines.map(([, text]) => text);
  if (task === 'ask') return NO_FACTS;
  if (task === 'plan') return planFacts(parseChecklist(texts));
  return codeFacts(texts, await documentSymbols(texts.join('\n'), path));
}

/** What the answer begins with, by the names of answer-grammar.ts. */
function headOf([first, name]: TrainingDocument['requests'][number]['answer']): string {
  const special = typeof first === 'object' && 's' in first ? first.s : '';
  if (special === '<|op|>') return String(name);
  return special === '' ? 'hunks' : special.replace(/[<|>]/g, '');
}
