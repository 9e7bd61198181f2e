import type { Bytes, PracticeId } from "@alcove/bytes";
import {
  type CryptoPort,
  importSigningKey,
  importVerifyKey,
  ledgerOrigin,
  leafHash,
  noteKeyHash,
  openCheckpoint,
  sign,
  signCheckpoint,
  type SigningSeed,
  verify,
} from "@alcove/crypto";
import { expect, test } from "vitest";
import { hex, loadVectors, toHex } from "./load.ts";
import { type NoteKey, openNote, parseNoteKey } from "./note-reader.ts";
import { portOver } from "./port.ts";

type NoteVector = {
  readonly name: string;
  readonly signerKey?: string;
  readonly verifierKeys: readonly string[];
  readonly note?: string;
  readonly noteHex?: string;
  readonly text: string | null;
  readonly verified: readonly string[];
};
type CheckpointVector = {
  readonly name: string;
  readonly kind: "parse" | "verify" | "text";
  readonly verifierKey?: string;
  readonly origin: string;
  readonly size: number;
  readonly root?: string;
  readonly leaf?: string;
  readonly note?: string;
  readonly text?: string;
};

const notes = loadVectors<NoteVector>("signed-note", 15);
const checkpoints = loadVectors<CheckpointVector>("checkpoint", 3);
const practice = hex("0123456789abcdef0123456789abcdef") as unknown as PracticeId;
const utf8 = (text: string) => new TextEncoder().encode(text) as Bytes;

test("the second note reader gives the published verdict on every note", () => {
  for (const vector of notes) {
    const bytes = vector.noteHex === undefined ? utf8(vector.note ?? "") : hex(vector.noteHex);
    const opened = openNote(bytes, vector.verifierKeys.map(key));
    const expected = vector.text === null ? undefined : { text: vector.text, verified: vector.verified };
    expect(opened, vector.name).toEqual(expected);
  }
});

test("Alcove's key hash, signature and verification are those of published notes", async () => {
  const port = await portOver();
  let signed = 0;
  for (const vector of notes) {
    for (const text of vector.verifierKeys) {
      const { name, keyHash, publicKey } = key(text);
      expect(toHex(noteKeyHash(name, publicKey))).toBe(toHex(keyHash));
    }
    if (vector.signerKey === undefined || vector.note === undefined || vector.text === null) continue;
    const [, name = "", encoded = ""] = /^PRIVATE\+KEY\+(\w+)\+[0-9a-f]{8}\+(.+)$/.exec(vector.signerKey) ?? [];
    const seed = new Uint8Array(Buffer.from(encoded, "base64").subarray(1)) as unknown as SigningSeed;
    const signingKey = await importSigningKey(port, seed);
    const signature = await sign(port, signingKey, utf8(vector.text));
    const line = Buffer.concat([noteKeyHash(name, signingKey.publicKey), signature]).toString("base64");
    expect(vector.note).toBe(`${vector.text}\n— ${name} ${line}\n`);
    signed++;
  }
  expect(signed).toBe(1);
});

test("a checkpoint of sum.golang.org verifies with Alcove's key hash and strict check", async () => {
  const port = await portOver();
  const [vector] = checkpoints.filter(({ kind }) => kind === "verify");
  const known = key(vector?.verifierKey ?? "");
  const note = vector?.note ?? "";
  expect(openNote(utf8(note), [known])?.verified).toEqual(["sum.golang.org"]);
  const [text = "", line = ""] = note.split("\n\n");
  const bytes = Buffer.from(line.trim().split(" ")[2] ?? "", "base64");
  expect(toHex(bytes.subarray(0, 4))).toBe(toHex(noteKeyHash(known.name, known.publicKey)));
  const verifyKey = await importVerifyKey(port, known.publicKey);
  if (verifyKey === undefined) throw new Error("the key of sum.golang.org is good");
  expect(await verify(port, verifyKey, bytes.subarray(4), utf8(`${text}\n`))).toBe(true);
  expect(await verify(port, verifyKey, bytes.subarray(4), utf8(`${text.replace("20852163", "20852164")}\n`))).toBe(
    false,
  );
});

test("Alcove's checkpoint has the text of the published ones: origin, size, root in base64", async () => {
  const port = await portOver();
  for (const { origin, size, root, leaf, note, text } of checkpoints) {
    const rootHash = leaf === undefined ? hex(root ?? "") : leafHash(hex(leaf));
    const published = text ?? `${(note ?? "").split("\n\n")[0]}\n`;
    const { note: ours } = await signedBy(port, { size, root: rootHash as never });
    expect(ours.split("\n\n")[0]?.replace(ledgerOrigin(practice), origin)).toBe(published.trimEnd());
  }
});

test("Alcove and the second reader agree on a checkpoint and on every way the published notes are broken", async () => {
  const port = await portOver();
  const root = hex("5d".repeat(32)) as never;
  const { note, reader, verifyKey } = await signedBy(port, { size: 8, root });
  const stranger =
    " EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
  const [text = "", line = ""] = note.split("\n\n");
  const origin = ledgerOrigin(practice);
  const good = {
    "as signed": note,
    "with a witness": `${note}—${stranger}`,
    "witness first": `${text}\n\n—${stranger}${line}`,
  };
  for (const [name, candidate] of Object.entries(good)) {
    expect(openNote(utf8(candidate), [reader])?.verified, name).toEqual([origin]);
    expect(await openCheckpoint(port, verifyKey, practice, candidate), name).toEqual({ size: 8, root });
  }
  const bad: Record<string, string> = {
    "no signatures": `${text}\n`,
    "blank line and no signatures": `${text}\n\n`,
    "no newline at the end": note.slice(0, -1),
    "control character": `\u0001${note}`,
    "space in a key name": `${text}\n\n— Bad Name ${line.trim().split(" ")[2]}\n`,
    "line after the signatures": `${note}Unexpected line.\n`,
    "signature under another name": note.replace(`— ${origin}`, "— CarmenSandiego"),
    "signature under another key id": note.replace(/ ([A-Za-z0-9+/]{4})(?=[A-Za-z0-9+/]+={0,2}\n$)/, " xxxx"),
    "only a stranger's signature": `${text}\n\n—${stranger}`,
    "another size": note.replace("\n8\n", "\n9\n"),
    "a byte of the signature": note.replace(
      /(.)(.{10}\n)$/,
      (_, byte: string, end: string) => (byte === "A" ? "B" : "A") + end,
    ),
    "base64 with garbage": note.replace(/(.{10})\n$/, "ABCD$1\n"),
  };
  for (const [name, candidate] of Object.entries(bad)) {
    expect(candidate, name).not.toBe(note);
    expect(openNote(utf8(candidate), [reader]), name).toBeUndefined();
    expect(await openCheckpoint(port, verifyKey, practice, candidate), name).toBeUndefined();
  }
  // Signed by the right key, yet no checkpoint of this practice.
  for (const wrongText of [
    `${origin}\n08\n${"A".repeat(43)}=\n`,
    `${origin}\n8\nAAAA\n`,
    `${origin}x\n8\n${"A".repeat(43)}=\n`,
  ]) {
    const candidate = await noteOver(port, wrongText);
    expect(openNote(utf8(candidate), [reader])?.verified).toEqual([origin]);
    expect(await openCheckpoint(port, verifyKey, practice, candidate)).toBeUndefined();
  }
});

async function signedBy(port: CryptoPort, checkpoint: Parameters<typeof signCheckpoint>[3]) {
  const signingKey = await importSigningKey(port, hex("07".repeat(32)) as unknown as SigningSeed);
  const verifyKey = await importVerifyKey(port, signingKey.publicKey);
  if (verifyKey === undefined) throw new Error("a key made from a seed is good");
  const name = ledgerOrigin(practice);
  const publicKey = Buffer.from(signingKey.publicKey);
  const keyHash = Buffer.from(noteKeyHash(name, publicKey));
  const encoded = Buffer.concat([Buffer.from([1]), publicKey]).toString("base64");
  const reader = key(`${name}+${keyHash.toString("hex")}+${encoded}`);
  return { note: await signCheckpoint(port, signingKey, practice, checkpoint), reader, verifyKey };
}

async function noteOver(port: CryptoPort, text: string): Promise<string> {
  const signingKey = await importSigningKey(port, hex("07".repeat(32)) as unknown as SigningSeed);
  const name = ledgerOrigin(practice);
  const signature = await sign(port, signingKey, utf8(text));
  const line = Buffer.concat([noteKeyHash(name, signingKey.publicKey), signature]).toString("base64");
  return `${text}\n— ${name} ${line}\n`;
}

function key(text: string): NoteKey {
  const parsed = parseNoteKey(text);
  if (parsed === undefined) throw new Error(`no note key: ${text}`);
  return parsed;
}
