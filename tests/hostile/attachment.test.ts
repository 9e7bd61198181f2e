/** HS-18: truncate, reorder, splice, exchange the chunks of an attachment (ATT-4); records that say what is not so. */

import { randomBytes } from "node:crypto";
import { asId, type BlobId, type Bytes, encodeCbor, type RecordId, toHex } from "@alcove/bytes";
import { deriveContentKey, importSealKey, paddedAttachmentLength, sealChunk, sealEnvelope } from "@alcove/crypto";
import { limits } from "@alcove/protocol";
import { encodeRevision, type RevisionOf } from "@alcove/records";
import { beforeAll, expect, test } from "vitest";
import { TestDevice } from "../../apps/server/src/testing/device.ts";
import { enrolByKit, honestWorkGoesOn, must, settled, writeNote, knowsOfCopy } from "./layer/devices.ts";
import { codeOf, type Exchange, type Reply, replyWithFailure } from "./layer/hostile-layer.ts";
import { setStage } from "./layer/stage.ts";
import { compartmentOf, craftBatch, epochOf, type Thief, withThief } from "./layer/thief.ts";

const stage = setStage();
/** The chart has a clinical compartment, whichever of these tests runs alone. */
beforeAll(async () => {
  await writeNote(stage.ada.vault, stage.ada.chart, "before the files");
  await settled(stage.ada.vault);
  await settled(stage.phone.vault);
});
const chunkPath = /^\/v1\/compartments\/[0-9a-f]{32}\/blobs\/([0-9a-f]{32})\/(\d+)/;

type Sent = { readonly id: string; readonly bytes: Bytes; readonly blob: string; readonly paths: readonly string[] };

/** Three chunks, sent by the laptop. The phone knows of the file and has none of it. */
async function attachThree(): Promise<Sent> {
  const { layer, ada, phone } = stage;
  const paths: string[] = [];
  layer.tamper = (exchange, forward) => {
    if (exchange.method === "PUT" && chunkPath.test(exchange.path)) paths.push(exchange.path);
    return forward();
  };
  const bytes = new Uint8Array(randomBytes(600_000));
  const file = { chart: ada.chart, name: "report.pdf", mediaType: "application/pdf", bytes };
  const { id } = must(await ada.vault.attach(file));
  await settled(ada.vault);
  layer.tamper = undefined;
  await settled(phone.vault);
  const [, blob = ""] = chunkPath.exec(paths[0] ?? "") ?? [];
  expect(new Set(paths).size).toBe(3);
  return { id, bytes, blob, paths: paths.toSorted() };
}

async function readOnPhone(id: string): Promise<Uint8Array | string> {
  const outcome = await stage.phone.vault.readAttachment(id);
  return outcome.ok ? outcome.value.bytes : outcome.error.code;
}

/** Which chunk is asked for. */
function chunkAsked({ method, path }: Exchange): number | undefined {
  const index = method === "GET" ? chunkPath.exec(path)?.[2] : undefined;
  return index === undefined ? undefined : Number(index);
}

test("HS-18 chunks that are cut, longer, exchanged, of another file or changed do not open, and are not kept", async () => {
  const { layer, ada, phone } = stage;
  const other = await attachThree();
  type Ask = (change: (path: string) => string) => Promise<Reply>;
  const attacks: Readonly<Record<string, (index: number, reply: Reply, ask: Ask) => Promise<Reply> | Reply>> = {
    "a chunk is cut": (index, reply) => (index === 1 ? { ...reply, body: reply.body.slice(0, -1000) } : reply),
    "the last chunk is cut": (index, reply) => (index === 2 ? { ...reply, body: reply.body.slice(0, -16) } : reply),
    "a chunk is longer": (index, reply) =>
      index === 2 ? { ...reply, body: new Uint8Array([...reply.body, ...new Uint8Array(16)]) } : reply,
    "a chunk is empty": (index, reply) => (index === 0 ? { ...reply, body: new Uint8Array(0) } : reply),
    "two chunks are exchanged": (index, reply, ask) =>
      index < 2 ? ask((path) => path.replace(/\d+$/, String(1 - index))) : reply,
    "the last stands in the middle": (index, reply, ask) =>
      index === 1 ? ask((path) => path.replace(/\d+$/, "2")) : reply,
    "one chunk comes three times": (_, __, ask) => ask((path) => path.replace(/\d+$/, "0")),
    "chunks of another file": (_, __, ask) => ask((path) => path.replace(/blobs\/[0-9a-f]+/, `blobs/${other.blob}`)),
    "one bit is changed": (index, reply) =>
      index === 1 ? { ...reply, body: reply.body.map((byte, at) => (at === 9999 ? byte ^ 1 : byte)) } : reply,
  };
  for (const [name, attack] of Object.entries(attacks)) {
    const file = await attachThree();
    layer.tamper = async (exchange, forward) => {
      const index = chunkAsked(exchange);
      const reply = await forward();
      return index === undefined ? reply : attack(index, reply, (change) => forward({ path: change(exchange.path) }));
    };
    expect(await readOnPhone(file.id), name).toBe("alarm-envelope-unopenable");
    layer.tamper = undefined;
    expect(await readOnPhone(file.id), `${name}, and then the right ones`).toEqual(file.bytes);
  }
  layer.tamper = async (exchange, forward) =>
    chunkAsked(exchange) === 2 ? replyWithFailure(400, "attachment-incomplete") : forward();
  expect(await readOnPhone(other.id), "the end is held back").toBe("attachment-incomplete");
  layer.tamper = undefined;
  expect(await readOnPhone(other.id)).toEqual(other.bytes);
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});

/** A record in the chart's clinical compartment that says what the thief wants it to. */
async function appendRecord(
  thief: Thief,
  chart: string,
  facts: Pick<RevisionOf<"attachment">, "name" | "bytes" | "blob" | "key" | "hash">,
): Promise<void> {
  const { crypto, keys } = thief;
  const common = { type: "attachment", revision: crypto.random(16), writtenAt: 1, mediaType: "text/plain" } as const;
  const compartment = compartmentOf(thief, "clinical", chart);
  const { epoch, key: epochKey } = epochOf(thief, compartment);
  const contentKey = await deriveContentKey(crypto, epochKey, keys.device);
  const record = asId<RecordId>(crypto.random(16));
  const header = { schema: 1, compartment, epoch, record, revision: 1, parents: [], author: keys.device };
  const revision = encodeRevision({ ...common, ...facts });
  const envelope = await sealEnvelope(crypto, contentKey, keys.practice, header, revision);
  const entries = [await craftBatch(thief, compartment, [envelope])] as never;
  const session = must(await thief.signIn());
  must(await session.call("POST", "/v1/append", encodeCbor({ from: 0, entries })));
}

test("HS-18 a record that promises another file than its chunks hold shows none of it", async () => {
  const { ada, phone } = stage;
  await settled(phone.vault);
  const name = "promised.pdf";
  await withThief(phone, async (thief) => {
    const { crypto, keys } = thief;
    const compartment = compartmentOf(thief, "clinical", ada.chart);
    const [key, blob] = [crypto.random(32), asId<BlobId>(crypto.random(16))];
    const chunk = new Uint8Array(paddedAttachmentLength(5));
    const place = { practice: keys.practice, blob, index: 0, last: true };
    const sealed = await sealChunk(crypto, await importSealKey(crypto, key), place, chunk);
    await appendRecord(thief, ada.chart, { name, bytes: 5, blob, key, hash: new Uint8Array(32).fill(7) });
    const session = must(await thief.signIn());
    const path = `/v1/compartments/${toHex(compartment)}/blobs/${toHex(blob)}/0?chunks=1`;
    must(await session.call("PUT", path, sealed));
  });
  await settled(ada.vault);
  const promised = (await ada.vault.attachments(ada.chart)).find((file) => file.name === name);
  const outcome = await ada.vault.readAttachment(promised?.id ?? "");
  expect(outcome.ok ? "shown" : outcome.error.code).toBe("alarm-envelope-unopenable");
});

test("ATT-6 a record that names a blob of another compartment is shown, and no file is attached by it", async () => {
  const { ada, phone } = stage;
  const bytes = new Uint8Array(randomBytes(5000));
  const file = { chart: ada.chart, name: "apart.pdf", mediaType: "application/pdf", bytes };
  const { note } = await writeNote(ada.vault, ada.chart, "apart", { kind: "psychotherapy" });
  const { id } = must(await ada.vault.attach({ ...file, note }));
  await settled(ada.vault);
  await settled(phone.vault);
  expect(await readOnPhone(id)).toEqual(bytes);
  const name = "moved.pdf";
  await withThief(phone, async (thief) => {
    const row = thief.fold.attachment(Buffer.from(id, "hex"));
    const revision = await thief.openRevision(row?.["current"] as Bytes);
    if (revision?.type !== "attachment") throw new Error("the thief can open it");
    const { blob, key, hash } = revision;
    await appendRecord(thief, ada.chart, { name, bytes: bytes.length, blob, key, hash });
  });
  await knowsOfCopy(phone.vault);
  await settled(phone.vault);
  const moved = (await phone.vault.attachments(ada.chart)).find((each) => each.name === name);
  expect(await readOnPhone(moved?.id ?? "")).toEqual(bytes);
  const attached = must(await phone.vault.attach(file));
  await settled(phone.vault);
  const tablet = await enrolByKit(ada, "tablet");
  try {
    expect(must(await tablet.vault.readAttachment(attached.id)).bytes).toEqual(bytes);
  } finally {
    await tablet.remove();
  }
});

test("ATT-3 a file that is too large is refused before a byte of it is read", async () => {
  const { ada } = stage;
  const slice = () => expect.unreachable("a byte of it was read");
  const bytes = { size: limits.attachmentBytes + 1, slice };
  const outcome = await ada.vault.attach({ chart: ada.chart, name: "film", mediaType: "video/mp4", bytes });
  expect(outcome.ok ? "attached" : outcome.error.code).toBe("attachment-too-large");
});

test("HS-18 the server keeps a chunk as it first came, in the compartment that first put it", async () => {
  const { layer, ada, phone } = stage;
  const file = await attachThree();
  await settled(ada.vault);
  const session = layer.lastSession();
  const [first = "", second = ""] = file.paths;
  const kept = await layer.ask(session, "GET", first.replace(/\?.*/, ""));
  const put = async (path: string, body: Bytes) => codeOf(await layer.ask(session, "PUT", path, body));
  const changed = kept.body.map((byte, at) => (at === 5 ? byte ^ 1 : byte));
  const compartment = toHex(layer.crypto.random(16));
  expect(await put(first, kept.body), "the same again").toBeUndefined();
  expect(await put(first, changed)).toBe("envelope-mismatch");
  expect(await put(second, kept.body)).toBe("envelope-mismatch");
  expect(await put(first.replace("chunks=3", "chunks=4"), kept.body)).toBe("request-malformed");
  expect(await put(first.replace("/0?", "/3?"), kept.body)).toBe("request-malformed");
  expect(await put(first, kept.body.slice(0, 16))).toBe("request-malformed");
  expect(await put(first, new Uint8Array(262_144 + 17))).toBe("request-too-large");
  expect(await put(first.replace(/compartments\/[0-9a-f]+/, `compartments/${compartment}`), kept.body)).toBe(
    "not-entitled",
  );
  expect(await readOnPhone(file.id)).toEqual(file.bytes);

  // Another practice on the same server, with compartments of its own.
  const { server, origin } = layer;
  const stranger = await (await TestDevice.found(server.address, (parts) => ({ ...parts, origin }))).login();
  const at = await stranger.openCompartment();
  const theirs = first.replace(/compartments\/[0-9a-f]+/, `compartments/${toHex(at.compartment)}`);
  expect((await stranger.call("GET", first.replace(/\?.*/, ""))).code).toBe("not-entitled");
  expect((await stranger.call("GET", theirs.replace(/\?.*/, ""))).code).toBe("attachment-incomplete");
  expect((await stranger.call("PUT", first, kept.body)).code).toBe("not-entitled");
  await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
});
