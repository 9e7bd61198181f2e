/**
 * The model beside real chains and real keys: random acts of a practice, each judged by the protocol, and at the end every
 * sealed key tried with every private key that there ever was. A failing run says its seed; put it first into `seeds`.
 */

import { type Bytes, type ChartId, type CompartmentId, toHex } from "@alcove/bytes";
import { parseBatch } from "@alcove/crypto";
import { testPort } from "@alcove/crypto/testing";
import {
  applyKeyLogEntry,
  applyStatement,
  awaitingDelivery,
  deliveriesOf,
  isStale,
  judgeBatch,
  firstPlace,
  type Operation,
  parseKeyLogEntry,
} from "@alcove/protocol";
import {
  addition,
  batchBody,
  createDevice,
  createMember,
  createSet,
  delivery,
  enrolment,
  envelope,
  foundTestPractice,
  idFrom,
  recovery,
  recoveryKeys,
  recoveryStatement,
  type Rotation,
  rotation,
  setParts,
  type Signer,
  signedBatch,
  statement,
  type TestCompartment,
  type TestDevice,
  type TestMember,
  type TestSet,
} from "@alcove/protocol/testing";
import { describe, expect, test } from "vitest";
import type { Fact, Kind } from "./facts.ts";
import { after, cardsOf, identityOf, noPractice, type Practice } from "./practice.ts";
import { historyOpens, opensSealed, type Sealed } from "./sealed-keys.ts";
import { awaiting, brokenPromises, mayWrite, mustRotateFirst, opensUpTo, wrongFacts } from "./who-opens.ts";

const seeds = Array.from({ length: 8 }, (_, n) => `who opens ${n}`);
const actsPerSeed = 120;

type Person = {
  readonly name: string;
  /** As many as were begun; the last one signs. */
  readonly identities: TestMember[];
  readonly devices: Map<string, TestDevice>;
};
type Place = { readonly name: string; readonly kind: Kind; readonly chain: TestCompartment };
/** How often each fact came to stand, over all seeds. */
const counts = new Map<string, number>();

describe.each(seeds)("seed %s", (seed) => {
  test("EX-01 SD-01 IN-01 LOG-6 ROS-26 what the model says of keys, staleness and writing is so", async () => {
    const port = await testPort(seed);
    const p = await foundTestPractice(port);
    const upTo = (n: number) => (port.random(2)[0] as number) % n;
    const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length)] as T;

    const people: Person[] = [];
    const places: Place[] = [];
    const sets = new Map<string, TestSet>();
    const sealed: Sealed[] = [];
    const facts: Fact[] = [];
    let model: Practice = noPractice;
    const nameOf = new Map<string, string>();

    const stands = (fact: Fact) => {
      facts.push(fact);
      model = after(model, fact);
      counts.set(fact.what, (counts.get(fact.what) ?? 0) + 1);
    };
    /** Whether the protocol lets it stand. */
    const say = async (encoded: Bytes, fact: Fact): Promise<boolean> => {
      const applied = await applyStatement(port, p.roster, encoded, p.next);
      if (!applied.ok) return false;
      p.roster = applied.value;
      p.next++;
      stands(fact);
      return true;
    };
    const identity = (person: Person) => person.identities.at(-1) as TestMember;
    const live = ({ devices }: Person) =>
      [...devices].filter(([name]) => model.devices.get(name)?.isRevoked === false).map(([, device]) => device);
    const signerOf = (person: Person): Signer | undefined => {
      const [device] = live(person);
      return device && { member: identity(person), device };
    };
    const newPerson = async (signer?: Signer): Promise<Person> => {
      const { member, device } = signer ?? { member: await createMember(port), device: await createDevice(port) };
      const name = `m${people.length}`;
      nameOf.set(toHex(member.account), name);
      return { name, identities: [member], devices: new Map([[`${name}d0`, device]]) };
    };
    const present = () => people.filter(({ name }) => model.members.get(name)?.isPresent === true);
    const withRights = (place: Place | undefined) => {
      const rights = place && model.compartments.get(place.name)?.rights;
      return present().filter(({ name }) => rights?.has(name));
    };
    const mostly = (some: readonly Person[]): Person => oneOf(some.length > 0 && upTo(5) > 0 ? some : present());
    const newDevice = async (person: Person): Promise<[string, TestDevice]> => {
      const made: [string, TestDevice] = [`${person.name}d${person.devices.size}`, await createDevice(port)];
      return made;
    };
    const newSet = async (): Promise<[string, TestSet]> => {
      const set = await createSet(p);
      const name = `s${sets.size}`;
      nameOf.set(toHex(set.set), name);
      return [name, set];
    };
    const keyLogStands = async (place: Place, entry: Rotation, what: "rotated" | "delivered"): Promise<void> => {
      const { chain } = place;
      const applied = await applyKeyLogEntry(port, p.roster, chain.log, entry.entry, entry.sealedKeys, p.next);
      if (!applied.ok) return;
      chain.log = applied.value;
      if (what === "rotated") chain.epochKeys.push(entry.epochKey);
      p.next++;
      const epoch = applied.value.epochs.length;
      const operation = parseKeyLogEntry(entry.entry)?.body.operation;
      const deliveries = operation ? deliveriesOf(operation) : [];
      const to = deliveries.map(([recipient]) => nameOf.get(toHex(recipient)) ?? "nobody");
      for (const one of entry.sealedKeys) sealed.push({ place: place.name, epoch, entry: entry.entry, sealed: one });
      stands(what === "rotated" ? { what, compartment: place.name, to } : { what, compartment: place.name, epoch, to });
    };

    const acts: readonly (() => Promise<unknown>)[] = [
      async () => {
        const person = await newPerson();
        const signer = signerOf(people[0] as Person);
        const [[name, device] = ["", undefined]] = person.devices;
        if (!signer || !device || people.length > 6) return;
        const operation = addition({ member: identity(person), device }, "clinician");
        if (
          await say(await statement(p, [operation], {}, signer), { what: "joined", member: person.name, device: name })
        )
          people.push(person);
      },
      async () => {
        const [signer, leaver] = [signerOf(people[0] as Person), oneOf(present())];
        const { account } = identity(leaver);
        if (signer && present().length > 3)
          await say(await statement(p, [["member.remove", account]], {}, signer), {
            what: "left",
            member: leaver.name,
          });
      },
      async () => {
        const person = oneOf(present());
        const signer = signerOf(person);
        const [name, device] = await newDevice(person);
        const fact: Fact = { what: "enrolled", device: name, of: person.name };
        if (
          signer &&
          (await say(await statement(p, [enrolment(identity(person), device, "pairing")], {}, signer), fact))
        )
          person.devices.set(name, device);
      },
      async () => {
        const by = upTo(2) === 0 ? (people[0] as Person) : oneOf(present());
        const of = mostly(withRights(oneOf(places)));
        const signer = signerOf(by);
        const [name, device] = oneOf([...of.devices]);
        const why = oneOf(["retired", "lost", "stolen"] as const);
        const isLastOfOwner = of === people[0] && live(of).length < 2;
        const operation: Operation = ["device.revoke", identity(of).account, device.device, why];
        if (signer && !isLastOfOwner)
          await say(await statement(p, [operation], {}, signer), { what: "revoked", device: name, why, by: by.name });
      },
      async () => {
        const person = oneOf(present());
        const signer = signerOf(person);
        const { account } = identity(person);
        const nextIdentity: TestMember = { ...(await createMember(port)), account };
        const { signKey, sealKey } = nextIdentity;
        const version = person.identities.length + 1;
        const operation: Operation = ["member.rekey", account, signKey.publicKey, sealKey, version, "exposed"];
        const fact: Fact = { what: "rekeyed", member: person.name };
        if (signer && (await say(await statement(p, [operation], {}, signer, { nextIdentity }), fact)))
          person.identities.push(nextIdentity);
      },
      async () => {
        const by = oneOf(present());
        const signer = signerOf(by);
        const kind = oneOf(["directory", "clinical", "psychotherapy"] as const);
        const id = idFrom<CompartmentId>(port);
        const operation: Operation = [
          "compartment.create",
          id,
          kind,
          kind === "directory" ? null : idFrom<ChartId>(port),
        ];
        const name = `c${places.length}`;
        const fact: Fact = { what: "created", compartment: name, kind, by: by.name };
        if (signer && places.length < 6 && (await say(await statement(p, [operation], {}, signer), fact)))
          places.push({ name, kind, chain: { id, log: undefined, epochKeys: [] } });
      },
      () => changeRight("entitled"),
      () => changeRight("entitled"),
      () => changeRight("disentitled"),
      async () => {
        const [signer, [name, set]] = [signerOf(people[0] as Person), await newSet()];
        const fact: Fact = { what: "cards made", set: name };
        if (signer && (await say(await statement(p, [["recovery.set", ...setParts(set)]], {}, signer), fact)))
          sets.set(name, set);
      },
      async () => {
        const owner = people[0] as Person;
        const spent = model.cards === undefined ? undefined : sets.get(model.cards);
        if (!spent || upTo(2) === 0) return;
        const { account } = identity(owner);
        const [[name, next], [deviceName, device]] = [await newSet(), await newDevice(owner)];
        const signer = { member: { ...(await createMember(port)), account }, device };
        const operation = recovery(spent, signer, next, { keyringVersion: owner.identities.length + 1 });
        const encoded = await recoveryStatement(p, [operation], signer, recoveryKeys(spent, signer));
        const fact: Fact = { what: "cards used", member: owner.name, device: deviceName, set: name };
        if (!(await say(encoded, fact))) return;
        owner.identities.push(signer.member);
        owner.devices.set(deviceName, device);
        sets.set(name, next);
      },
      () => rotateOne(),
      () => rotateOne(),
      async () => {
        const place = places.find(({ chain: { log } }) => log && awaitingDelivery(p.roster, log).length > 0);
        const signer = signerOf(mostly(withRights(place)));
        if (!signer || !place?.chain.log) return;
        const waiting = awaitingDelivery(p.roster, place.chain.log);
        if (waiting.length > 0)
          await keyLogStands(place, await delivery(p, place.chain, waiting, {}, signer), "delivered");
      },
      () => writeOne(),
      () => writeOne(),
      () => writeOne(),
    ];

    async function changeRight(what: "entitled" | "disentitled"): Promise<void> {
      const place = oneOf(places);
      // Mostly by somebody who may, and of somebody who has one to lose.
      const signs = mostly(withRights(place));
      const member = what === "disentitled" ? mostly(withRights(place)) : oneOf(present());
      const signer = signerOf(signs);
      if (!place || !signer) return;
      const { account } = identity(member);
      const right = oneOf(["read", "write", "read-write"] as const);
      const named = { member: member.name, compartments: [place.name], by: signs.name };
      const operation: Operation =
        what === "entitled"
          ? ["entitle", account, right, null, [place.chain.id]]
          : ["disentitle", account, [place.chain.id]];
      const fact: Fact = what === "entitled" ? { what, right, ...named } : { what, ...named };
      await say(await statement(p, [operation], {}, signer), fact);
    }

    async function rotateOne(): Promise<void> {
      const place = oneOf(places);
      const signer = signerOf(mostly(withRights(place)));
      if (place && signer) await keyLogStands(place, await rotation(p, place.chain, {}, signer), "rotated");
    }

    /** Any device tries, under the newest epoch or the one before: real verdict and model's must be one. */
    async function writeOne(): Promise<void> {
      const place = oneOf(places);
      const person = upTo(4) === 0 ? oneOf(people) : mostly(withRights(place));
      const rotates = signerOf(person);
      const isOld = place && (!place.chain.log || isStale(p.roster, place.chain.log));
      if (place && isOld && rotates && upTo(4) > 0)
        await keyLogStands(place, await rotation(p, place.chain, {}, rotates), "rotated");
      if (!place?.chain.log) return;
      const [deviceName, device] = oneOf([...person.devices]);
      const newest = place.chain.epochKeys.length;
      const epoch = newest > 1 && upTo(4) === 0 ? newest - 1 : newest;
      const signer = { member: identity(person), device };
      const text = await envelope(p, place.chain, new Uint8Array(8), { author: device.device });
      const body = { ...(await batchBody(p, place.chain, [text], firstPlace(), signer)), epoch };
      const batch = parseBatch(await signedBatch(p, body, device));
      if (!batch) throw new Error("a right batch is one");
      const refused = await judgeBatch(port, p.roster, place.chain.log, firstPlace(), batch, p.next);
      expect(refused?.code ?? "stands", `${deviceName} writes in ${place.name} under epoch ${epoch}`).toMatch(
        mayWrite(model, deviceName, place.name, epoch) ? /^stands$/ : /^(?!stands$)/,
      );
      if (refused) return;
      p.next++;
      stands({ what: "wrote", envelope: `e${facts.length}`, compartment: place.name, epoch, device: deviceName });
    }

    function expectSame(act: number): void {
      for (const { name, chain } of places) {
        const compartment = model.compartments.get(name);
        if (!compartment) throw new Error("the model has every compartment");
        const said = `act ${act}, ${facts.at(-1)?.what}: ${name}`;
        expect(mustRotateFirst(compartment), `${said} is stale`).toBe(!chain.log || isStale(p.roster, chain.log));
        const isFit = chain.log && !isStale(p.roster, chain.log);
        const waiting = chain.log && isFit ? awaitingDelivery(p.roster, chain.log) : [];
        const named = waiting.map((one) => nameOf.get(toHex(one)));
        expect(new Set(awaiting(model, compartment)), `${said} awaits`).toEqual(new Set(named));
      }
      expect(brokenPromises(model), `act ${act}`).toEqual([]);
    }

    people.push(await newPerson(p.founder));
    stands({ what: "founded", member: "m0", device: "m0d0" });
    for (let act = 0; act < actsPerSeed; act++) {
      await oneOf(acts)();
      expectSame(act);
    }
    expect(wrongFacts(facts)).toEqual([]);

    // Every private key against every sealed key, whoever it says it is for.
    const holders = [
      ...people.flatMap(({ name, identities }) =>
        identities.map(({ account, sealSeed, sealKey }, i) => ({
          holder: identityOf(name, i + 1),
          recipient: account as Bytes,
          sealSeed,
          sealKey,
        })),
      ),
      ...[...sets].map(([name, { set, sealSeed, sealKey }]) => ({
        holder: cardsOf(name),
        recipient: set as Bytes,
        sealSeed,
        sealKey,
      })),
    ];
    for (const { holder, recipient, sealSeed, sealKey } of holders) {
      for (const { name, chain } of places) {
        let newest = 0;
        for (const one of sealed.filter(({ place }) => place === name))
          if (one.epoch > newest && (await opensSealed(p, one, chain, { recipient, sealSeed, sealKey })))
            newest = one.epoch;
        const compartment = model.compartments.get(name);
        expect(newest, `${holder} opens ${name} up to`).toBe(compartment ? opensUpTo(compartment, holder) : 0);
      }
    }
    for (const { chain } of places) expect(await historyOpens(p, chain)).toBe(true);
  }, 300_000);
});

test("the random acts held every fact, each more than a few times", () => {
  for (const what of [
    "joined",
    "left",
    "enrolled",
    "revoked",
    "rekeyed",
    "created",
    "entitled",
    "disentitled",
    "cards made",
    "cards used",
    "rotated",
    "delivered",
    "wrote",
  ])
    expect(counts.get(what) ?? 0, what).toBeGreaterThan(5);
});
