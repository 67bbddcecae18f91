/** Checksum of memory in plain TypeScript: the sum of its 32-bit words, modulo 2^32. */

export function streamSumReference(words: Int32Array): number {
  return words.reduce((sum, word) => (sum + word) | 0, 0);
}
