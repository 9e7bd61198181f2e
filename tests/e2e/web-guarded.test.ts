// A guarded chart in the web app: guarded with an alias, closed and opened on record, its crisis card, and the way back.

import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  goTo,
  makeChart,
  openChart,
  press,
  showFactorIfAsked,
  shows,
  unlock,
  watchComplaints,
  writeNote,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("a chart is guarded, leaves the lists, opens on record, and its crisis card opens without the server", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watchComplaints(page);
  const sitting = await found(page, server.origin, join(place.folder, "kit.txt"));
  const { passphrase } = sitting;
  await makeChart(page, "Marion Keller");
  await writeNote(page, "Write today’s note", "She asks whether anybody will know.");
  await openChart(page, "Marion Keller");

  await press(page, "Guard this chart");
  await looksWell(page, "guard-chart");
  await page.getByLabel("What lists call it").fill("The lighthouse");
  await press(page, "Guard it");
  await page.waitForSelector('h1:has-text("The lighthouse")');
  await shows(page, "Inside: Marion Keller");
  await shows(page, "She asks whether anybody will know.");
  await press(page, "Write the card");
  await page.getByLabel("Safety plan").fill("Call the night line, then her sister.");
  await page.getByLabel("Contacts").fill("Sister: 555 0142");
  await looksWell(page, "write-crisis-card");
  // Typed words are asked about, however often somebody presses Escape.
  for (const _ of [1, 2, 3]) await page.keyboard.press("Escape");
  await shows(page, "What you typed isn’t kept yet.");
  await looksWell(page, "crisis-card-asks");
  await press(page, "Leave it as it is");
  await press(page, "Stay here");
  await page.goBack();
  await shows(page, "Leave the crisis card?");
  await page.getByRole("dialog", { name: "Leave the crisis card?" }).getByRole("button", { name: "Stay here" }).click();
  expect(await page.getByLabel("Contacts").inputValue()).toBe("Sister: 555 0142");
  await press(page, "Save the crisis card");
  await shows(page, "Sister: 555 0142");
  await looksWell(page, "guarded-open");

  await press(page, "Close the chart");
  await shows(page, "This chart is guarded");
  expect(await page.getByText("She asks").count()).toBe(0);
  expect(await page.getByText("Marion Keller").count()).toBe(0);
  await looksWell(page, "guarded-closed");
  await goTo(page, "Charts");
  await shows(page, "The lighthouse");
  expect(await page.getByText("Marion Keller").count()).toBe(0);

  await openChart(page, "The lighthouse");
  await context.setOffline(true);
  await press(page, "Open the chart");
  await shows(page, "A guarded chart opens only with the server");
  await press(page, "Crisis card");
  await page.getByLabel("Why now").fill("She called, the line broke");
  await page.getByLabel("Your passphrase, once more").fill(passphrase);
  await looksWell(page, "open-crisis-card");
  await press(page, "Open the card");
  await shows(page, "Call the night line, then her sister.");
  await looksWell(page, "crisis-card");
  await press(page, "Put it away");
  await shows(page, "She called, the line broke");
  await context.setOffline(false);

  await page.keyboard.press("Alt+KeyL");
  await unlock(page, passphrase);
  await openChart(page, "The lighthouse");
  await press(page, "Open the chart");
  await shows(page, "She asks whether anybody will know.");
  // The opening comes back with the next sync.
  await expect.poll(() => page.locator("section[aria-labelledby=h-openings] li").count(), { timeout: 30_000 }).toBe(2);

  await page.getByText("Advanced", { exact: true }).click();
  await press(page, "End the guard");
  await showFactorIfAsked(page, sitting, 'h1:has-text("Marion Keller")');
  await shows(page, "She asks whether anybody will know.");
  expect(complaints.filter((line) => !line.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  await context.close();
});
