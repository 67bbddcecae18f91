/** int8 matrix times a batch of vectors: one matVec for each token. */
import { type MatrixReference, matVecReference } from './matVec.reference.ts';

/** [token][row] for tokens of quantised vector and scale. */
export function matMulReference(
  matrix: MatrixReference,
  tokens: readonly { readonly q: readonly number[]; readonly scale: number }[],
): number[][] {
  return tokens.map(({ q, scale }) => matVecReference(matrix, q, scale));
}
