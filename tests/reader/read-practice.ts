/**
 * A second reader of Alcove's formats, written from docs/spec alone. It takes what a server has of a practice, an Emergency
 * Kit and a passphrase, checks every signature, chain and hash on the way, and gives the notes as text.
 *
 * It imports nothing of Alcove: node:crypto, @hpke for X-Wing, and the files beside it.
 */

import { applyBatch, type Author, newAuthor, readBatch, type Revision } from "./batches.ts";
import { join, read } from "./cbor.ts";
import { applyEntry, type KeyLog } from "./key-log.ts";
import { type Kit, type Person, readKit, type StoredKeyring, unlock } from "./kit.ts";
import { chunkPlace, kinds, readCheckpoint, readLeaves, rootOf, tags } from "./ledger.ts";
import { context, H, hex, must, openGcm, same, verify } from "./primitives.ts";
import { applyStatement, deviceAt, type Roster } from "./roster.ts";
import { anyBytes, count, hash, id, index, one, parse, signature } from "./shape.ts";

/** Everything a server has that this person is owed. */
export type ServerBytes = {
  readonly keyring: StoredKeyring;
  readonly leaves: Uint8Array;
  readonly checkpoint: string;
  /** By ledger index. */
  readonly bodies: ReadonlyMap<number, { readonly entry: Uint8Array; readonly payload: readonly Uint8Array[] }>;
  /** Chunks by blob id in hex. */
  readonly blobs: ReadonlyMap<string, readonly Uint8Array[]>;
};

export type ReadPractice = {
  readonly size: number;
  readonly revisions: readonly Revision[];
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
};

/** @throws Refused with the id of the rule that is broken */
export async function readPractice(server: ServerBytes, kitText: string, passphrase: string): Promise<ReadPractice> {
  const kit = readKit(kitText);
  return readUnlocked(server, kit, await unlock(kit, passphrase, server.keyring));
}

/** The same with keys at hand. @throws Refused with the id of the rule that is broken */
export async function readUnlocked(server: ServerBytes, kit: Kit, person: Person): Promise<ReadPractice> {
  const { raw, leaves } = readLeaves(server.leaves);
  const checkpoint = readCheckpoint(server.checkpoint, kit.practice, kit.checkpointKey);
  must(checkpoint.size === leaves.length && same(checkpoint.root, rootOf(raw)), "LED-7");
  must(same(rootOf(raw.slice(0, kit.size)), kit.root), "KIT-4");

  let roster: Roster | undefined;
  const logs = new Map<string, KeyLog>();
  const authors = new Map<string, Author>();
  const heartbeats = new Map<string, number>();
  const revisions: Revision[] = [];
  for (const [at, leaf] of leaves.entries()) {
    const body = server.bodies.get(at);
    if (leaf.kind === kinds.server) continue;
    must(body, "LED-9");
    const { entry, payload } = body;
    must(same(H(entry), leaf.bodyHash), "LED-3");
    checkSeen(raw, leaf.kind, entry);
    if (leaf.kind === kinds.roster) {
      must(same(leaf.tag, tags.roster(roster ? roster.sequence + 1 : 0)), "LED-3");
      roster = applyStatement(roster, entry, at);
      if (at === 0) checkKit(kit, roster);
      continue;
    }
    must(roster, "ROS-4");
    if (leaf.kind === kinds.keyLog) {
      const [compartment, log] = findLog(roster, logs, leaf.tag);
      logs.set(compartment, await applyEntry(roster, log, person, entry, payload, at));
    } else if (leaf.kind === kinds.batch) {
      const batch = readBatch(entry);
      const log = logs.get(hex(batch.compartment));
      must(log && same(batch.tag, leaf.tag), "LED-3");
      const author = authors.get(hex(batch.device)) ?? newAuthor();
      authors.set(hex(batch.device), author);
      revisions.push(...applyBatch(roster, log, author, batch, entry, payload, at));
    } else {
      checkHeartbeat(roster, heartbeats, leaf.tag, entry, at);
    }
  }
  must(roster, "ROS-4");
  checkParents(revisions);
  return { size: leaves.length, revisions, files: revisions.flatMap((each) => openFile(server, roster, each)) };
}

/** KIT-4: the practice is the one that the Kit pins. */
function checkKit(kit: Kit, roster: Roster): void {
  const [founder] = roster.members.values();
  must(founder, "KIT-4");
  const { account, signKey, sealKey } = founder;
  must(same(roster.head, kit.founding) && same(roster.checkpointKey, kit.checkpointKey), "KIT-4");
  must(same(account, kit.account) && same(H(context("kit", signKey, sealKey)), kit.identityHash), "KIT-4");
}

/** LED-11: what the author of a statement, batch or heartbeat had seen is this ledger's own past. */
function checkSeen(raw: readonly Uint8Array[], kind: number, entry: Uint8Array): void {
  if (kind === kinds.keyLog) return;
  const [body] = read(entry) as [Uint8Array];
  const fields = read(body) as unknown[];
  const [size, root] = kind === kinds.batch ? [fields[8], fields[9]] : [fields[5], fields[6]];
  must(index(size) && hash(root), "LED-11");
  must(size === 0 || (size <= raw.length && same(rootOf(raw.slice(0, size)), root)), "LED-11");
}

function findLog(roster: Roster, logs: ReadonlyMap<string, KeyLog>, tag: Uint8Array): [string, KeyLog | undefined] {
  for (const compartment of roster.compartments.keys()) {
    const log = logs.get(compartment);
    const next = tags.keyLog(Uint8Array.from(Buffer.from(compartment, "hex")), log ? log.sequence + 1 : 0);
    if (same(next, tag)) return [compartment, log];
  }
  must(false, "LED-3");
}

/** LED-8. Whose it is, and the day that it names. */
export function checkHeartbeat(
  roster: Roster,
  last: Map<string, number>,
  tag: Uint8Array,
  entry: Uint8Array,
  at: number,
): { readonly device: Uint8Array; readonly day: number } {
  const [body, signed] = parse(entry, [anyBytes, signature], "LED-8");
  const [, device, sequence, day, rosterHead, size] = parse(body, [one, id, count, index, hash, count, hash], "LED-8");
  const found = deviceAt(roster, device, at);
  must(found && verify(found.key, signed, context("heartbeat", roster.practice, body)), "LED-8");
  must(sequence === (last.get(hex(device)) ?? 0) + 1 && same(tag, tags.heartbeat(device, sequence)), "LED-8");
  must(roster.heads.has(hex(rosterHead)) && size <= at, "LED-8");
  last.set(hex(device), sequence);
  return { device, day };
}

/** ENV-5. */
function checkParents(revisions: readonly Revision[]): void {
  const byEnvelope = new Map(revisions.map((each) => [each.envelope, each]));
  for (const { record, number, parents } of revisions) {
    const found = parents.map((parent) => byEnvelope.get(parent));
    must(
      found.every((parent) => parent?.record === record),
      "ENV-5",
    );
    must(number === 1 + Math.max(0, ...found.map((parent) => parent?.number ?? 0)), "ENV-5");
  }
}

/** ATT-1 to ATT-4. */
function openFile(server: ServerBytes, { practice }: Roster, { content }: Revision): ReadPractice["files"] {
  if (content["type"] !== "attachment") return [];
  const {
    name,
    blob,
    key,
    bytes: length,
  } = content as { name: string; blob: Uint8Array; key: Uint8Array; bytes: number };
  const chunks = server.blobs.get(hex(blob));
  must(chunks, "ATT-4");
  const opened = chunks.map((chunk, i) => {
    const { nonce, additional } = chunkPlace(practice, blob, i, i === chunks.length - 1);
    const part = openGcm(key, nonce, additional, chunk);
    must(part, "ATT-4");
    must(i === chunks.length - 1 || part.length === 262_144, "ATT-2");
    return part;
  });
  const bytes = join(...opened).slice(0, length);
  must(bytes.length === length && same(H(bytes), content["hash"] as Uint8Array), "ATT-3");
  return [{ name, bytes }];
}
