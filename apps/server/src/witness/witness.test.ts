/** A server as another one's witness, and a server that asks one, over real HTTP between real servers (WIT-3 to WIT-5). */

import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { type Bytes, encodeCbor, type Hash, toBase64, utf8 } from "@alcove/bytes";
import {
  cosign,
  cosignedAt,
  encodeNoteKey,
  importSigningKey,
  importVerifyKey,
  leafHash,
  ledgerOrigin,
  type NoteKey,
  nodeHash,
  type NoteParts,
  noteKeyHash,
  parseNoteKey,
  proveConsistency,
  sign,
  type SigningSeed,
  splitNote,
  type Witness,
} from "@alcove/crypto";
import { encodeAddCheckpoint, messages } from "@alcove/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { createCryptoPort } from "../crypto-port.ts";
import { readServerKeys } from "../keys/server-keys.ts";
import { SignatureDesk } from "../signatures/signature-desk.ts";
import { readMessage, TestDevice } from "../testing/device.ts";
import { makeDataFolder, type RunningServer, runServer } from "../testing/run-server.ts";
import { type ServerProcess, startProcess } from "../testing/server-process.ts";
import { TestClock } from "../testing/test-clock.ts";

const desk = new SignatureDesk();
const port = createCryptoPort(desk);
const newSeed = () => new Uint8Array(randomBytes(32)) as unknown as SigningSeed;
afterAll(() => desk.close());

const leaves = (n: number, from = "honest") => Array.from({ length: n }, (_, i) => leafHash(utf8(`${from} ${i}`)));
function rootOf(all: readonly Hash[]): Hash {
  if (all.length === 1) return all[0] as Hash;
  let split = 1;
  while (split * 2 < all.length) split *= 2;
  return nodeHash(rootOf(all.slice(0, split)), rootOf(all.slice(split)));
}

async function witnessAt(address: string): Promise<Witness> {
  const line = (await (await fetch(`${address}/witness-key`)).text()).trim();
  const key = parseNoteKey(line, "cosignature") as NoteKey;
  const verifyKey = await importVerifyKey(port, key.publicKey);
  if (!verifyKey) throw new Error("a witness has a key");
  return { name: key.name, key: verifyKey };
}

describe("add-checkpoint", () => {
  const origin = "log.example/one";
  const folder = makeDataFolder();
  let server: ServerProcess;
  let env: Record<string, string>;
  let logSeed: SigningSeed;
  beforeAll(async () => {
    logSeed = newSeed();
    const { publicKey } = await importSigningKey(port, logSeed);
    env = {
      ALCOVE_DATA: folder,
      ALCOVE_WITNESS_NAME: "witness.example/alcove",
      ALCOVE_WITNESS_LOGS: encodeNoteKey({ name: origin, publicKey, type: "log" }),
    };
    server = await startProcess(env);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function noteOver(all: readonly Hash[], name = origin, seed = logSeed): Promise<string> {
    const key = await importSigningKey(port, seed);
    const text = `${name}\n${all.length}\n${toBase64(rootOf(all))}\n`;
    const signature = await sign(port, key, utf8(text));
    return `${text}\n— ${name} ${toBase64(new Uint8Array([...noteKeyHash(name, key.publicKey), ...signature]) as Bytes)}\n`;
  }
  async function add(all: readonly Hash[], oldSize: number, note?: string, type = "text/plain") {
    const proof = oldSize <= all.length ? proveConsistency(all, oldSize) : [];
    const answer = await fetch(`${server.address}/add-checkpoint`, {
      method: "POST",
      headers: { "content-type": type },
      body: encodeAddCheckpoint({ oldSize, proof, note: note ?? (await noteOver(all)) }),
    });
    return { status: answer.status, type: answer.headers.get("content-type"), text: await answer.text() };
  }

  test("WIT-4 it cosigns what continues what it has seen, and says the size where it is asked from another one", async () => {
    const ten = leaves(10);
    const first = await add(ten.slice(0, 4), 0);
    expect(first.status).toBe(200);
    const witness = await witnessAt(server.address);
    const parts = splitNote((await noteOver(ten.slice(0, 4))) + first.text);
    const at = parts && (await cosignedAt(port, witness, parts));
    expect(Math.abs((at ?? 0) * 1000 - Date.now())).toBeLessThan(60_000);
    expect(await add(ten, 0)).toEqual({ status: 409, type: "text/x.tlog.size", text: "4\n" });
    expect((await add(ten.slice(0, 4), 4, undefined, "application/cbor")).status, "the same once more").toBe(200);
    expect((await add(ten.slice(0, 7), 4, undefined, "application/x-www-form-urlencoded")).status).toBe(200);
  });

  test("WIT-4 HS-14 a fork is cosigned by no way of asking, also after it was killed", async () => {
    await server.kill();
    server = await startProcess(env);
    const fork = [...leaves(5), ...leaves(5, "forked")];
    expect(await add(fork, 7)).toMatchObject({ status: 422, text: "" });
    expect(await add(fork.slice(0, 7), 7)).toMatchObject({ status: 409, text: "7\n" });
    expect(await add(fork, 5)).toMatchObject({ status: 409, text: "7\n" });
    expect(await add(fork, 0)).toMatchObject({ status: 409, text: "7\n" });
    expect((await add(leaves(6), 7)).status, "shorter than what it has seen").toBe(400);
    expect((await add(leaves(10), 7)).status, "the true one goes on").toBe(200);
  });

  test("WIT-4 of two histories that both continue, asked for at once, one is cosigned", async () => {
    const both = ["left", "right"].map((side) => [...leaves(10), ...leaves(20, side)]);
    const notes = await Promise.all(both.map((all) => noteOver(all)));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => add(both[i % 2] as Hash[], 10, notes[i % 2])),
    );
    const cosigned = new Set(answers.flatMap(({ status }, i) => (status === 200 ? [i % 2] : [])));
    expect(cosigned.size).toBe(1);
    for (const { status } of answers) expect([200, 409]).toContain(status);
    const [winner = 0] = cosigned;
    expect((await add(both[1 - winner] as Hash[], 30)).status).toBe(409);
    expect((await add(both[winner] as Hash[], 30)).status).toBe(200);
  });

  test("WIT-4 another ledger, another key, and what is no request are refused", async () => {
    const all = leaves(3);
    expect((await add(all, 0, await noteOver(all, "log.example/other"))).status).toBe(404);
    expect((await add(all, 0, await noteOver(all, origin, newSeed()))).status).toBe(403);
    expect((await add(all, 0, "nothing")).status).toBe(400);
    const raw = await fetch(`${server.address}/add-checkpoint`, { method: "POST", body: new Uint8Array([0xff, 0xfe]) });
    expect(raw.status).toBe(400);
    const large = await fetch(`${server.address}/add-checkpoint`, { method: "POST", body: "x".repeat(40_000) });
    expect(large.status).toBe(413);
  });
});

test("WIT-4 a server that was not told to is nobody's witness", async () => {
  const server = await runServer();
  expect((await fetch(`${server.origin}/witness-key`)).status).toBe(404);
  expect((await fetch(`${server.origin}/add-checkpoint`, { method: "POST", body: "old 0\n\n" })).status).toBe(404);
  await server.remove();
});

describe("asking", () => {
  const clock = new TestClock();
  let asking: RunningServer;
  let witnessing: RunningServer;
  let ada: TestDevice;
  let witness: Witness;
  beforeAll(async () => {
    const at = await freePort();
    asking = await runServer({ clock, witnesses: [`http://localhost:${at}`], askWitnessesEveryMs: 20 });
    ada = await (await TestDevice.found(asking.origin)).login();
    const { practice, ledgerKey } = ada.person;
    const log: NoteKey = { name: ledgerOrigin(practice), publicKey: ledgerKey.publicKey, type: "log" };
    witnessing = await runServer({ port: at, witness: { name: "witness.example/alcove", logs: [log] } });
    witness = await witnessAt(witnessing.origin);
  });
  afterAll(async () => {
    await asking.remove();
    await witnessing.remove();
  });

  const cosigned = async (by = ada) => readMessage(messages.Cosigned, await by.call("GET", "/v1/cosigned")).notes;
  async function sizes(): Promise<(number | undefined)[]> {
    const all = (await cosigned()).map(splitNote);
    const dated = await Promise.all(all.map(async (parts) => parts && cosignedAt(port, witness, parts)));
    return all.map((parts, i) => (dated[i] === undefined ? undefined : parts?.checkpoint.size));
  }
  const soon = async (size: number): Promise<void> => {
    await expect.poll(sizes, { timeout: 20_000 }).toEqual([size]);
  };
  const name = (): [string, Hash][] => [[witness.name, witness.key.publicKey as unknown as Hash]];

  test("WIT-5 nobody is asked before an owner names a witness; then at once, and after each change of people or devices", async () => {
    const place = await ada.openCompartment();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await cosigned()).toEqual([]);
    await ada.appendStatement([["witness.set", name() as never]]);
    const { bodiesNext: size } = await ada.sync(0, 0);
    await soon(size);
    await ada.appendBatch(place, new Uint8Array(8));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await sizes(), "writing alone is no reason").toEqual([size]);
    clock.setWall(clock.wallMs() + 86_400_000);
    await soon(size + 1);
    await ada.appendStatement([["freshness.confirm", ada.person.account, ada.device]]);
    await soon(size + 2);
  });

  test("WIT-5 a device hands in what a witness cosigned elsewhere; anything else is refused", async () => {
    const put = async (note: string, by = ada) => (await by.call("PUT", "/v1/cosigned", encodeCbor({ note }))).code;
    const [note = ""] = await cosigned();
    expect(await put(note)).toBeUndefined();
    expect(await put(note.slice(0, note.lastIndexOf("— ")))).toBe("cosignature-none");
    expect(await put(note.replace("\n", " \n"))).toBe("cosignature-none");
    const { witnessSeed } = readServerKeys(witnessing.dataFolder, false);
    const signing = { name: witness.name, key: await importSigningKey(port, witnessSeed) };
    const { text } = splitNote(note) as NoteParts;
    const [elsewhere, unsigned] = [text.replace(/^.*\n/, "log.example/else\n"), text.replace(/\n\d+\n/, "\n9999\n")];
    for (const forged of [elsewhere, unsigned])
      expect(await put(`${forged}\n${await cosign(port, signing, forged, 2_000_000_000)}`)).toBe("cosignature-none");
    const other = await (await TestDevice.found(asking.origin)).login();
    expect(await put(note, other), "another practice's").toBe("cosignature-none");
    expect(await cosigned(other)).toEqual([]);
    await ada.appendStatement([["witness.set", []]]);
    expect(await cosigned(), "named no more").toEqual([]);
    expect(await put(note)).toBe("cosignature-none");
  });
});
