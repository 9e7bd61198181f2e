// The day on which everything is gone, in real Chromium: cards are made, handed out and checked; two of them bring the practice back.

import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, makeChart, openChart, press, shows, takeOfferedWords, writeNote } from "./web-hands.ts";
import { lookAt } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let passphrase = "";
/** What the people hold who were given a card. */
const held: string[] = [];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const wellSeen = async (on: Page) => expect.soft(await lookAt(on)).toEqual([]);

/** Saves each card that is shown, and goes on to the next. */
async function takeCards(on: Page, to: string[]): Promise<void> {
  for (let n = 1; n <= 3; n++) {
    await shows(on, `Recovery card ${n} of 3`);
    const saved = on.waitForEvent("download");
    await press(on, "Save it to a stick");
    const path = place.path(`card-${to === held ? "old" : "new"}-${n}.txt`);
    expect((await saved).suggestedFilename()).toMatch(
      new RegExp(`^recovery-card-${n}-of-3 linden-street-practice \\d{4}-\\d\\d-\\d\\d [A-Z2-7]{4}\\.txt$`),
    );
    await (await saved).saveAs(path);
    to.push(await readFile(path, "utf8"));
    if (n === 1) await wellSeen(on);
    await press(on, n < 3 ? `Go on to card ${n + 1}` : "All cards are out");
  }
}

const wordsOf = (sheet: string): string[] =>
  sheet.match(/^ ?\d+ {2}.+$/gm)?.map((line) => line.replace(/^ ?\d+ {2}/, "")) ?? [];

test("Today asks for recovery cards; three are made, shown once and handed out", async () => {
  await makeChart(page, "Maren Holt");
  await writeNote(page, "Write today’s note", "About the heron.");
  await openChart(page, "Maren Holt");
  await writeNote(page, "Psychotherapy note", "For me: quagmire.");
  await goTo(page, "Today");
  await page.getByRole("link", { name: "Recovery cards" }).click();
  await shows(page, "Two of three");
  await wellSeen(page);
  await press(page, "Make the cards");
  await shows(page, "Recovery card 1 of 3");
  await goTo(page, "Today");
  await shows(page, "These cards don’t count yet");
  await wellSeen(page);
  await press(page, "Stay with the cards");
  await shows(page, "Recovery card 1 of 3");
  await goTo(page, "Today");
  await page.locator("dialog").getByRole("button", { name: "Leave" }).click();
  await page.getByRole("link", { name: "Recovery cards" }).click();
  await press(page, "Make the cards");
  await takeCards(page, held);
  await shows(page, "Nobody has looked yet");
  await wellSeen(page);
});

test("a card is checked without being put together; a wrong word is named", async () => {
  await press(page, "Check the cards");
  const words = wordsOf(held[1] ?? "");
  await page.getByLabel("Card 1").fill(words.with(0, `abandon ${words[0]?.split(" ").slice(1).join(" ")}`).join("\n"));
  await wellSeen(page);
  await press(page, "Compare");
  await shows(page, "is not what stands on the card");
  await page.getByLabel("Card 1").fill(words.join("\n"));
  await press(page, "Compare");
  await shows(page, "These cards are right");
  await press(page, "Done");
  await shows(page, "Card 2 was right.");
});

test("with two cards and nothing else an owner is back, with the record and without psychotherapy notes", async () => {
  const fresh = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await fresh.goto(server.origin);
  await press(fresh, "I have recovery cards");
  await fresh.getByLabel("Card 1").fill(held[0] ?? "");
  await press(fresh, "Go on to a new passphrase");
  await shows(fresh, "It takes two cards at least");
  const words = wordsOf(held[2] ?? "");
  await fresh.getByLabel("Card 2").fill([...words.slice(0, 4), "heron heronry"].join("\n"));
  await press(fresh, "Go on to a new passphrase");
  await shows(fresh, "Card 2: Word 1 in line 5");
  await wellSeen(fresh);
  await fresh.getByLabel("Card 2").fill(held[2] ?? "");
  await shows(fresh, "Card 3 of 3, set");
  await fresh.getByLabel("What do you call this device?").fill("new laptop");
  await wellSeen(fresh);
  await press(fresh, "Go on to a new passphrase");
  await takeOfferedWords(fresh);
  await shows(fresh, "You are in: hand out new cards");
  const again: string[] = [];
  await takeCards(fresh, again);
  expect(again.some((card) => held.includes(card))).toBe(false);
  await shows(fresh, "One sheet for a bad day");
  await press(fresh, "Do this within the week");
  await fresh.waitForSelector("#main .top h1");
  await shows(fresh, "You are back, with recovery cards");
  expect(await fresh.getByText("This device is new").count()).toBe(0);
  await wellSeen(fresh);
  await press(fresh, "My last note is there");
  await press(fresh, "I have read this");
  await fresh.getByText("You are back, with recovery cards").waitFor({ state: "detached" });
  await openChart(fresh, "Maren Holt");
  await shows(fresh, "About the heron.");
  await shows(fresh, "are still here, and closed");
  expect(await fresh.locator("#main").innerText()).not.toContain("quagmire");
  await wellSeen(fresh);
});

test("the device from before is told that it can’t come along, and that it alone opens the psychotherapy notes", async () => {
  await page.reload();
  await page.getByLabel("Passphrase").fill(passphrase);
  await press(page, "Unlock");
  await goTo(page, "Today");
  await shows(page, "Recovery cards were used since");
  await wellSeen(page);
  await openChart(page, "Maren Holt");
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText("Written too late.");
  await press(page, "Save the note");
  await shows(page, "and nowhere else");
  await goTo(page, "Devices");
  await shows(page, "Copy out what you need of them");
  expect(await page.getByRole("button", { name: "Pair it again" }).count()).toBe(0);
  await wellSeen(page);
});
