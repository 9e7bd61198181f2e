/**
 * The draft journal: writing that is not saved yet, sealed on this device within a second of being typed
 * (docs/spec, DRA-1 to DRA-3). It survives lock, crash and a full disk, never enters the ledger, and is erased on save.
 */

import { type Bytes, type CborValue, encodeCbor, fail, ok, parseCbor, type Result, toHex } from "@alcove/bytes";
import { boundContext, open, seal } from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { NoteKind } from "@alcove/records";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "../engine/keys.ts";
import type { DraftView } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { idFrom } from "./notes.ts";

export type DraftToKeep = Omit<DraftView, "id" | "keptAt" | "fromDevice"> & { readonly id?: string };

export async function keepDraft(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
  draft: DraftToKeep,
): Promise<Result<{ id: string; keptAt: number }, Failure>> {
  const id = draft.id === undefined ? ports.crypto.random(16) : idFrom(draft.id);
  if (!id) return fail(failure("note-unknown"));
  const plaintext = encodeCbor({
    chart: draft.chart,
    kind: draft.kind,
    date: draft.date,
    title: draft.title,
    text: draft.body.text,
    basedOn: draft.basedOn,
    ...(draft.note === undefined ? {} : { note: draft.note }),
    ...(draft.body.doc === undefined ? {} : { doc: JSON.stringify(draft.body.doc) }),
    ...(draft.caret === undefined ? {} : { caret: draft.caret }),
  });
  if (plaintext.length > limits.draftBytes)
    return fail(failure("text-too-long", { bytes: plaintext.length, limit: limits.draftBytes }));
  const keptAt = ports.clock.now();
  const sealed = await seal(ports.crypto, keys.draftKey, plaintext, draftContext(keys, id));
  disk.drafts.put(id, keptAt, 1, sealed);
  return ok({ id: toHex(id), keptAt });
}

/** Newest first. A draft that doesn't open is passed over, never deleted. */
export async function drafts(ports: Ports, disk: Disk, keys: OpenKeys): Promise<DraftView[]> {
  const views = await Promise.all(
    disk.drafts.all().map(async ({ id, keptAt, sealed }) => {
      const plaintext = await open(ports.crypto, keys.draftKey, sealed, draftContext(keys, id));
      const value = plaintext && (parseCbor(plaintext) as { readonly [name: string]: CborValue } | undefined);
      return value && viewOf(id, keptAt, value);
    }),
  );
  return views.filter((view) => view !== undefined);
}

function viewOf(id: Bytes, keptAt: number, value: { readonly [name: string]: CborValue }): DraftView {
  const { note, doc, caret } = value;
  return {
    id: toHex(id),
    keptAt,
    chart: value["chart"] as string,
    kind: value["kind"] as NoteKind,
    date: value["date"] as string,
    title: value["title"] as string,
    basedOn: value["basedOn"] as string[],
    body: { text: value["text"] as string, ...(typeof doc === "string" ? { doc: JSON.parse(doc) as unknown } : {}) },
    ...(typeof note === "string" ? { note } : {}),
    ...(typeof caret === "number" ? { caret } : {}),
  };
}

const draftContext = (keys: OpenKeys, id: Bytes): Bytes => boundContext("draft", keys.practice, [keys.account, id]);
