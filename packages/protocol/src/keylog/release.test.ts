/** Epochs whose release part people keep, and how one of them lets an opening through (docs/spec, LOG-14, GRD-2, GRD-16, GRD-17). */

import { type Bytes, type ChartId, type CborValue, encodeCbor, type Hash, parseCbor, toHex } from "@alcove/bytes";
import {
  askedId,
  hash,
  type MemberPart,
  memberPartCommitment,
  type ReleasePart,
  releasePartCommitment,
  type SealingPublicKey,
} from "@alcove/crypto";
import { openMemberPart, openReleasePart } from "@alcove/crypto/open";
import { damagedCopies, testPort, wrong, wrongFields } from "@alcove/crypto/testing";
import { expect, test } from "vitest";
import { judgeOpening, type Opening, parseOpening, signOpening } from "../opening.ts";
import {
  encodeReleaseBody,
  judgeRelease,
  parseRelease,
  type Release,
  type ReleaseBody,
  sealedPartFits,
} from "../release.ts";
import { copyRoster } from "../roster/roster.ts";
import { signAsPerson } from "../roster/signed.ts";
import {
  addMember,
  applyRotation,
  createCompartment,
  delivery,
  entitle,
  foundTestPractice,
  idFrom,
  makeSet,
  type Rotation,
  rotation,
  type Signer,
  type TestCompartment,
  type TestPractice,
} from "../testing/index.ts";
import { doAs } from "../testing/refused.ts";
import { deliveriesOf, parseKeyLogEntry } from "./entry.ts";
import { applyKeyLogEntry, currentEpoch, keepsRelease, type KeyLog } from "./key-log.ts";

const port = await testPort("release");

/** The founder reads; Anna and Carl let in. */
async function stage() {
  const p = await foundTestPractice(port);
  const [anna, carl] = [await addMember(p), await addMember(p)] as const;
  const c = await createCompartment(p, "clinical", idFrom<ChartId>(port));
  await applyRotation(p, c, await rotation(p, c));
  await doAs(p, p.founder, [["guard.set", [c.id]]]);
  for (const { member } of [anna, carl])
    await doAs(p, p.founder, [["entitle", member.account, "release", null, [c.id]]]);
  return { p, anna, carl, c };
}
const verdict = async (p: TestPractice, c: TestCompartment, made: Rotation) => {
  const applied = await applyKeyLogEntry(port, p.roster, c.log, made.entry, made.sealedKeys, p.next);
  return applied.ok ? "applied" : applied.error.code;
};

test("LOG-14 KEY-23 a rotation delivers the release part to who releases, the member part to who reads, and no other one each", async () => {
  const { p, anna, c } = await stage();
  await makeSet(p);
  const made = await rotation(p, c);
  await applyRotation(p, c, made);
  const body = parseKeyLogEntry(made.entry)?.body as NonNullable<ReturnType<typeof parseKeyLogEntry>>["body"];
  const place = { practice: p.practice, compartment: c.id, epoch: 2, commitment: body.operation[2] as never };
  const facts = { ...place, deliverer: body.account, rosterHead: body.rosterHead };
  const sealedFor = ({ member }: Signer) => {
    const at = deliveriesOf(body.operation).findIndex(([id]) => toHex(id) === toHex(member.account));
    const to = { ...facts, recipient: member.account, recipientKey: member.sealKey };
    return { to, sealed: made.sealedKeys[at] as Bytes, seed: member.sealSeed };
  };
  const [member, release] = [made.parts?.member as MemberPart, made.parts?.release as ReleasePart];
  const [ofMember, ofRelease] = [
    await memberPartCommitment(port, member, place),
    await releasePartCommitment(port, release, place),
  ];
  const hers = sealedFor(anna);
  expect(await openReleasePart(port, hers.seed, hers.to, ofRelease, hers.sealed)).toEqual(release);
  expect(await openMemberPart(port, hers.seed, hers.to, ofMember, hers.sealed)).toBeUndefined();
  const readers = sealedFor(p.founder);
  expect(await openMemberPart(port, readers.seed, readers.to, ofMember, readers.sealed)).toEqual(member);
  expect(await openReleasePart(port, readers.seed, readers.to, ofRelease, readers.sealed)).toBeUndefined();
  const epoch = currentEpoch(c.log as KeyLog);
  expect([anna, p.founder].map((one) => keepsRelease(epoch, one.member.account))).toEqual([true, false]);
});

test("LOG-14 to all who release but the suspended, to one at least, and by a rotation only", async () => {
  const { p, anna, carl, c } = await stage();
  const accounts = (...all: readonly Signer[]) => all.map(({ member }) => member.account);
  expect(await verdict(p, c, await rotation(p, c, {}, p.founder, accounts(p.founder, anna)))).toBe("statement-refused");
  expect(await verdict(p, c, await rotation(p, c, {}, p.founder, accounts(p.founder)))).toBe("statement-refused");
  const dated = { ...p, roster: copyRoster(p.roster) };
  await doAs(dated, p.founder, [["entitle", anna.member.account, "release", 20_000, [c.id]]]);
  await doAs(dated, p.founder, [["entitle", carl.member.account, "release", 20_000, [c.id]]]);
  const toOne = await rotation(dated, c, {}, p.founder, accounts(p.founder, anna));
  expect(await verdict(dated, c, toOne), "whose day may be past").toBe("applied");
  const toNone = await rotation(dated, c, {}, p.founder, accounts(p.founder));
  expect(await verdict(dated, c, toNone), "but to nobody").toBe("statement-refused");
  await applyRotation(p, c, await rotation(p, c, {}, p.founder, accounts(p.founder, anna, carl)));
  expect(await verdict(p, c, await delivery(p, c, accounts(carl)))).toBe("not-entitled");
  await doAs(p, p.founder, [["device.revoke", anna.member.account, anna.device.device, "lost"]]);
  expect(await verdict(p, c, await rotation(p, c, {}, p.founder, accounts(p.founder, anna, carl)))).toBe(
    "not-entitled",
  );
  expect(await verdict(p, c, await rotation(p, c, {}, p.founder, accounts(p.founder, carl)))).toBe("applied");
});

test("LOG-14 GRD-16 nobody comes by both parts of one epoch, whatever right they are given", async () => {
  const { p, anna, c } = await stage();
  await applyRotation(p, c, await rotation(p, c));
  await doAs(p, p.founder, [["entitle", anna.member.account, "read", null, [c.id]]]);
  expect(await verdict(p, c, await delivery(p, c, [anna.member.account]))).toBe("not-entitled");
  await applyRotation(p, c, await rotation(p, c));
  expect(await verdict(p, c, await delivery(p, c, [anna.member.account])), "of the next one").toBe("applied");
});

const key = port.random(1216) as SealingPublicKey;
const openingOf = (p: TestPractice, c: TestCompartment, facts: { readonly key?: SealingPublicKey }, sequence = 1) =>
  signOpening(port, p.founder.device.key, p.practice, {
    compartment: c.id,
    epoch: 2,
    account: p.founder.member.account,
    device: p.founder.device.device,
    at: 1_764_000_000_000,
    sequence,
    tag: port.random(16) as never,
    checkpoint: { size: p.next, root: port.random(32) as never },
    ...facts,
  });

test("GRD-1 an opening with a one-time key reads as one; with any field wrong, missing or more it is refused", async () => {
  const { p, c } = await stage();
  const encoded = await openingOf(p, c, { key });
  expect(parseOpening(encoded)?.body.key).toEqual(key);
  const [body, signature] = parseCbor(encoded) as [Uint8Array, Uint8Array];
  const version = [0, 1, 3, "2", null];
  const { bytes16, count, index, bytes32 } = wrong;
  const place = [bytes16, count, bytes16, bytes16, index, count, bytes16, count, bytes32];
  const cases = wrongFields(parseCbor(body) as CborValue[], [version, ...place, [new Uint8Array(1215), null]]);
  for (const { name, bytes } of cases) expect(parseOpening(encodeCbor([bytes, signature])), name).toBeUndefined();
});

test("GRD-2 an opening asks those who keep the part, and nobody else", async () => {
  const { p, c } = await stage();
  const judged = async (encoded: Bytes) =>
    (await judgeOpening(port, p.roster, c.log, parseOpening(encoded) as Opening, p.next, 0))?.code ?? "stands";
  await applyRotation(p, c, await rotation(p, c));
  expect(await judged(await openingOf(p, c, { key }))).toBe("stands");
  expect(await judged(await openingOf(p, c, {}))).toBe("epoch-stale");
});

const sealed = port.random(1168);
const releaseOf = async (
  p: TestPractice,
  c: TestCompartment,
  { member, device }: Signer,
  asked: Hash,
  changes: Partial<ReleaseBody> = {},
) => {
  const body = encodeReleaseBody({
    compartment: c.id,
    epoch: 2,
    asker: p.founder.device.device,
    asked,
    account: member.account,
    device: device.device,
    sealedHash: hash(sealed),
    checkpoint: { size: p.next, root: port.random(32) as never },
    ...changes,
  });
  const person = { account: member.account, identity: member.signKey, device: device.device, deviceKey: device.key };
  return signAsPerson(port, "release", p.practice, body, person);
};

test("GRD-17 a release with any field wrong, missing or more is refused, and so is another sealed part beside it", async () => {
  const { p, anna, c } = await stage();
  const encoded = await releaseOf(p, c, anna, hash(key));
  const release = parseRelease(encoded) as Release;
  expect(release.body).toMatchObject({ compartment: c.id, epoch: 2, asked: hash(key) });
  const { bytes16, count, bytes32 } = wrong;
  const fields = [wrong.version, bytes16, count, bytes16, bytes32, bytes16, bytes16, bytes32, count, bytes32];
  const signatures = (parseCbor(encoded) as CborValue[])[1] as CborValue;
  for (const { name, bytes } of wrongFields(parseCbor(release.bodyBytes) as CborValue[], fields))
    expect(parseRelease(encodeCbor([bytes, signatures])), name).toBeUndefined();
  expect(sealedPartFits(release, [sealed])).toBe(true);
  for (const payload of [
    [],
    [sealed, sealed],
    [sealed.slice(1)],
    ...damagedCopies(sealed).map((one) => [one as Bytes]),
  ])
    expect(sealedPartFits(release, payload)).toBe(false);
  const short = sealed.slice(1);
  const ofShort = parseRelease(await releaseOf(p, c, anna, hash(key), { sealedHash: hash(short) })) as Release;
  expect(sealedPartFits(ofShort, [short]), "of another length").toBe(false);
});

test("GRD-17 a release stands by a releaser's own device, for the newest opening, once, of an epoch they keep, to who reads", async () => {
  const { p, anna, carl, c } = await stage();
  await applyRotation(p, c, await rotation(p, c));
  const log = () => c.log as KeyLog;
  const asked = askedId(await openingOf(p, c, { key }));
  const judged = async (encoded: Bytes, open: Hash | null | undefined = asked, over: KeyLog | undefined = log()) =>
    (await judgeRelease(port, p.roster, over, parseRelease(encoded) as Release, p.next, open))?.code ?? "stands";
  const right = await releaseOf(p, c, anna, asked);
  expect(await judged(right)).toBe("stands");
  expect(await judged(right, undefined), "to who can't know the opening").toBe("stands");
  expect(await judged(right, null), "answered before").toBe("release-over");
  expect(await judged(right, askedId(await openingOf(p, c, { key }, 2))), "another opening").toBe("release-over");
  expect(await judged(await releaseOf(p, c, p.founder, asked)), "a reader").toBe("not-entitled");
  expect(await judged(await releaseOf(p, c, anna, asked, { account: carl.member.account }))).toBe("not-entitled");
  expect(await judged(await releaseOf(p, c, anna, asked, { device: idFrom(port) }))).toBe("device-revoked");
  expect(await judged(await releaseOf(p, c, anna, asked, { compartment: idFrom(port) }), asked, undefined)).toBe(
    "not-entitled",
  );
  expect(await judged(await releaseOf(p, c, anna, asked, { asker: idFrom(port) }))).toBe("not-entitled");
  expect(await judged(await releaseOf(p, c, anna, asked, { asker: carl.device.device }))).toBe("not-entitled");
  expect(await judged(await releaseOf(p, c, anna, asked, { epoch: 1 }))).toBe("epoch-stale");
  const ahead = { checkpoint: { size: p.next + 1, root: port.random(32) as never } };
  expect(await judged(await releaseOf(p, c, anna, asked, ahead))).toBe("head-moved");
  const others = parseRelease(await releaseOf(p, c, carl, asked)) as Release;
  const mine = parseRelease(right) as Release;
  const mixed = encodeCbor([
    mine.bodyBytes,
    others.signatures.map(({ kind, id, signature }) => [kind, id, signature]),
  ]) as Bytes;
  expect(await judged(mixed), "another's signatures").toBe("signature-wrong");
  const later = await addMember(p);
  await doAs(p, p.founder, [["entitle", later.member.account, "release", null, [c.id]]]);
  expect(await judged(await releaseOf(p, c, later, asked)), "who keeps no part of this epoch").toBe("epoch-stale");
  await doAs(p, p.founder, [["disentitle", anna.member.account, [c.id]]]);
  expect(await judged(right), "who lets in no more").toBe("not-entitled");
  await doAs(p, p.founder, [["device.revoke", carl.member.account, carl.device.device, "lost"]]);
  expect(await judged(await releaseOf(p, c, carl, asked))).toBe("device-revoked");
  await entitle(p, later.member, "read", [c.id]);
});
