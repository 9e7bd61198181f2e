// When somebody can't, in real Chromium: a will written, confirmed and saved; cards for psychotherapy notes, refused, made, used, ended.

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
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
/** What the people hold who were given a card. */
const held: string[] = [];

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

async function openWill(page: Page): Promise<void> {
  await goTo(page, "Devices");
  await page.getByRole("link", { name: "See what is decided" }).click();
  await page.waitForSelector('h1:has-text("When you can’t")');
}

test("Today asks for a will once there is a note; it is written, confirmed and saved as a PDF", async () => {
  await makeChart(ben, "Maren Holt");
  await writeNote(ben, "Write today’s note", "About the heron.");
  await goTo(ben, "Today");
  await looksWell(ben, "will, due on Today");
  await ben.getByRole("link", { name: "Professional will" }).click();
  await shows(ben, "Your professional will");
  await press(ben, "Save the will");
  await shows(ben, "Name somebody");
  await looksWell(ben, "will, without an executor");
  await ben.getByLabel("Executor").fill("Dr. Noor Haddad, 555 0100. She has agreed.");
  await ben.getByLabel("What to do").fill("Call everybody with an appointment this week first.\nThen the insurer.");
  await ben.getByLabel("Where the recovery cards lie").fill("Mine in the safe at home; one with Noor.");
  await ben.getByLabel("Letter to clients").fill("I am writing on behalf of Ben.");
  await press(ben, "Save the will");
  await shows(ben, "Confirmed");
  await looksWell(ben, "will, as it stands");
  const saved = ben.waitForEvent("download");
  await press(ben, "Save as PDF");
  const file = place.path("will.pdf");
  await (await saved).saveAs(file);
  expect(readFileSync(file, "latin1")).toContain("Dr. Noor Haddad");
  await goTo(ben, "Today");
  await expect.poll(() => ben.title()).toContain("Today");
  await ben.getByRole("link", { name: "Professional will" }).waitFor({ state: "detached" });
  await openWill(anna);
  await anna.getByText("Ben Okafor").first().click();
  await shows(anna, "one with Noor");
  await looksWell(anna, "will, a colleague’s");
});

test("the first psychotherapy note asks who opens it one day; refusing is a decision that shows", async () => {
  await openChart(ben, "Maren Holt");
  await writeNote(ben, "Psychotherapy note", "For me: quagmire.");
  await openChart(ben, "Maren Holt");
  await shows(ben, "Who opens them when you can’t?");
  await looksWell(ben, "own notes, asked in the chart");
  await ben.getByRole("link", { name: "Decide", exact: true }).click();
  await shows(ben, "Or they stay closed");
  await looksWell(ben, "own notes, to decide");
  await press(ben, "They stay closed");
  await shows(ben, "Stay closed");
  await looksWell(ben, "own notes, refused");
  await openChart(ben, "Maren Holt");
  await shows(ben, "they stay closed: you decided so");
});

test("cards are made for a colleague, handed out and checked, by the keyboard alone", async () => {
  await openWill(ben);
  await press(ben, "Decide again");
  await ben.getByRole("button", { name: "Make cards for them" }).focus();
  await ben.keyboard.press("Enter");
  await ben.getByLabel("Who may use them").selectOption({ label: "Anna Lindqvist, owner" });
  await looksWell(ben, "own notes, making cards");
  await ben.getByRole("button", { name: "Make the cards" }).focus();
  await ben.keyboard.press("Enter");
  for (let n = 1; n <= 3; n++) {
    await shows(ben, `Card ${n} of 3 for psychotherapy notes`);
    const saved = ben.waitForEvent("download");
    await press(ben, "Save it to a stick");
    const path = place.path(`own-card-${n}.txt`);
    await (await saved).saveAs(path);
    held.push(await readFile(path, "utf8"));
    if (n === 1) await looksWell(ben, "own notes, a card");
    await press(ben, n < 3 ? `Go on to card ${n + 1}` : "All cards are out");
  }
  expect(held[0]).toContain("the psychotherapy notes of Ben Okafor, and nothing else");
  await shows(ben, "Anna Lindqvist, and nobody else.");
  await shows(ben, "Up to date");
  await press(ben, "Check the cards");
  await ben.getByLabel("Card 1").fill(held[1] ?? "");
  await press(ben, "Compare");
  await shows(ben, "These cards are right");
  await press(ben, "Done");
  await shows(ben, "Card 2 was right.");
  await looksWell(ben, "own notes, cards are out");
});

test("with two cards the colleague reads them, everybody is shown it, and the author ends it", async () => {
  await openWill(anna);
  await shows(anna, "Ben Okafor named you");
  await press(anna, "Use the cards");
  await anna.getByLabel("Card 1").fill(held[0] ?? "");
  await press(anna, "Open their notes");
  await shows(anna, "It takes two cards at least");
  await anna.getByLabel("Card 2").fill(held[2] ?? "");
  await looksWell(anna, "own notes, using a colleague’s cards");
  await press(anna, "Open their notes");
  await shows(anna, "You read the psychotherapy notes of Ben Okafor now");
  await press(anna, "Done");
  await openChart(anna, "Maren Holt");
  await shows(anna, "Psychotherapy notes let to you");
  await anna.getByRole("link", { name: "Note 1" }).click();
  await shows(anna, "quagmire");
  await goTo(anna, "Today");
  await shows(anna, "You used the cards of Ben Okafor");
  await goTo(ben, "Today");
  await shows(ben, "Anna Lindqvist used your cards");
  await looksWell(ben, "own notes, used, on Today");
  await ben.getByRole("link", { name: "Anna Lindqvist used your cards" }).click();
  await looksWell(ben, "own notes, used");
  await press(ben, "Close my notes to Anna Lindqvist");
  await shows(ben, "To decide");
  await openChart(anna, "Maren Holt");
  await expect.poll(() => anna.locator("#main").innerText()).not.toContain("let to you");
  expect(complaints).toEqual([[], []]);
});
