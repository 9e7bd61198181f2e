/**
 * Roots of the ledger at sizes below the newest. Each device says in what it signs which checkpoint it had seen; where
 * that is not this device's own past, the server shows the two of them different ledgers (docs/spec, LED-11).
 */

import type { Hash } from "@alcove/bytes";
import { appendLeaves, emptyFrontier, type Frontier, rootOf } from "@alcove/crypto";

/** Devices that write at the same time name sizes a little apart. */
const framesKept = 64;

/**
 * `from`: any frontier that is known already. `leavesBetween`: 49 bytes each, from index `from` up to but not `to`.
 * The returned function takes a size up to what `leavesBetween` can give; each leaf is hashed once as sizes grow.
 */
export function createPastRoots(
  from: Frontier,
  leavesBetween: (from: number, to: number) => Iterable<Uint8Array>,
): (size: number) => Hash {
  /** By size, ascending. */
  let frames: Frontier[] = [from];
  return (size) => {
    const nearest = frames.findLast((frame) => frame.size <= size) ?? emptyFrontier;
    if (nearest.size === size) return rootOf(nearest);
    const frame = appendLeaves(nearest, leavesBetween(nearest.size, size));
    frames = [...frames.filter((each) => each.size < size), frame, ...frames.filter((each) => each.size > size)];
    frames = frames.slice(-framesKept);
    return rootOf(frame);
  };
}
