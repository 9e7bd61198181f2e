/** What every act is made of: who does it, what may come between, and what it must leave in the ledger. */

import type { Outcome } from "@alcove/vault";
import type { Fact } from "../../people/facts.ts";
import type { YearDevice } from "../device.ts";
import type { Person, Year } from "../year.ts";

export type Act = (year: Year) => Promise<void>;

/** Refusals of an honest act: by authority, by what came between, by the network that the year took away. */
export const byAuthority = new Set([
  "not-entitled",
  "last-reader",
  "last-owner",
  "second-owner-needed",
  "device-provisional",
  "chart-empty",
  "chart-unknown",
  "member-unknown",
  "head-moved",
  "account-suspended",
  "releaser-last",
  "emergency-over",
  "note-unknown",
  "cards-at-work",
  "guard-closed",
]);

export const byNetwork = new Set(["server-unreachable", "keys-unsettled"]);

/** Of a device that is out, or whose person has to give it something first. */
const byKeys = new Set(["device-revoked", "login-refused", "passphrase-replaced", "keys-replaced"]);

/** `says`: what stands in the ledger where it went through; where nobody knows, perhaps. */
export async function does(
  year: Year,
  device: YearDevice,
  what: string,
  work: () => Promise<Outcome<unknown>>,
  says: readonly Fact[] = [],
): Promise<boolean> {
  await device.unlock();
  const { fault } = device;
  const outcome = await device.unlessItDies(work);
  const faulty = fault ? ` (${fault.what} at request ${fault.after})` : "";
  device.fault = undefined;
  if (outcome === "died") {
    year.tell(`${device.name}: ${what}${faulty}: dies and is turned on again`);
    year.count("died");
    year.perhaps.push(...says);
    await device.turnOnAgain();
    await device.unlock();
    return false;
  }
  const code = outcome.ok ? "done" : outcome.error.code;
  year.tell(`${device.name}: ${what}${faulty}: ${code}`);
  if (outcome.ok) {
    year.expected.push(...says);
    return true;
  }
  if (byNetwork.has(code) && (fault || device.network === "down")) {
    year.perhaps.push(...says);
    return false;
  }
  year.count(`refused: ${code}`);
  if (!byAuthority.has(code) && !byKeys.has(code)) throw new Error(`${device.name}, ${what}: ${code}`);
  return false;
}

export const somebody = (year: Year, among: readonly Person[] = year.present): YearDevice | undefined => {
  const able = among.filter((person) => year.live(person).length > 0);
  return year.chance.oneOf(year.live(year.chance.oneOf(able)));
};

/** Usually somebody who may: an owner. */
export const mostlyOwner = (year: Year): YearDevice | undefined =>
  somebody(year, year.chance.once(6) ? year.present : year.owners);

export function withFault(year: Year, device: YearDevice): void {
  if (!year.chance.once(6)) return;
  const what = year.chance.oneOf(["cut", "lost", "dies-first", "dies-after"] as const) ?? "cut";
  device.fault = { what, after: year.chance.upTo(6) };
}

export function leaves(person: Person): void {
  person.isGone = true;
  for (const one of person.devices) one.isGone = true;
}
