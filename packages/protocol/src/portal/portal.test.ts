/** A portal's key log: what server and staff let stand, and what a client's device does that has no roster. */

import { type Bytes, type ChartId, type DeviceId, encodeCbor, type Hash, parseCbor, toHex } from "@alcove/bytes";
import { hash, type PublicKey, parseBatch, signBatch } from "@alcove/crypto";
import { openEpochKey } from "@alcove/crypto/open";
import { flipped, testPort } from "@alcove/crypto/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { firstPlace } from "../batch-rules.ts";
import { deliveriesOf, type KeyLogEntry, parseKeyLogEntry } from "../keylog/entry.ts";
import { applyKeyLogEntry, isStale, type KeyLog } from "../keylog/key-log.ts";
import { portalNameOf } from "../roster/recovery-set.ts";
import { signBy, signerKinds } from "../roster/signed.ts";
import {
  addMember,
  afresh,
  applyRotation,
  batchBody,
  createClient,
  createCompartment,
  createDevice,
  createMember,
  delivery,
  enrolment,
  entitle,
  envelope,
  foundTestPractice,
  idFrom,
  keyLogEntry,
  makeSet,
  portalEntry,
  type PortalRotation,
  portalRotation,
  recover,
  type Rotation,
  rotation,
  type Signer,
  type TestClient,
  type TestCompartment,
  type TestPractice,
  withFields,
  withRecoveryKey,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { isOfNow, type Knock, openKnock, parseKnock, signKnock } from "./knock.ts";
import { applyPortalEntry, judgePortalBatch, type PortalLog } from "./portal-log.ts";
import { admittedBy, clientSideOf, portalReaders, type PortalReaders, wasListed } from "./readers.ts";

const port = await testPort("portal");

let p: TestPractice;
let portal: TestCompartment;
let phone: TestClient;
/** As the client's device sees it. */
let seen: PortalLog | undefined;
beforeEach(async () => {
  p = await foundTestPractice(port);
  portal = await createCompartment(p, "portal", idFrom<ChartId>(port));
  phone = await createClient(p);
  seen = undefined;
});

async function verdict({ entry, sealedKeys }: Rotation, c = portal): Promise<string> {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, entry, sealedKeys, p.next);
  return applied.ok ? "applied" : applied.error.code;
}
async function clientsVerdict({ entry, sealedKeys }: Rotation, index = p.next, mayBeginAgain = false): Promise<string> {
  const place = { practice: p.practice, compartment: portal.id, mayBeginAgain };
  const applied = await applyPortalEntry(port, place, seen, entry, sealedKeys, index);
  return applied.ok ? "applied" : applied.error.code;
}
/** What stands for the practice and for the client. */
async function apply(made: Rotation): Promise<void> {
  const place = { practice: p.practice, compartment: portal.id, mayBeginAgain: false };
  const applied = await applyPortalEntry(port, place, seen, made.entry, made.sealedKeys, p.next);
  expect(applied.ok ? "applied" : applied.error.code).toBe("applied");
  await applyRotation(p, portal, made);
  if (applied.ok) seen = applied.value;
}
const rotate = async (made: PortalRotation = {}) => apply(await portalRotation(p, portal, made));
const named = (log: KeyLog | undefined) => log?.readers?.[2].map(([device]) => toHex(device)) ?? [];
const readersNow = (client = clientSideOf(portal.log?.readers)): PortalReaders =>
  portalReaders(p.roster, portal.id, p.roster.compartments.get(toHex(portal.id))?.readers ?? [], client);

describe("the list of readers", () => {
  test("PTL-1 stands in each rotation of a portal, and in no other", async () => {
    expect(await verdict(await rotation(p, portal))).toBe("statement-refused");
    const clinical = await createCompartment(p, "clinical", idFrom<ChartId>(port));
    expect(await verdict(await portalRotation(p, clinical), clinical)).toBe("statement-refused");
    await rotate();
    expect(portal.log?.readers).toEqual(readersNow());
  });

  test("PTL-2 names the staff who read it now, with all their devices and the keys they have now", async () => {
    await rotate();
    const ben = await addMember(p);
    await entitle(p, ben.member, "read", [portal.id]);
    const [staff, set, clients, card] = readersNow();
    const of = (change: (line: PortalReaders[0][number]) => PortalReaders[0][number]): PortalReaders => [
      staff.map((line, i) => (i === 0 ? change(line) : line)),
      set,
      clients,
      card,
    ];
    const other = await createMember(port);
    const wrong: Readonly<Record<string, PortalReaders>> = {
      "without one of them": [staff.slice(0, 1), set, clients, card],
      "with somebody who does not read it": [[...staff, staff[0] as never], set, clients, card],
      "with another identity": of(([account, , seal, devices]) => [account, other.signKey.publicKey, seal, devices]),
      "with another sealing key": of(([account, sign, , devices]) => [account, sign, other.sealKey, devices]),
      "without a device": of(([account, sign, seal]) => [account, sign, seal, []]),
      "with a set that there is not": [staff, idFrom(port), clients, card],
    };
    for (const [name, readers] of Object.entries(wrong))
      expect(await verdict(await portalRotation(p, portal, { readers })), name).toBe("not-entitled");
    const before = p.roster.head;
    const lost = await createDevice(port);
    await doAs(p, ben, [enrolment(ben.member, lost, "pairing")]);
    const late = await portalRotation(p, portal, { readers: of((line) => line), changes: { rosterHead: before } });
    expect(await verdict(late), "by somebody who has not seen the newest statement").toBe("head-moved");
    await rotate();
    expect(portal.log?.readers?.[0][1]?.[3]).toHaveLength(2);
  });

  test("PTL-3 whoever writes next rotates first where the roster says another list", async () => {
    await rotate();
    const isDue = () => isStale(p.roster, portal.log as KeyLog);
    expect(isDue()).toBe(false);
    const ben = await addMember(p);
    expect(isDue(), "a member elsewhere").toBe(false);
    const steps: Readonly<Record<string, () => Promise<unknown>>> = {
      "a reader": () => entitle(p, ben.member, "read-write", [portal.id]),
      "a further device": async () => doAs(p, ben, [enrolment(ben.member, await createDevice(port), "pairing")]),
      cards: () => makeSet(p),
      "a reader who left": () => doAs(p, p.founder, [["member.remove", ben.member.account]]),
    };
    for (const [name, step] of Object.entries(steps)) {
      await step();
      expect(isDue(), name).toBe(true);
      await rotate();
      expect(isDue(), name).toBe(false);
    }
  });

  test("PTL-4 clients' devices are changed by who may begin a portal and reads and writes this one", async () => {
    await rotate();
    const [ben, vera, kim] = [await addMember(p), await addMember(p, "biller"), await addMember(p)];
    await entitle(p, ben.member, "read-write", [portal.id]);
    await entitle(p, vera.member, "read-write", [portal.id]);
    await entitle(p, kim.member, "read", [portal.id]);
    await rotate();
    const letsIn = async (signer: Signer) =>
      verdict(await portalRotation(p, portal, { signer, clients: [phone.line] }));
    expect(await letsIn(vera), "a biller").toBe("not-entitled");
    expect(await letsIn(kim), "who only reads").toBe("not-entitled");
    expect(await letsIn(ben)).toBe("applied");
    await rotate({ signer: ben, clients: [phone.line] });
    const out = (signer: Signer) => portalRotation(p, portal, { signer, clients: [] });
    expect(await verdict(await out(vera)), "taken out by a biller").toBe("not-entitled");
    expect(await verdict(await portalRotation(p, portal, { signer: vera })), "a biller who changes nobody").toBe(
      "applied",
    );
    await apply(await out(ben));
    expect(named(portal.log)).toEqual([]);
  });

  test("PTL-5 a client's device has an id and keys of its own, valid ones that the practice never had", async () => {
    await rotate();
    const tablet = await createClient(p);
    const { member, device } = p.founder;
    // Who reads the portal can't be a client's device either way: they would be delivered to twice.
    const elsewhere = (await addMember(p)).member;
    const of = (fields: Parameters<typeof withFields>[1]) => withFields(phone.line, fields);
    const wrong = {
      "a device's id": [of({ id: device.device })],
      "an account's id": [of({ id: elsewhere.account as never })],
      "a device's key": [of({ key: device.key.publicKey })],
      "an identity": [of({ key: member.signKey.publicKey })],
      "the checkpoint key": [of({ key: p.ledgerKey.publicKey })],
      "no key": [of({ key: new Uint8Array(32).fill(0) as Uint8Array as PublicKey })],
      "a member's sealing key": [of({ seal: member.sealKey })],
      "one id twice": [phone.line, withFields(tablet.line, { id: phone.device })],
      "one key twice": [phone.line, withFields(tablet.line, { key: phone.key.publicKey })],
      "one sealing key twice": [phone.line, withFields(tablet.line, { seal: phone.line[2] })],
    };
    for (const [name, clients] of Object.entries(wrong))
      expect(await verdict(await portalRotation(p, portal, { clients })), name).toBe("not-entitled");
    await rotate({ clients: [phone.line] });
    const replaced = withFields(tablet.line, { id: phone.device });
    expect(await verdict(await portalRotation(p, portal, { clients: [replaced] })), "another under its id").toBe(
      "not-entitled",
    );
    await rotate({ clients: [phone.line, tablet.line] });
    // What stood in a list once, and was ended, is no new device of this client's.
    await rotate({ clients: [tablet.line] });
    const other = (await createClient(p)).line;
    const [id, key, seal] = phone.line;
    for (const fields of [{ id }, { key }, { seal }])
      expect(
        await verdict(await portalRotation(p, portal, { clients: [tablet.line, withFields(other, fields)] })),
        Object.keys(fields).join(),
      ).toBe("not-entitled");
    expect(await verdict(await portalRotation(p, portal, { clients: [tablet.line, other] }))).toBe("applied");
    const asked = { device: id, deviceKey: key, sealingKey: seal };
    const [otherId, otherKey, otherSeal] = other;
    const unknown = { device: otherId, deviceKey: otherKey, sealingKey: otherSeal };
    expect(wasListed(portal.log?.listed, asked)).toBe(true);
    for (const part of ["device", "deviceKey", "sealingKey"] as const)
      expect(wasListed(portal.log?.listed, { ...unknown, [part]: asked[part] }), part).toBe(true);
    expect(wasListed(portal.log?.listed, unknown)).toBe(false);
  });

  test("PTL-17 who admitted each of a client's devices is said by the entry that named it first", async () => {
    const ben = await addMember(p);
    await entitle(p, ben.member, "read-write", [portal.id]);
    await rotate({ clients: [phone.line] });
    const tablet = await createClient(p);
    await rotate({ signer: ben, clients: [phone.line, tablet.line] });
    await rotate();
    const by = ({ device }: TestClient) => admittedBy(portal.log?.listed, device);
    expect(by(phone)).toEqual(p.founder.member.account);
    expect(by(tablet)).toEqual(ben.member.account);
    expect(by(await createClient(p))).toBeUndefined();
  });

  test("PTL-4 PTL-5 a card is given by who admits, of a key of its own, and takes the place of the one before", async () => {
    await rotate({ clients: [phone.line] });
    const vera = await addMember(p, "biller");
    await entitle(p, vera.member, "read-write", [portal.id]);
    await rotate();
    const [one, two] = [await createDevice(port), await createDevice(port)];
    const { member, device } = p.founder;
    const gives = async (card: PublicKey, signer = p.founder) =>
      verdict(await portalRotation(p, portal, { card, signer }));
    expect(await gives(one.key.publicKey, vera), "a biller").toBe("not-entitled");
    expect(await gives(device.key.publicKey), "a device's key").toBe("not-entitled");
    expect(await gives(member.signKey.publicKey), "an identity").toBe("not-entitled");
    expect(await gives(phone.key.publicKey), "the client's own device's").toBe("not-entitled");
    expect(await gives(new Uint8Array(32) as Uint8Array as PublicKey), "no key").toBe("not-entitled");
    await rotate({ card: one.key.publicKey });
    await rotate();
    expect(portal.log?.readers?.[3]).toEqual(one.key.publicKey);
    const taken = await portalRotation(p, portal, { card: null, signer: vera });
    expect(await verdict(taken), "taken by a biller").toBe("not-entitled");
    await rotate({ card: two.key.publicKey });
    expect(portal.log?.readers?.[3]).toEqual(two.key.publicKey);
    expect(await gives(one.key.publicKey), "one that was given before").toBe("not-entitled");
  });

  test("PTL-14 a knock counts under the card's signature and its device's, and says nothing else than was signed", async () => {
    const [card, other] = [await createDevice(port), await createDevice(port)];
    const keys = { card: card.key, device: phone.key };
    const asks = { portal: portal.id, head: hash(port.random(8)), device: phone.device, sealingKey: phone.line[2] };
    const knock = await signKnock(port, p.practice, asks, keys);
    const open = (bytes = knock, key = card.key.publicKey, practice = p.practice) =>
      openKnock(port, practice, key, bytes);
    expect(await open()).toEqual({ ...asks, deviceKey: phone.key.publicKey });
    expect(parseKnock(knock)).toEqual(await open());
    expect(await open(knock, other.key.publicKey)).toBeUndefined();
    expect(await open(knock, card.key.publicKey, idFrom(port))).toBeUndefined();
    const [body, byCard, byDevice] = parseCbor(knock) as [Bytes, Bytes, Bytes];
    for (const changed of [
      [flipped(body, 30), byCard, byDevice],
      [body, byDevice, byDevice],
      [body, byCard, byCard],
      [body, byCard],
      [body, byCard, byDevice, byDevice],
    ])
      expect(await open(encodeCbor(changed))).toBeUndefined();
    const later = encodeCbor([2, portal.id, asks.head, phone.device, phone.line[1], phone.line[2]]);
    expect(parseKnock(encodeCbor([later, byCard, byDevice]))).toBeUndefined();
  });

  test("PTL-14 a knock counts until the next entry, and never again for a device that a list has named", async () => {
    const card = await createDevice(port);
    const counts = async (head = portal.log?.head as Hash) => {
      const asks = { portal: portal.id, head, device: phone.device, sealingKey: phone.line[2] };
      const knock = await signKnock(port, p.practice, asks, { card: card.key, device: phone.key });
      return isOfNow(portal.log as KeyLog, (await openKnock(port, p.practice, card.key.publicKey, knock)) as Knock);
    };
    await rotate({ card: card.key.publicKey });
    expect(await counts()).toBe(true);
    const then = portal.log?.head;
    await rotate();
    expect(await counts(then)).toBe(false);
    expect(await counts()).toBe(true);
    await rotate({ clients: [phone.line] });
    expect(await counts()).toBe(false);
    await rotate({ clients: [] });
    expect(await counts()).toBe(false);
  });

  test("PTL-6 a rotation delivers to each of them, to the key that the list names; what is delivered later goes to staff", async () => {
    const made = await portalRotation(p, portal, { clients: [phone.line], leftOut: phone.device });
    expect(await verdict(made)).toBe("statement-refused");
    expect(await clientsVerdict(made)).toBe("statement-refused");
    await rotate({ clients: [phone.line] });
    expect(portal.log?.delivered.map(({ account }) => toHex(account))).toContain(toHex(phone.device));
    const { entry, sealedKeys } = await delivery(p, portal, [p.founder.member.account]);
    expect(await verdict({ entry, sealedKeys, epochKey: portal.epochKeys[0] as never })).toBe("applied");
    const operation = parseKeyLogEntry(entry)?.body.operation;
    if (operation?.[0] !== "deliver") throw new Error("it delivers");
    const [[, keyHash, sealedHash]] = operation[2] as [[never, never, never]];
    const toPhone = await keyLogEntry(p, portal, ["deliver", 1, [[phone.device, keyHash, sealedHash]]]);
    expect(await verdict({ entry: toPhone, sealedKeys, epochKey: portal.epochKeys[0] as never })).toBe("not-entitled");
    // Whoever is let in since stands in no list that a client has seen.
    const ben = await addMember(p);
    await entitle(p, ben.member, "read-write", [portal.id]);
    for (const { account } of [ben.member, p.founder.member]) {
      const late = await delivery(p, portal, [account]);
      expect(await verdict(late)).toBe("statement-refused");
    }
    await rotate();
    const known = await delivery(p, portal, [ben.member.account]);
    expect(await verdict(known)).toBe("applied");
    expect(await clientsVerdict(known), "members and clients agree").toBe("applied");
  });

  test("PTL-16 a set of cards goes by another name in each portal, in list, delivery and signature, and nowhere by its id", async () => {
    const spent = await makeSet(p);
    const name = portalNameOf(portal.id, spent.set);
    expect(name).not.toEqual(portalNameOf(idFrom(port), spent.set));
    await rotate({ clients: [phone.line] });
    expect(portal.log?.readers?.[1]).toEqual(name);
    expect(portal.log?.delivered.map(({ account }) => toHex(account))).toContain(toHex(name));
    const byId: PortalReaders = [readersNow()[0], spent.set, [phone.line], null];
    expect(await verdict(await portalRotation(p, portal, { readers: byId }))).toBe("not-entitled");
    const given = await delivery(p, portal, [name]);
    expect(await verdict(given)).toBe("applied");
    const operation = parseKeyLogEntry(given.entry)?.body.operation;
    const [, keyHash, sealedHash] = (operation && deliveriesOf(operation)[0]) as [never, Hash, Hash];
    const toId = await keyLogEntry(p, portal, ["deliver", 1, [[spent.set, keyHash, sealedHash]]]);
    expect(await verdict({ ...given, entry: toId })).toBe("not-entitled");
    const namedSo = withFields((await createClient(p)).line, { id: name as never });
    const made = await portalRotation(p, portal, { clients: [phone.line, namedSo] });
    const rotated = parseKeyLogEntry(made.entry)?.body.operation;
    if (rotated?.[0] !== "rotate.portal") throw new Error("it was just made");
    // Delivered to once, which is the set: the device would be left without.
    const entry = await portalEntry(p, portal, [...rotated.slice(0, 5), rotated[5].slice(0, -1), rotated[6]] as never);
    expect(await verdict({ ...made, entry, sealedKeys: made.sealedKeys.slice(0, -1) })).toBe("not-entitled");
  });

  test("PTL-16 LOG-10 who came back by cards and reads no portal signs as the set under that name", async () => {
    const spent = await makeSet(p);
    const ben = await addMember(p);
    const chart = await createCompartment(p, "portal", idFrom<ChartId>(port), ben);
    await applyRotation(p, chart, await portalRotation(p, chart, { signer: ben, clients: [phone.line] }));
    const { signer } = await recover(p, spent);
    const made = await portalRotation(p, chart, { signer, clients: [] });
    const right = { ...made, entry: await withRecoveryKey(p, made.entry, signer, spent) };
    expect(await verdict(right, chart)).toBe("applied");
    expect(toHex(right.entry)).not.toContain(toHex(spent.set));
    const { body, bodyBytes } = parseKeyLogEntry(made.entry) as KeyLogEntry;
    const { member, device } = signer;
    const entry = await signBy(port, "key-log", p.practice, bodyBytes, [
      { kind: signerKinds.identity, id: body.account, key: member.signKey },
      { kind: signerKinds.device, id: body.device, key: device.key },
      { kind: signerKinds.recoverySet, id: spent.set, key: spent.signKey },
    ]);
    expect(await verdict({ ...made, entry }, chart), "under its id").toBe("signature-wrong");
  });

  test("PTL-7 takes clients along only where somebody of the list before has signed", async () => {
    await rotate({ clients: [phone.line] });
    const { member } = p.founder;
    const next = await afresh(port, member);
    const rekeyed: Signer = { member: next.member, device: p.founder.device };
    await doAs(
      p,
      p.founder,
      [["member.rekey", member.account, next.member.signKey.publicKey, next.member.sealKey, 2, "exposed"]],
      { nextIdentity: next.member },
    );
    const alone = await portalRotation(p, portal, { signer: rekeyed });
    expect(await verdict(alone), "by the new identity alone").toBe("not-entitled");
    expect(await clientsVerdict(alone)).toBe("signature-wrong");
    const strangers = { signer: rekeyed, former: await createMember(port) };
    expect(await verdict(await portalRotation(p, portal, strangers)), "with a stranger's").toBe("signature-wrong");
    expect(await verdict(await portalRotation(p, portal, { signer: rekeyed, clients: [] })), "without them").toBe(
      "applied",
    );
    await apply(await portalRotation(p, portal, { signer: rekeyed, former: member }));
    expect(named(portal.log)).toEqual([toHex(phone.device)]);
    expect(
      await verdict(await portalRotation(p, portal, { signer: rekeyed, former: member })),
      "once it is known",
    ).toBe("signature-wrong");
  });

  test("PTL-7 who came back by recovery cards begins the list anew, without clients", async () => {
    const spent = await makeSet(p);
    const { member } = p.founder;
    await rotate({ clients: [phone.line] });
    const { signer } = await recover(p, spent);
    const readers = portalReaders(p.roster, portal.id, p.roster.compartments.get(toHex(portal.id))?.readers ?? [], {
      clients: [phone.line],
      card: null,
    });
    expect(await verdict(await portalRotation(p, portal, { signer, readers }))).toBe("not-entitled");
    const made = await portalRotation(p, portal, { signer, clients: [] });
    expect(await verdict(made)).toBe("applied");
    const asSet = { ...made, entry: await withRecoveryKey(p, made.entry, signer, spent) };
    expect(await verdict(asSet), "a reader signs as one").toBe("signature-wrong");
    expect(await clientsVerdict(made), "a client's device does not follow").toBe("signature-wrong");
    expect(await clientsVerdict(made, p.next, true), "but before a head that was pinned").toBe("applied");
    expect(await clientsVerdict(await portalRotation(p, portal, { signer, readers }), p.next, true)).toBe(
      "signature-wrong",
    );
    const stranger: Signer = { member: await createMember(port), device: await createDevice(port) };
    const withCard = portalReaders(p.roster, portal.id, [member.account], { clients: [], card: phone.key.publicKey });
    const strangers = await portalRotation(p, portal, { signer: stranger, readers: withCard });
    expect(await clientsVerdict(strangers, p.next, true), "with a card").toBe("not-entitled");
    const moved = await portalRotation(p, portal, { signer, clients: [], changes: { previous: p.roster.head } });
    expect(await clientsVerdict(moved, p.next, true), "it stands in the chain all the same").toBe("head-moved");
    await applyRotation(p, portal, made);
    const again = await createClient(p);
    expect(await verdict(await portalRotation(p, portal, { signer, clients: [phone.line] })), "it was ended").toBe(
      "not-entitled",
    );
    expect(await verdict(await portalRotation(p, portal, { signer, clients: [again.line] }))).toBe("applied");
  });

  test("PTL-4 PTL-7 who ends clients by an entry without link may admit them; a biller with new keys does not", async () => {
    const vera = await addMember(p, "biller");
    await entitle(p, vera.member, "read-write", [portal.id]);
    await rotate({ clients: [phone.line] });
    const next = await afresh(port, vera.member);
    const rekeyed: Signer = { member: next.member, device: vera.device };
    const [sign, seal] = [next.member.signKey.publicKey, next.member.sealKey];
    await doAs(p, vera, [["member.rekey", vera.member.account, sign, seal, 2, "exposed"]], {
      nextIdentity: next.member,
    });
    const ending = { signer: rekeyed, clients: [] };
    expect(await verdict(await portalRotation(p, portal, ending))).toBe("not-entitled");
    expect(await verdict(await portalRotation(p, portal, { signer: rekeyed, former: vera.member }))).toBe("applied");
    await rotate({ clients: [] });
    await doAs(p, p.founder, [["disentitle", vera.member.account, [portal.id]]]);
    await rotate();
    await entitle(p, vera.member, "read-write", [portal.id]);
    expect(await verdict(await portalRotation(p, portal, ending)), "where there is nobody to end").toBe("applied");
  });
});

describe("a client's device", () => {
  test("PTL-8 opens what was delivered to it, with what the list says of who gave it", async () => {
    const made = await portalRotation(p, portal, { clients: [phone.line] });
    const body = parseKeyLogEntry(made.entry)?.body;
    if (body?.operation[0] !== "rotate.portal") throw new Error("it was just made");
    const at = deliveriesOf(body.operation).findIndex(([recipient]) => toHex(recipient) === toHex(phone.device));
    const place = {
      practice: p.practice,
      compartment: portal.id,
      epoch: 1,
      commitment: body.operation[2],
      recipient: phone.device,
      recipientKey: phone.line[2],
      deliverer: body.account,
      rosterHead: body.rosterHead,
    };
    expect(await openEpochKey(port, phone.sealSeed, place, made.sealedKeys[at] as never)).toEqual(made.epochKey);
  });

  test("PTL-8 follows the chain entry by entry: none left out, none out of place, none changed", async () => {
    await rotate({ clients: [phone.line] });
    const second = await portalRotation(p, portal);
    await applyRotation(p, portal, second);
    const third = await portalRotation(p, portal);
    expect(await clientsVerdict(third), "one left out").toBe("head-moved");
    expect(await clientsVerdict(second, 2), "before the one before").toBe("head-moved");
    const [, ...fewer] = second.sealedKeys;
    expect(await clientsVerdict({ ...second, sealedKeys: fewer })).toBe("envelope-mismatch");
    const elsewhere = { ...portal, id: idFrom<typeof portal.id>(port) };
    expect(
      await clientsVerdict({
        ...second,
        entry: await keyLogEntry(p, elsewhere, ["deliver", 1, [[phone.device, p.roster.head, p.roster.head]]]),
      }),
    ).toBe("request-malformed");
    expect(await clientsVerdict(second)).toBe("applied");
  });

  test("PTL-8 takes entries only of the staff whom the list before names", async () => {
    await rotate({ clients: [phone.line] });
    const ghost: Signer = { member: await createMember(port), device: await createDevice(port) };
    const own = portal.log?.readers as PortalReaders;
    const intoIt: PortalReaders = [
      [[ghost.member.account, ghost.member.signKey.publicKey, ghost.member.sealKey, []]],
      null,
      own[2],
      null,
    ];
    expect(
      await clientsVerdict(
        await portalRotation(p, portal, { signer: ghost, readers: intoIt, leftOut: p.founder.member.account }),
      ),
    ).toBe("not-entitled");
    const inHerName: Signer = { member: { ...ghost.member, account: p.founder.member.account }, device: ghost.device };
    expect(await clientsVerdict(await portalRotation(p, portal, { signer: inHerName }))).toBe("signature-wrong");
    // Her device's signature is the server's to check: a client sees no roster.
    expect(
      await clientsVerdict(await portalRotation(p, portal, { signer: { ...p.founder, device: ghost.device } })),
    ).toBe("applied");
  });

  test("PTL-8 takes no epoch out of its turn, and no delivery to somebody whom the list does not name", async () => {
    await rotate({ clients: [phone.line] });
    const made = parseKeyLogEntry((await portalRotation(p, portal)).entry)?.body.operation;
    if (made?.[0] !== "rotate.portal") throw new Error("it was just made");
    const { sealedKeys } = await portalRotation(p, portal);
    const [, epoch, commitment, dropBox, backLink, deliveries, readers] = made;
    const as = async (operation: typeof made) => {
      const again = await portalRotation(p, portal);
      const fitting = operation[5].map(([to, key], i) => {
        const own = deliveriesOf(parseKeyLogEntry(again.entry)?.body.operation as never)[i]?.[2];
        return [to, key, own] as never;
      });
      const entry = await portalEntry(p, portal, [...operation.slice(0, 5), fitting, operation[6]] as never);
      return clientsVerdict({ ...again, entry });
    };
    expect(sealedKeys.length).toBe(deliveries.length);
    expect(await as(["rotate.portal", epoch + 1, commitment, dropBox, backLink, deliveries, readers])).toBe(
      "statement-refused",
    );
    expect(await as(["rotate.portal", epoch, commitment, dropBox, null, deliveries, readers])).toBe(
      "statement-refused",
    );
    const others = deliveries.map(([, key, sealed], i) => [
      i === 0 ? idFrom<DeviceId>(port) : deliveries[i]?.[0],
      key,
      sealed,
    ]);
    expect(await as(["rotate.portal", epoch, commitment, dropBox, backLink, others as never, readers])).toBe(
      "not-entitled",
    );
    expect(await as(made)).toBe("applied");
  });

  test("PTL-9 takes a batch of a staff device that the newest list names, under the newest epoch and next in its count", async () => {
    await rotate({ clients: [phone.line] });
    const body = await batchBody(p, portal, [await envelope(p, portal, new Uint8Array([1]))]);
    const judged = async (
      change: Partial<typeof body>,
      place = firstPlace(),
      signer = p.founder.device,
      index = p.next,
    ) => {
      const batch = parseBatch(await signBatch(port, signer.key, p.practice, { ...body, ...change }));
      if (!batch || !seen) throw new Error("it was just made");
      return (await judgePortalBatch(port, p.practice, seen, place, batch, index))?.code ?? "stands";
    };
    expect(await judged({})).toBe("stands");
    expect(await judged({ deviceCounter: 9 }), "its batches elsewhere are gaps").toBe("stands");
    expect(await judged({ epoch: 2 })).toBe("epoch-stale");
    expect(await judged({ compartmentCounter: 2 }), "one is missing").toBe("counter-wrong");
    expect(await judged({}, { ...firstPlace(), deviceCounter: 1 })).toBe("counter-wrong");
    expect(await judged({ checkpoint: { size: p.next + 1, root: p.roster.head } })).toBe("head-moved");
    const early = { checkpoint: { size: 1, root: p.roster.head } };
    expect(await judged(early, firstPlace(), p.founder.device, seen?.headIndex)).toBe("head-moved");
    const ghost = await createDevice(port);
    expect(await judged({}, firstPlace(), ghost)).toBe("signature-wrong");
    expect(await judged({ author: ghost.device }, firstPlace(), ghost)).toBe("device-unknown");
    expect(await judged({ author: phone.device }, firstPlace(), phone), "the client's own").toBe("device-unknown");
  });
});
