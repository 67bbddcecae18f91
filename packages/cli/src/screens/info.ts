/** What `wick info` shows. */
import type { ModelInfo } from '@wick/assistant';
import type { Colors } from '../terminal.ts';
import { bytes, count, duration } from './numbers.ts';

export function renderInfo(info: ModelInfo, colors: Colors): string {
  const { model, memory, machine, readBandwidth } = info;
  const limit = (readBandwidth.gigabytesPerSecond * 1e9) / model.bytes;
  const rows: [string, string][] = [
    [
      'model',
      `${model.name} ${model.version}, ${bytes(model.bytes)}, loaded in ${duration(info.loadMs)}`,
    ],
    [
      '',
      `${model.layers} layers of ${model.hiddenSize}, ${count(model.vocabularySize)} tokens known`,
    ],
    ['folder', model.folder],
    [
      'context',
      `${count(info.contextTokens)} tokens; files up to ${count(info.readingTokens)} are read whole`,
    ],
    ['threads', `${info.threads} of ${machine.cores} cores`],
    ['kernel', info.kernelReason],
    [
      'memory',
      `${bytes(memory.engineBytes)}, of which KV cache at most ${bytes(memory.kvCacheBytes)}, shared by all requests`,
    ],
    ...memory.kvCacheDepths.map(({ tokens, bytes: size }): [string, string] => [
      '',
      `one request of ${count(tokens)} tokens takes ${bytes(size)} of it`,
    ]),
    [
      'bandwidth',
      `${readBandwidth.gigabytesPerSecond.toFixed(1)} GB/s read by ${readBandwidth.threads} threads`,
    ],
    ['', `so at most ${count(limit)} tokens/s, as each token reads the whole model`],
    ['machine', `${machine.cpu}, ${bytes(machine.memoryBytes)}, ${machine.platform}`],
    ['node', machine.node],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${colors.bold(name.padEnd(width))}  ${value}\n`).join('');
}
