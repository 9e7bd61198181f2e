/**
 * Who may sign what, by two programs that share no line: random statements of a practice with several members are judged
 * by the protocol and by the reader that was written from docs/spec, and both must come to the same verdict and the same
 * roster. A failing run says its seed; put it into `seeds`.
 */

import {
  type AccountId,
  asHash,
  type Bytes,
  type ChartId,
  type CompartmentId,
  equalBytes,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import { type CryptoPort, type PublicKey, publicKeyOf, type SigningSeed } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import {
  applyStatement,
  begunKinds,
  type Operation,
  recoveryReasons,
  rekeyReasons,
  revokeReasons,
  rights,
  roles,
  type Roster,
  ownSet,
  spentSet,
  type StatementBody,
} from "@alcove/protocol";
import {
  addition,
  createDevice,
  createMember,
  createSet,
  enrolment,
  foundTestPractice,
  idFrom,
  recovery,
  recoveryKeys,
  recoveryStatement,
  setParts,
  statement,
  successorKeys,
  type TestDevice,
  type TestMember,
} from "@alcove/protocol/testing";
import { describe, expect, test } from "vitest";
import { Refused } from "./primitives.ts";
import { applyStatement as applyByReader, type Roster as ReaderRoster } from "./roster.ts";

const seeds = Array.from({ length: 96 }, (_, n) => `roster model ${n}`);
const statementsPerSeed = 100;

type Person = { readonly identities: TestMember[]; readonly devices: TestDevice[] };

/** How often each operation was applied and refused, over all seeds. */
const counts = new Map<string, { applied: number; refused: number }>();

async function createPerson(port: CryptoPort, first?: Person): Promise<Person> {
  const identities = first?.identities.slice() ?? [await createMember(port)];
  const { account } = identities[0] as TestMember;
  while (identities.length < 3) identities.push({ ...(await createMember(port)), account });
  const devices = first?.devices.slice() ?? [];
  while (devices.length < 4) devices.push(await createDevice(port));
  return { identities, devices };
}

describe.each(seeds)("seed %s", (seed) => {
  test("ROS-5 ROS-7 ROS-10 ROS-16 ROS-17 ROS-18 ROS-19 ROS-20 ROS-22 ROS-23 ROS-25 ROS-26 ROS-27 ROS-28 ROS-29 SUC-1 SUC-2 SUC-3 SUC-4 SUC-5 SUC-6 WIT-1 both judge alike, statement by statement", async () => {
    const port = await testPort(seed);
    const p = await foundTestPractice(port);
    const { member, device } = p.founder;
    const people = [await createPerson(port, { identities: [member], devices: [device] })];
    while (people.length < 7) people.push(await createPerson(port));
    const charts = [idFrom<ChartId>(port), idFrom<ChartId>(port)];
    const compartments: CompartmentId[] = [idFrom(port)];
    const witnessKeys = [1, 2, 3].map(() => publicKeyOf(port.random(32) as unknown as SigningSeed));
    const sets = await Promise.all(Array.from({ length: 24 }, () => createSet(p)));
    const model = applyByReader(undefined, p.foundingStatement, 0);

    const upTo = (n: number) => (port.random(2)[0] as number) % n;
    const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length)] as T;
    const accountOf = (person: Person) => (person.identities[0] as TestMember).account;
    const isPresent = (person: Person) => p.roster.members.has(toHex(accountOf(person)));
    const identityOf = (person: Person): TestMember => {
      const key = p.roster.members.get(toHex(accountOf(person)))?.identitySign.publicKey;
      return (
        person.identities.find(({ signKey }) => key && equalBytes(signKey.publicKey, key)) ?? oneOf(person.identities)
      );
    };
    const liveDevice = (person: Person) =>
      person.devices.find(({ device: id }) => {
        const found = p.roster.devices.get(toHex(id));
        return found && !found.revoked;
      });
    const present = () => oneOf(people.filter(isPresent));
    const anybody = () => (upTo(8) === 0 ? oneOf(people) : present());
    const presentSet = () =>
      sets.find(({ set }) => p.roster.recoverySet && equalBytes(set, p.roster.recoverySet.set)) ?? oneOf(sets);
    const owner = () =>
      oneOf(
        people.filter((one) => p.roster.members.get(toHex(accountOf(one)))?.role === "owner").concat(people[0] ?? []),
      );

    /** Somebody uses cards: mostly the present set's, for an owner, with new keys, so that it often stands. */
    async function useOfCards() {
      const person = upTo(5) > 0 ? owner() : anybody();
      if (upTo(6) > 0) person.identities.push({ ...(await createMember(port)), account: accountOf(person) });
      if (upTo(6) > 0) person.devices.push(await createDevice(port));
      const last = <T>(all: readonly T[]) => all.at(-1) as T;
      const as = { member: last(person.identities), device: last(person.devices) };
      const signedAs = upTo(12) > 0 ? as : { ...as, device: oneOf(person.devices) };
      const spent = upTo(8) > 0 ? presentSet() : oneOf(sets);
      const facts = { keyringVersion: 1 + upTo(6), reason: oneOf(recoveryReasons) };
      const use = recovery(spent, as, oneOf(sets), facts);
      const operations = upTo(12) > 0 ? [use] : [use, randomOperation(person)];
      const keys = recoveryKeys(upTo(12) > 0 ? spent : oneOf(sets), as);
      const changes = { checkpoint: { size: 0, root: zeroHash() } };
      return { operations, encoded: await recoveryStatement(p, operations, signedAs, keys, changes) };
    }

    const readsOfChart = (person: Person, id: CompartmentId) => {
      const one = p.roster.compartments.get(toHex(id));
      const reads = one?.readers.some((each) => equalBytes(each, accountOf(person)));
      return reads && one?.chart ? one : undefined;
    };
    /** Somebody who treats, where there is somebody. */
    const treating = () => {
      const all = people.filter((one) => isPresent(one) && compartments.some((id) => readsOfChart(one, id)));
      return all.length > 0 ? oneOf(all) : present();
    };
    /** Mostly one that this signer reads and that is guarded, or not: by chance it is hardly ever. */
    const guardedOne = (signer: Person, isSet: boolean) => {
      const fit = compartments.filter((id) => {
        const one = readsOfChart(signer, id);
        return one && (one.guard?.isSet ?? false) === isSet;
      });
      return oneOf(fit.length > 0 && upTo(8) > 0 ? fit : compartments);
    };

    /** Mostly psychotherapy notes of this signer's. */
    const apartOf = (signer: Person) => {
      const own = compartments.filter((id) => {
        const one = readsOfChart(signer, id);
        return one?.kind === "psychotherapy" && equalBytes(one.author, accountOf(signer));
      });
      return oneOf(own.length > 0 ? own : compartments);
    };

    /** Something of a chart that this signer reads, if there is any. */
    const ofCharts = (signer: Person) => {
      const all = compartments.filter((id) => readsOfChart(signer, id));
      return oneOf(all.length > 0 ? all : compartments);
    };
    /** Mostly one of which this signer reads something. */
    const chartOf = (signer: Person) => {
      const all = compartments.flatMap((one) => (upTo(8) > 0 ? readsOfChart(signer, one)?.chart : undefined) ?? []);
      return oneOf(all.length > 0 ? all : charts);
    };

    function randomOperation(signer: Person): Operation {
      const target = anybody();
      const account = accountOf(target);
      const some = () => [...new Set([oneOf(compartments), oneOf(compartments)])];
      const newcomer = oneOf(people);
      const next = oneOf(signer.identities);
      const kind = oneOf(begunKinds);
      const ofChart = kind !== "directory" && kind !== "schedule" && kind !== "programme" && kind !== "will";
      const id = idFrom<CompartmentId>(port);
      const own = identityOf(signer);
      const choices: (() => Operation)[] = [
        () =>
          enrolment(
            upTo(6) === 0 ? identityOf(target) : own,
            oneOf(signer.devices),
            oneOf(["pairing", "pairing", "kit"]),
          ),
        () => ["device.revoke", account, oneOf(target.devices).device, oneOf(revokeReasons)],
        () => ["device.revoke", account, (liveDevice(target) ?? oneOf(target.devices)).device, oneOf(revokeReasons)],
        () => ["freshness.confirm", own.account, oneOf(signer.devices).device],
        () =>
          [
            "member.add",
            ...(addition({ member: oneOf(newcomer.identities), device: oneOf(newcomer.devices) }, oneOf(roles)).slice(
              1,
            ) as []),
          ] as unknown as Operation,
        () =>
          addition({ member: identityOf(newcomer), device: oneOf(newcomer.devices) }, oneOf(["clinician", "owner"])),
        () => ["member.remove", account],
        () => ["member.role", account, oneOf(roles)],
        () => [
          "witness.set",
          [
            oneOf(["one.example/w", "other.example/w", "fourth.example/w"]),
            oneOf(["one.example/w", "third.example/w"]),
          ].map((name) => [name, oneOf([...witnessKeys, next.signKey.publicKey])]) as [string, PublicKey][],
        ],
        () => ["policy.set", upTo(2) === 0, oneOf([null, 3, 6]), oneOf([null, 1, 480]), oneOf([null, 1, 24])],
        () => ["member.rekey", own.account, next.signKey.publicKey, next.sealKey, 1 + upTo(4), oneOf(rekeyReasons)],
      ];
      const ofRights: (() => Operation)[] = [
        () => [
          "compartment.create",
          upTo(9) === 0 ? oneOf(compartments) : id,
          kind,
          ofChart === upTo(15) > 0 ? oneOf(charts) : null,
        ],
        // What may be guarded, and not much else, so that some of it is there early.
        () => ["compartment.create", id, oneOf(["clinical", "psychotherapy"]), oneOf(charts)],
        () => ["compartment.create", id, "psychotherapy", oneOf(charts)],
        () => [
          "compartment.destroy",
          upTo(4) === 0 ? oneOf(compartments) : upTo(6) === 0 ? ofCharts(signer) : apartOf(signer),
          1,
          asHash(port.random(32)),
        ],
        () => ["emergency.give", upTo(9) === 0 ? oneOf(compartments) : id, oneOf(charts), account, 20_000],
        () => ["emergency.give", id, chartOf(signer), accountOf(present()), 20_000],
        () => ["emergency.give", id, chartOf(signer), accountOf(present()), 20_000],
        () => ["emergency.give", id, chartOf(signer), accountOf(present()), 20_000],
        () => ["emergency.give", id, chartOf(signer), accountOf(present()), 20_000],
        () => ["entitle", account, oneOf(rights), upTo(3) === 0 ? 20_000 : null, some()],
        () => ["entitle", account, "release", null, [guardedOne(signer, true)]],
        () => ["disentitle", account, some()],
        () => ["disentitle", account, [oneOf(compartments)]],
        () => ["guard.set", upTo(8) === 0 ? some() : [guardedOne(signer, false)]],
        () => ["guard.unset", upTo(8) === 0 ? some() : [guardedOne(signer, true)]],
        () => ["guard.unset", [guardedOne(signer, true)]],
        () => ["guard.unset", [guardedOne(signer, true)]],
        () => ["guard.unset", [guardedOne(signer, true)]],
      ];
      const ofRecovery: (() => Operation)[] = [
        () => ["recovery.set", ...setParts({ ...oneOf(sets), needed: 1 + upTo(4) })],
        () => ["recovery.set", ...setParts(oneOf(sets))],
        () => ["recovery.drill", (upTo(5) > 0 ? presentSet() : oneOf(sets)).set, [1 + upTo(3), 1 + upTo(4)]],
        () => ["recovery.drill", presentSet().set, [2]],
        () => ["recovery.drill", presentSet().set, [1, 2]],
        () => ["recovery.drill", presentSet().set, [2, 1]],
      ];
      const others = accountOf(present());
      const ofSuccessors: (() => Operation)[] = [
        () => ["successor.set", oneOf([null, account]), ...setParts({ ...oneOf(sets), needed: 1 + upTo(4) })],
        () => ["successor.set", others, ...setParts(oneOf(sets))],
        () => ["successor.end", oneOf(sets).set],
        () => ["successor.end", (ownSet(p.roster, identityOf(signer)) ?? oneOf(sets)).set],
        () => ["recovery.drill", (ownSet(p.roster, identityOf(signer)) ?? oneOf(sets)).set, [1 + upTo(4)]],
      ];
      if (upTo(8) === 0) return oneOf(upTo(3) > 0 ? ofRecovery : ofSuccessors)();
      return oneOf(upTo(2) === 0 ? choices : ofRights)();
    }

    /** Whether it stands, by both, and that both rosters say the same then. */
    async function judgeAlike(n: string, operations: readonly Operation[], encoded: Bytes): Promise<boolean> {
      const applied = await applyStatement(port, p.roster, encoded, p.next);
      const byReader = readerVerdict(() => applyByReader(model, encoded, p.next));
      const what = `${n}: ${operations.map(([name]) => name).join(", ")}`;
      expect(`${what}: ${applied.ok ? "applied" : "refused"}`, `${byReader}`).toBe(
        `${what}: ${byReader === "applied" ? "applied" : "refused"}`,
      );
      for (const [name] of operations) {
        const count = counts.get(name) ?? { applied: 0, refused: 0 };
        counts.set(name, count);
        count[applied.ok ? "applied" : "refused"]++;
      }
      if (!applied.ok) return false;
      p.roster = applied.value;
      p.next++;
      for (const operation of operations)
        if (operation[0] === "compartment.create" || operation[0] === "emergency.give") compartments.push(operation[1]);
      expect(viewOf(p.roster)).toEqual(viewOfModel(model));
      return true;
    }

    /** Somebody uses cards for psychotherapy notes: mostly whom their author named. */
    async function useBySuccessor() {
      const open = p.roster.successorSets.filter(({ ended }) => !ended);
      const used = open.length > 0 && upTo(8) > 0 ? oneOf(open) : undefined;
      const made = sets.find(({ set }) => used && equalBytes(set, used.set)) ?? oneOf(sets);
      const named = people.find((one) => used?.successor && equalBytes(accountOf(one), used.successor));
      const person = named && upTo(6) > 0 ? named : present();
      const as = { member: identityOf(person), device: liveDevice(person) ?? oneOf(person.devices) };
      const use: Operation = ["successor.use", made.set];
      const operations = upTo(12) > 0 ? [use] : [use, randomOperation(person)];
      const keys = successorKeys(upTo(12) > 0 ? made : oneOf(sets), as);
      const changes = { checkpoint: { size: 0, root: zeroHash() } };
      return { operations, encoded: await recoveryStatement(p, operations, as, keys, changes) };
    }

    /** An author ends their cards for psychotherapy notes; where nobody has any, somebody makes some. */
    async function actOfAuthor() {
      const person = people.find((one) => isPresent(one) && ownSet(p.roster, identityOf(one))) ?? present();
      const own = ownSet(p.roster, identityOf(person));
      const operations: Operation[] = own
        ? [["successor.end", own.set]]
        : [["successor.set", oneOf([null, accountOf(present())]), ...setParts(oneOf(sets))]];
      const as = { member: identityOf(person), device: liveDevice(person) ?? oneOf(person.devices) };
      return { operations, encoded: await statement(p, operations, { checkpoint: { size: 0, root: zeroHash() } }, as) };
    }

    for (let n = 0; n < statementsPerSeed; n++) {
      const byCards = [useOfCards, useBySuccessor, actOfAuthor][upTo(14)];
      if (byCards) {
        const { operations, encoded } = await byCards();
        await judgeAlike(`${n}`, operations, encoded);
        continue;
      }
      const signer = upTo(12) === 0 ? oneOf(people) : upTo(3) === 0 ? treating() : present();
      const operations = Array.from({ length: upTo(3) === 0 ? 1 + upTo(3) : 1 }, () => randomOperation(signer));
      const [first] = operations;
      const byKit = first?.[0] === "device.enrol" && first[4] === "kit";
      const usual = byKit ? signer.devices.find((each) => equalBytes(each.device, first[2])) : liveDevice(signer);
      const signingDevice = upTo(15) > 0 && usual ? usual : oneOf(signer.devices);
      const rekey = operations.find((each) => each[0] === "member.rekey");
      const nextIdentity = signer.identities.find(
        ({ signKey }) => rekey && equalBytes(signKey.publicKey, rekey[2] as Uint8Array),
      );
      const second = people.find(
        (one) => one !== signer && p.roster.members.get(toHex(accountOf(one)))?.role === "owner",
      );
      const changes: Partial<StatementBody> = { checkpoint: { size: 0, root: zeroHash() } };
      // First without a second owner, then with one: at most one of the two stands.
      for (const secondOwner of [undefined, second ?? oneOf(people)]) {
        const encoded = await statement(
          p,
          operations,
          changes,
          { member: identityOf(signer), device: signingDevice },
          {
            ...(nextIdentity ? { nextIdentity } : {}),
            ...(secondOwner ? { secondOwner: identityOf(secondOwner) } : {}),
          },
        );
        if (await judgeAlike(`${n}`, operations, encoded)) break;
      }
    }
  }, 120_000);
});

test("ROS-1 the random statements held every operation, often applied and often refused", () => {
  expect(counts.size).toBe(22);
  for (const [name, { applied, refused }] of counts) {
    expect(applied, `${name} applied`).toBeGreaterThan(10);
    expect(refused, `${name} refused`).toBeGreaterThan(10);
  }
});

function readerVerdict(apply: () => ReaderRoster): string {
  try {
    apply();
    return "applied";
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

const sorted = (entries: readonly (readonly [string, unknown])[]) =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));

function viewOf(roster: Roster): unknown {
  const rightOf = ({ readers, writers, releasers, dated }: NonNullable<ReturnType<Roster["compartments"]["get"]>>) => {
    const has = (all: readonly AccountId[], account: AccountId) => all.some((one) => equalBytes(one, account));
    const accounts = [...readers, ...releasers, ...writers.filter((one) => !has(readers, one))];
    return accounts.map((account) => {
      const until = dated.find((one) => equalBytes(one.account, account))?.untilDay ?? null;
      const right = { read: has(readers, account), write: has(writers, account), release: has(releasers, account) };
      return [toHex(account), { ...right, until }] as const;
    });
  };
  const { recoverySet } = roster;
  const spent = spentSet(roster);
  return {
    head: toHex(roster.head),
    policy: roster.policy && Object.values(roster.policy),
    witnesses: roster.witnesses.map(({ name, key }) => [name, toHex(key.publicKey)]),
    recovery: recoverySet && {
      set: toHex(recoverySet.set),
      needed: recoverySet.needed,
      keys: [toHex(recoverySet.sign.publicKey), toHex(recoverySet.seal)],
      cards: recoverySet.shares.length,
      since: recoverySet.sinceIndex,
      drill: recoverySet.drill?.index,
    },
    spent: spent && [
      toHex(spent.set),
      toHex(spent.sign.publicKey),
      spent.used && toHex(spent.used.device),
      spent.untilIndex,
    ],
    successors: roster.successorSets.map((one) => [
      toHex(one.set),
      one.needed,
      [toHex(one.sign.publicKey), toHex(one.seal)],
      [one.shares.length, one.sinceIndex],
      [toHex(one.author), one.successor && toHex(one.successor), one.afterIndex],
      [one.upToIndex, one.ended?.index, one.drill?.index],
    ]),
    members: sorted(
      [...roster.members].map(([id, one]) => [
        id,
        [
          one.role,
          toHex(one.identitySign.publicKey),
          toHex(one.identitySeal),
          one.keyringVersion,
          one.suspendedIndex !== undefined,
          one.recoveredIndex,
        ],
      ]),
    ),
    devices: sorted(
      [...roster.devices].map(([id, one]) => [
        id,
        [toHex(one.account), toHex(one.key.publicKey), one.enrolledIndex, one.revoked?.index],
      ]),
    ),
    compartments: sorted(
      [...roster.compartments].map(([id, one]) => [
        id,
        [
          one.kind,
          one.chart && toHex(one.chart),
          toHex(one.author),
          sorted(rightOf(one)),
          one.staleIndex,
          one.changedIndex,
          one.guard?.isSet,
          one.guard?.sinceIndex,
          one.destroyedIndex !== undefined,
        ],
      ]),
    ),
  };
}

function viewOfModel({ set, spent, ...roster }: ReaderRoster): unknown {
  return {
    head: toHex(asHash(roster.head)),
    policy: roster.policy,
    witnesses: (roster.witnesses ?? []).map(([name, key]) => [name, toHex(key)]),
    recovery: set && {
      set: toHex(set.id),
      needed: set.needed,
      keys: [toHex(set.signKey), toHex(set.sealKey)],
      cards: set.cards,
      since: set.since,
      drill: set.drill,
    },
    spent: spent && [toHex(spent.id), toHex(spent.signKey), toHex(spent.device), spent.at],
    successors: roster.successors.map((one) => [
      toHex(one.id),
      one.needed,
      [toHex(one.signKey), toHex(one.sealKey)],
      [one.cards, one.since],
      [toHex(one.author), one.successor && toHex(one.successor), one.after],
      [one.upTo, one.ended, one.drill],
    ]),
    members: sorted(
      [...roster.members].map(([id, one]) => [
        id,
        [one.role, toHex(one.signKey), toHex(one.sealKey), one.keyring, one.suspended, one.recovered],
      ]),
    ),
    devices: sorted(
      [...roster.devices].map(([id, one]) => [id, [toHex(one.account), toHex(one.key), one.enrolled, one.revoked]]),
    ),
    compartments: sorted(
      [...roster.compartments].map(([id, one]) => [
        id,
        [
          one.kind,
          one.chart && toHex(one.chart),
          toHex(one.author),
          sorted([...one.rights]),
          one.stale,
          one.changed,
          one.guarded,
          one.guardedSince,
          one.destroyed ?? false,
        ],
      ]),
    ),
  };
}
