/** Openings that wait for this member to let them through (docs/spec, GRD-17, GRD-18). */

import { type Bytes, toHex } from "@alcove/bytes";
import {
  activeReadersOf,
  activeReleasersOf,
  type Compartment,
  currentEpoch,
  deviceAt,
  type Epoch,
  isAmong,
  keepsRelease,
  type KeyLog,
  type Opening,
  parseOpening,
  type Roster,
} from "@alcove/protocol";
import type { OpenKeys } from "./keys.ts";
import type { EngineState } from "./state.ts";

/** Who asks waits no longer than this, and nobody is let in later: by whoever's clock. */
export const waitingMs = 3_600_000;

export type Asked = {
  /** Of the chart and the device that asks: a chart of two compartments is asked for by two openings. */
  readonly id: string;
  readonly entry: Bytes;
  readonly opening: Opening;
  readonly compartment: Compartment;
  readonly epoch: Epoch;
};

export function askedOf({ roster, asked, keyLogs }: EngineState, { account }: OpenKeys, now: number): Asked[] {
  if (!roster) return [];
  return [...asked.values()].flatMap((entry): Asked[] => {
    const opening = parseOpening(entry);
    const name = opening && toHex(opening.body.compartment);
    const compartment = name && roster.compartments.get(name);
    const log = name && keyLogs.get(name);
    if (!opening || !compartment || !log || !isWaiting(roster, compartment, log, opening)) return [];
    const epoch = currentEpoch(log);
    const may = keepsRelease(epoch, account) && isAmong(activeReleasersOf(roster, compartment), account);
    if (!may || Math.abs(now - opening.body.at) > waitingMs) return [];
    const chart = compartment.chart ? toHex(compartment.chart) : "";
    return [{ id: `${chart}-${toHex(opening.body.device)}`, entry, opening, compartment, epoch }];
  });
}

/** What answers it still stands: the asker has not left, and the key is the one that was asked for. */
function isWaiting(roster: Roster, compartment: Compartment, log: KeyLog, { body }: Opening): boolean {
  const device = deviceAt(roster, body.device, Number.MAX_SAFE_INTEGER);
  const reads = device && isAmong(activeReadersOf(roster, compartment), device.account);
  return reads === true && body.epoch === currentEpoch(log).epoch;
}
