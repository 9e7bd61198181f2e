/** The access log of a chart as people read it: what each device did in one sitting, in one line. */

import { type Bytes, equalBytes, toHex } from "@alcove/bytes";
import { type Compartment, isAmong, type Roster } from "@alcove/protocol";
import { type AccessAct, accessActs } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import { isFollowed, placesOf } from "../../engine/state.ts";
import type { AccessLog, Sitting } from "../../facade.ts";
import type { SqlRow } from "../../ports.ts";
import { idFrom } from "../open-charts.ts";
import { sittingMs } from "./record.ts";

export function accessLog(opened: Opened, id: string): AccessLog {
  const chart = idFrom(id);
  const { roster } = opened.state;
  if (!chart || !roster) return { reads: false, sittings: [] };
  return { reads: readsLog(opened, roster, chart), sittings: sittingsOf(opened, accessesOf(opened, roster, chart)) };
}

export const readsLog = (opened: Opened, roster: Roster, chart: Bytes): boolean =>
  [...placesOf(roster, chart)].some((one) => one.kind === "access-log" && isOpenPlace(opened, one));

/** Whether what lies there is in this device's lists: entitled, with the key, and all of it read. */
export const isOpenPlace = ({ state, keys }: Opened, { compartment, readers }: Compartment): boolean =>
  isAmong(readers, keys.account) && state.epochKeys.has(toHex(compartment)) && isFollowed(state, compartment);

/** Entries that lie where their kind belongs: elsewhere whoever may write notes could have put them. */
export function accessesOf({ fold, guardedFold }: Opened, roster: Roster, chart: Bytes): SqlRow[] {
  const inside = guardedFold()?.accessesOf(chart) ?? [];
  return [...fold.accessesOf(chart), ...inside].filter(({ compartment, apart }) => {
    // Waits on this device.
    if (compartment === null) return true;
    const kind = roster.compartments.get(toHex(compartment as Bytes))?.kind;
    const isLog = kind === "access-log" || kind === "schedule";
    return isLog || (apart !== null && equalBytes(apart as Bytes, compartment as Bytes));
  });
}

/** Of the same moment too, the same on every device. */
const inOrder = (a: { readonly act: AccessAct }, b: { readonly act: AccessAct }): number =>
  accessActs.indexOf(a.act) - accessActs.indexOf(b.act);

type OpenSitting = { readonly device: string; readonly from: number; readonly rows: SqlRow[] };

function sittingsOf(opened: Opened, rows: readonly SqlRow[]): Sitting[] {
  const sittings: OpenSitting[] = [];
  const newest = new Map<string, OpenSitting>();
  for (const row of rows.toSorted((a, b) => Number(a["at"]) - Number(b["at"]))) {
    const device = toHex(row["device"] as Bytes);
    const at = Number(row["at"]);
    const open = newest.get(device);
    if (open && at - open.from <= sittingMs) {
      open.rows.push(row);
      continue;
    }
    const begun = { device, from: at, rows: [row] };
    sittings.push(begun);
    newest.set(device, begun);
  }
  return sittings.toReversed().map((one) => sittingView(opened, one));
}

function sittingView({ state, fold, guardedFold }: Opened, { device, from, rows }: OpenSitting): Sitting {
  const account = state.roster?.devices.get(device)?.account;
  const acts = new Map<
    string,
    { act: AccessAct; kind: "progress" | "psychotherapy"; all: boolean; ids: Set<string> }
  >();
  for (const row of rows) {
    const act = row["act"] as AccessAct;
    const kind = row["apart"] === null ? "progress" : "psychotherapy";
    const entry = acts.get(`${act} ${kind}`) ?? { act, kind, all: false, ids: new Set<string>() };
    acts.set(`${act} ${kind}`, entry);
    if (row["record"] === null) entry.all = true;
    else entry.ids.add(toHex(row["record"] as Bytes));
  }
  const noteOf = (id: string) => {
    const record = idFrom(id) as Bytes;
    const note = guardedFold()?.note(record) ?? fold.note(record);
    const file = guardedFold()?.attachment(record) ?? fold.attachment(record);
    const title = file?.["name"] ?? (note?.["kind"] === "progress" ? note["title"] : undefined);
    return {
      id,
      ...(note ? { date: note["date"] as string } : {}),
      ...(title === undefined ? {} : { title: title as string }),
    };
  };
  return {
    member: account ? toHex(account) : "",
    name: (account && fold.nameOf(account)) ?? "",
    device: fold.nameOf(idFrom(device) as Bytes) ?? "",
    from,
    to: Math.max(...rows.map(({ at }) => Number(at))),
    acts: [...acts.values()].toSorted(inOrder).map(({ ids, ...act }) => ({ ...act, notes: [...ids].map(noteOf) })),
  };
}
