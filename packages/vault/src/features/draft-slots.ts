/**
 * Drafts between one person's devices (docs/spec, DRA-4 to DRA-6): one latest-only sealed slot each on the server. Two
 * devices that wrote on one draft without seeing each other leave two drafts side by side; nothing is merged or lost.
 * A hostile server may keep or withhold old slots: they open with the author's keyring only, and are never the only copy.
 */

import { type Bytes, encodeCbor, equalBytes, ok, type Result, toHex } from "@alcove/bytes";
import type { Failure, Messages } from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import type { OpenKeys } from "../engine/keys.ts";
import type { Ports } from "../ports.ts";
import { readMessage, type Session } from "../session.ts";
import { openDraft, resealDraft } from "./drafts.ts";

type Slot = Messages["DraftSlots"]["slots"][number];

export async function exchangeDrafts(
  ports: Ports,
  disk: Disk,
  keys: OpenKeys,
  session: Session,
  isCurrent: () => boolean,
): Promise<Result<undefined, Failure>> {
  for (const id of disk.drafts.ended()) {
    const ended = await session.call("DELETE", `/v1/drafts/${toHex(id)}`);
    if (!ended.ok) return ended;
    disk.drafts.forgetEnded(id);
  }
  const answered = await session.call("GET", "/v1/drafts");
  const message = answered.ok ? readMessage("DraftSlots", answered.value) : answered;
  if (!message.ok) return message;
  for (const slot of message.value.slots) await takeSlot(ports, disk, keys, slot, isCurrent);
  await endVanished(ports, disk, keys, new Set(message.value.slots.map(({ slot }) => toHex(slot))));
  return sendChanged(disk, session);
}

async function takeSlot(ports: Ports, disk: Disk, keys: OpenKeys, slot: Slot, isCurrent: () => boolean): Promise<void> {
  const id = slot.slot as Bytes;
  const here = disk.drafts.get(id);
  if (here && slot.counter <= here.sent) return;
  // Sent from here, and the answer was lost.
  if (here && slot.counter === here.counter && equalBytes(slot.sealed, here.sealed)) {
    disk.drafts.markSent(id, slot.counter);
    return;
  }
  const theirs = { id, counter: slot.counter, sealed: slot.sealed };
  if (!(await openDraft(ports, keys, theirs))) return;
  const changedHere = here && here.counter > here.sent ? await openDraft(ports, keys, here) : undefined;
  const copy = changedHere && { id: ports.crypto.random(16), content: changedHere };
  const sealedCopy = copy && (await resealDraft(ports, keys, copy.id, copy.content));
  disk.transaction(() => {
    // Sealed under keys that count no more: what is here was sealed anew meanwhile.
    if (!isCurrent()) return;
    // Typing goes on while this waits; what was typed since is looked at with the next sync.
    if (disk.drafts.get(id)?.counter !== here?.counter) return;
    if (here && copy && sealedCopy) disk.drafts.put({ ...here, id: copy.id, counter: 1, sealed: sealedCopy, sent: 0 });
    disk.drafts.put({ ...theirs, keptAt: ports.clock.now(), travels: true, sent: slot.counter });
  });
}

/** A slot that the server no longer has was ended on the device that wrote it last. What was not changed here ends too. */
async function endVanished(ports: Ports, disk: Disk, keys: OpenKeys, present: ReadonlySet<string>): Promise<void> {
  for (const draft of disk.drafts.all()) {
    if (!draft.travels || draft.sent === 0 || draft.counter > draft.sent || present.has(toHex(draft.id))) continue;
    // Only a copy of another device's writing: a server that drops our own slot must not make us drop our words.
    const content = await openDraft(ports, keys, draft);
    const untouched = disk.drafts.get(draft.id)?.counter === draft.counter;
    if (untouched && content && toHex(content["device"] as Bytes) !== toHex(keys.device)) disk.drafts.remove(draft.id);
  }
}

async function sendChanged(disk: Disk, session: Session): Promise<Result<undefined, Failure>> {
  for (const draft of disk.drafts.all()) {
    if (!draft.travels || draft.counter <= draft.sent) continue;
    const put = await session.call(
      "PUT",
      `/v1/drafts/${toHex(draft.id)}`,
      encodeCbor({ counter: draft.counter, sealed: draft.sealed }),
    );
    // Another device's newer slot: it is read with the next sync.
    if (!put.ok && put.error.code !== "head-moved") return put;
    if (put.ok) disk.drafts.markSent(draft.id, draft.counter);
  }
  return ok();
}
