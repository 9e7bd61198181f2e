// A sick day in real Chromium: a delegate calls the clients off from a phone, with numbers and no note; and the day on paper, without a network.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
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
let ben: Page;
let complaints: readonly (readonly string[])[];

const dialog = (page: Page) => page.locator("dialog[open]");
const closed = (page: Page) => dialog(page).waitFor({ state: "detached" });
const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const at = { viewport: { width: 1280, height: 800 }, timezoneId: "UTC" };
  const contexts = await Promise.all([1, 2].map(() => browser.newContext(at)));
  [anna, ben] = (await Promise.all(contexts.map((one) => one.newPage()))) as [Page, Page];
  complaints = [anna, ben].map(watchComplaints);
  await found(anna, server.origin, place.path("kit.txt"));
  await bringIn(anna, ben, server.origin);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("a client with a number and an appointment today, and something else that is planned", async () => {
  await makeChart(anna, "Priya Raman");
  await writeNote(anna, "Write today’s note", "About the heron.");
  await openChart(anna, "Priya Raman");
  await press(anna, "Add somebody");
  await dialog(anna).getByLabel("Name", { exact: true }).fill("Priya Raman");
  await dialog(anna).getByLabel("Number").fill("555 0142");
  await dialog(anna).getByLabel("What may be left there").selectOption("nothing");
  await dialog(anna)
    .getByLabel(/^What else matters/)
    .fill("Jealous brother.");
  await dialog(anna).getByRole("button", { name: "Add them" }).click();
  await closed(anna);
  for (const [who, time] of [
    ["Priya", "09:00"],
    ["Team", "12:00"],
  ] as const) {
    await goTo(anna, "Calendar");
    await press(anna, "New appointment");
    await dialog(anna).getByLabel("Whose, or what").fill(who);
    const client = dialog(anna).getByRole("list", { name: "Clients of this name" }).getByRole("button");
    if (who !== "Team") await client.first().click();
    await dialog(anna).getByLabel("Day").fill(dayAfter(0));
    await dialog(anna).getByLabel("Time").fill(time);
    await press(anna, "Plan the appointment");
    await closed(anna);
  }
});

test("somebody who is ill gives a colleague the calendar and the numbers until tomorrow, in one dialog", async () => {
  await press(anna, "Hours, rooms and sharing");
  await dialog(anna).getByLabel("Until").fill(dayAfter(1));
  await dialog(anna)
    .getByRole("checkbox", { name: /^With telephone numbers/ })
    .check();
  await looksWell(anna, "day-list-sharing");
  await dialog(anna).getByRole("button", { name: "Let them in" }).click();
  await shows(anna, "With the numbers of one chart.");
  await press(anna, "Back to the calendar");
});

test("they call from a phone, and tick whom they have called; no note, and nothing of why", async () => {
  await ben.setViewportSize({ width: 390, height: 844 });
  await goTo(ben, "Today");
  await ben.getByRole("link", { name: "Day list" }).click();
  await shows(ben, "Leave nothing there.");
  expect(await ben.getByRole("link", { name: "555 0142" }).getAttribute("href")).toBe("tel:5550142");
  const words = await ben.locator("main").textContent();
  for (const word of ["heron", "Jealous"]) expect(words).not.toContain(word);
  await looksWell(ben, "day-list-delegate");
  await ben.getByRole("checkbox", { name: /^Called/ }).check();
  await goTo(anna, "Today");
  await anna.getByRole("link", { name: "Day list" }).click();
  await anna.getByRole("checkbox", { name: /^Called/, checked: true }).waitFor();
  await openChart(anna, "Priya Raman");
  await shows(anna, "Saw people and numbers.");
});

test("the day is on paper without a network, with names or initials, and nothing clinical", async () => {
  await goTo(anna, "Today");
  await anna.getByRole("link", { name: "Day list" }).click();
  await shows(anna, "Leave nothing there.");
  await goTo(anna, "Today");
  await server.stop();
  await anna.getByRole("link", { name: "Day list" }).click();
  await shows(anna, "Leave nothing there.");
  await looksWell(anna, "day-list");
  const paper = async (name: string) => {
    const file = place.path(`${name}.pdf`);
    writeFileSync(file, await anna.pdf({ format: "A4" }));
    return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  };
  const whole = await paper("names");
  expect(whole).toMatch(/9:00 AM +Priya Raman +555 0142 +Leave nothing there\./);
  expect(whole).toMatch(/12:00 PM +Team/);
  for (const word of ["heron", "Jealous", "Session", "Print", "Calendar", "Charts", "brother"])
    expect(whole).not.toContain(word);
  await anna.getByRole("checkbox", { name: "Initials on paper" }).check();
  const short = await paper("initials");
  expect(short).toMatch(/9:00 AM +P\. R\. +555 0142/);
  expect(short).not.toContain("Raman");
  await anna.evaluate(() => {
    window.print = () => document.body.setAttribute("data-printed", "");
  });
  await press(anna, "Print");
  await anna.locator("body[data-printed]").waitFor();
  await openChart(anna, "Priya Raman");
  await shows(anna, "Printed people and numbers.");
  expect(
    complaints.flat().filter((one) => !one.includes("Failed to load resource") && !one.includes("WebSocket")),
  ).toEqual([]);
});
