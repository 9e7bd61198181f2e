// The transport in a real Chromium, whose `fetch` is not Node's.

import { findClosedOrigin } from "@alcove/vault/testing/faulty-server";
import { transportContract } from "@alcove/vault/testing/transport";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { openStorePage, serveStorePage, startMs, type StorePage, type StoreSiteServer } from "./store-page.ts";

let server: StoreSiteServer;
let browser: Browser;
let page: StorePage;
let closedOrigin: string;

beforeAll(async () => {
  [server, browser, closedOrigin] = await Promise.all([serveStorePage(), launchBrowser(), findClosedOrigin()]);
  page = await openStorePage(await browser.newContext(), server.origin);
}, startMs);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe("the transport contract in Chromium", () => {
  for (const { title } of transportContract) {
    test(title, () => page.call("transport", "runTransportCase", title, closedOrigin));
  }
});
