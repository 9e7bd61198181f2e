/**
 * The crisis card of a guarded chart: safety plan, contacts, medication, in a compartment of its own that is not guarded, so that
 * it opens without the server. It asks for the passphrase once more, and stands on record before its words are shown.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, isAmong, type Operation, type Roster } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import { forgetKeys } from "../../engine/keys.ts";
import type { Opened } from "../../engine/opened.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { CrisisCard, CrisisOpeningView } from "../../facade.ts";
import type { Ports, SqlRow } from "../../ports.ts";
import { isOpenHere } from "./view.ts";
import { revisionFor } from "../notes.ts";
import { compartmentsOf, crisisOf, idFrom } from "../open-charts.ts";
import { readNextKeys } from "../own-keys/next-keys.ts";
import { unlockDevice } from "../unlock.ts";

const cardOf = (opened: Opened, chart: Bytes): SqlRow | undefined =>
  opened.fold.crisisOf(chart).find((row) => row["type"] === "crisis-card");

/** Needs the chart open. Failures: `guard-absent`, `guard-closed`, the network's where the chart has no card yet. */
export async function saveCrisisCard(
  { clock, crypto }: Ports,
  opened: Opened,
  { chart: id, ...card }: CrisisCard & { readonly chart: string },
): Promise<Result<undefined, Failure>> {
  const chart = idFrom(id);
  if (!chart || !opened.isGuardedChart(chart)) return fail(failure("guard-absent"));
  if (!isOpenHere(opened, chart)) return fail(failure("guard-closed"));
  const { roster } = opened.state;
  if (!roster || !compartmentFor(roster, opened.keys.account, "crisis", chart)) {
    const begun = await begin(opened, chart);
    if (!begun.ok) return begun;
  }
  const there = cardOf(opened, chart);
  const record = (there?.["record"] as Bytes | undefined) ?? crypto.random(16);
  const revision = { type: "crisis-card" as const, revision: crypto.random(16), writtenAt: clock.now(), ...card };
  await opened.keep([revisionFor({ kind: "crisis", chart }, record, revision, opened.fold.standing(record))]);
  return ok();
}

/** For all who can open the chart, who also write there: that they opened the card. Their keys follow by themselves. */
async function begin(opened: Opened, chart: Bytes): Promise<Result<undefined, Failure>> {
  const begun = await opened.sync.begin({ kind: "crisis", chart });
  if (!begun.ok) return begun;
  return opened.sync.state((roster) => ok({ operations: othersIn(opened, roster, chart) }));
}

function othersIn({ keys }: Opened, roster: Roster, chart: Bytes): Operation[] {
  const card = crisisOf(roster, chart).find((one) => isAmong(one.readers, keys.account));
  const team = compartmentsOf(roster, chart).flatMap((one) => (one.kind === "clinical" ? one.readers : []));
  return team
    .filter((account) => card && !equalBytes(account, keys.account) && !isAmong(card.readers, account))
    .map((account): Operation => ["entitle", account, "read-write", null, card ? [card.compartment] : []]);
}

/** In an open chart, where this is on record already. `undefined`: it has none. */
export async function crisisCard(opened: Opened, id: string): Promise<Result<CrisisCard | undefined, Failure>> {
  const chart = idFrom(id);
  if (!chart || !isOpenHere(opened, chart)) return fail(failure("guard-closed"));
  const row = cardOf(opened, chart);
  return ok(row && (await wordsOf(opened, row)));
}

/**
 * By step-up: the passphrase again, and why. On this device's disk before the words are shown, and from there in everybody's
 * chart. Failures: `passphrase-wrong`, `crisis-card-missing`, `reason-empty`, `disk-full`.
 */
export async function openCrisisCard(
  { clock, crypto }: Ports,
  disk: Disk,
  opened: Opened,
  request: { readonly chart: string; readonly passphrase: string; readonly reason: string },
): Promise<Result<CrisisCard, Failure>> {
  const chart = idFrom(request.chart);
  const row = chart && cardOf(opened, chart);
  if (!chart || !row) return fail(failure("crisis-card-missing"));
  const reason = request.reason.trim();
  if (reason === "") return fail(failure("reason-empty"));
  const again = await unlockDevice(crypto, opened.profile, readNextKeys(disk), request.passphrase);
  if (!again.ok) return again;
  forgetKeys(again.value.keys);
  const card = await wordsOf(opened, row);
  if (!card) return fail(failure("crisis-card-missing"));
  const revision = { type: "crisis-opening" as const, revision: crypto.random(16), writtenAt: clock.now(), reason };
  await opened.keep([revisionFor({ kind: "crisis", chart }, crypto.random(16), revision, [])]);
  return ok(card);
}

async function wordsOf(opened: Opened, row: SqlRow): Promise<CrisisCard | undefined> {
  const revision = await opened.openRevision(row["current"] as Bytes);
  if (revision?.type !== "crisis-card") return undefined;
  const { safetyPlan, contacts, medication } = revision;
  return { safetyPlan, contacts, medication };
}

/** Who opened the card by step-up, newest first. */
export async function crisisOpenings(opened: Opened, chart: Bytes): Promise<CrisisOpeningView[]> {
  const { fold, state } = opened;
  const rows = fold.crisisOf(chart).filter((row) => row["type"] === "crisis-opening");
  const views = await Promise.all(
    rows.map(async (row): Promise<CrisisOpeningView | undefined> => {
      const revision = await opened.openRevision(row["current"] as Bytes);
      const device = row["author"] as Bytes;
      const member = state.roster?.devices.get(toHex(device))?.account;
      if (revision?.type !== "crisis-opening" || !member) return undefined;
      const names = { name: fold.nameOf(member) ?? "", device: fold.nameOf(device) ?? "" };
      return { member: toHex(member), ...names, at: revision.writtenAt, reason: revision.reason };
    }),
  );
  return views.filter((one) => one !== undefined);
}
