/** A leaver's own word and others', with a member who has the directory's key and a patched app (IN-01; LEA-1, LEA-3). */

import type { Bytes } from "@alcove/bytes";
import type { RevisionOf } from "@alcove/records";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revisionFor } from "../../packages/vault/src/features/notes.ts";
import { alarmsOf, must, settled } from "./layer/devices.ts";
import { accountFrom } from "./layer/craft-entries.ts";
import { join, type Member } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** Front desk, with a patched app. */
let mal: Member;
let chart = "";

beforeAll(async () => {
  const { layer, ada, ben } = stage;
  mal = await join(layer, ada.vault, "Mal", "front-desk");
  await settled(ben.vault);
  ({ id: chart } = must(await ben.vault.createChart({ name: "Client of Ben" })));
  const words = { title: "Session", body: { text: "Ben's alone." }, basedOn: [] };
  must(await ben.vault.saveNote({ chart, kind: "psychotherapy", date: "2026-11-29", ...words }));
  await everybodySettles();
});
afterAll(() => mal?.device.remove());

async function everybodySettles(): Promise<void> {
  for (const vault of [stage.ben.vault, stage.ada.vault, mal.vault, stage.ben.vault]) await settled(vault);
}
const leaving = async () => (await stage.ada.vault.leavings()).map(({ name }) => name);
const decided = async () =>
  (await stage.ada.vault.leaving(stage.ben.id))?.psychotherapy.map((one) => one.decided ?? "undecided");

/** Writes of Ben's leaving as this thief's device, over what stands there. */
async function write(thief: Thief, said: Pick<RevisionOf<"leaving">, "stays" | "decided">): Promise<void> {
  must(await thief.sync.run());
  const [row] = thief.fold.leavings();
  const record = (row?.["record"] as Bytes | undefined) ?? thief.crypto.random(16);
  const revision = thief.crypto.random(16);
  const one = { type: "leaving" as const, revision, writtenAt: 1, member: accountFrom(stage.ben.id), ...said };
  await thief.keep([revisionFor({ kind: "directory", chart: null }, record, one, thief.fold.standing(record))]);
  must(await thief.sync.run());
  await settled(stage.ada.vault);
}
const ofBen = (thief: Thief) =>
  [...(thief.state.roster?.compartments.values() ?? [])]
    .filter(({ kind }) => kind === "psychotherapy")
    .map(({ compartment }) => ({ compartment: compartment as Bytes, as: "closed" as const }));

test("IN-01 LEA-1 who manages nobody says of nobody that they leave, or stay", async () => {
  await withThief(mal.device, (thief) => write(thief, { stays: false, decided: [] }));
  expect(await leaving()).toEqual([]);
  must(await stage.ben.vault.beginLeaving(stage.ben.id));
  await everybodySettles();
  expect(await leaving()).toEqual(["Ben"]);
  await withThief(mal.device, (thief) => write(thief, { stays: true, decided: [] }));
  expect(await leaving()).toEqual(["Ben"]);
});

test("IN-01 LEA-3 what becomes of psychotherapy notes is their author's word, and no owner's", async () => {
  expect(await decided()).toEqual(["undecided"]);
  await withThief(mal.device, (thief) => write(thief, { stays: false, decided: ofBen(thief) }));
  expect(await decided(), "a colleague's").toEqual(["undecided"]);
  await withThief(stage.ada.device, (thief) => write(thief, { stays: false, decided: ofBen(thief) }));
  expect(await decided(), "an owner's").toEqual(["undecided"]);
  await settled(stage.ben.vault);
  must(await stage.ben.vault.decideApart({ chart, as: "exported" }));
  await everybodySettles();
  expect(await decided()).toEqual(["exported"]);
  expect([await alarmsOf(stage.ada.vault), await alarmsOf(stage.ben.vault)]).toEqual([[], []]);
});
