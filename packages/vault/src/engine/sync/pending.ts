/** What was on its way when this device was last cut off: kept on disk as it was sent, until the ledger has it or it is sealed anew. */

import { type Bytes, equalBytes, ok, type Result, toHex } from "@alcove/bytes";
import { type BatchBody, encodeLeaf, leafBytes, parseBatch } from "@alcove/crypto";
import { currentEpoch, type Failure, isStale } from "@alcove/protocol";
import type { PendingBody } from "../../disk.ts";
import { advanceAuthor, authorPlace } from "../state.ts";
import { leafOf } from "./leaves.ts";
import type { Sent, SyncParts } from "./parts.ts";

export function createPending({ keys, state, disk, outbox }: Pick<SyncParts, "keys" | "state" | "disk" | "outbox">) {
  /** An append that was cut off: it stands in the ledger by now, or is sent again byte for byte, or was refused and is sealed anew. */
  async function finishPending(
    send: (sent: readonly Sent[], through: number) => Promise<Result<undefined, Failure>>,
  ): Promise<Result<undefined, Failure>> {
    const pending = disk.pending.get();
    if (!pending) return ok();
    const standing = pending.bodies.map(findInLedger);
    if (standing.every((one) => one !== undefined)) {
      // They came back with the feed before the answer did, or their chart was closed to this member before.
      const unseen = standing.filter(({ batch }) => isUnseen(batch));
      disk.transaction(() => {
        for (const { body, batch, at } of unseen) {
          disk.pending.place(body, at);
          if (!state.keyLogs.has(toHex(batch.compartment))) disk.bodies.forget([body], "parts only");
        }
        outbox.removeThrough(pending.through);
        disk.pending.discard();
      });
      for (const { batch, bodyHash } of unseen) advanceAuthor(state, batch, bodyHash);
      return ok();
    }
    const [first] = pending.bodies;
    const goesOn = first && isNext(first.entry) && pending.bodies.every(({ entry }) => isSealedToToday(entry));
    if (!goesOn) {
      disk.transaction(() => disk.pending.discard());
      return ok();
    }
    const sent = pending.bodies.map(
      ({ body, entry, payload }): Sent => ({ entry: { kind: "batch", entry, payload: [...payload] }, pending: body }),
    );
    return send(sent, pending.through);
  }

  /** Where exactly this stands: a copy of the device may have sent another batch under its number (FRE-4). */
  function findInLedger({ body, entry, payload }: PendingBody) {
    const batch = parseBatch(entry)?.body;
    if (!batch) return undefined;
    const made = leafOf({ kind: "batch", entry, payload: [...payload] });
    const { bodyHash } = made;
    const leaf = encodeLeaf(made);
    for (const { start, bytes } of disk.leaves.from(batch.checkpoint.size))
      for (let at = 0; at < bytes.length; at += leafBytes)
        if (equalBytes(bytes.subarray(at, at + leafBytes), leaf))
          return { body, batch, bodyHash, at: start + at / leafBytes };
    return undefined;
  }

  /** This device's own, and its chain is not there yet: bodies of what a member reads no more are sent to nobody. */
  function isUnseen({ author, deviceCounter, compartment }: BatchBody): boolean {
    const isOwn = equalBytes(author, keys.device);
    return isOwn && deviceCounter > authorPlace(state, keys.device, compartment).deviceCounter;
  }

  /**
   * Not so what was sealed by the device that this one was before it was taken out and paired again, nor where a copy has
   * sent something else since.
   */
  function isNext(batch: Bytes): boolean {
    const body = parseBatch(batch)?.body;
    if (!body || !equalBytes(body.author, keys.device)) return false;
    const { deviceCounter, previous } = authorPlace(state, keys.device, body.compartment);
    return body.deviceCounter === deviceCounter + 1 && equalBytes(body.previous, previous);
  }

  /** Whether nobody has left since it was sealed: else it is sealed anew, and what a leaver could open never travels. */
  function isSealedToToday(batch: Bytes): boolean {
    const body = parseBatch(batch)?.body;
    const log = body && state.keyLogs.get(toHex(body.compartment));
    return (
      state.roster !== undefined &&
      log !== undefined &&
      !isStale(state.roster, log) &&
      currentEpoch(log).epoch === body?.epoch
    );
  }

  return { finishPending, isSealedToToday };
}
