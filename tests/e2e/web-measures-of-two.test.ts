// Measures of a couple, in real Chromium: whose each is, one of them at a time, apart what names nobody; a principal diagnosis each; Spanish around the questions.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, isSealed, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let passphrase: string;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
  await makeChart(page, "Holt and Ortega");
  await addClient("Maren Holt");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");
const whose = (name: string) => page.getByRole("radio", { name, exact: true });
const headings = () => page.locator(".course h2").allInnerTexts();

async function addClient(name: string, language?: string): Promise<void> {
  await press(page, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill(name);
  await dialog()
    .getByRole("checkbox", { name: /^Client/ })
    .check();
  if (language) await dialog().getByLabel("Reads forms and letters in").selectOption(language);
  await press(page, "Add them");
  await dialog().waitFor({ state: "hidden" });
}

async function choose(measure: string): Promise<void> {
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await page.getByRole("link", { name: measure, exact: true }).click();
  await page.waitForSelector(".questions");
}

async function answer(date: string, keys: string): Promise<void> {
  await page.getByLabel("Day on which it was filled in").fill(date);
  await page.locator(".questions input").first().focus();
  for (const key of keys) await page.keyboard.press(key);
}

test("MEA-9 a chart with one client has nothing to choose", async () => {
  await choose("PHQ-9");
  expect(await page.getByLabel("Whose it is").count()).toBe(0);
  await answer("2024-02-02", "1111111101");
  await press(page, "File it");
  await shows(page, "PHQ-9: 8 of 27, mild");
  expect(await page.getByRole("radio").count()).toBe(0);
  expect(await headings()).toEqual(["PHQ-9, once"]);
});

test("MEA-10 with a second one it is asked whose an entry is, and nothing is filed before that is said", async () => {
  await openChart(page, "Holt and Ortega");
  await addClient("Lucía Ortega", "Spanish");
  await page.getByRole("link", { name: "All measures" }).click();
  await shows(page, "These name nobody.");
  expect(await headings()).toEqual(["Not said whose: PHQ-9, once"]);
  await choose("PHQ-9");
  await answer("2024-03-03", "2222222201");
  await press(page, "File it");
  await shows(page, "Say whose it is.");
  await looksWell(page, "measures of two, asked whose");
  await page.getByLabel("Whose it is").selectOption("Maren Holt");
  await press(page, "File it");
  await shows(page, "PHQ-9: 16 of 27, moderately severe");
  expect(await headings()).toEqual(["Maren Holt: PHQ-9, once"]);
});

test("MEA-9 each course and change is one person's", async () => {
  await choose("PHQ-9");
  await page.getByLabel("Whose it is").selectOption("Maren Holt");
  await answer("2024-06-09", "1111111101");
  await press(page, "File it");
  await shows(page, "Down 8 points since 3 March 2024: reliably better, and across the cut-off.");
  await page.getByRole("link", { name: "Fill one in" }).click();
  await shows(page, "(not said whose)");
  await page.getByRole("link", { name: "PHQ-9", exact: true }).click();
  await page.getByLabel("Whose it is").selectOption("Lucía Ortega");
  await answer("2024-06-16", "3333333311");
  await press(page, "File it");
  await shows(page, "Ask before this is filed");
  expect(await page.locator(".alarm").innerText()).toContain("Lucía Ortega");
  await page.getByRole("radio", { name: /^I asked/ }).check();
  await page.getByLabel("What they told you, and what you did").fill("No plan.");
  await press(page, "File it");
  await shows(page, "PHQ-9: 25 of 27, severe");
  expect(await headings()).toEqual(["Lucía Ortega: PHQ-9, once"]);
  expect(await page.locator(".entries > li").count()).toBe(1);
  await whose("Maren Holt").check();
  await shows(page, "Down 8 points since 3 March 2024");
  expect(await page.locator(".entries > li").count()).toBe(2);
  expect(await page.locator("#main").innerText()).not.toContain("25 of 27");
  await looksWell(page, "measures of two, one of them");
  await whose("Not said whose").check();
  await looksWell(page, "measures of two, not said whose");
});

test("MEA-9 on the chart's page too there is one of them at a time, and the timeline says whose", async () => {
  await openChart(page, "Holt and Ortega");
  await shows(page, "Lucía Ortega: PHQ-9, once");
  await whose("Maren Holt").check();
  await shows(page, "Maren Holt: PHQ-9, twice");
  await looksWell(page, "chart of two, measures");
  const lines = () => page.locator(".line li", { hasText: "PHQ-9" }).allInnerTexts();
  await expect
    .poll(async () => (await lines()).map((line) => /Lucía Ortega|Maren Holt|Not said whose/.exec(line)?.[0]))
    .toEqual(["Lucía Ortega", "Maren Holt", "Maren Holt", "Not said whose"]);
  await page.getByRole("link", { name: "All measures" }).click();
  await shows(page, "Maren Holt: PHQ-9, twice");
});

test("MEA-9 an entry that named nobody is given to whom it was about", async () => {
  await whose("Not said whose").check();
  await page.locator(".entries > li").getByText("Answers").click();
  await page.getByRole("link", { name: "Correct it" }).click();
  expect(await page.getByLabel("Whose it is").inputValue()).toBe("nobody");
  await page.getByLabel("Whose it is").selectOption("Maren Holt");
  await press(page, "File it");
  await shows(page, "Maren Holt: PHQ-9, three times");
  expect(await whose("Not said whose").count()).toBe(0);
});

test("what stands around a measure in the hands of who reads Spanish is Spanish; its questions are their owner's", async () => {
  await choose("GAD-7");
  await page.getByLabel("Whose it is").selectOption("Lucía Ortega");
  await press(page, "Hand the device over");
  await looksWell(page, "hand over a measure, Spanish");
  await press(page, "Begin");
  await shows(page, "Las preguntas y las respuestas están en inglés");
  expect(await dialog().getAttribute("lang")).toBe("es");
  const english = await dialog().locator("[lang=en]").allInnerTexts();
  await dialog().locator(".questions input").first().focus();
  for (const key of "22222220") await page.keyboard.press(key);
  await looksWell(page, "a measure in Spanish hands");
  let around = await dialog().innerText();
  for (const words of english.flatMap((text) => text.split("\n"))) around = around.replace(words, "");
  expect(around).not.toMatch(/\b(the|you|done|give|back|leave|blank)\b/i);
  await press(page, "Listo");
  await shows(page, "Por favor devuelva el dispositivo.");
  await press(page, "Devolver");
  await unlock(page, passphrase);
  await shows(page, "8 of 8 answered");
  expect(await page.getByLabel("Whose it is").locator("option:checked").innerText()).toBe("Lucía Ortega");
  await press(page, "File it");
  await shows(page, "Lucía Ortega: GAD-7, once");
  // Who reads English is handed it in English.
  await choose("GAD-7");
  await page.getByLabel("Whose it is").selectOption("Maren Holt");
  await press(page, "Hand the device over");
  expect(await dialog().getByLabel("Language around the questions").count()).toBe(0);
  await press(page, "Not now");
});

test("FCT-4 FCT-6 each of them has a principal diagnosis; one that has ended is it no more", async () => {
  await openChart(page, "Holt and Ortega");
  const add = async (words: string, person: string) => {
    await press(page, "Add a diagnosis");
    await dialog().getByRole("combobox", { name: "Diagnosis" }).fill(words);
    await dialog()
      .getByRole("checkbox", { name: /principal/ })
      .check();
    await dialog().getByLabel("Whom it is about").selectOption(person);
    await press(page, "Save the diagnosis");
    await dialog().waitFor({ state: "hidden" });
  };
  await add("Grief over her father", "Maren Holt");
  await add("Panic at night", "Lucía Ortega");
  const rows = page.locator(".glance .diagnosis li");
  await expect
    .poll(() => rows.allInnerTexts().then((all) => all.filter((one) => one.includes("principal"))))
    .toHaveLength(2);
  await looksWell(page, "chart of two, principal diagnoses");
  await rows
    .filter({ hasText: "Panic" })
    .getByRole("button", { name: /^Change/ })
    .click();
  await dialog()
    .getByRole("checkbox", { name: /It has ended/ })
    .check();
  await dialog().getByLabel("Why").fill("None for a year");
  await press(page, "Save the diagnosis");
  await page.getByText("What has ended (1)").click();
  const ended = page.locator(".glance details li", { hasText: "Panic" });
  await ended.waitFor();
  expect(await ended.innerText()).not.toContain("principal");
});

test("NOTE-9 a template brings the last score with its day into a note, and whose it is", async () => {
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await press(page, /^(Use a template|Template: )/);
  await page.getByRole("link", { name: "the practice’s templates" }).click();
  await page.getByRole("link", { name: "Change a copy of DAP" }).click();
  await page.getByLabel("Name").fill("Scores");
  await page.getByLabel("Text to begin with").nth(0).fill("{last-score PHQ-9}");
  await looksWell(page, "template with last score");
  await press(page, "Save the template");
  await shows(page, "Templates and snippets");
  await openChart(page, "Holt and Ortega");
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await press(page, /^(Use a template|Template: )/);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Scores/ })
    .click();
  await shows(
    page,
    "Lucía Ortega: PHQ-9 25 of 27, severe (16 June 2024). Maren Holt: PHQ-9 8 of 27, mild (9 June 2024).",
  );
  await looksWell(page, "note with last scores");
  await page.keyboard.insertText("Both see it so.");
  await press(page, "Save the note");
  await isSealed(page);
  expect(complaints).toEqual([]);
});
