/**
 * A chart of 500 notes and a gigabyte of documents as one sealed ZIP file, in the real app in Chromium: from the press until the app says where
 * it is. By the clock, since several threads and processes of a browser take part. It goes where the browser asks for a place, as every large
 * one does; a browser without windows asks nobody, so the answer stands in for a person's: a file of this origin's, which the browser writes
 * in the same way. Once it goes to the downloads, as where no browser asks.
 */

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { launchProfile } from "../../browser.ts";
import { prepareBundle } from "../../e2e/web-server.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { inProcess } from "../in-process.ts";
import { startServer } from "../real-parts.ts";
import { enrol } from "../screens/screen-figures.ts";
import { type Processes, processesOf, watchMemory } from "./browser-processes.ts";
import type { Order } from "./export-process.ts";

const program = new URL("export-process.ts", import.meta.url);
const documents = 8;
const documentBytes = 128 * 1024 * 1024;
const never = 600_000;

export async function measureExportsInChromium(say: (text: string) => void): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "alcove-exports-web-"));
  const server = await startServer(await prepareBundle());
  let context: BrowserContext | undefined;
  try {
    say("A chart of 500 notes and a gigabyte of documents, for Chromium ...");
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
    const exported = async (way: Way) => {
      const processes = processesOf(join(place, "profile"));
      const memory = watchMemory(processes);
      const made = await exportOnce(page, processes, way);
      return { ...made, ...memory.end() };
    };
    // The first one brings the documents here.
    const first = await exported("place");
    const measured: Figure[][] = [];
    for (let round = 1; round <= rounds; round++) {
      say(`Export in Chromium: round ${round} of ${rounds} ...`);
      const { megabytes, seconds, cpuSeconds, pageMiB, othersMiB, beforeMiB } = await exported("place");
      const probe = await page.evaluate(openAndHash, { chunks: 1024, bytes: 256 * 1024 });
      const parts = { seconds, cpuSeconds, probeMBps: probe, fetchingMBps: first.megabytes / first.seconds };
      measured.push([
        { key: "exportInChromiumMBps", value: megabytes / seconds, mustBe: 60, atLeast: true, reachFor: 100, parts },
        {
          ...{ key: "exportInChromiumPeakMiB", value: pageMiB + othersMiB, mustBe: 300, reachFor: 250 },
          ...{ counts: "highest", parts: { pageMiB, beforeMiB, othersMiB, fetchingPageMiB: first.pageMiB } },
        },
      ]);
    }
    const last = await exported("download");
    const inDownloads = {
      ...{ downloadMBps: last.megabytes / last.seconds, downloadPageMiB: last.pageMiB },
      downloadOthersMiB: last.othersMiB,
    };
    const [rate, peak] = ofRounds(measured) as [Figure, Figure];
    return [rate, { ...peak, parts: { ...peak.parts, ...inDownloads } }];
  } finally {
    await context?.close();
    await server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

type Made = { readonly megabytes: number; readonly seconds: number; readonly cpuSeconds: number };
type Way = "place" | "download";

async function exportOnce(page: Page, processes: Processes, way: Way): Promise<Made> {
  await page.evaluate(way === "place" ? answerWithPlace : askNobody);
  const download = way === "download" ? page.waitForEvent("download") : undefined;
  const made = page.getByText(/^The export is (where you wanted it|among your downloads)/);
  const before = processes.cpuSeconds();
  const began = performance.now();
  await page.getByRole("button", { name: "Make the export" }).click();
  await made.waitFor();
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = processes.cpuSeconds() - before;
  const file = await download;
  const bytes = file ? statSync(await file.path()).size : await page.evaluate(takeFromPlace);
  await file?.delete();
  await page.getByRole("button", { name: "Make another" }).click();
  return { megabytes: bytes / 1e6, seconds, cpuSeconds };
}

/** Runs in the page. */
function answerWithPlace(): void {
  const showSaveFilePicker = async () =>
    (await navigator.storage.getDirectory()).getFileHandle("bench-export.zip", { create: true });
  Object.assign(globalThis, { showSaveFilePicker });
}

/** Runs in the page. */
function askNobody(): void {
  Object.assign(globalThis, { showSaveFilePicker: undefined });
}

/** Runs in the page: how many bytes it has. */
async function takeFromPlace(): Promise<number> {
  const folder = await navigator.storage.getDirectory();
  const { size } = await (await folder.getFileHandle("bench-export.zip")).getFile();
  await folder.removeEntry("bench-export.zip");
  return size;
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
