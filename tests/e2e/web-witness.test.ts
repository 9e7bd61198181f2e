// Witnesses in real Chromium: an owner names one, and Devices says when it was heard of.

import { readFileSync } from "node:fs";
import { nodeClock, nodeCryptoPort, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { cosignRequest, createVault, makeWitness, type Vault, type WitnessFile, witnessKey } from "@alcove/vault";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";

import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, press, shows, type Sitting, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

const crypto = await nodeCryptoPort();
let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let sitting: Sitting;
let other: Vault | undefined;
let witness: WitnessFile;
let complaints: readonly string[];
beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  sitting = await found(page, server.origin, place.path("kit.txt"));
  const made = makeWitness(crypto, "attic.example/w");
  if (!made.ok) throw new Error(made.error.code);
  witness = made.value;
}, 120_000);
afterAll(async () => {
  await other?.close();
  await browser?.close();
  await server?.stop();
  place?.remove();
});

const must = <T>(
  outcome: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: object },
): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
};

test("WIT-1 an owner names a witness by its key; what is none is not taken", async () => {
  await goTo(page, "Devices");
  await press(page, "Witnesses");
  await page.getByText("alcove.invalid/ledger/").waitFor();
  await page.getByLabel("Keys of all witnesses").fill("attic.example/w");
  await press(page, "Name them");
  await shows(page, "This is no key of a witness");
  await looksWell(page, "witnesses-naming");
  await page.getByLabel("Keys of all witnesses").fill(witnessKey(witness));
  await press(page, "Name them");
  await shows(page, "Not heard of yet");
  await looksWell(page, "witness-not-heard-of");
});

test("WIT-7 Devices says when the witness was heard of", async () => {
  const store = openNodeStore(place.path("other"));
  const ports = { crypto, store, transport: createHttpTransport(), clock: nodeClock, log: () => {} };
  other = createVault(ports, { indexing: "when-searched" });
  const [kit = ""] = /ALCOVE-KIT-1[\s\S]*/.exec(readFileSync(sitting.kitFile, "utf8")) ?? [];
  const { passphrase } = sitting;
  must(await other.enrolByKit({ kit, passphrase, totp: await sitting.code(), deviceName: "other" }));
  must(await other.sync());
  const { ledger } = must(await other.witnessKeys());
  const request = must(await other.witnessRequest({}));
  const signed = must(await cosignRequest(crypto, witness, { ledgers: [ledger], request, now: Date.now() }));
  must(await other.handInCosigned(signed.note));
  await page.keyboard.press("Alt+KeyL");
  await page.waitForSelector("h1:has-text('Locked')");
  await unlock(page, passphrase);
  await goTo(page, "Devices");
  await shows(page, "attic.example/w, signed");
  await page.getByRole("heading", { name: "The ledger" }).scrollIntoViewIfNeeded();
  await looksWell(page, "witness-heard-of");
});

test("the browser had nothing to complain about", () => {
  expect(complaints).toEqual([]);
});
