/** Server-sent events: what is said in `data:` lines, as text. Event names, ids and retry times are not used here. */

import { readPieces } from "./read-pieces.ts";

/** A line of more characters than this is a server that wants our memory. */
const longestLine = 1024;

/**
 * Reads until the stream ends, `alive` for each piece that arrives, `onData` for each `data:` line.
 *
 * @throws as the stream does when it breaks off, and when it isn't UTF-8
 */
export async function readEvents(
  stream: ReadableStream<Uint8Array>,
  alive: () => void,
  onData: (data: string) => void,
): Promise<void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  for await (const part of readPieces(stream)) {
    alive();
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data:")) onData(line.slice(5).replace(/^ /, "").replace(/\r$/, ""));
    }
    if (rest.length > longestLine) return;
  }
}
