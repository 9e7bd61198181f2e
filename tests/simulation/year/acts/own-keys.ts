/** One's own keys: another passphrase, other keys, and what the other devices need then. */

import type { Fact } from "../../people/facts.ts";
import type { YearDevice } from "../device.ts";
import type { Year } from "../year.ts";
import { type Act, somebody } from "./frame.ts";
import { endPasskeys } from "./ways-in.ts";

/** What a device needs after keys or passphrase were replaced on another. */
export const giveKeys: Act = async (year) => {
  const device = year.chance.oneOf(
    year.devices.filter(({ isGone, needs, network }) => !isGone && needs && network === "up"),
  );
  if (!device) return;
  const person = year.personOf(device);
  const kit = device.needs === "kit" ? { kit: person.kit } : {};
  const request = { passphrase: person.passphrase, ...kit };
  await device.unlock();
  const before = device.passphrase;
  device.passphrase = person.passphrase;
  const taken = await device.vault.takeNewKeys(request);
  year.tell(`${device.name}: is given the new ${device.needs}: ${taken.ok ? "done" : taken.error.code}`);
  if (taken.ok) {
    device.needs = undefined;
    year.count("took new keys");
    return;
  }
  device.passphrase = before;
  if (taken.error.code === "keys-replaced") device.needs = "kit";
  else throw new Error(`${device.name} does not take the new keys: ${taken.error.code}`);
};

export const changePassphrase: Act = async (year) => {
  const device = somebody(year);
  if (!device) return;
  const person = year.personOf(device);
  const next = year.newPassphrase();
  await device.unlock();
  const changed = await device.vault.changePassphrase({ now: device.passphrase, next });
  year.tell(`${device.name}: changes the passphrase: ${changed.ok ? "done" : changed.error.code}`);
  if (!changed.ok) throw new Error(`${device.name} can't change the passphrase: ${changed.error.code}`);
  device.passphrase = next;
  person.passphrase = next;
  for (const other of person.devices) if (other !== device && !other.isGone && !other.needs) other.needs = "passphrase";
  year.count("changed passphrase");
};

export async function rekey(year: Year, device: YearDevice, lost?: YearDevice): Promise<void> {
  const person = year.personOf(device);
  const next = year.newPassphrase();
  const reason = lost ? "stolen" : "exposed";
  await device.unlock();
  const facts: Fact[] = [
    ...(lost ? [{ what: "revoked", device: lost.name, why: "stolen", by: person.name } as const] : []),
    { what: "rekeyed", member: person.name },
  ];
  const rekeyed = await device.vault.rekey({
    reason,
    now: device.passphrase,
    next,
    ...(lost ? { device: lost.id } : {}),
  });
  year.tell(
    `${device.name}: replaces all keys${lost ? `, ${lost.name} is stolen` : ""}: ${rekeyed.ok ? "done" : rekeyed.error.code}`,
  );
  if (!rekeyed.ok) {
    if (rekeyed.error.code !== "device-provisional" && rekeyed.error.code !== "not-entitled")
      throw new Error(`${device.name} can't rekey: ${rekeyed.error.code}`);
    return void year.count(`refused: ${rekeyed.error.code}`);
  }
  year.expected.push(...facts);
  device.passphrase = next;
  person.passphrase = next;
  person.kit = rekeyed.value.kit.text;
  endPasskeys(person);
  if (lost) lost.isGone = true;
  for (const other of person.devices) if (other !== device && !other.isGone) other.needs = "kit";
  year.count("rekeyed");
}

export const rekeyOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await rekey(year, device);
};
