// A chart at a glance, in real Chromium and by keyboard: flags, diagnoses by code and by words, medication, their ends, the official codes.

import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, makeChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
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
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const glance = () => page.locator("section.glance");
/** Headings and lines as they stand, the folded ones too. */
const lines = () => glance().locator("h3, li .plain-name").allTextContents();
const dialog = () => page.getByRole("dialog");
const keep = async () => {
  await press(page, /^Save the (diagnosis|medication|flag|plan)$/);
  await dialog().waitFor({ state: "detached" });
};
const change = (name: string) => press(page, `Change ${name}`);

test("an empty chart says what belongs here; a diagnosis is found by words, chosen by keyboard and kept", async () => {
  await makeChart(page, "Marion Keller");
  await shows(page, "When you come to it");
  await looksWell(page, "glance-empty");

  await page.getByRole("button", { name: "Add a diagnosis" }).focus();
  await page.keyboard.press("Enter");
  const field = page.getByRole("combobox", { name: "Diagnosis" });
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.type("anx gener");
  await shows(page, "Generalized anxiety disorder");
  // What fewer letters found stands there until these are answered.
  await page.locator("[role=listbox][aria-busy=false]").waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await page.getByRole("option", { selected: true }).textContent()).toBe("F41.1 Generalized anxiety disorder");
  await looksWell(page, "diagnosis-search");
  // Escape closes the list alone, then asks before the dialog goes.
  await field.focus();
  await page.keyboard.type("a");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  expect(await page.getByRole("option").count()).toBe(0);
  expect(await dialog().count()).toBe(1);
  await field.fill("anx gener");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await field.inputValue()).toBe("F41.1 Generalized anxiety disorder");
  await page.getByRole("checkbox", { name: /principal/ }).check();
  await page.getByLabel(/^Since/).fill("2026-03");
  await keep();
  await expect.poll(lines).toEqual(["Diagnoses", "F41.1 Generalized anxiety disorder"]);
  await shows(page, "Provisional, principal, since March 2026.");
});

test("one’s own words, medication and a flag that is due stand in their order", async () => {
  await press(page, "Add a diagnosis");
  await press(page, "Save the diagnosis");
  await shows(page, "Choose a code, or write the diagnosis in your own words.");
  await page.getByRole("combobox", { name: "Diagnosis" }).fill("Grief, not yet coded");
  await page.getByLabel(/^Made by/).fill("Dr. Okafor");
  await keep();
  await press(page, "Add medication");
  await page.getByLabel("Medication", { exact: true }).fill("Sertraline");
  await page.getByLabel(/^How much/).fill("50 mg in the morning");
  await page.getByLabel(/^Since/).fill("not long ago");
  await press(page, "Save the medication");
  await shows(page, "Nothing was changed.");
  await page.getByLabel(/^Since/).fill("2025");
  await looksWell(page, "medication-form");
  await keep();
  await press(page, "Raise a flag");
  await page.getByLabel(/^What others must know/).fill("A plan in May, none since. Her sister keeps the tablets.");
  await page.getByLabel("Since", { exact: true }).fill("2026-05-02");
  await page.getByLabel(/^Look again by/).fill("2026-06-01");
  await looksWell(page, "flag-form");
  await keep();
  await expect
    .poll(lines)
    .toEqual([
      "Flags",
      "Suicide risk",
      "Diagnoses",
      "F41.1 Generalized anxiety disorder",
      "Grief, not yet coded",
      "Medication",
      "Sertraline",
    ]);
  await shows(page, "To be looked at again since");
  await shows(page, "50 mg in the morning, since 2025. Reported by the client.");
  await looksWell(page, "glance");
});

test("an end takes a day and a reason, and folds away; what was said before is shown", async () => {
  await change("Sertraline");
  await page.getByLabel(/^How much/).fill("100 mg");
  await keep();
  // What is changed next is what the page shows then.
  await shows(page, "100 mg");
  await change("Sertraline");
  await page.getByRole("checkbox", { name: /It has ended/ }).check();
  await press(page, "Save the medication");
  await shows(page, "An end needs its reason, in a few words.");
  await page.getByLabel("The day it ended").fill("2026-06-01");
  await page.getByLabel("Why", { exact: true }).fill("could not sleep");
  await page.getByText("What was said of it before").click();
  await shows(page, "50 mg in the morning, since 2025. Reported by the client. Anna Lindqvist");
  await looksWell(page, "fact-end");
  await keep();
  await page.getByText("What has ended (1)").click();
  await shows(page, "could not sleep.");

  await change("Grief, not yet coded");
  await page.getByRole("combobox", { name: "Diagnosis" }).fill("f33.1");
  await page.getByRole("checkbox", { name: /principal/ }).check();
  await keep();
  await expect
    .poll(async () => (await lines()).slice(2, 5))
    .toEqual([
      "Diagnoses",
      "F33.1 Major depressive disorder, recurrent, moderate",
      "F41.1 Generalized anxiety disorder",
    ]);
  await change("F41.1 Generalized anxiety disorder");
  expect(await page.getByRole("checkbox", { name: /principal/ }).isChecked()).toBe(false);
  await page.getByRole("checkbox", { name: /It has ended/ }).check();
  await page.getByRole("radio", { name: /ruled out/ }).check();
  await page.getByLabel("Why", { exact: true }).fill("it was grief");
  await looksWell(page, "diagnosis-end");
  await keep();
  await shows(page, "Ruled out today: it was grief.");
  await looksWell(page, "glance-ended");
});

test("a plan is written with its goals and objectives, one is met, and the plan ends", async () => {
  await press(page, "Write a plan");
  await press(page, "Save the plan");
  await shows(page, "A plan needs a goal.");
  await page.getByLabel(/^What brings the client/).fill("Lies awake since the move.");
  await page.getByLabel(/^Goal/).fill("“Sleep like before”");
  await page.getByLabel(/^Objective/).fill("Sleeps six nights of seven");
  await page.getByLabel(/^From/).fill("3");
  await page.getByLabel(/^To/).fill("6");
  await page.getByLabel(/^By/).fill("2038-12-01");
  await page.getByLabel(/^What is done towards it/).fill("CBT-I, weekly");
  await press(page, "Add another objective");
  await page.getByLabel(/^Look again by/).fill("2026-06-01");
  await looksWell(page, "plan-form");
  await keep();
  await shows(page, "Sleeps six nights of seven, from 3 to 6, by 1 December 2038");
  await press(page, "Change the plan");
  await page.getByLabel(/^How it stands/).selectOption("Met");
  await press(page, "Add another goal");
  await page.getByLabel(/^Goal/).nth(1).fill("See her sister again");
  await keep();
  await shows(page, "by 1 December 2038, met");
  await shows(page, "See her sister again");
  await looksWell(page, "plan");
  await press(page, "Change the plan");
  await page.getByText("What was said of it before").click();
  await page.getByRole("checkbox", { name: /It has ended/ }).check();
  await page.getByLabel("Why", { exact: true }).fill("reached, and she moved");
  await keep();
  await shows(page, "No plan stands.");
  await page.getByText("Plans that have ended (1)").click();
  await shows(page, "reached, and she moved.");
});

/** Runs in the page: as on a slow phone, what was kept of a form comes when somebody has typed already. */
function bringBackLate(): void {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function late(this: Worker, message: { readonly method?: string }) {
    if (message.method === "aside") setTimeout(() => post.call(this, message), 800);
    else post.call(this, message);
  };
}

test("what is typed before it came back stands after it", async () => {
  await press(page, "Write a plan");
  await page.getByLabel(/^Goal/).fill("“Go out again”");
  await page.keyboard.press("Alt+l");
  await unlock(page, passphrase);
  await page.evaluate(bringBackLate);
  await press(page, "Write a plan");
  await page.getByLabel(/^Goal/).fill("“Sing”");
  // As long as what is typed rests before it is kept, and longer.
  await page.waitForTimeout(1000);
  await page.keyboard.press("Alt+l");
  await unlock(page, passphrase);
  await press(page, "Write a plan");
  await shows(page, "What you had typed before it was locked is here again.");
  expect(await page.getByLabel(/^Goal/).inputValue()).toBe("“Go out again” “Sing”");
  await page.keyboard.press("Alt+l");
  await unlock(page, passphrase);
  await press(page, "Write a plan");
  await page.getByLabel(/^Goal/).fill("“Sleep”");
  // Before it came.
  await page.keyboard.press("Alt+l");
  await unlock(page, passphrase);
  await press(page, "Write a plan");
  await shows(page, "What you had typed before it was locked is here again.");
  expect(await page.getByLabel(/^Goal/).inputValue()).toBe("“Go out again” “Sing” “Sleep”");
  await page.keyboard.press("Escape");
  await press(page, "Leave all the same");
});

test("a plan that is half written outlives a lock, and is gone once it was left on purpose", async () => {
  await press(page, "Write a plan");
  await page.getByLabel(/^Goal/).fill("“Go out again”");
  await press(page, "Add another goal");
  await page.getByLabel(/^Goal/).nth(1).fill("“Sing”");
  await page.keyboard.press("Alt+l");
  await unlock(page, passphrase);
  await press(page, "Write a plan");
  await shows(page, "What you had typed before it was locked is here again.");
  expect(
    await page.getByLabel(/^Goal/).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  ).toEqual(["“Go out again”", "“Sing”"]);
  await looksWell(page, "plan-kept-over-a-lock");
  await page.keyboard.press("Escape");
  await press(page, "Leave all the same");
  await press(page, "Write a plan");
  await expect.poll(() => page.getByLabel(/^Goal/).inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
});

test("the official file of a year is read in from the form, and its codes are found from then on", async () => {
  const made = Array.from({ length: 60_000 }, (_, i) => `B${String(i).padStart(6, "0")} Disease ${i}`);
  const text = ["A000    Cholera due to Vibrio cholerae 01, biovar cholerae", ...made].join("\n");
  writeFileSync(place.path("codes.txt"), text);
  writeFileSync(place.path("icd10cm-codes-2028.txt"), text);
  await press(page, "Add a diagnosis");
  await page.getByText("ICD-10-CM 2027, the").click();
  await looksWell(page, "code-table");
  await page.locator("dialog input[type=file]").setInputFiles(place.path("codes.txt"));
  await shows(page, "The year stands in the file's name");
  await page.locator("dialog input[type=file]").setInputFiles(place.path("icd10cm-codes-2028.txt"));
  await shows(page, "Read in: ICD-10-CM 2028, 60,001 codes.");
  await page.getByRole("combobox", { name: "Diagnosis" }).fill("vib chol");
  await shows(page, "Cholera due to Vibrio cholerae 01, biovar cholerae");
  await page.keyboard.press("Escape");
  await press(page, "Not now");
  await press(page, "Leave all the same");
});

test("of a guarded chart nothing of it stands anywhere while it is closed", async () => {
  await press(page, "Guard this chart");
  await page.getByLabel("What lists call it").fill("The lighthouse");
  await press(page, "Guard it");
  await page.waitForSelector('h1:has-text("The lighthouse")');
  await shows(page, "Suicide risk");
  await press(page, "Close the chart");
  await shows(page, "This chart is guarded");
  for (const words of ["At a glance", "Suicide risk", "F33.1", "Sertraline"])
    expect(await page.getByText(words).count(), words).toBe(0);
  await press(page, "Open the chart");
  await shows(page, "Suicide risk");
  await page.keyboard.press("Alt+KeyL");
  await unlock(page, passphrase);
  await shows(page, "This chart is guarded");
  expect(await page.getByText("Suicide risk").count()).toBe(0);
  expect(complaints).toEqual([]);
});
