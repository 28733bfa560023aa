/** The same chunks; each is asked for while the one before is worked on. */
export async function* ahead(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let coming = iterator.next();
  try {
    for (let chunk = await coming; !chunk.done; chunk = await coming) {
      coming = iterator.next();
      // Who awaits it later sees the fault; nobody does where the reader stops before.
      coming.catch(() => undefined);
      yield chunk.value;
    }
  } finally {
    await iterator.return?.();
  }
}
