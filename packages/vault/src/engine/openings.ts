/**
 * Openings of guarded charts and what lets them in, as they are replayed: nothing but a reader's own device can make one, and whom it is
 * owed misses none (docs/spec, GRD-11, GRD-12, GRD-17 to GRD-19).
 */

import { type Bytes, equalBytes, toHex, wipe } from "@alcove/bytes";
import { askedId, type CryptoPort, hash, type Leaf, releaseTag } from "@alcove/crypto";
import { openGivenPart } from "@alcove/crypto/open";
import {
  type Compartment,
  judgeOpening,
  judgeRelease,
  parseOpening,
  parseRelease,
  type Release,
  sealedPartFits,
} from "@alcove/protocol";
import type { StoredBody } from "../disk.ts";
import { type Applied, putAside, refused } from "./applied.ts";
import type { OpenKeys } from "./keys.ts";
import type { OwedTags } from "./owed-tags.ts";
import { type Asking, type EngineState, openingPlace } from "./state.ts";

export function createOpenings({
  crypto,
  keys,
  state,
  owed,
  isPast,
  reads,
  follows,
}: {
  readonly crypto: CryptoPort;
  readonly keys: OpenKeys;
  readonly state: EngineState;
  readonly owed: OwedTags;
  /** What has been is read: nobody waits for a part of then. */
  readonly isPast: boolean;
  readonly reads: (compartment: Compartment) => boolean;
  readonly follows: (compartment: Compartment) => boolean;
}) {
  /** An opening, or what lets one in. */
  async function applyServer(index: number, leaf: Leaf, body: StoredBody): Promise<Applied> {
    const release = parseRelease(body.entry);
    return release ? applyRelease(index, leaf, body, release) : applyOpening(index, leaf, body);
  }

  /** Nothing but a reader's own device can make it; who follows the compartment knows its leaf, and misses none. */
  async function applyOpening(index: number, leaf: Leaf, body: StoredBody): Promise<Applied> {
    if (!equalBytes(hash(body.entry), leaf.bodyHash)) return refused("alarm-body-forged", index);
    const opening = parseOpening(body.entry);
    if (!state.roster || !opening) return putAside("alarm-batch-invalid", index);
    const { compartment, device, sequence, tag } = opening.body;
    const known = state.roster.compartments.get(toHex(compartment));
    const isFollowedHere = known !== undefined && follows(known);
    const log = isFollowedHere ? state.keyLogs.get(toHex(compartment)) : undefined;
    const place = openingPlace(compartment, device);
    const expected = log && owed.tagOf("opening", compartment, device, sequence);
    const last = state.openings.get(place) ?? (expected ? 0 : undefined);
    const failed = await judgeOpening(crypto, state.roster, log, opening, index, last);
    if (failed && failed.code !== "counter-wrong") return putAside("alarm-batch-invalid", index, failed);
    const isItsTag = equalBytes(leaf.tag, tag) && (!expected || equalBytes(expected, tag));
    if (sequence > (last ?? 0)) {
      state.openings.set(place, sequence);
      owed.toldApplied("opening", compartment, device);
    }
    if (failed || !isItsTag) return putAside("alarm-batch-invalid", index, failed);
    // Another opening of the device takes the place of the one before: what that waited for opens nothing any more.
    if (opening.body.key) state.asked.set(place, body.entry);
    else state.asked.delete(place);
    state.lastIndex.set(toHex(device), index);
    return { outcome: "applied", kind: "opening", compartment };
  }

  /** Who let somebody in; to the device that asked it brings the part. Whoever knows the opening misses no answer to it. */
  async function applyRelease(index: number, leaf: Leaf, body: StoredBody, release: Release): Promise<Applied> {
    if (!equalBytes(hash(body.entry), leaf.bodyHash)) return refused("alarm-body-forged", index);
    if (!state.roster) return putAside("alarm-batch-invalid", index);
    const { compartment, asker, asked, device } = release.body;
    const known = state.roster.compartments.get(toHex(compartment));
    const log = known && follows(known) ? state.keyLogs.get(toHex(compartment)) : undefined;
    const place = openingPlace(compartment, asker);
    const opening = state.asked.get(place);
    // Who follows the chart knows which openings wait there; to others one may have come before their time.
    const expected = opening ? askedId(opening) : log && state.openings.has(place) ? null : undefined;
    const failed = await judgeRelease(crypto, state.roster, log, release, index, expected);
    if (failed || !equalBytes(leaf.tag, releaseTag(asked))) return putAside("alarm-batch-invalid", index, failed);
    const mine = isPast ? undefined : state.asking.get(toHex(compartment));
    const isMine = mine !== undefined && equalBytes(mine.asked, asked);
    if (isMine && !sealedPartFits(release, body.payload)) return refused("alarm-body-forged", index);
    state.asked.delete(place);
    state.lastIndex.set(toHex(device), index);
    if (isMine && !(await takePart(release, mine, body.payload[0] as Bytes)))
      return putAside("alarm-envelope-unopenable", index);
    return { outcome: "applied", kind: "opening", compartment };
  }

  /** What this device was let in with. False: they signed for another part than the one that opens the chart. */
  async function takePart({ body }: Release, { seed }: Asking, sealed: Bytes): Promise<boolean> {
    const { compartment, epoch, asked, account: releaser } = body;
    state.asking.delete(toHex(compartment));
    const guard = state.keyLogs.get(toHex(compartment))?.epochs[epoch - 1]?.guard;
    const at = { practice: keys.practice, compartment, epoch, asked, releaser };
    const part = guard && (await openGivenPart(crypto, seed, at, guard.release, sealed));
    wipe(seed);
    if (guard && part) state.releaseParts.set(toHex(guard.release), part);
    return part !== undefined;
  }

  /**
   * An opening that was not sent. To who answers for the practice each one is owed; to others those of charts that they follow.
   * Where the chains of other charts stand is not known any more.
   */
  function passOpening(leaf: Leaf): Applied {
    const expected = owed.find("opening", leaf.tag);
    if (expected?.kind === "opening") return { outcome: "withheld", compartment: expected.compartment };
    const answered = answeredBy(leaf);
    if (answered) return { outcome: "withheld", compartment: answered.compartment };
    forgetOpenings((compartment) => {
      const of = state.roster?.compartments.get(compartment);
      return !of || !follows(of);
    });
    return !isPast && oversees() ? { outcome: "withheld", overseen: true } : { outcome: "not-owed" };
  }

  /** The chart that this member reads and somebody was let into by this leaf. */
  function answeredBy(leaf: Leaf): Compartment | undefined {
    const entry = [...state.asked.values()].find((each) => equalBytes(releaseTag(askedId(each)), leaf.tag));
    const compartment = entry && parseOpening(entry)?.body.compartment;
    const known = compartment && state.roster?.compartments.get(toHex(compartment));
    return known && reads(known) && follows(known) ? known : undefined;
  }

  /** Of these compartments it is not known any more how often others' devices opened them. */
  function forgetOpenings(isGone: (compartment: string) => boolean): void {
    const isForgotten = (place: string) => {
      const [compartment = "", device] = place.split("/");
      return device !== toHex(keys.device) && isGone(compartment);
    };
    for (const places of [state.openings, state.asked])
      for (const place of places.keys()) if (isForgotten(place)) places.delete(place);
  }

  const oversees = (): boolean => {
    const role = state.roster?.members.get(toHex(keys.account))?.role;
    return role === "owner" || role === "privacy-officer";
  };

  return { applyServer, passOpening, answeredBy, forgetOpenings, oversees };
}
