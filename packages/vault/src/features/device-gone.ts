/**
 * What was done since a device of one's own was lost or stolen, read off the roster, and of what the server alone keeps off what this
 * device noted when it was made anew. Nothing of it is a list that somebody ticks.
 */

import { equalBytes, toHex } from "@alcove/bytes";
import type { Disk } from "../disk.ts";
import type { Opened } from "../engine/opened.ts";
import type { DeviceGone, GoneDevice } from "../facade.ts";
import { dayBefore } from "./days.ts";

const dayMs = 86_400_000;
const shownDays = 30;

/** Of what lies at the server, at which place of the ledger this device last made it anew. */
export type MadeAnew = "secondFactorAt" | "spareCodesAt";

export function deviceGone(disk: Disk, { state, keys, fold }: Opened, now: number): DeviceGone {
  const { roster } = state;
  const isOwn = ({ account }: { readonly account: Uint8Array }) => equalBytes(account, keys.account);
  const replacedAt = Math.max(-1, ...(roster?.former.filter(isOwn).map(({ untilIndex }) => untilIndex) ?? []));
  const firstDay = new Date(now - shownDays * dayMs).toISOString().slice(0, 10);
  const found = [...(roster?.devices.values() ?? [])]
    .flatMap((one) => {
      const { index, reason } = one.revoked ?? {};
      if (!isOwn(one) || index === undefined || (reason !== "lost" && reason !== "stolen")) return [];
      const day = dayBefore(disk, index);
      const isLeft = replacedAt < index || day === undefined || day >= firstDay;
      const device: GoneDevice = { id: toHex(one.device), name: fold.nameOf(one.device) ?? "", why: reason };
      return isLeft ? [{ index, device: day === undefined ? device : { ...device, day } }] : [];
    })
    .toSorted((a, b) => b.index - a.index);
  const goneAt = found[0]?.index ?? Number.POSITIVE_INFINITY;
  const isAnew = (what: MadeAnew) => Number(disk.settings.get(what) ?? -1) >= goneAt;
  return {
    devices: found.map(({ device }) => device),
    // One statement can take a device out and begin new keys.
    keysReplaced: replacedAt >= goneAt,
    cardsAnew: (roster?.recoverySet?.sinceIndex ?? -1) > goneAt,
    secondFactorAnew: isAnew("secondFactorAt"),
    spareCodesAnew: isAnew("spareCodesAt"),
  };
}
