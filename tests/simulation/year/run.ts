/** One year from its seed: acts by chance, checks after each, everybody settled now and then and at the end. */

import { beginChart } from "./acts/charts.ts";
import { sync } from "./acts/devices.ts";
import { acts } from "./acts/index.ts";
import { join } from "./acts/people.ts";
import { checkColleagues, checkDevice, checkLedger, checkSaved, checkSettled, checkWhole } from "./checks.ts";
import { dayMs } from "./clock.ts";
import { yearCryptoPort } from "./crypto.ts";
import { must } from "./must.ts";
import { Year } from "./year.ts";

export const stepsOfAYear = 70;
const settledEvery = 10;
/** To look through all that the server has costs as much as a few acts. */
const wordsEvery = 30;
/** A step takes a second or two, on a busy machine a few. */
const standsStillMs = 120_000;
/** Longer than others wait for the device that is to give a key. */
const turnMs = 31_000;

export type Outcome = {
  readonly seed: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly leaves: number;
  /** The step at which something was found, and what. */
  readonly finding?: { readonly step: number; readonly what: string; readonly told: readonly string[] };
};

export type YearOptions = {
  readonly steps?: number;
  /** Only the first so many of the acts that there are. */
  readonly acts?: number;
  /** A step that takes longer, by the clock on the wall, is what was found. */
  readonly patienceMs?: number;
};

export async function runYear(
  seed: string,
  { steps = stepsOfAYear, acts: upTo = acts.length, patienceMs = standsStillMs }: YearOptions = {},
): Promise<Outcome> {
  const year = new Year(seed, await yearCryptoPort());
  let step = 0;
  try {
    await year.server.start();
    await unlessItStands(year, patienceMs, () => begin(year));
    for (step = 1; step <= steps; step++) {
      await unlessItStands(year, patienceMs, () => oneStep(year, acts.slice(0, upTo)));
      if (step % settledEvery === 0 || step === steps)
        await unlessItStands(year, patienceMs, () => settle(year, step === steps || step % wordsEvery === 0));
    }
    await unlessItStands(year, patienceMs, () => lastLook(year));
    return { seed, counts: year.counts, leaves: year.ledger.size };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, counts: year.counts, leaves: year.ledger.size, finding: { step, what, told: year.told } };
  } finally {
    await year.end();
  }
}

/** @throws Error that says what waits; from then on no device of this year does anything. */
async function unlessItStands(year: Year, patience: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const stands = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const waits = year.devices.flatMap(({ name, asking }) => [...asking].map((path) => `${name} for ${path}`));
      reject(
        new Error(`nothing moved for ${patience / 1000} s; waits: ${waits.join(", ") || "nobody for the server"}`),
      );
      for (const device of year.devices) device.stopForGood();
    }, patience);
  });
  try {
    await Promise.race([work(), stands]);
  } finally {
    clearTimeout(timer);
  }
}

/** A practice of five with one shared chart. */
async function begin(year: Year): Promise<void> {
  const ada = year.newPerson("ada", "owner");
  const laptop = year.newDevice(ada);
  const founded = await laptop.vault.found({
    server: year.server.origin,
    practiceName: "Quittenkern",
    ownerName: "Ada Quittenkern",
    ownerEmail: "ada@quittenkern.example",
    deviceName: laptop.name,
    passphrase: ada.passphrase,
  });
  ada.kit = must(founded).kit.text;
  await year.learn(laptop);
  year.tell("ada's 1.: ada founds the practice");
  year.expected.push({ what: "founded", member: "ada", device: laptop.name });
  must(await laptop.vault.sync());
  for (const [name, role] of [
    ["ben", "clinician"],
    ["cleo", "clinician"],
    ["sam", "supervisor"],
    ["fay", "front-desk"],
  ] as const)
    await join(year, laptop, name, role);
  for (const name of ["ada", "ben", "cleo"]) {
    const device = year.devices.find(({ of }) => of === name);
    if (device) await beginChart(year, device);
  }
  await checkLedger(year);
}

async function oneStep(year: Year, known: typeof acts): Promise<void> {
  const before = year.told.length;
  for (let tries = 0; tries < 20 && year.told.length === before; tries++) await anAct(year, known);
  // About a year in all; some things happen on the same day.
  if (!year.chance.once(3)) year.pass(Math.floor(dayMs * (0.2 + year.chance.upTo(140) / 10)));
  const device = year.chance.oneOf(year.devices.filter(({ isHere }) => isHere));
  const synced = device !== undefined && (await sync(year, device));
  await checkLedger(year);
  if (device) await checkDevice(year, device, synced);
  if (device && synced) await checkColleagues(year, device);
  await checkSaved(year);
}

async function anAct(year: Year, known: typeof acts): Promise<void> {
  const all = known.reduce((sum, [, weight]) => sum + weight, 0);
  let at = year.chance.upTo(all);
  const [act] = known.find(([, weight]) => (at -= weight) < 0) ?? [];
  await act?.(year);
}

/** Everybody who can syncs until nothing changes any more, and is looked at. */
async function settle(year: Year, looksForWords: boolean): Promise<void> {
  // Twice at least: whose turn it is not waits before it acts, and the first round may be that wait.
  let waits = false;
  for (let round = 0, before = -1; round < 8 && (round < 2 || waits || before !== year.ledger.size); round++) {
    before = year.ledger.size;
    waits = false;
    for (const device of year.devices.filter(({ isHere }) => isHere)) {
      await device.unlock();
      device.clock.ring();
      await syncOrLearn(year, device);
      // What a sync leaves to say, as a proposal that is signed anew, goes with the next.
      const status = await device.vault.status();
      waits ||= status.phase === "open" && status.waiting !== status.held && status.provisional === undefined;
    }
    year.pass(turnMs);
    await checkLedger(year, looksForWords && before === year.ledger.size);
  }
  for (const device of year.devices.filter(({ isLocked, isGone }) => !isLocked && !isGone))
    await checkDevice(year, device, device.isHere);
  await checkSaved(year);
  await checkSettled(year);
}

async function syncOrLearn(year: Year, device: Parameters<typeof sync>[1]): Promise<void> {
  const outcome = await device.vault.sync();
  if (outcome.ok) return;
  if (outcome.error.code === "passphrase-replaced") device.needs = "passphrase";
  else if (outcome.error.code === "keys-replaced") device.needs = "kit";
  else throw new Error(`${device.name} does not sync: ${outcome.error.code}`);
}

/** Everybody verifies the whole ledger; who is out gets in no more, and shows nothing of what came after. */
async function lastLook(year: Year): Promise<void> {
  for (const device of year.devices.filter(({ isHere }) => isHere)) await checkWhole(year, device);
  for (const device of year.devices.filter(({ isGone }) => isGone)) {
    await device.unlock();
    device.network = "up";
    const outcome = await device.vault.sync();
    if (outcome.ok) throw new Error(`${device.name} is out, and syncs`);
    year.count(`out: ${outcome.error.code}`);
    await checkDevice(year, device, false);
  }
}
