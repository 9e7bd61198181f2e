/** Exports of a real vault (docs/spec, EXP): what is written down before the seal, what a stop leaves, and that a person's words can be taken out. */

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  exportFiles,
  type ExportRequest,
  ExportStopped,
  type ExportTools,
  formats,
  parts,
  type Recipient,
} from "../../packages/export/src/index.ts";
import { paperFonts } from "../../apps/cli/src/paper-fonts.ts";
import { paperPieces } from "../../packages/pdf/src/index.ts";
import { needsTool } from "../needs.ts";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";

const run = promisify(execFile);
let stage: Stage;
let ada: Device;
let chart = "";
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "About the heron.");
  await save(ada, chart, "My own anger.", { kind: "psychotherapy" });
  must(await ada.vault.attach({ chart, name: "a.txt", mediaType: "text/plain", bytes: new Uint8Array([1, 2, 3]) }));
  await settle(ada.vault);
});
afterAll(() => stage.close());

const court: Recipient = {
  basis: "court",
  to: "Circuit Court",
  address: "",
  purpose: "Order of 2 May",
  authorisation: "",
};

async function exported(more: Partial<ExportRequest> = {}, tools: Partial<ExportTools> = {}) {
  const written = new Map<string, string>();
  const { createdAt } = (await ada.vault.charts()).find(({ id }) => id === chart) ?? { createdAt: 0 };
  const request: ExportRequest = {
    chart: { id: chart, name: "S. Client", createdAt },
    practice: { id: "00".repeat(16), name: "Willow Room" },
    madeBy: "Ada Owner",
    scope: { parts, formats: formats.slice(0, 1), allVersions: false, psychotherapy: false },
    ...more,
  };
  const all: ExportTools = {
    now: Date.UTC(2026, 2, 5),
    zone: "Europe/Berlin",
    startHash: () => {
      const hash = createHash("sha256");
      return { update: (piece) => void hash.update(piece), digest: () => new Uint8Array(hash.digest()) };
    },
    async *setPaper(paper, createdAt, pictures) {
      yield* paperPieces(paper, await paperFonts(), createdAt, pictures);
    },
    seal: (asked) => ada.vault.sealExport(asked),
    progress: () => {},
    stopped: () => false,
    ...tools,
  };
  const files = exportFiles(ada.vault, request, all);
  for (;;) {
    const next = await files.next();
    if (next.done) return { written, ...next.value };
    const pieces: Uint8Array[] = [];
    for await (const piece of next.value.content) pieces.push(piece);
    written.set(next.value.path, Buffer.concat(pieces).toString());
  }
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof ExportStopped ? error.failure.code : String(error)),
  );
const disclosed = async () => (await ada.vault.disclosures(chart)).map(({ to, manifest }) => [to, manifest]);

test("EXP-1 EXP-4 who receives it is written down before the seal, with what was sealed; for oneself nothing is", async () => {
  await exported();
  expect(await disclosed()).toEqual([]);
  const { written, manifest } = await exported({ recipient: court });
  const text = written.get("manifest.json") ?? "";
  expect(await disclosed()).toEqual([["Circuit Court", createHash("sha256").update(text).digest("hex")]]);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(manifest)));
  expect([...written.keys()].slice(-2)).toEqual(["manifest.json", "seal.json"]);
  expect(manifest.leftOut).toMatchObject({ notes: 0, attachments: 0 });
  expect([...written.values()].join()).not.toContain("My own anger");
});

test("EXP-1 psychotherapy notes go to somebody else with what lets them alone, and nothing is sealed or written down without it", async () => {
  const before = await disclosed();
  const scope = { parts, formats: formats.slice(0, 1), allVersions: false, psychotherapy: true };
  let sealed = 0;
  const seal: ExportTools["seal"] = async (asked) => {
    const answer = await ada.vault.sealExport(asked);
    if (answer.ok) sealed++;
    return answer;
  };
  expect(await codeOf(exported({ scope, recipient: court }, { seal }))).toBe("authorisation-needed");
  expect([sealed, await disclosed()]).toEqual([0, before]);
  const { written } = await exported({ scope, recipient: { ...court, authorisation: "Signed 1 May" } }, { seal });
  expect([...written.values()].join()).toContain("My own anger");
  await exported({ scope });
});

test("EXP-4 a disclosure that can't be written down ends the export without a seal", async () => {
  expect(await codeOf(exported({ recipient: { ...court, purpose: "" } }))).toBe("disclosure-unfit");
  const seal = { chart, manifest: new Uint8Array(31), psychotherapy: false, heeds: [] };
  expect(await ada.vault.sealExport(seal)).toMatchObject({ error: { code: "request-malformed" } });
  expect(await ada.vault.sealExport({ ...seal, chart: "00".repeat(16) })).toMatchObject({
    error: { code: "chart-unknown" },
  });
});

test("EXP-3 what is stopped has no manifest, no seal, and nobody received it", async () => {
  const before = await disclosed();
  let pieces = 0;
  expect(await codeOf(exported({ recipient: court }, { stopped: () => ++pieces > 1 }))).toBe("export-stopped");
  expect(await disclosed()).toEqual(before);
});

test("EXP-7 that there are psychotherapy notes is told to the client, and to whom they go, and to nobody else", async () => {
  const everyone = { parts, formats: formats.slice(0, 1), allVersions: false, psychotherapy: false };
  must(await ada.vault.recordAccess({ chart, act: "exported", kind: "psychotherapy" }));
  const note = (await ada.vault.notes(chart)).find(({ kind }) => kind === "psychotherapy")?.id ?? "";
  must(
    await ada.vault.attach({ chart, note, name: "drawing.txt", mediaType: "text/plain", bytes: new Uint8Array([7]) }),
  );
  const told = async (more: Partial<ExportRequest>) => {
    const { written, manifest, leftOut } = await exported({ scope: everyone, ...more });
    expect(leftOut.attachments, "it is a part of its note").toBe(0);
    const says = [...written].filter(([path]) => path !== "verify.html").join("\n");
    return [/psychotherapy notes?\b/i.test(says.replaceAll(/"psychotherapyNotes": 0/g, "")), manifest.leftOut];
  };
  const client: Recipient = { ...court, basis: "client", to: "S. Client" };
  expect(await told({ recipient: client })).toMatchObject([true, { psychotherapyNotes: 1 }]);
  for (const recipient of [
    court,
    { ...court, basis: "authorisation", authorisation: "Signed 1 May" } as const,
    undefined,
  ]) {
    const [says, leftOut] = await told({ recipient });
    expect([says, Object.keys(leftOut as object)], recipient?.basis ?? "").toEqual([
      false,
      ["notes", "measures", "facts", "people", "appointments", "forms", "attachments", "earlierVersions"],
    ]);
  }
  const going = { scope: { ...everyone, psychotherapy: true }, recipient: { ...court, authorisation: "Signed 1 May" } };
  expect(await told(going)).toMatchObject([true, { psychotherapyNotes: 0 }]);
});

test("EXP-8 EXP-9 EXP-10 what a client asked goes when it is chosen, a denied amendment by itself, and nothing against what was agreed", async () => {
  const other = must(await ada.vault.createChart({ name: "Noor Client" })).id;
  const chartOf = { chart: { id: other, name: "Noor Client", createdAt: 0 } };
  const noted = (text: string) =>
    ada.vault.saveNote({ chart: other, kind: "progress", date: "2026-03-04", title: "", body: { text }, basedOn: [] });
  const { note } = must(await noted("About the dyke."));
  must(await noted("About the tide."));
  const asked = { received: "2026-03-05", from: "Noor Client", address: "", checked: "By voice.", steps: [] };
  const write = (said: Parameters<typeof ada.vault.saveCase>[0]["said"]) =>
    ada.vault.saveCase({ chart: other, said, basedOn: [] }).then(must);
  const decision = { on: "2026-03-20", outcome: "denied", grounds: ["accurate"], words: "It is as it was." } as const;
  const disagreement = { on: "2026-03-25", statement: "I was never there.", rebuttal: "We met there." };
  await write({ ...asked, kind: "amendment", asked: "Strike the dyke.", note, decision, disagreement });
  await write({ ...asked, kind: "child-report", asked: "Reported at noon." });
  await write({ ...asked, kind: "access", asked: "A copy of all of it." });
  const some = {
    parts: ["notes", "diagnoses", "medication", "flags"],
    formats,
    allVersions: false,
    psychotherapy: false,
  } as const;
  const read = async (more: Partial<ExportRequest>) => {
    const { written, manifest } = await exported({ ...chartOf, recipient: court, ...more });
    return { says: [...written].filter(([path]) => !path.endsWith(".pdf")).join("\n"), manifest };
  };
  const along = await read({ scope: some });
  for (const words of ["Strike the dyke.", "It is as it was.", "I was never there.", "We met there."])
    expect(along.says).toContain(words);
  expect(along.says).not.toMatch(/A copy of all of it|Reported at noon|By voice/);
  expect(along.manifest).toMatchObject({ counts: { cases: 1 } });
  expect(Object.keys(along.manifest.leftOut)).not.toContain("cases");
  const apart = await read({ scope: { ...some, parts: ["diagnoses", "medication", "flags"] } });
  expect(apart.manifest, "its note stays").toMatchObject({ counts: { cases: 0 } });
  const client: Recipient = { ...court, basis: "client" };
  const own = await read({ scope: { ...some, parts }, recipient: client });
  expect(own.says).toMatch(/A copy of all of it/);
  expect(own.says).not.toMatch(/Reported at noon|By voice/);
  expect(own.manifest).toMatchObject({ counts: { cases: 2 }, leftOut: { cases: 0 } });

  const granted = { on: "2026-03-20", outcome: "granted", grounds: [], words: "" } as const;
  const { id } = await write({ ...asked, kind: "restriction", asked: "Nothing to my mother.", decision: granted });
  await write({ ...asked, kind: "restriction", asked: "Nothing to the school." });
  const before = (await ada.vault.disclosures(other)).length;
  expect(await codeOf(exported({ ...chartOf, scope: some, recipient: court }))).toBe("restriction-unread");
  expect((await ada.vault.disclosures(other)).length, "nobody received it").toBe(before);
  await exported({ ...chartOf, scope: some, recipient: court, heeds: [id] });
  await exported({ ...chartOf, scope: some });
});

test("EXP-11 what is said of a document goes with it", async () => {
  const title = "Report of the school";
  const document = { category: "report", title, date: "2026-01-03", from: "Dr. Moor" } as const;
  const file = { name: "scan.pdf", mediaType: "application/pdf", bytes: new Uint8Array([9]) };
  const { id } = must(await ada.vault.attach({ chart, ...file, document }));
  const { written, manifest } = await exported({ scope: { parts, formats, allVersions: false, psychotherapy: false } });
  expect(manifest.files.find(({ record }) => record === id)).toMatchObject({ document });
  expect(written.get("documents.txt")).toContain(`${title}; report; 2026-01-03; Dr. Moor`);
  expect(written.get("chart.fhir.json")).toContain(title);
});

test("EXP-6 EXP-14 what is made for one of two has what concerns them, and nothing of which nobody said whose it is", async () => {
  const couple = must(await ada.vault.createChart({ name: "Teodor and Lise" })).id;
  const isClient = { called: "", roles: ["client"], relation: "", reach: [], note: "" } as const;
  const add = async (name: string) =>
    must(await ada.vault.savePerson({ chart: couple, ...isClient, name, basedOn: [] })).id;
  const [teodor, lise] = [await add("Teodor Brandt"), await add("Lise Brandt")];
  await save(ada, couple, "Both came.");
  const kept = { chart: couple, kind: "progress", date: "2026-03-04", title: "Alone", basedOn: [] } as const;
  must(await ada.vault.saveNote({ ...kept, body: { text: "Lise came alone." }, about: [lise] }));
  const { note } = must(await ada.vault.saveNote({ ...kept, body: { text: "Teodor came alone." }, about: [teodor] }));
  const file = { mediaType: "text/plain", bytes: new Uint8Array([4]) };
  must(await ada.vault.attach({ chart: couple, name: "loose.txt", ...file }));
  must(await ada.vault.attach({ chart: couple, note, name: "his.txt", ...file, bytes: new Uint8Array([5]) }));
  const said = { kind: "flag", about: "medical", words: "New dose", since: "2026-02-01" } as const;
  must(await ada.vault.saveFact({ chart: couple, said, basedOn: [] }));
  const own = (person: string, words: string) =>
    ada.vault.saveFact({ chart: couple, said: { ...said, words, person }, basedOn: [] });
  must(await own(teodor, "His knee"));
  must(await own(lise, "Her back"));
  expect(await own("00".repeat(16), "Nobody")).toMatchObject({ error: { code: "person-unknown" } });
  const score = (person: string, total: string) => {
    const filled = {
      how: "result",
      name: "OQ-45",
      version: "",
      total,
      parts: [],
      scoredBy: "",
      licensed: true,
    } as const;
    return ada.vault.saveMeasure({ chart: couple, date: "2026-03-04", filled, note: "", person });
  };
  must(await score(teodor, "63"));
  must(await score(lise, "81"));
  expect(await score("00".repeat(16), "9")).toMatchObject({ error: { code: "person-unknown" } });
  const form = {
    chart: couple,
    form: "intake-adult",
    version: 1,
    state: "completed",
    on: "2026-12-01",
    basedOn: [],
  } as const;
  const forms: string[] = [];
  for (const person of [teodor, lise, undefined]) {
    const answers = { "client-name": "A", "reason-words": "B" };
    forms.push(must(await ada.vault.saveFormResponse({ ...form, answers, ...(person ? { person } : {}) })).id);
  }
  const scope = { parts, formats: formats.slice(0, 1), allVersions: false, psychotherapy: false };
  const request = { chart: { id: couple, name: "Teodor and Lise", createdAt: 0 } };
  const whole = [...(await exported({ ...request, scope })).written.values()].join();
  expect(whole).toMatch(/Lise came alone/);
  expect(whole).toMatch(/New dose/);
  // Whose each is stands with it.
  expect(whole).toMatch(/Measure: OQ-45\nAbout: Teodor Brandt\n[^]*?Total: 63/);
  expect(whole).toMatch(/Measure: OQ-45\nAbout: Lise Brandt\n[^]*?Total: 81/);
  expect(whole).toMatch(/His knee\nAbout: Teodor Brandt\n/);
  const { written, manifest } = await exported({ ...request, scope: { ...scope, about: teodor } });
  const his = [...written.values()].join();
  expect(his).toMatch(/Both came/);
  expect(his).toMatch(/Teodor came alone/);
  expect(his).toMatch(/His knee[^]*Total: 63|Total: 63[^]*His knee/);
  expect(his).not.toMatch(/Lise came alone|Lise Brandt|New dose|Her back|Total: 81/);
  expect([...written.keys()].filter((path) => path.startsWith("attachments/"))).toHaveLength(1);
  expect(manifest).toMatchObject({
    counts: { notes: 2, people: 1, facts: 1, measures: 1, forms: 1, attachments: 1 },
    leftOut: { notes: 1, facts: 2, measures: 1, forms: 2 },
  });

  // EXP-14: what both filled in is chosen; what names the other one is not to be had by its id.
  const together = await exported({ ...request, scope: { ...scope, about: teodor, together: forms.slice(1) } });
  const paths = [...together.written.keys()].filter((path) => path.startsWith("forms/"));
  expect(paths.map((path) => path.includes((forms[2] ?? "").slice(0, 12)))).toEqual(
    expect.arrayContaining([true, false]),
  );
  expect(paths).toHaveLength(2);
  expect(paths.join()).not.toContain((forms[1] ?? "").slice(0, 12));
  expect(together.manifest).toMatchObject({
    counts: { forms: 2 },
    leftOut: { forms: 1 },
    scope: { together: forms.slice(1) },
  });
});

test("EXP-13 a note's pictures stand in the PDF where they stand in it, and what can't is said in its place", async (context) => {
  const own = must(await ada.vault.createChart({ name: "Mira Client" })).id;
  const kept = { chart: own, kind: "progress", date: "2026-03-04", title: "House", basedOn: [] } as const;
  const first = must(await ada.vault.saveNote({ ...kept, body: { text: "..." } }));
  const other = must(await ada.vault.saveNote({ ...kept, body: { text: "Another note." } }));
  const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const png = new Uint8Array(Buffer.from(dot, "base64"));
  const attached = async (note: string, name: string, bytes: Uint8Array<ArrayBuffer>) =>
    must(await ada.vault.attach({ chart: own, note, name, mediaType: "image/png", bytes })).id;
  const good = await attached(first.note, "house.png", png);
  const broken = await attached(first.note, "torn.png", png.slice(0, 50));
  const foreign = await attached(other.note, "foreign.png", new Uint8Array([...png, 0]));
  const nodes = [
    ["[Picture: A house]", good, "A house"],
    ["[Picture]", broken, ""],
    ["[Picture: Not hers]", foreign, "Not hers"],
  ] as const;
  const text = ["Before.", ...nodes.map(([words], at) => `${words}\n\nAfter ${at}.`)].join("\n\n");
  const content = nodes.map(([, file, says]) => ({ type: "picture", attrs: { file, says } }));
  const doc = { type: "doc", content: [{ type: "blockquote", content }] };
  must(await ada.vault.saveNote({ ...kept, note: first.note, body: { text, doc }, basedOn: [first.revision] }));
  const scope = { parts, formats, allVersions: false, psychotherapy: false };
  let pdf = Buffer.alloc(0);
  const setPaper: ExportTools["setPaper"] = async function* (paper, createdAt, pictures) {
    const pieces: Uint8Array[] = [];
    for await (const piece of paperPieces(paper, await paperFonts(), createdAt, pictures)) pieces.push(piece);
    pdf = Buffer.concat(pieces);
    yield pdf;
  };
  const chartOf = { chart: { id: own, name: "Mira Client", createdAt: 0 } };
  const { written } = await exported({ ...chartOf, scope }, { setPaper });
  expect([...written.keys()].filter((path) => path.startsWith("attachments/"))).toHaveLength(3);
  if (!(await needsTool("pdftotext", context))) return;
  const read = async (tool: string, ...options: string[]) => {
    const file = join(ada.folder, "chart.pdf");
    await writeFile(file, pdf);
    return (
      await run(
        tool,
        options.map((one) => (one === "FILE" ? file : one)),
      )
    ).stdout;
  };
  const flat = (await read("pdftotext", "-layout", "FILE", "-")).replaceAll(/\s+/g, " ");
  expect(flat).toMatch(
    /Before\. A house After 0\. \[Picture\] It could not be set here\. It is a file of this export: attachments\/\S+ torn\.png After 1\. \[Picture: Not hers\] It is none of this note’s files in this export\. After 2\./,
  );
  expect((await read("pdfimages", "-list", "FILE")).trim().split("\n").slice(2)).toHaveLength(1);
  const some = parts.filter((part) => part !== "documents");
  await exported({ ...chartOf, scope: { ...scope, parts: some } }, { setPaper });
  expect((await read("pdfimages", "-list", "FILE")).trim().split("\n").slice(2)).toHaveLength(0);
  expect(await read("pdftotext", "-layout", "FILE", "-")).toContain(
    "[Picture: A house] It is none of this note’s files",
  );
});

test("EXP-1 forms go out as they stand on paper, of the days that were chosen", async () => {
  const answers = { "client-name": "Rosa Client", "reason-words": "I sleep badly." };
  const asked = { chart, form: "intake-adult", version: 1, state: "completed", on: "2026-12-01", basedOn: [] } as const;
  must(await ada.vault.saveFormResponse({ ...asked, answers }));
  const whole = await exported();
  const [form] = [...whole.written.keys()].filter((path) => path.startsWith("forms/2026-12-01 "));
  expect(whole.written.get(form ?? "")?.slice(0, 5)).toBe("%PDF-");
  expect(whole.manifest).toMatchObject({ counts: { forms: 1 }, leftOut: { forms: 0 } });
  const scope = { parts, formats: [], allVersions: false, psychotherapy: false, to: "2026-11-30" };
  expect((await exported({ scope })).manifest).toMatchObject({ counts: { forms: 0 }, leftOut: { forms: 1 } });
});
