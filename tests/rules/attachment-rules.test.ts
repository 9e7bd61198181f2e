/** ATT-5, ATT-6: a file that its compartment holds already gets a record and no second blob. */

import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { toHex } from "@alcove/bytes";
import { openNodeStore } from "@alcove/store-node";
import {
  type Device,
  enrolByKit,
  found,
  isChunk,
  must,
  openStatus,
  passphrase,
  save,
  setStage,
  settle,
  type Stage,
} from "./devices.ts";

let stage: Stage;
let laptop: Device;
let practice: { readonly kit: string; readonly chart: string };
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(async () => {
  laptop = await stage.open();
  practice = await found(stage, laptop);
});
afterAll(() => stage.close());

/** Two chunks and a bit, another one each time. */
const makeFile = () => {
  const bytes = new Uint8Array(600_000);
  for (let at = 0; at < bytes.length; at += 60_000) crypto.getRandomValues(bytes.subarray(at, at + 60_000));
  return bytes;
};

async function attach({ vault }: Device, bytes: Uint8Array, name = "scan.pdf", note?: string, chart = practice.chart) {
  const file = { chart, name, mediaType: "application/pdf", bytes, ...(note === undefined ? {} : { note }) };
  return must(await vault.attach(file)).id;
}

/** Not the bytes: a test that fails would print half a million of them. */
const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const read = async ({ vault }: Device, id: string) => digestOf(must(await vault.readAttachment(id)).bytes);

/** Blobs that the server holds for the practice of this test. */
async function blobsOnServer({ vault }: Device): Promise<string[]> {
  const { practiceId } = await openStatus(vault);
  return readdirSync(join(stage.server.dataFolder, "blobs", practiceId));
}

function keyedHashesOn({ folder }: Device): Buffer[] {
  const copy = mkdtempSync(join(tmpdir(), "alcove-rules-copy-"));
  cpSync(folder, copy, { recursive: true });
  const store = openNodeStore(copy);
  const rows = store.disk.prepare("SELECT keyed_hash FROM files").all();
  store.close();
  rmSync(copy, { recursive: true });
  return rows.map((row) => Buffer.from(row["keyed_hash"] as Uint8Array));
}

async function addPhone(): Promise<Device> {
  const phone = await stage.open();
  await enrolByKit(practice.kit, laptop, phone);
  return phone;
}

test("ATT-6 one file, attached again to the chart and to a note of it, is sent once and read everywhere", async () => {
  const phone = await addPhone();
  const file = makeFile();
  const { note } = await save(laptop, practice.chart, "brought a scan");
  const first = await attach(laptop, file);
  await settle(laptop.vault);
  const second = await attach(laptop, file, "the same.pdf", note);
  await settle(laptop.vault);
  const third = await attach(laptop, file, "once more.pdf");
  await settle(laptop.vault);
  await settle(phone.vault);
  expect(laptop.sent.filter(isChunk)).toHaveLength(3);
  expect(await blobsOnServer(laptop)).toHaveLength(1);
  const names = (await phone.vault.attachments(practice.chart)).map(({ name }) => name).sort();
  expect(names).toEqual(["once more.pdf", "scan.pdf", "the same.pdf"]);
  expect(must(await phone.vault.note(note)).attachments.map(({ id }) => id)).toEqual([second]);
  for (const device of [laptop, phone])
    for (const id of [first, second, third]) expect(await read(device, id)).toBe(digestOf(file));
});

test("ATT-6 while the first still waits for the network, and after the device started anew", async () => {
  const file = makeFile();
  laptop.network = "down";
  const ids = [await attach(laptop, file), await attach(laptop, file)];
  const again = await stage.open({ copyOf: laptop });
  must(await again.vault.unlock(passphrase));
  ids.push(await attach(again, file));
  again.network = "up";
  await settle(again.vault);
  expect(await blobsOnServer(again)).toHaveLength(1);
  const phone = await stage.open();
  await enrolByKit(practice.kit, again, phone);
  for (const id of ids) expect(await read(phone, id)).toBe(digestOf(file));
});

test("ATT-5 ATT-6 nothing shows the server that two compartments, or two charts, hold the same file", async () => {
  const file = makeFile();
  const { note } = await save(laptop, practice.chart, "apart", { kind: "psychotherapy" });
  const other = must(await laptop.vault.createChart({ name: "Another client" })).id;
  const ids = [
    await attach(laptop, file),
    await attach(laptop, file, "scan.pdf", note),
    await attach(laptop, file, "scan.pdf", undefined, other),
  ];
  await settle(laptop.vault);
  expect(await blobsOnServer(laptop)).toHaveLength(3);
  const chunks = laptop.sent.filter(isChunk);
  expect(new Set(chunks.map(({ path }) => path.split("/blobs/")[0])).size).toBe(3);
  expect(new Set(chunks.map(({ body }) => toHex((body as Uint8Array).subarray(0, 32)))).size).toBe(9);
  for (const id of ids) expect(await read(laptop, id)).toBe(digestOf(file));

  const hashes = [Buffer.from(digestOf(file), "hex"), ...keyedHashesOn(laptop)];
  expect(hashes).toHaveLength(4);
  const onServer = readdirSync(stage.server.dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  for (const bytes of [...onServer, ...laptop.sent.map(({ body }) => Buffer.from(body ?? []))])
    expect(hashes.some((hash) => bytes.includes(hash))).toBe(false);
});

test("ATT-6 a device that has not seen the chunks seals its own, so that a file whose first sending was lost arrives", async () => {
  const file = makeFile();
  laptop.network = "chunks-lost";
  const lost = await attach(laptop, file);
  await laptop.vault.sync();
  const phone = await stage.open();
  must(await phone.vault.enrolByKit({ kit: practice.kit, passphrase, totp: "", deviceName: "phone" }));
  await laptop.vault.sync();
  await settle(phone.vault);
  expect(await phone.vault.readAttachment(lost)).toMatchObject({ ok: false, error: { code: "attachment-incomplete" } });
  const whole = await attach(phone, file);
  await settle(phone.vault);
  expect(await blobsOnServer(phone)).toHaveLength(1);
  await laptop.vault.sync();
  const tablet = await stage.open();
  must(await tablet.vault.enrolByKit({ kit: practice.kit, passphrase, totp: "", deviceName: "tablet" }));
  expect(await read(tablet, whole)).toBe(digestOf(file));
});

test("ATT-6 a device that has fetched the whole file refers to it", async () => {
  const phone = await addPhone();
  const file = makeFile();
  const first = await attach(laptop, file);
  await settle(laptop.vault);
  await settle(phone.vault);
  expect(await read(phone, first)).toBe(digestOf(file));
  const second = await attach(phone, file);
  await settle(phone.vault);
  expect(phone.sent.filter(isChunk)).toEqual([]);
  expect(await blobsOnServer(phone)).toHaveLength(1);
  await settle(laptop.vault);
  expect(await read(laptop, second)).toBe(digestOf(file));
});
