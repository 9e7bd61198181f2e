import { asHash, asId, type Bytes, type PracticeId, toBase64, toHex, utf8 } from "@alcove/bytes";
import { describe, expect, test } from "vitest";
import {
  importSigningKey,
  importVerifyKey,
  publicKeyOf,
  sign,
  type SigningSeed,
  type VerifyKey,
} from "../primitives/sign.ts";
import { testPort } from "../testing/index.ts";
import { type Checkpoint, ledgerOrigin, noteKeyHash, openCheckpoint, signCheckpoint } from "./checkpoint.ts";

const port = await testPort("checkpoint");
const seed = port.random(32) as SigningSeed;
const key = await importSigningKey(port, seed);
const verifyKey = (await importVerifyKey(port, publicKeyOf(seed))) as VerifyKey;
const practice = asId<PracticeId>(port.random(16));
const origin = `alcove.invalid/ledger/${toHex(practice)}`;
const checkpoint: Checkpoint = { size: 12_345, root: asHash(port.random(32)) };
const note = await signCheckpoint(port, key, practice, checkpoint);
const opens = (text: string) => openCheckpoint(port, verifyKey, practice, text);

/** Any text, rightly signed by the pinned key. */
async function signed(text: string, lineEnd = "\n"): Promise<string> {
  const line = new Uint8Array([...noteKeyHash(origin, key.publicKey), ...(await sign(port, key, utf8(text)))]);
  return `${text}\n— ${origin} ${toBase64(line)}${lineEnd}`;
}

describe("checkpoint", () => {
  test("LED-6 a checkpoint is a signed note of origin, size and root, and opens to them", async () => {
    const lines = note.split("\n");
    expect(lines.slice(0, 4)).toEqual([origin, "12345", toBase64(checkpoint.root), ""]);
    expect(lines[4]).toMatch(new RegExp(`^— ${origin} [A-Za-z0-9+/]{91}=$`));
    expect(lines.slice(5)).toEqual([""]);
    expect(ledgerOrigin(practice)).toBe(origin);
    expect(await opens(note)).toEqual(checkpoint);
    expect(await opens(await signed(`${origin}\n0\n${toBase64(checkpoint.root)}\n`))).toEqual({
      ...checkpoint,
      size: 0,
    });
  });

  test("LED-6 with any character changed or left out it opens to nothing", async () => {
    for (let at = 0; at < note.length; at++) {
      const other = note[at] === "A" ? "B" : "A";
      expect(await opens(note.slice(0, at) + other + note.slice(at + 1)), `changed at ${at}`).toBeUndefined();
      expect(await opens(note.slice(0, at) + note.slice(at + 1)), `left out at ${at}`).toBeUndefined();
    }
  });

  test("LED-6 another practice's, another key's and unsigned notes open to nothing", async () => {
    expect(await openCheckpoint(port, verifyKey, asId<PracticeId>(port.random(16)), note)).toBeUndefined();
    const other = (await importVerifyKey(port, publicKeyOf(port.random(32) as SigningSeed))) as VerifyKey;
    expect(await openCheckpoint(port, other, practice, note)).toBeUndefined();
    expect(await opens(note.split("—")[0] as string)).toBeUndefined();
  });

  test("LED-6 another practice's text, signed under this one's name, opens to nothing", async () => {
    const text = note.slice(origin.length, note.indexOf("\n\n") + 1);
    expect(await opens(await signed(`${origin}${text}`))).toEqual(checkpoint);
    expect(await opens(await signed(`${ledgerOrigin(asId<PracticeId>(port.random(16)))}${text}`))).toBeUndefined();
  });

  test("LED-6 what is rightly signed but not well formed opens to nothing", async () => {
    const root = toBase64(checkpoint.root);
    const texts = {
      "leading zero": `${origin}\n012345\n${root}\n`,
      "negative size": `${origin}\n-1\n${root}\n`,
      "size beyond 2^53 - 1": `${origin}\n9007199254740992\n${root}\n`,
      "short root": `${origin}\n1\n${toBase64(new Uint8Array(31) as Bytes)}\n`,
      "root with stray bits": `${origin}\n1\n${root.slice(0, -2)}${root.at(-2) === "B" ? "C" : "B"}=\n`,
      "root in another alphabet": `${origin}\n1\n${root.replaceAll("/", "_").replaceAll("+", "-").replace("=", "")}\n`,
      "one line more": `${origin}\n1\n${root}\nextra\n`,
      "no root": `${origin}\n1\n`,
      "carriage returns": `${origin}\r\n1\r\n${root}\r\n`,
    };
    for (const [why, text] of Object.entries(texts)) expect(await opens(await signed(text)), why).toBeUndefined();
    expect(await opens(await signed(`${origin}\n1\n${root}\n`))).toBeDefined();
    expect(await opens(await signed(`${origin}\n1\n${root}\n`, " more\n"))).toBeUndefined();
    expect(await opens(await signed(`${origin}\n1\n${root}\n`, ""))).toBeUndefined();
  });

  test("LED-6 lines of witnesses before and after are passed over; notes beyond 16 KiB are not read", async () => {
    const [text = "", line = ""] = note.split("\n\n");
    const witness = `— witness.example ${toBase64(port.random(72))}\n`;
    expect(await opens(`${text}\n\n${witness}${line}${witness}`)).toEqual(checkpoint);
    expect(await opens(`${text}\n\n${witness}`)).toBeUndefined();
    expect(await opens(`${text}\n\n${line}${witness.repeat(200)}`)).toBeUndefined();
  });

  test("LED-6 a wrong signature under the key's name is not made good by a right one after it", async () => {
    const [text = "", line = ""] = note.split("\n\n");
    const wrongSignature = new Uint8Array([
      ...noteKeyHash(origin, key.publicKey),
      ...port.random(32),
      ...new Uint8Array(32),
    ]);
    expect(await opens(`${text}\n\n— ${origin} ${toBase64(wrongSignature as Bytes)}\n${line}`)).toBeUndefined();
  });
});
