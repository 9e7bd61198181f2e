/**
 * What was done since a device of one's own was lost or stolen, read off the roster, and of what the server alone keeps off what this
 * device noted when it was made anew. Nothing of it is a list that somebody ticks.
 */

import { toHex } from "@alcove/bytes";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { DeviceGone } from "../facade.ts";
import { dayBefore } from "./days.ts";
import { goneDevices, keysReplacedAt } from "./gone-devices.ts";

const dayMs = 86_400_000;
const shownDays = 30;

/** Of what lies at the server, at which place of the ledger this device last made it anew. */
export type MadeAnew = "secondFactorAt" | "spareCodesAt";

export function deviceGone(disk: Disk, { state: { roster }, keys, fold }: Opened, now: number): DeviceGone | undefined {
  if (!roster) return undefined;
  const replacedAt = keysReplacedAt(roster, keys.account);
  const firstDay = new Date(now - shownDays * dayMs).toISOString().slice(0, 10);
  const shown = goneDevices(roster, keys.account)
    .map((gone) => ({ ...gone, day: dayBefore(disk, gone.index) }))
    .filter(({ index, day }) => replacedAt < index || day === undefined || day >= firstDay);
  const goneAt = shown[0]?.index ?? Number.POSITIVE_INFINITY;
  const isAnew = (what: MadeAnew) => Number(disk.settings.get(what) ?? -1) >= goneAt;
  return {
    devices: shown.map(({ device: { device }, why, day }) => ({
      id: toHex(device),
      name: fold.nameOf(device) ?? "",
      why,
      ...(day === undefined ? {} : { day }),
    })),
    keysReplaced: replacedAt >= goneAt,
    cardsAnew: (roster.recoverySet?.sinceIndex ?? -1) > goneAt,
    secondFactorAnew: isAnew("secondFactorAt"),
    spareCodesAnew: isAnew("spareCodesAt"),
  };
}
