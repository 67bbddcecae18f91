/**
 * What to say where the model wanted an operation and nothing in the file fits what the instruction speaks
 * of: which name is not there, and which one it may be meant to be. Pure.
 */
import { closeNames, type DocumentSymbols } from '@wick/workspace';
import { codeNamesFrom } from './instruction-texts.ts';
import { Pointers, tells } from './pointers.ts';

/** One or two plain sentences; undefined where no name of the instruction is seen to be missing. */
export function describeAbsence(
  instruction: string,
  text: string,
  symbols: DocumentSymbols,
): string | undefined {
  const asked = new Pointers(instruction).text;
  const names = [...new Set(symbols.declarations.map(({ name }) => name))];
  const words = asked.match(/[\p{ID_Start}$_][\p{ID_Continue}$]{2,}/gu) ?? [];
  const absent = words.filter((word) => tells(word.toLowerCase()) && !text.includes(word));
  const spelt = codeNamesFrom(asked).find((name) => absent.includes(name));
  // A plain word is only taken for a name where it is nearly one.
  const isNear = (word: string, name: string) => Math.abs(word.length - name.length) <= 2;
  const nearly = absent.find((word) => closeNames(word, names).some((name) => isNear(word, name)));
  const word = spelt ?? nearly;
  if (word === undefined) return undefined;
  const like = closeNames(word, names).find((name) => isNear(word, name));
  return `There is no \`${word}\` in this file.${like === undefined ? '' : ` Did you mean \`${like}\`?`}`;
}
