/** What the hostile server shows to a client's device: a ledger of its own making, with proofs that fit it. */

import { type CompartmentId, equalBytes, type PracticeId } from "@alcove/bytes";
import { leafHash, parseBatch, proveConsistency, proveInclusion } from "@alcove/crypto";
import { messages, parseAs, parseKeyLogEntry } from "@alcove/protocol";
import { type HostileLayer, replyWith, type Tamper } from "./hostile-layer.ts";
import { checkpointOf, type Entry, leafAt, type View } from "./view.ts";

/** Of the portal's own bodies: which they are, by index. */
export function portalPlaces(view: View, compartment: CompartmentId, kind?: "keyLog" | "batch"): number[] {
  return view.flatMap((each, index) =>
    isOf(each, compartment) && (!kind || leafAt(view, index).kind === kind) ? [index] : [],
  );
}

function isOf({ body }: Entry, compartment: CompartmentId): boolean {
  if (!body) return false;
  const named = parseBatch(body.entry)?.body.compartment ?? parseKeyLogEntry(body.entry)?.body.compartment;
  return named !== undefined && equalBytes(named, compartment);
}

/** Shows `view` to every client's device, and to who holds an invitation to a portal. `also`: places that the server adds to them. */
export function showPortal(
  layer: HostileLayer,
  practice: PracticeId,
  compartment: CompartmentId,
  view: View,
  also: readonly number[] = [],
): Tamper {
  return async ({ path, body }, forward) => {
    const query = /^\/v1\/invites\/[0-9a-f]{32}\/portal\?size=(\d+)&bodiesFrom=(\d+)$/.exec(path);
    const asked = query
      ? { size: Number(query[1]), bodiesFrom: Number(query[2]) }
      : path === "/v1/portal"
        ? parseAs(messages.PortalRequest, body)
        : undefined;
    if (!asked) return forward();
    const hashes = view.map(({ leaf }) => leafHash(leaf));
    const places = [...new Set([...portalPlaces(view, compartment, query ? "keyLog" : undefined), ...also])];
    const bodies = places
      .filter((index) => index >= asked.bodiesFrom)
      .sort((a, b) => a - b)
      .map((index) => {
        const { entry, payload } = (view[index] as Required<Entry>).body;
        return { index, entry, payload, proof: proveInclusion(hashes, index) };
      });
    const first = (view[0] as Required<Entry>).body.entry;
    return replyWith({
      checkpoint: await layer.forgeCheckpoint(practice, checkpointOf(view)),
      consistency: asked.size <= view.length ? proveConsistency(hashes, asked.size) : [],
      founding: { entry: first, proof: proveInclusion(hashes, 0) },
      bodies,
      bodiesNext: view.length,
    });
  };
}
