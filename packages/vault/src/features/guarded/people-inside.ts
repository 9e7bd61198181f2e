/** People, numbers and cases of a chart go inside its guard (docs/spec, ADM-4, CASE-9), as its name does: what was read of them outside may have been kept. */

import { type Bytes, toHex } from "@alcove/bytes";
import { administrativeCaseKinds, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { OutboxRevision } from "../../engine/outbox.ts";
import { compartmentFor } from "../../engine/state.ts";
import type { Ports } from "../../ports.ts";
import { faceSheetsOf, personsOf, placedIn } from "../administrative.ts";
import { nextRevision } from "../structured.ts";
import { within } from "./view.ts";

/** Of an open guarded chart, by who writes in both places: also what somebody added outside meanwhile. */
export async function takePeopleInside(ports: Ports, opened: Opened, chart: Bytes): Promise<void> {
  const { state, keys, fold } = opened;
  const view = within(opened, chart);
  const writes = (kind: "clinical" | "administrative") =>
    state.roster !== undefined && compartmentFor(state.roster, keys.account, kind, chart) !== undefined;
  if (!view || view === opened || !writes("clinical") || !writes("administrative")) return;
  const moved: OutboxRevision[] = [];
  const inside = { kind: "clinical", chart } as const;
  const outside = { kind: "administrative", chart } as const;
  const ids = new Map<string, Bytes>();
  for (const { record, said: all } of await personsOf(opened, chart)) {
    // What stands side by side becomes one person each: nothing that somebody wrote is left behind.
    for (const value of all) {
      const id = ports.crypto.random(16);
      if (value === all[0]) ids.set(toHex(record), id);
      moved.push(nextRevision(ports, view, inside, id, "person", said(value)));
    }
    moved.push(nextRevision(ports, opened, outside, record, "person", nobody));
  }
  for (const { record, value } of fold.structuredOf("case", chart)) {
    const isOutside = administrativeCaseKinds.includes(value.kind) && placedIn(opened, record) !== "clinical";
    if (value.moved || !isOutside) continue;
    const person = value.person && (ids.get(toHex(value.person)) ?? value.person);
    const words = { ...said(value), ...(person ? { person } : {}) };
    moved.push(nextRevision(ports, view, inside, ports.crypto.random(16), "case", words));
    const { kind, received } = value;
    moved.push(nextRevision(ports, opened, outside, record, "case", { ...nothing, kind, received }));
  }
  let isInside = faceSheetsOf(view, chart).length > 0;
  for (const { record, value } of faceSheetsOf(opened, chart)) {
    if (!isInside) moved.push(nextRevision(ports, view, inside, ports.crypto.random(16), "face-sheet", said(value)));
    isInside = true;
    moved.push(
      nextRevision(ports, opened, outside, record, "face-sheet", { ...said(value), tags: [], custom: [], moved: true }),
    );
  }
  if (moved.length > 0) await opened.keep(moved);
}

const nothing = { from: "", address: "", asked: "", checked: "", steps: [], moved: true } as const;
const nobody = { name: "", called: "", roles: [], relation: "", reach: [], note: "", gone: true };

function said<R extends RevisionOf<"person" | "face-sheet" | "case">>(
  value: R,
): Omit<R, "type" | "revision" | "writtenAt"> {
  const { type: _type, revision: _revision, writtenAt: _writtenAt, ...words } = value;
  return words;
}
