import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonicalJson, checkVectors, hex, type VectorFile } from "./load.ts";

const folder = new URL(".", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.slice(0, -".json".length));

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as VectorFile<Record<string, unknown>>;

test("every file states source and licence, and its vectors hash to what it says", () => {
  expect(names.length).toBeGreaterThanOrEqual(27);
  for (const name of names) {
    const file = read(name);
    expect(file.source.length, name).toBeGreaterThan(10);
    expect(file.licence.length, name).toBeGreaterThan(2);
    checkVectors(name, file, 1);
  }
});

test("README lists every file with its count, and no other", () => {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const rows = [...readme.matchAll(/^\| `([a-z0-9-]+)\.json` \| (\d+) \|/gm)].map(([, name, count]) => [
    name,
    Number(count),
  ]);
  const listed = rows.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  expect(listed).toEqual(names.toSorted().map((name) => [name, read(name).vectors.length]));
});

test("a changed, missing or reordered vector is noticed", () => {
  for (const name of names) {
    const file = read(name);
    const [first, ...rest] = file.vectors;
    const changed = { ...file, vectors: [{ ...first, added: 1 }, ...rest] };
    expect(() => checkVectors(name, changed, 1), name).toThrow("is not what it was");
    expect(() => checkVectors(name, { ...file, vectors: rest }, 0), name).toThrow("is not what it was");
    expect(() => checkVectors(name, file, file.vectors.length + 1), name).toThrow("fewer than");
    if (rest.length === 0 || canonicalJson(first) === canonicalJson(rest.at(-1))) continue;
    const reordered = { ...file, vectors: [...file.vectors].toReversed() };
    expect(() => checkVectors(name, reordered, 1), name).toThrow("is not what it was");
  }
});

test("hex is refused where Buffer would take a part of it", () => {
  expect(() => hex("abc")).toThrow("not hex");
  expect(() => hex("zz")).toThrow("not hex");
  expect(hex("00ff")).toEqual(new Uint8Array([0, 255]));
});
