// What names of loose files say of whose they are: kept apart, guessed where one chart may be meant, and always asked.

import { expect, test } from "vitest";
import { wordBeforeDay } from "./guess.ts";
import { buildMapping, type FoundFile, isReady } from "./mapping.ts";
import { type Chart, chartsNamed, withClients } from "./named.ts";

const hash = async (text: string) => text;

async function rowsOf(paths: readonly string[], charts: readonly Chart[] = []) {
  const files = paths.map(
    (path): FoundFile => ({
      path,
      bytes: 5,
      hash: path,
      warnings: [],
      notes: [{ source: path, title: path, text: `words of ${path}`, date: "2024-01-01" }],
    }),
  );
  return (await buildMapping(files, charts, { hash, today: "2026-11-30" })).rows;
}

const jane = { id: "c1", name: "Jane Roe" };
const tom = { id: "c2", name: "Tom Roe" };

test.each([
  ["Roe 2024-03-01", "Roe"],
  ["Roe 3 March 2024", "Roe"],
  ["Roe session 2024-03-01", "Roe"],
  ["roe_2024-03-01", "roe"],
  ["Jane Roe 03-04-2024", "Jane Roe"],
  ["Roe 2024-03-01 Anxiety", "Roe"],
  ["Session 2024-03-01", undefined],
  ["2024-03-01 Roe", undefined],
  ["Roe 2", undefined],
  ["ideas", undefined],
  ["what she said of him 2024-03-01", undefined],
])("IMP-3 before its day “%s” says %s", (title, word) => {
  expect(wordBeforeDay(title)).toBe(word);
});

test("IMP-3 loose files are kept apart by the word before their day, and each is asked", async () => {
  const rows = await rowsOf([
    "Miller 2024-02-02.txt",
    "ROE 2024-02-01.txt",
    "Roe 2024-03-01.txt",
    "Roe intake.docx",
    "Thoughts.txt",
    "ideas.txt",
    "small 2024-01-01.txt",
  ]);
  expect(rows.map(({ named, client }) => [named, client])).toEqual([
    ["Miller", "Miller"],
    ["ROE", "ROE"],
    ["ROE", "ROE"],
    ["ROE", "ROE"],
    [undefined, ""],
    [undefined, ""],
    ["small", ""],
  ]);
  expect(rows.every((row) => row.asks.includes("client") && !isReady(row))).toBe(true);
});

test("IMP-3 the one chart that has it as a whole word is guessed, of several none, and neither is taken in unasked", async () => {
  const path = "Roe 2024-03-01.txt";
  const because = { client: "its name" };
  const asked = (of: object) =>
    expect.objectContaining({ ...of, asks: expect.arrayContaining(["client"]) as string[] }) as object;
  const [one] = await rowsOf([path], [jane, { id: "c3", name: "Ann Roerich" }]);
  expect(one).toEqual(asked({ client: "Jane Roe", chart: "c1" }));
  expect(one?.because).toMatchObject(because);
  const [several] = await rowsOf([path], [jane, tom]);
  expect(several).toEqual(asked({ client: "Roe" }));
  expect(several?.chart).toBeUndefined();
  const [small] = await rowsOf(["roe 2024-03-01.txt"], [jane]);
  expect(small).toEqual(asked({ client: "Jane Roe", chart: "c1" }));
});

test("IMP-3 a client among a chart's people is meant too, nobody else among them is", async () => {
  const vault = {
    administrative: async () => ({
      people: [
        { name: "Bea Miller", roles: ["client"] },
        { name: "Dr. Voss", roles: ["referrer"] },
      ],
    }),
  };
  const charts = await withClients(vault, [
    { id: "c4", name: "Linden couple", people: ["Bea Miller", "Dr. Voss"] },
    { ...jane, people: [] },
  ]);
  expect(chartsNamed("Miller", charts).map(({ id }) => id)).toEqual(["c4"]);
  expect(chartsNamed("Voss", charts)).toEqual([]);
  expect(await rowsOf(["Miller 2024-02-02.txt"], charts)).toMatchObject([{ client: "Linden couple", chart: "c4" }]);
});

test("IMP-3 initials are guessed where one chart has them; a folder of one word says less than a chart that is there", async () => {
  expect(await rowsOf(["JR 2024-03-01.txt"], [jane])).toMatchObject([{ client: "Jane Roe", chart: "c1" }]);
  expect(await rowsOf(["Laptop/Roe 2024-03-01.txt", "Laptop/Miller 2024-02-02.txt"], [jane])).toMatchObject([
    { client: "Jane Roe", named: "Roe" },
    { client: "Laptop", named: "Miller" },
  ]);
  // A folder that is somebody's stays theirs.
  expect(await rowsOf(["Tom Roe/Jane 2024-03-01.txt"], [jane, tom])).toMatchObject([
    { client: "Tom Roe", chart: "c2" },
  ]);
});
