/**
 * The engine's public face: load a model folder, create an engine, generate tokens. Knows tokens, not
 * code; what an answer may look like is the caller's Grammar.
 */

export type { CacheUse } from './cache/block-manager.ts';
export { BLOCK_TOKENS, MOST_CONTEXT_TOKENS } from './cache/cache-plan.ts';
export type { LayerType, ModelConfig } from './config.ts';
export { Engine, type EngineLoad } from './engine.ts';
export * from './errors.ts';
export type { Grammar } from './grammar.ts';
export { Model } from './model.ts';
export type { GeneratedToken, GenerateRequest, RequestStats } from './request.ts';
export type { EngineOptions, ReadBandwidth, Trace } from './runtime.ts';
export { SafetensorsFile } from './safetensors.ts';
export type { Sampling } from './sampler.ts';
export { StreamDecoder } from './stream-decoder.ts';
export { type TokenId, Tokenizer } from './tokenizer.ts';
