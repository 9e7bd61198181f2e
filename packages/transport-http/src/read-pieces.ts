/**
 * The pieces of a stream as they arrive. Whoever stops early cancels it, and with it the connection. (Safari's streams
 * are not iterable by themselves.)
 *
 * @throws as the stream does when it breaks off
 */
export async function* readPieces(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    // Of a stream that broke off there is nothing left to cancel.
    if (!ended) await reader.cancel().catch(() => {});
  }
}
