/** Operations on plans: what each does to a checklist, how it is written, and what is refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDocument, planOperations } from '@wick/edits';
import fc from 'fast-check';
import { parseChecklist, runPlanOperation, runPlanOperations } from '../src/index.ts';
import { revisions } from '../src/plans/revise.ts';

const PLAN = `# Launch

Some words before the list.

## Build

- [x] Draft the schema
- [ ] Write the importer
  It reads CSV files.
  - [ ] Parse dates
  - [ ] Report bad rows
- [ ] Add a login page

## Ship

1. [ ] Tag the release
2. [ ] Write the notes
3. [ ] Tell the team
`;

type Argument = string | number;

/** The plan after an operation; lines are given by their text. */
function after(text: string, name: string, ...args: Argument[]): string {
  const result = runPlanOperation(text, { name, args });
  assert.ok(result.ok, result.ok ? '' : result.refusal.message);
  return result.after;
}

/** The index of the line that holds `words`. */
function at(text: string, words: string): number {
  const line = parseDocument(text).lines.findIndex((each) => each.includes(words));
  assert.ok(line >= 0, words);
  return line;
}

function refusal(text: string, name: string, ...args: Argument[]) {
  const result = runPlanOperation(text, { name, args });
  assert.ok(!result.ok, 'it was done');
  return result.refusal;
}

describe('a checklist', () => {
  it('has steps with what belongs to them', () => {
    const { steps, sections } = parseChecklist(PLAN.split('\n'));
    assert.deepEqual(
      steps.map(({ text }) => text),
      [
        'Draft the schema',
        'Write the importer',
        'Parse dates',
        'Report bad rows',
        'Add a login page',
        'Tag the release',
        'Write the notes',
        'Tell the team',
      ],
    );
    const importer = steps[1]!;
    assert.deepEqual([importer.line, importer.textEnd, importer.end], [7, 9, 11]);
    assert.equal(steps[2]!.parent, importer);
    assert.deepEqual(
      sections.map(({ title, level }) => [title, level]),
      [
        ['Launch', 1],
        ['Build', 2],
        ['Ship', 2],
      ],
    );
    assert.equal(steps[5]!.section?.title, 'Ship');
  });

  it('takes all items for steps where none has a box, and nothing in fenced code', () => {
    const { steps } = parseChecklist(['* one', '```', '- [ ] not this', '```', '* two', '* * *']);
    assert.deepEqual(
      steps.map(({ text }) => text),
      ['one', 'two'],
    );
  });
});

describe('operations on plans', () => {
  it('are as many as there are specs', () => {
    assert.deepEqual(Object.keys(revisions).sort(), [...planOperations.keys()].sort());
  });

  it('check and uncheck change one character', () => {
    const line = at(PLAN, 'Write the importer');
    const checked = after(PLAN, 'check', line);
    assert.equal(checked, PLAN.replace('[ ] Write the importer', '[x] Write the importer'));
    assert.equal(after(checked, 'uncheck', line), PLAN);
    assert.equal(refusal(PLAN, 'uncheck', line).reason, 'already-done');
    assert.equal(refusal('- one\n- two\n', 'check', 0).reason, 'not-applicable');
    const large = '- [X] one\n- [ ] two\n';
    assert.equal(after(large, 'check', 1), '- [X] one\n- [X] two\n');
  });

  it('a step is added at the end of the plan, of a section, of a section without steps', () => {
    assert.equal(after(PLAN, 'add-step', 'celebrate'), `${PLAN}4. [ ] Celebrate\n`);
    const built = after(PLAN, 'add-step', 'Add a logout page', at(PLAN, '## Build'));
    assert.match(built, /- \[ \] Add a login page\n- \[ \] Add a logout page\n\n## Ship/);
    const empty = '# Plan\n\n## Now\n\n## Later\n\n- [ ] Rest\n';
    assert.match(after(empty, 'add-step', 'Go', 2), /## Now\n\n- \[ \] Go\n\n## Later/);
    assert.equal(after('# Plan\n', 'add-step', 'go'), '# Plan\n\n- [ ] go\n');
    assert.equal(after('', 'add-step', 'go'), '- [ ] go\n');
    assert.equal(refusal(PLAN, 'add-step', 'tell the team').reason, 'already-done');
    assert.equal(refusal(PLAN, 'add-step', 'x', 2).reason, 'not-found');
  });

  it('a step is added before or behind another, behind what belongs to that', () => {
    const behind = after(PLAN, 'add-step-after', at(PLAN, 'importer'), '- [ ] test it');
    assert.match(behind, / {2}- \[ \] Report bad rows\n- \[ \] Test it\n- \[ \] Add a login page/);
    const before = after(PLAN, 'add-step-before', at(PLAN, 'Tag the release'), 'Freeze');
    assert.match(before, /1\. \[ \] Freeze\n2\. \[ \] Tag the release\n3\. .*\n4\. /);
    const below = after(PLAN, 'add-step-after', at(PLAN, 'Parse dates'), 'parse sums');
    assert.match(below, / {2}- \[ \] Parse dates\n {2}- \[ \] Parse sums\n/);
  });

  it('the words of a step are written as its neighbours are', () => {
    const stops = '- [ ] Do this.\n- [ ] Do that.\n';
    assert.match(after(stops, 'add-step', 'rest'), /\n- \[ \] Rest\.\n$/);
    assert.match(after(PLAN, 'add-step', 'npm publish.'), /4\. \[ \] Npm publish\n$/);
    assert.match(after(PLAN, 'add-step', 'iOS build'), /4\. \[ \] iOS build\n$/);
    assert.match(after('- [ ] a\n', 'add-step', 'b c'), /- \[ \] b c\n$/);
  });

  it('a step goes with all that belongs to it, and lists stay numbered', () => {
    const gone = after(PLAN, 'remove-step', at(PLAN, 'importer'));
    assert.match(gone, /schema\n- \[ \] Add a login page/);
    const fewer = after(PLAN, 'remove-step', at(PLAN, 'Tag the release'));
    assert.match(fewer, /1\. \[ \] Write the notes\n2\. \[ \] Tell the team/);
    const loose = '- [ ] one\n\n- [ ] two\n\n- [ ] three\n';
    assert.equal(after(loose, 'remove-step', 2), '- [ ] one\n\n- [ ] three\n');
    assert.equal(after(loose, 'remove-step', 4), '- [ ] one\n\n- [ ] two\n');
    const same = '1. [ ] one\n1. [ ] two\n1. [ ] three\n';
    assert.equal(after(same, 'remove-step', 0), '1. [ ] two\n1. [ ] three\n');
  });

  it('a step moves before, behind and to the end', () => {
    const [first, last] = [at(PLAN, 'Tag the release'), at(PLAN, 'Tell the team')];
    const order = '1. [ ] Write the notes\n2. [ ] Tell the team\n3. [ ] Tag the release\n';
    assert.ok(after(PLAN, 'move-step-after', first, last).endsWith(order));
    assert.ok(after(PLAN, 'move-step-last', first).endsWith(order));
    assert.match(after(PLAN, 'move-step-before', last, first), /1\. \[ \] Tell.*\n2\. \[ \] Tag/);
    const whole = after(PLAN, 'move-step-before', at(PLAN, 'importer'), at(PLAN, 'schema'));
    assert.match(whole, /importer\n.*CSV.*\n.*dates\n.*rows\n- \[x\] Draft/);
    const across = after(PLAN, 'move-step-after', at(PLAN, 'Parse dates'), first);
    assert.match(across, /2\. \[ \] Parse dates\n3\. \[ \] Write the notes/);
    const loose = '- [ ] one\n\n- [ ] two\n\n- [ ] three\n';
    const moved = '- [ ] three\n\n- [ ] one\n\n- [ ] two\n';
    assert.equal(after(loose, 'move-step-before', 4, 0), moved);
    assert.equal(after(moved, 'move-step-after', 0, 4), loose);
    assert.equal(refusal(PLAN, 'move-step-last', last).reason, 'already-done');
    assert.equal(refusal(PLAN, 'move-step-before', first, first + 1).reason, 'already-done');
    const importer = at(PLAN, 'importer');
    assert.equal(refusal(PLAN, 'move-step-after', importer, importer + 2).reason, 'not-applicable');
    assert.equal(refusal(PLAN, 'swap-steps', importer, importer).reason, 'not-applicable');
  });

  it('two steps change places, split and merge', () => {
    const [first, last] = [at(PLAN, 'Tag the release'), at(PLAN, 'Tell the team')];
    const swapped = after(PLAN, 'swap-steps', last, first);
    assert.match(swapped, /1\. \[ \] Tell the team\n2\. .*notes\n3\. \[ \] Tag the release/);
    const two = after(PLAN, 'split-step', first, 'tag it', 'publish it');
    assert.match(two, /1\. \[ \] Tag it\n2\. \[ \] Publish it\n3\. \[ \] Write/);
    const one = after(PLAN, 'merge-steps', first, last);
    assert.match(one, /1\. \[ \] Tag the release and tell the team\n2\. \[ \] Write the notes\n$/);
    const importer = at(PLAN, 'importer');
    const both = after(PLAN, 'merge-steps', at(PLAN, 'login'), importer);
    const text = '- [ ] Add a login page and write the importer It reads CSV files.\n';
    assert.ok(both.includes(`${text}  - [ ] Parse dates\n  - [ ] Report bad rows\n`), both);
    assert.match(after(PLAN, 'merge-steps', 6, importer), /- \[ \] Draft the schema and write/);
  });

  it('a step is worded anew, with its lines of text', () => {
    const line = at(PLAN, 'importer');
    const reworded = after(PLAN, 'reword-step', line, 'write the exporter');
    assert.match(reworded, /- \[ \] Write the exporter\n {2}- \[ \] Parse dates/);
    assert.equal(
      refusal(PLAN, 'reword-step', at(PLAN, 'login'), 'Add a login page').reason,
      'already-done',
    );
  });

  it('keeps line endings and the byte order mark', () => {
    const windows = `\uFEFF${PLAN.replaceAll('\n', '\r\n')}`;
    const name = 'move-step-last';
    const line = at(PLAN, 'Tag the release');
    const expected = `\uFEFF${after(PLAN, name, line).replaceAll('\n', '\r\n')}`;
    assert.equal(after(windows, name, line), expected);
  });

  it('several are one change, of lines as they were', () => {
    const calls = [
      { name: 'check', args: [at(PLAN, 'importer')] },
      { name: 'remove-step', args: [at(PLAN, 'schema')] },
      { name: 'check', args: [at(PLAN, 'login')] },
    ];
    const result = runPlanOperations(PLAN, calls);
    assert.ok(result.ok);
    assert.match(
      result.after,
      /## Build\n\n- \[x\] Write the importer\n[\s\S]*- \[x\] Add a login/,
    );
  });

  it('tells where there is no step', () => {
    const { reason, message, lines } = refusal(PLAN, 'check', 2);
    assert.equal(reason, 'not-found');
    assert.match(message, /Line 3 is no step.*line 7/);
    assert.deepEqual(lines, [6]);
    assert.equal(refusal('just text\n', 'check', 0).reason, 'not-found');
  });

  it('neither loses nor invents a step, whatever the plan', () => {
    const item = fc.tuple(
      fc.constantFrom('', '  ', '    '),
      fc.constantFrom('- [ ] ', '- [x] ', '1. [ ] '),
      fc.constantFrom('A', 'B b', 'C c c'),
    );
    const line = fc.oneof(
      item.map((parts) => parts.join('')),
      fc.constantFrom('', '# H', 'text', '  more'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.nat(), fc.nat(), (lines, one, other) => {
        const text = lines.join('\n');
        const { steps } = parseChecklist(lines);
        if (steps.length === 0) return;
        const step = steps[one % steps.length]!;
        const target = steps[other % steps.length]!;
        const words = (of: string) =>
          parseChecklist(of.split('\n'))
            .lines.map((each) => each.replace(/^\s*(?:\d+\.|-)?/, '').trim())
            .filter((each) => each !== '')
            .sort();
        for (const name of ['move-step-before', 'move-step-after', 'swap-steps']) {
          const result = runPlanOperation(text, { name, args: [step.line, target.line] });
          if (result.ok) assert.deepEqual(words(result.after), words(text), `${name}: ${text}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
