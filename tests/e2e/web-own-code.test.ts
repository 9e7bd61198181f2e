// Where the page's own code comes from: on a server's page owners are told once, and whoever guards a chart each time.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, makeChart, press, shows, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place, "willow.localhost"), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const told = "This page’s code comes from the server.";

test("HS-23 an owner is led to the app of their own computer: on Today until they know, under Devices, and before a guard", async () => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const complaints = watchComplaints(page);
  await found(page, server.origin, place.path("kit.txt"));
  await looksWell(page, "own-code-today");
  await page.getByRole("link", { name: "Code of your own" }).click();
  await shows(page, told);
  await looksWell(page, "own-code-devices");
  await press(page, "I know, leave it so here");
  await goTo(page, "Today");
  await page.getByRole("link", { name: "Recovery cards" }).waitFor();
  expect(await page.getByRole("link", { name: "Code of your own" }).count()).toBe(0);
  await makeChart(page, "R. Client");
  await press(page, "Guard this chart");
  await shows(page, told);
  await looksWell(page, "own-code-guard");
  expect(complaints).toEqual([]);
}, 120_000);
