// The transport in a real Chromium, whose `fetch` is not Node's.

import { findClosedOrigin } from "@alcove/vault/testing/faulty-server";
import { transportContract } from "@alcove/vault/testing/transport";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { openStorePage, serveStorePage, startMs, type StorePage, type StoreSiteServer } from "./store-page.ts";

let server: StoreSiteServer;
let browser: Browser;
let closedOrigin: string;
/** Each with connections of its own, of which a browser keeps six to one server. */
const idle: StorePage[] = [];

beforeAll(async () => {
  [server, browser, closedOrigin] = await Promise.all([serveStorePage(), launchBrowser(), findClosedOrigin()]);
}, startMs);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

// Side by side: most of them wait for a server that is slow or silent.
describe.concurrent("the transport contract in Chromium", () => {
  for (const { title } of transportContract) {
    test(title, async () => {
      const page = idle.pop() ?? (await openStorePage(await browser.newContext(), server.origin));
      await page.call("transport", "runTransportCase", title, closedOrigin);
      idle.push(page);
    });
  }
});
