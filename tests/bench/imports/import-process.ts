/** A device that founds a practice and takes a folder in, in a process of its own. Prints one JSON line. */

import { readFileSync } from "node:fs";
import type { Context } from "../../../apps/cli/src/context.ts";
import { importFolder } from "../../../apps/cli/src/import/import-folder.ts";
import { foundOn, openDevice } from "../real-parts.ts";

export type Order = {
  readonly origin: string;
  /** Its process, which works for this device alone. */
  readonly server: number;
  readonly folder: string;
  readonly source: string;
  readonly files: number;
};
export type Measured = { readonly seconds: number; readonly cpuSeconds: number };

const { origin, server, folder, source, files } = JSON.parse(process.argv[2] ?? "null") as Order;
const { vault } = await openDevice(folder);
await foundOn(vault, origin);
const quiet = {
  globals: { waitMs: 60_000 },
  output: { progress: () => {} },
  interrupt: { gently: () => () => {}, exitCode: () => undefined },
} as unknown as Context;
const before = cpuOf("self") + cpuOf(server);
const began = performance.now();
const request = {
  path: source,
  plan: undefined,
  isDryRun: false,
  report: undefined,
  isWithoutOriginals: false,
  asTheyCame: false,
};
const done = await importFolder(quiet, vault, request);
const seconds = (performance.now() - began) / 1000;
const cpuSeconds = cpuOf("self") + cpuOf(server) - before;
const charts = await vault.charts();
const notes = charts.reduce((sum, { progressNotes }) => sum + progressNotes, 0);
if (!done.ok || notes !== files || charts.length !== 10) throw new Error(`${notes} of ${files} in ${charts.length}`);
await vault.close();
console.log(JSON.stringify({ seconds, cpuSeconds } satisfies Measured));

/** Seconds, with those of processes that it started and that have ended: each file is read in one. Of Linux, in hundredths. */
function cpuOf(pid: number | "self"): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / 100;
}
