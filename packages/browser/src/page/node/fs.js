/** Files by their address, read at once: a worker may wait for a request, and the engine's files come from this machine. */
export function readFileSync(path) {
  const request = new XMLHttpRequest();
  request.open('GET', path, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
  return new Uint8Array(request.response);
}

/** An address has no folders to look at; what is missing shows when it is read. */
export function statSync() {
  return { isDirectory: () => true };
}

/** An open file is what it holds. */
export function openSync(path) {
  return readFileSync(path);
}

export function fstatSync(file) {
  return { size: file.length };
}

export function read(file, target, offset, length, position, callback) {
  const part = file.subarray(position, position + length);
  target.set(part, offset);
  queueMicrotask(() => callback(null, part.length));
}

export function closeSync() {}
