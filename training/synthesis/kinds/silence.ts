/** Where nothing is to be done, or too much: remarks, names that do not exist, and work for a bigger model. */
import { type EditCase, type Finding, NOTHING, ordinal, slots, targetSlots } from '../cases.ts';
import { freshName } from '../pools.ts';

export function remarks(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const fn = random.maybe(program.functions);
  return [{ kind: 'nothing', slots: slots({ name: fn?.name }), answer: NOTHING }];
}

export function delegated(finding: Finding): EditCase[] {
  const { program, random } = finding;
  const declaration = random.maybe(program.declarations);
  const owner = random.maybe(
    program.declarations.filter((d) => d.sort === 'class' || d.sort === 'interface'),
  );
  const same = program.declarations.filter((d) => d.sort === declaration?.sort);
  return [
    {
      kind: 'delegate',
      slots: slots({
        ...(declaration
          ? targetSlots({ ...declaration, nth: ordinal(same, declaration, random) })
          : {}),
        name: declaration?.name,
        owner: owner?.name,
      }),
      answer: { kind: 'delegate' },
    },
  ];
}

/** Kinds whose wordings are borrowed to ask for something about a name that the document does not have. */
const ABOUT_A_NAME: readonly { wordings: string; slot: string; also?: Record<string, string> }[] = [
  { wordings: 'make-async', slot: 'fn' },
  { wordings: 'export', slot: 'name' },
  { wordings: 'unexport', slot: 'name' },
  { wordings: 'to-arrow-function', slot: 'fn' },
  { wordings: 'wrap-try', slot: 'fn' },
  { wordings: 'make-const', slot: 'name' },
  { wordings: 'make-let', slot: 'name' },
  { wordings: 'remove-function', slot: 'name' },
  { wordings: 'remove-import', slot: 'name' },
  { wordings: 'remove-call', slot: 'callee' },
  { wordings: 'add-log', slot: 'fn' },
  { wordings: 'rename', slot: 'old', also: { new: 'other' } },
  { wordings: 'rename', slot: 'old', also: { new: 'other' } },
  { wordings: 'rename', slot: 'old', also: { new: 'other' } },
];

export function absentNames(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const like = random.maybe([...program.identifiers]) ?? 'value';
  const name = freshName(like, pools, program.identifiers, random);
  if (program.text.includes(name)) return [];
  const { wordings, slot, also } = random.pick(ABOUT_A_NAME);
  const extra = also ? { new: freshName(name, pools, program.identifiers, random) } : {};
  return [
    {
      kind: 'nothing-absent',
      wordings,
      slots: slots({ [slot]: name, ...extra }),
      answer: NOTHING,
      needsOneOf: [slot],
    },
  ];
}
