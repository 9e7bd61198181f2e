// A day's work without a mouse, in real Chromium: Tab, arrows, Enter, Escape and Ctrl K from the locked app to the locked app. The
// focus can be seen at every stop, and is never lost.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { type Keys, keysOf } from "./web-keys.ts";
import { found, isSealed, shows, type Sitting, watchComplaints } from "./web-hands.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let keys: Keys;
let sitting: Sitting;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  // The first sitting is another story; all that follows is keys alone.
  sitting = await found(page, server.origin, place.path("kit.txt"));
  await page.keyboard.press("Alt+KeyL");
  keys = keysOf(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const heading = (name: string) => page.waitForSelector(`h1:has-text("${name}")`);

test("the app is unlocked", async () => {
  await heading("Locked");
  // A wrong one is said, and the field has the focus again.
  await keys.type("not the words");
  await keys.press("Enter");
  await page.getByRole("alert").waitFor();
  await expect.poll(keys.here).toBe("Passphrase");
  await keys.press("Control+a");
  await keys.type(sitting.passphrase);
  await keys.press("Enter");
  await shows(page, "No charts yet");
});

test("a chart is made", async () => {
  await keys.find("new chart");
  await expect.poll(keys.here).toBe("Name of the new chart");
  await keys.press("Enter");
  await shows(page, "Give the chart a name");
  await keys.type("Maren Holt");
  await keys.press("Enter");
  await heading("Maren Holt");
});

test("a note is written from a template, saved and signed", async () => {
  await keys.tabTo("Write today’s note");
  await keys.press("Enter");
  await expect.poll(keys.here).toBe("Text of the note");
  await keys.tabTo("Use a template", "back");
  await keys.press("Enter");
  await keys.tabTo(/^DAP/);
  await keys.press("Enter");
  await shows(page, "Template: DAP");
  await expect.poll(keys.here).toBe("Text of the note");
  await keys.type("Came in on time.");
  await keys.press("Control+s");
  await isSealed(page);
  // Out of the text by the Tab key alone: it is no trap.
  await keys.tabTo("Sign and lock");
  await keys.press("Enter");
  await shows(page, "Sign this note?");
  await keys.tabTo("Sign and lock");
  await keys.press("Enter");
  await shows(page, "Signed by Anna Lindqvist");
  await keys.isSeen();
});

test("an addendum is added", async () => {
  await keys.find("maren");
  await keys.tabTo("Progress note");
  await keys.press("Enter");
  await shows(page, "Signed by Anna Lindqvist");
  await keys.tabTo("Write an addendum");
  await keys.press("Enter");
  await expect.poll(keys.here).toBe("Text of the note");
  await keys.type("She called in the evening.");
  await keys.tabTo("Save the note");
  await keys.press("Enter");
  await isSealed(page);
  await keys.isSeen();
});

test("the versions of a note are looked at", async () => {
  await keys.find("maren");
  await keys.tabTo("Addendum");
  await keys.press("Enter");
  await page.waitForSelector(".write");
  await keys.tabTo("1 version");
  await keys.press("Enter");
  await heading("Versions");
  await keys.tabTo(/^Version 1/);
  await keys.tabTo("Back to the note", "back");
  await keys.press("Enter");
  await page.waitForSelector(".write");
});

test("a diagnosis is added", async () => {
  await keys.find("maren");
  await heading("Maren Holt");
  await keys.tabTo("Add a diagnosis");
  await keys.press("Enter");
  await expect.poll(keys.here).toBe("Diagnosis");
  await keys.type("anx gener");
  await page.getByRole("option").first().waitFor();
  await page.locator("[role=listbox][aria-busy=false]").waitFor();
  await keys.press("ArrowDown");
  await keys.press("Enter");
  await keys.tabTo("Provisional");
  await keys.tabTo("Confirmed", "arrows");
  await keys.tabTo(/^The principal diagnosis/);
  await keys.press("Space");
  await keys.tabTo("Save the diagnosis");
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await shows(page, "Confirmed, principal");
  await keys.isSeen();
});

test("a PHQ-9 is filled in", async () => {
  await keys.find("maren");
  await heading("Maren Holt");
  await keys.tabTo("Fill in a measure");
  await keys.press("Enter");
  await heading("Which measure?");
  await keys.tabTo("PHQ-9");
  await keys.press("Enter");
  await heading("PHQ-9");
  await keys.tabTo(/^Not at all/);
  for (const digit of "2221110001") await keys.press(digit);
  await expect.poll(keys.here).toBe("File it");
  await keys.press("Enter");
  await shows(page, "PHQ-9: 9 of 27");
  await keys.isSeen();
});

test("an appointment is planned", async () => {
  await keys.find("calendar");
  await page.waitForSelector(".time-grid");
  await keys.tabTo("New appointment");
  await keys.press("Enter");
  await expect.poll(keys.here).toBe("Whose, or what");
  await keys.type("Mar");
  await keys.tabTo("Maren Holt");
  await keys.press("Enter");
  await expect.poll(keys.here).toBe("Whose, or what");
  await keys.tabTo("Plan the appointment");
  await keys.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(keys.here).toBe("New appointment");
});

test("a word is searched, and the note opened", async () => {
  await keys.find("evening");
  await expect.poll(keys.here).toBe("What are you looking for?");
  await shows(page, "One note");
  await keys.tabTo(/^Maren Holt/);
  await keys.press("Enter");
  await page.waitForSelector(".write");
  await shows(page, "She called in the evening.");
});

test("the app is locked", async () => {
  expect(complaints).toEqual([]);
  await keys.press("Alt+KeyL");
  await heading("Locked");
  expect(await page.locator("body").innerText()).not.toContain("Maren");
  await expect.poll(keys.here).toBe("Passphrase");
});
