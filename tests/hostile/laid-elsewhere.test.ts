/**
 * Records of a chart that a member with a patched app lays where they may write, and they don't belong: in the chart's access log,
 * which whoever reads notes may write in; in another chart; in the directory (HS-21, IN-01; REC-5, REC-6). And a table of codes that is not
 * what its record says (COD-4).
 */

import { asId, type Bytes, type CompartmentId, fromHex, type Hash, type RecordId, toHex, utf8 } from "@alcove/bytes";
import type { Revision } from "@alcove/records";
import type { FactWords, Vault } from "@alcove/vault";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendIn } from "./layer/craft-entries.ts";
import { alarmsOf, knowsOfCopy, must, settled, textsIn, writeNote } from "./layer/devices.ts";
import { join, type Member } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** With a patched app; reads the chart, and may not write there. */
let mal: Member;
let note = "";
let fact = "";
/** Mal's own, which Ada reads too. */
let other = "";
/** Files in it, the first of which is no table of codes. */
const files: string[] = [];
const risk: FactWords = { kind: "flag", about: "suicide", words: "as Ada says", since: "2026-05-02" };

beforeAll(async () => {
  const { layer, ada } = stage;
  mal = await join(layer, ada.vault, "Mal", "clinician");
  must(await ada.vault.shareChart({ chart: ada.chart, member: mal.id, kind: "progress", right: "read" }));
  ({ note } = await writeNote(ada.vault, ada.chart, "as Ada says"));
  ({ fact } = must(await ada.vault.saveFact({ chart: ada.chart, said: risk, basedOn: [] })));
  other = must(await mal.vault.createChart({ name: "Mal’s chart" })).id;
  await writeNote(mal.vault, other, "Mal’s own");
  for (const text of ["A000    Cholera\nnot a line of a table", "A000    Cholera", "A001    Cholera"]) {
    const file = { chart: other, name: "codes", mediaType: "text/plain", bytes: utf8(text) };
    files.push(must(await mal.vault.attach(file)).id);
  }
  await everybodySettles();
  const me = (await mal.vault.members()).find(({ name }) => name !== "Mal" && name !== "Ben" && name !== "Fay");
  must(await mal.vault.shareChart({ chart: other, member: me?.id ?? "", kind: "progress", right: "read" }));
  await everybodySettles();
});
afterAll(() => mal?.device.remove());

async function everybodySettles(): Promise<void> {
  const { ada, ben } = stage;
  for (const vault of [mal.vault, ada.vault, ben.vault, mal.vault, ada.vault]) await settled(vault);
}

type Place = (thief: Thief) => CompartmentId;
const log: Place = (thief) => compartmentOf(thief, "access-log", stage.ada.chart);
const malsChart: Place = (thief) => compartmentOf(thief, "clinical", other);
const directory: Place = (thief) => compartmentOf(thief, "directory");

/** Lays a revision there: of a new record, or over all that stands of `of`. */
async function lay(place: Place, says: (thief: Thief) => Revision, of?: string): Promise<void> {
  const { layer } = stage;
  await withThief(mal.device, async (thief) => {
    must(await thief.sync.run());
    const record = of === undefined ? undefined : asId<RecordId>(fromHex(of) as Bytes);
    const standing = record ? thief.fold.standing(record) : [];
    const parents = standing.map((row) => row["envelope"] as Hash);
    const number = Math.max(0, ...standing.map((row) => Number(row["number"]))) + 1;
    const at = place(thief);
    const envelope = await craftEnvelope(thief, at, says(thief), {
      ...(record && { record }),
      parents,
      revision: number,
    });
    const batch = await craftBatch(thief, at, [envelope]);
    expect(await appendIn(layer, layer.sessionOf(mal.isTheirs), [batch])).toBe("taken");
  });
  for (const { vault } of [stage.ada, stage.ben]) await settled(vault);
}
const stamp = ({ crypto }: Thief) => ({ revision: crypto.random(16), writtenAt: 1_790_000_000_000 });
const flag = (thief: Thief): Revision => ({
  type: "flag",
  ...stamp(thief),
  about: "other",
  words: "as Mal says",
  since: "2026-05-02",
});
const noteBy = (thief: Thief): Revision => ({
  type: "note",
  ...stamp(thief),
  kind: "progress",
  date: "2026-03-03",
  title: "",
  text: "as Mal says",
});
const saidIn = async (vault: Vault, chart: string) =>
  (await vault.facts(chart)).map(({ said, others }) => [said, ...others].map((one) => "words" in one && one.words));

test.each([
  ["the chart’s access log", log],
  ["another chart", malsChart],
  ["the directory", directory],
] as const)(
  "HS-21 IN-01 REC-5 REC-6 what is laid over a chart’s records in %s changes none of them, and leads nowhere",
  async (_where, place) => {
    const { ada, ben } = stage;
    const texts = await textsIn(ada.vault, ada.chart);
    const inOther = await textsIn(ada.vault, other);
    await lay(place, flag, fact);
    await lay(place, noteBy, note);
    if (place !== malsChart) {
      await lay(place, flag);
      await lay(place, noteBy);
    }
    for (const { vault } of [ada, ben]) {
      expect(await saidIn(vault, ada.chart)).toEqual([["as Ada says"]]);
      expect(await textsIn(vault, ada.chart)).toEqual(texts);
      expect(must(await vault.note(note)).current.body.text).toBe("as Ada says");
      expect(must(await vault.history(note))).toHaveLength(1);
      expect(await alarmsOf(vault)).toEqual([]);
    }
    expect(await textsIn(ada.vault, other)).toEqual(inOther);
    expect(await saidIn(ada.vault, other)).toEqual([]);
    // Whoever may write goes on over what stands.
    const [shown] = await ben.vault.facts(ada.chart);
    must(await ben.vault.saveFact({ chart: ada.chart, fact, said: risk, basedOn: shown?.basedOn ?? [] }));
    await everybodySettles();
    expect(await saidIn(ada.vault, ada.chart)).toEqual([["as Ada says"]]);
  },
);

test("HS-21 REC-4 words of another chart are not those of a guarded one, under the id of its revision", async () => {
  const { ada } = stage;
  const { id: chart } = must(await ada.vault.createChart({ name: "Closed" }));
  await writeNote(ada.vault, chart, "before the guard");
  await settled(ada.vault);
  must(await ada.vault.guardChart({ chart }));
  const { note: inside } = await writeNote(ada.vault, chart, "as Ada says inside");
  await settled(ada.vault);
  const [version] = must(await ada.vault.history(inside));
  if (!version) throw new Error("it has a version");
  const revision = fromHex(version.revision) as Bytes;
  await lay(malsChart, (thief) => ({ ...noteBy(thief), revision }));
  expect(await textsIn(ada.vault, other), "the test sees it there").toContain("as Mal says");
  expect(must(await ada.vault.note(inside)).current.body.text).toBe("as Ada says inside");
  await ada.vault.closeGuarded();
});

test("HS-21 REC-6 what is laid under ids of acts and signatures takes them along nowhere, when the place where it lies is lost", async () => {
  const { ada } = stage;
  const words = { chart: ada.chart, version: 1, state: "completed", on: "2026-03-02", basedOn: [] } as const;
  const answers = {
    "client-name": "R. Client",
    "no-insurance": true,
    "estimate-of": "2026-03-02",
    "estimate-total": 1200,
    "given-as": "paper",
  };
  const form = must(await ada.vault.saveFormResponse({ ...words, form: "good-faith-estimate", answers })).id;
  await everybodySettles();
  const { revision } = must(await ada.vault.formResponse(form));
  const act = { act: "signed", name: "R. Client", as: "client", on: "2026-03-02" } as const;
  must(await ada.vault.signForm({ response: form, revision, ...act }));
  const signed = must(await ada.vault.note(note));
  must(await ada.vault.signNote({ note, revision: signed.current.revision, intent: "sign" }));
  await everybodySettles();
  const says = async () => [
    must(await ada.vault.formResponse(form)).acts.map(({ name, holds }) => [name, holds]),
    must(await ada.vault.note(note)).head.signed !== undefined,
  ];
  const before = await says();
  expect(before).toEqual([[["R. Client", "yes"]], true]);
  const ids = await withThief(mal.device, async (thief) => {
    must(await thief.sync.run());
    const rows = [thief.fold.formActsOf(fromHex(form) as Bytes)[0], thief.fold.signaturesOf(fromHex(note) as Bytes)[0]];
    return rows.map((row) => toHex(row?.["record"] as Bytes));
  });
  for (const id of ids) await lay(malsChart, flag, id);
  expect(await says()).toEqual(before);
  const [me] = await ada.vault.members();
  await knowsOfCopy(mal.vault);
  must(await mal.vault.endAccess({ chart: other, member: me?.id ?? "", kind: "progress" }));
  await everybodySettles();
  expect(await textsIn(ada.vault, other)).toEqual([]);
  expect(await says()).toEqual(before);
  must(await mal.vault.shareChart({ chart: other, member: me?.id ?? "", kind: "progress", right: "read" }));
  await everybodySettles();
});

test("COD-4 a table of codes that is not what its record says is not searched", async () => {
  const { ada } = stage;
  const table = async () => must(await ada.vault.codeTable());
  const before = await table();
  for (const [which, codes] of [2, 2, 1].entries()) {
    const file = fromHex(files[which] ?? "") as Bytes;
    await lay(directory, (thief) => ({
      type: "code-table",
      ...stamp(thief),
      system: "icd-10-cm",
      edition: "2098",
      codes,
      file,
    }));
    if (codes === 2) expect(await table()).toEqual(before);
    else expect(await table(), "the test sees what stands there").toMatchObject({ edition: "2098", codes: 1 });
  }
});

test("DOC-2 what is laid in the chart about a file of psychotherapy notes is not said of it", async () => {
  const { ada } = stage;
  const { note: apart } = await writeNote(ada.vault, ada.chart, "apart", { kind: "psychotherapy" });
  const file = { chart: ada.chart, name: "drawing.png", mediaType: "image/png", bytes: utf8("a drawing") };
  const drawing = must(await ada.vault.attach({ ...file, note: apart })).id;
  const scan = must(await ada.vault.attach({ ...file, bytes: utf8("a scan") })).id;
  must(await ada.vault.shareChart({ chart: ada.chart, member: mal.id, kind: "progress", right: "read-write" }));
  await everybodySettles();
  for (const of of [drawing, scan])
    await lay(
      (thief) => compartmentOf(thief, "clinical", ada.chart),
      (thief) => ({
        type: "document",
        ...stamp(thief),
        file: fromHex(of) as Bytes,
        category: "court",
        title: "as Mal says",
        from: "",
      }),
    );
  const said = new Map((await ada.vault.documents(ada.chart)).map((one) => [one.id, one.said?.title]));
  expect([said.get(drawing), said.get(scan)]).toEqual([undefined, "as Mal says"]);
});
