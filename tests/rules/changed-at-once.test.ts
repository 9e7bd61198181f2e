/** What the whole practice changes: templates, forms, rooms, the office; and a measure of a chart. Nobody saves over what they did not see (docs/spec, REC-8). */

import { afterAll, beforeAll, expect, test } from "vitest";
import { type Device, found, must, save, setStage, settle, type Stage } from "./devices.ts";
import { join, memberOf } from "./people.ts";

let stage: Stage;
let ada: Device;
let ben: Device;
let chart = "";
beforeAll(async () => {
  stage = await setStage();
  ada = await stage.open();
  ({ chart } = await found(stage, ada));
  await save(ada, chart, "About the heron.");
  ben = await join(stage, ada, "Ben", "clinician");
  const member = await memberOf(ada, "Ben");
  must(await ada.vault.shareChart({ chart, member, kind: "progress", right: "read-write" }));
  await bothFollow();
});
afterAll(() => stage.close());

async function bothFollow(): Promise<void> {
  for (const { vault } of [ada, ben, ada]) await settle(vault);
}

const template = { kind: "progress", about: "", title: "T", everySession: true, sections: [] } as const;
const questions = (title: string) => ({
  resourceType: "Questionnaire",
  status: "active",
  language: "en",
  title,
  item: [{ linkId: "dog", type: "boolean", text: "Does it bark?" }],
});
const form = { about: "Dogs", belongs: "administrative", signatures: 0, agrees: "Yes." } as const;
const office = { complaints: "", state: "", numbers: [] };
const filled = { how: "result", name: "BDI", version: "", parts: [], scoredBy: "", licensed: false } as const;
const week = { from: "2026-03-02", until: "2026-03-02", zone: "UTC" };

type Seen = { readonly id: string; readonly says: string; readonly basedOn: readonly string[] };
type Kind = {
  /** `over`: what was seen, of one that there is. */
  readonly write: (at: Device, says: string, over?: Seen) => Promise<unknown>;
  readonly read: (at: Device) => Promise<Seen | undefined>;
};
const kinds: Readonly<Record<string, Kind>> = {
  "a template": {
    write: async ({ vault }, name, over) =>
      must(
        await vault.saveTemplate({ ...template, name, ...(over ? { template: over.id, basedOn: over.basedOn } : {}) }),
      ),
    read: async ({ vault }) => {
      const one = (await vault.templates()).find(({ own }) => own);
      return one?.own && { id: one.id, says: one.name, basedOn: one.own.basedOn };
    },
  },
  "a form": {
    write: async ({ vault }, title, over) =>
      must(
        await vault.saveForm({
          ...form,
          questionnaire: questions(title),
          ...(over ? { form: over.id, basedOn: over.basedOn } : {}),
        }),
      ),
    read: async ({ vault }) => {
      const one = (await vault.forms()).find(({ own }) => own);
      return one?.own && { id: one.id, says: one.questionnaire.title, basedOn: one.own.basedOn };
    },
  },
  "a room": {
    write: async ({ vault }, name, over) =>
      must(await vault.saveRoom({ name, closed: false, ...(over ? { id: over.id, basedOn: over.basedOn } : {}) })),
    read: async ({ vault }) => {
      const [one] = must(await vault.calendar(week)).rooms;
      return one && { id: one.id, says: one.name, basedOn: one.basedOn };
    },
  },
  "the office": {
    write: async ({ vault }, lines, over) =>
      must(await vault.saveOffice({ ...office, lines, ...(over ? { basedOn: over.basedOn } : {}) })),
    read: async ({ vault }) => {
      const one = await vault.office();
      return one && { id: "", says: one.lines, basedOn: one.basedOn };
    },
  },
  "a measure": {
    write: async ({ vault }, total, over) =>
      must(
        await vault.saveMeasure({
          chart,
          date: "2026-03-02",
          filled: { ...filled, total },
          note: "",
          ...(over ? { id: over.id, basedOn: over.basedOn } : {}),
        }),
      ),
    read: async ({ vault }) => {
      const [one] = (await vault.measures(chart)).entries;
      const says = one?.filled.how === "result" ? (one.filled.total ?? "") : "";
      return one && { id: one.id, says, basedOn: one.basedOn };
    },
  },
};

test.for(Object.entries(kinds))(
  "REC-8 %s: what came meanwhile stands beside, and who saw both settles it",
  async ([, { write, read }]) => {
    const seen = async (at: Device): Promise<Seen> => {
      const one = await read(at);
      if (!one) throw new Error("it is there");
      return one;
    };
    await write(ada, "1");
    await bothFollow();
    const onScreen = await seen(ada);
    expect([onScreen.says, onScreen.basedOn.length]).toEqual(["1", 1]);
    await write(ben, "2", await seen(ben));
    await bothFollow();
    expect((await seen(ada)).says).toBe("2");
    await write(ada, "3", onScreen);
    await bothFollow();
    for (const device of [ada, ben]) expect((await seen(device)).basedOn).toHaveLength(2);
    await write(ben, "4", await seen(ben));
    await bothFollow();
    for (const device of [ada, ben]) {
      const one = await seen(device);
      expect([one.says, one.basedOn.length]).toEqual(["4", 1]);
    }
  },
);

test("REC-5 who has no directory to write in changes nothing of the practice's", async () => {
  const aud = await join(stage, ada, "Aud", "auditor");
  const { vault } = aud;
  const outcomes = [
    await vault.saveTemplate({ ...template, name: "1" }),
    await vault.saveForm({ ...form, questionnaire: questions("1") }),
    await vault.saveSnippet({ word: "one", text: "1" }),
    await vault.saveOffice({ ...office, lines: "1" }),
    await vault.beginEnquiry({
      name: "1",
      called: "",
      reach: [],
      form: "individual",
      asked: "2026-03-02",
      asks: "",
      heard: "",
    }),
  ];
  for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: false, error: { code: "not-entitled" } });
});
