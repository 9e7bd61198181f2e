/** Forms by the command line: filled in, signed, withdrawn, written as a PDF whose signature poppler finds valid; one of the practice's own. */

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTool } from "../needs.ts";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";

type Head = { readonly id: string; readonly standing: string; readonly ends?: string };

const place = makePlace();
const laptop = new Device(place, "laptop");
let server: RunningServer;
let chart = "";

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
  chart = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Client One"])).id;
});
afterAll(async () => {
  await server.stop();
  place.remove();
});

function file(name: string, content: unknown): string {
  const path = join(place.folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}
const release = {
  "client-name": "Client One",
  what: ["summary", "Letters to my school"],
  "includes-substances": false,
  "direction-is": "give",
  discloser: "Willow Room",
  "recipient-name": "Dr. Osei",
  "purpose-is": ["care"],
  "ends-on": "2027-01-31",
  "signs-as": "client",
};
const fill = (answers: string, ...more: string[]) =>
  laptop.run<{ id: string }>(["form", "fill", "--chart", chart, "--answers", answers, ...more]);
const listed = async () =>
  (await laptop.must<{ responses: readonly Head[] }>(["form", "list", "--chart", chart])).responses;

/** What it says to people. */
async function told(args: readonly string[]): Promise<string> {
  const { stdout, exit } = await laptop.start(args).ended;
  expect(exit).toBe(0);
  return stdout;
}

test("lists what can be filled in, and shows how each question is answered", async () => {
  const { forms } = await laptop.must<{ forms: { id: string }[] }>(["form", "list"]);
  expect(forms).toHaveLength(14);
  const shown = await told(["form", "show", "release-of-information", "--chart", chart]);
  expect(shown).toContain("ends-on (date, needed): Last day on which this holds");
  expect(shown).toContain("Have your attorney read it");
  expect((await laptop.run(["form", "show", "nothing"])).json).toMatchObject({ code: "form-unknown" });
});

test("a release is filled in, signed, written as PDF and withdrawn", async () => {
  const { "ends-on": _ends, ...some } = release;
  const refused = await fill(file("some.json", some), "--form", "release-of-information");
  expect(refused).toMatchObject({ exit: 1, json: { code: "answers-missing", hint: "Missing: ends-on." } });
  const begun = await fill(file("begun.json", some), "--form", "release-of-information", "--unfinished");
  const id = (begun.json as { id: string }).id;
  const unfit = await fill(file("unfit.json", { ...release, "direction-is": "sell" }), "--response", id);
  expect(unfit.json).toMatchObject({ code: "answers-unfit", hint: "These do not fit: direction-is." });
  expect((await fill(file("release.json", release), "--response", id)).exit).toBe(0);
  expect(await listed()).toMatchObject([{ id, standing: "completed", ends: "2027-01-31" }]);

  const asked = await laptop.run(["form", "sign", id, "--name", "Client One"]);
  expect(asked).toMatchObject({ exit: 2 });
  expect(JSON.stringify(asked.json)).toContain("I authorize what is written here");
  const signed = await laptop.must<{ waiting: number; head: Head }>([
    "form",
    "sign",
    id,
    "--name",
    "Client One",
    "--agreed",
  ]);
  expect(signed).toMatchObject({ waiting: 0, head: { standing: "signed" }, acts: [{ holds: "yes", by: "Ada Fern" }] });
  expect((await fill(file("again.json", release), "--response", id)).json).toMatchObject({ code: "form-signed" });

  const out = join(place.folder, "release.pdf");
  await laptop.must(["form", "pdf", id, "--out", out]);
  if (findTool("pdfsig")) {
    expect(execFileSync("pdfsig", [out], { encoding: "utf8" })).toContain("Signature is Valid.");
    const text = execFileSync("pdftotext", ["-layout", out, "-"], { encoding: "utf8" });
    for (const words of ["Dr. Osei", "Letters to my school", "Client One (client)", "In the presence of", "Ada Fern"])
      expect(text).toContain(words);
  }

  const letter = ["--name", "Client One", "--words", "Her letter of 3 December."];
  expect(await laptop.must(["form", "withdraw", id, ...letter])).toMatchObject({ head: { standing: "withdrawn" } });
  expect(await told(["form", "read", id])).toMatch(/withdrawn by Client One \(client\).*Her letter of 3 December/);
});

test("a form of the practice's own is made from one that is there, and put away", async () => {
  const { form } = await laptop.must<{ form: { questionnaire: object } }>(["form", "show", "couple-no-secrets"]);
  const questions = file("own.json", { ...form.questionnaire, title: "Our policy" });
  const words = [
    "--about",
    "For couples.",
    "--agrees",
    "Yes.",
    "--belongs",
    "administrative",
    "--questions",
    questions,
  ];
  const { id } = await laptop.must<{ id: string }>(["form", "save", ...words, "--signatures", "2"]);
  expect(await told(["form", "list"])).toContain(`${id}  Our policy: For couples.  (your own)`);
  await laptop.must(["form", "save", ...words, "--form", id, "--put-away"]);
  const refused = await fill(file("answers.json", {}), "--form", id);
  expect(refused.json).toMatchObject({ code: "form-unknown" });
  const unfit = file("unfit-form.json", { ...form.questionnaire, item: [] });
  expect((await laptop.run(["form", "save", ...words.slice(0, -1), unfit])).json).toMatchObject({ code: "form-unfit" });
});
