/**
 * The typed interface of the compiled kernels: what each takes and gives, in which layout. Both
 * variants (plain and relaxed SIMD) export exactly this and give the same bits.
 *
 * Every kernel works on the shared memory it was loaded with, gets byte addresses and sizes, and
 * allocates nothing. Nothing is checked inside: columns, head dimensions and group sizes must be
 * multiples of `COLUMN_MULTIPLE`, addresses multiples of `ALIGNMENT` for full speed (multiples of an
 * element's size at the least), and ranges must lie within the memory, or else the kernel traps or
 * overwrites its neighbours. A row range [begin, end) lets several threads share one matrix; each
 * output element is computed whole by one thread in one fixed order, so the split changes no bit.
 *
 * Arithmetic: activations are quantised per vector to q = round(x / scale), scale = absmax / 127, and
 * stored as the unsigned byte q + 128, which is what the relaxed dot product wants; a row's weight sum
 * takes the 128 out again: sum(w * q) = sum(w * u) - 128 * sum(w). Weights keep the PAIR BOUND
 * |w[2k]| + |w[2k + 1]| <= 128, so that no host's 16-bit pair sum saturates (255 * 128 = 32,640).
 */

/** Byte address in the shared memory. */
export type Pointer = number;

/** A matrix's columns, a head's dimensions and a group's columns are multiples of this. */
export const COLUMN_MULTIPLE = 16;

/** Byte alignment that addresses should have: a cache line, so that threads never share one. */
export const ALIGNMENT = 64;

/** What |w[2k]| + |w[2k + 1]| may be at most in a weight matrix. */
export const PAIR_BOUND = 128;

/** Rows of a block of packed weights. */
export const BLOCK_ROWS = 8;

/** Bytes of a barrier's state; they must be zero before its first use and 4-byte aligned. */
export const BARRIER_BYTES = 16;

export interface Kernels {
  // Activations

  /**
   * Quantises each row on its own: scale = absmax / 127 (0 for a row of zeros), u = roundTiesToEven(x * (127 / absmax)) + 128.
   * A row whose absmax is below 1e-36, where 127 / absmax would overflow, counts as zeros.
   * input f32 [rows, columns] -> output u8 [rows, columns], scales f32 [rows]
   */
  quantizeRows(
    input: Pointer,
    rows: number,
    columns: number,
    output: Pointer,
    scales: Pointer,
  ): void;

  /**
   * The same to signed bytes q in [-127, 127]: queries, and keys and values on their way into the cache.
   * Row r is read at input + 4 * r * inputStride (in elements), so one head of [tokens, heads * dim] can be stored
   * as consecutive cache rows; output and scales are dense.
   * input f32 -> output i8 [rows, columns], scales f32 [rows]
   */
  quantizeSignedRows(
    input: Pointer,
    inputStride: number,
    rows: number,
    columns: number,
    output: Pointer,
    scales: Pointer,
  ): void;

  /**
   * Layer normalisation without bias: (x - mean) / sqrt(variance + epsilon) * weight, variance over all columns.
   * input f32 [rows, columns], weight f32 [columns] -> output f32 [rows, columns]; output may be input.
   */
  layerNormRows(
    input: Pointer,
    weight: Pointer,
    epsilon: number,
    rows: number,
    columns: number,
    output: Pointer,
  ): void;

  /**
   * layerNormRows, then quantizeRows: the same bits as the two calls.
   * scratch f32 [columns]; output u8 [rows, columns], scales f32 [rows]
   */
  layerNormQuantizeRows(
    input: Pointer,
    weight: Pointer,
    epsilon: number,
    rows: number,
    columns: number,
    scratch: Pointer,
    output: Pointer,
    scales: Pointer,
  ): void;

  /**
   * silu(gate) * up with silu(g) = g / (1 + exp(-g)), element by element; any count.
   * gate, up f32 [count] -> output f32 [count]; output may be gate or up.
   */
  swiglu(gate: Pointer, up: Pointer, count: number, output: Pointer): void;

  // Linear maps

  /**
   * Rows [begin, end) of weights times one quantised vector:
   * output[row] = f32(dot - 128 * rowSums[row]) * (rowScales[row] * activationScale).
   * weights, rowScales and rowSums as packRows leaves them; begin and end are multiples of eight,
   * activations u8 [columns], activationScale: address of an f32; output f32, indexed by row from 0.
   */
  matVec(
    weights: Pointer,
    rowScales: Pointer,
    rowSums: Pointer,
    columns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScale: Pointer,
    output: Pointer,
  ): void;

  /** matVec that adds to output[row]: the residual connection. */
  matVecAdd(
    weights: Pointer,
    rowScales: Pointer,
    rowSums: Pointer,
    columns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScale: Pointer,
    output: Pointer,
  ): void;

  /**
   * matVec for a batch of tokens: output[token * outputStride + row], the same bits as one matVec for each token.
   * activations u8 [tokens, columns], activationScales f32 [tokens]; outputStride in elements.
   */
  matMul(
    weights: Pointer,
    rowScales: Pointer,
    rowSums: Pointer,
    columns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScales: Pointer,
    tokens: number,
    output: Pointer,
    outputStride: number,
  ): void;

  /** matMul that adds to the output. */
  matMulAdd(
    weights: Pointer,
    rowScales: Pointer,
    rowSums: Pointer,
    columns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScales: Pointer,
    tokens: number,
    output: Pointer,
    outputStride: number,
  ): void;

  /**
   * The head: matVec with one scale for each row and each group of columns, for rows (tokens) [begin, end):
   * output[row] = (sum over groups, ascending, of f32(dot_g - 128 * groupSums[row, g]) * groupScales[row, g]) * activationScale * logitScale.
   * weights, groupScales and groupSums as packRows leaves them; begin and end are multiples of eight;
   * activationScale: address of an f32; output f32 [vocab, rounded up to eight].
   */
  headMatVec(
    weights: Pointer,
    groupScales: Pointer,
    groupSums: Pointer,
    columns: number,
    groupColumns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScale: Pointer,
    logitScale: number,
    output: Pointer,
  ): void;

  /**
   * headMatVec for a batch of tokens: output[token * outputStride + row], the same bits as one headMatVec for each token.
   * activations u8 [tokens, columns], activationScales f32 [tokens]; outputStride in elements.
   */
  headMatMul(
    weights: Pointer,
    groupScales: Pointer,
    groupSums: Pointer,
    columns: number,
    groupColumns: number,
    begin: number,
    end: number,
    activations: Pointer,
    activationScales: Pointer,
    tokens: number,
    logitScale: number,
    output: Pointer,
    outputStride: number,
  ): void;

  /**
   * One token's embedding: output[c] = weights[token, c] * groupScales[token, c / groupColumns].
   * weights and groupScales as packRows leaves them -> output f32 [columns]
   */
  embedToken(
    weights: Pointer,
    groupScales: Pointer,
    columns: number,
    groupColumns: number,
    token: number,
    output: Pointer,
  ): void;

  /**
   * Packs `count` rows, eight or the last of a matrix, into a block of eight, with zeros for those that are missing.
   * A packed matrix is its blocks one after the other, each part of them in an array of its own: weights i8
   * [columns / 16, 8, 16], so that a product reads one stream; scales f32 and sums of weights i32 [groups, 8] (a matrix with
   * a scale for each row has one group).
   * rows i8 [count, columns], scales f32 [count, groups]
   */
  packRows(
    rows: Pointer,
    scales: Pointer,
    count: number,
    columns: number,
    groupColumns: number,
    weights: Pointer,
    packedScales: Pointer,
    packedSums: Pointer,
  ): void;

  /** The largest |w[2k]| + |w[2k + 1]| of count weights (a multiple of 16); must not exceed PAIR_BOUND. */
  maxPairSum(weights: Pointer, count: number): number;

  /** Copies bytes; the two places may overlap. */
  copy(from: Pointer, to: Pointer, bytes: number): void;

  // Attention

  /**
   * Rotary position embedding of interleaved pairs (2i, 2i + 1), in place, for `heads` heads at one position:
   * (a, b) -> (a * cos[i] - b * sin[i], b * cos[i] + a * sin[i]).
   * vectors f32 [heads, headDim]; cosines, sines f32 [headDim / 2] of that position.
   */
  rotary(vectors: Pointer, heads: number, headDim: number, cosines: Pointer, sines: Pointer): void;

  /**
   * One token's attention for `heads` query heads that share one KV head, over the cached keys [from, to), to > from:
   * score = f32(dot(q, k)) * (queryScale * keyScale) * scoreScale, p = exp(score - max),
   * output = sum over keys, ascending, of (p * valueScale) * v, divided by sum of p.
   * A head's bits do not depend on how many heads a call is given; two or more at once are faster.
   * The cache is paged: position p lies in row blocks[floor(p / blockTokens) % blockCount] * blockTokens + p % blockTokens,
   * so a table with fewer blocks than positions is a ring that holds the last ones.
   * queries i8 [heads, headDim], queryScales f32 [heads] (see quantizeSignedRows);
   * keys, values i8 [rows, headDim], keyScales, valueScales f32 [rows]; blocks i32 [blockCount];
   * scores: scratch f32 [heads, roundUp4(to - from)]; output f32 [heads, headDim].
   */
  attention(
    queries: Pointer,
    queryScales: Pointer,
    heads: number,
    headDim: number,
    keys: Pointer,
    keyScales: Pointer,
    values: Pointer,
    valueScales: Pointer,
    blocks: Pointer,
    blockCount: number,
    blockTokens: number,
    from: number,
    to: number,
    scoreScale: number,
    scores: Pointer,
    output: Pointer,
  ): void;

  // Sampling

  /** Index of the largest of values[begin, end), the lowest on ties; begin if the range is empty or all NaN. values f32 */
  argmax(values: Pointer, begin: number, end: number): number;

  /**
   * Probabilities exp((x - max) / temperature) / sum; temperature > 0, count >= 1.
   * logits f32 [count] -> output f32 [count]; output may be logits.
   */
  softmax(logits: Pointer, count: number, temperature: number, output: Pointer): void;

  /**
   * Sum of exp(x - shift) over count values; log-sum-exp is shift + Math.log of it when shift is the maximum.
   * values f32 [count]
   */
  sumExp(values: Pointer, count: number, shift: number): number;

  /**
   * exp of each value, relative error at most 2.5e-7; inputs above 88 count as 88, results for inputs
   * below -87 are 0 (NaN in, NaN or a finite number out). The exponential of all kernels.
   * input f32 [count] -> output f32 [count]; output may be input.
   */
  expRows(input: Pointer, count: number, output: Pointer): void;

  // Threads and limits

  /**
   * Returns when `threads` threads have called it with the same state (BARRIER_BYTES, zero at first; usable again
   * at once). Spins `spins` times, then sleeps, so more threads than cores only slow it down. With one thread it
   * returns at once. Not for a thread that may not block (a browser's main thread).
   */
  barrier(state: Pointer, threads: number, spins: number): void;

  /** Reads `bytes` (a multiple of 128) at `address` and returns a checksum: the speed limit of any matVec. */
  streamSum(address: Pointer, bytes: number): number;
}

/** Every kernel's name; checked when a module is loaded. */
export const KERNEL_NAMES = [
  'quantizeRows',
  'quantizeSignedRows',
  'layerNormRows',
  'layerNormQuantizeRows',
  'swiglu',
  'matVec',
  'matVecAdd',
  'matMul',
  'matMulAdd',
  'headMatVec',
  'headMatMul',
  'embedToken',
  'packRows',
  'maxPairSum',
  'copy',
  'rotary',
  'attention',
  'argmax',
  'softmax',
  'sumExp',
  'expRows',
  'barrier',
  'streamSum',
] as const satisfies readonly (keyof Kernels)[];
