/** The path from the server's root, which is how fs.js reads. */
export const fileURLToPath = (url) => new URL(url).pathname;
