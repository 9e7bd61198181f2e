import type { Bytes } from "@alcove/bytes";
import type { Revision, RevisionOf } from "@alcove/records";
import { afterAll, expect, test } from "vitest";
import { id, newFold, openTestStore } from "../../testing/memory-fold.ts";
import { keptOf } from "./kept.ts";

const store = openTestStore();
afterAll(() => store.close());

const record = id(10);
const saying = (revision: number, note: string): RevisionOf<"appointment"> => ({
  type: "appointment",
  revision: id(revision),
  writtenAt: revision,
  member: id(1),
  title: "Team",
  kind: "session",
  start: "2026-11-30T09:00",
  zone: "Europe/Helsinki",
  minutes: 50,
  video: false,
  note,
  attendance: "expected",
});

type Put = { readonly revision: Revision; readonly number: number; readonly parents?: Bytes[]; readonly waits?: true };

/** What stands of the record then. */
function standing(...all: Put[]): string[] {
  const fold = newFold(store);
  for (const { revision, number, parents = [], waits } of all) {
    const place = waits
      ? ({ kind: "outbox", sequence: 1 } as const)
      : ({ kind: "ledger", compartment: id(21), position: number, part: 0, envelope: revision.revision } as const);
    fold.add({ revision, record, number, parents, author: id(77), chart: null, place });
  }
  const kept = keptOf("appointment", fold.appointmentsBetween("2026-11-30", "2026-11-30"));
  fold.close();
  return kept.map(({ value, standing: rows }) => `${value.note}, of ${rows.length}`);
}

test("CAL-3 the newest revision counts, and of two side by side the same one in any order", () => {
  const first = { revision: saying(100, "first"), number: 1 };
  const next = { revision: saying(101, "next"), number: 2, parents: [id(100)] };
  expect(standing(first, next)).toEqual(["next, of 1"]);
  expect(standing(first, { ...next, waits: true })).toEqual(["next, of 1"]);
  const other = { revision: saying(102, "other"), number: 1 };
  for (const order of [
    [first, other],
    [other, first],
  ])
    expect(standing(...order)).toEqual(["other, of 2"]);
});

test("what lies elsewhere under the same id and is no appointment hides nothing, however high its number", () => {
  const room: RevisionOf<"room"> = { type: "room", revision: id(200), writtenAt: 1, name: "Green", closed: false };
  const right = { revision: saying(100, "right"), number: 1 };
  const later = { revision: saying(101, "later"), number: 2, parents: [id(100)] };
  expect(standing(right, { revision: room, number: 900 }, later)).toEqual(["later, of 1"]);
  // Who reads the series could lay it there before anybody says anything of the occurrence.
  expect(standing({ revision: room, number: 0 }, right, later)).toEqual(["later, of 1"]);
});

test("CAL-1 what lies in another calendar under the same id hides nothing, however high its number and whenever it came", () => {
  const right = { revision: saying(100, "right"), number: 1 };
  const astray = { revision: { ...saying(300, "astray"), member: id(2) }, number: 900, parents: [id(100)] };
  expect(standing(right, astray).toSorted()).toEqual(["astray, of 1", "right, of 1"]);
  expect(standing(astray, right).toSorted()).toEqual(["astray, of 1", "right, of 1"]);
});
