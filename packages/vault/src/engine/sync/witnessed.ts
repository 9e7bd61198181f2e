/**
 * Checkpoints that a witness of the practice's cosigned (docs/spec, WIT-6 and WIT-7). The server only carries them: the names and keys
 * that count stand in the roster, and the tree is the one on this device. A server that has none to give, or keeps them back, stops
 * nothing: status says how long ago a witness was heard of.
 */

import { equalBytes, toHex } from "@alcove/bytes";
import { cosignedAt, splitNote } from "@alcove/crypto";
import { failure, type Roster } from "@alcove/protocol";
import { aheadMs, freshMs, keepCosigned } from "../../cosigned.ts";
import { readMessage, type Session } from "../../session.ts";
import { keepBehind } from "../behind.ts";
import { isProvisional } from "../state.ts";
import type { SyncParts } from "./parts.ts";
import type { Tail } from "./tail.ts";

export async function readWitnessed(parts: SyncParts, tail: Tail, session: Session): Promise<void> {
  const answer = await session.call("GET", "/v1/cosigned");
  const message = answer.ok ? readMessage("Cosigned", answer.value) : answer;
  for (const note of message.ok ? message.value.notes : []) await take(parts, tail, note);
}

async function take(parts: SyncParts, tail: Tail, note: string): Promise<void> {
  const { crypto, state, disk, clock } = parts;
  const { roster } = state;
  const split = splitNote(note);
  const opened = await tail.open(note);
  if (!roster || !split || !opened.ok || opened.value.size > state.frontier.size) return;
  const { size, root } = opened.value;
  // The server signed this too, and it is not what it shows here.
  if (!equalBytes(tail.rootAt(size), root)) return void tail.raise(failure("alarm-ledger-forked", { size }));
  for (const witness of roster.witnesses) {
    const at = await cosignedAt(crypto, witness, split);
    const ageMs = at === undefined ? undefined : clock.now() - at * 1000;
    if (at === undefined || ageMs === undefined || ageMs < -aheadMs) continue;
    keepCosigned(disk, { name: witness.name, size, at, note });
    if (ageMs < freshMs) vouch(parts, roster, size);
  }
}

/** It followed a tree that holds this device's enrolment: what is old, or was made for this device alone, does not. */
function vouch({ keys, state, disk }: SyncParts, roster: Roster, size: number): void {
  const own = toHex(keys.device);
  const enrolledIndex = roster.devices.get(own)?.enrolledIndex ?? size;
  if (enrolledIndex < size && isProvisional(state, roster, own)) state.vouched.add(own);
  if (!state.behind || state.behind.size > size) return;
  state.behind = undefined;
  keepBehind(disk, undefined);
}
