// Signing in real Chromium: a note is signed and locked, added to, countersigned by a colleague who asked for a change first.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  bringIn,
  found,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  shows,
  watchComplaints,
  writeNote,
} from "./web-hands.ts";
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
  const [first, second] = contexts as [BrowserContext, BrowserContext];
  [anna, ben] = [await first.newPage(), await second.newPage()];
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  await found(anna, server.origin, place.path("kit.txt"));
  await makeChart(anna, "Maren Holt");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = (page: Page) => page.getByRole("dialog");

test("what was just typed is saved, sent and signed in two presses, and the note is locked", async () => {
  await anna.getByRole("link", { name: "Write today’s note" }).click();
  await anna.waitForSelector(".write:focus");
  await anna.keyboard.type("Came in on time.");
  await press(anna, "Sign and lock");
  await shows(anna, "Sign this note?");
  await looksWell(anna, "sign note");
  await dialog(anna).getByRole("button", { name: "Sign and lock" }).click();
  await shows(anna, "This note is signed, and stays as it is.");
  await shows(anna, "Signed by Anna Lindqvist");
  expect(await anna.locator(".write").getAttribute("contenteditable")).toBe("false");
  expect(await anna.locator(".write").innerText()).toContain("Came in on time.");
  await looksWell(anna, "signed note");
});

test("what is to be added is an addendum, found beside the note and in the timeline", async () => {
  await writeNote(anna, "Write an addendum", "She called in the evening.");
  await anna.getByRole("link", { name: "What it adds to" }).click();
  await shows(anna, "Added since");
  await shows(anna, "She called in the evening.");
  await openChart(anna, "Maren Holt");
  const line = anna.locator(".line li");
  await expect.poll(() => line.filter({ hasText: "Came in on time." }).innerText()).toContain("Signed");
  await shows(anna, "Addendum");
});

test("Today says in one line which notes are not signed", async () => {
  await goTo(anna, "Today");
  await shows(anna, "One note is not signed.");
  await anna.getByText("One note is not signed.").click();
  await looksWell(anna, "today with unsigned");
  await anna
    .getByRole("link", { name: /^Maren Holt, today/ })
    .last()
    .click();
  await anna.waitForSelector(".write");
  await press(anna, "Sign and lock");
  await dialog(anna).getByRole("button", { name: "Sign and lock" }).click();
  await shows(anna, "This note is signed");
  await goTo(anna, "Today");
  await expect.poll(() => anna.getByText("not signed").count()).toBe(0);
});

test("what was typed in a note that was signed meanwhile is kept, and can be added to it", async () => {
  await openChart(anna, "Maren Holt");
  await writeNote(anna, "Write today’s note", "The second hour.");
  const tab = await anna.context().newPage();
  await tab.goto(anna.url());
  await tab.locator(".write").click();
  await tab.keyboard.type("And more. ");
  await shows(tab, "Kept here");
  await press(anna, "Sign and lock");
  await dialog(anna).getByRole("button", { name: "Sign and lock" }).click();
  await shows(anna, "This note was signed meanwhile");
  await looksWell(anna, "signed meanwhile");
  expect(await anna.locator(".write").innerText()).toContain("And more.");
  expect(await anna.getByLabel("Title").inputValue()).toBe("Addendum");
  await tab.close();
  await press(anna, "Save the note");
  await isSealed(anna);
  await anna.getByRole("link", { name: "What it adds to" }).click();
  await shows(anna, "Added since");
  expect(await anna.locator(".write").innerText()).toBe("The second hour.");
});

test("a colleague asks for a change, reads the addendum and countersigns; the first signature stands throughout", async () => {
  await bringIn(anna, ben, server.origin);
  await openChart(anna, "Maren Holt");
  await press(anna, "Let somebody in");
  await anna.getByRole("radio", { name: /^Read and write/ }).check();
  await press(anna, "Let them in");
  await openChart(ben, "Maren Holt");
  await ben.locator(".line li", { hasText: "Came in on time." }).getByRole("link").click();
  await shows(ben, "Signed by Anna Lindqvist");
  await press(ben, "Ask for a change");
  await ben.getByLabel("What is to be added or put right").fill("Which day was it?");
  await looksWell(ben, "ask for a change");
  await press(ben, "Ask for it");
  await shows(ben, "Which day was it?");
  await press(ben, "Countersign");
  await dialog(ben).getByRole("button", { name: "Countersign" }).click();
  await shows(ben, "Countersigned by Ben Okafor");
  await looksWell(ben, "countersigned note");
  await anna.locator(".line li", { hasText: "Came in on time." }).getByRole("link").click();
  await shows(anna, "Countersigned by Ben Okafor");
  await shows(anna, "countersigned since");
  await shows(anna, "Signed by Anna Lindqvist");
  expect(complaints).toEqual([[], []]);
});
