// The browser's store in a real Chromium, bundled and served under the app's content security policy.

import { storeContract } from "@alcove/vault/testing/store";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { openStorePage, serveStorePage, startMs, type StorePage, type StoreSiteServer } from "./store-page.ts";

let server: StoreSiteServer;
let browser: Browser;
let context: BrowserContext;
let page: StorePage;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveStorePage(), launchBrowser()]);
  context = await browser.newContext();
  page = await openStorePage(context, server.origin);
}, startMs);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test("the bundle holds SQLite once: page, worker, WASM, and loaded when asked for HPKE, its own where there is none, ML-KEM and Argon2id", () => {
  const names = server.files.map((path) => path.replace(/-[\w-]{8}\./, "."));
  expect(names.sort()).toEqual([
    "/assets/hpke-noble.js",
    "/assets/hpke.js",
    "/assets/index.esm.js",
    "/assets/index.js",
    "/assets/ml-kem.js",
    "/assets/sha3.js",
    "/assets/sqlite3.wasm",
    "/assets/worker.js",
    "/index.html",
  ]);
});

describe("the store contract in Chromium", () => {
  test("the worker runs the same cases", async () => {
    expect(await page.call("contract", "titles")).toEqual(storeContract.map(({ title }) => title));
  });
  for (const { title } of storeContract) test(title, () => page.call("contract", "runCase", title));
});

test("another worker and another tab are refused while one has the store, and get it afterwards", async () => {
  const folder = "alcove/one-at-a-time";
  const other = await openStorePage(context, server.origin);
  void page.call("holder", "commitForEver", folder, 1).catch(() => {});
  const soon = { timeout: 60_000 };
  await expect.poll(() => page.committed.length, soon).toBeGreaterThan(0);
  expect(await page.call("second", "tryOpen", folder)).toBe("device-in-use");
  expect(await other.call("third", "tryOpen", folder)).toBe("device-in-use");
  const committed = page.committed.length;
  await expect.poll(() => page.committed.length, soon).toBeGreaterThan(committed);
  await page.endWorker("holder");
  expect(await other.call("third", "tryOpen", folder)).toBe("opened");
  await other.page.close();
});

describe("where the browser has no private files for workers, opening says store-missing", () => {
  test("synchronous handles are missing", async () => {
    expect(await page.call("without-handles", "tryOpenWithoutHandles")).toBe("store-missing");
  });

  test("the page came by plain HTTP from another machine", async () => {
    const insecure = await browser.newContext();
    const origin = "http://alcove.example";
    await insecure.route(`${origin}/**`, async (route) => {
      const response = await fetch(server.origin + new URL(route.request().url()).pathname);
      const headers = Object.fromEntries(response.headers);
      await route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
    });
    const elsewhere = await openStorePage(insecure, origin);
    expect(await elsewhere.page.evaluate(() => globalThis.isSecureContext)).toBe(false);
    expect(await elsewhere.call("worker", "tryOpen", "alcove/device")).toBe("store-missing");
    await insecure.close();
  });
});
