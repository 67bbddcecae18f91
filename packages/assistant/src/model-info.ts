/** The facts of a loaded model, its engine and the machine: what `wick info` and the benchmark show. */
import { availableParallelism, cpus, totalmem } from 'node:os';
import { type Engine, MOST_CONTEXT_TOKENS, type ReadBandwidth } from '@wick/engine';
import { pickKernel } from '@wick/kernels';

export interface ModelInfo {
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly folder: string;
    /** Size of model.safetensors. */
    readonly bytes: number;
    readonly layers: number;
    readonly hiddenSize: number;
    readonly vocabularySize: number;
  };
  /** Prompt and answer together. */
  readonly contextTokens: number;
  /** Prompts up to here the model reads well; longer files are shown to it in part. */
  readonly readingTokens: number;
  readonly threads: number;
  readonly kernel: string;
  /** Why that kernel, in a sentence. */
  readonly kernelReason: string;
  readonly memory: {
    readonly engineBytes: number;
    /** The KV cache's bound: that of running requests and of the prefixes kept for later ones. */
    readonly kvCacheBytes: number;
    /** What one request takes of it: at the full context, and at the greatest depth there is. */
    readonly kvCacheDepths: readonly { readonly tokens: number; readonly bytes: number }[];
  };
  readonly loadMs: number;
  readonly readBandwidth: ReadBandwidth;
  readonly machine: MachineInfo;
}

export interface MachineInfo {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
}

export function describeMachine(): MachineInfo {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
  };
}

/** Gathers the facts; waits for the engine's threads, then measures the bandwidth. */
export async function describeModel(engine: Engine, loadMs: number): Promise<ModelInfo> {
  const { config, folder, weightsBytes } = engine.model;
  await engine.ready();
  const { threads, kernel } = engine;
  const choice = pickKernel();
  return {
    model: {
      name: config.name,
      version: config.version,
      folder,
      bytes: weightsBytes,
      layers: config.layers,
      hiddenSize: config.hiddenSize,
      vocabularySize: config.vocabSize,
    },
    contextTokens: engine.contextTokens,
    readingTokens: config.readingTokens,
    threads,
    kernel,
    kernelReason:
      choice.variant === kernel
        ? choice.reason
        : `${kernel} was picked at the start; measured again now: ${choice.reason}`,
    memory: {
      engineBytes: engine.memory.total,
      kvCacheBytes: engine.memory.kvCache,
      kvCacheDepths: depths(engine).map((tokens) => ({
        tokens,
        bytes: engine.cacheBytesAt(tokens),
      })),
    },
    loadMs,
    readBandwidth: await engine.measureReadBandwidth(),
    machine: describeMachine(),
  };
}

/** The context as it is, and as deep as an engine can be created. */
function depths({ contextTokens }: Engine): number[] {
  return [...new Set([contextTokens, Math.max(contextTokens, MOST_CONTEXT_TOKENS)])];
}
