// The end of a guard in real Chromium: a clinician asks, an owner signs, and the chart comes back when it is opened next.

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

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  const viewport = { width: 1280, height: 800 };
  anna = await (await browser.newContext({ viewport })).newPage();
  ben = await (await browser.newContext({ viewport })).newPage();
  complaints = [watchComplaints(anna), watchComplaints(ben)];
  await found(anna, server.origin, place.path("kit.txt"));
  await bringIn(anna, ben, server.origin);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("TWO-7 GRD-10 GRD-15 a clinician asks an owner to end a guard; signed, the chart comes back when it is opened next", async () => {
  await makeChart(ben, "Iris Vahl");
  await writeNote(ben, "Write today’s note", "Nobody is to know.");
  await openChart(ben, "Iris Vahl");
  await press(ben, "Guard this chart");
  await ben.getByLabel("What lists call it").fill("The harbour");
  await press(ben, "Guard it");
  await ben.waitForSelector('h1:has-text("The harbour")');
  await press(ben, "Choose colleagues");
  await ben.getByRole("checkbox").first().check();
  await press(ben, "Save the choice");
  await shows(ben, "by a press for each opening");
  await press(ben, "Change who");
  await ben.getByRole("checkbox").first().uncheck();
  await shows(ben, "One of those who let you in now stays");
  await looksWell(ben, "releasers-asked");
  await press(ben, "Leave it as it is");
  await ben.getByText("Advanced", { exact: true }).click();
  await shows(ben, "This takes another owner’s signature too.");
  await looksWell(ben, "guard-end-asked");
  await ben.getByRole("button", { name: /^Ask .* to sign$/ }).click();
  await shows(ben, "Asked. It stands when");

  await goTo(anna, "Today");
  await anna.getByRole("button", { name: "The harbour is guarded no more" }).click({ timeout: 30_000 });
  await shows(anna, "Whoever reads the chart brings it back");
  await looksWell(anna, "guard-end-signed");
  await press(anna, "Sign it");
  await shows(anna, "It stands from now on.");
  await press(anna, "Close");

  await shows(ben, "Its guard was ended");
  await looksWell(ben, "guard-ended");
  await press(ben, "Open the chart");
  await ben.getByRole("heading", { name: "Waits for Anna Lindqvist" }).waitFor();
  await anna.getByRole("button", { name: "Let them in" }).click({ timeout: 30_000 });
  await ben.waitForSelector('h1:has-text("Iris Vahl")');
  await shows(ben, "Nobody is to know.");
  expect(complaints).toEqual([[], []]);
});
