/** Portals at the practice's side: begun for a chart, a client's device admitted by pairing, and ended (docs/spec, PTL). */

import { type Bytes, type CompartmentId, equalBytes, fail, type Hash, ok, type Result, toHex } from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import {
  admittedBy,
  type ClientSide,
  clientSideOf,
  clientsOf,
  type Compartment,
  type Failure,
  failure,
  isAmong,
  isStale,
  type KeyLog,
  mayAdmit,
  mayBeEntitled,
  memberOf,
  type Operation,
  type PortalClient,
  type Roster,
  sameClients,
} from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { compartmentFor, newestKey, placesOf } from "../../engine/state.ts";
import type { StatementBuild } from "../../engine/sync/sync.ts";
import type { ClientDevice, PortalView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { revisionFor } from "../notes.ts";
import { chartFrom, idFrom, opens } from "../open-charts.ts";
import type { NewClient, Purpose } from "../pairing/transcript.ts";

export function portalViews({ state, fold, keys }: Opened): PortalView[] {
  const { roster } = state;
  const all = [...(roster?.compartments.values() ?? [])].filter(({ kind }) => kind === "portal");
  return all.flatMap(({ compartment, chart, readers }) => {
    const log = state.keyLogs.get(toHex(compartment));
    if (!chart || !log || !isAmong(readers, keys.account)) return [];
    const devices = clientsOf(log.readers).map(([device]): ClientDevice => {
      const by = admittedBy(log.listed, device);
      return { id: toHex(device), admittedBy: by ? toHex(by) : "", byName: (by && fold.nameOf(by)) ?? "" };
    });
    return [{ id: toHex(compartment), chart: toHex(chart), chartName: fold.nameOf(chart) ?? "", devices }];
  });
}

/**
 * What a client of this chart is invited to; begun where there is none, and open to the chart's care team. Failures: `chart-unknown`,
 * `not-entitled`.
 */
export async function portalOf(
  { crypto, clock }: Pick<Ports, "crypto" | "clock">,
  opened: Opened,
  id: string,
): Promise<Result<Extract<Purpose, { kind: "portal" }>, Failure>> {
  const { sync, keys, state, fold } = opened;
  const chart = chartFrom({ fold }, id);
  if (!chart) return fail(failure("chart-unknown"));
  if (!opens(opened, chart)) return fail(failure("not-entitled"));
  const isBegun = state.roster && compartmentFor(state.roster, keys.account, "portal", chart);
  if (!isBegun) {
    const begun = await sync.begin({ kind: "portal", chart });
    if (!begun.ok) return begun;
  }
  // Stated with nothing where everybody has it: it also brings this device to the newest key.
  const open = await sync.state((roster) => ok({ operations: careTeamEntitled(roster, opened, chart) }));
  if (!open.ok) return open;
  const portal = state.roster && compartmentFor(state.roster, keys.account, "portal", chart);
  if (!state.roster || !portal || !mayAdmit(state.roster, portal, keys.account)) return fail(failure("not-entitled"));
  if (!isBegun) {
    // The first thing that a client reads there is whose it is.
    const name = fold.nameOf(keys.practice) ?? "";
    const revision = { type: "practice" as const, revision: crypto.random(16), writtenAt: clock.now(), name };
    await opened.keep([revisionFor({ kind: "portal", chart }, portal.compartment, revision, [])]);
  }
  const log = await broughtUpToDate(opened, portal.compartment);
  if (!log.ok) return log;
  return ok({ kind: "portal", portal: portal.compartment, logHead: log.value.head });
}

/** Whoever reads the chart's progress notes and is not in its portal yet, as far as this member gives it. */
function careTeamEntitled(roster: Roster, { keys }: Opened, chart: Bytes): Operation[] {
  const portal = compartmentFor(roster, keys.account, "portal", chart);
  const team = [...placesOf(roster, chart)].filter(({ kind }) => kind === "clinical");
  if (!portal) return [];
  const missing = team.flatMap(({ readers }) => readers).filter((one) => !isAmong(portal.readers, one));
  return missing
    .filter((one) => mayBeEntitled(memberOf(roster, one).role, "portal"))
    .map((account) => ["entitle", account, "read-write", null, [portal.compartment]]);
}

/**
 * Names a client's device in the list, and gives it the key, in one entry. A card takes the place of the one before. `knockedWith`: the
 * card that it came with. Failures: `not-entitled`, `invitation-unknown` (that card has ended).
 */
export async function admitClient(
  opened: Opened,
  portal: CompartmentId,
  { device, deviceKey, sealingKey, card }: Omit<NewClient, "kind">,
  transcript: Hash,
  knockedWith?: PublicKey,
): Promise<Result<undefined, Failure>> {
  const client: PortalClient = [device, deviceKey, sealingKey, transcript];
  return changeClients(opened, portal, (before) => {
    // Somebody may have ended it since it was heard.
    if (knockedWith && !(before.card && equalBytes(before.card, knockedWith))) return undefined;
    return {
      // Its answer may have been lost: nobody is admitted twice.
      clients: before.clients.some(([one]) => equalBytes(one, device)) ? before.clients : [...before.clients, client],
      card: card ?? before.card,
    };
  });
}

/**
 * Ends it for one device of the client's, or for all and their card: nothing that is written from then on opens there. Failures:
 * `not-entitled`.
 */
export async function endClient(
  opened: Opened,
  request: { readonly portal: string; readonly device?: string },
): Promise<Result<undefined, Failure>> {
  const id = idFrom(request.portal);
  const ends = (device: Bytes) => request.device === undefined || toHex(device) === request.device;
  const isThere = portalViews(opened).some((one) => one.id === request.portal);
  if (!id || !isThere) return fail(failure("not-entitled"));
  return changeClients(opened, id as CompartmentId, ({ clients, card }) => ({
    clients: clients.filter(([device]) => !ends(device)),
    card: request.device === undefined ? null : card,
  }));
}

async function changeClients(
  opened: Opened,
  portal: CompartmentId,
  change: (before: ClientSide) => ClientSide | undefined,
): Promise<Result<undefined, Failure>> {
  const { sync, state, keys } = opened;
  const current = await broughtUpToDate(opened, portal);
  if (!current.ok) return current;
  return sync.state((roster) => {
    const compartment = roster.compartments.get(toHex(portal));
    const before = clientSideOf(state.keyLogs.get(toHex(portal))?.readers);
    if (!compartment || !mayAdmit(roster, compartment, keys.account)) return fail(failure("not-entitled"));
    const clients = change(before);
    if (!clients) return fail(failure("invitation-unknown"));
    if (sameClients(clients, before)) return ok({ operations: [] });
    return ok({ operations: [], rotates: { compartments: [compartment], guarded: false, clients } });
  });
}

/** What the roster has said meanwhile is in the list first, so that what comes next changes the clients and nothing else. */
async function broughtUpToDate(opened: Opened, portal: CompartmentId): Promise<Result<KeyLog, Failure>> {
  const { sync, state } = opened;
  const rotated: StatementBuild = (roster) => {
    const log = state.keyLogs.get(toHex(portal));
    const compartment = roster.compartments.get(toHex(portal)) as Compartment;
    const isDue = log && newestKey(state, log) && isStale(roster, log);
    return ok({ operations: [], ...(isDue ? { rotates: { compartments: [compartment], guarded: false } } : {}) });
  };
  const done = await sync.state(rotated);
  if (!done.ok) return done;
  const log = state.keyLogs.get(toHex(portal));
  return log && newestKey(state, log) ? ok(log) : fail(failure("not-entitled"));
}
