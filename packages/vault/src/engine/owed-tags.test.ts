/** Moved on step by step, the awaited tags are those that docs/spec says of the state as a whole. */

import { type ChartId, type CompartmentId, toHex } from "@alcove/bytes";
import {
  batchTag,
  type CryptoPort,
  deriveTagKey,
  hash,
  heartbeatTag,
  keyLogTag,
  statementTag,
  type Tag,
} from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import { type Compartment, currentEpoch, isAmong, type Operation } from "@alcove/protocol";
import {
  addition,
  applyRight,
  applyRotation,
  createDevice,
  createMember,
  enrolment,
  foundTestPractice,
  idFrom,
  rotation,
  type Signer,
  statement,
  type TestCompartment,
  type TestDevice,
  type TestPractice,
} from "@alcove/protocol/testing";
import { describe, expect, test } from "vitest";
import { type Owed, OwedTags } from "./owed-tags.ts";
import { advanceAuthor, authorPlace, type EngineState, emptyState } from "./state.ts";

/** LED-2, LED-9 and KEY-14, chain by chain and nothing remembered. */
async function owedBySpec(port: CryptoPort, state: EngineState, reader: Signer["member"]): Promise<Map<string, Owed>> {
  const owed = new Map<string, Owed>();
  const add = (tag: Tag, what: Owed) => owed.set(toHex(tag), what);
  const { roster } = state;
  add(statementTag(roster ? roster.sequence + 1 : 0), { kind: "roster" });
  for (const { device } of roster?.devices.values() ?? []) {
    const seen = state.heartbeats.get(toHex(device))?.sequence ?? 0;
    add(heartbeatTag(device, seen + 1), { kind: "heartbeat", device });
  }
  for (const { compartment, readers, writers } of roster?.compartments.values() ?? []) {
    if (!isAmong(readers, reader.account)) continue;
    const log = state.keyLogs.get(toHex(compartment));
    add(keyLogTag(compartment, log ? log.sequence + 1 : 0), { kind: "keyLog", compartment });
    const epochKey = log && state.epochKeys.get(toHex(compartment))?.[currentEpoch(log).epoch - 1];
    if (!epochKey) continue;
    for (const { device, account, revoked } of roster?.devices.values() ?? []) {
      if (revoked || !isAmong(writers, account)) continue;
      const counter = state.authors.get(toHex(device))?.compartmentCounters.get(toHex(compartment)) ?? 0;
      add(batchTag(await deriveTagKey(port, epochKey, account), device, counter + 1), {
        kind: "batch",
        compartment,
        device,
      });
    }
  }
  return owed;
}

/** What one reader's device knows, and the tags it waits for. */
type Watch = { readonly reader: Signer["member"]; readonly state: EngineState; readonly owed: OwedTags };

function watchOf(reader: Signer["member"]): Watch {
  const state = emptyState();
  return { reader, state, owed: new OwedTags(state, ({ readers }) => isAmong(readers, reader.account)) };
}

async function expectWatchRight(port: CryptoPort, { reader, state, owed }: Watch, what: string): Promise<void> {
  const right = await owedBySpec(port, state, reader);
  for (const [name, one] of right) {
    const tag = Uint8Array.from(Buffer.from(name, "hex")) as unknown as Tag;
    expect(owed.find(one.kind, tag), `${what}: ${one.kind}`).toMatchObject(one);
  }
  expect(owed.size, `${what}: nothing else is awaited`).toBe(right.size);
}

describe.each(Array.from({ length: 6 }, (_, n) => `owed tags ${n}`))("seed %s", (seed) => {
  test("LED-9 whatever happens, just what is owed next is awaited", async () => {
    const port = await testPort(seed);
    const p = await foundTestPractice(port);
    const upTo = (n: number) => (port.random(2)[0] as number) % n;
    const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length)] as T;
    const clerk: Signer = { member: await createMember(port), device: await createDevice(port) };
    const watches = [watchOf(p.founder.member), watchOf(clerk.member)];
    // Half of the seeds build before the first statement, the others all at once later.
    const buildsLate = upTo(2) === 0;
    const people: Signer[] = [p.founder];
    const devices: { readonly of: Signer; readonly device: TestDevice }[] = [
      { of: p.founder, device: p.founder.device },
    ];
    const compartments: TestCompartment[] = [];
    const heartbeats = new Map<string, number>();

    const expectRight = async (what: string) => {
      for (const watch of watches) await expectWatchRight(port, watch, what);
    };
    const took = (operations: readonly Operation[]) => {
      for (const { state, owed } of watches) {
        state.roster = p.roster;
        owed.statementApplied(operations);
      }
    };
    const say = async (operations: readonly Operation[], signer: Signer = p.founder) => {
      await applyRight(p, await statement(p, operations, {}, signer));
      took(operations);
    };
    const add = async (person: Signer) => {
      await say([addition(person, "clinician")]);
      people.push(person);
      devices.push({ of: person, device: person.device });
    };
    const isPresent = ({ member }: Signer) => p.roster.members.has(toHex(member.account));
    const readsOf = (one: TestCompartment) => p.roster.compartments.get(toHex(one.id))?.readers ?? [];

    const acts: readonly (() => Promise<void>)[] = [
      async () => add({ member: await createMember(port), device: await createDevice(port) }),
      async () => {
        const of = oneOf(people.filter((one) => isPresent(one) && isLive(p, one.device)));
        const device = await createDevice(port);
        await say([enrolment(of.member, device, "pairing")], of);
        devices.push({ of, device });
      },
      async () => {
        const gone = devices.filter(({ of, device }) => of !== p.founder && isLive(p, device));
        if (gone.length === 0) return;
        const { of, device } = oneOf(gone);
        await say([["device.revoke", of.member.account, device.device, "retired"]]);
      },
      async () => {
        const leavers = people.filter((one) => one !== p.founder && isPresent(one));
        if (leavers.length > 2) await say([["member.remove", oneOf(leavers).member.account]]);
      },
      async () => {
        const id = idFrom<CompartmentId>(port);
        await say([["compartment.create", id, "directory", null]]);
        compartments.push({ id, log: undefined, epochKeys: [] });
      },
      async () => {
        const { account } = oneOf(people.filter(isPresent)).member;
        const some = [...new Set([oneOf(compartments), oneOf(compartments)])].map(({ id }) => id);
        await say([["entitle", account, oneOf(["read", "write", "read-write"]), null, some]]);
      },
      async () => {
        const { id } = oneOf(compartments);
        const others = readsOf({ id } as TestCompartment).filter((one) => one !== p.founder.member.account);
        if (others[0]) await say([["disentitle", others[0], [id]]]);
      },
      async () => {
        const one = oneOf(compartments);
        if (!isAmong(readsOf(one), p.founder.member.account)) return;
        await applyRotation(p, one, await rotation(p, one));
        for (const { state, owed, reader } of watches) {
          if (!one.log || !isAmong(readsOf(one), reader.account)) continue;
          state.keyLogs.set(toHex(one.id), one.log);
          state.epochKeys.set(toHex(one.id), [...one.epochKeys]);
          owed.keyLogApplied(one.id);
        }
      },
      async () => {
        const one = oneOf(compartments);
        const { device } = oneOf(devices).device;
        for (const { state, owed } of watches) {
          const before = authorPlace(state, device, one.id);
          const deviceCounter = before.deviceCounter + 1;
          const compartmentCounter = before.compartmentCounter + 1;
          advanceAuthor(
            state,
            { author: device, compartment: one.id, deviceCounter, compartmentCounter },
            hash(device),
          );
          owed.toldApplied("batch", one.id, device);
        }
      },
      async () => {
        const { device } = oneOf(devices).device;
        const sequence = (heartbeats.get(toHex(device)) ?? 0) + 1;
        heartbeats.set(toHex(device), sequence);
        for (const { state, owed } of watches) {
          state.heartbeats.set(toHex(device), { sequence, day: 1 });
          owed.heartbeatApplied(device);
        }
      },
    ];

    if (!buildsLate) await expectRight("before the first statement");
    took([["practice.create"] as unknown as Operation]);
    if (!buildsLate) await expectRight("founded");
    await add(clerk);
    await (acts[4] as () => Promise<void>)();
    for (let n = 0; n < 70; n++) {
      await oneOf(acts)();
      if (!buildsLate || n > 30) await expectRight(`act ${n}`);
    }
  });
});

const isLive = (p: TestPractice, { device }: TestDevice): boolean => {
  const found = p.roster.devices.get(toHex(device));
  return found !== undefined && !found.revoked;
};

test("a leaf of another kind with an awaited tag is not owed", () => {
  const owed = new OwedTags(emptyState(), () => true);
  expect(owed.find("roster", statementTag(0))).toMatchObject({ kind: "roster" });
  expect(owed.find("batch", statementTag(0))).toBeUndefined();
  expect(owed.find("roster", statementTag(1))).toBeUndefined();
});

test("GRD-19 who lets others into a compartment does not see all that any device appends", async () => {
  const port = await testPort("owed tags of a releaser");
  const p = await foundTestPractice(port);
  const { account } = p.founder.member;
  const [read, released] = [idFrom<CompartmentId>(port), idFrom<CompartmentId>(port)];
  for (const [id, chart] of [
    [read, null],
    [released, idFrom<ChartId>(port)],
  ] as const)
    await applyRight(p, await statement(p, [["compartment.create", id, chart ? "clinical" : "directory", chart]]));
  const state = emptyState();
  state.roster = p.roster;
  const reads = ({ readers }: Compartment) => isAmong(readers, account);
  const follows = (one: Compartment) => reads(one) || isAmong(one.releasers, account);
  const whole = new OwedTags(state, follows, reads);
  expect(whole.isEverything()).toBe(true);
  await applyRight(p, await statement(p, [["entitle", account, "release", null, [released]]]));
  state.roster = p.roster;
  const owed = new OwedTags(state, follows, reads);
  expect(owed.find("keyLog", keyLogTag(released, 0)), "its key log is owed").toBeDefined();
  expect(owed.isEverything()).toBe(false);
});
