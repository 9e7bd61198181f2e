/** Chunks on their way, a few at a time: one after the other each would wait for the way there and back. */

import { ok, type Result } from "@alcove/bytes";

const lanes = 4;

/** In order of their beginning. After the first failure, which it gives, nothing more begins. */
export async function inLanes<Item, E>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result<unknown, E>>,
): Promise<Result<undefined, E>> {
  const rest = items[Symbol.iterator]();
  let failed: Result<never, E> | undefined;
  const lane = async () => {
    for (let item = rest.next(); !item.done && !failed; item = rest.next()) {
      const done = await work(item.value);
      if (!done.ok) failed ??= done;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return failed ?? ok();
}
