// A part of the bundle does not come, in real Chromium: what is said, and the way on.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, makeChart, press, shows, type Sitting, unlock } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  // As on a first visit: nothing is kept yet, each part comes from the server.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: "block" });
  page = await context.newPage();
  sitting = await found(page, server.origin, place.path("kit.txt"));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

/** From now on it does not come. */
const lose = (part: string) => page.route(new RegExp(`/assets/${part}-[^/]*\\.js$`), (route) => route.abort());

async function saysSo(): Promise<void> {
  await page.getByRole("heading", { name: "This page did not open" }).waitFor();
  await shows(page, "A part of Alcove did not come from the server");
}

test("a page whose part did not come says so, locks nothing, and comes when it is opened again", async () => {
  await lose("calendar-screen");
  await goTo(page, "Calendar");
  await saysSo();
  await looksWell(page, "part-missing");
  // All else goes on.
  await makeChart(page, "Maren Holt");
  await goTo(page, "Calendar");
  await saysSo();
  await page.unrouteAll();
  await press(page, "Open it again");
  await unlock(page, sitting.passphrase);
  await page.waitForSelector(".time-grid");
});

test("a part of a page is said to be missing as the page is", async () => {
  await lose("at-a-glance");
  await goTo(page, "Charts");
  await page.locator(".charts .rows").getByRole("link", { name: "Maren Holt" }).click();
  await saysSo();
  await page.unrouteAll();
  await press(page, "Open it again");
  await unlock(page, sitting.passphrase);
  await page.getByRole("button", { name: "Add a diagnosis" }).waitFor();
});
