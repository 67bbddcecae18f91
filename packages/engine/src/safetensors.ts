/**
 * Reads a safetensors file: 8 bytes of little-endian header length, a JSON header
 * `{name: {dtype, shape, data_offsets: [begin, end]}}`, then the tensors' bytes.
 * (Format: github.com/huggingface/safetensors.)
 *
 * Takes the file's bytes as one buffer and gives views into it, so no tensor is copied. Every view is
 * checked against the type and shape the caller expects; whatever does not fit is a typed error that
 * names the file, the tensor and the expectation.
 */
import { ModelFileError, TensorError } from './errors.ts';
import { isObject, isSizes, type JsonObject, parseJsonObject } from './json.ts';

/** The element types this engine reads. */
export type DType = 'I8' | 'F32';

const BYTES_PER_ELEMENT: Record<DType, number> = { I8: 1, F32: 4 };
const LENGTH_BYTES = 8;
const METADATA = '__metadata__';

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Byte range within the data part. */
  readonly begin: number;
  readonly end: number;
}

export class SafetensorsFile {
  /** Where the bytes came from; named in errors. */
  readonly file: string;
  readonly #bytes: Uint8Array;
  readonly #dataStart: number;
  readonly #entries: ReadonlyMap<string, TensorEntry>;
  /** What the header says besides the tensors: texts by name. */
  readonly metadata: ReadonlyMap<string, string>;

  /** Parses the header. Throws ModelFileError if the bytes are no complete safetensors file. */
  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.#bytes = bytes;
    const headerLength = readHeaderLength(file, bytes);
    this.#dataStart = LENGTH_BYTES + headerLength;
    const header = parseJsonObject(
      `${file} (header)`,
      bytes.subarray(LENGTH_BYTES, this.#dataStart),
    );
    this.#entries = parseEntries(file, header, bytes.length - this.#dataStart);
    const metadata = isObject(header[METADATA]) ? Object.entries(header[METADATA]) : [];
    this.metadata = new Map(metadata.map(([name, value]) => [name, String(value)]));
  }

  /** Names of all tensors, in the header's order. */
  names(): string[] {
    return [...this.#entries.keys()];
  }

  /** The int8 tensor `name` of exactly `shape`, as a view. Throws TensorError. */
  int8(name: string, shape: readonly number[]): Int8Array {
    const bytes = this.#tensorBytes(name, 'I8', shape);
    return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The float32 tensor `name` of exactly `shape`; a view where its bytes are aligned, else a copy. Throws TensorError. */
  float32(name: string, shape: readonly number[]): Float32Array {
    const bytes = this.#tensorBytes(name, 'F32', shape);
    const aligned =
      bytes.byteOffset % Float32Array.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  }

  #tensorBytes(name: string, dtype: DType, shape: readonly number[]): Uint8Array {
    const expectation = `${dtype} of shape [${shape.join(', ')}]`;
    const entry = this.#entries.get(name);
    if (!entry) throw new TensorError(this.file, name, 'is missing', expectation);
    if (entry.dtype !== dtype) {
      throw new TensorError(this.file, name, `has type ${entry.dtype}`, expectation);
    }
    if (entry.shape.length !== shape.length || entry.shape.some((n, i) => n !== shape[i])) {
      throw new TensorError(this.file, name, `has shape [${entry.shape.join(', ')}]`, expectation);
    }
    const wantedBytes = shape.reduce((a, b) => a * b, BYTES_PER_ELEMENT[dtype]);
    if (entry.end - entry.begin !== wantedBytes) {
      throw new TensorError(
        this.file,
        name,
        `occupies ${entry.end - entry.begin} bytes`,
        `${wantedBytes} bytes (${expectation})`,
      );
    }
    return this.#bytes.subarray(this.#dataStart + entry.begin, this.#dataStart + entry.end);
  }
}

function readHeaderLength(file: string, bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) {
    throw new ModelFileError(
      file,
      `is only ${bytes.length} bytes long`,
      'a safetensors file (8 bytes of header length, header, tensors)',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - LENGTH_BYTES) {
    throw new ModelFileError(
      file,
      `its header claims ${headerLength} bytes but the file has ${bytes.length}`,
      'a complete safetensors file (this one is truncated or something else)',
    );
  }
  return headerLength;
}

function parseEntries(
  file: string,
  header: JsonObject,
  dataBytes: number,
): ReadonlyMap<string, TensorEntry> {
  const entries = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) continue;
    const entry = parseEntry(value);
    if (!entry) {
      throw new TensorError(
        file,
        name,
        'is described in no known way',
        '{"dtype", "shape", "data_offsets": [begin, end]}',
      );
    }
    if (entry.end > dataBytes) {
      throw new TensorError(
        file,
        name,
        `ends at byte ${entry.end} of the data, which has ${dataBytes}`,
        'a complete file (this one is truncated)',
      );
    }
    entries.set(name, entry);
  }
  return entries;
}

function parseEntry(value: unknown): TensorEntry | undefined {
  if (!isObject(value)) return undefined;
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets)) return undefined;
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2 || begin > end) {
    return undefined;
  }
  return { dtype, shape, begin, end };
}
