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
    ...(draft.form === undefined ? {} : { form: draft.form }),
    ...(draft.adds === undefined ? {} : { adds: draft.adds }),
    ...(draft.response === undefined ? {} : { response: draft.response }),
    ...(draft.about === undefined ? {} : { about: draft.about }),
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
      return content && !("aside" in content) ? viewOf(stored, content, keys, deviceName) : undefined;
    }),
  );
  return views.filter((view) => view !== undefined);
}

/**
 * A draft of another kind: what was typed into dialogs, and what was decided of a folder, each under a name of its own. All of it is one
 * sealed map that stays where it was made.
 */
export const asideId = new Uint8Array(16).fill(0xff) as Bytes;

/** Empty `text`: it is kept no longer. */
export async function keepAside(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
  name: string,
  text: string,
): Promise<Result<undefined, Failure>> {
  const { [name]: _before, ...others } = await asides(ports, disk, keys);
  const kept = text === "" ? others : { ...others, [name]: text };
  if (Object.keys(kept).length === 0) {
    disk.drafts.remove(asideId);
    return ok();
  }
  const plaintext = encodeCbor({ device: keys.device, aside: kept });
  if (plaintext.length > limits.draftBytes) {
    return fail(failure("text-too-long", { bytes: plaintext.length, limit: limits.draftBytes }));
  }
  const counter = (disk.drafts.get(asideId)?.counter ?? 0) + 1;
  const sealed = await seal(ports.crypto, keys.draftKey, plaintext, draftContext(keys, asideId, counter));
  disk.drafts.put({ id: asideId, keptAt: ports.clock.now(), counter, sealed, travels: false, sent: 0 });
  return ok();
}

/** By name. */
export async function asides(ports: Ports, disk: Disk, keys: OpenKeys): Promise<Readonly<Record<string, string>>> {
  const stored = disk.drafts.get(asideId);
  const content = stored && (await openDraft(ports, keys, stored));
  return (content?.["aside"] as Record<string, string> | undefined) ?? {};
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
  const { note, doc, form, adds, about, response, caret } = value;
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
    ...(typeof form === "string" ? { form } : {}),
    ...(typeof adds === "string" ? { adds } : {}),
    ...(typeof response === "string" ? { response } : {}),
    ...(Array.isArray(about) ? { about: about as string[] } : {}),
    ...(typeof caret === "number" ? { caret } : {}),
    ...(elsewhere ? { fromDevice: deviceName(device) ?? "another device" } : {}),
  };
}

export const draftContext = (keys: OpenKeys, id: Bytes, counter: number): Bytes =>
  boundContext("draft", keys.practice, [keys.account, id, counter]);
