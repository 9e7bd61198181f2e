// Measures, in real Chromium: filled in by the keyboard, a risk enquiry asked for before filing, drawn over time, gaps, results from elsewhere, a mistake.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
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
  await makeChart(page, "Maren Holt");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const main = () => page.locator("#main").innerText();

async function choose(name: string): Promise<void> {
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.waitForSelector(".questions");
}

/** From the first question on, by digits alone. */
async function type(keys: string): Promise<void> {
  await page.locator(".questions input").first().focus();
  for (const key of keys) await page.keyboard.press(key);
}

test("a PHQ-9 is filled in by digits and filed by Enter; its score stands on the chart’s page", async () => {
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await shows(page, "Which measure?");
  await looksWell(page, "measures, to choose");
  await page.getByRole("link", { name: "PHQ-9", exact: true }).click();
  await page.waitForSelector(".questions");
  await page.getByLabel("Day on which it was filled in").fill("2024-03-03");
  await type("222222");
  await shows(page, "6 of 10 answered");
  await looksWell(page, "measures, filling in");
  // An answer is taken back, and given again.
  await page.keyboard.press("2");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Backspace");
  await shows(page, "6 of 10 answered");
  for (const key of "2201") await page.keyboard.press(key);
  await shows(page, "10 of 10 answered");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("File it");
  await page.keyboard.press("Enter");
  await shows(page, "PHQ-9: 16 of 27, moderately severe");
  await shows(page, "Screening result, needs clinical review");
  await openChart(page, "Maren Holt");
  await shows(page, "PHQ-9, once");
});

test("question 9 asks for a risk enquiry before it is filed, and the change is said plainly", async () => {
  await page.getByRole("link", { name: "All measures" }).click();
  await choose("PHQ-9");
  await page.getByLabel("Day on which it was filled in").fill("2024-06-09");
  await type("1111111110");
  await page.keyboard.press("Enter");
  await shows(page, "Ask before this is filed");
  await shows(page, "Question 9 was answered “several days”");
  await shows(page, "call 988");
  await looksWell(page, "measures, asking first");
  await press(page, "File it");
  await shows(page, "Ask before this is filed");
  await page.getByRole("radio", { name: /^I asked/ }).check();
  await page.getByLabel("What they told you, and what you did").fill("No plan; safety plan gone through.");
  await press(page, "File it");
  await shows(page, "Down 7 points since 3 March 2024: reliably better, and across the cut-off.");
  await shows(page, "Asked: No plan; safety plan gone through.");
  await page.getByText("As a table, and where that comes from").click();
  await shows(page, "NHS Talking Therapies");
  expect(await page.locator(".course tbody tr").allInnerTexts()).toEqual([
    "9 Jun 2024\t9\tmild\tquestion on safety",
    "3 Mar 2024\t16\tmoderately severe\t",
  ]);
  await looksWell(page, "measures of a chart");
});

test("worse is said as plainly as better", async () => {
  await choose("PHQ-9");
  await page.getByLabel("Day on which it was filled in").fill("2024-08-20");
  await type("3333333302");
  await press(page, "File it");
  await shows(page, "Up 8 points since 3 March 2024: reliably worse.");
  await openChart(page, "Maren Holt");
  await shows(page, "Up 8 points since 3 March 2024: reliably worse.");
  await looksWell(page, "measures on the chart’s page");
});

test("a client answers with the device in their hands, it comes back locked, and what they answered waits to be filed", async () => {
  await makeChart(page, "Teodor Brandt");
  await choose("GAD-7");
  await press(page, "Hand the device over");
  await press(page, "Begin");
  await page.locator("dialog[open] .questions input").first().focus();
  for (const key of "222222") await page.keyboard.press(key);
  await looksWell(page, "measures, in a client’s hands");
  expect(await page.locator("dialog[open]").innerText()).not.toContain("Brandt");
  for (const key of "20") await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await shows(page, "Please give the device back.");
  await press(page, "Give it back");
  await unlock(page, passphrase);
  await shows(page, "What was answered before it was locked is here, to be filed.");
  await shows(page, "8 of 8 answered");
  await press(page, "File it");
  await shows(page, "GAD-7: 14 of 21, moderate");
  await openChart(page, "Maren Holt");
});

test("a blank is no 0: it is asked about, and the score says that it was filled", async () => {
  await page.getByRole("link", { name: "All measures" }).click();
  await choose("GAD-7");
  await type("11");
  await press(page, "File it");
  await shows(page, "Questions 3, 4, 5, 6, 7 are blank");
  await shows(page, "There will be no score");
  await press(page, "Go to question 3");
  for (const key of "1111") await page.keyboard.press(key);
  await press(page, "File it");
  await shows(page, "Question 7 is blank");
  await shows(page, "The score will be marked as filled by its rule");
  await looksWell(page, "measures, a gap");
  await press(page, "File it with the gap");
  await shows(page, "GAD-7: 7 of 21, mild, one gap filled by its rule");
});

test("who never drinks is asked no more", async () => {
  await choose("AUDIT-C");
  await type("0");
  await shows(page, "Not asked, by the answer above");
  await shows(page, "1 of 1 answered");
  await press(page, "File it");
  await shows(page, "AUDIT-C: 0 of 12");
});

test("leaving with answers on the screen is asked about", async () => {
  await choose("PCL-5");
  await type("4");
  await page.getByRole("link", { name: "Maren Holt" }).click();
  await shows(page, "Leave without filing?");
  await press(page, "Stay here");
  expect(await main()).toContain("1 of 20 answered");
  await page.getByRole("link", { name: "Maren Holt" }).click();
  await press(page, "Throw the answers away");
  await page.waitForSelector('h1:has-text("Maren Holt")');
});

test("the result alone is filed of what is not here; a mistake stays, struck through, and counts in nothing", async () => {
  await page.getByRole("link", { name: "All measures" }).click();
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await page.getByRole("link", { name: "Another one: its result alone" }).click();
  await shows(page, "A result alone");
  await press(page, "File it");
  await shows(page, "This does not fit");
  await page.getByLabel("Name of the measure").fill("ISI");
  await page.getByLabel("Total").fill("17");
  await page.getByLabel("Parts").fill("worry 4\nday 8.5");
  await page.getByLabel("Who scored it").fill("Anna");
  await looksWell(page, "measures, a result alone");
  await press(page, "File it");
  await shows(page, "ISI: 17, worry 4, day 8.5");
  const worst = page.locator(".entries > li", { hasText: "24 of 27" });
  await worst.getByText("Answers").click();
  await worst.getByRole("button", { name: "Entered by mistake" }).click();
  await worst.getByLabel("What happened").fill("Another client’s form.");
  await press(page, "Strike it through");
  await shows(page, "Down 7 points since 3 March 2024");
  await shows(page, "Another client’s form.");
  expect(await worst.innerText()).toContain("It counts in nothing");
  await looksWell(page, "measures, a mistake");
});

test("MEA-6 the timeline says that question 9 was answered; what is changed of an entry says by whom", async () => {
  await openChart(page, "Maren Holt");
  const timeline = page.getByRole("region", { name: "Timeline" });
  await timeline.getByText("9 of 27, mild. Question 9 answered with 1, asked about").waitFor();
  await timeline.scrollIntoViewIfNeeded();
  await looksWell(page, "timeline with question 9");
  await page.getByRole("link", { name: "All measures" }).click();
  const entry = page.locator(".entries > li", { hasText: "9 of 27" });
  await entry.getByText("Filled in by the client, entered by Anna Lindqvist.").waitFor();
  await entry.getByText("Answers").click();
  await entry.getByRole("link", { name: "Correct it" }).click();
  await page.waitForSelector(".questions");
  await type("2");
  await press(page, "File it");
  const changed = page.locator(".entries > li", { hasText: "10 of 27" });
  await changed.getByText(/entered by Anna Lindqvist; changed by Anna Lindqvist at .*\.$/).waitFor();
  await looksWell(page, "measures, changed");
});

test("a measure of the practice’s own is made, filled in, and taken out of use; its entry keeps its questions", async () => {
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await page.getByRole("link", { name: "A measure of your own" }).click();
  await page.getByLabel("Name").fill("Evenings");
  await page.getByLabel("What stands above the questions").fill("How were they?");
  await page.getByLabel("Questions", { exact: true }).fill("I could not rest\nI was afraid of the night");
  await page.getByLabel("Whose it is, and by what right you use it").fill("Written by us.");
  await press(page, "Make it");
  await shows(page, "Confirm that the practice may use these words");
  await page.getByRole("checkbox").check();
  await looksWell(page, "measures, one of one’s own");
  await press(page, "Make it");
  await page.waitForSelector(".questions");
  await type("32");
  await press(page, "File it");
  await shows(page, "Evenings: 5 of 6");
  await page.getByRole("link", { name: /^Fill (one in|in a measure)$/ }).click();
  await press(page, /^Take it out of use/);
  await expect.poll(main).not.toContain("Evenings");
  await page.getByRole("link", { name: "Measures", exact: true }).click();
  const row = page.locator(".entries > li", { hasText: "Evenings" });
  await row.getByText("Answers").click();
  expect(await row.innerText()).toContain("I was afraid of the night");
  expect(complaints).toEqual([]);
});
