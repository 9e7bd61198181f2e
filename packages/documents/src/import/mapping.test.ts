import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readDocument } from "../read-document.ts";
import { personIn } from "./guess.ts";
import { buildMapping, changeRow, type FoundFile, isReady, isWaiting, type MappingRow } from "./mapping.ts";
import type { Chart } from "./named.ts";
import { applyDecisions, decisionsOf, parsePlan, toPlan } from "./plan-file.ts";
import { cloudOf, mayBeDeleted } from "./report.ts";
import { whyNotRead } from "./why-not-read.ts";

const hash = async (text: string) => createHash("sha256").update(text).digest("hex");
const today = "2026-11-30";

async function fileOf(path: string, text: string, changed?: string): Promise<FoundFile> {
  const bytes = new TextEncoder().encode(text);
  const read = await readDocument({ path, bytes });
  return {
    path,
    bytes: bytes.length,
    hash: await hash(text),
    changed,
    notes: read.ok ? read.notes : [],
    warnings: read.ok ? read.warnings : [],
    ...(!read.ok && read.problem.code !== "document-unsupported" && { problem: read.problem }),
  };
}

async function rowsOf(
  files: readonly (readonly [path: string, text: string, changed?: string | undefined])[],
  charts: readonly Chart[] = [],
) {
  const found = await Promise.all(files.map(([path, text, changed]) => fileOf(path, text, changed)));
  return (await buildMapping(found, charts, { hash, today })).rows;
}
const rowOf = async (path: string, text = "words", charts: readonly Chart[] = [], changed?: string) =>
  (await rowsOf([[path, text, changed]], charts))[0] as MappingRow;

test.each([
  ["Jane Doe", "Jane Doe"],
  ["Doe, Jane", "Jane Doe"],
  ["Doe, Jane Q. - intake", "Jane Q Doe"],
  ["2024-03-05 Jane Doe session 3", "Jane Doe"],
  ["jane_doe_notes", "Jane Doe"],
  ["Smith", "Smith"],
  ["Anne-Marie O'Brien 2024", "Anne-Marie O'Brien"],
  ["Session notes 2024", undefined],
  ["Notes about the group and what they said", undefined],
  ["2024", undefined],
])("IMP-3 the name in “%s” is %s", (text, name) => {
  expect(personIn(text)).toBe(name);
});

test("IMP-3 a client comes from a line, a folder, a file's name or a chart that is there, and each says which", async () => {
  const jane = { id: "c1", name: "Jane Doe" };
  expect(await rowOf("a/2024-01-01.txt", "Client: Jane Doe   DOB: 1990-01-01\nwords")).toMatchObject({
    client: "Jane Doe",
    asks: [],
    because: { client: "a line in it" },
  });
  expect(await rowOf("Clients/Doe, Jane/2024-01-01.txt", "words", [jane])).toMatchObject({
    client: "Jane Doe",
    chart: "c1",
    asks: [],
    because: { client: "its folder's name" },
  });
  expect(await rowOf("2024-01-01 Jane Doe.txt")).toMatchObject({
    client: "Jane Doe",
    asks: [],
    because: { client: "its name", date: "its name" },
  });
  expect(await rowOf("JD/2024-01-01.txt", "words", [jane])).toMatchObject({
    client: "Jane Doe",
    chart: "c1",
    asks: ["client"],
  });
  expect(await rowOf("Smith/2024-01-01.txt")).toMatchObject({ client: "Smith", asks: ["client"] });
  expect(await rowOf("Jane Petersen/2024-01-01.txt", "words", [{ id: "c3", name: "Jane Peterson" }])).toMatchObject({
    asks: expect.arrayContaining(["client"]) as string[],
  });
  expect(await rowOf("John Roe/2024-01-01.txt", "Client: Jane Doe")).toMatchObject({
    client: "Jane Doe",
    asks: ["client"],
  });
  expect(await rowOf("2024-01-01.txt")).toMatchObject({ client: "", asks: ["client"] });
});

test("IMP-3 two charts of one name are never chosen between", async () => {
  const charts = [
    { id: "c1", name: "Jane Doe" },
    { id: "c2", name: "jane doe" },
  ];
  expect(await rowOf("Jane Doe/2024-01-01.txt", "words", charts)).toMatchObject({ asks: ["client"] });
});

test("IMP-3 a day that is future, known from the last change only, or before 1900 is asked", async () => {
  expect((await rowOf("Jane Doe/2024-03-05.txt")).asks).toEqual([]);
  expect(await rowOf("Jane Doe/2027-01-01.txt")).toMatchObject({ date: "2027-01-01", asks: ["date"] });
  expect(await rowOf("Jane Doe/words.txt", "words", [], "2020-02-02")).toMatchObject({
    date: "2020-02-02",
    asks: ["date"],
    because: { date: "its last change" },
  });
  expect(await rowOf("Jane Doe/1899-01-01.txt")).toMatchObject({ date: "", asks: ["date"] });
});

test.each([
  ["Process notes/Jane Doe 2024-01-01.txt", "words"],
  ["Jane Doe/2024-01-01 psychotherapy note.txt", "words"],
  ["Jane Doe/private/2024-01-01.txt", "words"],
  ["Jane Doe/2024-01-01.txt", "PSYCHOTHERAPY NOTES\nwords"],
])("IMP-3 a psychotherapy note is suggested and asked, never decided: %s", async (path, text) => {
  const row = await rowOf(path, text);
  expect(row).toMatchObject({ take: "psychotherapy", asks: ["take"] });
  expect(isReady(row)).toBe(false);
  expect(isReady(changeRow(row, { take: "psychotherapy" }))).toBe(true);
});

test("letters and forms are files, pictures and what can't be read too, and nothing is without a row", async () => {
  const rows = await rowsOf([
    ["Jane Doe/Letter 2024-01-01.txt", "words"],
    ["Jane Doe/face.jpg", "\u00ff"],
    ["Jane Doe/cut.docx", "PK\u0003\u0004"],
    ["Jane Doe/empty.txt", ""],
    ["Jane Doe/mail.eml", "other words"],
  ]);
  expect(rows.map(({ take, isReadable }) => [take, isReadable])).toEqual([
    ["file", true],
    ["file", false],
    ["file", false],
    ["out", false],
    ["file", false],
  ]);
  expect(rows[2]?.problem?.code).toBe("document-damaged");
});

test("IMP-6 the same of the same client and day once; alike by name with other words both", async () => {
  const rows = await rowsOf([
    ["Jane Doe/2024-01-01 session.txt", "one"],
    ["Backup/Jane Doe/2024-01-01 session.txt", "one"],
    ["Jane Doe/2024-01-01 session (2).txt", "two"],
    ["Jane Doe/2024-01-08 session.txt", "one"],
    ["John Roe/2024-01-01 session.txt", "one"],
  ]);
  expect(rows.map(({ take, twin, besides }) => [take, twin, besides])).toEqual([
    ["progress", undefined, undefined],
    ["out", "Jane Doe/2024-01-01 session.txt", undefined],
    ["progress", undefined, "Jane Doe/2024-01-01 session.txt"],
    ["progress", undefined, undefined],
    ["progress", undefined, undefined],
  ]);
});

test("IMP-6 another file of the same words is a file, and of psychotherapy notes a note of its own", async () => {
  const rows = await rowsOf([
    ["Jane Doe/2024-01-01.txt", "one"],
    ["Jane Doe/signed 2024-01-01.html", "<b>one</b>"],
    ["Jane Doe/again 2024-01-01.html", "<b>one</b>"],
    ["Jane Doe/2024-01-01 process notes.html", "<p>two"],
    ["Jane Doe/2024-01-01 private.html", "<i>two"],
  ]);
  expect(rows.map(({ take, twin, asks }) => [take, twin, asks])).toEqual([
    ["progress", undefined, []],
    ["file", "Jane Doe/2024-01-01.txt", []],
    ["out", "Jane Doe/2024-01-01.txt", []],
    ["psychotherapy", undefined, ["take"]],
    ["psychotherapy", undefined, ["take"]],
  ]);
});

test.each([
  ["2024-01-01.html", "<p>words", true],
  ["2024-01-01.rtf", "{\\rtf1 words}", true],
  ["2024-01-01.doc", "{\\rtf1 words}", true],
  ["2024-01-01.txt", "words", false],
  ["2024-01-01.md", "# words", false],
  ["2024-01-01.txt", "{\\rtf1 words}", true],
])("IMP-11 whether %s lies beside its note as it is", async (path, text, is) => {
  expect(await rowOf(`Jane Doe/${path}`, text)).toMatchObject({ take: "progress", withFile: is, holdsMore: is });
});

test("IMP-11 what was exported as FHIR is a file too, its client's where it has one", async () => {
  const patient = { resource: { resourceType: "Patient", id: "1", name: [{ given: ["Jane"], family: "Doe" }] } };
  const note = { resource: { resourceType: "Composition", text: { div: "<div>words</div>" }, date: "2024-01-01" } };
  const bundle = JSON.stringify({ resourceType: "Bundle", entry: [patient, note] });
  expect(await rowsOf([["x.json", bundle]])).toMatchObject([
    { take: "progress", withFile: false, client: "Jane Doe" },
    { take: "file", source: "x.json", client: "Jane Doe", asks: [] },
  ]);
});

test("IMP-3 a heading that calls itself a note's says its day, another first line only offers it", async () => {
  const april = await rowOf("Jane Doe/april.html", "<h1>Progress 12 April 2024</h1><p>She came.", [], "2020-02-02");
  expect(april).toMatchObject({ date: "2024-04-12", asks: [], because: { date: "a line in it" } });
  const offered = await rowOf("Jane Doe/may.txt", "Berlin, 3 May 2024\nwords", [], "2020-02-02");
  expect(offered).toMatchObject({ date: "2024-05-03", asks: ["date"], because: { date: "a line in it" } });
});

test("IMP-2 what can't be opened as its name says, says so; a picture and a mail don't", async () => {
  const rows = await rowsOf([
    ["Jane Doe/broken.docx", "\u0000\u0001\u0002garbage"],
    ["Jane Doe/cut.docx", "PK\u0003\u0004"],
    ["Jane Doe/face.jpg", "\u00ff"],
    ["Jane Doe/mail.eml", "words"],
  ]);
  expect(rows.map(whyNotRead)).toEqual([
    "can't be opened as a Word document: what is in it is something else",
    "can't be opened as a Word document: it is damaged",
    undefined,
    undefined,
  ]);
});

test("IMP-4 what asks waits, an answer ends the question, and a client has to be named", async () => {
  const row = await rowOf("words.txt", "words", [], "2020-02-02");
  expect(isWaiting(row)).toBe(true);
  expect(changeRow(row, { confirms: ["client", "date"] }).asks).toEqual(["client"]);
  const named = changeRow(changeRow(row, { client: { name: "Jane Doe" } }), { date: "2020-02-03" });
  expect(isReady(named)).toBe(true);
  expect(named.because).not.toHaveProperty("client");
  expect(isWaiting(changeRow(row, { take: "out" }))).toBe(false);
});

test("a plan comes back as it was written, in both formats, and a changed file asks anew", async () => {
  const rows = await rowsOf([
    ['Jane Doe/2024-01-01 a, "b".txt', "one"],
    ["=1+1/words.txt", "two", "2020-02-02"],
  ]);
  for (const format of ["csv", "json"] as const) {
    const plan = toPlan(rows, format);
    const decisions = parsePlan(plan, format);
    if (!Array.isArray(decisions)) throw new Error(format);
    expect(decisionsOf(applyDecisions(rows, decisions, [])), format).toEqual(decisionsOf(rows));
  }
  expect(toPlan(rows, "csv")).toContain(`"'=1+1/words.txt"`);
  const answered = toPlan(rows, "csv").replace('"?2020-02-02"', '"2020-02-03"').replace('"?"', '"Jane Doe"');
  const decisions = parsePlan(answered, "csv");
  if (!Array.isArray(decisions)) throw new Error("unfit");
  expect(applyDecisions(rows, decisions, [{ id: "c9", name: "Jane Doe" }])[1]).toMatchObject({
    client: "Jane Doe",
    chart: "c9",
    date: "2020-02-03",
    asks: [],
  });
  const changed = rows.map((row) => ({ ...row, hash: "other" }));
  expect(applyDecisions(changed, decisions, [])).toEqual(changed);
});

test("a slip in a plan imports nothing: another way to take, no day, no plan at all", () => {
  const header = "source,take,client,date,title,with file,because,hash\n";
  expect(parsePlan(`${header}a.txt,progres,Jane,2024-01-01,a,,,h\n`, "csv")).toEqual({ row: 1 });
  expect(parsePlan(`${header}a.txt,progress,Jane,2024-02-31,a,,,h\n`, "csv")).toEqual({ row: 1 });
  expect(parsePlan("hello", "csv")).toBeUndefined();
  expect(parsePlan("{", "json")).toBeUndefined();
  expect(parsePlan(`${header.replaceAll(",", ";")}a.txt;progress;Jane;2024-01-01;a;;;h\n`, "csv")).toMatchObject([
    { source: "a.txt" },
  ]);
});

test("IMP-9 a file may be deleted when all of it is in, or its twin is; cloud folders are known by their names", async () => {
  const rows = await rowsOf([
    ["Jane Doe/2024-01-01.txt", "one"],
    ["Copy/Jane Doe/2024-01-01.txt", "one"],
    ["t.csv", "date,client,text\n2024-01-01,Jane Doe,a\n2024-01-02,,b\n"],
  ]);
  const report = (is: "same" | "differs") => ({
    rows: rows.map((row) => ({
      row,
      outcome:
        row.take === "out"
          ? ({ is: "out" } as const)
          : isWaiting(row)
            ? ({ is: "waiting" } as const)
            : is === "same"
              ? ({ is, wasThere: false } as const)
              : ({ is } as const),
    })),
    added: { charts: 0, notes: 0, files: 0 },
    stoppedEarly: false,
  });
  expect(mayBeDeleted(report("same"))).toEqual(["Jane Doe/2024-01-01.txt", "Copy/Jane Doe/2024-01-01.txt"]);
  expect(mayBeDeleted(report("differs"))).toEqual([]);
  expect(cloudOf("/Users/ann/Library/Mobile Documents/notes")).toBe("iCloud");
  expect(cloudOf("C:\\Users\\ann\\OneDrive - Practice\\notes")).toBe("OneDrive");
  expect(cloudOf("/home/ann/Dropbox (Personal)/x")).toBe("Dropbox");
  expect(cloudOf("/home/ann/Mailbox/notes")).toBeUndefined();
});
