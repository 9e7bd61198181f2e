/**
 * Signatures of notes, with a colleague who reads and writes the chart and has a patched app (HS-08, HS-21; SIG-1 to SIG-5):
 * in another's name, over other words, carried elsewhere, and a note changed after it was signed.
 */

import { asId, type Bytes, type CompartmentId, fromHex, type Hash, type RecordId } from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { type NoteSignatureBody, signNote } from "@alcove/protocol";
import { encodeRevision, type Revision } from "@alcove/records";
import type { SignatureView } from "@alcove/vault";
import { beforeEach, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { noteDestination } from "../../packages/vault/src/features/open-charts.ts";
import { alarmsOf, knowsOfCopy, must, settled } from "./layer/devices.ts";
import { accountOf } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { noteRevision, type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** Ada's, signed by her. */
let note: string;

beforeEach(async () => {
  const words = {
    chart: stage.ada.chart,
    kind: "progress",
    date: "2026-03-02",
    title: "Session",
    basedOn: [],
  } as const;
  const saved = must(await stage.ada.vault.saveNote({ ...words, body: { text: "As it was said." } }));
  note = saved.note;
  await everybody();
  must(await stage.ada.vault.signNote({ note, revision: saved.revision, intent: "sign" }));
  await everybody();
});

async function everybody(): Promise<void> {
  const { ada, ben } = stage;
  for (const vault of [ada.vault, ben.vault, ada.vault]) await settled(vault);
}
const bytesOf = (hex: string): Bytes => fromHex(hex) as Bytes;
const destination = () => noteDestination("progress", bytesOf(stage.ada.chart));

const said = ({ by, intent, broken }: SignatureView) => [by, intent, broken];
async function signaturesOf(id = note): Promise<unknown[]> {
  await everybody();
  return must(await stage.ada.vault.noteSignatures(id)).signatures.map(said);
}
const adas = ["Ada Owner", "sign", undefined];

async function put(thief: Thief, revision: Revision): Promise<void> {
  await thief.keep([revisionFor(destination(), thief.crypto.random(16), revision, [])]);
  must(await thief.sync.run());
}
const record = (thief: Thief, signed: Bytes): Revision => ({
  type: "signature",
  revision: thief.crypto.random(16),
  writtenAt: 1,
  signed,
});

/** What an honest app would sign of the note as it stands, and by whom. */
async function honestBody(thief: Thief, id = note): Promise<NoteSignatureBody> {
  const [row] = thief.fold.standing(bytesOf(id));
  const revision = row && (await thief.openRevision(row["revision"] as Bytes));
  if (!row || !revision) throw new Error("the note is not there");
  return {
    account: thief.keys.account,
    compartment: asId<CompartmentId>(row["compartment"] as Bytes),
    record: asId<RecordId>(bytesOf(id)),
    envelope: row["envelope"] as Hash,
    content: hash(encodeRevision(revision)),
    intent: "countersign",
    at: 1,
  };
}

/** With Ben’s patched app. */
async function asBen(act: (thief: Thief) => Promise<void>): Promise<void> {
  await withThief(stage.ben.device, async (thief) => {
    must(await thief.sync.run());
    await act(thief);
  });
  await knowsOfCopy(stage.ben.vault);
}

/** It signs with Ben’s identity what an honest one would, but for these changes, one after the other. */
const bensSignatures = async (
  ...all: ((thief: Thief) => Promise<Partial<NoteSignatureBody>>)[]
): Promise<unknown[]> => {
  await asBen(async (thief) => {
    for (const changes of all) {
      const body = { ...(await honestBody(thief)), ...(await changes(thief)) };
      await put(thief, record(thief, await signNote(thief.crypto, thief.keys.identity, thief.keys.practice, body)));
    }
  });
  return signaturesOf();
};

test("what is forged below would hold if it were honest", async () => {
  expect(await bensSignatures(async () => ({}))).toEqual([adas, ["Ben", "countersign", undefined]]);
});

test("HS-21 SIG-1 SIG-2 nobody signs in another's name, and who wrote none of a note signs not as its author", async () => {
  const account = asId<NoteSignatureBody["account"]>(bytesOf(await accountOf(stage.ada.vault)));
  const forged = [async () => ({ account, intent: "sign" as const }), async () => ({ intent: "sign" as const })];
  expect(await bensSignatures(...forged)).toEqual([
    adas,
    ["Ada Owner", "sign", "not-theirs"],
    ["Ben", "sign", "not-theirs"],
  ]);
  expect(must(await stage.ada.vault.note(note)).head.signed, "nor does a list take it for one").toBe("signed");
});

test("HS-21 SIG-2 a signature with another key than the identity's does not hold, though the member's own device wrote it", async () => {
  await asBen(async (thief) => {
    const body = await honestBody(thief);
    await put(thief, record(thief, await signNote(thief.crypto, thief.keys.deviceKey, thief.keys.practice, body)));
  });
  expect(await signaturesOf()).toEqual([adas, ["Ben", "countersign", "not-theirs"]]);
});

test("HS-08 SIG-3 a signature of other words, of another note's version, or for another place does not hold", async () => {
  const other = (await stage.ada.vault.notes(stage.ada.chart)).find(({ id }) => id !== note);
  const forged = [
    async () => ({ content: new Uint8Array(32) as Hash }),
    async (thief: Thief) => ({ envelope: (await honestBody(thief, other?.id)).envelope }),
    async () => ({ compartment: asId<CompartmentId>(new Uint8Array(16)) }),
  ];
  expect(await bensSignatures(...forged)).toEqual([
    adas,
    ["Ben", "countersign", "other-words"],
    ["Ben", "countersign", "elsewhere"],
    ["Ben", "countersign", "elsewhere"],
  ]);
});

test("HS-08 HS-21 SIG-3 SIG-4 a version that comes after a signature is covered by no copy of it, and its writer has not written what was signed", async () => {
  await asBen(async (thief) => {
    const [first] = thief.fold.standing(bytesOf(note));
    const signed = await honestBody(thief);
    const next = noteRevision(thief, "As Ben would have it.");
    await thief.keep([revisionFor(destination(), bytesOf(note), next, first ? [first] : [])]);
    must(await thief.sync.run());
    // A copy of her signature, in a record of his.
    await put(thief, record(thief, thief.fold.signaturesOf(bytesOf(note))[0]?.["signed"] as Bytes));
    const { crypto, keys } = thief;
    await put(
      thief,
      record(thief, await signNote(crypto, keys.identity, keys.practice, { ...signed, intent: "sign" })),
    );
  });
  await everybody();
  const { signatures } = must(await stage.ada.vault.noteSignatures(note));
  expect(signatures.map(said)).toEqual([adas, ["Ada Owner", "sign", "not-theirs"], ["Ben", "sign", "not-theirs"]]);
  expect(signatures.map(({ isOfNow }) => isOfNow)).toEqual([false, false, false]);
  expect(must(await stage.ada.vault.note(note)).head).toMatchObject({ signed: "signed", author: "Ben" });
  expect(await alarmsOf(stage.ada.vault)).toEqual([]);
});
