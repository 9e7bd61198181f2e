// Templates in real Chromium: a page with headings, hints that are never saved, the next note, carry forward, what is kept apart.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  isSealed,
  makeChart,
  openChart,
  press,
  shows,
  type Sitting,
  unlock,
  watchComplaints,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  sitting = await found(page, server.origin, place.path("kit.txt"));
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const written = () => page.locator(".write").innerText();
const headings = () => page.locator(".write h2").allTextContents();
const hintsShown = () =>
  page.locator(".write .hinted").evaluateAll((all) => all.map((one) => one.getAttribute("data-hint")));

async function begin(): Promise<void> {
  await page.getByRole("link", { name: "Write today’s note" }).click();
  await page.waitForSelector(".write:focus");
}

async function choose(name: string): Promise<void> {
  await press(page, /^(Use a template|Template: )/);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .click();
  await shows(page, `Template: ${name}`);
}

test("a first note is an empty page; a template is one press away, and the caret stands where writing begins", async () => {
  await makeChart(page, "Maren Holt");
  await begin();
  expect(await headings()).toEqual([]);
  await press(page, "Use a template");
  await shows(page, "For other occasions");
  await looksWell(page, "choose template");
  await page.keyboard.press("Escape");
  await choose("DAP");
  expect(await headings()).toEqual(["Data", "Assessment", "Plan"]);
  expect(await hintsShown()).toHaveLength(3);
  await looksWell(page, "note with template");
  await page.keyboard.type("Came in on time.");
  expect(await hintsShown()).toHaveLength(2);
});

test("NOTE-2 a draft goes on with its template after a lock; hints are in no saved word", async () => {
  await page.keyboard.press("Alt+KeyL");
  await page.waitForSelector("h1:has-text('Locked')");
  await unlock(page, sitting.passphrase);
  await page.waitForSelector(".write:focus");
  await shows(page, "Template: DAP");
  expect(await hintsShown()).toHaveLength(2);
  await page.keyboard.press("Control+End");
  await page.keyboard.type("Say no once this week, aloud.");
  await press(page, "Save the note");
  await isSealed(page);
  await page.goBack();
  await openChart(page, "Maren Holt");
  const row = page.locator(".line li", { hasText: "Progress note" });
  await expect.poll(() => row.innerText()).toContain("DAP");
  expect(await row.innerText()).not.toContain("What was told");
});

test("the next note begins with the same template; the plan comes along, marked until it is changed", async () => {
  await begin();
  expect(await headings()).toEqual(["Data", "Assessment", "Plan"]);
  await press(page, "Carry forward");
  await shows(page, "Came along from today: Plan");
  const marked = page.locator(".write [data-carried]");
  expect(await marked.allTextContents()).toEqual(["Say no once this week, aloud."]);
  await looksWell(page, "note with plan carried forward");
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Twice.");
  expect(await marked.count()).toBe(0);
  expect(await written()).toContain("Say no once this week, aloud. Twice.");
});

test("another template takes nothing away: what is written stays, and the headings it lacks come below", async () => {
  await choose("SOAP");
  expect(await headings()).toEqual(["Data", "Assessment", "Plan", "Subjective", "Objective"]);
  expect(await written()).toContain("Twice.");
  await press(page, "Save the note");
  await isSealed(page);
});

test("psychotherapy notes say what belongs in them and what does not", async () => {
  await openChart(page, "Maren Holt");
  await page.getByRole("link", { name: "Psychotherapy note" }).click();
  await page.waitForSelector(".write:focus");
  await shows(page, "45 CFR 164.501");
  await choose("Psychotherapy note");
  expect(await headings()).toContain("Hunches");
  await looksWell(page, "psychotherapy note with template");
  expect(complaints).toEqual([]);
});

test("NOTE-5 a slash, a snippet's word and a space become what it stands for, and Backspace takes it back", async () => {
  await page.goto(`${server.origin}/templates`);
  await unlock(page, sitting.passphrase);
  await page.getByLabel("Word").fill("risk");
  await page.getByLabel("Stands for").fill("Asked directly; no thoughts of self-harm.");
  await press(page, "Keep the snippet");
  await shows(page, "/risk");
  await looksWell(page, "snippets");
  await openChart(page, "Maren Holt");
  await begin();
  await page.keyboard.type("Well. /risk Weekly. and/or /unknown ");
  await expect.poll(written).toContain("Well. Asked directly; no thoughts of self-harm. Weekly. and/or /unknown");
  await page.keyboard.type("/risk ");
  await page.keyboard.press("Backspace");
  await expect.poll(written).toContain("/unknown /risk");
  await press(page, "Throw the draft away");
  await page.getByRole("dialog").getByRole("button", { name: "Throw the draft away" }).click();
  await shows(page, "Timeline");
});

test("the practice makes a template of its own, moves its headings by keyboard, and the next note can begin with it", async () => {
  await begin();
  await press(page, /^(Use a template|Template: )/);
  await page.getByRole("link", { name: "the practice’s templates" }).click();
  await shows(page, "Templates and snippets");
  await looksWell(page, "templates");
  await page.getByRole("link", { name: "Change a copy of DAP" }).click();
  await page.getByLabel("Name").fill("Walk and talk");
  await press(page, "Add a heading");
  await page.keyboard.type("Where we walked");
  for (let up = 0; up < 3; up++) await page.keyboard.press("Alt+ArrowUp");
  await looksWell(page, "template editor");
  await press(page, "Save the template");
  await shows(page, "Version 1");
  await openChart(page, "Maren Holt");
  await begin();
  await choose("Walk and talk");
  expect(await headings()).toEqual(["Where we walked", "Data", "Assessment", "Plan"]);
});

test("another template brings its text to begin with into a section that says nothing yet, and leaves what was written", async () => {
  await page.goto(`${server.origin}/templates`);
  await unlock(page, sitting.passphrase);
  await page.getByRole("link", { name: "Change a copy of DAP" }).click();
  await page.getByLabel("Name").fill("Told and planned");
  await page.getByLabel("Text to begin with").nth(0).fill("Told me:");
  await page.getByLabel("Text to begin with").nth(2).fill("Weekly, {diagnose}.");
  await shows(page, "{diagnose} is no field that is filled in");
  await looksWell(page, "template editor warns");
  await page.getByLabel("Text to begin with").nth(2).fill("Weekly, {age}.");
  await press(page, "Save the template");
  await page.getByRole("link", { name: "Told and planned" }).waitFor();
  await openChart(page, "Maren Holt");
  await begin();
  await choose("DAP");
  await page.keyboard.insertText("Slept badly.");
  await choose("Told and planned");
  expect(await headings()).toContain("Data");
  expect(await written()).toContain("Slept badly.");
  expect(await written()).not.toContain("Told me:");
  expect(await written()).toContain("Weekly, not recorded.");
  await press(page, /^Sign/);
  await shows(page, "Nothing stands below Assessment: is it to stay so?");
  await looksWell(page, "sign note with blank section");
  await press(page, "Not now");
  expect(complaints).toEqual([]);
});

test("what is done with a table stands above the text while the caret is in one", async () => {
  await press(page, "Table");
  await page.keyboard.type("When");
  await page.keyboard.press("Tab");
  await page.keyboard.type("How long");
  const tools = page.locator(".bar .table-tools");
  await looksWell(page, "note with table");
  await tools.getByRole("button", { name: "Row below" }).click();
  expect(await page.locator(".write tr").count()).toBe(4);
  await tools.getByRole("button", { name: "Take table out" }).click();
  await expect.poll(() => tools.count(), { timeout: 30_000 }).toBe(0);
});

test("a snippet’s word that is taken is not given away without a word", async () => {
  await page.goto(`${server.origin}/templates`);
  await unlock(page, sitting.passphrase);
  await page.getByLabel("Word").fill("risk");
  await page.getByLabel("Stands for").fill("Another text.");
  await press(page, "Keep the snippet");
  await shows(page, "/risk stands for something already");
  await shows(page, "Asked directly; no thoughts of self-harm.");
  await press(page, "Change risk");
  await page.getByLabel("Stands for").fill("Asked; none.");
  await press(page, "Keep the snippet");
  await shows(page, "Asked; none.");
});
