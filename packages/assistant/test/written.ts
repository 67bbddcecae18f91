/** Answers as people write them down, to tokens and back: `<|op|>rename<|arg|>a<|arg|>b<|end|>`. */
import type { TokenId } from '@wick/engine';
import type { Vocabulary } from '../src/vocabulary.ts';

/** Special tokens where the text names one, its own text elsewhere. */
export function tokensOf(vocabulary: Vocabulary, written: string): TokenId[] {
  return written
    .split(/(<\|\w+\|>|<L\d+>)/)
    .flatMap((part, index) =>
      index % 2 === 1 ? [vocabulary.tokenizer.special(part)] : vocabulary.tokenizer.encode(part),
    );
}
