/**
 * Files out of the wrong chart (MOV-7 to MOV-9) against members with patched apps and a server that keeps nothing: who writes in the wrong
 * chart takes out nobody else's file, who writes in the right one passes off nothing as the copy, and a copy that does not come back whole
 * takes nothing out (IN-01, HS-18, HS-21).
 */

import { createHash } from "node:crypto";
import { asId, type Bytes, type CompartmentId, fromHex, type RecordId, utf8 } from "@alcove/bytes";
import type { Revision, RevisionOf } from "@alcove/records";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { appendIn } from "./layer/craft-entries.ts";
import { alarmsOf, must, settled, writeNote } from "./layer/devices.ts";
import { share } from "./layer/people.ts";
import { setPractice } from "./layer/practice-stage.ts";
import { compartmentOf, craftBatch, craftEnvelope, type Thief, withThief } from "./layer/thief.ts";

const stage = setPractice();
/** Ben, with a patched app, writes in the wrong one; the right one is Ada's. */
let right = "";
let file = "";
let count = 0;
const bytes = utf8("a letter about somebody else ".repeat(12_000));

beforeAll(async () => {
  right = must(await stage.ada.vault.createChart({ name: "The right one" })).id;
  await writeNote(stage.ada.vault, right, "begun");
});
beforeEach(async () => {
  const { ada } = stage;
  const name = `letter ${++count}.txt`;
  file = must(await ada.vault.attach({ chart: ada.chart, name, mediaType: "text/plain", bytes })).id;
  await everybodySettles();
});
async function everybodySettles(): Promise<void> {
  const { ada, ben } = stage;
  for (const vault of [ada.vault, ben.vault, ada.vault]) await settled(vault);
}

type Place = (thief: Thief) => CompartmentId;
const inWrong: Place = (thief) => compartmentOf(thief, "clinical", stage.ada.chart);
const inRight: Place = (thief) => compartmentOf(thief, "clinical", right);
async function lay(
  place: Place,
  says: (thief: Thief) => Revision,
  header: { readonly record?: RecordId } = {},
): Promise<void> {
  const { layer, ben } = stage;
  await withThief(ben.device, async (thief) => {
    must(await thief.sync.run());
    const batch = await craftBatch(thief, place(thief), [
      await craftEnvelope(thief, place(thief), says(thief), header),
    ]);
    expect(await appendIn(layer, layer.sessionOf(ben.isTheirs), [batch])).toBe("taken");
  });
  await everybodySettles();
}
const stamp = ({ crypto }: Thief) => ({ revision: crypto.random(16), writtenAt: 1_790_000_000_000 });
const takenOut = (thief: Thief): Revision => ({
  type: "moved-file",
  ...stamp(thief),
  file: fromHex(file) as Bytes,
  reason: "about-another",
  to: thief.crypto.random(16),
  back: false,
});
const move = () => stage.ada.vault.moveFile({ file, chart: right, reason: "about-another" });
const idsIn = async (chart: string, vault = stage.ada.vault) => (await vault.documents(chart)).map(({ id }) => id);

test("IN-01 MOV-7 a record by who did not add the file takes it out of no list, and is no trace; in another chart neither", async () => {
  const { ada, ben } = stage;
  const own = must(await ben.vault.createChart({ name: "Ben’s own" })).id;
  await writeNote(ben.vault, own, "begun");
  await everybodySettles();
  await lay(inWrong, takenOut);
  await lay((thief) => compartmentOf(thief, "clinical", own), takenOut);
  for (const { vault } of [ada, ben]) {
    expect(await idsIn(ada.chart, vault)).toContain(file);
    expect(must(await vault.readAttachment(file)).bytes).toEqual(bytes);
    expect(await vault.movedFiles(ada.chart)).toEqual([]);
    expect(await vault.movedFiles(own)).toEqual([]);
    expect(await alarmsOf(vault)).toEqual([]);
  }
  // And it keeps its author from nothing.
  must(await move());
  await everybodySettles();
  expect(await idsIn(ada.chart, ben.vault)).not.toContain(file);
  // Nor does it change what is said of it, before the author's own record in every list and behind it.
  const [told] = await ada.vault.movedFiles(ada.chart);
  for (const byte of [0x00, 0xff])
    await lay(inWrong, takenOut, { record: asId<RecordId>(new Uint8Array(16).fill(byte)) });
  for (const { vault } of [ada, ben])
    expect((await vault.movedFiles(ada.chart)).map(({ id, by }) => [id, by])).toEqual([[told?.id, told?.by]]);
});

test("IN-01 MOV-9 what somebody else laid in the right chart as the copy is not taken for it, whatever hash it claims", async () => {
  const { ada, ben } = stage;
  await share(ada.vault, ben, right);
  await everybodySettles();
  let revision: RevisionOf<"attachment"> | undefined;
  await lay(inRight, (thief) => {
    revision = {
      type: "attachment",
      ...stamp(thief),
      ...{ name: "letter.txt", mediaType: "text/plain", bytes: bytes.length },
      ...{
        blob: thief.crypto.random(16),
        key: thief.crypto.random(32),
        hash: createHash("sha256").update(bytes).digest() as Uint8Array as Bytes,
      },
      ...{ firstAdded: 1, copyOf: fromHex(file) as Bytes },
    };
    return revision;
  });
  const [laid] = await idsIn(right);
  expect(laid).toBeDefined();
  expect((await ada.vault.documents(ada.chart)).find(({ id }) => id === file)).not.toHaveProperty("copyIn");
  const moved = must(await move());
  expect(moved.file).not.toBe(laid);
  expect(must(await ada.vault.readAttachment(moved.file)).bytes).toEqual(bytes);
});

test("HS-18 MOV-9 a server that took the copy and gives other bytes back, or none, loses nobody a file", async () => {
  const { layer, ada } = stage;
  const before = await idsIn(right);
  const traces = (await ada.vault.movedFiles(ada.chart)).length;
  for (const [how, said] of [
    ["changed", "alarm-envelope-unopenable"],
    ["cut", "alarm-envelope-unopenable"],
  ] as const) {
    layer.tamper = async (exchange, forward) => {
      const reply = await forward();
      if (exchange.method !== "GET" || !/\/blobs\/[0-9a-f]{32}\/1$/.test(exchange.path)) return reply;
      const body =
        how === "cut" ? reply.body.slice(0, -1) : reply.body.map((byte, at) => (at === 99 ? byte ^ 1 : byte));
      return { ...reply, body };
    };
    expect(await move(), how).toMatchObject({ ok: false, error: { code: said } });
    layer.tamper = undefined;
    expect(await idsIn(ada.chart), how).toContain(file);
    expect(await ada.vault.movedFiles(ada.chart), how).toHaveLength(traces);
  }
  expect(await idsIn(right), "one copy, whatever came between").toHaveLength(before.length + 1);
  must(await move());
  expect(await idsIn(ada.chart)).not.toContain(file);
});
