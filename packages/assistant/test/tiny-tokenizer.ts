/** A small tokenizer with all special tokens of the released one: bytes, and merges for a few words. */
import { Tokenizer } from '@wick/engine';
import { Vocabulary } from '../src/vocabulary.ts';

const SPECIAL_TOKENS = [
  ...'pad file doc task instr out end nl op arg none delegate'.split(' ').map((n) => `<|${n}|>`),
  ...Array.from({ length: 1000 }, (_, id) => `<L${id}>`),
];

const PATTERN =
  '\\p{Lu}?\\p{Ll}+|\\p{Lu}+(?!\\p{Ll})|[\\p{L}\\p{M}]|\\p{N}|[_$]| ?[^\\s\\p{L}\\p{M}\\p{N}_$]+ ?|\\s+';

const MERGES =
  'r e|re n|a m|am e|ren ame|t o|to t|a l|tot al|s u|su b|l e|le t|o n|c on|s t|con st|Ġ Ġ';

/** GPT-2's byte-level alphabet: printable bytes stand for themselves, the others for U+0100 and up. */
function byteCharacters(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    return String.fromCodePoint(printable ? byte : next++);
  });
}

export function tinyVocabulary(): Vocabulary {
  const merges = MERGES.split('|').map((merge) => merge.split(' '));
  const texts = [...byteCharacters(), ...merges.map((parts) => parts.join(''))];
  const vocab = Object.fromEntries(texts.map((text, id) => [text, SPECIAL_TOKENS.length + id]));
  const tokenizer = new Tokenizer('tokenizer.json', {
    version: '1.0',
    added_tokens: SPECIAL_TOKENS.map((content, id) => ({ id, content, special: true })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: PATTERN }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', unk_token: null, byte_fallback: false, vocab, merges },
  });
  return new Vocabulary(tokenizer);
}
