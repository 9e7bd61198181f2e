/**
 * A chart of 500 notes and hundreds of megabytes of documents as one sealed ZIP file, in the real app in Chromium: from the press until the app
 * says that it is among the downloads. By the clock, since several threads and processes of a browser take part.
 */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { launchProfile } from "../../browser.ts";
import { prepareBundle } from "../../e2e/web-server.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { peakMiB } from "../generate-notes.ts";
import { inProcess } from "../in-process.ts";
import { startServer } from "../real-parts.ts";
import { enrol } from "../screens/screen-figures.ts";
import type { Order } from "./export-process.ts";

const program = new URL("export-process.ts", import.meta.url);
const documents = 4;
const documentBytes = 64 * 1024 * 1024;
const never = 600_000;

export async function measureExportsInChromium(say: (text: string) => void): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "alcove-exports-web-"));
  const server = await startServer(await prepareBundle());
  let context: BrowserContext | undefined;
  try {
    say("A chart of 500 notes and 256 MiB of documents, for Chromium ...");
    const folder = join(place, "device");
    const order: Order = {
      ...{ kind: "fill", origin: server.origin, folder, notes: 500, send: true },
      ...{ documents, bytes: documentBytes },
    };
    const { kit } = await inProcess<{ kit: string }>(program, order);
    writeFileSync(join(place, "kit.txt"), kit);
    context = await launchProfile(join(place, "profile"));
    const page = await context.newPage();
    page.setDefaultTimeout(never);
    await enrol(page, server.origin, join(place, "kit.txt"));
    await page
      .locator("nav:visible")
      .getByRole("link", { name: /^Charts/ })
      .click();
    await page.getByRole("link", { name: "Bench chart" }).first().click();
    await page.getByRole("link", { name: "Export", exact: true }).click();
    await page.getByRole("checkbox", { name: /^FHIR R4/ }).check();
    // The first one brings the documents here.
    const first = await exportOnce(page);
    const measured: Figure[][] = [];
    for (let round = 1; round <= rounds; round++) {
      say(`Export in Chromium: round ${round} of ${rounds} ...`);
      const { megabytes, seconds } = await exportOnce(page);
      const probe = await page.evaluate(openAndHash, { chunks: 1024, bytes: 256 * 1024 });
      const parts = { seconds, probeMBps: probe, fetchingMBps: first.megabytes / first.seconds };
      measured.push([
        { key: "exportInChromiumMBps", value: megabytes / seconds, mustBe: 60, atLeast: true, reachFor: 100, parts },
      ]);
    }
    const peak = pagePeakMiB(join(place, "profile"));
    return [
      ...ofRounds(measured),
      { key: "exportInChromiumPeakMiB", value: peak, mustBe: 300, reachFor: 250, parts: {} },
    ];
  } finally {
    await context?.close();
    await server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

async function exportOnce(page: Page): Promise<{ megabytes: number; seconds: number }> {
  const download = page.waitForEvent("download");
  const made = page.getByText("The export is among your downloads");
  const began = performance.now();
  await page.getByRole("button", { name: "Make the export" }).click();
  await made.waitFor();
  const seconds = (performance.now() - began) / 1000;
  const file = await download;
  const megabytes = statSync(await file.path()).size / 1e6;
  await file.delete();
  await page.getByRole("button", { name: "Make another" }).click();
  return { megabytes, seconds };
}

/** Of the process that runs the page and its workers: of those that the browser of this profile began the largest. Zero where there is no `/proc`. */
function pagePeakMiB(profile: string): number {
  const read = (path: string) => {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // It ended meanwhile.
      return "";
    }
  };
  const ids = existsSync("/proc") ? readdirSync("/proc").filter((name) => /^\d+$/.test(name)) : [];
  const all = ids.map((id) => ({
    id,
    parent: /^PPid:\s+(\d+)/m.exec(read(`/proc/${id}/status`))?.[1],
    command: read(`/proc/${id}/cmdline`),
  }));
  const ours = new Set(all.filter(({ command }) => command.includes(profile)).map(({ id }) => id));
  for (let before = -1; before < ours.size; ) {
    before = ours.size;
    for (const { id, parent } of all) if (parent && ours.has(parent)) ours.add(id);
  }
  const pages = all.filter(({ id, command }) => ours.has(id) && command.includes("--type=renderer"));
  return Math.max(0, ...pages.map(({ id }) => peakMiB(Number(id)) ?? 0));
}

/** Runs in the page: AES-256-GCM and SHA-256 by the browser, into a blob, a chunk after the other; megabytes a second by the clock. */
async function openAndHash({ chunks, bytes }: { chunks: number; bytes: number }): Promise<number> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const gcm = { name: "AES-GCM", iv: new Uint8Array(12) };
  const sealed = await crypto.subtle.encrypt(gcm, key, new Uint8Array(bytes));
  const began = performance.now();
  const parts: Blob[] = [];
  for (let n = 0; n < chunks; n++) {
    const opened = await crypto.subtle.decrypt(gcm, key, sealed);
    await crypto.subtle.digest("SHA-256", opened);
    parts.push(new Blob([opened]));
  }
  await new Blob(parts).slice(0, 1).arrayBuffer();
  return (chunks * bytes) / 1e6 / ((performance.now() - began) / 1000);
}
