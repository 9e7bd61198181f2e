// Cases in real Chromium: what a client asks, a paper that holds the chart, a warning in two taps; letters read back.

import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  found,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  shows,
  unlock,
  watchComplaints,
  writeNote,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let complaints: readonly string[];
let passphrase: string;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");
const submit = async (name: string) => {
  await dialog().getByRole("button", { name, exact: true }).click();
  await dialog().waitFor({ state: "detached" });
};
const today = new Date();
const day = (after: number) => {
  const at = new Date(today.getFullYear(), today.getMonth(), today.getDate() + after, 12);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};

async function begin(kind: string, more: () => Promise<void> = async () => {}): Promise<void> {
  await openChart(page, "Priya Raman");
  await press(page, "Begin a case");
  await dialog().getByLabel("What it is").selectOption({ label: kind });
  await more();
  await submit("Begin the case");
  await page.locator("h1", { hasText: kind }).waitFor();
}

async function decide(outcome: string, ground?: RegExp): Promise<void> {
  await press(page, "Write down the decision");
  await dialog().getByRole("radio", { name: outcome, exact: true }).check();
  if (ground) await dialog().getByRole("checkbox", { name: ground }).check();
  await submit("Save the decision");
}

/** The letter's text by poppler; without it nothing to compare with. */
async function letter(name: string, ...said: readonly string[]): Promise<void> {
  const saved = page.waitForEvent("download");
  await press(page, name);
  const file = place.path("letter.pdf");
  await (await saved).saveAs(file);
  await shows(page, "and kept among the documents");
  if (!findTool("pdftotext")) return;
  const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replaceAll(/\s+/g, " ");
  for (const each of said) expect(text).toContain(each);
}

test("Cases says what to do while there are none; what stands on letters is written down once", async () => {
  await goTo(page, "Cases");
  await shows(page, "Nothing is open.");
  await looksWell(page, "cases-none");
  await makeChart(page, "Priya Raman");
  await writeNote(page, "Write today’s note", "About the heron.");
  await goTo(page, "Cases");
  await press(page, "Change what stands there");
  await dialog().getByLabel("Address and telephone").fill("12 Reed Lane\nSalem, OR 97301");
  await dialog()
    .getByLabel(/^Whom to call/)
    .fill("Child abuse hotline");
  await dialog().getByRole("button", { name: "Save the practice’s details" }).click();
  await dialog().getByText("Each number needs a name").waitFor();
  await dialog()
    .getByLabel(/^Whom to call/)
    .fill("Child abuse hotline: 855 503 7233");
  await dialog()
    .getByLabel(/^State/)
    .fill("or");
  await looksWell(page, "office-form");
  await submit("Save the practice’s details");
});

test("a request for access: the clock, a checklist, granted, and its letter among the documents", async () => {
  await openChart(page, "Priya Raman");
  await press(page, "Add somebody");
  await dialog().getByLabel("Name", { exact: true }).fill("Priya Raman");
  await submit("Add them");
  await begin("Access to the record", async () => {
    await dialog().getByLabel("Received on").fill(day(-27));
    await dialog().getByLabel("Who asks").selectOption({ label: "Priya Raman" });
    await dialog()
      .getByLabel(/^What they ask/)
      .fill("A copy of all notes of 2025, on paper.");
    await dialog()
      .getByLabel(/^How you saw/)
      .fill("I have seen her since 2021.");
    await looksWell(page, "case-begin");
  });
  await shows(page, "Due in 3 days");
  await page.getByRole("checkbox", { name: /^Ask which records/ }).check();
  await shows(page, "Done today.");
  await looksWell(page, "case-access");
  await goTo(page, "Today");
  await shows(page, "One answer due within a week.");
  await looksWell(page, "today-case-due");
  await page.getByRole("link", { name: "Cases", exact: true }).last().click();
  await page.getByRole("link", { name: "Access to the record" }).click();
  await press(page, "Extend it, once");
  await dialog().getByRole("button", { name: "Extend the time", exact: true }).click();
  await dialog().getByText("Say why it takes longer.").waitFor();
  await dialog()
    .getByLabel(/^Why it takes longer/)
    .fill("Two volumes are in the archive.");
  await looksWell(page, "case-extend");
  await submit("Extend the time");
  await shows(page, "Two volumes are in the archive.");
  expect(await page.getByRole("button", { name: "Extend it, once" }).count()).toBe(0);
  await letter("It takes longer", "Two volumes are in the archive.", "not ask for it again");
  await decide("Granted");
  await letter("The decision", "We grant it.", "12 Reed Lane", "Priya Raman");
  await press(page, "Close the case");
  await dialog()
    .getByLabel(/^What was done/)
    .fill("Handed over at the desk.");
  await submit("Close the case");
  await shows(page, "Handed over at the desk.");
  await openChart(page, "Priya Raman");
  await shows(page, "Your record, ");
});

test("an amendment is denied on a ground; the letter waits for who takes complaints; the disagreement stays with it", async () => {
  await begin("Amendment of the record", async () => {
    await dialog()
      .getByLabel(/^What they ask/)
      .fill("It was a crane, and no heron.");
    await dialog()
      .getByLabel(/^Which note/)
      .selectOption({ index: 1 });
  });
  await press(page, "Write down the decision");
  await dialog().getByRole("radio", { name: "Denied" }).check();
  await dialog().getByRole("button", { name: "Save the decision" }).click();
  await dialog().getByText("names at least one ground").waitFor();
  await dialog()
    .getByRole("checkbox", { name: /^It is accurate and complete/ })
    .check();
  await looksWell(page, "case-decide");
  await submit("Save the decision");
  await shows(page, "once it is written down who takes complaints");
  await press(page, "Write down who takes complaints");
  await dialog()
    .getByLabel(/^Who takes complaints/)
    .fill("Anna Lindqvist, 503 555 0100");
  await submit("Save the practice’s details");
  await letter("The decision", "accurate and complete", "Anna Lindqvist, 503 555 0100", "written statement");
  await press(page, "Add a statement of disagreement");
  await dialog()
    .getByLabel(/^Their statement/)
    .fill("I know a crane when I see one.");
  await submit("Save the disagreement");
  await shows(page, "I know a crane when I see one.");
  await looksWell(page, "case-amendment");
  await openChart(page, "Priya Raman");
  await shows(page, "A denied amendment goes along");
});

test("an amendment that is granted leads to the addendum, and changes nothing that was written", async () => {
  await begin("Amendment of the record", async () => {
    await dialog()
      .getByLabel(/^Which note/)
      .selectOption({ index: 1 });
  });
  await decide("Granted");
  await page.getByRole("link", { name: "Write the addendum" }).click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText("She says it was a crane.");
  await press(page, "Save the note");
  await isSealed(page);
  await openChart(page, "Priya Raman");
  await shows(page, "About the heron.");
  await shows(page, "She says it was a crane.");
});

test("what was paid in full is restricted without a choice, and stands in the chart; nobody is asked why they want to be reached elsewhere", async () => {
  await begin("Restriction", async () => {
    await dialog()
      .getByLabel(/^What they ask/)
      .fill("Nothing to the health plan about March.");
    await dialog()
      .getByRole("checkbox", { name: /^A health plan/ })
      .check();
  });
  await press(page, "Write down the decision");
  expect(await dialog().getByRole("radio").count()).toBe(1);
  await submit("Save the decision");
  await openChart(page, "Priya Raman");
  await shows(page, "Restricted: Nothing to the health plan about March.");
  await begin("Confidential communications", async () => {
    await dialog().getByText("Do not ask why.").first().waitFor();
    await dialog().getByLabel("Who asks").selectOption({ label: "Priya Raman" });
    await dialog()
      .getByLabel(/^How and where/)
      .fill("Mobile only, never the landline.");
  });
  await decide("Granted");
  await letter("The decision", "Mobile only, never the landline.", "Nobody here will ask you why");
  await press(page, "Change how they may be reached");
  await press(page, "Add a number or address");
  await dialog().getByLabel("Number").fill("503 555 0142");
  await dialog().getByLabel("What may be left there").selectOption("anything");
  await looksWell(page, "case-reach");
  await submit("Save this person");
  await openChart(page, "Priya Raman");
  await shows(page, "503 555 0142");
});

test("a subpoena holds the chart until its case is closed; the answer is a draft for an attorney", async () => {
  await begin("Subpoena", async () => {
    await dialog()
      .getByLabel(/^Who sent it/)
      .fill("Klee and Partners");
    await dialog()
      .getByLabel(/^Answer by/)
      .fill(day(10));
  });
  await shows(page, "Legal hold.");
  await shows(page, "is not a court order");
  await looksWell(page, "case-subpoena");
  await decide("Objected", /^No assurance/);
  await letter("The answer", "DRAFT: to be read by an attorney", "164.512(e)(1)(ii)");
  await openChart(page, "Priya Raman");
  await shows(page, "Legal hold: nothing here is destroyed.");
  await looksWell(page, "chart-with-cases");
  await page.getByRole("link", { name: "Legal hold: nothing here is destroyed." }).click();
  await press(page, "Close the case");
  await submit("Close the case");
  await openChart(page, "Priya Raman");
  await page.getByRole("heading", { name: "Cases" }).waitFor();
  // What the chart said before stands there until it is read again.
  await page.getByText("Legal hold").waitFor({ state: "detached" });
});

test("a warning is two taps from Today: whom to call and what to say stand first", async () => {
  await goTo(page, "Today");
  await page.getByRole("link", { name: "Somebody is in danger" }).click();
  await looksWell(page, "urgent-choose");
  await page.getByRole("link", { name: "Warning somebody in danger" }).click();
  await page.getByRole("link", { name: "911" }).waitFor();
  await shows(page, "855 503 7233");
  await shows(page, "I am a psychotherapist.");
  await looksWell(page, "urgent-warn");
  await press(page, "Save what was told");
  await shows(page, "Choose the chart it belongs to.");
  await page.getByLabel("Chart", { exact: true }).selectOption({ label: "Priya Raman" });
  await page.getByLabel(/^To whom/).fill("Officer Reyes, Salem police");
  await page.getByLabel(/^What$/).fill("That he said he would go to the mill tonight.");
  await press(page, "Save what was told");
  await shows(page, "In the accounting of disclosures.");
  await looksWell(page, "case-warning");
});

test("an accounting lists the warning by itself, and the first within twelve months is free", async () => {
  await begin("Accounting of disclosures", async () => {
    await dialog().getByLabel("Who asks").selectOption({ label: "Priya Raman" });
  });
  await decide("Granted");
  await letter(
    "The list of disclosures",
    "Officer Reyes, Salem police",
    "That he said he would go to the mill tonight.",
    "Serious and imminent threat",
    "free of charge",
  );
  await looksWell(page, "case-accounting");
});

test("the practice confirms how long it keeps records; what is on hold is said to be", async () => {
  await goTo(page, "Cases");
  await page.getByRole("link", { name: "Look at retention" }).click();
  await shows(page, "nobody has confirmed your State’s yet");
  await press(page, "Confirm your State’s rule");
  await dialog().getByLabel("Years after the last contact").fill("seven");
  await dialog().getByRole("button", { name: "Confirm this rule" }).click();
  await dialog().getByText("Whole years").waitFor();
  await dialog().getByLabel("Years after the last contact").fill("7");
  await dialog()
    .getByLabel(/^The rule/)
    .fill("OAR 858-010-0060, board’s page");
  await submit("Confirm this rule");
  await shows(page, "OAR 858-010-0060, board’s page.");
  await page.getByText("rules, yours first").click();
  await shows(page, "OR, psychologists");
  await looksWell(page, "retention");
});

test("what is typed of a case outlives a lock, and is gone once it is written down", async () => {
  const again = () => shows(page, "What you had typed before it was locked is here again.");
  const lockAndBack = async () => {
    await page.keyboard.press("Alt+KeyL");
    await shows(page, "What you typed into a form and didn’t save is kept.");
    await looksWell(page, "locked-with-a-form");
    await unlock(page, passphrase);
  };
  await begin("Access to the record");
  const words = () => dialog().getByLabel(/^In your words/);
  await press(page, "Write down the decision");
  await dialog().getByRole("radio", { name: "Denied", exact: true }).check();
  await dialog().getByRole("checkbox").first().check();
  await words().fill("We keep none of 1998.");
  await lockAndBack();
  await press(page, "Write down the decision");
  await again();
  expect(await words().inputValue()).toBe("We keep none of 1998.");
  expect(await dialog().getByRole("radio", { name: "Denied", exact: true }).isChecked()).toBe(true);
  expect(await dialog().getByRole("checkbox").first().isChecked()).toBe(true);
  await looksWell(page, "case-decide-over-a-lock");
  await submit("Save the decision");
  await press(page, "Correct the decision");
  expect(await dialog().getByText("here again").count()).toBe(0);
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });

  const to = () => page.getByLabel(/^To whom/);
  const what = () => page.getByLabel(/^What$/);
  await press(page, "Write down what was given out");
  await to().fill("Dr. Moor");
  await what().fill("The plan of March.");
  await lockAndBack();
  await press(page, "Write down what was given out");
  await again();
  expect([await to().inputValue(), await what().inputValue()]).toEqual(["Dr. Moor", "The plan of March."]);
  await submit("Save what was given out");
  await shows(page, "Dr. Moor");
  await press(page, "Write down what was given out");
  await expect.poll(() => to().inputValue()).toBe("");
  await page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });

  await goTo(page, "Today");
  await page.getByRole("link", { name: "Somebody is in danger" }).click();
  await page.getByRole("link", { name: "Warning somebody in danger" }).click();
  await to().fill("Officer Reyes");
  await lockAndBack();
  await again();
  expect(await to().inputValue()).toBe("Officer Reyes");
});

test("Cases lists what is open by its day, and nothing complained", async () => {
  await goTo(page, "Cases");
  await shows(page, "Priya Raman, received");
  await looksWell(page, "cases");
  expect(complaints).toEqual([]);
});
