/** Where nothing is to be done, or too much: remarks, names that do not exist, and work for a bigger model. */
import {
  call,
  type EditCase,
  type Finding,
  NOTHING,
  ordinal,
  slots,
  targetSlots,
} from '../cases.ts';
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

/** A kind whose wordings are borrowed to ask for something about a name that the document does not have. */
interface Borrowed {
  readonly wordings: string;
  readonly slot: string;
  /** The operation, where it is not called as the kind is. */
  readonly operation?: string;
  /** Its first argument is no name: nothing can be said of it. */
  readonly byLine?: true;
}

const ABOUT_A_NAME: readonly Borrowed[] = [
  { wordings: 'make-async', slot: 'fn' },
  { wordings: 'export', slot: 'name' },
  { wordings: 'unexport', slot: 'name' },
  { wordings: 'to-arrow-function', slot: 'fn' },
  { wordings: 'wrap-try', slot: 'fn' },
  { wordings: 'make-const', slot: 'name' },
  { wordings: 'make-let', slot: 'name' },
  { wordings: 'remove-function', slot: 'name', operation: 'remove-declaration' },
  { wordings: 'remove-function', slot: 'name', operation: 'remove-declaration' },
  { wordings: 'remove-import', slot: 'name', byLine: true },
  { wordings: 'remove-call', slot: 'callee', byLine: true },
  { wordings: 'add-log', slot: 'fn' },
  { wordings: 'rename', slot: 'old' },
  { wordings: 'rename', slot: 'old' },
  { wordings: 'rename', slot: 'old' },
];

/**
 * The answer is the operation all the same: decoding finds that there is nothing of the name, and says so. A model need
 * not look for it.
 */
export function absentNames(finding: Finding): EditCase[] {
  const { program, pools, random } = finding;
  const like = random.maybe([...program.identifiers]) ?? 'value';
  const name = freshName(like, pools, program.identifiers, random);
  if (program.text.includes(name)) return [];
  const { wordings, slot, operation, byLine } = random.pick(ABOUT_A_NAME);
  const extra: { new?: string } =
    wordings === 'rename' ? { new: freshName(name, pools, program.identifiers, random) } : {};
  const args = byLine ? [] : [name, ...(extra.new === undefined ? [] : [extra.new])];
  return [
    {
      kind: 'nothing-absent',
      wordings,
      slots: slots({ [slot]: name, ...extra }),
      answer: call(operation ?? wordings, ...args),
      needsOneOf: [slot],
    },
  ];
}
