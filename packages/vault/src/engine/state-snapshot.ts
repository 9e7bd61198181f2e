/**
 * The engine state as sealed bytes, to unlock without replaying everything. Sealed by this device for itself, so what
 * opens was verified when it was written; a snapshot that doesn't open or parse is thrown away and the replay begins anew.
 */

import {
  type AccountId,
  type Bytes,
  type CborValue,
  type CompartmentId,
  encodeCbor,
  fromHex,
  type Hash,
  parseCbor,
  toHex,
} from "@alcove/bytes";
import type { Commitment, CryptoPort, EpochKey, MemberPart, PartCommitment, SealingPublicKey } from "@alcove/crypto";
import type { Epoch, KeyLog, PortalReaders } from "@alcove/protocol";
import { encodeRoster, parseRoster } from "./roster-snapshot.ts";
import { type EngineState, emptyState, isGuarded } from "./state.ts";

/**
 * 2: several members. 3: what is unread. 4: the roster in columns. 5: recovery sets. 6: guarded compartments. 7: their openings.
 * 8: witnesses. 9: successors' sets, who lets openings through. 10: who reads a portal.
 */
const format = 11;

export function encodeState(state: EngineState): Bytes {
  const { roster } = state;
  return encodeCbor([
    format,
    roster ? encodeRoster(roster) : null,
    [...state.keyLogs.values()].map((log) => [
      log.compartment,
      log.head,
      log.sequence,
      log.headIndex,
      log.epochs.map((epoch) => [
        epoch.commitment,
        epoch.dropBoxKey,
        epoch.backLink ?? null,
        epoch.index,
        epoch.guard ? [epoch.guard.member, epoch.guard.release, epoch.guard.inside, epoch.guard.releasers] : null,
      ]),
      // Open or closed: what opens a guarded chart is in no snapshot.
      isGuarded(state, log.compartment) ? [] : (state.epochKeys.get(toHex(log.compartment)) ?? []),
      log.delivered.map(({ account, epoch }) => [account, epoch]),
      (state.memberParts.get(toHex(log.compartment)) ?? []).map((part) => part ?? null),
      (log.readers as CborValue | undefined) ?? null,
      log.listed?.map(({ by, names }) => [by, names]) ?? null,
    ]),
    [state.frontier.size, state.frontier.subtrees],
    state.checkpoint ? [state.checkpoint.size, state.checkpoint.root] : null,
    state.appliedTo,
    [...state.authors].map(([device, chain]) => [
      bytesOf(device),
      chain.deviceCounter,
      chain.previous,
      [...chain.compartmentCounters].map(([id, n]) => [bytesOf(id), n]),
    ]),
    [...state.heartbeats].map(([device, seen]) => [bytesOf(device), seen.sequence, seen.day]),
    [...state.lastIndex].map(([device, index]) => [bytesOf(device), index]),
    [...state.vouched].map(bytesOf),
    [...state.unread].map(bytesOf),
    [...state.openings],
    [...state.overseen],
    [...state.asked],
  ]);
}

/** `undefined`: not a snapshot of this format. */
export async function parseState(crypto: CryptoPort, bytes: Bytes): Promise<EngineState | undefined> {
  const value = parseCbor(bytes) as Tuple | undefined;
  if (!Array.isArray(value) || value[0] !== format) return undefined;
  const [
    ,
    roster,
    logs,
    frontier,
    checkpoint,
    appliedTo,
    authors,
    heartbeats,
    lastIndex,
    vouched,
    unread,
    openings,
    overseen,
    asked,
  ] = value as Tuple;
  const state = emptyState();
  state.roster = roster === null ? undefined : await parseRoster(crypto, roster as Tuple);
  for (const one of logs as Tuple[]) {
    const [compartment, head, sequence, headIndex, epochs, keys, delivered, members, readers, listed] = one;
    const log: KeyLog = {
      compartment: compartment as CompartmentId,
      head: head as Hash,
      sequence: sequence as number,
      headIndex: headIndex as number,
      epochs: (epochs as Tuple[]).map(([commitment, dropBoxKey, backLink, index, guard], i) => ({
        epoch: i + 1,
        commitment: commitment as Commitment,
        dropBoxKey: dropBoxKey as SealingPublicKey,
        index: index as number,
        ...(backLink === null ? {} : { backLink: backLink as Bytes }),
        ...(guard === null ? {} : { guard: guardOf(guard as Tuple) }),
      })),
      delivered: (delivered as Tuple[]).map(([account, epoch]) => ({
        account: account as AccountId,
        epoch: epoch as number,
      })),
      ...(readers === null ? {} : { readers: readers as never as PortalReaders }),
      ...(listed === null
        ? {}
        : { listed: (listed as Tuple[]).map(([by, names]) => ({ by: by as AccountId, names: names as Hash[] })) }),
    };
    state.keyLogs.set(toHex(log.compartment), log);
    if ((keys as Tuple).length > 0) state.epochKeys.set(toHex(log.compartment), keys as EpochKey[]);
    if ((members as Tuple).length > 0)
      state.memberParts.set(
        toHex(log.compartment),
        (members as Tuple).map((part) => (part === null ? undefined : (part as MemberPart))),
      );
  }
  const [size, subtrees] = frontier as Tuple;
  state.frontier = { size: size as number, subtrees: subtrees as Hash[] };
  if (checkpoint !== null) {
    const [checkpointSize, root] = checkpoint as Tuple;
    state.checkpoint = { size: checkpointSize as number, root: root as Hash };
  }
  state.appliedTo = appliedTo as number;
  for (const [device, deviceCounter, previous, counters] of authors as Tuple[]) {
    const compartmentCounters = new Map((counters as Tuple[]).map(([id, n]) => [toHex(id as Bytes), n as number]));
    state.authors.set(toHex(device as Bytes), {
      deviceCounter: deviceCounter as number,
      previous: previous as Hash,
      compartmentCounters,
    });
  }
  for (const [device, sequence, day] of heartbeats as Tuple[])
    state.heartbeats.set(toHex(device as Bytes), { sequence: sequence as number, day: day as number });
  for (const [device, index] of lastIndex as Tuple[]) state.lastIndex.set(toHex(device as Bytes), index as number);
  for (const device of vouched as Bytes[]) state.vouched.add(toHex(device));
  for (const compartment of unread as Bytes[]) state.unread.add(toHex(compartment));
  for (const [place, sequence] of openings as Tuple[]) state.openings.set(place as string, sequence as number);
  for (const index of overseen as number[]) state.overseen.add(index);
  for (const [place, opening] of asked as Tuple[]) state.asked.set(place as string, opening as Bytes);
  return state;
}

function guardOf([member, release, inside, releasers]: Tuple): NonNullable<Epoch["guard"]> {
  return {
    member: member as PartCommitment,
    release: release as PartCommitment,
    inside: inside as Bytes,
    releasers: releasers as AccountId[],
  };
}

type Tuple = readonly (CborValue | never)[];

function bytesOf(hex: string): Bytes {
  return fromHex(hex) as Bytes;
}
