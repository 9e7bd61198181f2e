// A laptop's folder into a practice by the command line: a plan to look through, a run that is killed, the same again, and at the
// end every word and byte of the folder in the chart where it belongs.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { needsTool } from "../needs.ts";
import { Device, makePlace, type RunningServer, startServer } from "./alcove.ts";
import { brokenPath, makeMixedFolder, type MixedFolder, picturePath, removeMixedFolder } from "./mixed-folder.ts";

type Row = {
  readonly source: string;
  readonly take: string;
  readonly client: string;
  readonly date: string;
  readonly asks: readonly string[];
  readonly twin?: string;
  readonly isThere?: true;
};
type Planned = { readonly rows: readonly Row[]; readonly ready: number; readonly unanswered: number };
type Ran = {
  readonly added: { readonly charts: number; readonly notes: number; readonly files: number };
  readonly readBack: number;
  readonly unanswered: number;
  readonly unfit: readonly object[];
  readonly mayBeDeleted: readonly string[];
  readonly wordsOnly: readonly string[];
  readonly cleaned: readonly string[];
};
type Charts = { readonly charts: readonly { readonly id: string; readonly name: string }[] };
type Notes = { readonly notes: readonly { readonly id: string; readonly kind: string; readonly date: string }[] };
type Shown = {
  readonly note: {
    readonly current: { readonly title: string; readonly body: { readonly text: string } };
    readonly cameFrom: { readonly path: string };
    readonly attachments: readonly { readonly name: string; readonly bytes: number }[];
  };
};

const place = makePlace();
let server: RunningServer;
const laptop = new Device(place, "laptop");
let mixed: MixedFolder | undefined;

beforeAll(async () => {
  server = await startServer(place);
  await laptop.found(server.origin);
});
afterAll(async () => {
  await server.stop();
  place.remove();
  if (mixed) removeMixedFolder(mixed);
});

test("IMP-4 IMP-8 a mixed folder comes in whole: guessed, looked through, killed in the middle, read back, and never twice", async (context) => {
  if (!(await needsTool("soffice", context))) return;
  mixed = makeMixedFolder();
  const { path, said } = mixed;
  const ngozi = (await laptop.must<{ id: string }>(["chart", "create", "--name", "Ngozi Abara"])).id;

  const { rows } = await laptop.must<Planned>(["import", path, "--dry-run"]);
  const row = (source: string) => rows.find((one) => one.source === source);
  expect(row("Clients/Abara, Ngozi/2024-03-05 session.docx")).toMatchObject({
    client: "Ngozi Abara",
    chart: ngozi,
    take: "progress",
    date: "2024-03-05",
    asks: [],
    because: { client: "its folder's name", date: "its name" },
  });
  expect(row("Process notes/Ngozi Abara 2024-03-05.docx")).toMatchObject({ take: "psychotherapy", asks: ["take"] });
  expect(row("Clients/Tom Berg/Letter to Dr Osei 2024-04-02.docx")).toMatchObject({ take: "file", client: "Tom Berg" });
  expect(row("Clients/Tom Berg/2024-03-23.txt")).toMatchObject({ take: "progress", date: "2024-03-23" });
  expect(row("Clients/Tom Berg/Copy of 2024-03-23.txt")).toMatchObject({
    take: "out",
    twin: "Clients/Tom Berg/2024-03-23.txt",
  });
  expect(row("Loose/phone call.md")).toMatchObject({ client: "Tom Berg", date: "2024-05-01", asks: [] });
  expect(row("Loose/thoughts.txt")).toMatchObject({ asks: ["client", "date"] });
  expect(row("Loose/table.csv#2")).toMatchObject({ client: "Ngozi Abara", date: "2024-06-01", asks: [] });
  expect(row("Loose/export.json#2")).toMatchObject({ client: "Ngozi Abara", chart: ngozi, asks: [] });
  expect(row(picturePath)).toMatchObject({ take: "file", client: "Tom Berg", asks: [] });
  expect(row("Clients/Tom Berg/april.html")).toMatchObject({ date: "2024-04-12", asks: [], withFile: true });
  expect(row(brokenPath)).toMatchObject({ take: "file", problem: "document-not-what-its-name-says" });
  expect(await laptop.must<Charts>(["chart", "list"])).toMatchObject({ charts: [{ name: "Ngozi Abara" }] });

  const plan = place.path("plan.csv");
  await laptop.must(["import", path, "--plan", plan]);
  const asked = readFileSync(plan, "utf8");
  expect(asked).toContain('"?psychotherapy"');
  // Looked through: it is one, the stray file is Tom's, and the twin stays out.
  writeFileSync(
    plan,
    asked
      .replace('"?psychotherapy"', '"psychotherapy"')
      .replace(/("Loose\/thoughts.txt","progress",)"\?[^"]*","\?([^"]+)"/, '$1"Tom Berg","$2"'),
  );

  const killed = laptop.start(["import", path, "--plan", plan, "--json"]);
  await killed.errorHolds('"taking in"');
  killed.process.kill("SIGKILL");
  await killed.ended;
  const report = place.path("report.txt");
  const ran = await laptop.must<Ran>(["import", path, "--plan", plan, "--report", report]);
  expect(ran).toMatchObject({ unanswered: 0, unfit: [], readBack: rows.length - 1 });
  expect(ran).toMatchObject({ wordsOnly: [], cleaned: [picturePath] });
  // All files of the folder: the twin too, since what it says is in.
  expect(ran.mayBeDeleted).toHaveLength(new Set(rows.map(({ source }) => source.replace(/#.*/, ""))).size);
  expect(readFileSync(report, "utf8")).toContain("WHAT DELETING DOES NOT REACH");
  expect(readFileSync(report, "utf8")).toContain(`${brokenPath}: can't be opened as a Word document`);
  expect(readFileSync(report, "utf8")).toContain(`${picturePath}: where it was taken`);

  const again = await laptop.must<Ran>(["import", path, "--plan", plan]);
  expect(again).toMatchObject({ added: { charts: 0, notes: 0, files: 0 }, unfit: [], readBack: ran.readBack });
  const packed = zipSync(
    Object.fromEntries(
      [...said.keys(), picturePath].map((name) => [name, new Uint8Array(readFileSync(join(path, name)))]),
    ),
  );
  writeFileSync(place.path("Old laptop.zip"), packed);
  const fromZip = await laptop.run<Ran>(["import", place.path("Old laptop.zip")]);
  expect(fromZip.json).toMatchObject({ added: { charts: 0, notes: 0, files: 0 } });

  // On another device, from the server alone: every word.
  const phone = new Device(place, "phone");
  await phone.enrol();
  const { charts } = await phone.must<Charts>(["chart", "list"]);
  expect(charts.map(({ name }) => name).toSorted()).toEqual(["Ngozi Abara", "Tom Berg"]);
  const texts: string[] = [];
  const kinds: string[] = [];
  const beside = new Map<string, Shown["note"]["attachments"]>();
  for (const { id } of charts) {
    const { notes } = await phone.must<Notes>(["note", "list", "--chart", id]);
    for (const note of notes) {
      kinds.push(note.kind);
      const { current, cameFrom, attachments } = (await phone.must<Shown>(["note", "show", note.id])).note;
      texts.push(current.body.text);
      beside.set(cameFrom.path, attachments);
    }
  }
  expect(kinds.filter((kind) => kind === "psychotherapy")).toHaveLength(1);
  // Each document beside its own note, once, whatever the kill left; of plain text there is none.
  for (const [source, attachments] of beside) {
    const isMore = /\.(?:docx?|odt|rtf|pdf|html|xml)$/.test(source);
    const bytes = isMore ? readFileSync(join(path, source)).length : 0;
    expect(
      attachments.map((one) => [one.name, one.bytes]),
      source,
    ).toEqual(isMore ? [[basename(source), bytes]] : []);
  }
  expect(beside.size).toBe(texts.length);
  const all = texts.join("\n").replaceAll(/\s+/g, " ");
  for (const [name, paragraphs] of said)
    if (!name.includes("Letter")) for (const paragraph of paragraphs) expect(all, name).toContain(paragraph);
});

test("IMP-11 into one chart too a document comes with its words, once, or by choice its words alone", async () => {
  const folder = place.path("letters");
  mkdirSync(folder);
  writeFileSync(join(folder, "2024-09-01.rtf"), "{\\rtf1 Dear colleague.}");
  writeFileSync(join(folder, "2024-09-02.txt"), "Plain words.");
  const { id } = await laptop.must<{ id: string }>(["chart", "create", "--name", "Una Vale"]);
  const importing = ["import", folder, "--chart", id];
  expect(await laptop.must([...importing, "--without-originals"])).toMatchObject({ added: 2, originals: 0 });
  expect(await laptop.must(importing)).toMatchObject({ added: 0, alreadyThere: 2, originals: 1 });
  expect(await laptop.must(importing)).toMatchObject({ added: 0, originals: 0 });

  // Nobody knows whose they are: nothing is in, and the exit code says so.
  const asked = await laptop.run<Ran>(["import", folder]);
  expect(asked).toMatchObject({ exit: 1, json: { unanswered: 2, readBack: 0, mayBeDeleted: [] } });
});
