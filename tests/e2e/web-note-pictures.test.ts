// Pictures in a note, in real Chromium: pasted, dropped, chosen; drawn from what the vault opens, and from nothing of another note.

import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readZip } from "../../packages/export/src/index.ts";
import { launchBrowser } from "../browser.ts";
import { needsTool } from "../needs.ts";
import { makePlace, type Place } from "./alcove.ts";
import { found, isSealed, makeChart, openChart, press, shows, unlock, watchComplaints } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let passphrase: string;
let complaints: readonly string[];

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  page = await context.newPage();
  complaints = watchComplaints(page);
  ({ passphrase } = await found(page, server.origin, place.path("kit.txt")));
  await makeChart(page, "Maren Holt");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

type Given = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** A drawing, made by the browser; a JPEG says where it was taken. */
async function drawing(name: string, color: string, mimeType = "image/png"): Promise<Given> {
  const address = await page.evaluate(
    ([fill, type]) => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [900, 600];
      const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
      pen.fillStyle = "#f2eee4";
      pen.fillRect(0, 0, 900, 600);
      pen.strokeStyle = fill as string;
      pen.lineWidth = 14;
      pen.strokeRect(300, 280, 300, 240);
      pen.beginPath();
      pen.moveTo(270, 290);
      pen.lineTo(450, 120);
      pen.lineTo(630, 290);
      pen.stroke();
      return canvas.toDataURL(type);
    },
    [color, mimeType],
  );
  const plain = Buffer.from(address.split(",")[1] ?? "", "base64");
  if (mimeType !== "image/jpeg") return { name, mimeType, buffer: plain };
  const exif = Buffer.alloc(60);
  exif.write("Exif\0\0MM\0*", "latin1");
  exif.writeUInt32BE(8, 10);
  exif.writeUInt16BE(1, 14);
  exif.writeUInt16BE(0x8825, 16);
  exif.writeUInt16BE(4, 18);
  exif.writeUInt32BE(1, 20);
  exif.write("Canary-4711", 40);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return { name, mimeType, buffer: Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]) };
}

/** Other work may keep the machine busy. */
const patient = { timeout: 30_000 };
const text = () => page.locator(".write");
const drawn = () => page.locator(".write .picture img");
/** Widths of what the browser truly drew. */
const widths = () => drawn().evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth));

/** As a browser hands over what is pasted or dropped. */
async function give(how: "paste" | "drop", files: readonly Given[], html = "", plain = ""): Promise<void> {
  const flat = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString("base64") }));
  await text().evaluate(
    (target, { as, all, markup, words }) => {
      const data = new DataTransfer();
      for (const { name, mimeType, base64 } of all) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: mimeType }));
      }
      if (markup) data.setData("text/html", markup);
      if (words) data.setData("text/plain", words);
      const last = target.lastElementChild as Element;
      const { left, bottom } = last.getBoundingClientRect();
      const base = { bubbles: true, cancelable: true };
      target.dispatchEvent(
        as === "paste"
          ? new ClipboardEvent("paste", { ...base, clipboardData: data })
          : new DragEvent("drop", { ...base, dataTransfer: data, clientX: left + 5, clientY: bottom - 5 }),
      );
    },
    { as: how, all: flat, markup: html, words: plain },
  );
}

async function begin(link: string | RegExp): Promise<void> {
  await page.getByRole("link", { name: link }).first().click();
  await page.waitForSelector(".write:focus");
}

test("NOTE-6 a picture is pasted into a note that was never saved: the note is saved first, and no word is lost", async () => {
  await begin("Write today’s note");
  await page.keyboard.insertText("She drew the house again.");
  await give("paste", [await drawing("house.png", "#7a3b2e")]);
  await expect.poll(widths, patient).toEqual([900]);
  await shows(page, "The note was saved first: a picture is a file of its note.");
  await page.getByLabel("What the picture shows").fill("A house without a door");
  await page.keyboard.press("Enter");
  await page.keyboard.insertText("Nobody is at home.");
  expect(await text().innerText()).toContain("She drew the house again.");
  expect(await drawn().getAttribute("src")).toMatch(/^blob:/);
  expect(await drawn().getAttribute("alt")).toBe("A house without a door");
  await looksWell(page, "note with picture");
  await press(page, "All right");
});

test("what is not saved outlasts a lock with its picture", async () => {
  await shows(page, "Kept here");
  await page.keyboard.press("Alt+KeyL");
  await page.waitForSelector("h1:has-text('Locked')");
  await unlock(page, passphrase);
  await expect.poll(widths, patient).toEqual([900]);
  await expect.poll(() => text().innerText(), patient).toContain("Nobody is at home.");
});

test("DOC-5 NOTE-7 one is dropped without the place it was taken at, one is chosen, and Backspace takes one out", async () => {
  await give("drop", [await drawing("IMG_0042.jpg", "#2e5a7a", "image/jpeg")]);
  await expect.poll(widths, patient).toEqual([900, 900]);
  await shows(page, "Where it was taken, and what the camera wrote, was taken out.");
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), press(page, "Picture")]);
  await chooser.setFiles([await drawing("third.png", "#333333")]);
  await expect.poll(widths, patient).toEqual([900, 900, 900]);
  await drawn().last().click();
  await page.keyboard.press("Backspace");
  await expect.poll(widths, patient).toEqual([900, 900]);
  await give("drop", [{ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("words") }]);
  await shows(page, "notes.txt is no picture that can stand in a text");
  await press(page, "Save the note");
  await isSealed(page);
});

test("without a network a picture is kept here and shown, and travels later", async () => {
  await context.setOffline(true);
  await page.keyboard.press("Control+End");
  await give("paste", [await drawing("offline.webp", "#446622", "image/webp")]);
  await expect.poll(widths, patient).toEqual([900, 900, 900]);
  await context.setOffline(false);
  await press(page, "Save the note");
  await isSealed(page);
  await drawn().last().click();
  await page.keyboard.press("Delete");
  await expect.poll(widths, patient).toEqual([900, 900]);
});

test("what Word and the web paste as an address stays out, and that is said", async () => {
  await page.keyboard.press("Control+End");
  const html = "<p>From a letter.</p><p><img src='https://tracker.example/x.png'><img src='file:///C:/a.png'></p>";
  await give("paste", [await drawing("image.png", "#111111")], html, "From a letter.");
  await shows(page, "2 pictures were left out");
  expect(await text().innerText()).toContain("From a letter.");
  expect(await widths()).toEqual([900, 900]);
});

test("versions show a picture where they show a text, and its words where they show what changed", async () => {
  await press(page, "Save the note");
  await isSealed(page);
  await page.getByRole("link", { name: /versions$/ }).click();
  await shows(page, "[Picture: A house without a door]");
  await page.getByLabel(/^Show what changed/).uncheck();
  await expect.poll(widths, patient).toEqual([900, 900]);
  await looksWell(page, "version with picture");
  await page.getByRole("link", { name: "Back to the note" }).click();
});

test("NOTE-6 a picture of a psychotherapy note is shown in that note, and nothing of it anywhere else", async () => {
  await openChart(page, "Maren Holt");
  await begin("Psychotherapy note");
  await page.keyboard.insertText("For me alone.");
  await give("paste", [await drawing("apart.png", "#5a2e7a")]);
  await expect.poll(widths, patient).toEqual([900]);
  await press(page, "Save the note");
  await isSealed(page);
  await drawn().click();
  await page.keyboard.press("Control+C");
  await openChart(page, "Maren Holt");
  await page.locator(".line li", { hasText: "She drew the house again." }).getByRole("link").first().click();
  await expect.poll(widths, patient).toEqual([900, 900]);
  await text().focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Control+V");
  await shows(page, "that is no file of this note");
  // What is typed next stands behind it, not in its place.
  await page.keyboard.insertText("Written on.");
  expect(await text().innerText()).toContain("Written on.");
  await shows(page, "that is no file of this note");
  expect(await widths()).toEqual([900, 900]);
  await press(page, "Save the note");
  await isSealed(page);
});

test("a signed note shows its pictures and their words, and nothing to change them with", async () => {
  await page.keyboard.press("Control+End");
  await page.keyboard.insertText("{diagnosis}");
  await press(page, /^Sign/);
  await shows(page, "In the text still stands {diagnosis}");
  await page.getByRole("dialog").getByRole("button", { name: "Sign and lock" }).click();
  await shows(page, "This note is signed, and stays as it is.");
  await expect.poll(widths, patient).toEqual([900, 900]);
  await shows(page, "A house without a door");
  expect(await page.getByLabel("What the picture shows").count()).toBe(0);
  await looksWell(page, "signed note with picture");
  expect(complaints).toEqual([]);
});

test("EXP-13 an export's PDF has the note's own pictures, and in the place of another note's a line", async (given) => {
  await openChart(page, "Maren Holt");
  await page.getByRole("link", { name: "Export", exact: true }).click();
  const download = page.waitForEvent("download");
  await press(page, "Make the export");
  const file = place.path("pictures.zip");
  await (await download).saveAs(file);
  const bytes = await readFile(file);
  const entries = await readZip(
    bytes.length,
    async (from, length) => new Uint8Array(bytes.subarray(from, from + length)),
  );
  const pdf = entries?.find(({ path }) => path === "chart.pdf");
  if (!pdf) throw new Error("the export has a PDF file");
  await writeFile(place.path("chart.pdf"), bytes.subarray(pdf.from, pdf.from + pdf.bytes));
  if (!(await needsTool("pdfimages", given))) return;
  const read = async (tool: string, ...options: string[]) => (await promisify(execFile)(tool, options)).stdout;
  const pictures = (await read("pdfimages", "-list", place.path("chart.pdf"))).trim().split("\n").slice(2);
  expect(pictures.map((line) => line.trim().split(/\s+/).slice(3, 5))).toEqual([
    ["900", "600"],
    ["900", "600"],
  ]);
  const text = (await read("pdftotext", "-layout", place.path("chart.pdf"), "-")).replaceAll(/\s+/g, " ");
  expect(text).toContain("A house without a door");
  expect(text).toContain("It is none of this note’s files in this export.");
  expect(text).not.toContain("For me alone.");
  expect(complaints).toEqual([]);
});
