/** Ports for servers under test that are told where to listen before they do. */

import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Above the last that browsers refuse (10080), and below those that a system hands out by itself (from 32768 on Linux): no
 * connection of another program takes the port between this answer and the server's start.
 */
const [first, end] = [10_100, 32_768];
/** Each test worker has a stretch of its own: two that start servers at once never mean the same port. */
const workers = 16;
const stretch = Math.floor((end - first) / workers);
const begin = first + (Number(process.env["VITEST_POOL_ID"] ?? 0) % workers) * stretch;
let next = randomInt(stretch);

/** A port of this computer that nobody listens on, and that this process is not told again for a long while. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < stretch; tries++) {
    const port = begin + (next++ % stretch);
    if (await isFree(port)) return port;
  }
  throw new Error("no port of this test worker's is free");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once("error", () => resolve(false))
      .listen(port, "localhost", () => probe.close(() => resolve(true)));
  });
}
