/** Questions about a project, with an engine that says what each test wrote. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AskRequest, type AskResult, ask } from '../src/ask.ts';
import { EmptyInstructionError, UntaughtTaskError } from '../src/errors.ts';
import { QuestionChoices, questionTexts } from '../src/question-choices.ts';
import { ScriptedEngine } from './scripted-engine.ts';
import { temporaryProject } from './temporary-project.ts';
import { tinyVocabulary } from './tiny-tokenizer.ts';

const vocabulary = tinyVocabulary();
const project = await temporaryProject({
  'src/cart.ts':
    'export class CartStore {\n  addLine(title: string) {\n    return title;\n  }\n}\n' +
    "export const limit = 3;\nexport const note = 'not in stock';\n",
  'src/shop.ts':
    "import { CartStore } from './cart.ts';\nconst store = new CartStore();\nstore.addLine('tea');\n",
});

async function answerTo(
  question: string,
  script: string,
  more: Partial<AskRequest> = {},
): Promise<AskResult> {
  const engine = new ScriptedEngine(vocabulary, [script]);
  const model = { engine, vocabulary, readingTokens: 1024 };
  return ask(model, { project, question, ...more });
}

function placesOf(result: AskResult): string[] {
  assert.ok(result.status === 'answered', 'message' in result ? result.message : '');
  return result.citations.map(({ path, line }) => `${path}:${line + 1}`);
}

test('a question becomes a query, and is answered with places and their lines', async () => {
  const result = await answerTo('who calls addLine?', '<|op|>callers<|arg|>addLine<|end|>');
  assert.deepEqual(placesOf(result), ['src/shop.ts:3']);
  assert.ok(result.status === 'answered');
  assert.equal(result.citations[0]?.text, "store.addLine('tea');");
  assert.equal(result.summary, 'all calls of a function: addLine');
});

test('"this file" is the one that the question is asked in', async () => {
  const exports = '<|op|>exports<|end|>';
  const asked = { file: 'src/cart.ts' };
  const result = await answerTo('what does this file export?', exports, asked);
  assert.deepEqual(placesOf(result), ['src/cart.ts:1', 'src/cart.ts:6', 'src/cart.ts:7']);
  const without = await answerTo('what does this file export?', exports);
  assert.ok(without.status === 'declined');
  assert.match(without.message, /Which file is meant/);
});

test('what needs more than a look-up is declined', async () => {
  const result = await answerTo('why is limit so low?', '<|delegate|><|end|>');
  assert.ok(result.status === 'declined');
  assert.match(result.message, /more than a look-up/);
});

test('a name that is not there is told, with one that is like it', async () => {
  const result = await answerTo('who calls addLin?', '<|op|>callers<|end|>');
  assert.ok(result.status === 'declined');
  assert.equal(result.message, 'Nothing here is called `addLin`. Did you mean `addLine`?');
});

test('an empty question, and a model that was not taught any, are errors', async () => {
  await assert.rejects(answerTo('  ', ''), EmptyInstructionError);
  const engine = new ScriptedEngine(vocabulary, []);
  const model = { engine, vocabulary, readingTokens: 1024, operations: new Set(['rename']) };
  await assert.rejects(ask(model, { project, question: 'who calls addLine?' }), UntaughtTaskError);
});

test('names are chosen as the project spells them', () => {
  const symbolsIn = (question: string) => questionTexts(question, project).symbols;
  assert.deepEqual(symbolsIn('where is CartStore used, and the limit?'), ['CartStore']);
  assert.deepEqual(symbolsIn('where is limit used'), ['limit']);
  assert.deepEqual(symbolsIn('where is cartstore used'), ['CartStore']);
  assert.deepEqual(symbolsIn('what implements the cart store'), ['CartStore']);
  assert.deepEqual(symbolsIn('what is this'), []);
});

test('files are chosen as the question spells them, with or without their ending', () => {
  const filesIn = (question: string) => questionTexts(question, project).files;
  assert.deepEqual(filesIn('what does src/cart.ts export?'), ['src/cart.ts']);
  assert.deepEqual(filesIn('who imports ./cart.ts?'), ['./cart.ts']);
  assert.deepEqual(filesIn('outline of shop'), ['shop']);
  assert.deepEqual(filesIn('outline of missing.ts'), ['missing.ts']);
});

test('texts are what is quoted or stands after a colon; descriptions any words in a row', () => {
  const { texts, descriptions } = questionTexts("where does 'not in stock' stand", project);
  assert.deepEqual(texts, ['not in stock']);
  assert.ok(descriptions.includes('not in stock') && descriptions.includes('stock'));
  assert.deepEqual(questionTexts('grep for: in stock', project).texts, ['in stock']);
});

test('a query takes what the question surely names: a file, or a name that only code spells so', () => {
  const possible = (question: string) => {
    const choices = new QuestionChoices(vocabulary, questionTexts(question, project));
    return [...choices.operations].filter(([, spec]) => choices.isPossible(spec)).map(([n]) => n);
  };
  assert.deepEqual(possible('is cart.ts used anywhere?'), [
    'exports',
    'dependents',
    'imports',
    'outline',
  ]);
  const ofName = possible('what about addLine?');
  assert.ok(ofName.includes('callers') && !ofName.includes('text'));
  assert.ok(possible('search the text addLine').includes('text'));
  assert.ok(!ofName.includes('outline') && !ofName.includes('find'));
  assert.ok(possible('where is "cart.ts" mentioned?').includes('text'));
});

test('a name is told by its place where it could be a word as well', () => {
  const symbolsIn = (question: string) => questionTexts(question, project).symbols;
  assert.deepEqual(symbolsIn('note how I keep stumbling over limit in reviews'), ['limit']);
  assert.deepEqual(symbolsIn('limit(?) remind me of the note'), ['limit']);
  assert.deepEqual(symbolsIn("give me note's prototype, no limit"), ['note']);
  const told = questionTexts('limit: occurrences in the code?', project);
  assert.ok(told.isAboutSymbol && !told.isAboutText);
});

test('a file that is named is not left out, but "this file" may be', () => {
  const spec = (question: string) => {
    const choices = new QuestionChoices(vocabulary, questionTexts(question, project));
    const [file] = choices.operations.get('exports')!.parameters;
    return choices.isNeeded(file!);
  };
  assert.ok(spec('what does cart.ts export?'));
  assert.ok(!spec('what does this file export?'));
  assert.ok(!spec('what does this file take from the shop?'));
});
