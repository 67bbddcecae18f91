/**
 * What is compared: for each question the product's kernel and its variants (variants/), on the released model's shapes.
 * Every experiment first checks that all compute the same.
 */
import type { Kernels, Pointer } from '../src/index.ts';
import type { Bench } from './memory.ts';

type MatVec = Kernels['matVec'];
type MatMul = Kernels['matMul'];

/** The exports of variants/index.ts. */
export interface Lab {
  readonly matVecRows1: MatVec;
  readonly matVecRows2: MatVec;
  readonly matVecRows4: MatVec;
  readonly matVecRows8: MatVec;
  readonly matVecPrefetched8: MatVec;
  readonly matMul1x8: MatMul;
  readonly matMul4x4: MatMul;
  readonly headRows2: Kernels['headMatVec'];
  readonly headTop: (...headMatVec: Parameters<Kernels['headMatVec']>) => number;
  readonly gateUpSwiglu: (
    ...matricesAndVector: readonly [
      ...gate: [Pointer, Pointer, Pointer],
      ...up: [Pointer, Pointer, Pointer],
      ...shape: [columns: number, begin: number, end: number],
      ...rest: [activations: Pointer, activationScale: Pointer, output: Pointer],
    ]
  ) => void;
  readonly attentionContiguous: AttentionInOnePiece;
  readonly attentionOnePass: AttentionInOnePiece;
}

const LAB = [
  'matVecRows1',
  'matVecRows2',
  'matVecRows4',
  'matVecRows8',
  'matVecPrefetched8',
  'matMul1x8',
  'matMul4x4',
  'headRows2',
  'headTop',
  'gateUpSwiglu',
  'attentionContiguous',
  'attentionOnePass',
] as const satisfies readonly (keyof Lab)[];

export function isLab(exports: object): exports is Lab {
  return LAB.every((name) => typeof Reflect.get(exports, name) === 'function');
}

type AttentionInOnePiece = (
  ...place: readonly [
    ...queries: [Pointer, Pointer, heads: number, headDim: number],
    ...cache: [Pointer, Pointer, Pointer, Pointer, from: number, to: number],
    ...rest: [scoreScale: number, scores: Pointer, output: Pointer],
  ]
) => void;

export interface Experiment {
  readonly id: string;
  readonly unit: 'GB/s' | 'GMAC/s' | 'Gelements/s';
  /** Bytes, multiply-accumulates or elements of a run. */
  readonly amount: number;
  /** The product's first. */
  readonly variants: readonly {
    readonly id: string;
    readonly name: string;
    readonly run: () => void;
  }[];
  /** Throws if a variant computes something else. */
  readonly check: () => void;
}

/** Of a matVec: a layer's weights or so, which one core's second-level cache holds. */
const MATRIX_BYTES = 720 << 10;

/** The released model's shapes. */
const HIDDEN = 256;
const INTERMEDIATE = 704;
const VOCABULARY = 5120;
const HEAD_GROUP = 64;
const HEADS = 4;
const HEAD_DIM = 64;

export function* experiments(kernels: Kernels, lab: Lab, bench: Bench): Generator<Experiment> {
  yield matVec(kernels, lab, bench, HIDDEN);
  yield matVec(kernels, lab, bench, INTERMEDIATE);
  yield normQuantize(kernels, bench);
  yield gateUp(kernels, lab, bench);
  yield head(kernels, lab, bench);
  for (const tokens of [8, 64]) yield matMul(kernels, lab, bench, tokens);
  yield batch(kernels, bench);
  for (const keys of [256, 1024, 8192]) yield attention(lab, bench, keys);
}

function matVec(kernels: Kernels, lab: Lab, bench: Bench, columns: number): Experiment {
  const rows = Math.floor(MATRIX_BYTES / columns / 8) * 8;
  bench.sumRows(rows, columns);
  bench.pack(rows, columns);
  const { weights, packed, scales, sums, vectors, vectorScales } = bench;
  const call = (kernel: MatVec, from: Pointer, output: Pointer) => () =>
    kernel(from, scales, sums, columns, 0, rows, vectors, vectorScales, output);
  const tried = [
    ['rows1', 'one row at a time', lab.matVecRows1, weights],
    ['rows2', 'two rows', lab.matVecRows2, weights],
    ['rows4', 'four rows', lab.matVecRows4, weights],
    ['prefetched', 'eight rows, the next block touched ahead', lab.matVecPrefetched8, weights],
    ['rows8', 'eight rows, as they are in the file', lab.matVecRows8, weights],
  ] as const;
  return {
    id: `matVec${columns}`,
    unit: 'GB/s',
    amount: rows * columns,
    variants: [
      {
        id: 'product',
        name: 'eight rows, packed in blocks of 8 x 16 (product)',
        run: call(kernels.matVec, packed, bench.expected),
      },
      ...tried.map(([id, name, kernel, from]) => ({
        id,
        name,
        run: call(kernel, from, bench.actual),
      })),
    ],
    check: () => {
      call(kernels.matVec, packed, bench.expected)();
      for (const [id, , kernel, from] of tried) {
        call(kernel, from, bench.actual)();
        bench.assertSame(id, 4 * rows);
      }
    },
  };
}

function normQuantize(kernels: Kernels, bench: Bench): Experiment {
  const rows = 64;
  const { floats, scales: weight, scratch } = bench;
  const bytes = rows * HIDDEN;
  const outputs = [bench.expected, bench.expected + bytes] as const;
  const product = () =>
    kernels.layerNormQuantizeRows(floats, weight, 1e-5, rows, HIDDEN, scratch, ...outputs);
  const apart = () => {
    kernels.layerNormRows(floats, weight, 1e-5, rows, HIDDEN, scratch);
    kernels.quantizeRows(scratch, rows, HIDDEN, bench.actual, bench.actual + bytes);
  };
  return {
    id: 'normQuantize',
    unit: 'Gelements/s',
    amount: rows * HIDDEN,
    variants: [
      { id: 'product', name: 'largest value found while norming (product)', run: product },
      { id: 'apart', name: 'two kernels, all rows each', run: apart },
    ],
    check: () => {
      product();
      apart();
      bench.assertSame('apart', bytes + 4 * rows);
    },
  };
}

function gateUp(kernels: Kernels, lab: Lab, bench: Bench): Experiment {
  const up = bench.weights + INTERMEDIATE * HIDDEN;
  const { weights, scales, sums, vectors, vectorScales, scratch, scratchUp } = bench;
  const upSums = sums + 4 * INTERMEDIATE;
  bench.sumRows(2 * INTERMEDIATE, HIDDEN);
  bench.pack(2 * INTERMEDIATE, HIDDEN);
  const packedUp = bench.packed + INTERMEDIATE * HIDDEN;
  const rest = [HIDDEN, 0, INTERMEDIATE, vectors, vectorScales] as const;
  const product = () => {
    kernels.matVec(bench.packed, scales, sums, ...rest, scratch);
    kernels.matVec(packedUp, scales, upSums, ...rest, scratchUp);
    kernels.swiglu(scratch, scratchUp, INTERMEDIATE, bench.expected);
  };
  const fused = () =>
    lab.gateUpSwiglu(weights, scales, sums, up, scales, upSums, ...rest, bench.actual);
  return {
    id: 'gateUp',
    unit: 'GB/s',
    amount: 2 * INTERMEDIATE * HIDDEN,
    variants: [
      { id: 'product', name: 'gate, up, then SwiGLU (product)', run: product },
      { id: 'fused', name: 'four rows of each, SwiGLU at once', run: fused },
    ],
    check: () => {
      product();
      fused();
      bench.assertSame('fused', 4 * INTERMEDIATE);
    },
  };
}

function head(kernels: Kernels, lab: Lab, bench: Bench): Experiment {
  const { weights, scales, sums, vectors, vectorScales } = bench;
  bench.sumRows((VOCABULARY * HIDDEN) / HEAD_GROUP, HEAD_GROUP);
  const shape = [HIDDEN, HEAD_GROUP, 0, VOCABULARY, vectors, vectorScales, 1] as const;
  bench.pack(VOCABULARY, HIDDEN);
  const groups = HIDDEN / HEAD_GROUP;
  bench.groupRows(scales, bench.scratch, VOCABULARY, groups);
  bench.groupRows(sums, bench.scratchUp, VOCABULARY, groups);
  const product = () => {
    kernels.headMatVec(bench.packed, bench.scratch, bench.scratchUp, ...shape, bench.expected);
    return kernels.argmax(bench.expected, 0, VOCABULARY);
  };
  const folded = () => lab.headTop(weights, scales, sums, ...shape, bench.actual);
  const inRows = () => {
    lab.headRows2(weights, scales, sums, ...shape, bench.actual);
    return kernels.argmax(bench.actual, 0, VOCABULARY);
  };
  return {
    id: 'head',
    unit: 'GB/s',
    amount: VOCABULARY * HIDDEN,
    variants: [
      { id: 'product', name: 'packed by eight rows, then the best (product)', run: product },
      { id: 'rows2', name: 'two rows by four groups, then the best', run: inRows },
      { id: 'folded', name: 'two rows by four groups, the best found on the way', run: folded },
    ],
    check: () => {
      const best = product();
      for (const [id, run] of [
        ['folded', folded],
        ['rows2', inRows],
      ] as const) {
        if (run() !== best) throw new Error(`${id}: another token is the best`);
        bench.assertSame(id, 4 * VOCABULARY);
      }
    },
  };
}

function matMul(kernels: Kernels, lab: Lab, bench: Bench, tokens: number): Experiment {
  const { weights, scales, sums, vectors, vectorScales } = bench;
  bench.sumRows(INTERMEDIATE, HIDDEN);
  bench.pack(INTERMEDIATE, HIDDEN);
  const call = (kernel: MatMul, from: Pointer, output: Pointer) => () => {
    const matrix = [from, scales, sums, HIDDEN, 0, INTERMEDIATE] as const;
    kernel(...matrix, vectors, vectorScales, tokens, output, INTERMEDIATE);
  };
  const tried = [
    ['1x8', 'one row by eight tokens', call(lab.matMul1x8, weights, bench.actual)],
    ['4x4', 'four rows by four tokens', call(lab.matMul4x4, weights, bench.actual)],
  ] as const;
  const product = call(kernels.matMul, bench.packed, bench.expected);
  return {
    id: `matMul${tokens}`,
    unit: 'GMAC/s',
    amount: INTERMEDIATE * HIDDEN * tokens,
    variants: [
      { id: 'product', name: 'two rows by four tokens (product)', run: product },
      ...tried.map(([id, name, run]) => ({ id, name, run })),
    ],
    check: () => {
      product();
      for (const [id, , run] of tried) {
        run();
        bench.assertSame(id, 4 * INTERMEDIATE * tokens);
      }
    },
  };
}

/** One token's matVec eight times against matMul of so many tokens as often as makes eight: what a batch saves. */
function batch(kernels: Kernels, bench: Bench): Experiment {
  const { packed, scales, sums, vectors, vectorScales, scratch } = bench;
  const matrix = [packed, scales, sums, HIDDEN, 0, INTERMEDIATE] as const;
  const run = (tokens: number) => () => {
    for (let token = 0; token < 8; token += tokens) {
      const vector = vectors + token * HIDDEN;
      const scale = vectorScales + 4 * token;
      if (tokens === 1) kernels.matVec(...matrix, vector, scale, scratch);
      else kernels.matMul(...matrix, vector, scale, tokens, scratch, INTERMEDIATE);
    }
  };
  return {
    id: 'batch',
    unit: 'GMAC/s',
    amount: INTERMEDIATE * HIDDEN * 8,
    variants: [1, 2, 4, 8].map((tokens) => ({
      id: `tokens${tokens}`,
      name: tokens === 1 ? 'one token at a time' : `${tokens} tokens at a time`,
      run: run(tokens),
    })),
    // The kernels' own tests compare matMul with matVec for every number of tokens.
    check: () => {},
  };
}

function attention(lab: Lab, bench: Bench, keys: number): Experiment {
  const { weights, packed, scales, vectorScales, scratch } = bench;
  const queries = weights + keys * HEAD_DIM;
  const call = (kernel: AttentionInOnePiece, output: Pointer) => () => {
    const cache = [weights, vectorScales, packed, scales, 0, keys] as const;
    kernel(queries, vectorScales, HEADS, HEAD_DIM, ...cache, 0.125, scratch, output);
  };
  const product = call(lab.attentionContiguous, bench.expected);
  const onePass = call(lab.attentionOnePass, bench.actual);
  const alone = () => {
    for (let head = 0; head < HEADS; head++) {
      const cache = [weights, vectorScales, packed, scales, 0, keys] as const;
      const query = [queries + head * HEAD_DIM, vectorScales + 4 * head, 1, HEAD_DIM] as const;
      const output = bench.actual + 4 * head * HEAD_DIM;
      lab.attentionContiguous(...query, ...cache, 0.125, scratch, output);
    }
  };
  return {
    id: `attention${keys}`,
    unit: 'GMAC/s',
    amount: 2 * HEADS * HEAD_DIM * keys,
    variants: [
      { id: 'product', name: 'scores, softmax, values; heads in pairs', run: product },
      { id: 'alone', name: 'the same, heads alone', run: alone },
      { id: 'onePass', name: 'one pass over tiles of 64 keys, heads alone', run: onePass },
    ],
    check: () => {
      product();
      alone();
      bench.assertSame('alone', 4 * HEADS * HEAD_DIM);
      onePass();
      bench.assertNear('onePass', HEADS * HEAD_DIM, 1e-4);
    },
  };
}
