// Somebody leaves, in real Chromium: their charts passed on, psychotherapy notes decided, let go, new keys, the report.

import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, openChart, press, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let ben: Page;
let complaints: readonly (readonly string[])[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const contexts = await Promise.all([1, 2].map(() => browser.newContext({ viewport: { width: 1280, height: 800 } })));
  [anna, ben] = (await Promise.all(contexts.map((one) => one.newPage()))) as [Page, Page];
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  await found(anna, server.origin, place.path("kit.txt"));
  await bringIn(anna, ben, server.origin);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

async function openLeaving(page: Page, link: string): Promise<void> {
  await goTo(page, "People");
  await page.getByRole("link", { name: "Ben Okafor" }).first().click();
  await page.getByRole("link", { name: link, exact: true }).click();
}

test("who leaves says so and passes charts on that nobody else opens", async () => {
  for (const name of ["Maren Holt", "Tobias Kern", "Ulla Brandt"]) {
    await makeChart(ben, name);
    await writeNote(ben, "Write today’s note", `Of ${name}.`);
    await openChart(ben, name);
    await writeNote(ben, "Psychotherapy note", `For me, of ${name}.`);
  }
  await openChart(anna, "Maren Holt");
  await shows(anna, "Only who opens it can let others in");
  expect(await anna.getByRole("button", { name: "Let somebody in" }).count()).toBe(0);
  await looksWell(anna, "leaving, not open to its owner");
  await openLeaving(ben, "If you leave");
  await shows(ben, "Nothing ends before that.");
  await looksWell(ben, "leaving, before");
  await press(ben, "Say that you leave");
  await shows(ben, "You are leaving");
  await shows(ben, "three charts to nobody else");
  await press(ben, "Pass them on");
  await shows(ben, "Three charts passed on");
  await shows(ben, "and to others too");
  await looksWell(ben, "leaving, passed on");
  await openChart(anna, "Maren Holt");
  await shows(anna, "Of Maren Holt.");
});

test("psychotherapy notes are decided one by one, by their author alone", async () => {
  await openLeaving(ben, "If you leave");
  await shows(ben, "Three charts to decide");
  const saved = ben.waitForEvent("download");
  await press(ben, "Take along as a file of Maren Holt");
  const file = place.path("notes.txt");
  await (await saved).saveAs(file);
  expect(readFileSync(file, "utf8")).toContain("For me, of Maren Holt.");
  await shows(ben, "Taken along as a file; closed here.");
  await press(ben, "Hand over of Tobias Kern");
  await looksWell(ben, "leaving, hand over");
  await press(ben, "Hand them over");
  await shows(ben, "Handed over to Anna Lindqvist.");
  await press(ben, "Destroy of Ulla Brandt");
  await looksWell(ben, "leaving, destroy");
  await ben.getByLabel("To be sure, type: Ulla Brandt").fill("Ulla");
  await press(ben, "Destroy them for good");
  await shows(ben, "These are not the words.");
  await ben.getByLabel("To be sure, type: Ulla Brandt").fill("Ulla Brandt");
  await press(ben, "Destroy them for good");
  await shows(ben, "Destroyed.");
  const certificate = ben.waitForEvent("download");
  await press(ben, "Save the certificate of Ulla Brandt");
  const paper = place.path("destroyed.pdf");
  await (await certificate).saveAs(paper);
  expect(readFileSync(paper, "latin1")).toContain("Psychotherapy notes destroyed: Ulla Brandt");
  await shows(ben, "All are decided.");
  await looksWell(ben, "leaving, decided");
  await openLeaving(anna, "If Ben Okafor leaves");
  await shows(anna, "Taken along as a file; closed here.");
  expect(await anna.getByRole("button", { name: /^Decide again/ }).count()).toBe(0);
  await looksWell(anna, "leaving, as the owner sees it");
});

test("let go, they stand under those who have left, with new keys and a report", async () => {
  await press(anna, "Let Ben Okafor go");
  await anna.locator("dialog").getByRole("button", { name: "Let Ben Okafor go" }).click();
  await shows(anna, "Ben Okafor has left");
  await goTo(anna, "People");
  await shows(anna, "Leaving, and left");
  await looksWell(anna, "people, somebody has left");
  await anna.locator("section", { hasText: "Leaving, and left" }).getByRole("link", { name: "Ben Okafor" }).click();
  await shows(anna, "Ben Okafor has left");
  // Of two devices the one with the lower hash begins at once, the other half a minute later; here the other has gone.
  await shows(anna, "All that you open has new keys.");
  await looksWell(anna, "leaving, gone");
  for (const [as, begins] of [
    ["PDF", "%PDF-1.4"],
    ["JSON", '{\n  "format": "alcove-could-have-read-1"'],
  ] as const) {
    const saved = anna.waitForEvent("download");
    await press(anna, `Save as ${as}`);
    const file = place.path(`report.${as}`);
    await (await saved).saveAs(file);
    expect(readFileSync(file, "latin1").startsWith(begins)).toBe(true);
  }
  expect(readFileSync(place.path("report.PDF"), "latin1")).toContain("What Ben Okafor could have read");
});

test("the browser had nothing to complain about", () => {
  expect(complaints.flat()).toEqual([]);
});
