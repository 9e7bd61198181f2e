/**
 * The roster's part of the sealed state. A practice of ten years has thousands of compartments and of statements, and
 * unlocking waits for all of them: they stand in columns, accounts and lists of accounts once each, and ids and heads each in
 * one byte string, so that reading makes few objects. Written by this device for itself: nothing here is checked anew.
 */

import {
  type AccountId,
  type Bytes,
  type CborValue,
  type ChartId,
  type CompartmentId,
  concatBytes,
  type DeviceId,
  fromHex,
  type Hash,
  hexOfEach,
  type PracticeId,
  toHex,
} from "@alcove/bytes";
import type { CryptoPort, SealingPublicKey } from "@alcove/crypto";
import {
  type Compartment,
  type CompartmentKind,
  compartmentKinds,
  type EnrolledDevice,
  type FormerIdentity,
  type Member,
  type OperationOf,
  policyOf,
  policyOperation,
  type Role,
  type Roster,
} from "@alcove/protocol";
import { readRecovery, readSuccessorSet, recoveryParts, successorParts } from "./recovery-snapshot.ts";
import { readKey, type Tuple } from "./snapshot-values.ts";

const idBytes = 16;
const headBytes = 32;

/** One number of each compartment: kind, chart, author, readers, writers, and the indexes of creation, change and staleness. */
type Columns<Column> = readonly [Column, Column, Column, Column, Column, Column, Column, Column];
/** No chart, or never stale. */
const none = -1;

export function encodeRoster(roster: Roster): CborValue {
  const heads = [...roster.heads];
  return [
    [
      roster.practice,
      roster.founding,
      roster.origin,
      roster.ledgerKey.publicKey,
      roster.head,
      roster.sequence,
      roster.headIndex,
    ],
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
    encodeCompartments(roster),
    // They were added in the order of their sequences, the first at 0.
    concatBytes(...heads.map(([head]) => fromHex(head) as Bytes)),
    packNumbers(heads.map(([, { index }]) => index)),
    recoveryParts(roster),
    roster.policy ? policyOperation(roster.policy) : null,
    roster.successorSets.map(successorParts),
    roster.witnesses.map(({ name, key }) => [name, key.publicKey]),
  ];
}

function encodeCompartments({ compartments, charts }: Roster): CborValue {
  const all = [...compartments.values()];
  const lists = new Map<string, { readonly place: number; readonly accounts: readonly AccountId[] }>();
  const placeOf = (accounts: readonly AccountId[]): number => {
    const name = accounts.map(toHex).join();
    const found = lists.get(name) ?? { place: lists.size, accounts };
    lists.set(name, found);
    return found.place;
  };
  const chartPlaces = new Map([...charts.keys()].map((chart, place) => [chart, place]));
  const columns = [
    all.map(({ kind }) => compartmentKinds.indexOf(kind)),
    all.map(({ chart }) => (chart ? (chartPlaces.get(toHex(chart)) as number) : none)),
    all.map(({ author }) => placeOf([author])),
    all.map(({ readers }) => placeOf(readers)),
    all.map(({ writers }) => placeOf(writers)),
    all.map(({ createdIndex }) => createdIndex),
    all.map(({ changedIndex }) => changedIndex),
    all.map(({ staleIndex }) => staleIndex ?? none),
  ];
  const dated = all.flatMap((one, place) =>
    one.dated.map(({ account, untilDay }): CborValue => [place, account, untilDay]),
  );
  const guards = all.flatMap(({ guard }, place): CborValue[] =>
    guard ? [[place, guard.isSet, guard.sinceIndex]] : [],
  );
  const releasers = all.flatMap(({ releasers: some }, place): CborValue[] => (some.length > 0 ? [[place, some]] : []));
  return [
    compartmentKinds,
    [...lists.values()].map(({ accounts }) => accounts),
    concatBytes(...[...charts.keys()].map((chart) => fromHex(chart) as Bytes)),
    concatBytes(...all.map(({ compartment }) => compartment)),
    columns.map(packNumbers),
    dated,
    guards,
    releasers,
    all.flatMap(({ destroyedIndex }, place): CborValue[] =>
      destroyedIndex === undefined ? [] : [[place, destroyedIndex]],
    ),
  ];
}

export async function parseRoster(crypto: CryptoPort, parts: Tuple): Promise<Roster> {
  const [facts, members, former, devices, compartments, heads, headIndexes, recovery, policy, successors, witnesses] =
    parts as readonly Tuple[][];
  const [practice, founding, origin, ledgerKey, head, sequence, headIndex] = facts as Tuple;
  const read = parseCompartments(compartments as Tuple);
  const headNames = hexOfEach(heads as unknown as Bytes, headBytes);
  const indexes = unpackNumbers(headIndexes as unknown as Bytes);
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
    ...read,
    heads: new Map(headNames.map((name, at) => [name, { sequence: at, index: indexes[at] as number }])),
    ...(await readRecovery(crypto, recovery ?? [])),
    successorSets: await readAll(successors, (one) => readSuccessorSet(crypto, one)),
    witnesses: await readAll(witnesses ?? [], async ([name, key]) => ({
      name: name as string,
      key: await readKey(crypto, key),
    })),
    ...(policy ? { policy: policyOf(policy as unknown as OperationOf<"policy.set">) } : {}),
  };
}

function parseCompartments(parts: Tuple): Pick<Roster, "compartments" | "charts"> {
  const [kinds, lists, chartIds, ids, columns, dated, guards, releasing, destroyed = []] = parts as unknown as [
    readonly CompartmentKind[],
    readonly (readonly AccountId[])[],
    Bytes,
    Bytes,
    Columns<Bytes>,
    readonly (readonly [place: number, account: AccountId, untilDay: number])[],
    readonly (readonly [place: number, isSet: boolean, sinceIndex: number])[],
    readonly (readonly [place: number, releasers: readonly AccountId[]])[],
    /** Absent in snapshots of before there was any. */
    (readonly (readonly [place: number, index: number])[])?,
  ];
  const [kind, chart, author, readers, writers, created, changed, stale] = columns.map(
    unpackNumbers,
  ) as unknown as Columns<Float64Array>;
  const ofCharts = hexOfEach(chartIds, idBytes).map((name, place) => ({
    name,
    chart: idAt<ChartId>(chartIds, place),
    compartments: [] as CompartmentId[],
  }));
  const datedOf = new Map<number, Compartment["dated"]>();
  for (const [place, account, untilDay] of dated)
    datedOf.set(place, [...(datedOf.get(place) ?? []), { account, untilDay }]);
  const guardOf = new Map(guards.map(([place, isSet, sinceIndex]) => [place, { guard: { isSet, sinceIndex } }]));
  const releasersOf = new Map(releasing);
  const destroyedOf = new Map(destroyed.map(([place, destroyedIndex]) => [place, { destroyedIndex }]));
  const undated: Compartment["dated"] = [];
  const nobody: Compartment["releasers"] = [];
  const listAt = (column: Float64Array, place: number) => lists[column[place] as number] as readonly AccountId[];

  const compartments = new Map<string, Compartment>();
  for (const [place, name] of hexOfEach(ids, idBytes).entries()) {
    const compartment = idAt<CompartmentId>(ids, place);
    const ofChart = ofCharts[chart[place] as number];
    ofChart?.compartments.push(compartment);
    const staleIndex = stale[place] as number;
    const one: Compartment = {
      compartment,
      kind: kinds[kind[place] as number] as CompartmentKind,
      chart: ofChart?.chart ?? null,
      author: listAt(author, place)[0] as AccountId,
      createdIndex: created[place] as number,
      readers: listAt(readers, place),
      writers: listAt(writers, place),
      releasers: releasersOf.get(place) ?? nobody,
      dated: datedOf.get(place) ?? undated,
      changedIndex: changed[place] as number,
      ...guardOf.get(place),
      ...destroyedOf.get(place),
    };
    compartments.set(name, staleIndex === none ? one : { ...one, staleIndex });
  }
  return { compartments, charts: new Map(ofCharts.map((each) => [each.name, each.compartments])) };
}

/** As this machine holds them: no other one reads what is sealed for this device. */
const packNumbers = (numbers: readonly number[]): Bytes => new Uint8Array(Float64Array.from(numbers).buffer);
const unpackNumbers = (packed: Bytes): Float64Array => new Float64Array(packed.buffer);

const idAt = <Id extends Bytes>(ids: Bytes, place: number): Id =>
  ids.slice(place * idBytes, (place + 1) * idBytes) as Id;

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
