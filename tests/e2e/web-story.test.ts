// The story of the web app in real Chromium: found, write, lock, a second device, no network, two texts, two tabs.

import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { findCorpus, makePlace, type Place } from "./alcove.ts";
import {
  enrolByKit,
  found,
  goTo,
  isSealed,
  makeChart,
  openChart,
  press,
  search,
  showFactorIfAsked,
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
let laptop: BrowserContext;
let phone: BrowserContext;
let page: Page;
let sitting: Sitting;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  laptop = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  phone = await browser.newContext({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  page = await laptop.newPage();
  complaints = watchComplaints(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

test("a practice is founded, with second factor and Emergency Kit", async () => {
  sitting = await found(page, server.origin, place.path("kit.txt"));
  expect(await readFile(sitting.kitFile, "utf8")).toContain("ALCOVE-KIT-1");
  expect(sitting.passphrase.split(" ")).toHaveLength(5);
});

test("a note is typed, locked away in the middle, and gone on with at the same caret", async () => {
  await makeChart(page, "Maren Holt");
  await page.getByRole("link", { name: "Write today’s note" }).click();
  await page.waitForSelector(".write:focus");
  await page.keyboard.type("Came in on time. Zebrawood.");
  await page.keyboard.press("Alt+KeyL");
  await page.waitForSelector("h1:has-text('Locked')");
  const locked = await page.content();
  expect([locked.includes("Zebrawood"), locked.includes("Maren")]).toEqual([false, false]);
  expect(await page.title()).toBe("Locked · Alcove");
  await shows(page, "is kept, and opens where you left it");

  await unlock(page, "not these words at all");
  await shows(page, "This passphrase does not open this device");
  await unlock(page, sitting.passphrase);
  await page.waitForSelector(".write:focus");
  await page.keyboard.type(" And went on.");
  await page.keyboard.press("Control+s");
  await isSealed(page);
  expect(await page.locator(".write").innerText()).toBe("Came in on time. Zebrawood. And went on.");
  expect(await page.title()).not.toContain("Maren");
});

test("whoever unlocks while the vault still puts its keys away gets in", async () => {
  await page.evaluate(async (passphrase) => {
    dispatchEvent(new KeyboardEvent("keydown", { key: "l", code: "KeyL", altKey: true }));
    let field: HTMLInputElement | null = null;
    while (!(field = document.querySelector("form[aria-label=Unlock] input")))
      await new Promise((resolve) => setTimeout(resolve, 0));
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, passphrase);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.form?.requestSubmit();
  }, sitting.passphrase);
  await page.waitForSelector(".write");
});

test("typing that was not saved survives a closed window", async () => {
  await page.locator(".write").click();
  await page.keyboard.press("Control+End");
  // At once, so that what is kept is all of it.
  await page.keyboard.insertText(" Not saved.");
  await shows(page, "Kept here");
  await page.close({ runBeforeUnload: false });
  page = await laptop.newPage();
  complaints = watchComplaints(page);
  await page.goto(server.origin);
  await unlock(page, sitting.passphrase);
  await shows(page, "Notes to finish");
  await page.getByRole("link", { name: /Maren Holt, today/ }).click();
  await expect.poll(() => page.locator(".write").innerText()).toContain("Not saved.");
  await press(page, "Throw the changes away");
  await page.locator("dialog").getByRole("button", { name: "Throw the changes away" }).click();
  await expect.poll(() => page.locator(".write").innerText()).not.toContain("Not saved.");
});

test("what is typed while a save is under way is in no version yet, and kept", async () => {
  await page.locator(".write").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Saved.");
  await page.evaluate(async () => {
    dispatchEvent(new KeyboardEvent("keydown", { key: "s", ctrlKey: true }));
    await new Promise((resolve) => setTimeout(resolve, 0));
    document.execCommand("insertText", false, " Meanwhile.");
  });
  await shows(page, "Kept here");
  await page.close({ runBeforeUnload: false });
  page = await laptop.newPage();
  complaints = watchComplaints(page);
  await page.goto(server.origin);
  await unlock(page, sitting.passphrase);
  await page.getByRole("link", { name: /Maren Holt, today/ }).click();
  await expect.poll(() => page.locator(".write").innerText()).toContain("Saved. Meanwhile.");
  await page.keyboard.press("Control+s");
  await isSealed(page);
});

test("a psychotherapy note shows its words on opening and on asking alone", async () => {
  await openChart(page, "Maren Holt");
  await writeNote(page, "Psychotherapy note", "For me alone: quagmire, zebrawood.");
  await openChart(page, "Maren Holt");
  await shows(page, "Psychotherapy notes");
  expect(await page.locator("#main").innerText()).not.toContain("quagmire");
  await search(page, "zebra*");
  await shows(page, "One psychotherapy note matches too");
  expect(await page.locator("#main").innerText()).not.toContain("quagmire");
  expect(await page.locator("mark").allTextContents()).toEqual(["Zebrawood"]);
  await press(page, /^Show it/);
  await shows(page, "quagmire");
});

test("a table of real notes comes into a chart, once", async (context) => {
  const corpus = await findCorpus(context);
  if (corpus === undefined) return;
  await makeChart(page, "From the laptop");
  const bringIn = async () => {
    await page.getByRole("link", { name: "Bring notes in" }).click();
    await page.getByLabel("Files of notes").setInputFiles([
      { name: "notes.csv", mimeType: "text/csv", buffer: await readFile(corpus) },
      { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
      { name: "letter.docx", mimeType: "text/plain", buffer: Buffer.from("no document") },
    ]);
    await page.getByRole("button", { name: /^(Bring .* in|Read them back)$/ }).waitFor();
  };
  await bringIn();
  await shows(page, "96 rows wait for your answer");
  await press(page, "Take these days");
  await press(page, "Bring 96 notes and two files in");
  await shows(page, "the same to the letter");
  await openChart(page, "From the laptop");
  await bringIn();
  await shows(page, "98 rows are in the charts already");
  await search(page, "back pain");
  await page.waitForSelector("mark");
});

test("pasted text keeps its shape and loses what could run; a file is added and comes back", async () => {
  await laptop.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openChart(page, "Maren Holt");
  await page.getByRole("link", { name: "Write today’s note" }).click();
  await page.waitForSelector(".write:focus");
  await page.evaluate(async () => {
    const html =
      "<h2>Data</h2><p>A <b>bold</b> word</p><table><tr><td>left</td><td>right</td></tr></table><script>1</script>";
    await navigator.clipboard.write([new ClipboardItem({ "text/html": new Blob([html], { type: "text/html" }) })]);
  });
  await page.keyboard.press("Control+v");
  await expect.poll(() => page.locator(".write").innerHTML()).toContain("<strong>bold</strong>");
  expect(await page.locator(".write td").allInnerTexts()).toEqual(["left", "right"]);
  expect(await page.locator(".write script").count()).toBe(0);
  await press(page, "Save the note");
  await isSealed(page);

  const letter = Buffer.alloc(300_000, 7);
  await page
    .locator(".by input[type=file]")
    .setInputFiles({ name: "letter.pdf", mimeType: "application/pdf", buffer: letter });
  await shows(page, "letter.pdf");
  const taken = page.waitForEvent("download");
  await press(page, /letter\.pdf/);
  await (await taken).saveAs(place.path("letter.pdf"));
  expect((await readFile(place.path("letter.pdf"))).equals(letter)).toBe(true);
});

test("a second device joins by kit and finds the notes by a word", async () => {
  const second = await phone.newPage();
  await enrolByKit(second, server.origin, sitting, "Anna’s phone");
  await expect.poll(() => second.locator("#main").innerText(), { timeout: 30_000 }).toContain("Maren Holt");
  await search(second, "zebrawood");
  await second.waitForSelector("mark");
  await second.locator(".hits .t").first().click();
  await second.waitForSelector(".write");
});

test("without a network both devices write; back on it, both texts stand side by side until a person settles them", async () => {
  const second = phone.pages()[0];
  if (!second) throw new Error("the phone has its page");
  await search(page, "zebrawood");
  await page.locator(".hits .t").first().click();
  await page.waitForSelector(".write");
  await Promise.all([laptop.setOffline(true), phone.setOffline(true)]);
  for (const [device, sentence] of [
    [page, " From the laptop."],
    [second, " From the phone."],
  ] as const) {
    await device.locator(".write").click();
    await device.keyboard.press("Control+End");
    await device.keyboard.insertText(sentence);
    await press(device, "Save the note");
    await expect.poll(() => device.locator(".state").textContent()).toContain("Saved here");
  }
  await search(page, "laptop");
  await page.waitForSelector("mark");

  await page.reload();
  await unlock(page, sitting.passphrase);
  await page.waitForSelector("#q");

  await Promise.all([laptop.setOffline(false), phone.setOffline(false)]);
  await expect
    .poll(() => page.locator(".rail .foot").innerText(), { timeout: 60_000 })
    .toContain("sealed on the server");
  await openChart(page, "Maren Holt");
  await page.getByText("Two texts to settle").waitFor({ timeout: 60_000 });
  await goTo(page, "Today");
  await shows(page, "One note with two texts to settle.");
  expect(await page.locator(".rail").innerText()).toContain("to finish or settle");
  await page.getByRole("region", { name: "Two texts to settle" }).getByRole("link", { name: "Maren Holt" }).click();
  await shows(page, "This note was written in two places");
  expect((await page.locator(".sides ins").allInnerTexts()).join(" ")).toMatch(/laptop.*phone|phone.*laptop/s);
  await press(page, "Keep both, one below the other");
  await page.waitForSelector(".write");
  const joined = await page.locator(".write").innerText();
  expect([joined.includes("From the laptop."), joined.includes("From the phone.")]).toEqual([true, true]);
  await goTo(page, "Today");
  await expect.poll(() => page.locator(".lede").textContent()).not.toContain("settle");
  await second.close();
});

test("a second tab works through the first, and takes over, locked, when it closes", async () => {
  const follower = await laptop.newPage();
  await follower.goto(server.origin);
  await shows(follower, "Charts lately");
  await openChart(follower, "Maren Holt");
  await page.close();
  await follower.waitForSelector("h1:has-text('Locked')", { timeout: 30_000 });
  await unlock(follower, sitting.passphrase);
  await follower.waitForSelector("h1:has-text('Maren Holt')");
  page = follower;
});

/** Both in one pair of hands: twelve words over, five compared, and the passphrase. `third` shows where the words go. */
async function pairWith(third: Page): Promise<void> {
  await goTo(page, "Devices");
  await press(page, "Add a device");
  await showFactorIfAsked(page, sitting, ".twelve li");
  const words = (await page.locator(".twelve li").allInnerTexts()).map((line) => line.replace(/^\d+\s*/, ""));
  await third.getByLabel("Twelve words").fill(words.join(" "));
  await third.getByLabel("What do you call this device?").fill("kitchen tablet");
  await press(third, "Take the invitation");
  await third.waitForSelector(".words li");
  const five = (await third.locator(".words li").allTextContents()).join(" ");
  await expect.poll(() => page.locator(".word-lines button").allInnerTexts()).toContain(five);
  await press(page, five);
  await press(third, "They are the same there");
  await shows(third, "Your passphrase");
  await third.getByLabel("Passphrase", { exact: true }).fill(sitting.passphrase);
  await press(third, "Open this device");
  await shows(page, "The device is added");
  await press(page, "Back to Devices");
}

test("a third device joins by twelve words and five that people compare; taken out, it is paired again with what was written on it", async () => {
  const third = await (await browser.newContext()).newPage();
  await third.goto(server.origin);
  await press(third, "This is a further device");
  await press(third, "Pair with that device");
  await pairWith(third);
  await shows(third, "Charts lately");

  await page.locator(".dev li", { hasText: "kitchen tablet" }).getByRole("button").click();
  await press(page, "Take kitchen tablet out");
  await expect.poll(() => page.locator(".dev li", { hasText: "kitchen tablet" }).innerText()).toContain("Taken out");

  // Whoever holds it now may not be its person.
  await shows(third, "This device was taken out of the practice, and locked by itself");
  await looksWell(third, "taken out, locked");
  await unlock(third, sitting.passphrase);
  await openChart(third, "Maren Holt");
  await third.getByRole("link", { name: "Write today’s note" }).first().click();
  await third.waitForSelector(".write:focus");
  await third.keyboard.insertText("Written on the tablet when it was out.");
  await press(third, "Save the note");
  await expect.poll(() => third.locator(".state").textContent()).toContain("Saved here");
  await goTo(third, "Today");
  await shows(third, "This device was removed from the practice");
  await looksWell(third, "taken out");
  await third.getByRole("link", { name: "Pair it again" }).click();
  await third.waitForSelector("#pair-again");
  await looksWell(third, "taken out, devices");
  await press(third, "Pair it again");
  await looksWell(third, "pair again");
  await pairWith(third);
  await third.locator(".dev li").filter({ hasText: "This one" }).waitFor();
  await expect
    .poll(() => third.locator(".rail .foot").innerText(), { timeout: 60_000 })
    .toContain("sealed on the server");
  await third.close();
  await search(page, "tablet");
  await page.waitForSelector("mark");
  await goTo(page, "Devices");
});

test("the ledger counts right, and the browser had nothing to complain about", async () => {
  await press(page, "Count it again");
  await shows(page, "Whole");
  // Without a network there is something to say.
  const expected = /ERR_INTERNET_DISCONNECTED|Failed to load resource/;
  const own = complaints.filter((complaint) => !expected.test(complaint));
  expect(own).toEqual([]);
});
