import type { ChartView } from "@alcove/vault";
import { expect, test } from "vitest";
import { findCharts } from "./find-charts.ts";

const charts: readonly ChartView[] = [
  "Teodor and Lise Brandt",
  "Wojciech Łęcki",
  "José Núñez",
  "“Juniper”",
  "Declan O’Brien",
  "北京 Wang 😀",
].map((name, n) => ({
  id: String(n),
  name,
  createdAt: 0,
  changedAt: n,
  opens: true,
  writes: true,
  people: n === 3 ? ["Meera Raman"] : [],
  called: n === 3 ? ["Mimi, she"] : [],
  progressNotes: 0,
  psychotherapyNotes: 0,
  conflicts: 0,
}));
const found = (typed: string) => findCharts(charts, typed).map(({ name }) => name);

test("nothing typed: all, the last written first", () => {
  expect(found("")).toEqual([
    "北京 Wang 😀",
    "Declan O’Brien",
    "“Juniper”",
    "José Núñez",
    "Wojciech Łęcki",
    "Teodor and Lise Brandt",
  ]);
});

test("beginnings of any of its words, in any order", () => {
  expect(found("bra teo")).toEqual(["Teodor and Lise Brandt"]);
  expect(found("jun")).toEqual(["“Juniper”"]);
  expect(found("odor")).toEqual([]);
  expect(found("mee ra"), "or of whoever belongs to it").toEqual(["“Juniper”"]);
});

test("what stands between words is no part of them", () => {
  expect(found("lise-brandt, teodor")).toEqual(["Teodor and Lise Brandt"]);
  expect(found("“jun")).toEqual(["“Juniper”"]);
});

test("accents and case don't matter", () => {
  expect(found("NUNEZ")).toEqual(["José Núñez"]);
  expect(found("lecki")).toEqual(["Wojciech Łęcki"]);
});

test("an apostrophe, a part of a name without spaces, a sign, and what somebody is called", () => {
  for (const typed of ["obr", "o'brien", "O’Br"]) expect(found(typed)).toEqual(["Declan O’Brien"]);
  for (const typed of ["京", "北", "wang 京", "😀"]) expect(found(typed)).toEqual(["北京 Wang 😀"]);
  expect(found("🙃")).toEqual([]);
  expect(found("mim")).toEqual(["“Juniper”"]);
});
