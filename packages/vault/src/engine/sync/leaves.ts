/** Leaves as they travel, and the leaf that an entry must become. */

import { assert, type Bytes } from "@alcove/bytes";
import {
  appendLeaves,
  type Frontier,
  hash,
  heartbeatTag,
  keyLogTag,
  type Leaf,
  leafBytes,
  parseBatch,
  parseLeaf,
  releaseTag,
  statementTag,
} from "@alcove/crypto";
import {
  type AppendEntry,
  parseHeartbeat,
  parseKeyLogEntry,
  parseOpening,
  parseRelease,
  parseStatement,
} from "@alcove/protocol";

/** What this device has put into the ledger, by an append or by asking for a release part. */
export type OwnEntry = AppendEntry | (Pick<AppendEntry, "entry" | "payload"> & { readonly kind: "opening" });

/** `undefined`: not whole leaves of known kinds. */
export function readLeaves(frontier: Frontier, bytes: Bytes): { leaves: Leaf[]; frontier: Frontier } | undefined {
  if (bytes.length % leafBytes !== 0) return undefined;
  const leaves: Leaf[] = [];
  const raw: Bytes[] = [];
  for (let at = 0; at < bytes.length; at += leafBytes) {
    const one = bytes.subarray(at, at + leafBytes);
    const leaf = parseLeaf(one);
    if (!leaf) return undefined;
    raw.push(one);
    leaves.push(leaf);
  }
  return { leaves, frontier: appendLeaves(frontier, raw) };
}

/** `entry` is this device's own, so it parses. */
export function leafOf(entry: OwnEntry): Leaf {
  const bodyHash = hash(entry.entry);
  switch (entry.kind) {
    case "roster": {
      const body = parseStatement(entry.entry)?.body;
      assert(body, "our own statement");
      return { kind: "roster", tag: statementTag(body.sequence), bodyHash };
    }
    case "keyLog": {
      const body = parseKeyLogEntry(entry.entry)?.body;
      assert(body, "our own entry");
      return { kind: "keyLog", tag: keyLogTag(body.compartment, body.sequence), bodyHash };
    }
    case "batch": {
      const body = parseBatch(entry.entry)?.body;
      assert(body, "our own batch");
      return { kind: "batch", tag: body.tag, bodyHash };
    }
    case "heartbeat": {
      const body = parseHeartbeat(entry.entry)?.body;
      assert(body, "our own heartbeat");
      return { kind: "heartbeat", tag: heartbeatTag(body.device, body.sequence), bodyHash };
    }
    case "opening": {
      const body = parseOpening(entry.entry)?.body;
      assert(body, "our own opening");
      return { kind: "server", tag: body.tag, bodyHash };
    }
    case "release": {
      const body = parseRelease(entry.entry)?.body;
      assert(body, "our own release");
      return { kind: "server", tag: releaseTag(body.asked), bodyHash };
    }
  }
}
