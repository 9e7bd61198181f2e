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
  statementTag,
} from "@alcove/crypto";
import { type AppendEntry, parseHeartbeat, parseKeyLogEntry, parseStatement } from "@alcove/protocol";

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
export function leafOf(entry: AppendEntry): Leaf {
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
  }
}
