// A colleague of whom nothing was seen for weeks, in real Chromium: said once on Today, on People, and over when they are away.

import { nodeClock, openNodeStore } from "@alcove/store-node";
import { createHttpTransport } from "@alcove/transport-http";
import { createVault, type PairingStep, type Vault } from "@alcove/vault";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { lightCryptoPort } from "../light/crypto-port.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, goTo, press, shows, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

/** Ben's device was last here twenty days ago, by its own clock. */
const clock = { ...nodeClock, now: () => nodeClock.now() - 20 * 86_400_000 };

let place: Place;
let server: WebServer;
let browser: Browser;
let anna: Page;
let ben: Vault;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  anna = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(anna);
  await found(anna, server.origin, place.path("kit.txt"));
  const store = openNodeStore(place.path("ben"));
  const ports = { crypto: await lightCryptoPort(), store, transport: createHttpTransport(), clock, log: () => {} };
  ben = createVault(ports, { indexing: "when-searched" });
});
afterAll(async () => {
  await ben?.close();
  await browser?.close();
  await server?.stop();
  place?.remove();
});

async function join(): Promise<void> {
  await goTo(anna, "People");
  await press(anna, "Ask somebody to join");
  await press(anna, "Make the invitation");
  await anna.waitForSelector(".twelve li");
  const words = await anna.locator(".twelve li").allTextContents();
  const step = (wanted: PairingStep["step"]) =>
    new Promise<PairingStep>((resolve) => {
      ben.subscribe((event) => event.kind === "pairing" && event.step.step === wanted && resolve(event.step));
    });
  const [comparing, done] = [step("compare"), step("done")];
  const asked = await ben.acceptMembership({
    invitation: words.map((each) => each.replace(/^\d+ /, "").trim()).join(" "),
    server: server.origin,
    name: "Ben Okafor",
    email: "ben@lindenstreet.example",
    deviceName: "Ben’s laptop",
    passphrase: "willow anchor cedar lantern mint",
  });
  expect(asked.ok).toBe(true);
  const shown = await comparing;
  if (shown.step !== "compare" || shown.side !== "newcomer") throw new Error(shown.step);
  await press(anna, shown.words.join(" "));
  await ben.choosePairingWords(shown.words);
  await done;
  await press(anna, "Back to People");
  expect((await ben.sync()).ok).toBe(true);
}

test("FRE-2 one calm notice on Today says of whom nothing was seen, and leads to where they can be called away", async () => {
  await join();
  await shows(anna, "Nothing seen for");
  await looksWell(anna, "people with somebody quiet");
  await goTo(anna, "Today");
  await shows(anna, "Ben Okafor has not been here for");
  await looksWell(anna, "today with somebody quiet");
  await anna.getByRole("link", { name: "Say that Ben Okafor is away" }).click();
  await shows(anna, "Nothing seen for");
  await looksWell(anna, "member who is quiet");
});

test("FRE-3 who is called away, or works on few days, is not waited for", async () => {
  await anna
    .locator("section", { hasText: "Here and away" })
    .getByRole("button", { name: "Change", exact: true })
    .click();
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await anna.getByLabel("First day away").fill(day(-20));
  await anna.getByLabel("Last day away").fill(day(-21));
  await press(anna, "Save these days");
  await shows(anna, "These days are not possible");
  await anna.getByLabel("Last day away").fill(day(10));
  await anna.getByRole("checkbox", { name: "Friday" }).uncheck();
  await looksWell(anna, "saying when somebody is away");
  await press(anna, "Save these days");
  await shows(anna, "Works Monday, Tuesday, Wednesday and Thursday.");
  await shows(anna, "says Anna Lindqvist.");
  await goTo(anna, "Today");
  await anna.getByText("has not been here for").waitFor({ state: "detached" });
  await goTo(anna, "People");
  await shows(anna, "Away until");
  await looksWell(anna, "people with somebody away");
});

test("the browser had nothing to complain about", () => {
  expect(complaints).toEqual([]);
});
