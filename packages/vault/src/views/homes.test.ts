import type { RevisionOf } from "@alcove/records";
import { asId, type AccountId } from "@alcove/bytes";
import { expect, test } from "vitest";
import { id } from "../testing/memory-fold.ts";
import { belongsIn } from "./homes.ts";

test("CAL-1 what is planned counts in a schedule of whom it names, and nowhere else", () => {
  const [cleo, fran] = [asId<AccountId>(id(1)), asId<AccountId>(id(2))];
  const planned = {
    type: "working-hours",
    revision: id(3),
    writtenAt: 1,
    member: cleo,
    zone: "UTC",
    hours: [],
  } as const;
  const hours = planned as unknown as RevisionOf<"working-hours">;
  expect(belongsIn({ kind: "schedule", author: cleo }, hours)).toBe(true);
  expect(belongsIn({ kind: "schedule", author: fran }, hours)).toBe(false);
  expect(belongsIn({ kind: "directory", author: cleo }, hours)).toBe(false);
  const room = { type: "room", revision: id(4), writtenAt: 1, name: "Green", closed: false } as const;
  expect(belongsIn({ kind: "directory", author: fran }, room)).toBe(true);
  expect(belongsIn({ kind: "schedule", author: fran }, room)).toBe(false);
});

test("CASE-1 a case counts among numbers only where front desk must act on it", () => {
  const author = asId<AccountId>(id(1));
  const of = (kind: RevisionOf<"case">["kind"]): RevisionOf<"case"> => {
    const words = { from: "", address: "", asked: "", checked: "", steps: [] };
    return { type: "case", revision: id(3), writtenAt: 1, kind, received: "2026-03-02", ...words };
  };
  const counts = (kind: RevisionOf<"case">["kind"]) =>
    (["administrative", "clinical", "directory"] as const).map((place) => belongsIn({ kind: place, author }, of(kind)));
  expect(counts("access")).toEqual([true, true, false]);
  for (const kind of ["subpoena", "amendment", "duty-to-warn", "child-report"] as const)
    expect([kind, ...counts(kind)]).toEqual([kind, false, true, false]);
});

test("ACL-7 ACL-8 beside a calendar stands only what was done with people and numbers of a chart that is named", () => {
  const author = asId<AccountId>(id(1));
  const of = (act: RevisionOf<"access">["act"], chart?: typeof author): RevisionOf<"access"> => ({
    type: "access",
    revision: id(3),
    writtenAt: 1,
    act,
    ...(chart ? { chart: id(4) } : {}),
  });
  const counts = (one: RevisionOf<"access">) =>
    (["access-log", "schedule", "administrative"] as const).map((kind) => belongsIn({ kind, author }, one));
  expect(counts(of("numbers", author))).toEqual([true, true, false]);
  expect(counts(of("numbers"))).toEqual([true, false, false]);
  expect(counts(of("viewed", author))).toEqual([true, false, false]);
});
