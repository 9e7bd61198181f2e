// A practice of two in real Chromium: asked to join, let into a chart with its history, closed out again, let go.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  authenticator,
  found,
  goTo,
  makeChart,
  openChart,
  press,
  showFactorIfAsked,
  shows,
  type Sitting,
  unlock,
  watchComplaints,
  isSealed,
  writeNote,
  takeOfferedWords,
} from "./web-hands.ts";
import { lookAt } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let contexts: BrowserContext[];
let anna: Page;
let ben: Page;
let sitting: Sitting;
let passphrase: string;
let complaints: readonly (readonly string[])[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  contexts = await Promise.all([1, 2].map(() => browser.newContext({ viewport: { width: 1280, height: 800 } })));
  const [first, second] = contexts as [BrowserContext, BrowserContext];
  anna = await first.newPage();
  ben = await second.newPage();
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  sitting = await found(anna, server.origin, place.path("kit.txt"));
  await makeChart(anna, "Maren Holt");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const wellSeen = async (page: Page) => expect.soft(await lookAt(page)).toEqual([]);

/** Ben's side up to the words that people compare. */
async function beginJoining(words: string): Promise<void> {
  await ben.goto(server.origin);
  await press(ben, "I was asked to join");
  await ben.getByLabel("Twelve words").fill(words);
  await ben.getByLabel("Your name").fill("Ben Okafor");
  await ben.getByLabel("Your e-mail address").fill("ben@lindenstreet.example");
  await ben.getByLabel("What do you call this device?").fill("ben’s laptop");
  await wellSeen(ben);
  await press(ben, "Go on to the passphrase");
  passphrase = await takeOfferedWords(ben);
  await shows(ben, "Do both devices show these words?");
}

async function invite(role: string): Promise<string> {
  await anna.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
  await press(anna, "Make the invitation");
  await anna.waitForSelector(".twelve li");
  return (await anna.locator(".twelve li").allTextContents()).map((each) => each.replace(/^\d+ /, "").trim()).join(" ");
}

test("who works alone is offered to ask somebody, and asks", async () => {
  await writeNote(anna, "Write today’s note", "About the heron.");
  await goTo(anna, "People");
  await shows(anna, "You work alone here");
  await wellSeen(anna);
  await press(anna, "Ask somebody to join");
  await wellSeen(anna);
  await anna.getByLabel("Whom").fill("Ben, front room");
  const words = await invite("Clinician");
  await wellSeen(anna);
  await anna.keyboard.press("Escape");
  await shows(anna, "Open invitations");
  await wellSeen(anna);
  await anna.keyboard.press("Alt+KeyL");
  await unlock(anna, sitting.passphrase);
  const joining = beginJoining(words);
  await shows(anna, "Somebody has its words and waits");
  await wellSeen(anna);
  await press(anna, /^Compare the words/);
  await joining;
  await wellSeen(ben);
});

test("both compare words, and the new member has a second factor and a kit of their own", async () => {
  const shown = (await ben.locator(".words li").allTextContents()).join(" ");
  await anna.waitForSelector(".word-lines");
  await wellSeen(anna);
  await press(anna, shown);
  await shows(anna, "They have joined");
  await press(ben, "They are the same there");
  await shows(ben, "Something you hold");
  const secret = (await ben.locator(".secret").textContent()) ?? "";
  await ben.getByLabel("Six digits").fill(await authenticator(secret.replaceAll(" ", ""))());
  await press(ben, "Confirm the digits");
  await shows(ben, "If phone or key is gone");
  await wellSeen(ben);
  await press(ben, "Make ten codes");
  await ben.locator(".spare-sheet li").nth(9).waitFor();
  await press(ben, "I wrote them down");
  await shows(ben, "One sheet for a bad day");
  await press(ben, "Do this within the week");
  await press(anna, "Back to People");
  await shows(anna, "Ben Okafor");
  await wellSeen(anna);
});

test("a chart that is not open says whom to ask", async () => {
  await goTo(ben, "Charts");
  await shows(ben, "Not open to you.");
  await wellSeen(ben);
  await openChart(ben, "Maren Holt");
  await shows(ben, "Ask Anna Lindqvist");
  expect(await ben.locator("#main").innerText()).not.toContain("heron");
  await wellSeen(ben);
});

test("who is let in reads the history, writes, and is read", async () => {
  await openChart(anna, "Maren Holt");
  await press(anna, "Let somebody in");
  await wellSeen(anna);
  await press(anna, "Let them in");
  await anna.locator("section", { hasText: "Who can open this" }).getByText("Ben Okafor", { exact: true }).waitFor();
  await wellSeen(anna);
  await shows(ben, "About the heron.");
  await writeNote(ben, "Write today’s note", "The heron came back.");
  await openChart(anna, "Maren Holt");
  await shows(anna, "The heron came back.");
  await shows(anna, "Ben Okafor");
});

test("who else changed a note stands beside it, in the chart and in the note", async () => {
  await openChart(ben, "Maren Holt");
  await ben.getByRole("link", { name: "Progress note" }).last().click();
  await ben.locator(".write").click();
  await ben.keyboard.insertText(" And its feathers.");
  await press(ben, "Save the note");
  await isSealed(ben);
  await openChart(anna, "Maren Holt");
  await shows(anna, "Anna Lindqvist, changed by Ben Okafor");
  await wellSeen(anna);
  await anna.locator("li", { hasText: "changed by" }).getByRole("link", { name: "Progress note" }).click();
  await anna.getByRole("link", { name: "2 versions, changed by Ben Okafor" }).waitFor();
  await wellSeen(anna);
});

test("ACL-1 the chart says who looked at it, and what was printed", async () => {
  await openChart(ben, "Maren Holt");
  await ben.getByRole("link", { name: "Progress note" }).last().click();
  await ben.waitForSelector(".write");
  await ben.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await openChart(anna, "Maren Holt");
  const looked = anna.locator("section", { hasText: "Who looked" });
  await looked.getByText("Ben Okafor", { exact: true }).waitFor();
  await looked.getByText(/ben’s laptop\. Opened .*, printed the note of /).waitFor();
  await looked.scrollIntoViewIfNeeded();
  await wellSeen(anna);
});

test("psychotherapy notes are let to somebody by a tap of their own", async () => {
  await writeNote(anna, "Psychotherapy note", "For me: quagmire.");
  await openChart(anna, "Maren Holt");
  await press(anna, "Let somebody in");
  await anna.getByRole("radio", { name: /^Your psychotherapy notes/ }).check();
  await press(anna, "Let them in");
  await shows(anna, "Reads psychotherapy notes kept apart");
  await openChart(ben, "Maren Holt");
  await shows(ben, "Psychotherapy notes let to you");
  await wellSeen(ben);
  await ben.getByRole("link", { name: "Note 1" }).click();
  await shows(ben, "quagmire");
  await shows(ben, "You can read this note.");
  await wellSeen(ben);
});

test("what was written when the chart was closed is set aside, with its words", async () => {
  await openChart(ben, "Maren Holt");
  await contexts[1]?.setOffline(true);
  await ben.getByRole("link", { name: "Write today’s note" }).click();
  await ben.waitForSelector(".write:focus");
  await ben.keyboard.insertText("Written on the train.");
  await press(ben, "Save the note");
  await openChart(anna, "Maren Holt");
  await anna
    .locator("section", { hasText: "Who can open this" })
    .getByRole("button", { name: /^Close it to Ben/ })
    .first()
    .click();
  await press(anna, "Close this chart");
  // It goes when the server has it; Ben's note must come after.
  await anna.getByRole("dialog").waitFor({ state: "detached" });
  await contexts[1]?.setOffline(false);
  await goTo(ben, "Today");
  await shows(ben, "Set aside on this device");
  await wellSeen(ben);
  await ben.locator("section", { hasText: "Set aside" }).getByRole("button", { name: "Maren Holt" }).click();
  await shows(ben, "Written on the train.");
  await wellSeen(ben);
  await press(ben, "Leave it here");
});

test("a member's page says what is open to them, and lets them go", async () => {
  await goTo(anna, "People");
  await anna.getByRole("link", { name: "Ben Okafor" }).first().click();
  await shows(anna, "Open to Ben Okafor");
  await wellSeen(anna);
  await anna.getByRole("combobox", { name: "Role" }).selectOption("supervisor");
  await press(anna, "Change");
  // Unlocked since, her session has shown none.
  await showFactorIfAsked(anna, sitting, ':text("Reads with those in training")');
  await shows(anna, "Reads with those in training");
  await press(anna, "Let Ben Okafor go");
  await wellSeen(anna);
  await anna.locator("dialog").getByRole("button", { name: "Let Ben Okafor go" }).click();
  await shows(anna, "Ben Okafor has left");
  await goTo(anna, "People");
  await shows(anna, "You work alone here");
  await ben.keyboard.press("Alt+KeyL");
  await ben.waitForSelector("h1:has-text('Locked')");
  await unlock(ben, passphrase);
  await shows(ben, "removed from the practice");
  expect(sitting.passphrase).not.toBe(passphrase);
});

test("the browser had nothing to complain about", () => {
  const known = /Failed to load resource|ERR_INTERNET_DISCONNECTED/;
  expect(complaints.flat().filter((line) => !known.test(line))).toEqual([]);
});
