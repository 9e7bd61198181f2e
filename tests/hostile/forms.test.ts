/** HS-13: another algorithm, a short tag, an encoding or signature that is not the one there is. */

import {
  asId,
  type Bytes,
  concatBytes,
  type DeviceId,
  encodeCbor,
  fromBase64,
  parseCbor,
  type RecordId,
  toBase64,
} from "@alcove/bytes";
import {
  deriveContentKey,
  encodeHeader,
  encodeLeaf,
  envelopeContext,
  hash,
  type LeafKind,
  parseEnvelope,
  seal,
  signBatch,
} from "@alcove/crypto";
import { type AppendEntry, parseHeartbeat } from "@alcove/protocol";
import { describe, expect, test } from "vitest";
import { type HttpAnswer, send, TestDevice } from "../../apps/server/src/testing/device.ts";
import { advanceAuthor } from "../../packages/vault/src/engine/state.ts";
import {
  alarmsOf,
  enrolByKit,
  failedSync,
  honestWorkGoesOn,
  must,
  settled,
  textsIn,
  writeNote,
} from "./layer/devices.ts";
import { readReply, replyWith } from "./layer/hostile-layer.ts";
import { badKeys, byteString, malleable, withLongHead } from "./layer/signatures.ts";
import { setStage } from "./layer/stage.ts";
import { batchIn, compartmentOf, craftBatch, epochOf, withThief } from "./layer/thief.ts";
import { type Entry, indexesOf, leafAt, readView, show } from "./layer/view.ts";

const stage = setStage();
const text = (words: string) => new TextEncoder().encode(words);

describe("at the server, by a device with right keys", () => {
  async function founded(): Promise<TestDevice> {
    const { server, origin } = stage.layer;
    return (await TestDevice.found(server.address, (parts) => ({ ...parts, origin }))).login();
  }
  const append = async (device: TestDevice, entry: AppendEntry): Promise<string | undefined> =>
    (await device.tryAppend([entry])).code;

  test("HS-13 a batch in another encoding, version or under another signature is refused", async () => {
    const device = await founded();
    const at = await device.openCompartment();
    const { entry, took } = await device.batch(at, [text("right")]);
    const { bodyBytes, signature } = batchIn(entry);
    const variants: Readonly<Record<string, readonly [Bytes, string]>> = {
      "a length longer than needed": [withLongHead(bodyBytes, signature), "request-malformed"],
      "a byte behind": [concatBytes(entry.entry, new Uint8Array(1)), "request-malformed"],
      "a byte missing": [entry.entry.slice(0, -1), "request-malformed"],
      "an indefinite array": [
        concatBytes(new Uint8Array([0x9f]), byteString(bodyBytes), byteString(signature), new Uint8Array([0xff])),
        "request-malformed",
      ],
      "version 2": [encodeCbor([versionTwo(bodyBytes), signature]), "request-malformed"],
      "a short signature": [encodeCbor([bodyBytes, signature.slice(0, 63)]), "request-malformed"],
      "S + L": [encodeCbor([bodyBytes, malleable(signature)]), "signature-wrong"],
      "no signature": [encodeCbor([bodyBytes, new Uint8Array(64)]), "signature-wrong"],
      "a neutral R": [
        encodeCbor([bodyBytes, concatBytes(badKeys["the neutral element"] as Bytes, signature.slice(32))]),
        "signature-wrong",
      ],
    };
    for (const [name, [bytes, code]] of Object.entries(variants))
      expect(await append(device, { ...entry, entry: bytes }), name).toBe(code);
    expect(await append(device, entry)).toBeUndefined();
    took();
  });

  test("HS-13 an envelope with a short tag, without padding or of another version is refused", async () => {
    const device = await founded();
    const at = await device.openCompartment();
    const right = await device.batch(at, [text("right")]);
    const envelope = parseEnvelope(right.entry.payload[0] as Bytes);
    if (!envelope) throw new Error("this is no envelope");
    const { headerBytes, sealed } = envelope;
    const variants: Readonly<Record<string, Bytes>> = {
      "a tag of 12 bytes": encodeCbor([headerBytes, sealed.slice(0, -4)]),
      "no padding": encodeCbor([headerBytes, sealed.slice(0, 500)]),
      "version 2": encodeCbor([versionTwo(headerBytes), sealed]),
      "another algorithm named": encodeCbor(["A128GCM", headerBytes, sealed]),
      "a length longer than needed": withLongHead(headerBytes, sealed),
    };
    for (const [name, bytes] of Object.entries(variants)) {
      const body = { ...batchIn(right.entry).body, envelopes: [hash(bytes)] };
      const entry = await signBatch(device.port, device.key, device.person.practice, body);
      expect(await append(device, { kind: "batch", entry, payload: [bytes] }), name).toBe("envelope-mismatch");
    }
    expect(await append(device, right.entry)).toBeUndefined();
  });

  test("HS-13 keys and signatures of statements, key logs and heartbeats are strict", async () => {
    const device = await founded();
    const { account } = device.person;
    for (const [name, key] of Object.entries(badKeys)) {
      const enrol = ["device.enrol", account, asId<DeviceId>(device.port.random(16)), key, "pairing", hash(key)];
      expect(await append(device, await device.statement([enrol as never])), name).toBe("statement-refused");
    }
    const beat = await device.heartbeat();
    const { bodyBytes, signature } = parseHeartbeat(beat.entry) as NonNullable<ReturnType<typeof parseHeartbeat>>;
    expect(await append(device, { ...beat, entry: encodeCbor([bodyBytes, malleable(signature)]) })).toBe(
      "signature-wrong",
    );
    expect(await append(device, { ...beat, entry: withLongHead(bodyBytes, signature) })).toBe("request-malformed");
    expect(await append(device, beat)).toBeUndefined();
    const at = await device.openCompartment();
    const { entry, took } = await device.rotation(at);
    expect(await append(device, { ...entry, payload: [(entry.payload[0] as Bytes).slice(0, -1)] })).toBe(
      "envelope-mismatch",
    );
    expect(await append(device, entry)).toBeUndefined();
    took();
  });

  test("HS-13 a login with a lenient signature, or for a key that is none, is refused like any other", async () => {
    const device = await founded();
    const { server } = stage.layer;
    const answers: HttpAnswer[] = [];
    for (const key of Object.values(badKeys)) {
      const hello = { practice: device.person.practice, account: device.person.account, deviceKey: key };
      const body = { ...hello, nonce: device.port.random(32), ephemeral: device.port.random(32) };
      const greeted = await send(server.address, "POST", "/v1/hello", encodeCbor(body));
      const { hello: id } = greeted.value as { hello: Bytes };
      const signature = concatBytes(key, new Uint8Array(32));
      const login = { hello: id, loginSignature: signature, deviceSignature: signature, totp: null };
      answers.push(await send(server.address, "POST", "/v1/login", encodeCbor(login)));
    }
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(["login-refused"]));
  });
});

describe("at a device, by the server", () => {
  test("HS-13 entries under another encoding or signature are not followed", async () => {
    const { layer, ada, phone, practice } = stage;
    const variants: readonly [LeafKind, (entry: Bytes) => Bytes, string][] = [
      ["batch", reencoded, "alarm-batch-invalid"],
      ["batch", resigned, "alarm-batch-invalid"],
      ["heartbeat", reencoded, "alarm-body-forged"],
      ["heartbeat", resigned, "alarm-body-forged"],
    ];
    const tablets = [];
    for (const variant of variants)
      tablets.push({ variant, tablet: await enrolByKit(ada, "tablet"), isTablet: layer.lastDevice() });
    for (const { tablet } of tablets) await settled(tablet.vault);
    await settled(ada.vault);
    await writeNote(ada.vault, ada.chart, "in a form of its own");
    ada.device.setClock(3);
    await settled(ada.vault);
    const view = await readView(layer);
    for (const { variant, tablet, isTablet } of tablets) {
      const [kind, change, code] = variant;
      const index = indexesOf(view, kind).at(-1) as number;
      const { entry, payload } = (view[index] as Required<Entry>).body;
      const leaf = encodeLeaf({ ...leafAt(view, index), bodyHash: hash(change(entry)) });
      layer.tamper = show(
        layer,
        practice,
        view.with(index, { leaf, body: { entry: change(entry), payload } }),
        isTablet,
      );
      await tablet.vault.sync();
      expect(await alarmsOf(tablet.vault), `${kind} ${change.name}`).toContain(code);
      if (kind === "batch") expect(await textsIn(tablet.vault, ada.chart)).not.toContain("in a form of its own");
      await tablet.remove();
    }
    layer.tamper = undefined;
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("HS-13 a checkpoint or hello under a lenient signature, or by another key, is not taken", async () => {
    const { layer, ada, phone } = stage;
    const notes: Readonly<Record<string, (note: string) => string>> = {
      "S + L": (note) => withSignature(note, malleable),
      "another key's": (note) => withSignature(note, (signature) => new Uint8Array(signature).fill(7, 0, 8)),
      "no signature": (note) => note.slice(0, note.indexOf("\n\n") + 2),
      "a leading zero": (note) => note.replace(/\n(\d+)\n/, "\n0$1\n"),
      "another origin": (note) => note.replaceAll("alcove.invalid", "alcove.example"),
      "a line more in the text": (note) => note.replace("\n\n", "\nmore\n\n"),
      "windows lines": (note) => note.replaceAll("\n", "\r\n"),
    };
    for (const [name, change] of Object.entries(notes)) {
      layer.tamper = async (exchange, forward) => {
        const reply = await forward();
        if (exchange.path !== "/v1/sync") return reply;
        const page = readReply("SyncAnswer", reply);
        return replyWith({ ...page, checkpoint: change(page.checkpoint) });
      };
      expect(await failedSync(phone.vault), name).toBe("alarm-checkpoint-forged");
      expect(await alarmsOf(phone.vault), name).toContain("alarm-checkpoint-forged");
    }
    layer.tamper = async (exchange, forward) => {
      const reply = await forward();
      if (exchange.path !== "/v1/hello") return reply;
      const hello = readReply("HelloAnswer", reply);
      return replyWith({ ...hello, signature: malleable(hello.signature) as never });
    };
    expect(await failedSync(phone.vault)).toBe("answer-forged");
    layer.tamper = undefined;
    await settled(phone.vault);
    expect(await alarmsOf(phone.vault)).toEqual([]);
    await honestWorkGoesOn(ada.chart, ada.vault, phone.vault);
  });

  test("HS-13 what a device sealed without padding, or what no app writes, is put aside", async () => {
    const { ada, phone } = stage;
    const tablet = await enrolByKit(ada, "tablet");
    await settled(tablet.vault);
    await settled(phone.vault);
    const before = await textsIn(phone.vault, ada.chart);
    await withThief(tablet, async (thief) => {
      const compartment = compartmentOf(thief, "clinical", ada.chart);
      const { epoch, key } = epochOf(thief, compartment);
      const contentKey = await deriveContentKey(thief.crypto, key, thief.keys.device);
      const record = asId<RecordId>(thief.crypto.random(16));
      const header = { schema: 1, compartment, epoch, record, revision: 1, parents: [], author: thief.keys.device };
      const headerBytes = encodeHeader(header);
      const additional = envelopeContext(thief.keys.practice, headerBytes);
      const session = must(await thief.signIn());
      const ending = (...bytes: number[]) => {
        const padded = new Uint8Array(1024);
        padded.set(bytes);
        return padded;
      };
      const contents = { "no mark": ending(), "another mark": ending(0xa0, 0x81), "no note": ending(0xa0, 0x80) };
      for (const [name, content] of Object.entries(contents)) {
        const envelope = encodeCbor([headerBytes, await seal(thief.crypto, contentKey, content, additional)]);
        const entry = await craftBatch(thief, compartment, [envelope]);
        const request = encodeCbor({ from: thief.state.frontier.size, entries: [entry] as never });
        expect((await session.call("POST", "/v1/append", request)).ok, name).toBe(true);
        advanceAuthor(thief.state, batchIn(entry).body, hash(entry.entry));
      }
    });
    must(await phone.vault.sync());
    expect(await alarmsOf(phone.vault)).toEqual(["alarm-envelope-unopenable"]);
    expect(await textsIn(phone.vault, ada.chart)).toEqual(before);
    const { problems } = must(await phone.vault.verifyLedger());
    expect(problems.map(({ code }) => code)).toEqual(Array(3).fill("alarm-envelope-unopenable"));
    await tablet.remove();
  });
});

/** The version is the first element of every body and header. */
function versionTwo(array: Uint8Array): Bytes {
  const out = new Uint8Array(array);
  expect(out[1]).toBe(1);
  out[1] = 2;
  return out;
}

/** A signed pair, as batches and heartbeats are. */
function pairIn(entry: Bytes): readonly [Bytes, Bytes] {
  return parseCbor(entry) as unknown as readonly [Bytes, Bytes];
}
const reencoded = (entry: Bytes): Bytes => withLongHead(...pairIn(entry));
function resigned(entry: Bytes): Bytes {
  const [body, signature] = pairIn(entry);
  return encodeCbor([body, malleable(signature)]);
}

/** The note with its one signature line's signature changed. */
function withSignature(note: string, change: (signature: Bytes) => Bytes): string {
  const [, line = ""] = /\n\n(— .*)\n$/.exec(note) ?? [];
  const [dash = "", name = "", encoded = ""] = line.split(" ");
  const bytes = fromBase64(encoded) as Bytes;
  const signature = toBase64(concatBytes(bytes.slice(0, 4), change(bytes.slice(4))));
  return note.replace(line, `${dash} ${name} ${signature}`);
}
