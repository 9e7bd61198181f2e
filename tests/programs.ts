/**
 * The programs that tests start hundreds of times, each bundled once from its sources: one file loads in a third of the time
 * that three hundred take. Passphrases are judged by a few words in them. What is run in earnest is started from its sources.
 */

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import { cache, root } from "../scripts/setup.mjs";
import { hashSources } from "../scripts/web-build.mjs";
import { oneAtATime } from "./one-at-a-time.ts";

const entries = {
  cli: "tests/light/cli.ts",
  deviceWorker: "tests/faults/device-worker.ts",
  serverWorker: "tests/faults/server-worker.ts",
};
const bundled = ["packages", "apps/cli", "apps/server", "tests/bench", "tests/faults", "tests/light"];

async function prepare(): Promise<typeof entries> {
  const folder = join(cache, "programs", hashSources(bundled.map((one) => join(root, one))));
  if (!existsSync(folder)) await oneAtATime("programs", async () => existsSync(folder) || (await bundleInto(folder)));
  const paths = Object.keys(entries).map((name) => [name, join(folder, `${name}.js`)]);
  return Object.fromEntries(paths) as typeof entries;
}

async function bundleInto(folder: string): Promise<void> {
  // With the first test that needs it: a bundler is slow to load.
  const { build } = await import("vite");
  const place = dirname(folder);
  mkdirSync(place, { recursive: true });
  // A run that began before the sources changed still uses its own.
  for (const name of readdirSync(place))
    if (statSync(join(place, name)).mtimeMs < Date.now() - dayMs) rmSync(join(place, name), { recursive: true });
  // Renamed when it is whole, so that half of one is never taken for it.
  const outDir = mkdtempSync(join(place, "bundling-"));
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [fromTheirSources, fewWords],
    ssr: { noExternal: true },
    build: { ssr: true, target: "node24", outDir, rolldownOptions: { input: entries } },
  });
  renameSync(outDir, folder);
}

/** What a program starts or reads beside one of its sources still lies there. */
const fromTheirSources: Plugin = {
  name: "from-their-sources",
  enforce: "pre",
  transform: (code, id) => code.replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href)),
};

const words = fileURLToPath(new URL("light/few-words.ts", import.meta.url));
const fewWords: Plugin = {
  name: "few-words",
  enforce: "pre",
  resolveId: (id) => (id.startsWith("@zxcvbn-ts/language-") ? words : undefined),
};

const dayMs = 24 * 60 * 60 * 1000;

/** Where each lies. */
export const programs = await prepare();
