// The people of a chart in real Chromium: written down, changed, and seen by a front desk that opens no note.

import type { Browser, BrowserContext, Page } from "playwright-core";
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
let fay: Page;
let complaints: readonly (readonly string[])[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const contexts = await Promise.all([1, 2].map(() => browser.newContext({ viewport: { width: 1280, height: 800 } })));
  [anna, fay] = (await Promise.all((contexts as BrowserContext[]).map((each) => each.newPage()))) as [Page, Page];
  complaints = [anna, fay].map(watchComplaints);
  await found(anna, server.origin, place.path("kit.txt"));
  await bringIn(anna, fay, server.origin, { role: "Front desk" });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = (page: Page) => page.locator("dialog[open]");

test("who belongs to a chart, how they may be reached and where it stands are written down by keyboard", async () => {
  await makeChart(anna, "Priya Raman");
  await writeNote(anna, "Write today’s note", "About the heron.");
  await openChart(anna, "Priya Raman");
  await press(anna, "Add somebody");
  await dialog(anna).getByRole("button", { name: "Add them" }).click();
  await dialog(anna).getByText("A name is needed").waitFor();
  await dialog(anna).getByLabel("Name", { exact: true }).fill("Meera Raman");
  await anna.keyboard.press("Tab");
  await anna.keyboard.insertText("Mrs Raman");
  await dialog(anna)
    .getByRole("checkbox", { name: /^Client/ })
    .uncheck();
  await dialog(anna)
    .getByRole("checkbox", { name: /^Consents/ })
    .check();
  await dialog(anna)
    .getByRole("checkbox", { name: /^Emergency contact/ })
    .check();
  await dialog(anna)
    .getByLabel(/^To the client/)
    .fill("mother");
  await dialog(anna)
    .getByLabel(/^Born on/)
    .fill("1971-02-28");
  await dialog(anna).getByLabel("Number").fill("555 0142");
  await dialog(anna)
    .getByLabel(/^Whose, or when/)
    .fill("after five");
  await dialog(anna).getByLabel("What may be left there").selectOption("nothing");
  await press(anna, "Add another");
  await dialog(anna).getByLabel("By", { exact: true }).nth(1).selectOption("text");
  await dialog(anna).getByLabel("Number").nth(1).fill("(555) 0142");
  await dialog(anna).getByLabel("What may be left there").nth(1).selectOption("nothing");
  await looksWell(anna, "person-form");
  await dialog(anna).getByRole("button", { name: "Add them" }).click();
  await dialog(anna).waitFor({ state: "detached" });
  await shows(anna, "Mother, consents, emergency contact");
  const reach = anna.locator(".people-of-chart .reach-list", { hasText: "555 0142" });
  expect(await reach.locator("dt").allTextContents(), "one number, one line").toEqual([
    "Telephone and text message, after five",
  ]);
  await reach.getByText("Leave and send nothing there.").waitFor();
  expect(await reach.getByRole("link", { name: "Text message" }).getAttribute("href")).toBe("sms:5550142");

  await press(anna, "Say where it stands");
  await dialog(anna).getByLabel("Status").selectOption("waiting");
  await dialog(anna).getByLabel(/^Tags/).fill("sliding scale, evenings");
  await dialog(anna)
    .getByLabel(/^Anything else to know/)
    .fill("Insurance: none");
  await looksWell(anna, "face-sheet-form");
  await dialog(anna).getByRole("button", { name: "Save the face sheet" }).click();
  await dialog(anna).waitFor({ state: "detached" });
  await shows(anna, "on the waiting list");
  await shows(anna, "evenings");
  await looksWell(anna, "chart-people");
});

test("a front desk that was let into people and numbers sees these, and no note", async () => {
  await press(anna, "Let somebody in");
  await dialog(anna).getByLabel("Whom").selectOption({ label: "Ben Okafor, front desk" });
  await dialog(anna)
    .getByLabel(/^People and numbers alone/)
    .check();
  await looksWell(anna, "share-people");
  await dialog(anna).getByRole("button", { name: "Let them in" }).click();
  await dialog(anna).waitFor({ state: "detached" });
  await shows(anna, "People and numbers, and no note.");
  await goTo(fay, "Charts");
  await openChart(fay, "Priya Raman");
  await shows(fay, "Meera Raman");
  await shows(fay, "This chart is not open to you");
  expect(await fay.getByText("heron").count()).toBe(0);
  await looksWell(fay, "front-desk-chart");
  await fay.getByRole("button", { name: "Meera Raman" }).click();
  await dialog(fay)
    .getByLabel(/^What else matters/)
    .fill("Calls back.");
  await dialog(fay).getByRole("button", { name: "Save this person" }).click();
  await dialog(fay).waitFor({ state: "detached" });
  await shows(anna, "Calls back.");
});

test("front desk begins what it must act on, and nothing that tells of treatment", async () => {
  await press(fay, "Begin a case");
  const kinds = () => dialog(fay).getByLabel("What it is").locator("option").allTextContents();
  await expect
    .poll(kinds)
    .toEqual(["Access to the record", "Accounting of disclosures", "Restriction", "Confidential communications"]);
  await dialog(fay)
    .getByLabel(/^What they ask/)
    .fill("A copy of everything.");
  await dialog(fay).getByRole("button", { name: "Begin the case" }).click();
  await fay.locator("h1", { hasText: "Access to the record" }).waitFor();
  await looksWell(fay, "front-desk-case");
  await openChart(anna, "Priya Raman");
  await anna.getByRole("link", { name: "Access to the record" }).first().click();
  await shows(anna, "A copy of everything.");
});

test("Ctrl K finds a chart by whoever belongs to it, a page and an act, by keyboard alone", async () => {
  await goTo(anna, "Today");
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("mee ra");
  await dialog(anna).getByRole("option", { name: "Write today’s note in Priya Raman" }).waitFor();
  await dialog(anna)
    .getByRole("option", { name: /^Priya Raman/, selected: true })
    .waitFor();
  await looksWell(anna, "palette");
  await anna.keyboard.press("Enter");
  await anna.locator("h1", { hasText: "Priya Raman" }).waitFor();
  // In the chart at hand whatever is done in it.
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("phq");
  await dialog(anna)
    .getByRole("option", { name: /^Fill in a measure in Priya Raman/, selected: true })
    .waitFor();
  await looksWell(anna, "palette-at-hand");
  await anna.keyboard.press("Enter");
  await shows(anna, "Which measure?");
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("mee");
  await anna.keyboard.press("ArrowDown");
  await anna.keyboard.press("Enter");
  await anna.waitForSelector(".write:focus");
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("heron");
  await anna.keyboard.press("Enter");
  await shows(anna, "About the heron.");
  // On the search itself too.
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("walrus");
  await anna.keyboard.press("Enter");
  await expect.poll(() => anna.getByLabel("What are you looking for?").inputValue()).toBe("walrus");
  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("practice ru");
  await anna.keyboard.press("Enter");
  await anna.locator("h1", { hasText: "Practice rules" }).waitFor();
  await goTo(anna, "Charts");
  await anna.getByLabel("Find a chart").fill("meera");
  await shows(anna, "Meera Raman");
  await looksWell(anna, "charts-by-person");
  await anna.keyboard.press("Control+k");
  await anna.keyboard.press("Escape");
  await dialog(anna).waitFor({ state: "detached" });
});

test("by initials nobody reads a name over a shoulder, and the page is blurred while another window is in front", async () => {
  await goTo(anna, "Devices");
  await anna.getByRole("checkbox", { name: /^Clients by their initials/ }).check();
  await anna.getByRole("checkbox", { name: /^Blur when another/ }).check();
  await goTo(anna, "Charts");
  await shows(anna, "P. R.");
  await anna.getByLabel("Find a chart").fill("meera");
  expect(await anna.getByText("Raman").count()).toBe(0);
  await looksWell(anna, "charts-by-initials");
  await openChart(anna, "P. R.");
  await shows(anna, "M. R.");
  // A browser without a screen has no window in front of another.
  const focus = (has: boolean) =>
    anna.evaluate((isHere) => {
      document.hasFocus = () => isHere;
      dispatchEvent(new Event(isHere ? "focus" : "blur"));
    }, has);
  await focus(false);
  await anna.locator("html.away").waitFor({ state: "attached" });
  expect(await anna.locator("main").evaluate((main) => getComputedStyle(main).filter)).toContain("blur");
  await focus(true);
  await anna.locator("html:not(.away)").waitFor({ state: "attached" });

  await anna.keyboard.press("Control+k");
  await anna.keyboard.insertText("lock");
  await anna.keyboard.press("Enter");
  await anna.getByLabel("Passphrase").waitFor();
  expect(complaints.flat()).toEqual([]);
});
