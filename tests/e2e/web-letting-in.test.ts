// A guarded chart that a colleague lets one into, in real Chromium with two people: chosen, asked, waited for, let in.

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
/** An owner who treats, and the colleague who lets her in. */
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

test("GRD-15 GRD-18 GRD-20 a colleague is chosen, is asked on Today, and lets her in while she waits", async () => {
  await makeChart(anna, "Marion Keller");
  await writeNote(anna, "Write today’s note", "She asks whether anybody will know.");
  await openChart(anna, "Marion Keller");
  await press(anna, "Guard this chart");
  await anna.getByLabel("What lists call it").fill("The lighthouse");
  await press(anna, "Guard it");
  await anna.waitForSelector('h1:has-text("The lighthouse")');
  await press(anna, "Write the card");
  await anna.getByLabel("Safety plan").fill("Call the night line.");
  await press(anna, "Save the crisis card");
  await shows(anna, "Call the night line.");
  await press(anna, "Choose colleagues");
  await anna.getByRole("checkbox").first().focus();
  await anna.keyboard.press("Space");
  await shows(anna, "alone lets others in.");
  await looksWell(anna, "choose-releasers");
  await press(anna, "Save the choice");
  await shows(anna, "by a press for each opening");
  await looksWell(anna, "guarded-with-releaser");

  await press(anna, "Close the chart");
  await shows(anna, "lets you in, and everybody");
  await press(anna, "Open the chart");
  await anna.getByRole("heading", { name: /^Waits for/ }).waitFor();
  await anna.getByRole("button", { name: "Crisis card" }).waitFor();
  await anna.getByText("Asked, and not let in yet").waitFor();
  await looksWell(anna, "waits-to-be-let-in");

  await goTo(ben, "Charts");
  await ben.getByRole("link", { name: "Somebody asks to be let in" }).click({ timeout: 30_000 });
  await shows(ben, "asks to open “The lighthouse”");
  await looksWell(ben, "asked-to-let-in");
  await press(ben, "Not now");
  expect(await ben.getByText("asks to open").count()).toBe(0);
  await press(ben, "Show who");
  await shows(ben, "asks to open “The lighthouse”");

  await press(anna, "Stop waiting");
  await shows(anna, "This chart is guarded");
  await press(anna, "Open the chart");
  await anna.getByRole("heading", { name: /^Waits for/ }).waitFor();
  await ben.getByRole("button", { name: "Let them in" }).click({ timeout: 30_000 });
  await shows(anna, "She asks whether anybody will know.");
  await shows(anna, "Let in by");
  await anna.locator("section[aria-labelledby=h-openings]").getByText("Not let in").first().waitFor();
  await looksWell(anna, "let-in");
  expect(await ben.getByText("Marion Keller").count()).toBe(0);
  await openChart(ben, "The lighthouse");
  await shows(ben, "It is not open to you.");
  await goTo(ben, "People");
  await ben.getByRole("link", { name: "Ben Okafor" }).first().click();
  await ben.locator("section[aria-labelledby=h-open]").getByText("Lets others in, and reads nothing.").waitFor();
  expect(await ben.locator("section[aria-labelledby=h-open]").getByText("progress notes").count()).toBe(0);
  await openChart(ben, "The lighthouse");
});

test("LEA-7 before he leaves she sees that nobody else lets her in", async () => {
  await goTo(anna, "People");
  await anna.getByRole("link", { name: "Ben Okafor" }).first().click();
  await anna.getByRole("link", { name: "If Ben Okafor leaves" }).click();
  await shows(anna, "Anna Lindqvist can choose another, in the open chart.");
  await looksWell(anna, "leaving-who-lets-in");
});

test("EMG-2 EMG-5 EMG-7 in an emergency he asks for its crisis card, and she gives it by one press, on record", async () => {
  await press(ben, "Ask for it now");
  await ben.getByLabel("Why now").fill("Her sister called. I am on 555 0100.");
  await looksWell(ben, "emergency-ask");
  await press(ben, "Ask now");
  await shows(ben, "Alcove calls nobody: call them yourself.");
  await looksWell(ben, "emergency-waits");

  // Above the entries of the rail, not below them.
  await anna.locator(".emergency-asked + nav").waitFor();
  await anna.getByRole("link", { name: "Somebody asks in an emergency" }).click({ timeout: 30_000 });
  await anna.locator(".lede", { hasText: "Somebody asks in an emergency." }).waitFor();
  await shows(anna, "Her sister called. I am on 555 0100.");
  await looksWell(anna, "emergency-today");
  await anna.getByRole("link", { name: "Answer" }).click();
  await anna.getByRole("checkbox", { name: /^The crisis card/ }).waitFor();
  await looksWell(anna, "emergency-give");
  await press(anna, "Give it to Ben Okafor");
  await shows(anna, "Given by Anna Lindqvist");

  await shows(ben, "Call the night line.");
  await looksWell(ben, "emergency-given");
  await goTo(ben, "Today");
  await shows(ben, "Asked in an emergency");
  await openChart(ben, "The lighthouse");
  await shows(ben, "It is not open to you.");
  expect(await ben.getByText("Marion Keller").count()).toBe(0);
  await openChart(anna, "The lighthouse");
  await anna.locator("section[aria-labelledby=h-looked]").getByText("Her sister called.").waitFor();
  await looksWell(anna, "emergency-in-log");
  await goTo(anna, "People");
  await anna
    .getByRole("link", { name: /activity/i })
    .first()
    .click();
  await shows(anna, "gave Ben Okafor words from the chart of The lighthouse in an emergency");
});

test("DES-9 she destroys the copies she gave on the page of the request: they leave his, and the log keeps who got what", async () => {
  await goTo(anna, "Today");
  await anna
    .getByRole("link", { name: /crisis card of/ })
    .first()
    .click();
  await shows(anna, "You can read the copies that you gave, and destroy them.");
  await looksWell(anna, "emergency-may-destroy");
  await press(anna, /^Destroy these copies/);
  const dialog = anna.locator("dialog[open]");
  await dialog.getByText("The notes that they are copies of stay in the chart.").waitFor();
  await looksWell(anna, "emergency-destroy");
  await dialog.getByRole("button", { name: "Destroy them for good" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByRole("textbox").fill("The lighthouse");
  await dialog.getByRole("button", { name: "Destroy them for good" }).click();
  await shows(anna, "who has destroyed the copies since.");
  expect(await anna.getByText("Call the night line.").count()).toBe(0);
  await looksWell(anna, "emergency-destroyed");
  await goTo(ben, "Today");
  await ben
    .getByRole("link", { name: /crisis card of/ })
    .first()
    .click();
  await shows(ben, "who has destroyed the copies since.");
  expect(await ben.getByText("Call the night line.").count()).toBe(0);
  await openChart(anna, "The lighthouse");
  await anna.locator("section[aria-labelledby=h-looked]").getByText("Her sister called.").waitFor();
  expect(complaints).toEqual([[], []]);
});
