/** What the engine uses of Node's globals. */
import { Buffer } from './buffer.js';

globalThis.Buffer ??= Buffer;
globalThis.process ??= { versions: { node: navigator.userAgent } };

/** A turn of the event loop without the 4 ms that timers are held back for: a message to itself. */
const turns = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => turns.shift()();
globalThis.setImmediate ??= (callback) => {
  turns.push(callback);
  channel.port2.postMessage(0);
};
