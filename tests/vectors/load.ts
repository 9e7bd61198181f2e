/**
 * Published test vectors, from the JSON files beside this one (README.md lists them with source and licence).
 *
 * A file is `{ source, licence, note?, sha256, vectors }`; `sha256` is over the canonical JSON of `vectors` (keys
 * sorted, no white space, UTF-8), so that an edit by accident, a lost line or a merge gone wrong fails before a
 * vector is run. Bytes are lower-case hex.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Bytes } from "@alcove/bytes";

export type VectorFile<Vector> = {
  readonly source: string;
  readonly licence: string;
  readonly note?: string;
  readonly sha256: string;
  readonly vectors: readonly Vector[];
};

/**
 * The vectors of `<name>.json`.
 *
 * @param atLeast fewer than this is a failure: vectors don't go missing unseen
 * @throws Error when the hash differs or there are too few
 */
export function loadVectors<Vector>(name: string, atLeast: number): readonly Vector[] {
  const file = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as VectorFile<Vector>;
  checkVectors(name, file, atLeast);
  return file.vectors;
}

/** @throws Error as `loadVectors` */
export function checkVectors(name: string, file: VectorFile<unknown>, atLeast: number): void {
  const actual = createHash("sha256").update(canonicalJson(file.vectors)).digest("hex");
  if (actual !== file.sha256) throw new Error(`${name}.json is not what it was: its vectors hash to ${actual}`);
  if (file.vectors.length < atLeast) {
    throw new Error(`${name}.json has ${file.vectors.length} vectors, fewer than ${atLeast}`);
  }
}

/** Keys sorted, no white space. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}

/** @throws Error on what is no hex of an even length: `Buffer` would stop there silently */
export function hex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Error(`not hex: ${text}`);
  return new Uint8Array(Buffer.from(text, "hex"));
}

export function toHex(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString("hex");
}
