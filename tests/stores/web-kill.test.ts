// Workers, tabs, renderers and whole browsers that die in the middle of transactions: nothing that was committed is lost.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchProfile } from "../browser.ts";
import { openStorePage, serveStorePage, startMs, type StorePage, type StoreSiteServer } from "./store-page.ts";

const rounds = 6;
/** Deaths of one store: the second finds what the first left. More would mostly read what writers without a pause had written. */
const deathsOfOne = 2;

let server: StoreSiteServer;
let profile: string;
let context: BrowserContext;

beforeAll(async () => {
  server = await serveStorePage();
  profile = await mkdtemp(join(tmpdir(), "alcove-killed-"));
  context = await launchProfile(profile);
}, startMs);
afterAll(async () => {
  await context?.close();
  await server?.close();
  await rm(profile, { recursive: true, force: true });
});

/** Operating system's ids of this browser's processes of one kind. */
async function processesOf(kind: "browser" | "renderer"): Promise<number[]> {
  const browser = context.browser();
  if (!browser) throw new Error("the context has no browser");
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
  await devtools.detach();
  return processInfo.filter(({ type }) => type === kind).map(({ id }) => id);
}

const deaths: Readonly<Record<string, (page: StorePage) => Promise<void>>> = {
  "the worker is terminated": (page) => page.endWorker("writer"),
  "the tab is closed": (page) => page.page.close({ runBeforeUnload: false }),
  "the renderers get SIGKILL": async () => {
    for (const id of await processesOf("renderer")) process.kill(id, "SIGKILL");
  },
  "the browser gets SIGKILL": async () => {
    const closed = new Promise((resolve) => context.once("close", resolve));
    for (const id of await processesOf("browser")) process.kill(id, "SIGKILL");
    await closed;
    context = await launchProfile(profile);
  },
};

describe.each(Object.keys(deaths))("%s", (how) => {
  test(`${rounds} times, at any moment: every committed transaction is there, and each is whole`, async () => {
    let acknowledged: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const folder = `alcove/killed ${how} ${Math.floor(round / deathsOfOne)}`;
      if (round % deathsOfOne === 0) acknowledged = [];
      const page = await openStorePage(context, server.origin);
      // Beyond all that were committed and not told of any more.
      const first = (acknowledged.at(-1) ?? 0) + 1_000_000;
      void page.call("writer", "commitForEver", folder, first).catch(() => {});
      await expect.poll(() => page.committed.length, { timeout: 30_000 }).toBeGreaterThan(1 + round);
      await sleep(Math.random() * 60);
      await deaths[how]?.(page);
      acknowledged = [...acknowledged, ...page.committed];
      await page.page.close().catch(() => {});

      const after = await openStorePage(context, server.origin);
      const { integrity, transactions } = await after.call("reader", "findTransactions", folder);
      const rowsOfOne = await after.call("reader", "rowsOfOne");
      expect(integrity).toBe("ok");
      expect(transactions.filter(({ rows }) => rows !== rowsOfOne)).toEqual([]);
      const found = new Set(transactions.map(({ number }) => number));
      expect(acknowledged.filter((number) => !found.has(number))).toEqual([]);
      await after.page.close();
    }
  });
});
