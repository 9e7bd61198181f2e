/** ATT-4, ATT-7 to ATT-9: files piece by piece, what ends their sealing, and a sending that was cut. */

import { createHash } from "node:crypto";
import type { AttachRequest, FileBytes, VaultEvent } from "@alcove/vault";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Device, enrolByKit, found, isChunk, must, save, setStage, settle, type Stage } from "./devices.ts";

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

const megabyte = 1024 * 1024;
type Lazy = Exclude<FileBytes, Uint8Array>;
/** Bytes that differ from place to place, none of them in memory before it is read. */
function madeUp(size: number, read: (start: number, end: number) => void = () => {}): Lazy {
  const at = (n: number) => (n * 31 + (n >> 12)) & 0xff;
  return {
    size,
    slice: (start, end) => ({
      async arrayBuffer() {
        read(start, end);
        return Uint8Array.from({ length: Math.min(end, size) - start }, (_, n) => at(start + n)).buffer;
      },
    }),
  };
}
const request = (bytes: FileBytes, also: Partial<AttachRequest> = {}): AttachRequest => ({
  ...{ chart: practice.chart, name: "film.mp4", mediaType: "video/mp4", bytes },
  ...also,
});

async function digestOf(bytes: Lazy): Promise<string> {
  const hash = createHash("sha256");
  for (let at = 0; at < bytes.size; at += megabyte)
    hash.update(new Uint8Array(await bytes.slice(at, at + megabyte).arrayBuffer()));
  return hash.digest("hex");
}

/** Read piece by piece; lengths of the pieces, and what they hash to. */
async function readAll({ vault }: Device, id: string): Promise<{ readonly pieces: number[]; readonly digest: string }> {
  const { reading } = must(await vault.openAttachment(id));
  const hash = createHash("sha256");
  const pieces: number[] = [];
  for (let done = false; !done; ) {
    const piece = must(await vault.readOn(reading));
    hash.update(piece.bytes);
    pieces.push(piece.bytes.length);
    done = piece.done;
  }
  expect(await vault.readOn(reading)).toMatchObject({ ok: false });
  return { pieces, digest: hash.digest("hex") };
}

const chunksOf = ({ disk }: Device) => Number(disk.prepare("SELECT count(*) AS n FROM chunks").get()?.["n"]);
const firstOnTheWay = ({ sent }: Device) => sent.filter(isChunk).map(({ path, body }) => `${path} ${digest(body)}`);
const digest = (body: Uint8Array | undefined) =>
  createHash("sha256")
    .update(body ?? "")
    .digest("hex");

test("ATT-8 a file of many pieces is read once, comes out piece by piece, and is the same on the other device", async () => {
  const phone = await stage.open();
  await enrolByKit(practice.kit, laptop, phone);
  const reads: number[] = [];
  const file = madeUp(9 * megabyte + 5, (start, end) => reads.push(end - start));
  const { id } = must(await laptop.vault.attach(request(file)));
  expect(reads).toEqual([4 * megabyte, 4 * megabyte, megabyte + 5]);
  await settle(laptop.vault);
  await settle(phone.vault);
  const digest = await digestOf(file);
  const fetched = [4 * megabyte, 4 * megabyte, megabyte + 5];
  expect(await readAll(phone, id)).toEqual({ pieces: fetched, digest });
  // What lies here comes chunk by chunk, on the phone too by now.
  const kept = [...Array<number>(36).fill(megabyte / 4), 5];
  for (const device of [laptop, phone]) expect(await readAll(device, id)).toEqual({ pieces: kept, digest });
});

test("ATT-4 ATT-8 the last piece waits for the padding behind it: a file whose end is held back is never whole", async () => {
  const phone = await stage.open();
  await enrolByKit(practice.kit, laptop, phone);
  // 4 MiB and a byte are padded by 131,071 bytes: the chunk behind the first piece. Of 16 MiB and a byte three chunks are padding.
  const file = madeUp(16 * megabyte + 1);
  const { id } = must(await laptop.vault.attach(request(file)));
  await settle(laptop.vault);
  await settle(phone.vault);
  const all = laptop.sent.filter(isChunk);
  const last = all.find(({ path }) => path.includes(`/${all.length - 1}?`));
  expect(all.length).toBe(66);
  const { reading } = must(await phone.vault.openAttachment(id));
  for (let piece = 0; piece < 4; piece++) expect(must(await phone.vault.readOn(reading)).done).toBe(false);
  phone.lost = (path) => path === last?.path.replace(/\?.*/, "");
  expect(await phone.vault.readOn(reading)).toMatchObject({ ok: false, error: { code: "attachment-incomplete" } });
  phone.lost = undefined;
  expect(must(await phone.vault.readOn(reading))).toMatchObject({ done: true, bytes: { length: 1 } });
});

test("ATT-7 nothing is left of a file that somebody stopped, that changed meanwhile or went away", async () => {
  const before = chunksOf(laptop);
  const stops = (event: VaultEvent) => {
    if (event.kind === "progress" && event.task === "one") void laptop.vault.stop("one");
  };
  const unsubscribe = laptop.vault.subscribe(stops);
  const stopped = await laptop.vault.attach(request(madeUp(20 * megabyte), { task: "one" }));
  unsubscribe();
  expect(stopped).toMatchObject({ ok: false, error: { code: "attachment-stopped" } });

  const shrank = { ...madeUp(9 * megabyte), size: 10 * megabyte };
  const goneAfterOne = madeUp(9 * megabyte, (start) => {
    if (start > 0) throw new DOMException("it went away", "NotReadableError");
  });
  for (const bytes of [shrank, goneAfterOne])
    expect(await laptop.vault.attach(request(bytes))).toMatchObject({
      ok: false,
      error: { code: "attachment-changed" },
    });
  expect([chunksOf(laptop), await laptop.vault.attachments(practice.chart)]).toEqual([before, []]);
});

test("ATT-7 a device that locks while it seals keeps nothing of the file, and seals it anew when asked again", async () => {
  let locking: Promise<void> | undefined;
  const unsubscribe = laptop.vault.subscribe((event) => {
    if (event.kind === "progress" && event.task === "one") locking ??= laptop.vault.lock("person");
  });
  const file = madeUp(20 * megabyte);
  const outcome = await laptop.vault.attach(request(file, { task: "one" }));
  unsubscribe();
  await locking;
  expect([outcome.ok, chunksOf(laptop)]).toEqual([false, 0]);
  must(await laptop.vault.unlock("walnut ferry quilt amber gravel"));
  const { id } = must(await laptop.vault.attach(request(file)));
  expect((await readAll(laptop, id)).digest).toBe(await digestOf(file));
});

test("ATT-7 a full disk says so and keeps nothing of the file; what was there before is, and reading goes on", async () => {
  const small = madeUp(megabyte);
  const { id } = must(await laptop.vault.attach(request(small)));
  const before = chunksOf(laptop);
  const pages = Number(laptop.disk.prepare("PRAGMA page_count").get()?.["page_count"]);
  laptop.disk.exec(`PRAGMA max_page_count = ${pages + 400}`);
  const outcome = await laptop.vault.attach(request(madeUp(20 * megabyte)));
  expect(outcome).toMatchObject({ ok: false, error: { code: "disk-full" } });
  expect([chunksOf(laptop), (await laptop.vault.attachments(practice.chart)).length]).toEqual([before, 1]);
  expect((await readAll(laptop, id)).digest).toBe(await digestOf(small));
  laptop.disk.exec("PRAGMA max_page_count = 1000000");
  must(await laptop.vault.attach(request(madeUp(20 * megabyte))));
});

test("ATT-9 a sending that was cut goes on with what is missing, byte for byte as it was sealed", async () => {
  laptop.network = "down";
  const file = madeUp(9 * megabyte);
  const { id } = must(await laptop.vault.attach(request(file)));
  expect((await laptop.vault.attachments(practice.chart))[0]).toMatchObject({ id, unsent: 9 * megabyte });
  laptop.network = "up";
  let arrived = 0;
  laptop.lost = (path) => path.includes("/blobs/") && ++arrived > 10;
  await laptop.vault.sync();
  const cut = firstOnTheWay(laptop);
  laptop.lost = undefined;
  await settle(laptop.vault);
  const all = firstOnTheWay(laptop);
  expect(cut.length).toBeLessThan(20);
  // What had an answer is not sent again; what had none is the same again.
  expect(new Set(all).size).toBe(36);
  expect(all.length).toBe(36 + cut.length - 10);
  expect((await laptop.vault.attachments(practice.chart))[0]?.unsent).toBeUndefined();
});

test("ATT-9 a note that is saved while a large file is on its way does not wait for it", async () => {
  must(await laptop.vault.attach(request(madeUp(20 * megabyte))));
  let noted: Promise<unknown> | undefined;
  let chunks = 0;
  laptop.lost = (path) => {
    if (path.includes("/blobs/") && ++chunks === 5) noted = save(laptop, practice.chart, "meanwhile");
    return false;
  };
  await settle(laptop.vault);
  await noted;
  await settle(laptop.vault);
  const order = laptop.sent.filter((one) => isChunk(one) || one.path === "/v1/append");
  const after = order.slice(order.findIndex(isChunk)).findIndex(({ path }) => path === "/v1/append");
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThan(20);
});
