// Forms in real Chromium: filled in through a lock, signed at the desk and in a client's hands, withdrawn, written as a PDF file that
// poppler finds valid; and one of the practice's own.

import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, type Sitting, shows, unlock, watchComplaints } from "./web-hands.ts";
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
  await makeChart(page, "Priya Raman");
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

/** On a chart's page forms stand at the side, and in the timeline once more. */
const link = (name: string | RegExp) => page.getByRole("link", { name }).first();
const option = (group: string | RegExp, name: string) =>
  page.getByRole("group", { name: group }).getByLabel(name, { exact: true });
/** As the page counts: by the days of where it is, of which an evening is not yet tomorrow's. */
const inNineDays = () =>
  page.evaluate(() => {
    const day = new Date();
    day.setDate(day.getDate() + 9);
    return day.toLocaleDateString("sv");
  });
async function beginForm(name: string): Promise<void> {
  await openChart(page, "Priya Raman");
  await link(/^Fill in a form$|^All forms, and new ones$/)
    .first()
    .click();
  await page.getByRole("heading", { name: "Forms", level: 1 }).waitFor();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

test("a release is filled in by keyboard, and what was typed is there after a lock and a reload", async () => {
  await beginForm("Release of information");
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Priya Raman");
  await press(page, "Done, go on to signing");
  await shows(page, "This needs an answer.");
  await looksWell(page, "form-missing");
  await page.getByLabel("Name of the person or office").fill("Dr. Osei, the school");
  await option(/^Which information/, "A summary of the treatment").check();
  await page.getByLabel(/^Which information.*something else/).fill("Letters to my school");
  await page.getByText("What you type is kept on this device").waitFor();
  await page.keyboard.press("Alt+l");
  await unlock(page, sitting.passphrase);
  await page.getByLabel("Name of the person or office").waitFor();
  expect(await page.getByLabel("Name of the person or office").inputValue()).toBe("Dr. Osei, the school");
  await page.goto(server.origin);
  await unlock(page, sitting.passphrase);
  await link(/^Priya Raman,/)
    .first()
    .click();
  expect(await page.getByLabel(/^Which information.*something else/).inputValue()).toBe("Letters to my school");
  await option(/^It includes treatment for substance use/, "Yes").check();
  await shows(page, "Records of a programme under 42 CFR Part 2");
  await option(/^It includes treatment for substance use/, "No").check();
  await option(/^You authorize/, "give it to them").check();
  await option(/^Purpose/, "At my request").check();
  await page.getByLabel("Last day on which this holds").fill(await inNineDays());
  await option(/^You sign/, "for yourself").check();
  await looksWell(page, "form-filled");
  await press(page, "Done, go on to signing");
  await shows(page, "Not signed yet");
  await shows(page, "Filled in with Anna Lindqvist at ");
  expect(await page.getByText("Answers changed by").count()).toBe(0);
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByLabel("Name of the person or office").fill("Dr. Osei, the school on Reed Lane");
  await press(page, "Done, go on to signing");
  await shows(page, "Answers changed by Anna Lindqvist at ");
  await looksWell(page, "form-to-sign");
});

test("it is signed at the desk, its end shows on the chart, and the PDF is one that poppler finds valid", async () => {
  await press(page, "Sign here");
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await shows(page, "Your name is needed.");
  await dialog.getByLabel("Your name").fill("Priya Raman");
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await shows(page, "Tick that you agree, or don’t sign.");
  await looksWell(page, "form-sign");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Sign", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Signed with their key, and it holds.").waitFor();
  await shows(page, "ends in 9 days");
  await looksWell(page, "form-signed");

  const saved = page.waitForEvent("download");
  await press(page, "PDF");
  const file = place.path("release.pdf");
  await (await saved).saveAs(file);
  if (findTool("pdfsig")) {
    expect(execFileSync("pdfsig", [file], { encoding: "utf8" })).toContain("Signature is Valid.");
    expect(execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" })).toContain("Letters to my school");
  }
  await openChart(page, "Priya Raman");
  await shows(page, "ends in 9 days");
  await looksWell(page, "chart-with-forms");
});

test("it is withdrawn in writing", async () => {
  await link("Release of information").click();
  await press(page, "It was withdrawn");
  const dialog = page.locator("dialog[open]");
  await press(page, "Save the withdrawal");
  await shows(page, "Say how it came");
  await dialog.getByLabel(/^How it came/).fill("Her letter, among the files.");
  await looksWell(page, "form-withdraw");
  await press(page, "Save the withdrawal");
  await dialog.waitFor({ state: "detached" });
  await page.locator(".form-facts").getByText("Withdrawn").waitFor();
  await shows(page, "Her letter, among the files.");
});

test("a client signs with the device in their hands, reaches nothing else, and it comes back locked", async () => {
  await beginForm("Notice of privacy practices: received");
  await page.getByLabel("Edition or date of the notice").fill("1 January 2026");
  await option(/^You were given it/, "on paper").check();
  await option(/^For the practice/, "The client signs below").check();
  await press(page, "Done, go on to signing");
  await press(page, "Hand the device over");
  await press(page, "Begin");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.goBack().catch(() => {});
  await page.getByRole("heading", { name: "Your signature" }).waitFor();
  expect(await page.locator("dialog[open]").count()).toBe(1);
  await looksWell(page, "form-handed-over");
  await page.getByLabel("Your name").fill("Priya Raman");
  await page.locator("dialog[open]").getByRole("checkbox").check();
  await press(page, "Sign");
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  await press(page, "Give it back");
  await unlock(page, sitting.passphrase);
  await openChart(page, "Priya Raman");
  await link("Notice of privacy practices: received").click();
  await page.getByText("Signed with their key, and it holds.").waitFor();
});

test("an intake is filled in with the device in the client's hands, and what is half done when it locks is there again", async () => {
  await beginForm("Intake: about you");
  await press(page, "Hand the device over");
  await looksWell(page, "form-hand-over");
  await press(page, "Begin");
  await page.getByLabel(/^In your own words/).fill("I sleep badly.");
  await press(page, "Give it back as it is");
  await unlock(page, sitting.passphrase);
  await press(page, "Hand the device over");
  await press(page, "Begin");
  expect(await page.getByLabel(/^In your own words/).inputValue()).toBe("I sleep badly.");
  await option(/^Are you safe where you live/, "Yes").check();
  await option(/^In the last weeks, have you thought that you would be better off dead/, "Yes").check();
  await press(page, "Done");
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  await press(page, "Give it back");
  await unlock(page, sitting.passphrase);
  await page.locator(".form-facts").getByText("Filled in").waitFor();
  await shows(page, "I sleep badly.");
});

test("FRM-11 whoever is about to discharge them is told that their answers speak of danger", async () => {
  await openChart(page, "Priya Raman");
  await press(page, /^(Say where|Where) it stands$/);
  const dialog = page.locator("dialog[open]");
  await dialog.getByLabel("Status").selectOption("discharged");
  await dialog.getByText("speaks of danger, and no note was written since.").waitFor();
  await looksWell(page, "discharge, danger");
  await dialog.getByRole("link", { name: "Intake: about you" }).click();
  await press(page, "Leave all the same");
  await page.locator(".form-facts").getByText("Filled in").waitFor();
});

test("a form of the practice's own is made from one of the app's, with a preview, and filled in", async () => {
  await openChart(page, "Priya Raman");
  await link(/^All forms, and new ones$/).click();
  await looksWell(page, "forms-of-chart");
  await link("Make your own").click();
  await looksWell(page, "forms");
  await link("Change a copy of Good faith estimate: received").click();
  await page.getByLabel("Name", { exact: true }).first().fill("Our estimate");
  await page.getByLabel("Add", { exact: true }).selectOption("boolean");
  await page.keyboard.insertText("Do you have a dog?");
  await page.getByLabel("Add", { exact: true }).selectOption("choice");
  await page.keyboard.insertText("Which?");
  await page.getByLabel("Options").last().fill("A poodle\nA mastiff");
  await page.getByLabel("When it is asked").last().selectOption({ label: "if “Do you have a dog?” is yes" });
  const preview = page.getByRole("region", { name: "As it will be asked" });
  await preview
    .getByRole("group", { name: /^Do you have a dog/ })
    .getByLabel("Yes")
    .check();
  await preview.getByLabel("A mastiff").waitFor();
  await looksWell(page, "form-making");
  await press(page, "Save the form");
  await page.getByRole("heading", { name: "Forms", level: 1 }).waitFor();
  await link("Our estimate").waitFor();
  await beginForm("Our estimate");
  await page
    .getByRole("group", { name: /^Do you have a dog/ })
    .getByLabel("Yes")
    .check();
  await page.getByLabel("A mastiff").check();
  await press(page, "Save, and finish later");
  await shows(page, "Not finished");
  expect(complaints).toEqual([]);
});
