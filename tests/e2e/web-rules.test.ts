// The practice's rules in the web app: shown to everybody, changed by an owner, and what they then do on a device.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, press, shows, type Sitting, unlock, watchComplaints } from "./web-hands.ts";
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
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const rules = () => page.getByRole("region", { name: "The rules" });

test("POL-2 an owner sets the longest idle time, and the device's own choice ends there", async () => {
  await goTo(page, "People");
  await page.getByRole("link", { name: "Practice rules" }).click();
  await rules().getByText("As each person chooses for their device").waitFor();
  await press(page, "Change the rules");
  await looksWell(page, "rules-change");
  await page.getByLabel("Devices lock by themselves after at most").selectOption("5");
  await page.getByLabel("Passkeys open after the passphrase for").selectOption("10");
  await page.getByLabel("Another passphrase is due after").selectOption("6");
  await page.getByLabel("Capital and small letters, digits and signs").check();
  await press(page, "Set the rules");
  await rules().getByText("Devices lock by themselves after five minutes, or sooner").waitFor();
  await rules().getByText("for ten hours after the passphrase did").waitFor();
  await rules().getByText("Every six months").waitFor();
  await looksWell(page, "rules");
  await goTo(page, "Devices");
  await shows(page, "At most five minutes, by your practice’s rules");
  expect(await page.getByLabel("Locks by itself after").locator("option").allTextContents()).toEqual([
    "2 minutes without you",
    "5 minutes without you",
  ]);
  await looksWell(page, "rules-set");
}, 120_000);

test("POL-3 a passphrase without all kinds of characters is due once it was typed, and the one offered has them", async () => {
  await page.keyboard.press("Alt+KeyL");
  await shows(page, "Locked");
  await unlock(page, sitting.passphrase);
  await page.waitForSelector("#main .top h1");
  await goTo(page, "Today");
  await page.getByText("ask for capital and small letters, digits and signs in it").waitFor();
  await looksWell(page, "rules-due");
  await page.getByRole("link", { name: "Another passphrase" }).click();
  await press(page, "Change the passphrase");
  const dialog = page.locator("dialog");
  await dialog.getByLabel("Your present passphrase").fill(sitting.passphrase);
  await dialog.getByLabel("Six digits").fill(await sitting.code());
  await expect.poll(() => dialog.locator(".five").textContent()).toMatch(/^[A-Z].*\d[!?%&+=*#]$/);
  await dialog.getByRole("button", { name: "Change the passphrase" }).click();
  await shows(page, "The new passphrase counts");
  await press(page, "Close");
  await goTo(page, "Today");
  await expect.poll(() => page.getByRole("link", { name: "Another passphrase" }).count()).toBe(0);
  expect(complaints.filter((text) => !/401|403|409/.test(text))).toEqual([]);
}, 120_000);
