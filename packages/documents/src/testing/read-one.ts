/** Reading in tests, where what was read is expected to be there. */

import { expect } from "vitest";
import { readDocument } from "../read-document.ts";

/** The one note of a file that can be read, with the codes of its warnings. */
export async function readOne(path: string, bytes: Uint8Array) {
  const read = await readDocument({ path, bytes });
  expect(read).toMatchObject({ ok: true, notes: [{}] });
  const note = read.ok ? read.notes[0] : undefined;
  if (!read.ok || note === undefined) throw new Error("expected one note");
  return { ...note, warnings: read.warnings };
}

/** Why a file can't be read. */
export async function problemOf(path: string, bytes: Uint8Array, limits = {}) {
  const read = await readDocument({ path, bytes }, limits);
  if (read.ok) throw new Error("expected a problem");
  return read.problem;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
