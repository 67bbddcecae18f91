/**
 * The engine's public face: load a model folder, create an engine, generate tokens. Knows tokens, not
 * code; what an answer may look like is the caller's Grammar.
 */
export type { LayerType, ModelConfig } from './config.ts';
export { Engine, type GeneratedToken, type GenerateRequest, type RequestStats } from './engine.ts';
export * from './errors.ts';
export type { Grammar } from './grammar.ts';
export { Model } from './model.ts';
export type { EngineOptions, ReadBandwidth, Trace } from './runtime.ts';
export { SafetensorsFile } from './safetensors.ts';
export type { Sampling } from './sampler.ts';
export { StreamDecoder } from './stream-decoder.ts';
export { type TokenId, Tokenizer } from './tokenizer.ts';
