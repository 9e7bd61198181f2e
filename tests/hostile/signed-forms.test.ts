/**
 * Forms, with a colleague who reads and writes the chart and has a patched app (HS-08, HS-21; FRM-3 to FRM-6): answers in the wrong
 * compartment, a signature over other words, with another key, on another form.
 */

import { type Bytes, fromHex, type Hash, type CompartmentId, type RecordId } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { signNote } from "@alcove/protocol";
import { encodeRevision, type Revision, type RevisionOf } from "@alcove/records";
import type { FormActView } from "@alcove/vault";
import { beforeEach, expect, test } from "vitest";
import { addFormAct } from "../../packages/vault/src/features/forms/acts.ts";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { signRecord } from "../../packages/vault/src/features/signing.ts";
import { knowsOfCopy, must, settled } from "./layer/devices.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** Ada's, completed and not signed: one that lies with the notes, one with people and numbers. */
let intake: string;
let estimate: string;

beforeEach(async () => {
  const words = { chart: stage.ada.chart, version: 1, state: "completed", on: "2026-03-02", basedOn: [] } as const;
  const told = { "client-name": "R. Client", "reason-words": "As it was told." };
  const given = {
    "client-name": "R. Client",
    "no-insurance": true,
    "estimate-of": "2026-03-02",
    "estimate-total": 1200,
    "given-as": "paper",
  };
  const { vault } = stage.ada;
  intake = must(await vault.saveFormResponse({ ...words, form: "intake-adult", answers: told })).id;
  estimate = must(await vault.saveFormResponse({ ...words, form: "good-faith-estimate", answers: given })).id;
  await everybody();
});

async function everybody(): Promise<void> {
  const { ada, ben } = stage;
  for (const vault of [ada.vault, ben.vault, ada.vault, ben.vault]) await settled(vault);
}
const bytesOf = (hex: string): Bytes => fromHex(hex) as Bytes;
type Place = "clinical" | "administrative";
const inside = (kind: Place) => ({ kind, chart: bytesOf(stage.ada.chart) });

/** With Ben’s patched app. */
async function asBen(act: (thief: Thief) => Promise<void>): Promise<void> {
  await withThief(stage.ben.device, async (thief) => {
    must(await thief.sync.run());
    await act(thief);
    must(await thief.sync.run());
  });
  await knowsOfCopy(stage.ben.vault);
  await everybody();
}

async function saidOf(thief: Thief, response: string): Promise<RevisionOf<"form-response">> {
  const [row] = thief.fold.standing(bytesOf(response));
  const revision = row && (await thief.openRevision(row["revision"] as Bytes));
  if (revision?.type !== "form-response") throw new Error("it is not there");
  return revision;
}
const idsAtAda = async () => (await stage.ada.vault.formsOfChart(stage.ada.chart)).responses.map(({ id }) => id);
const titleAtAda = async (id: string) => must(await stage.ada.vault.formResponse(id)).head.title;

test("HS-17 FRM-3 REC-5 answers that belong with the notes count nowhere else, and nobody takes them out by calling them something else", async () => {
  const before = await idsAtAda();
  await asBen(async (thief) => {
    const said = await saidOf(thief, intake);
    const next = { ...said, revision: thief.crypto.random(16) };
    // A new one where it does not belong, then the one that is there: as it is, and as if it belonged there.
    await thief.keep([revisionFor(inside("administrative"), thief.crypto.random(16), next, [])]);
    const [row] = thief.fold.standing(bytesOf(intake));
    const called = { ...said, revision: thief.crypto.random(16), belongs: "administrative", title: "Taken" } as const;
    await thief.keep([revisionFor(inside("administrative"), bytesOf(intake), called, row ? [row] : [])]);
  });
  expect(await idsAtAda()).toEqual(before);
  expect(await titleAtAda(intake)).toBe("Intake: about you");
});

type Forged = {
  readonly act?: Partial<RevisionOf<"form-act">>;
  readonly place?: Place;
  readonly key?: (thief: Thief) => Thief["keys"]["identity"];
  readonly content?: Hash;
};
/** What an honest app writes down of a signature of the estimate, but for these. */
async function forge(thief: Thief, { act = {}, place = "administrative", key, content }: Forged): Promise<void> {
  const said = await saidOf(thief, estimate);
  const revision: RevisionOf<"form-act"> = {
    type: "form-act",
    revision: thief.crypto.random(16),
    writtenAt: 1,
    act: "signed",
    response: bytesOf(estimate),
    version: said.revision,
    content: hash(encodeRevision(said)),
    name: "R. Client",
    as: "client",
    words: said.agrees,
    on: "2026-03-02",
    ...act,
  };
  const record = thief.crypto.random(16);
  await thief.keep([revisionFor(inside(place), record, revision, [])]);
  must(await thief.sync.run());
  const [row] = thief.fold.standing(record);
  const signed = await signNote(thief.crypto, key?.(thief) ?? thief.keys.identity, thief.keys.practice, {
    account: thief.keys.account,
    compartment: row?.["compartment"] as CompartmentId,
    record: record as RecordId,
    envelope: row?.["envelope"] as Hash,
    content: content ?? hash(encodeRevision(revision)),
    intent: "sign",
    at: 1,
  });
  const signature: Revision = { type: "signature", revision: thief.crypto.random(16), writtenAt: 1, signed };
  await thief.keep([revisionFor(inside(place), thief.crypto.random(16), signature, [])]);
}
async function actsAtAda(...all: Forged[]): Promise<FormActView["holds"][]> {
  await asBen(async (thief) => {
    for (const one of all) await forge(thief, one);
  });
  return must(await stage.ada.vault.formResponse(estimate)).acts.map(({ holds }) => holds);
}

test("what is forged below would hold if it were honest", async () => {
  expect(await actsAtAda({})).toEqual(["yes"]);
});

test("HS-08 HS-21 FRM-5 FRM-6 a signature over other answers, on another form's version, or with another key does not hold", async () => {
  const other = new Uint8Array(32) as Hash;
  const told = must(await stage.ada.vault.formResponse(intake)).revision;
  expect(
    await actsAtAda(
      { act: { content: other } },
      { act: { version: bytesOf(told) } },
      { act: { version: new Uint8Array(16) as Bytes } },
      { key: ({ keys }) => keys.deviceKey },
      { content: other },
    ),
  ).toEqual(["other-words", "elsewhere", "elsewhere", "not-theirs", "other-words"]);
  expect(must(await stage.ada.vault.formResponse(estimate)).head).toMatchObject({ standing: "completed", signed: 0 });
});

test("HS-17 FRM-6 what lies in another compartment than the form signs nothing", async () => {
  expect(await actsAtAda({ place: "clinical" })).toEqual([]);
});

/** Ada had it signed without a network: the server has the act by now, and her key did not sign it yet. */
async function signedAndWaits(): Promise<string> {
  const revision = must(await stage.ada.vault.formResponse(estimate)).revision;
  const request = { response: estimate, revision, act: "signed", name: "R. Client", as: "client", on: "2026-03-02" };
  let act = "";
  await withThief(stage.ada.device, async (copy) => {
    must(await copy.sync.run());
    const ports = { crypto: copy.crypto, clock: { now: () => 1_772_000_000_000 } } as Parameters<typeof addFormAct>[0];
    ({ act } = must(await addFormAct(ports, copy, request as Parameters<typeof addFormAct>[2])));
    must(await copy.sync.run());
  });
  await knowsOfCopy(stage.ada.vault);
  await everybody();
  return act;
}

test("HS-21 FRM-6 who writes over an act that waits gets no signature of its member's under their own words", async () => {
  const act = await signedAndWaits();
  await asBen(async (thief) => {
    const [row] = thief.fold.standing(bytesOf(act));
    const said = row && (await thief.openRevision(row["revision"] as Bytes));
    if (said?.type !== "form-act") throw new Error("it is not there");
    const forged = { ...said, revision: thief.crypto.random(16), name: "Q. Other", words: "Give it to everybody." };
    await thief.keep([revisionFor(inside("administrative"), bytesOf(act), forged, row ? [row] : [])]);
  });
  must(await stage.ada.vault.confirmForm(estimate));
  await everybody();
  for (const { vault } of [stage.ada, stage.ben]) {
    const { acts, head } = must(await vault.formResponse(estimate));
    const held = Object.fromEntries(acts.map(({ name, holds }) => [name, holds]));
    expect(held).toEqual({ "Q. Other": "waits", "R. Client": "yes" });
    expect(head.signed).toBe(1);
  }
});

test("HS-21 FRM-6 an act is signed by whoever wrote it: a signature by who only wrote another version of it does not hold", async () => {
  const act = await signedAndWaits();
  await withThief(stage.ben.device, async (thief) => {
    must(await thief.sync.run());
    const [row] = thief.fold.standing(bytesOf(act));
    const said = row && (await thief.openRevision(row["revision"] as Bytes));
    if (said?.type !== "form-act") throw new Error("it is not there");
    const forged = { ...said, revision: thief.crypto.random(16), name: "Q. Other" };
    await thief.keep([revisionFor(inside("administrative"), bytesOf(act), forged, row ? [row] : [])]);
    must(await thief.sync.run());
  });
  await knowsOfCopy(stage.ben.vault);
  await everybody();
  // A patched app of Ada's, over what Ben wrote.
  await withThief(stage.ada.device, async (thief) => {
    must(await thief.sync.run());
    const [seen] = thief.fold.standing(bytesOf(act));
    const ports = { crypto: thief.crypto, clock: { now: () => 1 } } as Parameters<typeof signRecord>[0];
    if (!seen) throw new Error("it is not there");
    must(await signRecord(ports, thief, { record: bytesOf(act), seen, destination: inside("administrative") }));
    must(await thief.sync.run());
  });
  await knowsOfCopy(stage.ada.vault);
  await everybody();
  const { acts } = must(await stage.ben.vault.formResponse(estimate));
  expect(acts.find(({ name }) => name === "Q. Other")?.holds).toBe("not-theirs");
  const { responses } = await stage.ben.vault.formsOfChart(stage.ada.chart);
  expect(responses.find(({ id }) => id === estimate)).toMatchObject({ signed: 0, unconfirmed: 2 });
});
