/** Devices: synced, offline, locked, turned off, lost, enrolled further. */

import type { Fact } from "../../people/facts.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import { pair } from "../pair.ts";
import { type Year, openStatus } from "../year.ts";
import { type Act, byNetwork, does, mostlyOwner, somebody, withFault } from "./frame.ts";
import { rekey } from "./own-keys.ts";

export async function sync(year: Year, device: YearDevice): Promise<boolean> {
  if (device.isGone || device.network === "down") return false;
  await device.unlock();
  withFault(year, device);
  const { fault } = device;
  const outcome = await device.unlessItDies(() => device.vault.sync());
  device.fault = undefined;
  if (outcome === "died") {
    year.tell(`${device.name}: syncs, dies (${fault?.what} at request ${fault?.after}) and is turned on again`);
    year.count("died");
    await device.turnOnAgain();
    await device.unlock();
    return false;
  }
  if (outcome.ok) return true;
  const { code } = outcome.error;
  if (code === "passphrase-replaced") device.needs = "passphrase";
  else if (code === "keys-replaced") device.needs = "kit";
  else if (!(byNetwork.has(code) && fault)) throw new Error(`${device.name} does not sync: ${code}`);
  return false;
}

export const goOffline: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isHere }) => isHere));
  // Somebody has to be there for the others.
  if (!device || year.live(year.personOf(device)).length < (year.personOf(device).role === "owner" ? 2 : 1)) return;
  device.network = "down";
  year.tell(`${device.name}: goes offline`);
  year.count("offline");
};

export const comeBack: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ network, isGone }) => network === "down" && !isGone));
  if (!device) return;
  device.network = "up";
  year.tell(`${device.name}: is online again`);
  if (device.needs === undefined) await sync(year, device);
};

export const lockOne: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isGone, isLocked }) => !isGone && !isLocked));
  if (!device) return;
  await device.lock();
  year.tell(`${device.name}: is locked`);
};

export const turnedOff: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isGone }) => !isGone));
  if (!device) return;
  await device.turnOnAgain();
  year.tell(`${device.name}: is turned off and on`);
};

export const secondDevice: Act = async (year) => {
  const device = somebody(year);
  if (!device) return;
  const person = year.personOf(device);
  if (person.devices.filter(({ isGone }) => !isGone).length > 2) return;
  await device.unlock();
  const provisional = (await openStatus(device)).provisional !== undefined;
  const byKit = provisional || year.chance.once(2);
  const fresh = year.newDevice(person);
  const { kit, passphrase } = person;
  if (byKit) must(await fresh.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: fresh.name }));
  else await pair(device, fresh);
  await year.learn(fresh);
  must(await fresh.vault.sync());
  year.tell(
    `${fresh.name}: is ${person.name}'s further device, ${byKit ? "by Kit" : `by pairing with ${device.name}`}`,
  );
  year.expected.push({ what: "enrolled", device: fresh.name, of: person.name });
  year.count(byKit ? "enrolled by Kit" : "enrolled by pairing");
};

export const confirm: Act = async (year) => {
  for (const device of year.devices.filter(({ isHere, isLocked }) => isHere && !isLocked)) {
    if (!(await openStatus(device)).provisional || year.chance.once(2)) continue;
    await does(year, device, "says that what it sees is new", () => device.vault.confirmFreshness());
    year.count("confirmed");
  }
};

export const phoneLost: Act = async (year) => {
  const person = year.chance.oneOf(
    year.present.filter((one) => one.devices.filter(({ isGone }) => !isGone).length > 1),
  );
  const device = year.chance.oneOf(year.live(person));
  const lost = year.chance.oneOf(person?.devices.filter((one) => one !== device && !one.isGone) ?? []);
  if (!device || !lost) return;
  if (year.chance.once(2)) return rekey(year, device, lost);
  await revoke(year, device, lost);
};

/** Somebody else says it: an owner. */
export const phoneOfOther: Act = async (year) => {
  const device = mostlyOwner(year);
  const lost = year.chance.oneOf(year.present.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device || !lost || lost.of === device.of) return;
  const person = year.personOf(lost);
  if (person.role === "owner" || person.devices.filter(({ isGone }) => !isGone).length < 2) return;
  await revoke(year, device, lost);
};

async function revoke(year: Year, device: YearDevice, lost: YearDevice): Promise<void> {
  const why = year.chance.oneOf(["retired", "lost", "stolen"] as const) ?? "lost";
  const fact: Fact = { what: "revoked", device: lost.name, why, by: device.of };
  const request = { device: lost.id, reason: why };
  if (await does(year, device, `says that ${lost.name} is ${why}`, () => device.vault.revokeDevice(request), [fact])) {
    lost.isGone = true;
    year.count(`revoked: ${why}`);
  }
}
