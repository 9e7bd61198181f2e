// The documents of a chart in real Chromium: dropped in a batch, looked at, described, taken out, scanned; and hostile ones, of which
// nothing ever runs.

import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDocx, docxParagraph } from "../../packages/documents/src/testing/build-docx.ts";
import { buildPdf } from "../../packages/documents/src/testing/build-pdf.ts";
import { launchBrowser } from "../browser.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;
let passphrase: string;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  complaints = watchComplaints(page);
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
  await makeChart(page, "Marion Keller");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

type Given = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
const given = (name: string, mimeType: string, bytes: Uint8Array | string): Given => ({
  ...{ name, mimeType },
  buffer: Buffer.from(bytes as string),
});
const pdf = (...pages: string[]) => buildPdf({ pages: pages.map((line) => [line]) });

/** Dropped on the page, as a file manager would. */
async function drop(files: readonly Given[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString("base64") }));
  const transfer = await page.evaluateHandle((all) => {
    const made = new DataTransfer();
    for (const { name, mimeType, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      made.items.add(new File([bytes], name, { type: mimeType }));
    }
    return made;
  }, plain);
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}

/** A photograph with a place in it, made by the browser. */
async function photograph(color: string): Promise<Buffer> {
  const address = await page.evaluate((fill) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [600, 800];
    const context = canvas.getContext("2d") as CanvasRenderingContext2D;
    context.fillStyle = "#d8d2c4";
    context.fillRect(0, 0, 600, 800);
    context.fillStyle = fill;
    context.font = "40px sans-serif";
    for (let line = 0; line < 12; line++) context.fillText("To whom it may concern", 60, 100 + line * 50);
    return canvas.toDataURL("image/jpeg", 0.9);
  }, color);
  const plain = Buffer.from(address.split(",")[1] ?? "", "base64");
  const exif = Buffer.alloc(60);
  exif.write("Exif\0\0MM\0*", "latin1");
  exif.writeUInt32BE(8, 10);
  exif.writeUInt16BE(1, 14);
  exif.writeUInt16BE(0x8825, 16);
  exif.writeUInt16BE(4, 18);
  exif.writeUInt32BE(1, 20);
  exif.write("Canary-4711", 40);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}

/** The first page waits for pdf.js, 1.6 MB of it. */
const drawing = { timeout: 20_000 };
const main = () => page.locator("main");
const row = (name: string) => page.locator(".list li").filter({ hasText: name });
const look = async (name: string) => {
  await page.locator(".list .t").filter({ hasText: name }).click();
  await page.getByRole("heading", { name, exact: true }).waitFor();
};
/** What comes out of "Save to this device". */
async function taken(): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Save to this device")]);
  return readFileSync(await download.path());
}

test("a chart’s files have a page of their own; a batch is dropped, said what it is, and added with what each came to", async () => {
  await page.getByRole("link", { name: "Add many, or scan pages" }).click();
  await shows(page, "Add letters, scans and reports, or drop them anywhere on this page.");
  await looksWell(page, "documents-empty");

  const fax = Array.from({ length: 50 }, (_, n) => given(`fax ${n + 1}.pdf`, "application/pdf", pdf(`Fax ${n + 1}`)));
  await drop(fax);
  await page.getByRole("heading", { name: "50 files to add" }).waitFor();
  await page.getByLabel("All of them are").selectOption("letter");
  await page.getByLabel("All of this day").fill("2024-03-04");
  await page.getByLabel("Title of fax 1.pdf").fill("Referral");
  await page.getByLabel("What fax 2.pdf is").selectOption("court");
  await press(page, /^Leave it out ?, fax 50.pdf$/);
  await looksWell(page, "documents-adding");
  await press(page, "Add 49 files");
  await page.getByRole("heading", { name: "49 files added" }).waitFor({ timeout: 30_000 });
  await press(page, "Close");
  await expect.poll(() => page.locator(".list li").count()).toBe(49);
  await expect.poll(() => row("Referral").textContent()).toContain("Letter, 4 March 2024, added today");

  // The same folder once more, after a reload in the middle or for good measure: nothing is added twice.
  await drop([...fax.slice(0, 3), given("fax 51.pdf", "application/pdf", pdf("Fax 51"))]);
  await press(page, "Add 4 files");
  await page.getByRole("heading", { name: "1 file added, 3 were there already" }).waitFor();
  await shows(page, "This file is in the chart already. It was not added a second time.");
  await press(page, "Close");
  await expect.poll(() => page.locator(".list li").count()).toBe(50);
});

test("the list is narrowed by kind and words; a file is looked at, described anew, and taken out byte for byte", async () => {
  await page.getByLabel("Category").selectOption("court");
  await expect.poll(() => page.locator(".list li").count()).toBe(1);
  await page.getByLabel("Category").selectOption("");
  await page.getByLabel("Find by name, title or sender").fill("referr");
  await look("Referral");
  const drawn = page.getByRole("img", { name: "Page 1" });
  await expect.poll(() => drawn.evaluate((canvas: HTMLCanvasElement) => canvas.width), drawing).toBeGreaterThan(300);
  await shows(page, "Page 1 of 1");
  await looksWell(page, "documents-pdf");
  await press(page, "Change what it is");
  await page.getByLabel("What it is").selectOption("report");
  await page.getByLabel(/^From/).fill("Dr. Okafor");
  await looksWell(page, "documents-form");
  await press(page, "Save what this file is");
  await expect.poll(() => row("Referral").textContent()).toContain("Report, 4 March 2024, from Dr. Okafor");
  expect((await taken()).equals(Buffer.from(pdf("Fax 1")))).toBe(true);
  await page.getByLabel("Find by name, title or sender").fill("");
});

test("DOC-5 where a picture was taken goes before it is sealed, and is kept where somebody says so", async () => {
  const bytes = await photograph("#303030");
  await drop([given("kitchen.jpg", "image/jpeg", bytes)]);
  await press(page, "Add 1 file");
  await shows(page, "Where it was taken, and what the camera wrote, was taken out.");
  await looksWell(page, "documents-added-picture");
  await press(page, "Close");
  await look("kitchen.jpg");
  const picture = page.getByRole("img", { name: "kitchen.jpg" });
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth), drawing).toBe(600);
  await looksWell(page, "documents-picture");
  const out = await taken();
  expect([out.includes("Canary-4711"), out.length < bytes.length]).toEqual([false, true]);

  await drop([given("wound.jpg", "image/jpeg", bytes)]);
  await page.getByRole("checkbox", { name: /Keep pictures as they came/ }).check();
  await press(page, "Add 1 file");
  await page.getByRole("heading", { name: "1 file added" }).waitFor();
  await press(page, "Close");
  await look("wound.jpg");
  expect((await taken()).equals(bytes)).toBe(true);
});

test("DOC-6 hostile files: nothing runs, each says what it is, and none is lost", async () => {
  const alert = "<script>globalThis.ran = true</script>";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.ran=true">${alert}</svg>`;
  const parts = { "[Content_Types].xml": strToU8("<Types/>"), "word/vbaProject.bin": strToU8("x") };
  const bomb = buildDocx({ body: `<w:p><w:r><w:t>${"a".repeat(400_000_000 / 4)}</w:t></w:r></w:p>` });
  await drop([
    given("drawing.svg", "image/svg+xml", svg),
    given("page.html", "text/html", `<!doctype html><img src=x onerror="globalThis.ran=true">${alert}`),
    given("holiday.jpg", "image/jpeg", `<html>${alert}</html>`),
    given("macro.docm", "application/msword", zipSync({ ...parts, "word/document.xml": strToU8("<w:document/>") })),
    given("bomb.docx", "application/msword", bomb),
    given("long.pdf", "application/pdf", pdf(...Array.from({ length: 10_000 }, (_, n) => `Page ${n + 1}`))),
    given("cut.pdf", "application/pdf", "%PDF-1.7 rubbish"),
    given("setup.exe", "application/octet-stream", "MZ\x90\0\x03\0"),
    given("letter.docx", "application/msword", buildDocx({ body: docxParagraph("Dear colleague") })),
    given("film.mov", "video/quicktime", "\0\0\0\x14ftypqt  \0\0\0\0and so on"),
  ]);
  await press(page, "Add 10 files");
  await page.getByRole("heading", { name: "10 files added" }).waitFor({ timeout: 30_000 });
  await shows(page, "A film may say where it was made. Alcove can’t take that out.");
  await press(page, "Close");
  const says: Readonly<Record<string, readonly string[]>> = {
    "drawing.svg": ["Shown as its plain text", 'onload="globalThis.ran=true"'],
    "page.html": ["Shown as its plain text", "<!doctype html>"],
    "holiday.jpg": ["Its name says something else: by its content this is a web page or drawing."],
    "macro.docm": ["It holds macros: programs that Office would run. Nothing of them runs here."],
    "bomb.docx": ["It unpacks to far more than a document holds, and is not opened here. It is kept as it came."],
    "cut.pdf": ["It is damaged, or of a kind that can’t be shown here. It is kept as it came."],
    "setup.exe": ["It is a program. Nothing of it runs here"],
    "letter.docx": ["Its words alone, without their shape.", "Dear colleague"],
    "film.mov": ["This kind of file can’t be shown here. Save it to this device to open it."],
    "long.pdf": ["Page 1 of 10,000"],
  };
  for (const [name, sentences] of Object.entries(says)) {
    await look(name);
    for (const sentence of sentences) await shows(page, sentence);
  }
  // Of ten thousand pages those that are seen are drawn, and no more.
  await page.locator(".pdf").evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await shows(page, "Page 10,000 of 10,000");
  await expect
    .poll(
      () => page.getByRole("img", { name: "Page 10,000" }).evaluate((canvas: HTMLCanvasElement) => canvas.width),
      drawing,
    )
    .toBeGreaterThan(300);
  expect(await page.locator(".pdf canvas").count()).toBeLessThan(6);
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  await look("macro.docm");
  await looksWell(page, "documents-warning");
});

test("pages by the camera become one file, in order, turned and clearer", async () => {
  await press(page, "Scan pages");
  const pages = [
    given("one.jpg", "image/jpeg", await photograph("#303030")),
    given("two.jpg", "image/jpeg", await photograph("#603030")),
    given("three.jpg", "image/jpeg", await photograph("#303060")),
  ];
  await page.getByLabel("Pictures of pages").setInputFiles([...pages]);
  await page.getByRole("button", { name: "Make one file of 3 pages" }).waitFor();
  await press(page, /^Turn\s+page 3$/);
  await press(page, /^Earlier ?, page 3$/);
  await press(page, /^Take out\s+page 1$/);
  await looksWell(page, "documents-scan");
  await press(page, "Make one file of 2 pages");
  await page.getByRole("heading", { name: "1 file to add" }).waitFor();
  expect(
    await main()
      .getByLabel(/^What Scan .* is$/)
      .inputValue(),
  ).toBe("scan");
  await press(page, "Add 1 file");
  await page.getByRole("heading", { name: "1 file added" }).waitFor();
  await press(page, "Close");
  // By its name: until the list is read again its first row is another file.
  await page
    .locator(".list .t")
    .filter({ hasText: /^Scan / })
    .click();
  await shows(page, "Page 1 of 2");
  const out = await taken();
  expect(out.toString("latin1")).toMatch(/^%PDF-1\.7[^]*%%EOF\n$/);
  expect(out.includes("Canary-4711")).toBe(false);
  await looksWell(page, "documents-scanned");
});

test("ATT-7 ATT-9 a large file: stopped it leaves nothing; added, it goes on after a reload, and comes out straight to its place", {
  timeout: 180_000,
}, async () => {
  const path = place.path("session.mp4");
  const block = Buffer.alloc(1024 * 1024, "session");
  writeFileSync(path, "");
  for (let n = 0; n < 120; n++) {
    block.writeUInt32BE(n);
    appendFileSync(path, block);
  }
  const choose = async () => {
    await page.getByLabel("Files to add").setInputFiles(path);
    await press(page, "Add 1 file");
    await shows(page, "% sealed");
  };
  await choose();
  await press(page, "Stop here");
  await page.getByRole("heading", { name: "1 file to add" }).waitFor();
  await press(page, "Leave them out");
  expect(await row("session.mp4").count()).toBe(0);

  await choose();
  await page.getByRole("heading", { name: "1 file added" }).waitFor({ timeout: 60_000 });
  await press(page, "Close");
  await expect.poll(() => row("session.mp4").textContent(), { timeout: 20_000 }).toMatch(/ [1-9]\d? % sent/);
  await page.reload();
  await unlock(page, passphrase);
  await openChart(page, "Marion Keller");
  await page.getByRole("link", { name: "Look at them, say what they are, add many" }).click();
  await expect.poll(() => row("session.mp4").textContent(), { timeout: 60_000 }).not.toContain("% sent");

  // Where the browser asks for a place: here a file that only this page has.
  await page.evaluate(() => {
    Object.assign(globalThis, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
    });
  });
  await look("session.mp4");
  await shows(page, "It is too large to be looked at here (125.8 MB). Save it to this device.");
  await press(page, "Save to this device");
  const digest = () =>
    page.evaluate(async () => {
      const file = await (await (await navigator.storage.getDirectory()).getFileHandle("session.mp4")).getFile();
      if (file.size === 0) return "";
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    });
  const expected = createHash("sha256").update(readFileSync(path)).digest("hex");
  await expect.poll(digest, { timeout: 60_000 }).toBe(expected);
});

test("after lock and unlock all is there; the chart says how to come here", async () => {
  await page.reload();
  await unlock(page, passphrase);
  await openChart(page, "Marion Keller");
  await page.getByRole("link", { name: "Look at them, say what they are, add many" }).click();
  await expect.poll(() => page.locator(".list li").count()).toBe(64);
  expect(await row("% sent").count()).toBe(0);
  expect(complaints).toEqual([]);
});
