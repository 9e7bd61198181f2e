// Letters of cases, as poppler reads them back: what the rule asks for stands in them, in words that are not ours to check by themselves.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, type TestContext } from "vitest";
import { paperFonts } from "../../apps/cli/src/paper-fonts.ts";
import { kindOf } from "../../packages/content/src/cases/index.ts";
import { type LetterFacts, letterGaps, type LetterName, letterPaper } from "../../packages/export/src/letters/index.ts";
import { type Fonts, writePaper } from "../../packages/pdf/src/index.ts";
import type { CaseKind } from "../../packages/records/src/index.ts";
import { needsTool } from "../needs.ts";

const run = promisify(execFile);
let fonts: Fonts;
let folder: string;
beforeAll(async () => {
  fonts = await paperFonts();
  folder = await mkdtemp(join(tmpdir(), "alcove-letters-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Decision = NonNullable<LetterFacts["said"]["decision"]>;

function factsOf(kind: CaseKind, outcome?: Decision["outcome"], grounds: readonly string[] = []): LetterFacts {
  const of = kindOf(kind);
  return {
    language: "en",
    practice: "Willow Room",
    office: { lines: "12 Reed Lane\nSalem, OR 97301", complaints: "Dr. Ada Fern, 503 555 0100" },
    signer: "Ada Fern",
    today: "2026-03-20",
    kind: of,
    due: "2026-04-01",
    said: {
      received: "2026-03-02",
      from: "Priya Raman",
      address: "3 Mill Lane\nSalem, OR 97302",
      asked: "Call the mobile number only.",
      ...(outcome ? { decision: { on: "2026-03-20", outcome, grounds, words: "We talked about it on Monday." } } : {}),
    },
  };
}

async function read(context: TestContext, letter: LetterName, facts: LetterFacts): Promise<string | undefined> {
  const paper = letterPaper(letter, facts);
  if (!paper) throw new Error(`it can be made: ${letterGaps(letter, facts).join()}`);
  if (!(await needsTool("pdftotext", context))) return undefined;
  const file = join(folder, "letter.pdf");
  await writeFile(file, await writePaper(paper, fonts, Date.UTC(2026, 2, 20)));
  const { stdout } = await run("pdftotext", ["-layout", file, "-"]);
  return stdout.replaceAll(/\s+/g, " ");
}

const complaint = ["Dr. Ada Fern, 503 555 0100", "Secretary of the U.S. Department of Health and Human Services"];

test("a denial of access says why, how it is reviewed, and how to complain to the practice and the Secretary", async (context) => {
  const text = await read(context, "decision", factsOf("access", "in-part", ["danger", "psychotherapy-notes"]));
  if (text === undefined) return;
  for (const said of [
    "Willow Room",
    "Priya Raman",
    "March 20, 2026",
    "received your request to see your record",
    "endanger the life or physical safety",
    "45 CFR 164.524(a)(3)(i)",
    "another licensed health care professional, who took no part",
    "What can be given you get",
    ...complaint,
  ])
    expect(text).toContain(said);
});

test("a denial that no one reviews does not offer it", async (context) => {
  const text = await read(context, "decision", factsOf("access", "denied", ["psychotherapy-notes"]));
  if (text === undefined) return;
  expect(text).not.toContain("You can have it reviewed");
  expect(text).toContain(complaint[1]);
});

test("a denied amendment offers the statement of disagreement, and that request and denial go along", async (context) => {
  const text = await read(context, "decision", factsOf("amendment", "denied", ["accurate"]));
  if (text === undefined) return;
  for (const said of [
    "accurate and complete",
    "written statement that says that you disagree",
    "request and this letter go along",
    ...complaint,
  ])
    expect(text).toContain(said);
});

test("what is granted says what follows of it", async (context) => {
  const all: readonly (readonly [CaseKind, string])[] = [
    ["access", "kept apart from the record"],
    ["amendment", "What was written before stays as it was written"],
    ["accounting", "The list comes with this letter"],
    ["restriction", "In an emergency we may disclose what is needed"],
    ["confidential", "Nobody here will ask you why"],
  ];
  for (const [kind, said] of all)
    expect((await read(context, "decision", factsOf(kind, "granted"))) ?? said).toContain(said);
  const paid = factsOf("restriction", "granted");
  const text = await read(context, "decision", { ...paid, said: { ...paid.said, paidInFull: true } });
  expect(text ?? "do not disclose to your health plan").toContain("do not disclose to your health plan");
});

test("an acknowledgement names the day; an extension its reason and the new one, and that it is once", async (context) => {
  const facts = factsOf("access");
  const first = await read(context, "acknowledgement", facts);
  if (first === undefined) return;
  expect(first).toContain("by April 1, 2026");
  const extension = { on: "2026-03-30", until: "2026-04-20", reason: "Two volumes are in the archive." };
  const second = await read(context, "extension", { ...facts, said: { ...facts.said, extension } });
  for (const said of ["Two volumes are in the archive.", "by April 20, 2026", "not ask for it again"])
    expect(second).toContain(said);
  expect(await read(context, "acknowledgement", factsOf("confidential"))).toContain("You do not have to say why");
});

test("an accounting lists day, recipient with address, what and why; and says whether it is free", async (context) => {
  const disclosure = {
    on: "2025-11-03",
    to: "Oregon Child Abuse Hotline",
    address: "855 503 7233",
    what: "Name, age and what was said about the stairs",
    purpose: "Report of suspected child abuse (45 CFR 164.512(b)(1)(ii))",
  };
  const facts = factsOf("accounting", "granted");
  const accounting = { from: "2020-03-02", disclosures: [disclosure], isFirst: true };
  const text = await read(context, "accounting", { ...facts, accounting });
  if (text === undefined) return;
  for (const said of [
    "November 3, 2025",
    "855 503 7233",
    "about the stairs",
    "between March 2, 2020 and March 2, 2026",
    "free of charge",
  ])
    expect(text).toContain(said);
  const none = await read(context, "accounting", {
    ...facts,
    accounting: { ...accounting, disclosures: [], isFirst: false },
  });
  expect(none).toContain("Nothing that the law counts here");
  expect(none).toContain("another list within the last twelve months");
});

test("an answer to a subpoena is a draft for an attorney, states objections, and says of nobody that they are a client", async (context) => {
  const text = await read(context, "paper-answer", factsOf("subpoena", "denied", ["no-assurance", "privilege"]));
  if (text === undefined) return;
  for (const said of [
    "DRAFT: to be read by an attorney",
    "164.512(e)(1)(ii)",
    "privileged",
    "whether anybody is or was a client",
  ])
    expect(text).toContain(said);
});

test("CASE-12 a client who reads Spanish gets each letter in it: the same blocks, grounds too, and no word in English", async (context) => {
  const kinds = ["access", "amendment", "accounting", "restriction", "confidential"] as const;
  const accounting = { from: "2020-03-02", disclosures: [], isFirst: true };
  for (const kind of kinds)
    for (const outcome of ["granted", "in-part", "denied"] as const) {
      const all = kindOf(kind).grounds.map(({ id }) => id);
      const english = { ...factsOf(kind, outcome, outcome === "granted" ? [] : all), accounting };
      const said = { ...english.said, asked: "", extension: { on: "2026-03-30", until: "2026-04-20", reason: "-" } };
      for (const letter of ["acknowledgement", "extension", "decision", "accounting"] as const) {
        const papers = (["en", "es"] as const).map((language) => letterPaper(letter, { ...english, said, language }));
        const [one, other] = papers.map((paper) => paper?.blocks ?? []);
        expect(other?.map((block) => block.kind)).toEqual(one?.map((block) => block.kind));
        const texts = JSON.stringify(other).replace("We talked about it on Monday.", "").replaceAll("Civil Rights", "");
        expect(texts).not.toMatch(/\b(the|you|your|we|and|what|this)\b/i);
        expect(papers.map((paper) => paper?.language)).toEqual(["en", "es"]);
      }
    }
  const text = await read(context, "decision", { ...factsOf("access", "denied", ["danger"]), language: "es" });
  for (const words of ["El 2 de marzo de 2026 recibimos su solicitud de ver su expediente", "Puede pedir una revisión"])
    expect(text ?? words).toContain(words);
  // What goes to a court is in English.
  const paper = letterPaper("paper-answer", { ...factsOf("subpoena", "denied", ["privilege"]), language: "es" });
  expect([paper?.language, JSON.stringify(paper)]).toEqual(["en", expect.stringContaining("We object")]);
});

test("nothing is made while what has to stand in it is missing", () => {
  const denied = factsOf("access", "denied", ["danger"]);
  const nobody = { ...denied, office: { lines: "", complaints: " " } };
  expect(letterGaps("decision", nobody)).toEqual(["complaints"]);
  expect(letterPaper("decision", nobody)).toBeUndefined();
  expect(letterGaps("decision", factsOf("access"))).toEqual(["decision"]);
  expect(letterGaps("extension", denied)).toEqual(["extension"]);
  expect(letterGaps("accounting", denied)).toEqual(["accounting"]);
});
