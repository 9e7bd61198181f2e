import type { ChartView } from "@alcove/vault";
import { expect, test } from "vitest";
import { findCharts } from "./find-charts.ts";

const charts: readonly ChartView[] = ["Teodor and Lise Brandt", "Wojciech Łęcki", "José Núñez", "“Juniper”"].map(
  (name, n) => ({
    id: String(n),
    name,
    createdAt: 0,
    changedAt: n,
    opens: true,
    writes: true,
    progressNotes: 0,
    psychotherapyNotes: 0,
    conflicts: 0,
  }),
);
const found = (typed: string) => findCharts(charts, typed).map(({ name }) => name);

test("nothing typed: all, the last written first", () => {
  expect(found("")).toEqual(["“Juniper”", "José Núñez", "Wojciech Łęcki", "Teodor and Lise Brandt"]);
});

test("beginnings of any of its words, in any order", () => {
  expect(found("bra teo")).toEqual(["Teodor and Lise Brandt"]);
  expect(found("jun")).toEqual(["“Juniper”"]);
  expect(found("odor")).toEqual([]);
});

test("accents and case don't matter", () => {
  expect(found("NUNEZ")).toEqual(["José Núñez"]);
  expect(found("lecki")).toEqual(["Wojciech Łęcki"]);
});
