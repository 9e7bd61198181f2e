/** A folder into charts, on a real device (docs/spec, IMP): stopped at every step and gone on with, moved, packed, read back. */

import { createHash } from "node:crypto";
import {
  buildMapping,
  changeRow,
  type FoundFile,
  type ImportVault,
  lookAtPicture,
  type Mapping,
  type MappingRow,
  markThere,
  mayBeDeleted,
  runImport,
  type RunReport,
  sayReport,
  withOriginals,
  withoutOriginals,
  wordsOnly,
} from "@alcove/documents/import";
import { readDocument } from "@alcove/documents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, passphrase, setStage, settle, type Stage } from "./devices.ts";

let stage: Stage;
let ada: Device;
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  await found(stage, ada);
});
afterAll(() => stage.close());

const hashOf = (content: Uint8Array | string) => createHash("sha256").update(content).digest("hex");
const utf8 = (text: string) => new TextEncoder().encode(text);
const scan = new Uint8Array(300_000).fill(7);

const photo = new Uint8Array(Buffer.from("ffd8ffe100104578696600004d4d002a00000008ffda0004010203ffd9", "hex"));
const cleaned = Buffer.from("ffd8ffda0004010203ffd9", "hex");

/** Names that nobody takes for each other. */
const words =
  "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Ivy Juniper Kapok Larch Maple Neem Oak Poplar Quince Rowan Spruce Teak".split(
    " ",
  );

const letter = utf8("{\\rtf1 He agreed to come weekly.{\\pict 00}}");

/** Two clients, a psychotherapy note with a scan beside it, two sessions of the same words, and documents that are more than words. */
const filesOf = (name: string): ReadonlyMap<string, Uint8Array> =>
  new Map([
    [`${name} One/2024-01-01.txt`, utf8("No show.")],
    [`${name} One/2024-01-08.txt`, utf8("No show.")],
    [`${name} One/2024-01-15 process notes.md`, utf8("For me alone.")],
    [`${name} One/process notes scan.jpg`, scan],
    [`${name} Two/2024-02-01.html`, utf8("<p>She came.</p><img src=x>")],
    [`${name} Two/2024-02-08.rtf`, letter],
    [`${name} Two/photo.png`, utf8("\u0089PNG not really")],
  ]);

async function mapped(files: ReadonlyMap<string, Uint8Array>, vault: ImportVault): Promise<Mapping> {
  const read: FoundFile[] = [];
  for (const [path, bytes] of files) {
    const document = await readDocument({ path, bytes });
    read.push({
      path,
      bytes: bytes.length,
      hash: hashOf(bytes),
      notes: document.ok ? document.notes : [],
      warnings: document.ok ? document.warnings : [],
      ...picked(await lookAtPicture(bytes, async (content) => hashOf(content))),
    });
  }
  const { rows, notes } = await buildMapping(read, await vault.charts(), {
    hash: async (text) => hashOf(text),
    today: "2026-11-30",
  });
  // As a person who looked through it.
  const answered = rows.map((row) => (row.asks.includes("take") ? changeRow(row, { take: row.take }) : row));
  return { rows: await markThere(vault, answered), notes };
}

const picked = (picture: FoundFile["picture"]) => (picture ? { picture } : {});

const runOf = (
  vault: ImportVault,
  { rows, notes }: Mapping,
  files: ReadonlyMap<string, Uint8Array>,
  { asTheyCame = false, stopped = () => false } = {},
): Promise<RunReport> =>
  runImport(
    vault,
    rows,
    {
      notes,
      bytes: async (path) => files.get(path),
      hash: async (content) => hashOf(content),
      mediaType: () => "application/octet-stream",
    },
    { task: "test", asTheyCame, stopped, progress: () => {} },
  );
const allSame = Array<string>(7).fill("same");
const outcomes = ({ rows }: RunReport) => rows.map(({ outcome }) => outcome.is);

test("IMP-7 IMP-8 all comes in once, psychotherapy notes into their own compartment, and reads back the same", async () => {
  const files = filesOf("Ann");
  const report = await runOf(ada.vault, await mapped(files, ada.vault), files);
  expect(report.added).toEqual({ charts: 2, notes: 6, files: 4 });
  expect(outcomes(report)).toEqual(allSame);
  const chart = (await ada.vault.charts()).find(({ name }) => name === "Ann One");
  expect(chart).toMatchObject({ progressNotes: 2, psychotherapyNotes: 2 });
  // The scan lies beside its psychotherapy note, and with the chart's files nowhere else.
  const kept = must(await ada.vault.readBack({ chart: chart?.id ?? "", files: "whole" }));
  const apart = kept.notes.filter(({ kind }) => kind === "psychotherapy").map(({ id }) => id);
  expect(kept.files).toMatchObject([{ name: "process notes scan.jpg", hash: hashOf(scan) }]);
  expect(apart).toContain(kept.files[0]?.note);

  const again = await runOf(ada.vault, await mapped(files, ada.vault), files);
  expect(again.added).toEqual({ charts: 0, notes: 0, files: 0 });
  expect(outcomes(again)).toEqual(outcomes(report));
  // Moved into another folder, as a ZIP of it would have it.
  const moved = new Map([...files].map(([path, bytes]) => [`Old laptop/${path}`, bytes]));
  const elsewhere = await runOf(ada.vault, await mapped(moved, ada.vault), moved);
  expect(elsewhere.added).toMatchObject({ charts: 0, files: 0 });
  expect((await ada.vault.charts()).find(({ name }) => name === "Ann One")).toMatchObject({ progressNotes: 2 });
});

test("IMP-7 stopped before any of its calls, or after it, a run goes on and adds nothing twice", async () => {
  const whole = filesOf("Whole");
  const calls: string[] = [];
  await runOf(counting(ada.vault, calls), await mapped(whole, ada.vault), whole);
  const acts = calls.length;
  expect(acts).toBeGreaterThan(8);
  for (let at = 0; at < acts; at++)
    for (const when of ["before", "after"] as const) {
      const name = `${words[at % words.length] ?? ""}${when}${"x".repeat(Math.floor(at / words.length))}`;
      const files = filesOf(name);
      const dies = dyingAt(ada.vault, at, when);
      await expect(runOf(dies, await mapped(files, ada.vault), files)).rejects.toThrow("killed");
      const report = await runOf(ada.vault, await mapped(files, ada.vault), files);
      expect(outcomes(report), name).toEqual(allSame);
      const charts = (await ada.vault.charts()).filter((chart) => chart.name.startsWith(`${name} `));
      expect(
        charts.map(({ progressNotes, psychotherapyNotes }) => `${progressNotes} ${psychotherapyNotes}`).toSorted(),
        name,
      ).toEqual(["2 0", "2 2"]);
      for (const { id, name: whose } of charts) {
        const { files: kept } = must(await ada.vault.readBack({ chart: id, files: "named" }));
        expect(kept, whose).toHaveLength(whose.endsWith("One") ? 1 : 3);
      }
    }
});

test("IMP-7 the same words of another day, or of somebody who is only named alike, are not there", async () => {
  const before = filesOf("Isolde");
  await runOf(ada.vault, await mapped(before, ada.vault), before);
  const later = new Map([["Elsewhere/Isolde One/2024-03-01.txt", utf8("No show.")]]);
  expect((await runOf(ada.vault, await mapped(later, ada.vault), later)).added.notes).toBe(1);
  const alike = new Map([["Islode One/2024-01-01.txt", utf8("No show.")]]);
  const { rows } = await mapped(alike, ada.vault);
  expect(rows).toMatchObject([{ client: "Isolde One", asks: ["client"] }]);
  expect(rows[0]).not.toHaveProperty("isThere");
});

test("IMP-8 what reads back as something else is not in: a folder that changed, and a chunk that is gone", async () => {
  const files = new Map(filesOf("Eve"));
  const plan = await mapped(files, ada.vault);
  const first = await runOf(ada.vault, plan, files);
  expect(outcomes(first)).not.toContain("differs");
  const changed = new Map(files).set("Eve Two/photo.png", utf8("another picture"));
  const report = await runOf(ada.vault, { ...plan, rows: plan.rows.map((row): MappingRow => ({ ...row })) }, changed);
  expect(report.rows.find(({ row }) => row.path.endsWith("photo.png"))?.outcome.is).toBe("same");
  expect(report.added.files).toBe(1);

  ada.disk.prepare("DELETE FROM chunks").run();
  ada.network = "down";
  const lost = await runOf(ada.vault, plan, files);
  ada.network = "up";
  expect(
    lost.rows.filter(({ row }) => row.withFile || row.take === "file").map(({ outcome }) => outcome.is),
  ).not.toContain("same");
  expect(lost.rows.filter(({ row }) => !row.withFile && row.take !== "file").map(({ outcome }) => outcome.is)).toEqual([
    "same",
    "same",
    "same",
  ]);
});

test("IMP-11 a document lies beside the note of its words, once, and under the note's own key", async () => {
  const files = new Map([
    ["Flora Ash/2024-02-08.rtf", letter],
    ["Flora Ash/2024-02-08 process notes.rtf", utf8("{\\rtf1 For me alone, in rich text.}")],
    ["Flora Ash/2024-02-15.txt", utf8("Plain words.")],
    // The same words signed, and once more.
    ["Flora Ash/signed 2024-02-08.rtf", utf8("{\\rtf1 He agreed to come weekly.}")],
    ["Flora Ash/Copy of signed 2024-02-08.rtf", utf8("{\\rtf1 He agreed to come weekly.}")],
  ]);
  const plan = await mapped(files, ada.vault);
  expect(plan.rows.map(({ take, twin }) => [take, twin])).toEqual([
    ["progress", undefined],
    ["psychotherapy", undefined],
    ["progress", undefined],
    ["file", "Flora Ash/2024-02-08.rtf"],
    ["out", "Flora Ash/2024-02-08.rtf"],
  ]);
  const bare = await runOf(ada.vault, { ...plan, rows: withoutOriginals(plan.rows) }, files);
  expect(bare.added).toEqual({ charts: 1, notes: 3, files: 1 });
  expect(wordsOnly(bare)).toEqual(["Flora Ash/2024-02-08.rtf", "Flora Ash/2024-02-08 process notes.rtf"]);
  expect(mayBeDeleted(bare)).not.toContain("Flora Ash/2024-02-08.rtf");
  expect(sayReport(bare, { folder: "f", day: "2026-11-30" })).toContain("ONLY THEIR WORDS ARE IN");

  const whole = await runOf(ada.vault, { ...plan, rows: withOriginals(plan.rows) }, files);
  expect(whole.added).toEqual({ charts: 0, notes: 0, files: 2 });
  expect(wordsOnly(whole)).toEqual([]);
  expect(mayBeDeleted(whole)).toEqual([...files.keys()]);
  const chart = (await ada.vault.charts()).find(({ name }) => name === "Flora Ash")?.id ?? "";
  const kept = must(await ada.vault.readBack({ chart, files: "whole" }));
  const noteOf = (path: string) => kept.notes.find(({ source }) => source === path)?.id;
  for (const path of ["Flora Ash/2024-02-08.rtf", "Flora Ash/2024-02-08 process notes.rtf"])
    expect(kept.files, path).toContainEqual(
      expect.objectContaining({ note: noteOf(path), hash: hashOf(files.get(path) as Uint8Array) }),
    );
  expect(kept.files.map(({ name, note }) => `${name}, ${note ? "beside a note" : "alone"}`).toSorted()).toEqual([
    "2024-02-08 process notes.rtf, beside a note",
    "2024-02-08.rtf, beside a note",
    "signed 2024-02-08.rtf, alone",
  ]);
  const shown = must(await ada.vault.note(noteOf("Flora Ash/2024-02-08.rtf") ?? ""));
  expect(shown.cameFrom).toMatchObject({ path: "Flora Ash/2024-02-08.rtf" });

  const moved = new Map(
    [...files].map(([path, bytes]) => [`Old/${path.replace("Flora Ash/", "Flora Ash/x/")}`, bytes]),
  );
  const elsewhere = await runOf(ada.vault, await mapped(moved, ada.vault), moved);
  expect(elsewhere.added).toEqual({ charts: 0, notes: 0, files: 0 });
});

test("IMP-8 IMP-11 an original that does not open again may not be deleted", async () => {
  const files = new Map([["Gil Moor/2024-02-08.rtf", letter]]);
  const report = await runOf(withoutFiles(ada.vault), await mapped(files, ada.vault), files);
  expect(outcomes(report)).toEqual(["missing"]);
  expect(mayBeDeleted(report)).toEqual([]);
});

test("IMP-12 a picture comes in without what its camera wrote, unless somebody wants it, and either is known again", async () => {
  const files = new Map([["Hugo Lind/photo.jpg", photo]]);
  const report = await runOf(ada.vault, await mapped(files, ada.vault), files);
  expect(report.rows).toMatchObject([{ outcome: { is: "same", cleaned: true } }]);
  expect(mayBeDeleted(report)).toEqual(["Hugo Lind/photo.jpg"]);
  expect(sayReport(report, { folder: "f", day: "2026-11-30" })).toContain(
    "THE FILES IN THE FOLDER STILL HAVE IT\n  Hugo Lind/photo.jpg: what the camera",
  );
  const chart = (await ada.vault.charts()).find(({ name }) => name === "Hugo Lind")?.id ?? "";
  const hashes = async () => must(await ada.vault.readBack({ chart, files: "whole" })).files.map(({ hash }) => hash);
  expect(await hashes()).toEqual([hashOf(Buffer.from(cleaned))]);
  const again = await mapped(files, ada.vault);
  expect(again.rows).toMatchObject([{ isThere: true }]);
  expect((await runOf(ada.vault, again, files)).added.files).toBe(0);

  const evidence = await runOf(ada.vault, again, files, { asTheyCame: true });
  expect(evidence.added.files).toBe(1);
  expect(evidence.rows[0]?.outcome).toEqual({ is: "same", wasThere: false });
  expect(await hashes()).toContain(hashOf(photo));
});

test("IMP-5 IMP-10 DRA-7 what was decided rests sealed through a lock, and no name of it leaves the device in clear", async () => {
  const text = JSON.stringify({ folder: "Zebrawood papers", decisions: [] });
  must(await ada.vault.keepAside("import", text));
  expect(await ada.vault.drafts()).toEqual([]);
  await ada.vault.lock("person");
  const locked = await ada.vault.status();
  expect(locked, "that there is something, and no note").toMatchObject({ phase: "locked", isAside: true });
  expect(locked).not.toHaveProperty("draftKeptAt");
  expect(JSON.stringify(locked)).not.toContain("Zebrawood");
  expect(await ada.vault.aside("import")).toBe("");
  must(await ada.vault.unlock(passphrase));
  expect(await ada.vault.aside("import")).toBe(text);
  await settle(ada.vault);
  const sent = ada.sent.map(({ body }) => Buffer.from(body ?? []).toString("latin1")).join("");
  for (const word of [
    "Zebrawood",
    "No show",
    "Ann One",
    "photo.png",
    "2024-01-15",
    "Flora Ash",
    "signed 2024",
    "come weekly",
  ])
    expect(sent.includes(word), word).toBe(false);
  must(await ada.vault.keepAside("import", ""));
  expect(await ada.vault.aside("import")).toBe("");
  await ada.vault.lock("person");
  expect(await ada.vault.status()).not.toHaveProperty("isAside");
  must(await ada.vault.unlock(passphrase));
});

/** One that keeps files and gives none of them back. */
const withoutFiles = (vault: ImportVault): ImportVault => ({
  ...wrapped(vault, () => {}),
  async readBack(request) {
    const kept = await vault.readBack(request);
    return kept.ok ? { ...kept, value: { ...kept.value, files: [] } } : kept;
  },
});

const acts = ["createChart", "importNotes", "attach", "readBack"] as const;

function counting(vault: ImportVault, calls: string[]): ImportVault {
  return wrapped(vault, (name) => void calls.push(name));
}

/** As a process that ends there: what a call did stays done. */
function dyingAt(vault: ImportVault, at: number, when: "before" | "after"): ImportVault {
  let count = 0;
  return wrapped(
    vault,
    () => {
      if (when === "before" && count++ === at) throw new Error("killed");
    },
    () => {
      if (when === "after" && count++ === at) throw new Error("killed");
    },
  );
}

function wrapped(vault: ImportVault, before: (name: string) => void, after: () => void = () => {}): ImportVault {
  const watched = acts.map((name) => [
    name,
    async (request: never) => {
      before(name);
      const answer = await vault[name](request);
      after();
      return answer;
    },
  ]);
  return { charts: () => vault.charts(), ...(Object.fromEntries(watched) as Omit<ImportVault, "charts">) };
}
