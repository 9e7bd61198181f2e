/** The page with the vault in its worker: bundled as the app is, and opened in a real Chromium whose files are on disk. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { launchProfile } from "../../browser.ts";
import type { MadeNote } from "../generate-notes.ts";
import type { Work } from "./page/worker.ts";

/** A folder that a server can serve as its web app, with the notes in it. */
export async function bundleBenchPage(notes: readonly MadeNote[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-bench-page-"));
  await build({
    root: fileURLToPath(new URL("page/", import.meta.url)),
    configFile: false,
    logLevel: "error",
    // With all of SQLite, of which the app leaves out what the probe stores by.
    worker: { format: "es" },
    build: { outDir: folder, target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
  // A name of no known kind: the server would compress it.
  writeFileSync(join(folder, "notes.bin"), JSON.stringify(notes));
  return folder;
}

export type BrowserDevice = {
  measure<Name extends keyof Work>(name: Name, ...args: Parameters<Work[Name]>): ReturnType<Work[Name]>;
  /** A page and a worker in which nothing has run yet, on the same files. */
  reload(): Promise<void>;
  remove(): Promise<void>;
};

/** A browser profile of its own: a private window's files would be in memory. */
export async function openBrowserDevice(origin: string): Promise<BrowserDevice> {
  const folder = mkdtempSync(join(tmpdir(), "alcove-bench-profile-"));
  const context = await launchProfile(folder);
  const page = await context.newPage();
  await page.goto(origin);
  return {
    measure: (name, ...args) =>
      page.evaluate(([name, args]) => window.measureInWorker(name, args), [name, args] as const) as ReturnType<
        Work[typeof name]
      >,
    reload: async () => void (await page.reload()),
    async remove() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
