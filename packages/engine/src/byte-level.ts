/**
 * The byte-level alphabet of GPT-2's tokenizer: each of the 256 bytes is written as one printable
 * character, so that a vocabulary of byte strings fits into JSON. Printable Latin-1 characters stand
 * for themselves; the other bytes, in ascending order, for U+0100, U+0101, …
 */

/** `BYTE_CHARACTERS[byte]` is the character that stands for `byte`. */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

/** `CHARACTER_BYTES[code]` is the byte that the character with that UTF-16 code stands for, or -1. */
const CHARACTER_BYTES: Int16Array = characterBytes();

/** The byte that `text[index]` stands for, or -1 if it is no character of the alphabet. */
export function byteOfCharacter(text: string, index: number): number {
  return CHARACTER_BYTES[text.charCodeAt(index)] ?? -1;
}

function byteCharacters(): string[] {
  const characters: string[] = [];
  let replacement = 0x100;
  for (let byte = 0; byte < 256; byte++) {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
    characters.push(String.fromCharCode(printable ? byte : replacement++));
  }
  return characters;
}

function characterBytes(): Int16Array {
  const bytes = new Int16Array(0x200).fill(-1);
  BYTE_CHARACTERS.forEach((character, byte) => {
    bytes[character.charCodeAt(0)] = byte;
  });
  return bytes;
}
