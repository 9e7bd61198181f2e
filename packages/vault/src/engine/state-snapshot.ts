/**
 * The engine state as sealed bytes, to unlock without replaying everything. Sealed by this device for itself, so what
 * opens was verified when it was written; a snapshot that doesn't open or parse is thrown away and the replay begins anew.
 */

import {
  type AccountId,
  type Bytes,
  type CborValue,
  type ChartId,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  fromHex,
  type Hash,
  parseCbor,
  type PracticeId,
  toHex,
} from "@alcove/bytes";
import type { Commitment, CryptoPort, EpochKey, SealingPublicKey } from "@alcove/crypto";
import {
  chartsOf,
  type Compartment,
  type CompartmentKind,
  type EnrolledDevice,
  type FormerIdentity,
  type KeyLog,
  type Member,
  type Role,
  type Roster,
} from "@alcove/protocol";
import { readRecovery, recoveryParts } from "./recovery-snapshot.ts";
import { readKey, type Tuple } from "./snapshot-values.ts";
import { type EngineState, emptyState } from "./state.ts";

/** 2: several members. 3: what is unread. 4: recovery sets. */
const format = 4;

export function encodeState(state: EngineState): Bytes {
  const { roster } = state;
  return encodeCbor([
    format,
    roster ? rosterParts(roster) : null,
    [...state.keyLogs.values()].map((log) => [
      log.compartment,
      log.head,
      log.sequence,
      log.headIndex,
      log.epochs.map((epoch) => [epoch.commitment, epoch.dropBoxKey, epoch.backLink ?? null, epoch.index]),
      state.epochKeys.get(toHex(log.compartment)) ?? [],
      log.delivered.map(({ account, epoch }) => [account, epoch]),
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
  ]);
}

function rosterParts(roster: Roster): CborValue {
  return [
    roster.practice,
    roster.founding,
    roster.origin,
    roster.ledgerKey.publicKey,
    roster.head,
    roster.sequence,
    roster.headIndex,
    [...roster.members.values()].map((member) => [
      member.account,
      member.role,
      member.identitySign.publicKey,
      member.identitySeal,
      member.keyringVersion,
      member.suspendedIndex ?? null,
      member.recoveredIndex ?? null,
    ]),
    roster.former.map((one) => [one.account, one.identitySign.publicKey, one.identitySeal, one.untilIndex, one.why]),
    [...roster.devices.values()].map((device) => [
      device.device,
      device.account,
      device.key.publicKey,
      device.via,
      device.enrolledSequence,
      device.enrolledIndex,
      device.revoked ? [device.revoked.index, device.revoked.reason] : null,
      device.confirmedIndex ?? null,
    ]),
    [...roster.compartments.values()].map((one) => [
      one.compartment,
      one.kind,
      one.chart,
      one.author,
      one.createdIndex,
      one.readers,
      one.writers,
      one.dated.map(({ account, untilDay }) => [account, untilDay]),
      one.changedIndex,
      one.staleIndex ?? null,
    ]),
    [...roster.heads].map(([head, at]) => [bytesOf(head), at.sequence, at.index]),
    recoveryParts(roster),
  ];
}

/** `undefined`: not a snapshot of this format. */
export async function parseState(crypto: CryptoPort, bytes: Bytes): Promise<EngineState | undefined> {
  const value = parseCbor(bytes) as Tuple | undefined;
  if (!Array.isArray(value) || value[0] !== format) return undefined;
  const [, roster, logs, frontier, checkpoint, appliedTo, authors, heartbeats, lastIndex, vouched, unread] =
    value as Tuple;
  const state = emptyState();
  state.roster = roster === null ? undefined : await readRoster(crypto, roster as Tuple);
  for (const [compartment, head, sequence, headIndex, epochs, keys, delivered] of logs as Tuple[]) {
    const log: KeyLog = {
      compartment: compartment as CompartmentId,
      head: head as Hash,
      sequence: sequence as number,
      headIndex: headIndex as number,
      epochs: (epochs as Tuple[]).map(([commitment, dropBoxKey, backLink, index], i) => ({
        epoch: i + 1,
        commitment: commitment as Commitment,
        dropBoxKey: dropBoxKey as SealingPublicKey,
        index: index as number,
        ...(backLink === null ? {} : { backLink: backLink as Bytes }),
      })),
      delivered: (delivered as Tuple[]).map(([account, epoch]) => ({
        account: account as AccountId,
        epoch: epoch as number,
      })),
    };
    state.keyLogs.set(toHex(log.compartment), log);
    if ((keys as Tuple).length > 0) state.epochKeys.set(toHex(log.compartment), keys as EpochKey[]);
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
  return state;
}

async function readRoster(crypto: CryptoPort, parts: Tuple): Promise<Roster> {
  const [practice, founding, origin, ledgerKey, head, sequence, headIndex, ...lists] = parts;
  const [members, former, devices, compartments, heads, recovery] = lists as Tuple[][];
  const readCompartments = (compartments ?? []).map(readCompartment);
  return {
    practice: practice as PracticeId,
    founding: founding as Hash,
    origin: origin as string,
    ledgerKey: await readKey(crypto, ledgerKey),
    head: head as Hash,
    sequence: sequence as number,
    headIndex: headIndex as number,
    members: byName(await readAll(members, (one) => readMember(crypto, one)), ({ account }) => account),
    former: await readAll(former, (one) => readFormer(crypto, one)),
    devices: byName(await readAll(devices, (one) => readDevice(crypto, one)), ({ device }) => device),
    compartments: byName(readCompartments, ({ compartment }) => compartment),
    charts: chartsOf(readCompartments),
    heads: new Map(
      (heads ?? []).map(([hash, at, index]) => [
        toHex(hash as Bytes),
        { sequence: at as number, index: index as number },
      ]),
    ),
    ...(await readRecovery(crypto, recovery ?? [])),
  };
}

async function readAll<T>(parts: readonly Tuple[] = [], read: (one: Tuple) => Promise<T>): Promise<T[]> {
  return Promise.all(parts.map(read));
}

function byName<T>(all: readonly T[], idOf: (one: T) => Bytes): Map<string, T> {
  return new Map(all.map((one) => [toHex(idOf(one)), one]));
}

async function readMember(crypto: CryptoPort, parts: Tuple): Promise<Member> {
  const [account, role, sign, seal, keyringVersion, suspendedIndex, recoveredIndex] = parts;
  return {
    account: account as AccountId,
    role: role as Role,
    identitySign: await readKey(crypto, sign),
    identitySeal: seal as SealingPublicKey,
    keyringVersion: keyringVersion as number,
    ...(suspendedIndex === null ? {} : { suspendedIndex: suspendedIndex as number }),
    ...(recoveredIndex === null ? {} : { recoveredIndex: recoveredIndex as number }),
  };
}

async function readFormer(crypto: CryptoPort, parts: Tuple): Promise<FormerIdentity> {
  const [account, sign, seal, untilIndex, why] = parts;
  return {
    account: account as AccountId,
    identitySign: await readKey(crypto, sign),
    identitySeal: seal as SealingPublicKey,
    untilIndex: untilIndex as number,
    why: why as FormerIdentity["why"],
  };
}

async function readDevice(crypto: CryptoPort, parts: Tuple): Promise<EnrolledDevice> {
  const [device, account, key, via, enrolledSequence, enrolledIndex, revoked, confirmedIndex] = parts;
  return {
    device: device as DeviceId,
    account: account as AccountId,
    key: await readKey(crypto, key),
    via: via as EnrolledDevice["via"],
    enrolledSequence: enrolledSequence as number,
    enrolledIndex: enrolledIndex as number,
    ...(revoked === null
      ? {}
      : { revoked: { index: (revoked as Tuple)[0] as number, reason: (revoked as Tuple)[1] as "retired" } }),
    ...(confirmedIndex === null ? {} : { confirmedIndex: confirmedIndex as number }),
  };
}

function readCompartment(parts: Tuple): Compartment {
  const [compartment, kind, chart, author, createdIndex, readers, writers, dated, changedIndex, staleIndex] = parts;
  return {
    compartment: compartment as CompartmentId,
    kind: kind as CompartmentKind,
    chart: chart as ChartId | null,
    author: author as AccountId,
    createdIndex: createdIndex as number,
    readers: readers as AccountId[],
    writers: writers as AccountId[],
    dated: (dated as Tuple[]).map(([account, untilDay]) => ({
      account: account as AccountId,
      untilDay: untilDay as number,
    })),
    changedIndex: changedIndex as number,
    ...(staleIndex === null ? {} : { staleIndex: staleIndex as number }),
  };
}

function bytesOf(hex: string): Bytes {
  return fromHex(hex) as Bytes;
}
