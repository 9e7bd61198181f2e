/**
 * What the files of a web app are: one line each, and signatures below (docs/spec, page 22). Read with Node's own Ed25519, for
 * a release's signature has nothing to do with a practice's keys.
 */

import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export type AppManifest = {
  readonly version: string;
  /** SHA-256 in hex, by address; `/index.html` among them. */
  readonly files: ReadonlyMap<string, string>;
};

export type ReleaseKey = { readonly name: string; readonly id: Buffer; readonly key: KeyObject };

export const manifestName = "app-manifest.txt";
/** Before a raw Ed25519 public key in a SubjectPublicKeyInfo (RFC 8410). */
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const notePattern = /^((?:[^\n]+\n)+)(?:\n((?:— [^ \n]+ [A-Za-z0-9+/]+={0,2}\n)+))?$/;
const linePattern = /^([0-9a-f]{64}) {2}([^\s/\\][^\s\\]*)$/;

/** `undefined`: not a manifest, or with `key` not signed by it. */
export function readManifest(note: string, key?: ReleaseKey): AppManifest | undefined {
  const [, text = "", signatures = ""] = notePattern.exec(note) ?? [];
  if (key && !isSignedBy(key, text, signatures)) return undefined;
  const [title, version = "", ...lines] = text.slice(0, -1).split("\n");
  if (title !== "alcove-app/v1" || !/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) return undefined;
  const files = new Map<string, string>();
  for (const line of lines) {
    const [, hash, path] = linePattern.exec(line) ?? [];
    if (hash === undefined || path === undefined) return undefined;
    files.set(`/${path}`, hash);
  }
  return files.has("/index.html") && files.size === lines.length ? { version, files } : undefined;
}

/** Of the app in this folder, by what its files are; `undefined`: there is none. */
export function manifestOf(folder: string, version: string): AppManifest | undefined {
  const files = new Map<string, string>();
  for (const path of listFiles(folder)) files.set(`/${path}`, hashOf(readFileSync(join(folder, path))));
  return files.has("/index.html") ? { version, files } : undefined;
}

export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A C2SP signed note's verifier key: `<name>+<key id, hex>+<base64 of 0x01 and the public key>`. */
export function readReleaseKey(text: string): ReleaseKey | undefined {
  const [, name = "", id = "", encoded = ""] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const expected = createHash("sha256").update(`${name}\n`).update(bytes).digest().subarray(0, 4);
  if (expected.toString("hex") !== id) return undefined;
  const der = Buffer.concat([spkiPrefix, bytes.subarray(1)]);
  return { name, id: expected, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

function isSignedBy({ name, id, key }: ReleaseKey, text: string, signatures: string): boolean {
  return signatures.split("\n").some((line) => {
    const [, signer, encoded = ""] = line.split(" ");
    const bytes = Buffer.from(encoded, "base64");
    const isTheirs = signer === name && bytes.length === 68 && bytes.subarray(0, 4).equals(id);
    return isTheirs && verify(null, Buffer.from(text), key, bytes.subarray(4));
  });
}

/** Without what the build leaves for itself and without the manifest, which lists the rest. */
function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .filter((path) => !path.startsWith(".vite/") && path !== manifestName);
  } catch {
    return [];
  }
}
