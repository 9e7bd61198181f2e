// Before a chart, in real Chromium: a front desk writes down who calls, a clinician is given them; who is not taken on leaves the list.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { bringIn, found, goTo, openChart, press, shows, watchComplaints } from "./web-hands.ts";
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
const closed = (page: Page) => dialog(page).waitFor({ state: "detached" });
const inRow = (name: string) => fay.locator(".enquiry", { hasText: name });
async function write(page: Page, name: string, phone: string, asked?: string): Promise<void> {
  await press(page, "New enquiry");
  await dialog(page).getByLabel("Name", { exact: true }).fill(name);
  await dialog(page).getByLabel("Number").fill(phone);
  await dialog(page).getByLabel("What may be left there").selectOption("nothing");
  await dialog(page)
    .getByLabel(/^What they ask/)
    .fill("Evenings, pays privately");
  await dialog(page)
    .getByLabel(/^Heard of you from/)
    .fill("Dr. Osei");
  if (asked) await dialog(page).getByLabel("Asked on").fill(asked);
}

test("a front desk writes down who calls, and calls back from the list", async () => {
  await goTo(fay, "Charts");
  await fay.getByRole("link", { name: "Enquiries", exact: true }).click();
  await shows(fay, "Nobody waits.");
  await looksWell(fay, "enquiries-empty");
  await press(fay, "New enquiry");
  await dialog(fay).getByRole("button", { name: "Save the enquiry" }).click();
  await dialog(fay).getByText("A name is needed").waitFor();
  await dialog(fay).getByRole("button", { name: "Not now" }).click();
  await closed(fay);
  await write(fay, "Priya Raman", "555 0142", "2026-01-05");
  await looksWell(fay, "enquiry-form");
  await dialog(fay).getByRole("button", { name: "Save the enquiry" }).click();
  await closed(fay);
  await write(fay, "Tomasz Berg", "555 0177");
  await dialog(fay).getByRole("button", { name: "Save the enquiry" }).click();
  await closed(fay);
  await shows(fay, "asked today");
  expect(await fay.locator(".enquiry .head a").allTextContents(), "who asked first").toEqual([
    "Priya Raman",
    "Tomasz Berg",
  ]);
  expect(await fay.getByRole("link", { name: "555 0142" }).getAttribute("href")).toBe("tel:5550142");
  await inRow("Priya")
    .getByRole("button", { name: /^Called today/ })
    .click();
  await shows(fay, "Called today.");
  await inRow("Priya")
    .getByRole("button", { name: /^Change/ })
    .click();
  await dialog(fay)
    .getByRole("checkbox", { name: /^On the waiting list/ })
    .check();
  await dialog(fay)
    .getByLabel(/^Next step/)
    .fill("Call on Monday after five.");
  await looksWell(fay, "enquiry-change");
  await dialog(fay).getByRole("button", { name: "Save the enquiry" }).click();
  await closed(fay);
  await shows(fay, "Next: Call on Monday after five.");
  await looksWell(fay, "enquiries");
  await fay.getByRole("link", { name: "Priya Raman" }).click();
  await shows(fay, "Somebody asked for treatment. There are no notes of them.");
  await shows(fay, "Leave nothing there.");
});

test("whoever takes them on is given the chart; the owner saw nothing before, and the list is out of the way", async () => {
  await goTo(anna, "Charts");
  await shows(anna, "Enquiries");
  await anna.getByRole("link", { name: "Enquiries", exact: true }).waitFor();
  expect(await anna.getByText("Priya Raman").count()).toBe(0);
  await anna.getByRole("link", { name: "Enquiries", exact: true }).click();
  await shows(anna, "Nobody waits.");
  await fay.goBack();
  await inRow("Priya")
    .getByRole("button", { name: /^Take on/ })
    .click();
  await dialog(fay).getByLabel("By").waitFor();
  await looksWell(fay, "take-on");
  await dialog(fay).getByRole("button", { name: "Give the chart to them" }).click();
  await closed(fay);
  await goTo(anna, "Charts");
  await openChart(anna, "Priya Raman");
  await shows(anna, "555 0142");
  await shows(anna, "Write today’s note");
  await inRow("Tomasz")
    .getByRole("button", { name: /^Not taken on/ })
    .click();
  await dialog(fay)
    .getByLabel(/^Why it is kept/)
    .fill("No place before autumn; kept until the end of 2027.");
  await looksWell(fay, "not-taken-on");
  await dialog(fay).getByRole("button", { name: "They are not taken on" }).click();
  await closed(fay);
  await shows(fay, "Nobody waits.");
  await press(fay, "Show one person");
  await shows(fay, "kept until the end of 2027");
  await looksWell(fay, "enquiries-not-taken-on");
  await goTo(anna, "Charts");
  expect(await anna.getByText("Tomasz Berg").count()).toBe(0);
  await anna.getByLabel("Find a chart").fill("tomasz");
  await shows(anna, "Tomasz Berg");
  expect(complaints.flat()).toEqual([]);
});
