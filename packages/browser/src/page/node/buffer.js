/** The part of Node's Buffer that the engine uses: bytes that know UTF-8 and hexadecimal. */
export class Buffer extends Uint8Array {
  /** A text's UTF-8, a copy of bytes or numbers, or a view into an ArrayBuffer. */
  static from(source, offset, length) {
    if (typeof source === 'string') source = new TextEncoder().encode(source);
    if (source instanceof ArrayBuffer) return new Buffer(source, offset, length);
    return new Buffer(source);
  }

  static alloc(length) {
    return new Buffer(length);
  }

  static concat(list) {
    const all = new Buffer(list.reduce((sum, bytes) => sum + bytes.length, 0));
    let at = 0;
    for (const bytes of list) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }

  toString(encoding = 'utf8') {
    if (encoding === 'hex') {
      return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this);
  }
}
