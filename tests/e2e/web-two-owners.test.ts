// Two owners in real Chromium: what takes both is asked for, read, signed, declined, proposed again; nothing stands before.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, makeChart, press, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { lookAt } from "./web-looks.ts";
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
  anna = await first.newPage();
  ben = await second.newPage();
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  await found(anna, server.origin, place.path("kit.txt"));
  await makeChart(anna, "Maren Holt");
  await bringIn(anna, ben, server.origin);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const wellSeen = async (page: Page) => expect.soft(await lookAt(page)).toEqual([]);

async function giveRole(role: string): Promise<void> {
  await goTo(anna, "People");
  await anna.getByRole("link", { name: "Ben Okafor" }).first().click();
  await shows(anna, "Open to Ben Okafor");
  await anna.getByRole("combobox", { name: "Role" }).selectOption(role);
  await press(anna, "Change");
}

test("the only owner makes another one alone; from then on it takes both", async () => {
  await giveRole("owner");
  await shows(anna, "Brings people in and lets them go");
  await giveRole("supervisor");
  await shows(anna, "This takes another owner’s signature too.");
  await wellSeen(anna);
  await press(anna, "Ask Ben Okafor to sign");
  await shows(anna, "Asked. It stands when Ben Okafor has signed");
});

test("the other owner finds it on Today, reads what it does, and declines", async () => {
  await goTo(ben, "Today");
  await shows(ben, "Waits for a second signature");
  await wellSeen(ben);
  await press(ben, "Ben Okafor becomes supervisor");
  await shows(ben, "Do you sign this?");
  await wellSeen(ben);
  await press(ben, "Decline");
  await expect.poll(() => ben.getByText("Waits for a second signature").count()).toBe(0);
  await goTo(anna, "People");
  await expect.poll(() => anna.getByText("Waits for a second signature").count()).toBe(0);
  await shows(anna, "Owner");
});

test("recovery cards are handed out and hold when the other owner has signed; where something came between, it is proposed again", async () => {
  await goTo(anna, "Today");
  await anna.getByRole("link", { name: "Recovery cards" }).click();
  await press(anna, "Make the cards");
  await press(anna, "Ask Ben Okafor to sign");
  await shows(anna, "These cards open nothing until another owner has signed.");
  await wellSeen(anna);
  for (const next of ["Go on to card 2", "Go on to card 3", "All cards are out"]) {
    const download = anna.waitForEvent("download");
    await press(anna, "Save it to a stick");
    await download;
    await press(anna, next);
  }
  await makeChart(ben, "Iris Vale");
  await writeNote(ben, "Write today’s note", "Something else.");
  await goTo(ben, "People");
  await shows(ben, "New recovery cards, two of three");
  await wellSeen(ben);
  await press(ben, "New recovery cards, two of three");
  await press(ben, "Sign it");
  await shows(ben, "It is proposed again with your signature");
  await wellSeen(ben);
  await ben.locator("dialog").getByRole("button", { name: "Close" }).click();
  await goTo(anna, "Today");
  await shows(anna, "You proposed it. The practice has changed since, so Ben Okafor signed it anew");
  await press(anna, "New recovery cards, two of three");
  await press(anna, "Sign it");
  await shows(anna, "It stands from now on.");
  await wellSeen(anna);
  await anna.locator("dialog").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => ben.getByText("Waits for a second signature").count()).toBe(0);
  await goTo(anna, "Today");
  await expect.poll(() => anna.getByRole("link", { name: "Recovery cards" }).count()).toBe(0);
});

test("an owner lets another one go with that one’s own signature", async () => {
  await goTo(anna, "People");
  await anna.getByRole("link", { name: "Ben Okafor" }).first().click();
  await press(anna, "Let Ben Okafor go");
  await anna.locator("dialog").getByRole("button", { name: "Let Ben Okafor go" }).click();
  await press(anna, "Ask Ben Okafor to sign");
  await shows(anna, "One chart can be opened by Ben Okafor alone.");
  await wellSeen(anna);
  await press(anna, "Ask Ben Okafor to sign");
  await shows(anna, "Asked. It stands when Ben Okafor has signed");
  await anna.locator("dialog").getByRole("button", { name: "Close" }).click();
  await goTo(ben, "Today");
  await press(ben, "Ben Okafor is let go");
  await press(ben, "Sign it");
  await goTo(anna, "People");
  await shows(anna, "You work alone here");
});

test("the browser had nothing to complain about", () => {
  const known = /Failed to load resource|ERR_INTERNET_DISCONNECTED/;
  expect(complaints.flat().filter((line) => !known.test(line))).toEqual([]);
});
