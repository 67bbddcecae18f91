export const setTimeout = (ms) => new Promise((resolve) => globalThis.setTimeout(resolve, ms));
