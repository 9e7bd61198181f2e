import {
  asHash,
  type ChartId,
  type CompartmentId,
  encodeCbor,
  parseCbor,
  type RecoverySetId,
  toHex,
} from "@alcove/bytes";
import { appendLeaves, type CryptoPort, hash, rootOf, verify } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import {
  addMember,
  applyRight,
  applyRotation,
  createClient,
  createCompartment,
  createDevice,
  createMember,
  createSet,
  enrolment,
  entitle,
  foundTestPractice,
  idFrom,
  makeSet,
  portalRotation,
  recover,
  rotation,
  setParts,
  snapshotOf,
  statement,
  type TestPractice,
} from "@alcove/protocol/testing";
import type { Operation } from "@alcove/protocol";
import { beforeAll, expect, test } from "vitest";
import { advanceAuthor, type EngineState, emptyState, openingPlace } from "./state.ts";
import { encodeState, parseState } from "./state-snapshot.ts";

let port: CryptoPort;
let p: TestPractice;
/** A state with something in every one of its places, in each of the forms that may stand there. */
let full: EngineState;

beforeAll(async () => {
  port = await testPort("state snapshot");
  p = await foundTestPractice(port);
  const [paired, byKit, gone] = [await createDevice(port), await createDevice(port), await createDevice(port)];
  const { member } = p.founder;
  await applyRight(p, await statement(p, [enrolment(member, paired, "pairing")]));
  for (const device of [byKit, gone]) {
    // A device that comes by Kit speaks for itself.
    await applyRight(p, await statement(p, [enrolment(member, device, "kit")], {}, { member, device }));
  }
  await applyRight(p, await statement(p, [["freshness.confirm", member.account, byKit.device]]));
  const chart = idFrom<ChartId>(port);
  const clinical = idFrom<CompartmentId>(port);
  await applyRight(p, await statement(p, [["compartment.create", clinical, "clinical", chart]]));
  // Makes the compartment stale.
  await applyRight(p, await statement(p, [["device.revoke", member.account, gone.device, "stolen"]]));
  const directory = await createCompartment(p);
  await applyRotation(p, directory, await rotation(p, directory));
  await applyRotation(p, directory, await rotation(p, directory));
  const unread = await createCompartment(p);
  await applyRotation(p, unread, await rotation(p, unread));
  const [second, suspended, removed] = [await addMember(p), await addMember(p, "supervisor"), await addMember(p)];
  await entitle(p, second.member, "read", [clinical], { untilDay: 20_800 });
  await entitle(p, suspended.member, "write", [clinical]);
  const { account } = suspended.member;
  await applyRight(p, await statement(p, [["device.revoke", account, suspended.device.device, "lost"]]));
  await applyRight(p, await statement(p, [["member.remove", removed.member.account]]));
  const nextIdentity = { ...(await createMember(port)), account: second.member.account };
  const { signKey, sealKey } = nextIdentity;
  const rekey: Operation = ["member.rekey", nextIdentity.account, signKey.publicKey, sealKey, 2, "exposed"];
  await applyRight(p, await statement(p, [rekey], {}, second, { nextIdentity }));

  const guarded = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  await applyRotation(p, guarded, await rotation(p, guarded));
  await applyRight(p, await statement(p, [["guard.set", [guarded.id]]]));
  await applyRight(p, await statement(p, [["entitle", second.member.account, "release", null, [guarded.id]]]));
  const apart = await createCompartment(p, "psychotherapy", idFrom<ChartId>(port));
  await applyRight(p, await statement(p, [["compartment.destroy", apart.id, 1, asHash(port.random(32))]]));
  await applyRight(p, await statement(p, [["policy.set", true, 3, 5, 12]]));
  const { publicKey } = (await createDevice(port)).key;
  await applyRight(p, await statement(p, [["witness.set", [["witness.example/w", publicKey]]]]));
  const guardedRotation = await rotation(p, guarded);
  await applyRotation(p, guarded, guardedRotation);

  const portal = await createCompartment(p, "portal", idFrom<ChartId>(port));
  await applyRotation(p, portal, await portalRotation(p, portal, { clients: [(await createClient(p)).line] }));

  await makeSet(p);
  const spent = await makeSet(p);
  const owner = await addMember(p, "owner");
  const reset = await recover(p, spent, owner);
  for (const successor of [null, p.founder.member.account])
    await applyRight(
      p,
      await statement(p, [["successor.set", successor, ...setParts(await createSet(p))]], {}, reset.signer),
    );
  const { set } = p.roster.recoverySet as { readonly set: RecoverySetId };
  await applyRight(p, await statement(p, [["recovery.drill", set, [1, 3]]]));

  full = emptyState();
  full.roster = p.roster;
  for (const { id, log } of [directory, unread, guarded, portal]) if (log) full.keyLogs.set(toHex(id), log);
  full.epochKeys.set(toHex(directory.id), directory.epochKeys);
  full.memberParts.set(toHex(guarded.id), [undefined, guardedRotation.parts?.member]);
  full.frontier = appendLeaves(
    full.frontier,
    Array.from({ length: 7 }, (_, i) => new Uint8Array(49).fill(i)),
  );
  full.checkpoint = { size: 7, root: rootOf(full.frontier) };
  full.appliedTo = 5;
  const wrote = (author: typeof paired.device, compartment: typeof clinical, deviceCounter: number) =>
    advanceAuthor(
      full,
      { author, compartment, deviceCounter, compartmentCounter: 1 },
      hash(Uint8Array.of(deviceCounter)),
    );
  wrote(paired.device, directory.id, 1);
  wrote(paired.device, clinical, 2);
  wrote(byKit.device, directory.id, 3);
  full.unread.add(toHex(clinical));
  full.heartbeats.set(toHex(paired.device), { sequence: 3, day: 20_000 });
  full.lastIndex.set(toHex(paired.device), 4);
  full.openings.set(openingPlace(guarded.id, paired.device), 2);
  full.asked.set(openingPlace(guarded.id, paired.device), Uint8Array.of(5));
  full.overseen.add(3);
  full.vouched.add(toHex(byKit.device));
});

/** Everything but the roster's key handles, which are the platform's own. */
function facts(state: EngineState): unknown {
  const { roster, ...rest } = kept(state);
  return structuredClone({ ...rest, roster: roster && snapshotOf(roster) });
}

/** Without what is in memory only, or on the disk beside snapshots. */
function kept(state: EngineState) {
  const { releaseParts: _given, partsForServer: _made, asking: _asking, waitsForOpening: _waiting, ...most } = state;
  const { behind: _behind, ...rest } = most;
  return rest;
}

async function roundTrip(state: EngineState): Promise<EngineState> {
  const parsed = await parseState(port, encodeState(state));
  if (!parsed) throw new Error("what was encoded is not parsed");
  return parsed;
}

test("every place of the test's state is filled, so that nothing is compared empty", () => {
  for (const [name, place] of Object.entries(kept(full))) {
    const size = place instanceof Map || place instanceof Set ? place.size : place;
    expect(size, name).toBeTruthy();
  }
});

test("what is encoded is parsed, whole", async () => {
  expect(facts(await roundTrip(full))).toEqual(facts(full));
});

test("GRD-5 what opens a guarded chart is in no snapshot, open or closed", async () => {
  const [guarded] = [...full.memberParts.keys()] as [string];
  const open = {
    ...full,
    epochKeys: new Map(full.epochKeys),
    releaseParts: new Map(),
    asking: new Map(),
    waitsForOpening: new Set<string>(),
  };
  open.epochKeys.set(guarded, [port.random(32), port.random(32)] as never);
  open.releaseParts.set("commitment", port.random(32));
  open.asking.set(guarded, { seed: port.random(32), asked: port.random(32), epoch: 2 });
  open.waitsForOpening.add(guarded);
  const parsed = await roundTrip(open as EngineState);
  expect(parsed.epochKeys.has(guarded)).toBe(false);
  expect([parsed.releaseParts.size, parsed.asking.size, parsed.waitsForOpening.size]).toEqual([0, 0, 0]);
  expect(encodeState(open as EngineState)).toEqual(encodeState(full));
});

test("a state before the first statement too", async () => {
  expect(facts(await roundTrip(emptyState()))).toEqual(facts(emptyState()));
});

test("the bytes depend on the state alone", async () => {
  expect(encodeState(await roundTrip(full))).toEqual(encodeState(full));
});

test("the parsed roster verifies as the first did, and statements go on from it", async () => {
  const parsed = await roundTrip(full);
  const { founder } = p;
  const member = parsed.roster?.members.get(toHex(founder.member.account));
  const message = Uint8Array.of(1, 2, 3);
  const signature = new Uint8Array(await port.subtle.sign("Ed25519", founder.member.signKey.handle, message));
  expect(member && (await verify(port, member.identitySign, signature, message))).toBe(true);
  expect(member && (await verify(port, member.identitySign, signature, Uint8Array.of(1, 2, 4)))).toBe(false);
  const next = await createDevice(port);
  const before = p.roster;
  p.roster = parsed.roster as typeof p.roster;
  await applyRight(p, await statement(p, [enrolment(founder.member, next, "pairing")]));
  expect(p.roster.devices.has(toHex(next.device))).toBe(true);
  p.roster = before;
});

test("another format, and what is none, are not parsed", async () => {
  const parts = parseCbor(encodeState(full));
  if (!Array.isArray(parts)) throw new Error("a state is an array");
  for (const other of [
    encodeCbor(parts.with(0, 10)),
    encodeCbor(parts.with(0, 12)),
    encodeCbor({ a: 1 }),
    encodeCbor([]),
    new Uint8Array(0),
    Uint8Array.of(255),
  ]) {
    expect(await parseState(port, other)).toBeUndefined();
  }
});
