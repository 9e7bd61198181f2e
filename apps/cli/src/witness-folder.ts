/**
 * The folder of a witness that a person runs: `witness.<n>.json`, of which the highest counts. Each step is a new file that appears whole
 * or not at all, and never in the place of one that is there: of two that begin from the same step one has its way, and what was
 * cosigned is on disk before the signature is handed out.
 */

import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { ok, type Result, toHex } from "@alcove/bytes";
import type { WitnessFile } from "@alcove/vault";
import { codeOf, readSmallText, writeNewFile } from "./files.ts";
import { refuse, type Refusal } from "./refusal.ts";

const maxBytes = 1024 * 1024;
const namePattern = /^witness\.(\d{1,9})\.json$/;

export type WitnessStep = { readonly step: number; readonly file: WitnessFile };

export function makeWitnessFolder(folder: string, file: WitnessFile): Result<undefined, Refusal> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return refuse("file-unwritable", { path: folder, reason: codeOf(error) });
  }
  if (stepsIn(folder).length > 0) return refuse("file-exists", { path: folder });
  const kept = keepStep(folder, { step: 1, file });
  if (!kept.ok) return kept;
  return kept.value ? ok() : refuse("file-exists", { path: folder });
}

export function readWitnessFolder(folder: string): Result<WitnessStep, Refusal> {
  const step = stepsIn(folder)[0];
  if (step === undefined) return refuse("file-unreadable", { path: folder, reason: "no witness in it" });
  const path = join(folder, `witness.${step}.json`);
  const text = readSmallText(path, maxBytes);
  if (!text.ok) return text;
  const file = parseWitness(text.value);
  return file ? ok({ step, file }) : refuse("file-unreadable", { path, reason: "damaged" });
}

/** False: somebody else took this step meanwhile, and nothing was kept. */
export function keepStep(folder: string, { step, file }: WitnessStep): Result<boolean, Refusal> {
  const whole = join(folder, `new-${toHex(crypto.getRandomValues(new Uint8Array(8)))}`);
  const written = writeNewFile(whole, `${JSON.stringify(file)}\n`);
  if (!written.ok) return written;
  try {
    linkSync(whole, join(folder, `witness.${step}.json`));
    syncFolder(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return ok(false);
    return refuse("file-unwritable", { path: folder, reason: codeOf(error) });
  } finally {
    unlinkSync(whole);
  }
  for (const older of stepsIn(folder).slice(1)) unlinkSync(join(folder, `witness.${older}.json`));
  return ok(true);
}

/** Newest first. */
function stepsIn(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
  return names.flatMap((name) => Number(namePattern.exec(name)?.[1] ?? [])).sort((a, b) => b - a);
}

function parseWitness(text: string): WitnessFile | undefined {
  try {
    const value = JSON.parse(text) as WitnessFile;
    const isWhole = typeof value.name === "string" && /^[0-9a-f]{64}$/.test(value.seed);
    const isRight = ({ size, root }: WitnessFile["last"][string]) =>
      Number.isSafeInteger(size) && /^[0-9a-f]{64}$/.test(root);
    return isWhole && Object.values(value.last).every(isRight) ? value : undefined;
  } catch {
    return undefined;
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
