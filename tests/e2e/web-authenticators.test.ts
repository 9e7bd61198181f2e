// A passkey or security key as second factor in the web app: added, shown before acts on one's keys, lets a new device in.

import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, press, shows, type Sitting, takeOfferedWords, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

type Desk = { readonly page: Page; readonly webauthn: CDPSession; readonly key: string };

/** A browser profile with a security key that has a PIN and computes nothing (no PRF). */
async function sit(context?: BrowserContext): Promise<Desk> {
  const page = await (context ?? (await browser.newContext({ viewport: { width: 1280, height: 800 } }))).newPage();
  const webauthn = await page.context().newCDPSession(page);
  await webauthn.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "usb",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await webauthn.send("WebAuthn.addVirtualAuthenticator", { options });
  return { page, webauthn, key: authenticatorId };
}
const heldBy = async ({ webauthn, key }: Desk) =>
  (await webauthn.send("WebAuthn.getCredentials", { authenticatorId: key })).credentials;

let desk: Desk;
let sitting: Sitting;
let complaints: readonly string[];
const section = () => desk.page.locator("#second-factor");
const dialog = (page = desk.page) => page.locator("dialog");

test("SES-14 one is added under Devices with the digits shown first; mistyped digits make no second one", async () => {
  desk = await sit();
  complaints = watchComplaints(desk.page);
  sitting = await found(desk.page, server.origin, place.path("kit.txt"));
  await goTo(desk.page, "Devices");
  await section().getByRole("button", { name: "Add a passkey or security key" }).click();
  await looksWell(desk.page, "key-add");
  await press(desk.page, "Add it");
  await shows(desk.page, "Six digits are needed");
  await dialog().getByLabel("Six digits").fill("000000");
  await press(desk.page, "Add it");
  await shows(desk.page, "These six digits are not right");
  await dialog()
    .getByLabel("Six digits")
    .fill(await sitting.code());
  await press(desk.page, "Add it");
  await section().getByText("counts on this computer (localhost)").waitFor();
  expect(await heldBy(desk)).toHaveLength(1);
  await looksWell(desk.page, "key-listed");
}, 120_000);

test("SES-13 it is shown in the place of the digits; where nobody touches it nothing happens, in words", async () => {
  await section().getByRole("button", { name: "Make ten codes" }).click();
  await press(desk.page, "Use a passkey or security key");
  await looksWell(desk.page, "key-show");
  await desk.webauthn.send("WebAuthn.clearCredentials", { authenticatorId: desk.key });
  await press(desk.page, "Show it now");
  await shows(desk.page, "No passkey or security key answered");
  await looksWell(desk.page, "key-refused");
  await dialog().getByRole("button", { name: "Not now" }).click();
  await section().getByRole("button", { name: "Add a passkey or security key" }).click();
  await dialog()
    .getByLabel("Six digits")
    .fill(await sitting.code());
  await press(desk.page, "Add it");
  await section().getByText("counts on this computer").nth(1).waitFor();
  await section().getByRole("button", { name: "Make ten codes" }).click();
  await press(desk.page, "Use a passkey or security key");
  await press(desk.page, "Show it now");
  await shows(desk.page, "Shown just now");
  await dialog().getByRole("button", { name: "Make ten codes" }).click();
  await shows(desk.page, "Your ten spare codes");
  await press(desk.page, "I wrote them down");
  await section().getByText("Ten codes of ten are left").waitFor();
}, 120_000);

test("SES-12 a new device by kit, passphrase and the key that another browser has too", async () => {
  const other = await sit();
  await other.page.goto(server.origin);
  await press(other.page, "This is a further device");
  await other.page.getByRole("radio", { name: /^Your Emergency Kit/ }).check();
  await press(other.page, "Use the kit");
  await other.page.locator("input[type=file]").setInputFiles(sitting.kitFile);
  await other.page.getByLabel("Passphrase", { exact: true }).fill(sitting.passphrase);
  await press(other.page, "Use a passkey or security key");
  await shows(other.page, "The browser asks for it when you go on");
  await looksWell(other.page, "key-enrol");
  await press(other.page, "Add this device");
  await shows(other.page, "No passkey or security key answered");
  for (const credential of await heldBy(desk))
    await other.webauthn.send("WebAuthn.addCredential", { authenticatorId: other.key, credential });
  await press(other.page, "Add this device");
  await other.page.waitForSelector("#main .top h1", { timeout: 30_000 });
  await other.page.close();
}, 120_000);

test("SES-14 one is removed with another way shown", async () => {
  await goTo(desk.page, "Today");
  await goTo(desk.page, "Devices");
  await section()
    .getByRole("button", { name: /^Remove the one/ })
    .first()
    .click();
  await looksWell(desk.page, "key-remove");
  await press(desk.page, "Use a passkey or security key");
  await press(desk.page, "Show it now");
  await shows(desk.page, "Shown just now");
  await press(desk.page, "Remove the key");
  await expect.poll(() => section().getByText("counts on this computer").count()).toBe(1);
  expect(complaints.filter((text) => !/401|403|409/.test(text))).toEqual([]);
}, 120_000);

test("SES-14 the authenticator app is removed while a key is there", async () => {
  await section().getByRole("button", { name: "Remove the authenticator app" }).click();
  await looksWell(desk.page, "app-remove");
  await press(desk.page, "Use a passkey or security key");
  await press(desk.page, "Show it now");
  await shows(desk.page, "Shown just now");
  await press(desk.page, "Remove the app");
  await section().getByText("None is set up").waitFor();
  expect(await section().getByRole("button", { name: "Remove the authenticator app" }).count()).toBe(0);
}, 120_000);

test("SES-14 at the founding it takes the app’s place, and Today asks for no other second factor", async () => {
  const first = await sit();
  const { page } = first;
  await page.goto(server.origin);
  await press(page, "Begin a practice");
  await page.getByLabel("Name of the practice").fill("Willow Room");
  await page.getByLabel("Your name").fill("Ada Fern");
  await page.getByLabel("Your e-mail address").fill("ada@willow.example");
  await press(page, "Go on to the passphrase");
  await takeOfferedWords(page);
  await shows(page, "Something you hold");
  await looksWell(page, "key-at-founding");
  await press(page, "Use a passkey or security key instead");
  await press(page, "Add it");
  await shows(page, "If phone or key is gone");
  await press(page, "Make ten codes");
  await page.locator(".spare-sheet li").nth(9).waitFor();
  await press(page, "I wrote them down");
  await shows(page, "One sheet for a bad day");
  await press(page, "Do this within the week");
  await shows(page, "No charts yet");
  await page.getByRole("link", { name: "Emergency Kit" }).waitFor();
  expect(await page.getByRole("link", { name: "Second factor" }).count()).toBe(0);
  await goTo(page, "Devices");
  await page.locator("#second-factor").getByText("None is set up").waitFor();
  await looksWell(page, "key-alone");
}, 120_000);
