/** Regular expressions made of texts as they stand. */

/** `text` as a regular expression that fits it alone. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
