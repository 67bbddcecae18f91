/**
 * The forward pass of a Cohere2 model in int8, written once for prefill and decode: a step runs T rows,
 * each a token of some sequence at some position. Every thread runs this same code on its share of
 * weight rows, heads and tokens; three barriers in each layer are all that separates them.
 *
 *     for each layer                                            shared between threads by
 *       n = quantise(LayerNorm(x))                              (each for itself: cheaper than a barrier)
 *       q, k, v = W n;  rotate, quantise, cache k and v         head
 *       a = silu(gate n) * up n                                 column            — barrier
 *       o = attention(q, cache)                                 token or head     — barrier
 *       x += W_o quantise(o);  x += W_down quantise(a)          row               — barrier
 *     logits = head(quantise(LayerNorm(x of the rows wanted)))  row               — barrier
 *     best token, sum of exp                                    token             — barrier
 *
 * Each number is computed whole by one thread in one order, so neither the threads' number, nor the way
 * a prompt is cut into steps, nor what other sequences a step runs changes a bit.
 */
import type { Kernels } from '@wick/kernels';
import type { ByteOffset } from './arena.ts';
import type { Barrier } from './barrier.ts';
import { BLOCK_TOKENS } from './cache/cache-plan.ts';
import type { KVGroupPlace } from './cache/kv-memory.ts';
import type { ForwardStep, Step } from './control-block.ts';
import {
  type ActivationPlace,
  HEADS_AT_ONCE,
  type LayerPlace,
  type Layout,
  type MatrixPlace,
  type ThreadPlace,
} from './layout.ts';

/** Told, on the thread that has it, that a layer is done and `layout.hidden` holds its output. */
export type LayerTap = (layer: number) => void;

/** Rows and columns are shared out in blocks of this many: whole SIMD registers, and few threads in one cache line. */
const BLOCK = 16;

/** With so many rows for each thread, threads are equally busy whatever their depths. */
const MANY_ROWS = 8;

const F32_BYTES = 4;

/** streamSum reads whole multiples of this many bytes. */
const STREAM_BYTES = 128;

/** Items begin to end - 1. */
interface Range {
  readonly begin: number;
  readonly end: number;
}

export class ModelRunner {
  /** Set for a trace; unset, it costs nothing. */
  tap: LayerTap | undefined;
  readonly #kernels: Kernels;
  readonly #layout: Layout;
  readonly #own: ThreadPlace;
  readonly #thread: number;
  readonly #barrier: Barrier;
  readonly #integers: Int32Array;
  readonly #floats: Float32Array;

  /** `memory` is what `kernels` work on, planned by `layout`. */
  constructor(
    kernels: Kernels,
    memory: ArrayBufferLike,
    layout: Layout,
    barrier: Barrier,
    thread: number,
  ) {
    this.#integers = new Int32Array(memory);
    this.#floats = new Float32Array(memory);
    this.#kernels = kernels;
    this.#layout = layout;
    this.#barrier = barrier;
    this.#thread = thread;
    this.#own = layout.threads[thread]!;
  }

  /**
   * Runs this thread's share of `step`, of which `threads` threads run theirs; returns when all are
   * done. Throws BrokenBarrierError if another failed.
   */
  run(step: Step, threads: number): void {
    if (step.kind === 'forward') this.#forward(step, threads);
    else this.#readWeights(step.passes, threads);
  }

  /** The forward pass. The rows' embeddings are in `layout.hidden`. */
  #forward(step: ForwardStep, threads: number): void {
    const layers = this.#layout.layers;
    for (let index = 0; index < layers.length; index++) {
      const layer = layers[index]!;
      const first = firstWanted(step, index === layers.length - 1);
      this.#project(layer, step, first, threads);
      this.#barrier.wait(threads);
      if (first === step.count) continue;
      this.#attend(layer, step, first, threads);
      this.#barrier.wait(threads);
      this.#accumulate(layer, step, first, threads);
      this.#barrier.wait(threads);
      this.tap?.(index);
    }
    if (step.wanted === 0) return;
    this.#head(step, threads);
    this.#barrier.wait(threads);
    this.#summarise(step, threads);
    // A single row's summary is the caller's own: thread 0.
    if (step.wanted > 1) this.#barrier.wait(threads);
  }

  /**
   * From the residual stream to this thread's query, key and value heads and feed-forward columns.
   * Whoever computes a head also rotates and quantises it, so that no barrier is needed in between.
   * Keys and values are needed of all tokens, the rest from token `first` on.
   */
  #project(layer: LayerPlace, step: ForwardStep, first: number, threads: number): void {
    const { hidden, hiddenSize, headDim, heads, kvHeads, normEps, intermediateSize } = this.#layout;
    const { norm, normed } = this.#own;
    this.#kernels.layerNormQuantizeRows(
      hidden,
      layer.norm,
      normEps,
      step.count,
      hiddenSize,
      norm,
      normed.values,
      normed.scales,
    );

    // The work in order: query heads, key and value heads, feed-forward columns; each item has its cost.
    const wanted = step.count - first;
    const queryCost = headDim * wanted;
    const kvCost = headDim * step.count;
    const blockCost = 2 * BLOCK * wanted;
    const afterQueries = heads * queryCost;
    const afterKeyValues = afterQueries + 2 * kvHeads * kvCost;
    const blocks = Math.ceil(intermediateSize / BLOCK);
    const total = afterKeyValues + blocks * blockCost;
    const from = (total * this.#thread) / threads;
    const to = (total * (this.#thread + 1)) / threads;

    this.#queries(layer, step, first, startingIn(from, to, 0, queryCost, heads));
    this.#keyValues(layer, step, startingIn(from, to, afterQueries, kvCost, 2 * kvHeads));
    const own = startingIn(from, to, afterKeyValues, blockCost, blocks);
    this.#feedForward(layer, step, first, {
      begin: own.begin * BLOCK,
      end: Math.min(own.end * BLOCK, intermediateSize),
    });
  }

  /** Query heads `own`: computed, rotated, quantised. */
  #queries(layer: LayerPlace, step: ForwardStep, first: number, own: Range): void {
    const ownHeads = own.end - own.begin;
    if (ownHeads === 0) return;
    const { heads, headDim, headVectors, queries } = this.#layout;
    const { normed } = this.#own;
    const stride = this.#headStride;
    const rows = { begin: own.begin * headDim, end: own.end * headDim };
    this.#linear(layer.queryKeyValue, rows, normed, step, first, headVectors, stride, false);
    for (let token = first; token < step.count; token++) {
      const vectors = headVectors + (token * stride + rows.begin) * F32_BYTES;
      if (layer.sliding) this.#rotate(vectors, ownHeads, token);
      const row = token * heads + own.begin;
      this.#kernels.quantizeSignedRows(
        vectors,
        headDim,
        ownHeads,
        headDim,
        queries.values + row * headDim,
        queries.scales + row * F32_BYTES,
      );
    }
  }

  /** Key and value heads `own` (keys first) of all tokens: computed, keys rotated, quantised into the cache. */
  #keyValues(layer: LayerPlace, step: ForwardStep, own: Range): void {
    if (own.begin === own.end) return;
    const { heads, kvHeads, headDim, headVectors } = this.#layout;
    const { cache } = layer;
    const group = this.#groupOf(layer);
    const stride = this.#headStride;
    const rows = { begin: (heads + own.begin) * headDim, end: (heads + own.end) * headDim };
    this.#linear(layer.queryKeyValue, rows, this.#own.normed, step, 0, headVectors, stride, false);
    for (let token = 0; token < step.count; ) {
      const place = this.#cacheRow(group, token);
      const count = this.#runFrom(token, step.count);
      for (let head = own.begin; head < own.end; head++) {
        const vectors = headVectors + (token * stride + (heads + head) * headDim) * F32_BYTES;
        const isKey = head < kvHeads;
        for (let i = 0; i < count && isKey && layer.sliding; i++) {
          this.#rotate(vectors + i * stride * F32_BYTES, 1, token + i);
        }
        const row = (isKey ? head : head - kvHeads) * group.blocks * BLOCK_TOKENS + place;
        this.#kernels.quantizeSignedRows(
          vectors,
          stride,
          count,
          headDim,
          (isKey ? cache.keys : cache.values) + row * headDim,
          (isKey ? cache.keyScales : cache.valueScales) + row * F32_BYTES,
        );
      }
      token += count;
    }
  }

  /** Columns `own` of silu(gate) * up, into the gate's buffer. */
  #feedForward(layer: LayerPlace, step: ForwardStep, first: number, own: Range): void {
    if (own.begin === own.end) return;
    const { gate, up, intermediateSize } = this.#layout;
    const { normed } = this.#own;
    this.#linear(layer.gate, own, normed, step, first, gate, intermediateSize, false);
    this.#linear(layer.up, own, normed, step, first, up, intermediateSize, false);
    for (let token = first; token < step.count; token++) {
      const offset = (token * intermediateSize + own.begin) * F32_BYTES;
      this.#kernels.swiglu(gate + offset, up + offset, own.end - own.begin, gate + offset);
    }
  }

  /**
   * Attention of rows from `first` on. A unit of work is one row's query heads of one KV head; where there are
   * few rows, and perhaps one far deeper than the others, a pair of them, as two share the loading of keys and
   * values; with too few pairs for all threads one head.
   */
  #attend(layer: LayerPlace, step: ForwardStep, first: number, threads: number): void {
    const { heads, kvHeads, headDim, slidingWindow, rows, queries, attended } = this.#layout;
    const { cache } = layer;
    const group = this.#groupOf(layer);
    const groupHeads = heads / kvHeads;
    const tokens = step.count - first;
    const unitHeads = headsOfUnit(tokens, heads, groupHeads, threads);
    const unitsOfGroup = Math.ceil(groupHeads / unitHeads);
    const units = tokens * kvHeads * unitsOfGroup;
    for (let unit = this.#thread; unit < units; unit += threads) {
      const headGroup = Math.floor(unit / unitsOfGroup);
      const token = first + Math.floor(headGroup / kvHeads);
      const kvHead = headGroup % kvHeads;
      const inGroup = (unit % unitsOfGroup) * unitHeads;
      const head = token * heads + kvHead * groupHeads + inGroup;
      const position = this.#integers[rows.positions / 4 + token]!;
      const slot = this.#integers[rows.slots / 4 + token]!;
      const cacheRow = kvHead * group.blocks * BLOCK_TOKENS;
      this.#kernels.attention(
        queries.values + head * headDim,
        queries.scales + head * F32_BYTES,
        Math.min(unitHeads, groupHeads - inGroup),
        headDim,
        cache.keys + cacheRow * headDim,
        cache.keyScales + cacheRow * F32_BYTES,
        cache.values + cacheRow * headDim,
        cache.valueScales + cacheRow * F32_BYTES,
        group.tables + slot * group.tableBlocks * 4,
        group.tableBlocks,
        BLOCK_TOKENS,
        layer.sliding ? Math.max(0, position - slidingWindow + 1) : 0,
        position + 1,
        headDim ** -0.5,
        this.#own.scores,
        attended + head * headDim * F32_BYTES,
      );
    }
  }

  /** Adds this thread's rows of the attention's and the feed-forward's output to the residual stream. */
  #accumulate(layer: LayerPlace, step: ForwardStep, first: number, threads: number): void {
    const { hidden, hiddenSize, heads, headDim, intermediateSize } = this.#layout;
    const own = this.#shareOf(hiddenSize, threads);
    if (own.begin === own.end) return;
    this.#quantize(this.#layout.attended, heads * headDim, step, first, this.#own.attended);
    this.#quantize(this.#layout.gate, intermediateSize, step, first, this.#own.activated);
    this.#linear(layer.output, own, this.#own.attended, step, first, hidden, hiddenSize, true);
    this.#linear(layer.down, own, this.#own.activated, step, first, hidden, hiddenSize, true);
  }

  /** This thread's rows of the logits that are wanted. */
  #head(step: ForwardStep, threads: number): void {
    const { embedding, hidden, hiddenSize, headGroup, normEps, vocabSize, logits, logitScale } =
      this.#layout;
    const own = this.#shareOf(vocabSize, threads);
    if (own.begin === own.end) return;
    const { norm, normed } = this.#own;
    this.#kernels.layerNormQuantizeRows(
      hidden + (step.count - step.wanted) * hiddenSize * F32_BYTES,
      this.#layout.finalNorm,
      normEps,
      step.wanted,
      hiddenSize,
      norm,
      normed.values,
      normed.scales,
    );
    const { weights, scales, sums } = embedding;
    const { begin } = own;
    // The last block is whole in memory.
    const end = own.end === vocabSize ? logits.stride : own.end;
    const { values, scales: valueScales } = normed;
    if (step.wanted === 1) {
      this.#kernels.headMatVec(
        weights,
        scales,
        sums,
        hiddenSize,
        headGroup,
        begin,
        end,
        values,
        valueScales,
        logitScale,
        logits.values,
      );
    } else {
      this.#kernels.headMatMul(
        weights,
        scales,
        sums,
        hiddenSize,
        headGroup,
        begin,
        end,
        values,
        valueScales,
        step.wanted,
        logitScale,
        logits.values,
        logits.stride,
      );
    }
  }

  /** Of this thread's share of the logits' rows: the best token, and what its probability needs. */
  #summarise(step: ForwardStep, threads: number): void {
    const { logits, vocabSize } = this.#layout;
    for (let row = this.#thread; row < step.wanted; row += threads) {
      const values = logits.values + row * logits.stride * F32_BYTES;
      const best = this.#kernels.argmax(values, 0, vocabSize);
      const highest = this.#floats[values / 4 + best]!;
      this.#integers[logits.best / 4 + row] = best;
      this.#floats[logits.sums / 4 + row] = this.#kernels.sumExp(values, vocabSize, highest);
    }
  }

  #readWeights(passes: number, threads: number): void {
    const { begin, end } = this.#layout.weights;
    const share = Math.floor((end - begin) / threads / STREAM_BYTES) * STREAM_BYTES;
    for (let pass = 0; pass < passes; pass++) {
      this.#kernels.streamSum(begin + this.#thread * share, share);
    }
    this.#barrier.wait(threads);
  }

  /** Elements from one token's head vectors to the next one's. */
  get #headStride(): number {
    return (this.#layout.heads + 2 * this.#layout.kvHeads) * this.#layout.headDim;
  }

  #groupOf(layer: LayerPlace): KVGroupPlace {
    return layer.sliding ? this.#layout.cache.sliding : this.#layout.cache.full;
  }

  /** Where in its group's cache a row's keys and values go. */
  #cacheRow({ tables, tableBlocks }: KVGroupPlace, row: number): number {
    const { positions, slots } = this.#layout.rows;
    const position = this.#integers[positions / 4 + row]!;
    const slot = this.#integers[slots / 4 + row]!;
    const number = Math.floor(position / BLOCK_TOKENS) % tableBlocks;
    const block = this.#integers[tables / 4 + slot * tableBlocks + number]!;
    return block * BLOCK_TOKENS + (position % BLOCK_TOKENS);
  }

  /** How many rows from `row` on, below `end`, follow each other in one block of one sequence. */
  #runFrom(row: number, end: number): number {
    const positions = this.#layout.rows.positions / 4;
    const slots = this.#layout.rows.slots / 4;
    const position = this.#integers[positions + row]!;
    const slot = this.#integers[slots + row]!;
    const most = Math.min(end - row, BLOCK_TOKENS - (position % BLOCK_TOKENS));
    let count = 1;
    while (
      count < most &&
      this.#integers[slots + row + count] === slot &&
      this.#integers[positions + row + count] === position + count
    ) {
      count++;
    }
    return count;
  }

  /** Turns heads of a row by its position. */
  #rotate(vectors: ByteOffset, heads: number, row: number): void {
    const { headDim, rows } = this.#layout;
    const angles = ((row * headDim) / 2) * F32_BYTES;
    this.#kernels.rotary(vectors, heads, headDim, rows.cosines + angles, rows.sines + angles);
  }

  /** Quantises the vectors f32 [T, columns] of tokens from `first` on, each to its own place in `output`. */
  #quantize(
    input: ByteOffset,
    columns: number,
    step: ForwardStep,
    first: number,
    output: ActivationPlace,
  ): void {
    this.#kernels.quantizeRows(
      input + first * columns * F32_BYTES,
      step.count - first,
      columns,
      output.values + first * columns,
      output.scales + first * F32_BYTES,
    );
  }

  /**
   * Rows `rows` of a linear map for tokens from `first` on: to output f32 [T, stride] at the rows'
   * own columns, or added to it.
   */
  #linear(
    { weights, scales, sums, columns }: MatrixPlace,
    rows: Range,
    input: ActivationPlace,
    step: ForwardStep,
    first: number,
    output: ByteOffset,
    stride: number,
    add: boolean,
  ): void {
    const kernels = this.#kernels;
    const values = input.values + first * columns;
    const valueScales = input.scales + first * F32_BYTES;
    const target = output + first * stride * F32_BYTES;
    const tokens = step.count - first;
    const { begin, end } = rows;
    if (tokens === 1) {
      const matVec = add ? kernels.matVecAdd : kernels.matVec;
      matVec(weights, scales, sums, columns, begin, end, values, valueScales, target);
    } else {
      const matMul = add ? kernels.matMulAdd : kernels.matMul;
      matMul(
        weights,
        scales,
        sums,
        columns,
        begin,
        end,
        values,
        valueScales,
        tokens,
        target,
        stride,
      );
    }
  }

  /** This thread's part of `count` items, in whole blocks. */
  #shareOf(count: number, threads: number): Range {
    const blocks = Math.ceil(count / BLOCK);
    const share = startingIn(
      (blocks * this.#thread) / threads,
      (blocks * (this.#thread + 1)) / threads,
      0,
      1,
      blocks,
    );
    return {
      begin: Math.min(share.begin * BLOCK, count),
      end: Math.min(share.end * BLOCK, count),
    };
  }
}

/** Query heads whose attention one thread computes in one go. */
function headsOfUnit(tokens: number, heads: number, groupHeads: number, threads: number): number {
  if (tokens >= MANY_ROWS * threads) return groupHeads;
  return tokens * heads < HEADS_AT_ONCE * threads ? 1 : HEADS_AT_ONCE;
}

/**
 * The first row whose output of a layer somebody needs. The last layer's output only makes logits, so
 * there only the last rows are wanted, or none; its keys and values are needed of all.
 */
function firstWanted(step: ForwardStep, isLastLayer: boolean): number {
  return !isLastLayer || step.traced ? 0 : step.count - step.wanted;
}

/**
 * Which of `count` items fall to a thread whose share of the work is [from, to): those that start in
 * it. Item i starts at offset + i * cost, so the threads' ranges follow each other without gap or overlap.
 */
function startingIn(from: number, to: number, offset: number, cost: number, count: number): Range {
  if (cost === 0) return { begin: 0, end: 0 };
  const indexOf = (start: number) =>
    Math.min(count, Math.max(0, Math.ceil((start - offset) / cost)));
  return { begin: indexOf(from), end: indexOf(to) };
}
