// SD-01 in the browser: what a stolen laptop's browser profile holds of a day's work, locked, closed, or killed in the middle.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchProfile } from "../browser.ts";
import { makePlace, type Place } from "../e2e/alcove.ts";
import {
  enrolByKit,
  found,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  search,
  shows,
  type Sitting,
  unlock,
  writeNote,
} from "../e2e/web-hands.ts";
import { startWebServer, type WebServer } from "../e2e/web-server.ts";
import { type Canary, type Content, contentsOf, findLeaks, type Leak } from "./leak-scan.ts";

const typed = {
  client: "Marcelline Oxbridge",
  renamed: "Marcelline Haferkamp",
  progress: "The lighthouse postcard is the only thing he kept.",
  psychotherapy: "Countertransference: I wanted to adopt the marmalade cat.",
  title: "Crisis call at dusk",
  draft: "Half a sentence about the tortoiseshell comb",
  thrownAway: "Nobody should ever read the word bergamot here",
  whileKilled: "Typed while the battery died: glassblower",
  searched: "pomeranzenschale",
  chartSearched: "quirin wrenfield",
  wrongPassphrase: "zimtstern kranich mondhof seetang",
  fileName: "gutachten-salzwedel-vertraulich.pdf",
  fileText: "The enclosed report concerns the twins from Larkspur Lane. ",
  broughtIn: "Grief over the walnut tree came up before the coffee.",
  broughtInName: "walnuss-sitzung.txt",
  guardedClient: "Ottoline Vandermark",
  alias: "The cartographer",
  guarded: "She is afraid that the archivist knows about the greenhouse.",
  crisisCard: "Ring the night porter of the sanatorium first",
  crisisReason: "He telephoned from the viaduct",
  email: "anna@lindenstreet.example",
} as const;
/** By design: it greets whoever owns the device. */
const lockScreen: readonly Canary[] = [
  { name: "practice", words: "Linden Street Practice" },
  { name: "member", words: "Anna Lindqvist" },
  { name: "device", words: "study laptop" },
];

let place: Place;
let server: WebServer;
let folder: string;
let sitting: Sitting;
let canaries: readonly Canary[];

beforeAll(async () => {
  place = makePlace();
  folder = mkdtempSync(join(tmpdir(), "alcove-browser-profile-"));
  server = await startWebServer(place);
});
afterAll(async () => {
  await server?.stop();
  place?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function openBrowser(profile: string): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await launchProfile(profile);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

/** Hashes of what stood in a profile before anybody typed a word: the app's own files, and much of it. */
const fromBefore = new Set<string>();
/** And of what was looked through since. */
const clean = new Set<string>();

/** A first visit: afterwards the profile holds the app, and nothing of anybody. */
async function visit(profile: string): Promise<void> {
  const { context, page } = await openBrowser(profile);
  await page.goto(server.origin);
  await shows(page, "A private room for therapy records");
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await context.close();
  for (const { bytes } of contentsOf(profile)) fromBefore.add(hashOf(bytes));
}

/** Names of the lock screen that a scan came upon. */
const greeted = new Set<string>();
const isGreeting = ({ canary }: Leak): boolean => lockScreen.some(({ name }) => name === canary);

/** All but the lock screen's names, which every scan looks for too: it is seen to see. */
function leaksIn(profile: string): Leak[] {
  const looked: string[] = [];
  const found = findLeaks(newIn(profile, looked), [...canaries, ...lockScreen]);
  for (const { canary } of found.filter(isGreeting)) greeted.add(canary);
  const leaks = found.filter((leak) => !isGreeting(leak));
  if (leaks.length === 0) for (const hash of looked) clean.add(hash);
  return leaks;
}

function* newIn(profile: string, looked: string[]): Generator<Content> {
  for (const content of contentsOf(profile)) {
    const hash = hashOf(content.bytes);
    if (fromBefore.has(hash) || clean.has(hash)) continue;
    looked.push(hash);
    yield content;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("SD-01 a day's work, locked, and the browser closed: its profile holds no word, no client, no passphrase", async () => {
  await visit(folder);
  const { context, page } = await openBrowser(folder);
  sitting = await found(page, server.origin, place.path("kit.txt"));
  canaries = [
    ...Object.entries(typed).map(([name, words]) => ({ name, words })),
    { name: "passphrase", words: sitting.passphrase },
    { name: "passphrase without gaps", words: sitting.passphrase.replaceAll(" ", "") },
  ];
  await makeChart(page, typed.client);
  await writeNote(page, "Write today’s note", typed.progress);
  await page.getByLabel("Title").fill(typed.title);
  await press(page, "Save the note");
  await isSealed(page);
  await openChart(page, typed.client);
  await writeNote(page, "Psychotherapy note", typed.psychotherapy);
  await openChart(page, typed.client);
  await press(page, "Rename");
  await page.locator("main form input").fill(typed.renamed);
  await page.keyboard.press("Enter");
  await page.waitForSelector(`h1:has-text("${typed.renamed}")`);
  await page.locator("input[type=file]").setInputFiles({
    name: typed.fileName,
    mimeType: "application/pdf",
    buffer: Buffer.from(typed.fileText.repeat(2000)),
  });
  await shows(page, typed.fileName);
  const taken = page.waitForEvent("download");
  await press(page, new RegExp(typed.fileName));
  await (await taken).delete();

  await page.getByRole("link", { name: "Bring notes in" }).click();
  await page
    .getByLabel("Files of notes")
    .setInputFiles([{ name: typed.broughtInName, mimeType: "text/plain", buffer: Buffer.from(typed.broughtIn) }]);
  await press(page, "Take that day");
  await press(page, "Bring one note in");
  await shows(page, "the same to the letter");

  await openChart(page, typed.renamed);
  await beginDraft(page, typed.thrownAway);
  await press(page, "Throw the draft away");
  await page.locator("dialog").getByRole("button", { name: "Throw the draft away" }).click();
  await openChart(page, typed.renamed);
  await beginDraft(page, typed.draft);
  await search(page, typed.searched);
  await shows(page, "Nothing found");
  await search(page, "lighthouse");
  await page.waitForSelector("mark");
  await goTo(page, "Charts");
  await page.getByLabel("Find a chart").fill(typed.chartSearched);
  await shows(page, "No chart has");

  expect(findLeaks([await historyOf(page)], [...canaries, ...lockScreen]), "addresses and titles").toEqual([]);

  await page.keyboard.press("Alt+KeyL");
  await shows(page, "Locked");
  await unlock(page, typed.wrongPassphrase);
  await shows(page, "does not open this device");
  await context.close();
  expect(leaksIn(folder)).toEqual([]);
});

/**
 * What a browser with windows writes into its history, which one without doesn't. Nor does it remember fields and
 * sessions: that no field lets it is looked at on every screen (`tests/e2e/web-looks.ts`).
 */
async function historyOf(page: Page): Promise<Content> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send("Page.getNavigationHistory");
  expect(new Set(entries.map(({ url }) => url)).size).toBeGreaterThan(5);
  expect(new Set(entries.map(({ title }) => title))).toContain("Chart · Alcove");
  return { file: "history", bytes: new TextEncoder().encode(JSON.stringify(entries)) };
}

async function beginDraft(page: Page, text: string): Promise<void> {
  await page.getByRole("link", { name: "Write today’s note" }).first().click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.insertText(text);
  await shows(page, "Kept here");
}

test("SD-01 killed while it is unlocked and somebody types: the same, and what was typed is there again", async () => {
  const { context, page } = await openBrowser(folder);
  await page.goto(server.origin);
  await unlock(page, sitting.passphrase);
  await shows(page, "Notes to finish");
  await openChart(page, typed.renamed);
  await writeNote(page, "Psychotherapy note", "A second one.");
  await page.locator(".write").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText(typed.whileKilled);
  await shows(page, "Kept here");
  await kill(context);
  expect(leaksIn(folder)).toEqual([]);

  const again = await openBrowser(folder);
  await again.page.goto(server.origin);
  await unlock(again.page, sitting.passphrase);
  await shows(again.page, "Notes to finish");
  await again.page
    .getByRole("link", { name: new RegExp(`${typed.renamed}, today`) })
    .first()
    .click();
  await expect.poll(() => again.page.locator(".write").innerText()).toContain("glassblower");
  await kill(again.context);
  expect(leaksIn(folder), "killed with the words on its screen").toEqual([]);
});

/** As a flat battery does it: every process of the browser at once, by its id. */
async function kill(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const answer = await session?.send("SystemInfo.getProcessInfo");
  const ids = answer?.processInfo.map(({ id }) => id) ?? [];
  expect(ids.length).toBeGreaterThan(1);
  const closed = new Promise<void>((resolve) => void context.once("close", () => resolve()));
  for (const id of ids) process.kill(id, "SIGKILL");
  await closed;
}

test("SD-01 GRD-3 GRD-5 a chart that was guarded, opened, closed and killed while it was open: no word, no name, no alias", async () => {
  const { context, page } = await openBrowser(folder);
  await page.goto(server.origin);
  await unlock(page, sitting.passphrase);
  await shows(page, "Notes to finish");
  await makeChart(page, typed.guardedClient);
  await writeNote(page, "Write today’s note", typed.guarded);
  await openChart(page, typed.guardedClient);
  await press(page, "Guard this chart");
  await page.getByLabel("What lists call it").fill(typed.alias);
  await press(page, "Guard it");
  await page.waitForSelector(`h1:has-text("${typed.alias}")`);
  await press(page, "Write the card");
  await page.getByLabel("Safety plan").fill(typed.crisisCard);
  await press(page, "Save the crisis card");
  await press(page, "Close the chart");
  await press(page, "Crisis card");
  await page.getByLabel("Why now").fill(typed.crisisReason);
  await page.getByLabel("Your passphrase, once more").fill(sitting.passphrase);
  await press(page, "Open the card");
  await shows(page, typed.crisisCard);
  await press(page, "Put it away");
  await press(page, "Open the chart");
  await shows(page, typed.guarded);
  await press(page, "Close the chart");
  await shows(page, "This chart is guarded");
  await page.keyboard.press("Alt+KeyL");
  await shows(page, "Locked");
  await context.close();
  expect(leaksIn(folder)).toEqual([]);

  const again = await openBrowser(folder);
  await again.page.goto(server.origin);
  await unlock(again.page, sitting.passphrase);
  await shows(again.page, "Notes to finish");
  await openChart(again.page, typed.alias);
  await press(again.page, "Open the chart");
  await shows(again.page, typed.guarded);
  await kill(again.context);
  expect(leaksIn(folder), "killed with the words on its screen").toEqual([]);
});

test("SD-01 a device that took everything from the server, and was locked: the same", async () => {
  const second = mkdtempSync(join(tmpdir(), "alcove-browser-second-"));
  try {
    await visit(second);
    const { context, page } = await openBrowser(second);
    await enrolByKit(page, server.origin, sitting, "Anna’s phone");
    await search(page, "lighthouse");
    await page.waitForSelector("mark");
    await page.keyboard.press("Alt+KeyL");
    await shows(page, "Locked");
    await context.close();
    expect(leaksIn(second)).toEqual([]);
  } finally {
    rmSync(second, { recursive: true, force: true });
  }
});

test("SD-01 the scan sees what is there: the lock screen's names, and a word that is put there", () => {
  expect(greeted).toEqual(new Set(["practice", "member", "device"]));
  writeFileSync(join(folder, "planted"), `... ${typed.draft} ...`);
  expect(leaksIn(folder).map(({ canary }) => canary)).toEqual(["draft"]);
});
