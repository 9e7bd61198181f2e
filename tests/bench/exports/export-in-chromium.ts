/**
 * A chart of 500 notes and a gigabyte of documents as one sealed ZIP file, in the real app in Chromium: from the press until the app says where
 * it is. By the clock, since several threads and processes of a browser take part. It goes where the browser asks for a place, as every large
 * one does; a browser without windows asks nobody, so the answer stands in for a person's: a file of this origin's, which the browser writes
 * in the same way. Once it goes to the downloads, as where no browser asks.
 */

import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { launchAlone } from "../../browser.ts";
import { prepareBundle } from "../../e2e/web-server.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { inProcess } from "../in-process.ts";
import { startServer } from "../real-parts.ts";
import { enrol } from "../screens/screen-figures.ts";
import { processesOf, type Watched, watchMemory } from "./browser-processes.ts";
import type { Order } from "./export-process.ts";

const program = new URL("export-process.ts", import.meta.url);
const documents = 8;
const documentBytes = 128 * 1024 * 1024;
const never = 600_000;

export async function measureExportsInChromium(say: (text: string) => void): Promise<Figure[]> {
  const place = mkdtempSync(join(tmpdir(), "alcove-exports-web-"));
  const profile = join(place, "profile");
  const server = await startServer(await prepareBundle());
  let browser: Awaited<ReturnType<typeof launchAlone>> | undefined;
  try {
    say("A chart of 500 notes and a gigabyte of documents, for Chromium ...");
    const folder = join(place, "device");
    const order: Order = {
      ...{ kind: "fill", origin: server.origin, folder, notes: 500, send: true },
      ...{ documents, bytes: documentBytes },
    };
    const { kit } = await inProcess<{ kit: string }>(program, order);
    writeFileSync(join(place, "kit.txt"), kit);
    browser = await launchAlone(profile);
    const { endpoint } = browser;
    await attached(endpoint, async (page) => {
      await enrol(page, server.origin, join(place, "kit.txt"));
      await page
        .locator("nav:visible")
        .getByRole("link", { name: /^Charts/ })
        .click();
      await page.getByRole("link", { name: "Bench chart" }).first().click();
      await page.getByRole("link", { name: "Export", exact: true }).click();
      await page.getByRole("checkbox", { name: /^FHIR R4/ }).check();
    });
    // The first one brings the documents here.
    const first = await exportAlone(endpoint, profile);
    const measured: Figure[][] = [];
    for (let round = 1; round <= rounds; round++) {
      say(`Export in Chromium: round ${round} of ${rounds} ...`);
      const { megabytes, seconds, cpuSeconds, pageMiB, othersMiB, beforeMiB } = await exportAlone(endpoint, profile);
      const probe = await attached(endpoint, (page) => probeBeside(page, server.origin));
      const parts = { seconds, cpuSeconds, probeMBps: probe, fetchingMBps: first.megabytes / first.seconds };
      measured.push([
        { key: "exportInChromiumMBps", value: megabytes / seconds, mustBe: 60, atLeast: true, reachFor: 100, parts },
        {
          ...{ key: "exportInChromiumPeakMiB", value: pageMiB + othersMiB, mustBe: 300, reachFor: 250 },
          ...{ counts: "highest", parts: { pageMiB, beforeMiB, othersMiB, fetchingPageMiB: first.pageMiB } },
        },
      ]);
    }
    const inDownloads = await attached(endpoint, (page) => exportToDownloads(page, profile));
    const [rate, peak] = ofRounds(measured) as [Figure, Figure];
    return [rate, { ...peak, parts: { ...peak.parts, ...inDownloads } }];
  } finally {
    await browser?.close();
    await server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

/** What drives the page for a moment. While it is attached the browser keeps a copy of all that the network brings, up to hundreds of megabytes. */
async function attached<Answer>(endpoint: string, work: (page: Page) => Promise<Answer>): Promise<Answer> {
  const browser = await chromium.connectOverCDP(endpoint);
  try {
    const page = browser.contexts()[0]?.pages()[0];
    if (!page) throw new Error("the browser has no page");
    page.setDefaultTimeout(never);
    return await work(page);
  } finally {
    // Leaves it; the browser goes on.
    await browser.close();
  }
}

type Made = { readonly megabytes: number; readonly seconds: number; readonly cpuSeconds: number };

/** To a place that was chosen, with nothing attached while it is made: the page presses, watches and says so in its title. */
async function exportAlone(endpoint: string, profile: string): Promise<Made & Watched> {
  await attached(endpoint, (page) => page.evaluate(pressSoon));
  const processes = processesOf(profile);
  const memory = watchMemory(processes);
  const before = processes.cpuSeconds();
  let said: RegExpExecArray | null = null;
  for (const began = Date.now(); !said; ) {
    if (Date.now() - began > never) throw new Error("the export does not end");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const pages = (await (await fetch(`${endpoint}/json/list`)).json()) as { title: string }[];
    said = /^made in (\d+) ms$/.exec(pages.find(({ title }) => title.startsWith("made in "))?.title ?? "");
  }
  const cpuSeconds = processes.cpuSeconds() - before;
  const watched = memory.end();
  const bytes = await attached(endpoint, async (page) => {
    const size = await page.evaluate(takeFromPlace);
    await page.getByRole("button", { name: "Make another" }).click();
    return size;
  });
  return { megabytes: bytes / 1e6, seconds: Number(said[1]) / 1000, cpuSeconds, ...watched };
}

/** In a page and a process of its own, so that what it leaves lies in no page that is measured. */
async function probeBeside(page: Page, origin: string): Promise<number> {
  const beside = await page.context().newPage();
  try {
    await beside.goto(`${origin}/v1/health`);
    return await beside.evaluate(openAndHash, { chunks: 1024, bytes: 256 * 1024 });
  } finally {
    await beside.close();
  }
}

async function exportToDownloads(page: Page, profile: string) {
  await page.evaluate(askNobody);
  const download = page.waitForEvent("download");
  const memory = watchMemory(processesOf(profile));
  const began = performance.now();
  await page.getByRole("button", { name: "Make the export" }).click();
  await page.getByText(/^The export is among your downloads/).waitFor();
  const seconds = (performance.now() - began) / 1000;
  const file = await download;
  const megabytes = statSync(await file.path()).size / 1e6;
  await file.delete();
  return { downloadMBps: megabytes / seconds, downloadOthersMiB: memory.end().othersMiB };
}

/** Runs in the page: presses when nothing is attached any more. */
function pressSoon(): void {
  const showSaveFilePicker = async () =>
    (await navigator.storage.getDirectory()).getFileHandle("bench-export.zip", { create: true });
  Object.assign(globalThis, { showSaveFilePicker });
  document.title = "not made yet";
  setTimeout(() => {
    const button = [...document.querySelectorAll("button")].find((one) => one.textContent === "Make the export");
    const began = performance.now();
    const watching = new MutationObserver(() => {
      if (!document.body.innerText.includes("The export is where you wanted it")) return;
      watching.disconnect();
      document.title = `made in ${Math.round(performance.now() - began)} ms`;
    });
    watching.observe(document.body, { childList: true, subtree: true, characterData: true });
    button?.click();
  }, 2000);
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
