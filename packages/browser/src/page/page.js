/**
 * The page: starts the engine in a worker (the thread that computes waits for the others, which a page's own thread may not)
 * and shows what it answers. `wick.ask(request)` is there for scripts; worker.js says what can be asked.
 */
const worker = new Worker('/packages/browser/src/page/worker.js', { type: 'module' });
const waiting = new Map();
let asked = 0;

worker.onmessage = ({ data: { id, answer, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error === undefined) resolve(answer);
  else reject(new Error(error));
};
worker.onerror = (event) => {
  for (const { reject } of waiting.values())
    reject(new Error(`${event.filename}: ${event.message}`));
};

function ask(request) {
  return new Promise((resolve, reject) => {
    waiting.set(++asked, { resolve, reject });
    worker.postMessage({ id: asked, request });
  });
}

globalThis.wick = { ask };

const element = (id) => document.getElementById(id);
try {
  const { name, threads, kernel, loadMs } = await ask({ op: 'open' });
  const plural = threads === 1 ? '1 thread' : `${threads} threads`;
  element('state').textContent =
    `${name}, ${plural}, kernel ${kernel}, loaded in ${Math.round(loadMs)} ms`;
  element('run').disabled = false;
} catch (error) {
  element('state').textContent = error.message;
}
element('run').onclick = async () => {
  const text = element('text').value;
  const { text: answer, tokensPerSecond } = await ask({ op: 'complete', text, maxTokens: 64 });
  element('answer').textContent = answer;
  element('state').textContent = `${Math.round(tokensPerSecond)} tokens/s`;
};
