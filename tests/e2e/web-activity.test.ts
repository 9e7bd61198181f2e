// Activity in the web app: what was done in the practice, about a member, and how a chart came to be open to whom it is.

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, openChart, press, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("who did what, in the practice, to a member, and to a chart", async () => {
  const [anna, ben] = await Promise.all(
    [1, 2].map(async () => (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()),
  );
  if (!anna || !ben) throw new Error("two pages");
  const complaints = [watchComplaints(anna), watchComplaints(ben)];
  await found(anna, server.origin, place.path("kit.txt"));
  await makeChart(anna, "Maren Holt");
  await writeNote(anna, "Write today’s note", "About the heron.");
  await bringIn(anna, ben, server.origin);
  await openChart(anna, "Maren Holt");
  await press(anna, "Let somebody in");
  const dialog = anna.locator("dialog");
  await dialog.getByLabel("Until").fill("2099-06-30");
  await dialog.getByRole("button", { name: "Let them in" }).click();
  await shows(anna, "until 30 June 2099");
  await anna.getByRole("link", { name: "How that came about" }).click();
  await shows(anna, "Who opened this chart to whom");
  await anna.getByText("let Ben Okafor read and write the progress notes of Maren Holt, until 30 June 2099").waitFor();
  expect(await anna.getByText("founded the practice").count()).toBe(0);
  await looksWell(anna, "activity-chart");
  await goTo(anna, "People");
  await anna.getByRole("link", { name: "Activity" }).click();
  await anna.getByText("brought in Ben Okafor as clinician").waitFor();
  await anna.getByText("founded the practice").waitFor();
  await looksWell(anna, "activity");
  await goTo(ben, "People");
  await ben.getByRole("link", { name: "Ben Okafor" }).first().click();
  await ben.getByRole("link", { name: "Activity" }).click();
  await ben.getByText("Anna Lindqvist brought in Ben Okafor as clinician").waitFor();
  expect(await ben.getByText("founded the practice").count()).toBe(0);
  expect(complaints).toEqual([[], []]);
}, 120_000);
