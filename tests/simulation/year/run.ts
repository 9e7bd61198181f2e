/** One year from its seed: acts by chance, checks after each, everybody settled now and then and at the end. */

import { lightCryptoPort } from "../../light/crypto-port.ts";
import { beginChart } from "./acts/charts.ts";
import { sync } from "./acts/devices.ts";
import { acts } from "./acts/index.ts";
import { join } from "./acts/people.ts";
import { checkDevice, checkLedger, checkSaved, checkSettled, checkWhole } from "./checks.ts";
import { must } from "./must.ts";
import { dayMs } from "./clock.ts";
import { Year } from "./year.ts";

export const stepsOfAYear = 70;
const settledEvery = 10;
/** Longer than others wait for the device that is to give a key. */
const patienceMs = 31_000;

export type Outcome = {
  readonly seed: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly leaves: number;
  /** The step at which something was found, and what. */
  readonly finding?: { readonly step: number; readonly what: string; readonly told: readonly string[] };
};

export async function runYear(seed: string, steps = stepsOfAYear): Promise<Outcome> {
  const year = new Year(seed, await lightCryptoPort());
  let step = 0;
  try {
    await year.server.start();
    await begin(year);
    for (step = 1; step <= steps; step++) {
      await oneStep(year);
      if (step % settledEvery === 0 || step === steps) await settle(year);
    }
    await lastLook(year);
    return { seed, counts: year.counts, leaves: year.ledger.size };
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, counts: year.counts, leaves: year.ledger.size, finding: { step, what, told: year.told } };
  } finally {
    await year.end();
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

async function oneStep(year: Year): Promise<void> {
  const before = year.told.length;
  for (let tries = 0; tries < 20 && year.told.length === before; tries++) await anAct(year);
  // About a year in all; some things happen on the same day.
  if (!year.chance.once(3)) year.pass(Math.floor(dayMs * (0.2 + year.chance.upTo(140) / 10)));
  const device = year.chance.oneOf(year.devices.filter(({ isHere }) => isHere));
  const synced = device !== undefined && (await sync(year, device));
  await checkLedger(year);
  if (device) await checkDevice(year, device, synced);
  await checkSaved(year);
}

async function anAct(year: Year): Promise<void> {
  const all = acts.reduce((sum, [, weight]) => sum + weight, 0);
  let at = year.chance.upTo(all);
  const [act] = acts.find(([, weight]) => (at -= weight) < 0) ?? [];
  await act?.(year);
}

/** Everybody who can syncs until nothing changes any more, and is looked at. */
async function settle(year: Year): Promise<void> {
  // Twice at least: whose turn it is not waits before it acts, and the first round may be that wait.
  for (let round = 0, before = -1; round < 8 && (round < 2 || before !== year.ledger.size); round++) {
    before = year.ledger.size;
    for (const device of year.devices.filter(({ isHere }) => isHere)) {
      await device.unlock();
      device.clock.ring();
      await syncOrLearn(year, device);
    }
    year.pass(patienceMs);
    await checkLedger(year, before === year.ledger.size);
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
