import type { Sitting } from "@alcove/vault";
import { expect, test } from "vitest";
import { saySitting } from "./access.ts";

const now = Date.UTC(2026, 10, 29, 12);
type Act = Sitting["acts"][number];
const act = (name: Act["act"], changes: Partial<Act> = {}): Act => ({
  act: name,
  kind: "progress",
  all: false,
  notes: [],
  ...changes,
});
const of = (...days: (string | undefined)[]) => ({
  notes: days.map((date, n) => (date ? { id: `${n}`, date } : { id: `${n}` })),
});

test.each<[string, Act[]]>([
  ["Saw the list.", [act("listed")]],
  ["Opened the note of 12 Nov.", [act("listed"), act("viewed", of("2026-11-12"))]],
  ["Opened the notes of 12 Nov and 19 Nov.", [act("viewed", of("2026-11-12", "2026-11-19", "2026-11-19"))]],
  ["Opened two notes.", [act("viewed", of("2026-11-12", undefined))]],
  ["Opened four notes.", [act("viewed", of("2026-11-12", "2026-11-13", "2026-11-14", "2026-11-15"))]],
  [
    "Opened all notes, saw words of notes in a search, wrote all notes to files.",
    [act("listed"), act("viewed", { all: true }), act("searched", { all: true }), act("exported", { all: true })],
  ],
  ["Printed the psychotherapy note of 12 Nov 2024.", [act("printed", { kind: "psychotherapy", ...of("2024-11-12") })]],
])("%s", (said, acts) => {
  expect(saySitting({ acts }, now)).toBe(said);
});
