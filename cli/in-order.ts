/**
 * Works on `limit` items at a time and gives each with its result, in the items' order.
 * @throws what `work` throws, when its item's turn comes.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<readonly [T, R]> {
  const under: Promise<R>[] = [];
  for (const [index, item] of items.entries()) {
    while (under.length < limit && index + under.length < items.length) {
      const result = work(items[index + under.length] as T);
      // Its turn to be awaited may come after it has failed.
      result.catch(() => undefined);
      under.push(result);
    }
    yield [item, await (under.shift() as Promise<R>)];
  }
}
