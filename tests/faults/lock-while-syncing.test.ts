/** A vault that is locked again and again in the middle of its first sync: no alarm, and in the end everything is there. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CryptoPort } from "@alcove/crypto";
import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault } from "@alcove/vault";
import { afterAll, expect, test } from "vitest";
import { runServer } from "../../apps/server/src/testing/run-server.ts";
import { generateNotes } from "../bench/generate-notes.ts";
import { allSent, foundOn, must, passphrase } from "../bench/vault-steps.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Locks at once: it gives a running sync 5 ms instead of two seconds, which the whole of this sync would fit in. */
const impatient = {
  ...nodeClock,
  after: (ms: number, then: () => void) => nodeClock.after(ms === 2000 ? 5 : ms, then),
};

/** Every seal, hash and signature takes a turn of the event loop, as in a browser: a lock can come between any two. */
async function unhurriedCryptoPort(): Promise<CryptoPort> {
  const port = await lightCryptoPort();
  const subtle = Object.fromEntries(
    Object.entries(port.subtle).map(([name, call]) => [
      name,
      async (...args: unknown[]) => {
        await new Promise(setImmediate);
        return (call as (...args: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  );
  return { ...port, subtle: subtle as unknown as CryptoPort["subtle"] };
}

async function openVault(): Promise<Vault> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-lock-"));
  folders.push(folder);
  return createVault({
    crypto: await unhurriedCryptoPort(),
    store: openNodeStore(folder),
    transport: createHttpTransport(),
    clock: impatient,
    log: () => {},
  });
}

test("SYN-5 a vault locked in the middle of a first sync goes on from there, and nothing is taken for an attack", async () => {
  const server = await runServer();
  const [first, second] = [await openVault(), await openVault()];
  const notes = generateNotes(4000);
  const { kit } = await foundOn(first, server.origin);
  const chart = must(await first.createChart({ name: "Chart" })).id;
  must(await first.importNotes({ task: "import", chart, kind: "progress", notes }));
  await allSent(first);

  const enrolled = second.enrolByKit({ kit, passphrase, totp: "", deviceName: "second" });
  while ((await second.status()).phase !== "open") await new Promise((resolve) => setTimeout(resolve, 10));
  let stoppedInTheMiddle = 0;
  let there = 0;
  for (let i = 0; i < 60 && there < notes.length; i++) {
    // Another moment each time: signing in, a page on its way, a page being taken. Later and later, for slow machines.
    await new Promise((resolve) => setTimeout(resolve, 20 + ((i * 53) % 400) + i * 20));
    await second.lock("person");
    must(await second.unlock(passphrase));
    there = (await second.charts())[0]?.progressNotes ?? 0;
    if (there < notes.length) stoppedInTheMiddle++;
  }
  expect(there).toBe(notes.length);
  expect(stoppedInTheMiddle).toBeGreaterThanOrEqual(2);
  await allSent(second);
  const status = await second.status();
  expect(status).toMatchObject({ phase: "open", alarms: [] });
  const byWord = must(await second.search({ words: "hallway" })).total;
  expect(byWord).toBe(must(await first.search({ words: "hallway" })).total);
  expect(byWord).toBeGreaterThan(0);
  await enrolled;
  await Promise.all([first.close(), second.close()]);
  await server.remove();
});
