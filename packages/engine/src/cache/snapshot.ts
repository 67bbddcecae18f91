/**
 * A session's state as bytes: the tokens of a prefix with their keys and values. Little-endian:
 * 8 bytes of magic, 4 of the header's length, the header (JSON), then for each block its tokens (4 bytes each) and the
 * bytes of full and sliding layers, and at the end the SHA-256 of all before.
 */
import { createHash } from 'node:crypto';
import { SnapshotError } from '../errors.ts';
import { isObject } from '../json.ts';
import type { TokenId } from '../tokenizer.ts';
import type { BlockContent, BlockManager, SequenceBlocks } from './block-manager.ts';
import { BLOCK_TOKENS } from './cache-plan.ts';

const MAGIC = Buffer.from('WICK-KV1');
const LENGTH_BYTES = 4;
const DIGEST_BYTES = 32;

export interface SnapshotContent {
  readonly tokens: readonly TokenId[];
  readonly blocks: readonly BlockContent[];
}

/** `fingerprint` is the model's. */
export function writeSnapshot(fingerprint: string, blocks: Iterable<BlockContent>): Uint8Array {
  const all = [...blocks];
  const sizes = all.map(({ tokens, full, sliding }) => [
    tokens.length,
    full.length,
    sliding?.length ?? 0,
  ]);
  const header = Buffer.from(JSON.stringify({ fingerprint, blockTokens: BLOCK_TOKENS, sizes }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(header.length);
  const content = all.flatMap(({ tokens, full, sliding }) => [
    tokenBytes(tokens),
    full,
    ...(sliding ? [sliding] : []),
  ]);
  const bytes = Buffer.concat([MAGIC, length, header, ...content]);
  // Not a Buffer, whose `slice` would share the bytes.
  return new Uint8Array(Buffer.concat([bytes, digestOf(bytes)]));
}

/** Throws SnapshotError for what is no snapshot, is damaged, or belongs to another model. */
export function readSnapshot(fingerprint: string, snapshot: Uint8Array): SnapshotContent {
  const bytes = Buffer.from(snapshot.buffer, snapshot.byteOffset, snapshot.byteLength);
  const start = MAGIC.length + LENGTH_BYTES;
  if (bytes.length < start + DIGEST_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new SnapshotError('These bytes are no snapshot of this engine.');
  }
  const end = bytes.length - DIGEST_BYTES;
  if (!digestOf(bytes.subarray(0, end)).equals(bytes.subarray(end))) {
    throw new SnapshotError('The snapshot is damaged: its checksum does not fit. Take a new one.');
  }
  const dataStart = start + bytes.readUInt32LE(MAGIC.length);
  const header: unknown = JSON.parse(bytes.toString('utf8', start, dataStart));
  if (!isObject(header) || header.fingerprint !== fingerprint) {
    throw new SnapshotError('The snapshot was taken with another model. Take a new one with this.');
  }
  if (header.blockTokens !== BLOCK_TOKENS || !isSizeList(header.sizes)) {
    throw new SnapshotError('The snapshot was taken by another version. Take a new one.');
  }
  let at = dataStart;
  const take = (length: number) => {
    const part = bytes.subarray(at, at + length);
    at += length;
    return part;
  };
  const blocks = header.sizes.map(([count, full, sliding]): BlockContent => {
    const ids = take(4 * count);
    const tokens = Array.from({ length: count }, (_, i) => ids.readInt32LE(4 * i));
    return { tokens, full: take(full), ...(sliding > 0 && { sliding: take(sliding) }) };
  });
  return { tokens: blocks.flatMap(({ tokens }) => tokens), blocks };
}

/** Writes a snapshot into a sequence that is empty still, and leaves it to the cache. Gives the tokens. */
export function restoreSnapshot(
  { tokens, blocks: contents }: SnapshotContent,
  manager: BlockManager,
  blocks: SequenceBlocks,
): number {
  for (const content of contents) {
    if (!manager.accepts(content)) {
      throw new SnapshotError('The snapshot was taken by another version. Take a new one.');
    }
    manager.write(blocks, content);
    manager.commit(blocks, tokens, content.tokens.length);
  }
  manager.keepEnd(blocks, tokens);
  return tokens.length;
}

function tokenBytes(tokens: readonly TokenId[]): Uint8Array {
  const bytes = Buffer.alloc(4 * tokens.length);
  tokens.forEach((token, i) => {
    bytes.writeInt32LE(token, 4 * i);
  });
  return bytes;
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Tokens, bytes of full and of sliding layers of each block; all blocks but the last are whole. */
function isSizeList(value: unknown): value is [number, number, number][] {
  if (!Array.isArray(value)) return false;
  return value.every((item: unknown, number) => {
    if (!Array.isArray(item) || item.length !== 3) return false;
    if (!item.every((size) => Number.isSafeInteger(size) && size >= 0)) return false;
    const least = number + 1 < value.length ? BLOCK_TOKENS : 1;
    return item[0] >= least && item[0] <= BLOCK_TOKENS;
  });
}
