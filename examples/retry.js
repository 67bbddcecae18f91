// Calls a function again until it works, waiting longer each time.

let maxAttempts = 3;
const firstDelay = 200;
const verbose = false;

function delayFor(attempt) {
  return firstDelay * 2 ** attempt;
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function retry(task) {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    try {
      return await task();
    } catch (error) {
      console.warn('attempt failed', attempt);
      await sleep(delayFor(attempt));
    }
  }
  throw new Error('gave up');
}
