/** Reads server-sent events from a response's body: bytes in, the data of each event out. After the WHATWG standard. */

/** Characters of one event at most; more is no stream of a chat model. */
const MOST_CHARACTERS = 4 * 1024 * 1024;

export async function* readServerSentEvents(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let data: string[] = [];
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true });
    if (rest.length > MOST_CHARACTERS) throw new Error('an event is longer than 4 MiB');
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
    }
  }
}
