// Passkeys in the web app: added, used at the lock, removed; and everything a browser or an authenticator may refuse.

import { readFileSync, writeFileSync } from "node:fs";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type Vault } from "@alcove/vault";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findKitText } from "../../apps/web/src/screens/founding/kit-file.ts";
import { must } from "../bench/vault-steps.ts";
import { makePlace, type Place, run } from "./alcove.ts";
import { found, goTo, press, shows, type Sitting, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let sitting: Sitting;
let complaints: readonly string[];
let webauthn: CDPSession;
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  page = await context.newPage();
  complaints = watchComplaints(page);
  webauthn = await context.newCDPSession(page);
  await webauthn.send("WebAuthn.enable");
  sitting = await found(page, server.origin, place.path("kit.txt"));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

type Abilities = { readonly hasPrf?: boolean; readonly hasUserVerification?: boolean };

/** An authenticator that this browser has from now on. */
async function plug(abilities: Abilities = {}): Promise<string> {
  const options = {
    protocol: "ctap2",
    ctap2Version: "ctap2_1",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    hasPrf: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
    ...abilities,
  } as const;
  return (await webauthn.send("WebAuthn.addVirtualAuthenticator", { options })).authenticatorId;
}

const unplug = (authenticatorId: string) => webauthn.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
const heldBy = async (authenticatorId: string) =>
  (await webauthn.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
const verifies = (authenticatorId: string, isUserVerified: boolean) =>
  webauthn.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });

const dialog = () => page.locator("dialog");
const passkeys = () => page.locator("#passkeys");

async function beginAdding(name: string, passphrase = sitting.passphrase): Promise<void> {
  await goTo(page, "Devices");
  await passkeys().getByRole("button", { name: "Add a passkey to unlock" }).click();
  await dialog().getByLabel("What do you call it?").fill(name);
  await dialog().getByLabel("Your present passphrase").fill(passphrase);
}
const make = () => dialog().getByRole("button", { name: "Make the passkey" }).click();
const refusedWith = async (words: string) => {
  await dialog().getByText(words).first().waitFor();
  await dialog().getByRole("button", { name: "Not now" }).click();
};

/** Until the keys are away and the device's passkeys, or whose they are, stand below the passphrase. */
async function lock(shown = "Unlock with a passkey"): Promise<void> {
  await page.keyboard.press("Alt+KeyL");
  await page.locator(".facade").getByText(shown).waitFor();
}
const isOpen = () => page.waitForSelector("#main .top h1");
async function isSynced(): Promise<void> {
  await page.locator(".rail .foot", { hasText: "sealed on the server" }).waitFor();
}

let finger: string;

test("PSK-6 PSK-8 a passkey is added with the passphrase, and opens the lock", async () => {
  finger = await plug();
  await goTo(page, "Devices");
  await shows(page, "as often as it locks in a day");
  await looksWell(page, "none");
  await passkeys().getByRole("button", { name: "Add a passkey to unlock" }).click();
  await dialog().getByLabel("What do you call it?").fill("");
  await make();
  await shows(page, "A name is needed");
  await shows(page, "Your present passphrase is missing");
  await looksWell(page, "add-missing");
  await dialog().getByRole("button", { name: "Not now" }).click();

  await beginAdding("Laptop’s finger", "not this one, surely");
  await make();
  await shows(page, "This passphrase does not open this device");
  await dialog().getByLabel("Your present passphrase").fill(sitting.passphrase);
  await make();
  await shows(page, "The passkey opens this device");
  await looksWell(page, "added");
  await press(page, "Close");
  // The mistyped passphrase made no second one.
  expect(await heldBy(finger)).toHaveLength(1);
  expect((await heldBy(finger))[0]?.rpId).toBe("localhost");
  await passkeys().locator("li", { hasText: "Laptop’s finger" }).waitFor();
  await looksWell(page, "listed");

  await lock();
  await looksWell(page, "lock");
  await press(page, "Unlock with a passkey");
  await isOpen();
  await isSynced();
}, 120_000);

test("PSK-2 an authenticator that makes no key, verifies nobody or has one already adds nothing, and says why", async () => {
  await beginAdding("Once more");
  await make();
  await refusedWith("already has a passkey that opens your records here");
  await unplug(finger);
  const without = await plug({ hasPrf: false });
  await beginAdding("No key in it");
  await make();
  await dialog().getByText("left out the part that gives a key (PRF)").waitFor();
  await looksWell(page, "no-prf");
  await dialog().getByRole("button", { name: "Not now" }).click();
  await unplug(without);
  const nobody = await plug();
  await verifies(nobody, false);
  await beginAdding("Verifies nobody");
  await make();
  await refusedWith("No passkey was made");
  await unplug(nobody);
  await expect(passkeys().locator("li").count()).resolves.toBe(1);
  // It ends with the old keys, and that is said before they are replaced.
  await press(page, "Replace my keys");
  await dialog().getByText("The passkey that unlocks ends with the old keys").waitFor();
  await looksWell(page, "replace-keys-with-a-passkey");
  await dialog().getByRole("button", { name: "Leave them as they are" }).click();
  await lock();
  await unlock(page, sitting.passphrase);
  await isOpen();
}, 120_000);

test("PSK-8 a passkey that is out of reach, verifies nobody or was deleted opens nothing; the passphrase does", async () => {
  finger = await plug();
  await beginAdding("Second finger");
  await make();
  await shows(page, "The passkey opens this device");
  await press(page, "Close");
  await lock();
  await verifies(finger, false);
  await press(page, "Unlock with a passkey");
  await shows(page, "No passkey was used");
  await looksWell(page, "lock-closed");
  await verifies(finger, true);
  await webauthn.send("WebAuthn.clearCredentials", { authenticatorId: finger });
  await press(page, "Unlock with a passkey");
  await shows(page, "No passkey was used");
  await unlock(page, sitting.passphrase);
  await isOpen();
  await isSynced();
}, 120_000);

test("PSK-5 PSK-7 the command line lists and removes them; another address’s is named; a removed one is not offered", async () => {
  const folder = place.path("terminal");
  const passphraseFile = place.path("passphrase-of-anna");
  writeFileSync(passphraseFile, `${sitting.passphrase}\n`, { mode: 0o600 });
  const vault = await openDevice(folder);
  must(
    await vault.enrolByKit({
      kit: findKitText(readFileSync(sitting.kitFile, "utf8")),
      passphrase: sitting.passphrase,
      totp: await sitting.code(),
      deviceName: "terminal",
    }),
  );
  const elsewhere = { credential: new Uint8Array(16).fill(7), prf: new Uint8Array(32).fill(7) };
  must(
    await vault.addPasskey({ ...elsewhere, host: "alcove.example", name: "Office", passphrase: sitting.passphrase }),
  );
  await vault.close();
  const at = ["--profile", folder, "--passphrase-file", passphraseFile];
  // As the browser did it: with the whole cost of the passphrase.
  const inEarnest = { inEarnest: true } as const;
  type Listed = { readonly passkeys: readonly { readonly id: string; readonly name: string; readonly host: string }[] };
  const { passkeys: all } = (await run<Listed>(["passkey", "list", ...at], inEarnest)).json;
  expect(all.map(({ name, host }) => `${name}, ${host}`)).toEqual([
    "Laptop’s finger, localhost",
    "Second finger, localhost",
    "Office, alcove.example",
  ]);
  for (const { id, host } of all) {
    if (host === "localhost") expect((await run(["passkey", "remove", id, ...at], inEarnest)).exit).toBe(0);
  }
  const gone = await run(["passkey", "remove", "99", ...at], inEarnest);
  expect([gone.exit, gone.json.code]).toEqual([5, "passkey-unknown"]);

  // The browser hears of it when it is next unlocked.
  await lock();
  await unlock(page, sitting.passphrase);
  await isSynced();
  await lock("Your passkeys open Alcove at alcove.example");
  await looksWell(page, "lock-elsewhere");
  expect(await page.getByRole("button", { name: "Unlock with a passkey" }).count()).toBe(0);
  await unlock(page, sitting.passphrase);
  await goTo(page, "Devices");
  await press(page, /^Remove Office/);
  await looksWell(page, "remove");
  await press(page, "Remove the passkey");
  await expect.poll(() => passkeys().locator("li").count()).toBe(0);
  await lock("Locked by you");
  await expect
    .poll(() =>
      page
        .locator(".facade")
        .getByText(/passkey/)
        .count(),
    )
    .toBe(0);
  // Of wrong passphrases and passkeys, none of the page’s own.
  expect(complaints.filter((text) => !/401|403|409/.test(text))).toEqual([]);
}, 180_000);

async function openDevice(folder: string): Promise<Vault> {
  const ports = {
    crypto: await nodeCryptoPort(),
    store: openNodeStore(folder),
    transport: createHttpTransport(),
    clock: nodeClock,
    log: () => {},
  };
  return createVault(ports, { indexing: "when-searched" });
}
