/** A device that was taken out comes back into its person's hands. */

import { must } from "../must.ts";
import { pair } from "../pair.ts";
import { openStatus } from "../year.ts";
import { writeOn } from "./charts.ts";
import type { Act } from "./frame.ts";

/** One that was lost or retired is found, written on, and paired again: the same thing in the hand, another device. */
export const foundAgain: Act = async (year) => {
  const found = year.present.flatMap(({ devices }) => devices.filter((one) => one.isGone && !one.isBeforeCards));
  const device = year.chance.oneOf(found);
  const inviter = device && year.chance.oneOf(year.live(year.personOf(device)));
  if (!device || !inviter) return;
  const person = year.personOf(device);
  await inviter.unlock();
  if ((await openStatus(inviter)).provisional) return;
  await device.unlock();
  device.network = "up";
  const told = await device.vault.sync();
  if (told.ok || told.error.code !== "device-revoked") throw new Error(`${device.name} is out, and is not told`);
  await writeOn(year, device);
  // One that locked by itself was unlocked for it, and is told again.
  await device.vault.sync();
  device.passphrase = person.passphrase;
  await pair(inviter, device);
  await year.learn(device);
  device.isGone = false;
  device.needs = undefined;
  must(await device.vault.sync());
  year.tell(`${device.name}: is found again and paired with ${inviter.name}`);
  year.expected.push({ what: "enrolled", device: device.name, of: person.name });
  year.count("found again");
};
