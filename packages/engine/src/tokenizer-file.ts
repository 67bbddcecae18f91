/**
 * Reads `tokenizer.json` (Hugging Face tokenizers) into what the Tokenizer needs. Takes the parsed
 * JSON; throws ModelFileError for whatever this implementation would otherwise silently do differently:
 * supported is a byte-level BPE without normalizer, split by one regular expression.
 */
import type { Merge } from './bpe.ts';
import { BYTE_CHARACTERS } from './byte-level.ts';
import { ModelFileError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import type { TokenId } from './tokenizer.ts';

export interface TokenizerDefinition {
  /** Cuts a text into pieces that are encoded on their own; has the flags `gu`. */
  readonly pattern: RegExp;
  /** Text tokens, written in the byte-level alphabet, without the special ones. */
  readonly tokens: ReadonlyMap<string, TokenId>;
  readonly merges: readonly Merge[];
  /** The token of each of the 256 bytes. */
  readonly byteTokens: readonly TokenId[];
  /** Special tokens by name, for example `<|end|>`. */
  readonly specials: ReadonlyMap<string, TokenId>;
  /** One more than the highest token id. */
  readonly size: number;
}

/** Checks `json` and takes it apart. `file` is named in errors. */
export function readTokenizerDefinition(file: string, json: JsonObject): TokenizerDefinition {
  if (json.normalizer !== null && json.normalizer !== undefined) {
    unsupported(file, 'has a normalizer', 'none');
  }
  const model = isObject(json.model) ? json.model : {};
  if (model.type !== 'BPE' || !isObject(model.vocab) || !Array.isArray(model.merges)) {
    unsupported(file, 'has no BPE model', '"model" of type BPE with "vocab" and "merges"');
  }
  for (const option of OPTIONS_THAT_MUST_BE_OFF) {
    if (model[option]) unsupported(file, `sets "model.${option}"`, 'it to be off');
  }
  const specials = readSpecials(file, json.added_tokens);
  const tokens = readVocabulary(file, model.vocab, specials);
  const byteTokens = BYTE_CHARACTERS.map(
    (character, byte) =>
      tokens.get(character) ??
      unsupported(file, `has no token for byte ${byte} ("${character}")`, 'one for every byte'),
  );
  let size = 0;
  for (const ids of [tokens.values(), specials.values()]) {
    for (const id of ids) size = Math.max(size, id + 1);
  }
  return {
    pattern: readPattern(file, json.pre_tokenizer),
    tokens,
    merges: readMerges(file, model.merges, tokens),
    byteTokens,
    specials,
    size,
  };
}

const OPTIONS_THAT_MUST_BE_OFF = [
  'dropout',
  'byte_fallback',
  'ignore_merges',
  'continuing_subword_prefix',
  'end_of_word_suffix',
];

/**
 * The pattern of the pre-tokenizer Sequence[Split(Regex, isolated), ByteLevel]. `\s` means Unicode's
 * White_Space there, which differs from JavaScript's `\s` in U+0085 and U+FEFF, so it is spelt out.
 */
function readPattern(file: string, preTokenizer: unknown): RegExp {
  const steps = isObject(preTokenizer) ? preTokenizer.pretokenizers : undefined;
  const [split, byteLevel] = Array.isArray(steps) && steps.length === 2 ? steps : [];
  const source =
    isObject(split) && isObject(split.pattern) && split.type === 'Split' && !split.invert
      ? split.pattern.Regex
      : undefined;
  const plain =
    isObject(byteLevel) &&
    byteLevel.type === 'ByteLevel' &&
    byteLevel.add_prefix_space === false &&
    byteLevel.use_regex === false;
  if (
    typeof source !== 'string' ||
    !plain ||
    !isObject(split) ||
    String(split.behavior).toLowerCase() !== 'isolated'
  ) {
    return unsupported(
      file,
      'has another pre_tokenizer',
      'Sequence[Split(Regex, isolated), ByteLevel(add_prefix_space=false, use_regex=false)]',
    );
  }
  const spelt = source.replace(/\\(.)/gsu, (sequence, character) => {
    if (character === 's') return '\\p{White_Space}';
    return character === 'S' ? '\\P{White_Space}' : sequence;
  });
  try {
    return new RegExp(spelt, 'gu');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unsupported(
      file,
      `has a Split pattern that does not compile (${reason})`,
      'a pattern that JavaScript understands',
    );
  }
}

function readSpecials(file: string, addedTokens: unknown): Map<string, TokenId> {
  const specials = new Map<string, TokenId>();
  for (const token of Array.isArray(addedTokens) ? addedTokens : []) {
    if (!isObject(token) || typeof token.content !== 'string' || !isTokenId(token.id)) {
      return unsupported(file, 'has a malformed added token', '{"id", "content"}');
    }
    specials.set(token.content, token.id);
  }
  return specials;
}

function readVocabulary(
  file: string,
  vocab: JsonObject,
  specials: ReadonlyMap<string, TokenId>,
): Map<string, TokenId> {
  const tokens = new Map<string, TokenId>();
  const specialIds = new Set(specials.values());
  for (const text in vocab) {
    const id = vocab[text];
    if (!isTokenId(id)) return unsupported(file, `gives "${text}" no valid id`, 'ids from 0 up');
    if (specials.get(text) === id) continue;
    if (specialIds.has(id)) {
      return unsupported(file, `gives "${text}" the id of a special token`, 'ids of their own');
    }
    tokens.set(text, id);
  }
  return tokens;
}

/** Merges are written `["left", "right"]`, or `"left right"` by older versions. */
function readMerges(
  file: string,
  list: readonly unknown[],
  tokens: ReadonlyMap<string, TokenId>,
): Merge[] {
  return list.map((entry, rank) => {
    const pair: unknown = typeof entry === 'string' ? entry.split(' ') : entry;
    if (Array.isArray(pair) && pair.length === 2) {
      const left = tokens.get(pair[0]);
      const right = tokens.get(pair[1]);
      const merged = tokens.get(pair[0] + pair[1]);
      if (left !== undefined && right !== undefined && merged !== undefined) {
        return { left, right, merged };
      }
    }
    return unsupported(
      file,
      `has merge ${rank} (${JSON.stringify(entry)}) that refers to unknown tokens`,
      'merges of tokens of the vocabulary',
    );
  });
}

function isTokenId(value: unknown): value is TokenId {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function unsupported(file: string, problem: string, expectation: string): never {
  throw new ModelFileError(file, problem, expectation);
}
