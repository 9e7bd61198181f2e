// A whole chart destroyed in real Chromium: from the end of care, with what goes and what stays, its name typed, and the certificate.

import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, makeChart, openChart, press, search, shows, watchComplaints, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  await found(page, server.origin, place.path("kit.txt"));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = () => page.locator("dialog[open]");
async function stands(status: string): Promise<void> {
  await press(page, /^(Say where|Where) it stands$/);
  await dialog().getByLabel("Status").selectOption(status);
  await dialog().getByRole("button", { name: "Save the face sheet", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
}

test("the end of care leads there; an open paper keeps the chart, and says what to do", async () => {
  await makeChart(page, "Noa Brandt");
  await writeNote(page, "Write today’s note", "Quince, said once.");
  await openChart(page, "Noa Brandt");
  expect(await page.getByRole("button", { name: "Destroy this chart" }).count(), "not of a client").toBe(0);
  await stands("discharged");
  await press(page, "Begin a case");
  await dialog().getByLabel("What it is").selectOption({ label: "Subpoena" });
  await dialog().getByRole("button", { name: "Begin the case", exact: true }).click();
  await dialog().waitFor({ state: "detached" });
  await openChart(page, "Noa Brandt");
  await press(page, "Destroy this chart");
  await dialog().getByText("This chart is on legal hold").waitFor();
  expect(await dialog().getByRole("button", { name: "Destroy it for good" }).count()).toBe(0);
  await looksWell(page, "destroying, held");
  await dialog().getByRole("button", { name: "Close" }).click();
  await dialog().waitFor({ state: "detached" });
});

test("without one: what goes, what stays and what is not reached, a reason, the name typed, and it is gone", async () => {
  await makeChart(page, "Ida Lund");
  await writeNote(page, "Write today’s note", "Medlar, said once.");
  await openChart(page, "Ida Lund");
  await stands("discharged");
  await looksWell(page, "chart, end of care");
  await press(page, "Destroy this chart");
  await dialog().getByText("1 progress note").waitFor();
  await looksWell(page, "destroying");
  await dialog().getByRole("button", { name: "Destroy it for good" }).click();
  await dialog().getByText("Say why").waitFor();
  await dialog().getByText("These are not the words.").waitFor();
  await dialog().getByLabel("Why it is destroyed before it is due").fill("A double of another chart.");
  await dialog().getByLabel("To be sure, type: Ida Lund").fill("Ida Lund");
  await dialog().getByRole("button", { name: "Destroy it for good" }).click();
  await shows(page, "This chart was destroyed");
  await looksWell(page, "chart, destroyed");
  const saved = page.waitForEvent("download");
  await press(page, /^Save the certificate/);
  const file = place.path("destroyed.pdf");
  await (await saved).saveAs(file);
  if (findTool("pdftotext")) {
    const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replaceAll(/\s+/g, " ");
    for (const said of ["Chart destroyed: Ida Lund", "A double of another chart.", "What it does not reach"])
      expect(text).toContain(said);
  }
});

test("it is in no list and no search; Retention lists it, with its certificate", async () => {
  await goTo(page, "Charts");
  await shows(page, "Noa Brandt");
  await page.getByText("Ida Lund").waitFor({ state: "detached" });
  await search(page, "medlar");
  await shows(page, "Nothing");
  await goTo(page, "Cases");
  await page
    .getByRole("link", { name: /retention/i })
    .first()
    .click();
  await page.getByRole("button", { name: "Save the certificate of Ida Lund" }).waitFor();
  await looksWell(page, "retention, destroyed");
  await page.getByRole("link", { name: "Ida Lund" }).click();
  await shows(page, "This chart was destroyed");
  await page.getByRole("heading", { name: "What was given out" }).waitFor();
  await shows(page, "Its log names nothing, as far as it is open to you.");
  await looksWell(page, "destroyed, given out");
  expect(complaints).toEqual([]);
});
