/** What was destroyed, said of the roster's statements as they lie on this device; and of whole charts what stands in the log that is left. */

import { type AccountId, type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import {
  type Compartment,
  type Failure,
  failure,
  goesWithItsChart,
  isDestroyedChart,
  type OperationOf,
  parseStatement,
  type Roster,
  signerKinds,
  type Statement,
} from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { signedBodies } from "../../engine/signed-bodies.ts";
import type {
  DestroyedChart,
  DestroyedCompartment,
  DestructionCertificate,
  DestructionGround,
  UnseenDevice,
} from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { dayBefore } from "../days.ts";
import { areWhole } from "../leaving/could-have-read.ts";
import { rightsHistory } from "../leaving/rights-history.ts";
import { idFrom } from "../open-charts.ts";
import { dayText } from "../presence.ts";
import { partsOf, staysOf } from "./parts.ts";

type Place = { readonly ports: Ports; readonly disk: Disk; readonly opened: Opened };
type Found = {
  readonly index: number;
  readonly entry: Bytes;
  readonly statement: Statement;
  readonly operation: OperationOf<"compartment.destroy">;
  readonly compartment: Compartment;
};

const statements = new Set(["roster"] as const);

/** Each statement is held against its leaf. */
function* destructions(disk: Disk, roster: Roster): Generator<Found> {
  const counted = new Set([...roster.heads.values()].map(({ index }) => index));
  for (const { index, entry } of signedBodies(disk, statements, roster.headIndex + 1)) {
    const statement = counted.has(index) ? parseStatement(entry) : undefined;
    for (const operation of statement?.body.operations ?? []) {
      const compartment = operation[0] === "compartment.destroy" && roster.compartments.get(toHex(operation[1]));
      if (operation[0] === "compartment.destroy" && compartment && statement)
        yield { index, entry, statement, operation, compartment };
    }
  }
}

function actOf({ disk, opened }: Place, { index, statement }: Found) {
  const day = dayBefore(disk, index);
  const { account } = statement.body;
  return { index, ...(day ? { day } : {}), by: toHex(account), byName: opened.fold.nameOf(account) ?? "" };
}

/** Newest first; of each chart the statement that ended it. */
export function destroyedCharts(place: Place): DestroyedChart[] {
  const { roster } = place.opened.state;
  const charts = new Map<string, DestroyedChart>();
  for (const found of roster ? destructions(place.disk, roster) : []) {
    const { chart } = found.compartment;
    if (!chart || !goesWithItsChart(found.compartment)) continue;
    const chartName = place.opened.fold.nameOf(chart) ?? "";
    charts.set(toHex(chart), { chart: toHex(chart), chartName, act: actOf(place, found) });
  }
  return [...charts.values()].toReversed();
}

/** Of a chart. Failures: `chart-unknown`, `nothing-destroyed`, `store-damaged`. */
export function destructionCertificate(place: Place, chartId: string): Result<DestructionCertificate, Failure> {
  const { ports, disk, opened } = place;
  const { state, fold, keys, profile } = opened;
  const { roster, checkpoint } = state;
  const chart = idFrom(chartId);
  if (!chart || !roster || !checkpoint) return fail(failure("chart-unknown"));
  // Each statement below is held against its leaf, and the leaves against what the server signed.
  if (!areWhole(disk, checkpoint)) return fail(failure("store-damaged"));
  const nameOf = (id: Bytes): string => fold.nameOf(id) ?? "";
  const found = [...destructions(disk, roster)].filter(
    ({ compartment }) => compartment.chart && equalBytes(compartment.chart, chart),
  );
  const last = found.at(-1);
  if (!last) return fail(failure("nothing-destroyed"));
  const ended = found.findLast(({ compartment }) => goesWithItsChart(compartment));
  const ground = ended && groundOf(opened, chart, ended);
  return ok({
    format: "alcove-destroyed-2",
    practice: { id: toHex(roster.practice), name: profile.practiceName },
    chart: { id: toHex(chart), name: nameOf(chart) },
    madeAt: ports.clock.now(),
    madeBy: { id: toHex(keys.account), name: profile.memberName },
    ledger: { size: checkpoint.size, root: toHex(checkpoint.root) },
    destroyed: found.map((one): DestroyedCompartment => {
      const { entry, statement, operation } = one;
      const [, compartment, entries, digest] = operation;
      const { account, device } = statement.body;
      const second = statement.signatures.find(
        ({ kind, id }) => kind === signerKinds.identity && !equalBytes(id, account),
      );
      return {
        compartment: toHex(compartment),
        kind: one.compartment.kind as DestroyedCompartment["kind"],
        act: actOf(place, one),
        ...(second ? { withOwner: { id: toHex(second.id), name: nameOf(second.id) } } : {}),
        device: { id: toHex(device), name: nameOf(device) },
        statement: toHex(hash(entry)),
        entries,
        digest: toHex(digest),
      };
    }),
    ...(ground ? { ground } : {}),
    stays: isDestroyedChart(roster, chart) ? staysOf(partsOf(roster, keys.account, chart).left) : [],
    unseen: unseenSince(opened, disk, roster, found, last.index),
  });
}

/** What its signer wrote into the log last before they signed it: what others write there says nothing of this. */
function groundOf({ fold, state }: Opened, chart: Bytes, { index, statement }: Found): DestructionGround | undefined {
  const said = fold
    .structuredOf("destroyed", chart)
    .map((one) => ({ ...one, position: Number(fold.revisionsOf(one.record)[0]?.["position"] ?? Number.NaN) }))
    .filter(({ author, position }) => {
      const account = state.roster?.devices.get(toHex(author))?.account;
      return account && equalBytes(account, statement.body.account) && position < index;
    })
    .toSorted((a, b) => a.position - b.position)
    .at(-1);
  if (!said) return undefined;
  const { lastContact, keepUntil, reason, counts, rule, from, to } = said.value;
  const days = from && to ? { from, to } : {};
  return { lastContact, keepUntil, reason, counts, ...(rule ? { rule } : {}), ...days };
}

/** Devices that somebody could open it with, and that nothing in the ledger is signed by since. */
function unseenSince(
  { state, fold, keys }: Opened,
  disk: Disk,
  roster: Roster,
  found: readonly Found[],
  index: number,
): UnseenDevice[] {
  const names = new Set(found.map(({ operation }) => toHex(operation[1])));
  const could = new Map<string, boolean>();
  const couldOpen = (account: AccountId) => {
    const known = could.get(toHex(account));
    if (known !== undefined) return known;
    const answer = [...rightsHistory(disk, roster, account)].some(
      ([name, rights]) => names.has(name) && rights.some(({ right }) => right.startsWith("read")),
    );
    could.set(toHex(account), answer);
    return answer;
  };
  return [...roster.devices.values()].flatMap(({ device, account, enrolledIndex, revoked }) => {
    const isSince = enrolledIndex > index || (state.lastIndex.get(toHex(device)) ?? 0) > index;
    if (isSince || equalBytes(device, keys.device) || !couldOpen(account)) return [];
    const beat = state.heartbeats.get(toHex(device));
    return [
      {
        isOut: revoked !== undefined,
        name: fold.nameOf(device) ?? "",
        memberName: fold.nameOf(account) ?? "",
        ...(beat ? { lastSeen: dayText(beat.day) } : {}),
      },
    ];
  });
}
