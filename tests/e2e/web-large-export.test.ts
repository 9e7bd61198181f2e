// A large chart out of the app in real Chromium: straight to the place that the browser asks for, whole or not at all.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../browser.ts";
import { Device, makePlace, type Place } from "./alcove.ts";
import { found, makeChart, openChart, press, shows, writeNote } from "./web-hands.ts";
import { looksWell } from "./web-looks.ts";
import { startWebServer, type WebServer } from "./web-server.ts";

let place: Place;
let server: WebServer;
let browser: Browser;
let page: Page;

const mebibyte = 1024 * 1024;

beforeAll(async () => {
  place = makePlace();
  [server, browser] = await Promise.all([startWebServer(place), launchBrowser()]);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await found(page, server.origin, place.path("kit.txt"));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  place?.remove();
});

/** In the place of the browser's question, which one without windows does not ask: a file that only this page has. */
async function answerWith(answer: "a new file" | "nothing"): Promise<void> {
  await page.evaluate((said) => {
    const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }) => {
      if (said === "nothing") throw new DOMException("nobody chose a place", "AbortError");
      return (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true });
    };
    Object.assign(globalThis, { showSaveFilePicker });
  }, answer);
}

/** Names of what lies where exports go. */
const exportsThere = () =>
  page.evaluate(async () => {
    const folder = (await navigator.storage.getDirectory()) as unknown as { keys(): AsyncIterable<string> };
    const names: string[] = [];
    for await (const name of folder.keys()) if (name.startsWith("alcove-export")) names.push(name);
    return names;
  });

/** What the page asked of the vault while `work` was under way. */
async function askedDuring(work: () => Promise<void>): Promise<readonly string[]> {
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    Worker.prototype.postMessage = function (this: Worker, ...said: unknown[]) {
      asked.push((said[0] as { method?: string }).method ?? "");
      return Reflect.apply(postMessage, this, said);
    };
  });
  await work();
  return page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}

const beginExport = async () => {
  await openChart(page, "Priya Raman");
  await page.getByRole("link", { name: "Export", exact: true }).click();
  await shows(page, "1 progress note, 1 document");
};

test("EXP-16 a large export goes straight to the place that was chosen; without one nothing is given out, and half of one is nowhere", {
  timeout: 240_000,
}, async () => {
  await makeChart(page, "Priya Raman");
  await writeNote(page, "Write today’s note", "About the heron.");
  await openChart(page, "Priya Raman");
  const buffer = Buffer.alloc(40 * mebibyte, "session");
  await page.locator("input[type=file]").first().setInputFiles({ name: "session.mp4", mimeType: "video/mp4", buffer });
  await page.getByText("session.mp4").first().waitFor({ timeout: 120_000 });

  await beginExport();
  await answerWith("nothing");
  const asked = await askedDuring(async () => {
    await press(page, "Make the export");
    await page.waitForTimeout(1000);
    expect(await page.getByText("Writing the export").count()).toBe(0);
  });
  // Neither is it written down that it was made, nor is anything read for it.
  expect(asked.filter((method) => /recordAccess|sealExport|openAttachment/.test(method))).toEqual([]);

  await answerWith("a new file");
  await press(page, "Make the export");
  await press(page, "Stop here");
  await page.getByRole("button", { name: "Make the export" }).waitFor({ timeout: 60_000 });
  await expect.poll(exportsThere).toEqual([]);

  const session = await page.context().newCDPSession(page);
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin: server.origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: usage + 8 * mebibyte });
  await press(page, "Make the export");
  await page.getByText(/^The file can.t be written/).waitFor({ timeout: 60_000 });
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await expect.poll(exportsThere).toEqual([]);

  await press(page, "Make the export");
  await page.getByText("The export is where you wanted it: one file, 42").waitFor({ timeout: 60_000 });
  await looksWell(page, "export-at-its-place");
  const [name = ""] = await exportsThere();
  expect(name).toMatch(/^alcove-export-[\d-]+\.zip$/);
  const download = page.waitForEvent("download");
  await page.evaluate(async (there) => {
    const file = await (await (await navigator.storage.getDirectory()).getFileHandle(there)).getFile();
    Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "large.zip" }).click();
  }, name);
  const file = place.path("large.zip");
  await (await download).saveAs(file);
  expect((await new Device(place, "none").run(["export-verify", file])).json).toMatchObject({ holds: true });
});
