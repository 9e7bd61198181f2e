import { toBase64, utf8 } from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import { importSigningKey, importVerifyKey, sign, type SigningSeed, type VerifyKey } from "../primitives/sign.ts";
import { flipped } from "../testing/changed.ts";
import { testPort } from "../testing/index.ts";
import {
  encodeNoteKey,
  noteKeyHash,
  type NoteParts,
  openLogCheckpoint,
  parseNoteKey,
  splitNote,
} from "./checkpoint.ts";
import { cosign, cosignedAt } from "./cosignature.ts";

/** Made by github.com/transparency-dev/formats 0.1.1 and golang.org/x/mod/sumdb/note, from fixed seeds. */
const vector = {
  logKey: "example.com/vector-log+4516a1da+ARGkVJ4QEa2MOOLGBO6i7NVSJ1FQ97tIX+w+Ku0RZ6Em",
  /** 0x04 and the seed. */
  signer: "BJEX3xv88eoQIKT4E+GkxZcXaJCYlQfi/GJ3NDFmZIW8",
  witnessKey: "witness.example.com/vector+416f103d+BK/QmJFVP3SKJOqAMhFxBQPtylo3sjwWibyFDAlZKK8B",
  text: "example.com/vector-log\n1234\nSBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n",
  logLine:
    "— example.com/vector-log RRah2qlLrSlk6J8DA1HmNewppUM15Quhs5cAIb1KjBsV3otVirJTW8AFVsQtJkTW1Zny7GuoAxZpI6bUPcpM68QOIgE=\n",
  witnessLine:
    "— witness.example.com/vector QW8QPQAAAABqwLUbDdj7sDNRIVjmjYgqFI6y4UJhPg/UAA8J8wAdqSd3q4PedRhkgXA4xFN/Jg5uWn7ZkBA+H/UHQs5d9hITdXmQAA==\n",
  at: 1_791_014_171,
} as const;
const note = `${vector.text}\n${vector.logLine}${vector.witnessLine}`;

const port = await testPort("cosignature");
const seed = Uint8Array.from(atob(vector.signer), (c) => c.charCodeAt(0)).slice(1) as unknown as SigningSeed;
const signing = { name: "witness.example.com/vector", key: await importSigningKey(port, seed) };
const witness = { name: signing.name, key: (await importVerifyKey(port, signing.key.publicKey)) as VerifyKey };
const partsOf = (text: string) => splitNote(text) as NoteParts;
const opens = (text: string) => cosignedAt(port, witness, partsOf(text));

describe("published vector", () => {
  test("WIT-2 the checkpoint opens by its log's key, and was cosigned when it says", async () => {
    const log = parseNoteKey(vector.logKey, "log");
    const key = await importVerifyKey(port, log?.publicKey ?? new Uint8Array(0));
    expect(log?.name).toBe("example.com/vector-log");
    expect(await openLogCheckpoint(port, key as VerifyKey, "example.com/vector-log", note)).toMatchObject({
      size: 1234,
    });
    expect(await opens(note)).toBe(vector.at);
    expect(await cosign(port, signing, vector.text, vector.at)).toBe(vector.witnessLine);
  });

  test("WIT-1 keys in one line read and write alike; a log's key is no witness's", () => {
    const read = parseNoteKey(vector.witnessKey, "cosignature");
    expect(read).toEqual({ name: signing.name, publicKey: signing.key.publicKey, type: "cosignature" });
    expect(encodeNoteKey({ ...signing, publicKey: signing.key.publicKey, type: "cosignature" })).toBe(
      vector.witnessKey,
    );
    expect(
      parseNoteKey("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", "cosignature"),
    ).toBeDefined();
    expect(parseNoteKey(vector.witnessKey, "log")).toBeUndefined();
    expect(parseNoteKey(vector.logKey, "cosignature")).toBeUndefined();
    for (let at = 0; at < vector.witnessKey.length; at++) {
      const other = vector.witnessKey[at] === "A" ? "B" : "A";
      const line = vector.witnessKey.slice(0, at) + other + vector.witnessKey.slice(at + 1);
      expect(parseNoteKey(line, "cosignature"), `changed at ${at}`).toBeUndefined();
    }
    for (const name of ["", "with space", "a".repeat(201), "ä"]) {
      const line = encodeNoteKey({ name, publicKey: signing.key.publicKey, type: "cosignature" });
      expect(parseNoteKey(line, "cosignature"), name).toBeUndefined();
    }
  });
});

describe("cosignature", () => {
  test("WIT-2 any other text, time, key or name is none of this witness's", async () => {
    expect(await opens(note.replace("1234", "1235"))).toBeUndefined();
    expect(await opens(note.replace("vector-log\n", "vector-lo9\n"))).toBeUndefined();
    expect(await opens(note.replaceAll("witness.example.com/vector", "witness.example.com/vect0r"))).toBeUndefined();
    const raw = Uint8Array.from(atob(vector.witnessLine.split(" ")[2] as string), (c) => c.charCodeAt(0));
    for (const at of raw.keys())
      expect(await opens(`${vector.text}\n— ${witness.name} ${toBase64(flipped(raw, at))}\n`)).toBeUndefined();
    for (const other of [raw.slice(0, -1), new Uint8Array([...raw, 0])])
      expect(await opens(`${vector.text}\n— ${witness.name} ${toBase64(other as never)}\n`)).toBeUndefined();
    const other = await importSigningKey(port, port.random(32) as unknown as SigningSeed);
    expect(
      await opens(`${vector.text}\n${await cosign(port, { ...signing, key: other }, vector.text, 1)}`),
    ).toBeUndefined();
  });

  test("WIT-2 a signature over the checkpoint alone is no cosignature", async () => {
    const plain = await sign(port, signing.key, utf8(vector.text));
    const hashed = noteKeyHash(witness.name, signing.key.publicKey, "cosignature");
    const line = new Uint8Array([...hashed, ...new Uint8Array(8), ...plain]);
    expect(await opens(`${vector.text}\n— ${witness.name} ${toBase64(line as never)}\n`)).toBeUndefined();
  });

  test("WIT-2 of several the newest right one counts", async () => {
    const lines = await Promise.all([7, 9, 8].map((at) => cosign(port, signing, vector.text, at)));
    const wrong = vector.witnessLine.replace("QW8QPQAAAABq", "QW8QPQAAAABr");
    expect(await opens(`${vector.text}\n${wrong}${lines.join("")}`)).toBe(9);
  });
});
