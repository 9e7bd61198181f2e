import type { ChartView } from "@alcove/vault";
import { expect, test } from "vitest";
import { findsFor } from "./finds.ts";

const chart = (name: string, people: readonly string[]): ChartView => ({
  id: name,
  name,
  createdAt: 0,
  changedAt: 0,
  opens: true,
  writes: true,
  people,
  called: [],
  progressNotes: 0,
  psychotherapyNotes: 0,
  conflicts: 0,
});
const initials = (name: string) => name.replaceAll(/(\p{L})\p{L}*/gu, "$1.");

test("beside a chart stand those who belong to it, and nobody whose name it has already", () => {
  const charts = [chart("Noor Haddad", ["Noor Haddad"]), chart("Brandt", ["Teodor Brandt", "Lise Brandt"])];
  const says = (shown: (name: string) => string) =>
    findsFor(charts, "", shown).flatMap((find) => (find.kind === "chart" ? [[find.says, find.more]] : []));
  expect(says((name) => name)).toEqual([
    ["Noor Haddad", ""],
    ["Brandt", "Teodor Brandt, Lise Brandt"],
  ]);
  expect(says(initials)).toEqual([
    ["N. H.", ""],
    ["B.", "T. B., L. B."],
  ]);
});
