// Exports on the command line: what goes out and what stays, formats that other programs read, the seal, and what breaks it, for the
// command and for the page that comes with the export, opened from a file in a real browser.

import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccountId, type PracticeId, toHex } from "@alcove/bytes";
import { hash, importSigningKey, type SigningSeed } from "@alcove/crypto";
import { sealExport } from "@alcove/protocol";
import { nodeCryptoPort } from "@alcove/store-node";
import { readZip } from "../../packages/export/src/index.ts";
import { launchBrowser } from "../browser.ts";
import { fhirProblems } from "../export/fhir-rules.ts";
import { needsTool } from "../needs.ts";
import { Device, makePlace, type RunningServer, start, startServer } from "./alcove.ts";

const run = promisify(execFile);
const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";
let browser: Browser;
let page: Page;

type Exported = { files: number; notes: number; leftOut: Record<string, number>; key: string };
type Verified = {
  holds: boolean;
  sealed: boolean;
  changed: string[];
  missing: string[];
  added: string[];
  identity?: string;
};
const exported = (out: string, ...more: string[]) =>
  laptop.must<Exported>(["export", "--chart", chart, "--out", place.path(out), ...more]);
const verified = async (path: string) => {
  const { json, exit } = await laptop.run<Verified>(["export-verify", path]);
  return { ...json, exit };
};
const text = (name: string, content: string) => {
  writeFileSync(place.path(name), content);
  return place.path(name);
};

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  ({ id: chart } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Marion Keller"]));
  const on = ["--chart", chart];
  for (const [date, words] of [
    ["2026-03-02", "About the heron."],
    ["2026-04-06", "About the dyke."],
  ] as const)
    await laptop.must([
      "note",
      "add",
      ...on,
      "--date",
      date,
      "--title",
      "Session",
      "--file",
      text(`${date}.txt`, words),
    ]);
  const apart = ["note", "add", ...on, "--kind", "psychotherapy", "--file", text("apart.txt", "My own anger.")];
  await laptop.must(apart);
  await laptop.must(["attach", ...on, text("letter to the school.txt", "Dear school,\n")]);
  await laptop.must(["diagnosis", "write", ...on, "--code", "F41.1", "--principal"]);
  await laptop.must(["person", "save", ...on, "--name", "Marion Keller", "--role", "client"]);
  await laptop.must(["sync"]);
  const { notes } = await laptop.must<{ notes: { id: string; date: string }[] }>(["note", "list", ...on]);
  await laptop.must(["note", "sign", notes.find(({ date }) => date === "2026-03-02")?.id ?? ""]);
  await laptop.must(["sync"]);
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  place.remove();
});

test("the whole record in every format: text, a tagged PDF, FHIR by the published definitions, files as they came", async (context) => {
  const facts = await exported("whole", "--format", "text,pdf,fhir", "--all-versions");
  expect(facts).toMatchObject({ notes: 2, leftOut: { notes: 0, psychotherapyNotes: 1, attachments: 0 } });
  const [note = ""] = readdirSync(place.path("whole/notes")).toSorted();
  expect(readFileSync(place.path(`whole/notes/${note}`), "utf8")).toMatch(
    /^Signature: Signed by Ada Fern, .* version 1$/m,
  );
  expect(readFileSync(place.path("whole/facts.txt"), "utf8")).toContain("Code: F41.1 (ICD-10-CM");
  const [letter = ""] = readdirSync(place.path("whole/attachments"));
  expect(readFileSync(place.path(`whole/attachments/${letter}`), "utf8")).toBe("Dear school,\n");
  const bundle = JSON.parse(readFileSync(place.path("whole/chart.fhir.json"), "utf8")) as object;
  expect(fhirProblems(bundle)).toEqual([]);
  expect(JSON.stringify(bundle)).toContain("Provenance");
  for (const file of ["chart.pdf", "chart.fhir.json", "facts.txt"])
    expect(readFileSync(place.path(`whole/${file}`)).includes("My own anger")).toBe(false);
  if (!(await needsTool("pdftotext", context))) return;
  const { stdout } = await run("pdftotext", ["-layout", place.path("whole/chart.pdf"), "-"]);
  for (const words of [
    "Record of Marion Keller",
    "About the heron.",
    "Signed by Ada Fern",
    "F41.1",
    "letter to the school.txt",
  ])
    expect(stdout).toContain(words);
  expect((await run("pdfinfo", [place.path("whole/chart.pdf")])).stdout).toMatch(/Tagged: +yes/);
});

test("EXP-1 days and parts are chosen, and the manifest counts what stays", async () => {
  const facts = await exported(
    "some",
    "--parts",
    "notes,diagnoses,medication,flags",
    "--from",
    "2026-04-01",
    "--to",
    "2026-04-30",
  );
  expect(facts).toMatchObject({ notes: 1, facts: 1, people: 0, leftOut: { notes: 1, people: 1, attachments: 1 } });
  expect(readdirSync(place.path("some")).toSorted()).toEqual([
    "facts.txt",
    "manifest.json",
    "notes",
    "seal.json",
    "verify.html",
  ]);
});

test("EXP-1 EXP-4 to somebody else: by what right, psychotherapy notes only with what lets them, and the chart says so", async () => {
  const to = [
    "--for",
    "Circuit Court",
    "--address",
    "1 Court Square",
    "--purpose",
    "court",
    "--reason",
    "Order of 2 May",
  ];
  const asked = (...more: string[]) => laptop.run(["export", "--chart", chart, "--out", place.path("court"), ...more]);
  for (const [more, exit] of [
    [["--for", "Court"], 2],
    [["--reason", "x"], 2],
    [["--for", "Court", "--purpose", "charity"], 2],
  ] as const)
    expect((await asked(...more)).exit, more.join(" ")).toBe(exit);
  expect(await asked(...to, "--psychotherapy")).toMatchObject({ exit: 1, json: { code: "authorisation-needed" } });
  expect(existsSync(place.path("court"))).toBe(false);
  expect(await asked("--for", "Court", "--purpose", "court")).toMatchObject({ json: { code: "disclosure-unfit" } });
  expect(existsSync(place.path("court/seal.json")), "without a reason nothing is sealed").toBe(false);
  rmSync(place.path("court"), { recursive: true });
  const sealed = await exported("court", ...to, "--psychotherapy", "--authorisation", "Signed 1 May");
  expect(sealed).toMatchObject({ notes: 3, psychotherapyNotes: 1 });
  const manifest = JSON.parse(readFileSync(place.path("court/manifest.json"), "utf8")) as { for: object };
  expect(manifest.for).toMatchObject({
    to: "Circuit Court",
    rule: "164.512(e)",
    purpose: "Order of 2 May",
    authorisation: "Signed 1 May",
  });
  expect(await verified(place.path("court"))).toMatchObject({ holds: true, exit: 0, identity: sealed.key });
  await exported("own", "--parts", "access-log");
  expect(existsSync(place.path("own/access-log.txt")), "who made it says nothing of what needs an authorisation").toBe(
    true,
  );
  expect(readFileSync(place.path("own/access-log.txt"), "utf8")).not.toContain("psychotherapy");
  await exported("again", "--parts", "access-log", "--for", "Marion Keller", "--purpose", "client");
  const log = readFileSync(place.path("again/access-log.txt"), "utf8");
  expect(log).toMatch(
    /Given out .*; Circuit Court; 1 Court Square; Export of the chart: 2 progress notes, 1 psychotherapy note, .*; Order of 2 May; 164\.512\(e\)/,
  );
  expect(log).toContain("exported all");
});

describe("EXP-2 EXP-3 EXP-5 what was changed, taken out or put in is found, by the command and by the page", () => {
  const breaks: readonly [string, (folder: string) => void, Partial<Verified>, RegExp][] = [
    ["nothing", () => {}, { holds: true }, /^It holds\./],
    [
      "one byte of a file",
      (folder) => flip(join(folder, "facts.txt"), 20),
      { sealed: true, changed: ["facts.txt"] },
      /^It does not hold\..*one file differs/,
    ],
    [
      "a file is gone",
      (folder) => rmSync(join(folder, "facts.txt")),
      { sealed: true, missing: ["facts.txt"] },
      /one file differs/,
    ],
    [
      "a file more",
      (folder) => writeFileSync(join(folder, "notes/more.txt"), "x"),
      { sealed: true, added: ["notes/more.txt"] },
      /one file differs/,
    ],
    [
      "a file and its line in the manifest",
      (folder) => {
        const path = join(folder, "manifest.json");
        writeFileSync(path, readFileSync(path, "utf8").replace(/"notes": 2/, '"notes": 1'));
      },
      { sealed: false },
      /not the one that was sealed/,
    ],
    ["the seal is gone", (folder) => rmSync(join(folder, "seal.json")), { sealed: false }, /seal\.json is missing/],
    [
      "the seal's signature",
      (folder) => swap(folder, /(.)"\n\}/, (digit) => `${digit === "0" ? "1" : "0"}"\n}`),
      { sealed: false },
      /seal was changed/,
    ],
    [
      "another key in the seal",
      (folder) => swap(folder, /"identity": "(.)/, (digit) => `"identity": "${digit === "0" ? "1" : "0"}`),
      { sealed: false },
      /seal was changed|signatures of this kind/,
    ],
    [
      "another practice in the seal",
      (folder) => swap(folder, /"practice": "(.)/, (digit) => `"practice": "${digit === "0" ? "1" : "0"}`),
      { sealed: false },
      /seal was changed/,
    ],
    [
      "a file under another name",
      (folder) => renameSync(join(folder, "facts.txt"), join(folder, "fact.txt")),
      { sealed: true, missing: ["facts.txt"], added: ["fact.txt"] },
      /2 files differ/,
    ],
  ];

  test.for(breaks)("%s", async ([name, damage, expected, words]) => {
    const folder = place.path(`broken ${name}`);
    cpSync(await good(), folder, { recursive: true });
    damage(folder);
    const report = await verified(folder);
    const rest = { changed: [], missing: [], added: [] };
    expect(report).toMatchObject({ holds: false, ...rest, ...expected, exit: expected.holds ? 0 : 7 });
    const said = await checkedByPage(folder);
    expect(said.verdict).toMatch(words);
    const named = [...report.changed, ...report.missing, ...report.added];
    expect(said.named).toEqual(named);
    expect(said.key.includes((report.identity ?? "no key").match(/.{4}/g)?.join(" ") ?? "")).toBe(report.sealed);
  });
});

test("EXP-9 EXP-10 on the command line: what was agreed is read first, and a denied amendment goes along", async () => {
  const on = ["--chart", chart];
  const begun = (kind: string, asked: string) =>
    laptop.must<{ id: string }>(["case", "begin", ...on, "--kind", kind, "--from", "Marion Keller", "--asked", asked]);
  const { id: amendment } = await begun("amendment", "Strike the dyke.");
  const set = ["case", "set", ...on, "--id", amendment];
  await laptop.must([...set, "--decide", "denied", "--ground", "accurate", "--words", "It is as it was."]);
  await laptop.must([...set, "--disagree", "I was never there."]);
  const { id: restriction } = await begun("restriction", "Nothing to the school.");
  await laptop.must(["case", "set", ...on, "--id", restriction, "--decide", "granted"]);
  const to = ["export", ...on, "--parts", "notes", "--for", "Dr. Moor", "--purpose", "treatment"];
  const unread = await laptop.run([...to, "--out", place.path("unread")]);
  expect(unread).toMatchObject({ exit: 1, json: { code: "restriction-unread" } });
  expect(unread.stderr).toContain("Nothing to the school.");
  expect(existsSync(place.path("unread"))).toBe(false);
  expect(await laptop.must([...to, "--restrictions-read", "--out", place.path("read")])).toMatchObject({ cases: 1 });
  const [request = ""] = readdirSync(place.path("read/requests"));
  const words = readFileSync(place.path(`read/requests/${request}`), "utf8");
  for (const line of [
    "Asked: Strike the dyke.",
    "Decision: It is as it was.",
    "Statement of disagreement: I was never",
  ])
    expect(words).toContain(line);
  expect(await verified(place.path("read"))).toMatchObject({ holds: true, exit: 0 });
  const person = ["diagnosis", "write", ...on, "--words", "Grief", "--person"];
  expect(await laptop.run([...person, "Nobody"])).toMatchObject({ exit: 2 });
  const { id } = await laptop.must<{ id: string }>([...person, "Marion Keller"]);
  await exported("hers", "--person", "Marion Keller");
  expect(readFileSync(place.path("hers/facts.txt"), "utf8")).toMatch(/Grief/);
  expect(readFileSync(place.path("hers/facts.txt"), "utf8")).not.toMatch(/F41\.1/);
  const kept = await laptop.must<{ said: { person?: string } }>([
    "diagnosis",
    "write",
    ...on,
    "--id",
    id,
    "--certainty",
    "confirmed",
  ]);
  expect(kept.said.person).toMatch(/^[0-9a-f]{32}$/);
  const freed = await laptop.must<{ said: object }>(["diagnosis", "write", ...on, "--id", id, "--person", ""]);
  expect(freed.said).not.toHaveProperty("person");
});

test("an export as one ZIP file verifies as it is, unpacks by another program, and a byte of it is missed", async (context) => {
  const zip = place.path("chart.zip");
  await exported("chart.zip", "--format", "text,pdf,fhir");
  expect(await verified(zip)).toMatchObject({ holds: true, exit: 0 });
  expect((await checkedByPage(zip)).verdict).toMatch(/^It holds\./);
  const bytes = readFileSync(zip);
  const entries = await readZip(
    bytes.length,
    async (from, length) => new Uint8Array(bytes.subarray(from, from + length)),
  );
  const letter = entries?.find(({ path }) => path.startsWith("attachments/"));
  if (!letter) throw new Error("the letter is in it");
  bytes[letter.from] = (bytes[letter.from] ?? 0) ^ 1;
  const broken = place.path("broken.zip");
  writeFileSync(broken, bytes);
  expect(await verified(broken)).toMatchObject({ sealed: true, changed: [letter.path], exit: 7 });
  expect((await checkedByPage(broken)).named).toEqual([letter.path]);
  expect(await laptop.run(["export-verify", text("no.zip", "PK")])).toMatchObject({
    json: { code: "export-unreadable" },
  });
  expect(await laptop.run(["export-verify", place.path("absent")])).toMatchObject({
    json: { code: "file-unreadable" },
  });
  expect(await laptop.run(["export", "--chart", chart, "--out", zip])).toMatchObject({ json: { code: "file-exists" } });
  if (!(await needsTool("unzip", context))) return;
  mkdirSync(place.path("unzipped"));
  await run("unzip", ["-q", zip, "-d", place.path("unzipped")]);
  expect(await verified(place.path("unzipped"))).toMatchObject({ holds: true });
});

describe("EXP-5 EXP-12 a ZIP file that another program could unpack to something else does not hold, for the command and for the page", () => {
  type Part = { head: number; name: string; content: number; bytes: number };
  const le = (at: Buffer, place: number) => at.readUInt32LE(place);
  const listOf = (zip: Buffer) => le(zip, zip.length - 6);
  /** In the order of the list. */
  function partsOf(zip: Buffer): Part[] {
    const parts: Part[] = [];
    for (let place = listOf(zip); le(zip, place) === 0x02014b50; ) {
      const [names, head] = [zip.readUInt16LE(place + 28), le(zip, place + 42)];
      const name = zip.toString("utf8", place + 46, place + 46 + names);
      parts.push({ head, name, content: head + 30 + names, bytes: le(zip, place + 24) });
      place += 46 + names;
    }
    return parts;
  }
  const partOf = (zip: Buffer, name: string) => partsOf(zip).find((one) => one.name === name) as Part;
  const entryOf = (zip: Buffer, name: string) => zip.indexOf(name, listOf(zip)) - 46;
  /** With bytes put in at a place, and everything that counts from the beginning moved on. */
  function put(zip: Buffer, at: number, more: Buffer): Buffer {
    const list = listOf(zip);
    const out = Buffer.concat([zip.subarray(0, at), more, zip.subarray(at)]);
    const end = out.length - 22;
    if (at <= list) out.writeUInt32LE(list + more.length, end + 16);
    for (const { name, head } of partsOf(zip))
      if (at <= head) out.writeUInt32LE(head + more.length, entryOf(out, name) + 42);
    return out;
  }
  const changed = (zip: Buffer, change: (zip: Buffer) => void) => {
    change(zip);
    return zip;
  };
  const hidden = Buffer.from("PK\u0003\u0004 a file that the list does not name");

  const breaks: readonly [string, (zip: Buffer) => Buffer][] = [
    ["bytes before the first file", (zip) => put(zip, 0, hidden)],
    ["bytes between two files", (zip) => put(zip, partOf(zip, "facts.txt").head, hidden)],
    ["bytes before the list", (zip) => put(zip, listOf(zip), hidden)],
    ["bytes behind its end", (zip) => Buffer.concat([zip, hidden])],
    [
      "a comment",
      (zip) => changed(Buffer.concat([zip, hidden]), (all) => all.writeUInt16LE(hidden.length, zip.length - 2)),
    ],
    [
      "another name before a file than in the list",
      (zip) => changed(zip, (all) => all.write("fakes.txt", partOf(all, "facts.txt").head + 30)),
    ],
    [
      "another name for programs that know the Unicode path",
      (zip) => {
        const place = entryOf(zip, "facts.txt");
        const name = Buffer.from("\u0001????fakes.txt", "latin1");
        const extra = Buffer.concat([Buffer.from([0x75, 0x70, name.length, 0]), name]);
        const out = Buffer.concat([zip.subarray(0, place + 55), extra, zip.subarray(place + 55)]);
        out.writeUInt16LE(extra.length, place + 30);
        out.writeUInt32LE(le(out, out.length - 10) + extra.length, out.length - 10);
        return out;
      },
    ],
    [
      "a length before a file",
      (zip) => changed(zip, (all) => all.writeUInt32LE(3, partOf(all, "facts.txt").head + 22)),
    ],
    [
      "a packed length in the list",
      (zip) => changed(zip, (all) => all.writeUInt32LE(3, entryOf(all, "facts.txt") + 20)),
    ],
    [
      "a length behind a file",
      (zip) =>
        changed(zip, (all) => {
          const { content, bytes } = partOf(all, "facts.txt");
          all.writeUInt32LE(3, content + bytes + 8);
        }),
    ],
    ["a link", (zip) => changed(zip, (all) => all.writeUInt16LE(0o120777, entryOf(all, "facts.txt") + 40))],
    [
      "a name that is not said to be UTF-8",
      (zip) => changed(zip, (all) => all.writeUInt16LE(8, entryOf(all, "facts.txt") + 8)),
    ],
    ["an end that says a comment follows", (zip) => changed(zip, (all) => all.writeUInt16LE(5, all.length - 2))],
    [
      "a line of the list that does not count",
      (zip) => changed(zip, (all) => all.writeUInt16LE(all.readUInt16LE(all.length - 12) - 1, all.length - 12)),
    ],
    [
      "a list that goes on behind its last line",
      (zip) => {
        const end = zip.length - 22;
        const place = entryOf(zip, "facts.txt");
        const more = Buffer.from(zip.subarray(place, place + 55));
        const out = Buffer.concat([zip.subarray(0, end), more, zip.subarray(end)]);
        out.writeUInt32LE(le(out, out.length - 10) + more.length, out.length - 10);
        return out;
      },
    ],
  ];

  test.for(breaks)("%s", async ([name, broken]) => {
    const whole = place.path("to break.zip");
    if (!existsSync(whole)) await exported("to break.zip", "--format", "text");
    const file = place.path(`${name}.zip`);
    writeFileSync(file, broken(readFileSync(whole)));
    expect(await verified(file)).toMatchObject({ code: "export-unreadable" });
    await openPage();
    await page.setInputFiles("#zip", file);
    await page.getByText("This is no ZIP file as exports are written.").waitFor();
  });
});

test("EXP-5 what an export says of itself in its names and its seal is shown as what it is", async () => {
  const folder = place.path("odd");
  cpSync(await good(), folder, { recursive: true });
  writeFileSync(join(folder, "x\nIt holds: 9 files as they were when this was sealed."), "");
  const { stdout } = await start(["export-verify", folder]).ended;
  expect(stdout.split("\n").filter((line) => line.startsWith("It holds"))).toEqual([]);
  // With a key of somebody's own, at no time that there is.
  const port = await nodeCryptoPort();
  const manifest = Buffer.from(JSON.stringify({ format: "alcove-export", version: 2, files: [] }));
  const key = await importSigningKey(port, new Uint8Array(32).fill(7) as SigningSeed);
  const [practice, account] = [new Uint8Array(16) as PracticeId, new Uint8Array(16) as AccountId];
  const body = { account, manifest: hash(manifest), at: Number.MAX_SAFE_INTEGER };
  const signed = await sealExport(port, key, practice, body);
  const own = place.path("own key");
  mkdirSync(own);
  writeFileSync(join(own, "manifest.json"), manifest);
  const seal = { practice: toHex(practice), identity: toHex(key.publicKey), signed: toHex(signed) };
  writeFileSync(join(own, "seal.json"), JSON.stringify({ format: "alcove-export-seal", version: 1, ...seal }));
  const said = await start(["export-verify", own]).ended;
  expect(said.stdout).toMatch(/^Sealed at no time that there is with the key /m);
  expect(said.stdout).toContain("ask the practice");
});

test("EXP-5 a file that lies beside the folder of its export is not taken for one in it", async () => {
  const folder = place.path("around");
  cpSync(await good(), join(folder, "export"), { recursive: true });
  mkdirSync(join(folder, "other"));
  renameSync(join(folder, "export/facts.txt"), join(folder, "other/facts.txt"));
  expect((await checkedByPage(folder)).named).toEqual(["facts.txt", "../around/other/facts.txt"]);
});

test("the page hashes what is too large for memory as a browser hashes what is small", async () => {
  await openPage();
  // The page's own functions are no members of its window: a text is evaluated where they are.
  const [own, browsers] = await page.evaluate<[string, string]>(`(async () => {
    const bytes = new Uint8Array(64 * 1024 * 1024 + 57).fill(7);
    return [await sha256(new Blob([bytes])), hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))];
  })()`);
  expect(own).toBe(browsers);
});

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

function swap(folder: string, where: RegExp, by: (digit: string) => string): void {
  const path = join(folder, "seal.json");
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(where, (_, digit: string) => by(digit)),
  );
}

/** A whole export, made once. */
async function good(): Promise<string> {
  if (!existsSync(place.path("good"))) await exported("good", "--format", "text,fhir");
  return place.path("good");
}

async function openPage(): Promise<void> {
  await page.goto(pathToFileURL(join(await good(), "verify.html")).href);
}

/** What the page of the good export says of a folder or ZIP file. */
async function checkedByPage(path: string): Promise<{ verdict: string; key: string; named: string[] }> {
  await openPage();
  await page.setInputFiles(path.endsWith(".zip") ? "#zip" : "#folder", path);
  await page.waitForFunction(() => document.getElementById("verdict")?.textContent?.startsWith("It ") === true);
  return {
    verdict: (await page.textContent("#verdict")) ?? "",
    key: (await page.textContent("#key")) ?? "",
    named: await page.locator("#details li").allTextContents(),
  };
}
