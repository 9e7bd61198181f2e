/**
 * What a clinician waits for in the real app, in a real Chromium, on a device that holds a whole practice: from the key or the press
 * until the page that answers it is painted. Of a key the wait for the screen's next frame is left out, so that the figure says what
 * the app takes.
 */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchProfile } from "../../browser.ts";
import { prepareBundle } from "../../e2e/web-server.ts";
import { atMost } from "../device-figures.ts";
import { type Figure, ofRounds, rounds } from "../figure.ts";
import { inProcess } from "../in-process.ts";
import { percentile } from "../probes.ts";
import { passphrase, startServer } from "../real-parts.ts";
import type { Made, Order } from "./make-practice.ts";
import { installStopwatch, keystrokes, pressed, probe } from "./stopwatch.ts";

const NEVER_MS = 200_000;

export async function measureScreens(charts: number, notes: number, say: (text: string) => void): Promise<Figure[]> {
  const server = await startServer(await prepareBundle());
  const folder = (name: string) => mkdtempSync(join(tmpdir(), `alcove-bench-${name}-`));
  const [device, profile] = [folder("screens"), folder("profile")];
  const order: Order = { origin: server.origin, folder: device, charts, notes };
  say(`Screens: a practice of ${charts} charts and ${notes} notes ...`);
  const made = await inProcess<Made>(new URL("./make-practice.ts", import.meta.url), order);
  const kit = join(device, "kit.txt");
  writeFileSync(kit, made.kit);
  const context = await launchProfile(profile);
  try {
    await context.addInitScript(installStopwatch);
    const page = await context.newPage();
    page.setDefaultTimeout(NEVER_MS);
    say("Screens: onto a device in Chromium ...");
    await enrol(page, server.origin, kit);
    const measured: Figure[][] = [];
    for (let round = 1; round <= rounds; round++) {
      say(`Screens: round ${round} of ${rounds} ...`);
      measured.push(await measureOnce(page, charts));
    }
    return ofRounds(measured);
  } finally {
    await context.close();
    await server.stop();
    for (const each of [device, profile]) rmSync(each, { recursive: true, force: true });
  }
}

/** A browser onto the practice whose kit lies in that file, until all notes are there. */
export async function enrol(page: Page, origin: string, kit: string): Promise<void> {
  await page.goto(origin);
  await page.getByRole("button", { name: "This is a further device" }).click();
  await page.getByRole("radio", { name: /^Your Emergency Kit/ }).check();
  await page.getByRole("button", { name: "Use the kit" }).click();
  await page.locator("input[type=file]").setInputFiles(kit);
  await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
  await page.getByLabel("What do you call this device?").fill("bench browser");
  // Nobody has one in this practice.
  await page.getByLabel("Six digits").fill("000000");
  await page.getByRole("button", { name: "Add this device" }).click();
  await page.waitForSelector("#main .top h1");
  await page.getByRole("button", { name: "That is right" }).click();
  // Until all notes are here.
  await page.getByText("What you saved is on this device and sealed on the server.").first().waitFor();
}

async function measureOnce(page: Page, charts: number): Promise<Figure[]> {
  const rail = (name: string) => page.locator("nav:visible").getByRole("link", { name: new RegExp(`^${name}`) });
  const probed = await probe(page);

  await rail("Charts").click();
  await page.locator("#find-chart").focus();
  const filter = await keystrokes(page, ["maren", "holt", "w", "1999", "no such"]);

  const chartTimes: number[] = [];
  const noteTimes: number[] = [];
  for (const name of ["Aaronson", ...[0.1, 0.4, 0.6, 0.9].map((part) => ` ${Math.floor(part * charts)}`)]) {
    await rail("Charts").click();
    await page.locator("#find-chart").fill(name);
    chartTimes.push(await pressed(page, page.locator(".rows a.t").first(), ".line li:not(.month) a"));
    noteTimes.push(await pressed(page, page.locator(".line li:not(.month) a").nth(1), ".ProseMirror"));
  }

  const months: number[] = [];
  await rail("Calendar").click();
  await page.waitForSelector(".calendar-bar");
  months.push(await pressed(page, page.getByRole("radio", { name: "Month" }), "table.month td"));
  for (let i = 0; i < 6; i++)
    months.push(await pressed(page, page.getByRole("button", { name: "The month after" }), "table.month td"));

  await rail("Charts").click();
  await page.locator("#find-chart").fill("Aaronson");
  await page.locator(".rows a.t").first().click();
  await page.getByRole("link", { name: "Twenty pages" }).click();
  await page.locator(".ProseMirror").click();
  const typing = await keystrokes(page, ["A sentence in the middle of many, as one types it."]);
  await page.keyboard.press("Escape");

  return [
    atMost("chartFilterP95", percentile(filter, 95), 16, 8, { p50: percentile(filter, 50), probe: probed }),
    atMost("openChartMs", percentile(chartTimes, 50), 100, 50, { slowest: Math.max(...chartTimes), probe: probed }),
    atMost("openNoteMs", percentile(noteTimes, 50), 50, 25, { slowest: Math.max(...noteTimes), probe: probed }),
    atMost("keystrokeP95", percentile(typing, 95), 16, 8, { p50: percentile(typing, 50), probe: probed }),
    atMost("calendarMonthMs", percentile(months, 50), 100, 50, { slowest: Math.max(...months), probe: probed }),
  ];
}
