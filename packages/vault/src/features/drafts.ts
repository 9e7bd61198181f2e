/**
 * The draft journal: writing that is not saved yet, sealed on this device within a second of being typed
 * (docs/spec, DRA-1 to DRA-6). It survives lock, crash and a full disk, never enters the ledger, and is erased on save.
 */

import { type Bytes, type CborValue, encodeCbor, fail, ok, parseCbor, type Result, toHex } from "@alcove/bytes";
import { boundContext, open, seal } from "@alcove/crypto";
import { type Failure, failure, limits } from "@alcove/protocol";
import type { NoteKind } from "@alcove/records";
import type { Disk, StoredDraft } from "../disk.ts";
import type { OpenKeys } from "../engine/keys.ts";
import type { DraftView } from "../facade.ts";
import type { Ports } from "../ports.ts";
import { idFrom } from "./open-charts.ts";

export type DraftToKeep = Omit<DraftView, "id" | "keptAt" | "fromDevice"> & { readonly id?: string };

export async function keepDraft(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
  draft: DraftToKeep,
  staysHere = draft.kind === "psychotherapy",
): Promise<Result<{ id: string; keptAt: number }, Failure>> {
  const id = draft.id === undefined ? ports.crypto.random(16) : idFrom(draft.id);
  if (!id) return fail(failure("note-unknown"));
  const plaintext = encodeCbor({
    device: keys.device,
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
  if (plaintext.length > limits.draftBytes) {
    return fail(failure("text-too-long", { bytes: plaintext.length, limit: limits.draftBytes }));
  }
  const keptAt = ports.clock.now();
  const before = disk.drafts.get(id);
  const counter = (before?.counter ?? 0) + 1;
  const sealed = await seal(ports.crypto, keys.draftKey, plaintext, draftContext(keys, id, counter));
  // Between one's own devices drafts of psychotherapy notes and of guarded charts stay where they are typed.
  disk.drafts.put({ id, keptAt, counter, sealed, travels: !staysHere, sent: before?.sent ?? 0 });
  return ok({ id: toHex(id), keptAt });
}

/** Newest first. A draft that doesn't open is passed over, never deleted. */
export async function drafts(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
  deviceName: (device: Bytes) => string | undefined,
): Promise<DraftView[]> {
  const views = await Promise.all(
    disk.drafts.all().map(async (stored) => {
      const content = await openDraft(ports, keys, stored);
      return content && viewOf(stored, content, keys, deviceName);
    }),
  );
  return views.filter((view) => view !== undefined);
}

type DraftContent = { readonly [name: string]: CborValue };

/** `undefined`: another person's, another slot's or counter's, or changed. */
export async function openDraft(
  ports: Ports,
  keys: OpenKeys,
  stored: Pick<StoredDraft, "id" | "counter" | "sealed">,
): Promise<DraftContent | undefined> {
  const plaintext = await open(
    ports.crypto,
    keys.draftKey,
    stored.sealed,
    draftContext(keys, stored.id, stored.counter),
  );
  return plaintext && (parseCbor(plaintext) as DraftContent | undefined);
}

/** The same writing under another id. */
export async function resealDraft(ports: Ports, keys: OpenKeys, id: Bytes, content: DraftContent): Promise<Bytes> {
  return seal(ports.crypto, keys.draftKey, encodeCbor(content), draftContext(keys, id, 1));
}

function viewOf(
  stored: StoredDraft,
  value: DraftContent,
  keys: OpenKeys,
  deviceName: (device: Bytes) => string | undefined,
): DraftView {
  const { note, doc, caret } = value;
  const device = value["device"] as Bytes;
  const elsewhere = toHex(device) !== toHex(keys.device);
  return {
    id: toHex(stored.id),
    keptAt: stored.keptAt,
    chart: value["chart"] as string,
    kind: value["kind"] as NoteKind,
    date: value["date"] as string,
    title: value["title"] as string,
    basedOn: value["basedOn"] as string[],
    body: { text: value["text"] as string, ...(typeof doc === "string" ? { doc: JSON.parse(doc) as unknown } : {}) },
    ...(typeof note === "string" ? { note } : {}),
    ...(typeof caret === "number" ? { caret } : {}),
    ...(elsewhere ? { fromDevice: deviceName(device) ?? "another device" } : {}),
  };
}

export const draftContext = (keys: OpenKeys, id: Bytes, counter: number): Bytes =>
  boundContext("draft", keys.practice, [keys.account, id, counter]);
