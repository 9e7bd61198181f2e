// "Your keys" in the web app: another passphrase, and new keys where somebody may have the old ones, with a second browser that follows.

import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import {
  enrolByKit,
  found,
  goTo,
  makeChart,
  openChart,
  press,
  shows,
  type Sitting,
  unlock,
  watchComplaints,
  writeNote,
} from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const dialog = (page: Page) => page.locator("dialog");

async function newWords(page: Page): Promise<string> {
  await dialog(page)
    .locator(".five")
    .filter({ hasText: /\w+ \w+ \w+ \w+ \w+/ })
    .waitFor();
  return (await dialog(page).locator(".five").innerText()).trim();
}

async function lockAndUnlock(page: Page, old: string, next: string): Promise<void> {
  await page.keyboard.press("Alt+l");
  await page.getByLabel("Passphrase", { exact: true }).waitFor();
  await unlock(page, old);
  await shows(page, "This passphrase does not open this device");
  await unlock(page, next);
  await page.waitForSelector("#main .top h1");
}

async function fresh(): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return { context, page: await context.newPage() };
}

test("OWN-1 OWN-8 OWN-11 passphrase changed, keys replaced, and another browser follows", async () => {
  const laptop = await fresh();
  const { page } = laptop;
  const complaints = watchComplaints(page);
  const sitting: Sitting = await found(page, server.origin, place.path("kit.txt"));
  await makeChart(page, "Maren Holt");
  await writeNote(page, "Write today’s note", "Before all of it.");
  const phone = await fresh();
  await enrolByKit(phone.page, server.origin, sitting, "phone");

  // Another passphrase.
  await goTo(page, "Devices");
  await shows(page, "Somebody may have it");
  await looksWell(page, "devices");
  await press(page, "Change the passphrase");
  await shows(page, "What it does not do");
  const second = await newWords(page);
  await looksWell(page, "change");
  await dialog(page).getByRole("button", { name: "Change the passphrase" }).click();
  await shows(page, "Your present passphrase is missing");
  await dialog(page).getByLabel("Your present passphrase").fill("not this one, surely");
  await dialog(page)
    .getByLabel("Six digits")
    .fill(await sitting.code());
  await dialog(page).getByRole("button", { name: "Change the passphrase" }).click();
  await shows(page, "This passphrase does not open this device");
  await looksWell(page, "change-wrong");
  await dialog(page).getByLabel("Your present passphrase").fill(sitting.passphrase);
  await dialog(page).getByRole("button", { name: "Change the passphrase" }).click();
  await shows(page, "The new passphrase counts");
  await looksWell(page, "changed");
  await press(page, "Close");
  await lockAndUnlock(page, sitting.passphrase, second);

  // The other browser is told, writes on, and takes it.
  await goTo(phone.page, "Today");
  await phone.page.locator("h2", { hasText: "Your passphrase was changed, the server says" }).waitFor();
  await looksWell(phone.page, "told-passphrase");
  await openChart(phone.page, "Maren Holt");
  await phone.page.getByRole("link", { name: "Write today’s note" }).first().click();
  await phone.page.waitForSelector(".write:focus");
  await phone.page.keyboard.insertText("Written on the phone.");
  await press(phone.page, "Save the note");
  await goTo(phone.page, "Today");
  await phone.page.getByRole("link", { name: "Take the new passphrase" }).click();
  await phone.page.locator("#take-keys").getByLabel("The new passphrase").fill(second);
  await looksWell(phone.page, "take-passphrase");
  await phone.page.locator("#take-keys").getByRole("button", { name: "Take the new passphrase" }).click();
  await phone.page.locator("#take-keys").waitFor({ state: "detached" });

  // New keys.
  await goTo(page, "Devices");
  await page.getByRole("link", { name: "A device is gone" }).click();
  await shows(page, "Once the device is taken out.");
  await looksWell(page, "gone");
  await press(page, "Replace my keys");
  const third = await newWords(page);
  await dialog(page).getByLabel("Which device?").waitFor();
  await looksWell(page, "replace");
  await dialog(page).getByText("Somebody may know the passphrase or the kit").click();
  await dialog(page).getByLabel("Your present passphrase").fill(second);
  await dialog(page)
    .getByLabel("Six digits")
    .fill(await sitting.code());
  await dialog(page).getByRole("button", { name: "Replace my keys" }).click();
  await shows(page, "Your keys are replaced");
  await looksWell(page, "replaced");
  const saved = page.waitForEvent("download");
  await press(page, "Save it to a stick");
  const newKit = place.path("new-kit.txt");
  await (await saved).saveAs(newKit);
  await press(page, "Put it away");
  await lockAndUnlock(page, second, third);
  await openChart(page, "Maren Holt");
  await writeNote(page, "Write today’s note", "After all of it.");

  await goTo(phone.page, "Today");
  await phone.page.locator("h2", { hasText: "Your keys were replaced on another device" }).waitFor();
  await looksWell(phone.page, "told-keys");
  await phone.page.getByRole("link", { name: "Take the new keys" }).click();
  const take = phone.page.locator("#take-keys");
  await take.getByRole("button", { name: "Take the new keys" }).click();
  await shows(phone.page, "The new kit is missing");
  await looksWell(phone.page, "take-keys");
  await take.locator("input[type=file]").setInputFiles(newKit);
  await take.getByLabel("The new passphrase").fill(third);
  await take.getByRole("button", { name: "Take the new keys" }).click();
  await take.waitFor({ state: "detached" });
  await phone.page.locator(".rail .foot", { hasText: "sealed on the server" }).waitFor();
  await lockAndUnlock(phone.page, second, third);
  await openChart(phone.page, "Maren Holt");
  await expect.poll(() => phone.page.locator(".timeline li, main li").filter({ hasText: "of it." }).count()).toBe(2);
  await isSealedSoon(phone.page);

  // The phone is gone: what helps stands in one list, also after a reload.
  await goTo(page, "Devices");
  await page.getByRole("button", { name: "Take out phone" }).click();
  await dialog(page).getByText("It was stolen").click();
  await press(page, "Take phone out");
  await shows(page, "was taken out today: stolen.");
  await looksWell(page, "gone-out");
  await goTo(page, "Today");
  await page.getByRole("link", { name: "A device is gone" }).click();
  await shows(page, "was taken out today: stolen.");
  await page.reload();
  await unlock(page, third);
  await shows(page, "was taken out today: stolen.");
  const steps = (await page.locator(".gone-steps .head").allInnerTexts()).map((step) => step.replace("\n", ": "));
  expect(steps).toEqual([
    "Take it out: Done",
    "Replace your keys: To do",
    "The new Emergency Kit: After that",
    "Second factor: If it was with it",
    "Spare codes: If it was with it",
    "What could be read on it",
  ]);
  const report = page.waitForEvent("download");
  await press(page, "Save the report of phone");
  expect((await report).suggestedFilename()).toMatch(/^could have read, phone, .*\.pdf$/);
  // Two of wrong passphrases, none of the page's own.
  expect(complaints.filter((text) => !/401|403|409/.test(text))).toEqual([]);
  await laptop.context.close();
  await phone.context.close();
}, 240_000);

async function isSealedSoon(page: Page): Promise<void> {
  await goTo(page, "Today");
  await page.locator(".rail .foot", { hasText: "sealed on the server" }).waitFor();
}
