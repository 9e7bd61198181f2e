/** Test files run side by side; what they share is made by one of them. */

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { cache } from "../scripts/setup.mjs";

const EVERY_MS = 100;
const TRIES = 600;

export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  await mkdir(cache, { recursive: true });
  const lock = join(cache, `${name}.lock`);
  const taken = () =>
    mkdir(lock).then(
      () => true,
      () => false,
    );
  for (let tried = 0; !(await taken()); tried++) {
    // A test that was killed in the middle left it behind.
    if (tried === TRIES) await rm(lock, { recursive: true, force: true });
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
