/**
 * Some editors write fill-in-the-middle into the prompt with the special tokens of the model they expect. Takes such a
 * prompt, or a prompt and a suffix; gives what stands before and behind the cursor. The tokens are those that the models'
 * own papers name.
 */

export interface FimPlace {
  readonly path: string;
  readonly prefix: string;
  readonly suffix: string;
}

const FORMS = [
  /** Qwen, CodeGemma and StarCoder: prefix, suffix, middle. */
  /<\|?fim_prefix\|?>([\s\S]*)<\|?fim_suffix\|?>([\s\S]*)<\|?fim_middle\|?>$/,
  /** GLM. */
  /<\|code_prefix\|>([\s\S]*)<\|code_suffix\|>([\s\S]*)<\|code_middle\|>$/,
  /** CodeLlama. */
  /<PRE> ?([\s\S]*?) ?<SUF>([\s\S]*) ?<MID>$/,
  /** DeepSeek. */
  /<｜fim▁begin｜>([\s\S]*)<｜fim▁hole｜>([\s\S]*)<｜fim▁end｜>$/,
];
/** Codestral: the suffix comes first. */
const SUFFIX_FIRST = /\[SUFFIX\]([\s\S]*)\[PREFIX\]([\s\S]*)$/;
/** Zed and others name the file in a comment or tag at the start. */
const NAMED = /^(?:\/\/|#|<\|file_sep\|>)\s*(?:Path:\s*)?([\w./-]+\.\w+)\n/;

export function parseFimPrompt(prompt: string, suffix: string | undefined): FimPlace {
  const { prefix, suffix: behind } = parts(prompt, suffix);
  const path = NAMED.exec(prefix)?.[1] ?? 'code.ts';
  return { path, prefix, suffix: behind };
}

function parts(prompt: string, suffix: string | undefined): Omit<FimPlace, 'path'> {
  if (suffix !== undefined) return { prefix: prompt, suffix };
  for (const form of FORMS) {
    const match = form.exec(prompt);
    if (match) return { prefix: match[1]!, suffix: match[2]! };
  }
  const swapped = SUFFIX_FIRST.exec(prompt);
  if (swapped) return { prefix: swapped[2]!, suffix: swapped[1]! };
  return { prefix: prompt, suffix: '' };
}
