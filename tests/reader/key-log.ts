/** The key logs of docs/spec/05-key-log.md, and the epoch keys that come out of them. */

import type { Person } from "./kit.ts";
import { join } from "./cbor.ts";
import { bound, context, H, hex, hkdf, must, openHpke, openSealed, same, sealingKeyOf, u64 } from "./primitives.ts";
import { mayRead, successorReads } from "./operations.ts";
import { checkSigned, deviceAt, type Named, readSigned, type Roster } from "./roster.ts";
import { array, bytesOf, count, fieldsOf, hash, id, index, listOf, one, orNull, parse, word } from "./shape.ts";

export type KeyLog = {
  head: Uint8Array;
  sequence: number;
  headIndex: number;
  /** Epoch n at n - 1. */
  readonly epochs: {
    readonly key: Uint8Array;
    readonly commitment: Uint8Array;
    readonly index: number;
    /** Of a guarded one: what readers are given, and who was given the other part (LOG-14). */
    readonly guard?: {
      readonly memberPart: Uint8Array;
      readonly releasePart: Uint8Array;
      readonly keepers: readonly string[];
    };
  }[];
};

const deliveryShape = [id, hash, hash] as const;
const rotateShape = [word("rotate"), count, hash, bytesOf(1216), orNull(bytesOf(60)), listOf(array, 1, 1000)] as const;
const guardedShape = [
  word("rotate.guarded"),
  count,
  hash,
  bytesOf(1216),
  orNull(bytesOf(60)),
  listOf(array, 1, 1000),
  hash,
  hash,
  bytesOf(60),
] as const;
const deliverShape = [word("deliver"), count, listOf(array, 1, 1000)] as const;

/** A part by its commitment, from whoever keeps it: no reader of stored bytes opens a guarded epoch without. */
export type ReleaseParts = (commitment: Uint8Array, compartment: Uint8Array, epoch: number) => Uint8Array | undefined;

/** LOG-1 to LOG-14. */
export async function applyEntry(
  roster: Roster,
  log: KeyLog | undefined,
  person: Person,
  bytes: Uint8Array,
  sealedKeys: readonly Uint8Array[],
  at: number,
  partOf: ReleaseParts = () => undefined,
): Promise<KeyLog> {
  const signed = readSigned(bytes, "LOG-1");
  const bodyShape = [one, id, index, hash, hash, id, id, array] as const;
  const [, compartmentId, sequence, previous, rosterHead, account, device, operation] = parse(
    signed.body,
    bodyShape,
    "LOG-1",
  );
  must(sequence === (log ? log.sequence + 1 : 0) && same(previous, log?.head ?? new Uint8Array(32)), "LOG-3");
  must(at > (log?.headIndex ?? -1) && at > roster.headIndex, "LOG-3");
  const compartment = roster.compartments.get(hex(compartmentId));
  const signer = deviceAt(roster, device, at);
  const relied = roster.heads.get(hex(rosterHead));
  must(compartment && signer && same(signer.account, account) && relied !== undefined, "LOG-4");
  const recipients = new Map(
    [...roster.members].filter(([, member]) => mayRead(compartment, member.account) && !member.suspended),
  );
  const member = roster.members.get(hex(account));
  must(member && relied >= compartment.changed, "LOG-4");
  const signers: Named[] = [
    [1, account, member.signKey],
    [2, device, signer.key],
  ];
  if (!recipients.has(hex(account))) {
    const { spent } = roster;
    must(spent && log && compartment.kind !== "psychotherapy", "LOG-10");
    must(same(spent.account, account) && same(spent.device, device), "LOG-10");
    must(operation[0] === "deliver" || (log.epochs.at(-1)?.index ?? 0) < spent.at, "LOG-10");
    signers.push([4, spent.id, spent.signKey]);
  }
  checkSigned("key-log", roster.practice, signed, signers, "LOG-2");

  const [, epoch] = operation;
  const guarded = operation[0] === "rotate.guarded" ? fieldsOf(operation, guardedShape, "LOG-1") : undefined;
  const rotate = operation[0] === "rotate" ? fieldsOf(operation, rotateShape, "LOG-1") : guarded;
  must(!rotate || (guarded !== undefined) === (compartment.guarded ?? false), "LOG-11");
  const listed = rotate ? rotate[5] : fieldsOf(operation, deliverShape, "LOG-1")[2];
  const keyOf = new Map([...recipients].map(([id, { sealKey }]) => [id, sealKey]));
  if (roster.set && compartment.kind !== "psychotherapy") keyOf.set(hex(roster.set.id), roster.set.sealKey);
  const successor = roster.successors.find((one) => one.ended === undefined && successorReads(one, compartment));
  if (successor) keyOf.set(hex(successor.id), successor.sealKey);
  const releasers = [...roster.members].filter(
    ([id, { suspended }]) => compartment.rights.get(id)?.release && !suspended,
  );
  if (guarded) for (const [id, { sealKey }] of releasers) keyOf.set(id, sealKey);
  const deliveries = listed.map((each) => fieldsOf(each, deliveryShape, "LOG-1"));
  must(deliveries.length === sealedKeys.length, "LOG-5");
  for (const [i, [recipient, keyHash, sealedHash]] of deliveries.entries()) {
    const sealed = sealedKeys[i] as Uint8Array;
    must(sealed.length === 1168 && same(H(sealed), sealedHash), "LOG-5");
    const to = keyOf.get(hex(recipient));
    must(to && same(keyHash, H(to)), "LOG-6");
  }
  const given = new Set(deliveries.map(([recipient]) => hex(recipient)));
  must(given.size === deliveries.length, "LOG-6");

  const epochs = log?.epochs ?? [];
  const next = { head: H(bytes), sequence, headIndex: at };
  if (!rotate) {
    must((epoch as number) <= epochs.length, "LOG-8");
    return { ...next, epochs };
  }
  const [, , commitment, dropBoxKey, backLink] = rotate;
  must(epoch === epochs.length + 1 && (backLink === null) === (epoch === 1), "LOG-7");
  const undated = [...keyOf.keys()].filter((each) => (compartment.rights.get(each)?.until ?? null) === null);
  must(
    undated.every((each) => given.has(each)),
    "LOG-7",
  );

  const keepers = [...given].filter((each) => releasers.some(([id]) => id === each));
  must(!guarded || keepers.length > 0 || releasers.length === 0, "LOG-14");
  const mine = deliveries.findIndex(([recipient]) => same(recipient, person.account));
  const identity = person.identities.find(({ sealKey }) =>
    same(H(sealKey), (deliveries[mine] as Uint8Array[])[1] as Uint8Array),
  );
  must(identity, "LOG-9");
  const facts = [compartmentId, epoch, commitment, person.account, H(identity.sealKey), account, rosterHead];
  const place = [roster.practice, compartmentId, u64(epoch)];
  const info = bound(guarded ? "member-part" : "epoch-key", roster.practice, facts);
  const opened = await openHpke(identity.sealSeed, info, sealedKeys[mine] as Uint8Array);
  must(opened?.length === 32, "LOG-9");
  const guard = guarded && guardOf(guarded, opened, place, keepers, partOf(guarded[7], compartmentId, epoch));
  const key = guard ? hkdf(join(guard.memberPart, guard.releasePart), context("guarded", ...place)) : opened;
  must(same(hkdf(key, context("commit", ...place)), commitment), "LOG-9");
  must(same(await sealingKeyOf(hkdf(key, context("drop-box", ...place))), dropBoxKey), "LOG-9");
  if (backLink) {
    const before = openSealed(
      hkdf(key, context("back")),
      bound("back", roster.practice, [compartmentId, epoch]),
      backLink,
    );
    must(before && same(before, (epochs.at(-1) as KeyLog["epochs"][number]).key), "LOG-9");
  }
  if (guarded) {
    const inside = openSealed(
      hkdf(key, context("part-inside")),
      bound("part-inside", roster.practice, [compartmentId, epoch]),
      guarded[8],
    );
    must(inside && same(inside, opened), "KEY-22");
  }
  return { ...next, epochs: [...epochs, { key, commitment, index: at, ...(guard ? { guard } : {}) }] };
}

/** KEY-18, KEY-19. */
function guardOf(
  [, , , , , , memberCommitment, releaseCommitment]: readonly [
    unknown,
    unknown,
    unknown,
    unknown,
    unknown,
    unknown,
    Uint8Array,
    Uint8Array,
    unknown,
  ],
  memberPart: Uint8Array,
  place: readonly Uint8Array[],
  keepers: readonly string[],
  releasePart: Uint8Array | undefined,
) {
  must(releasePart, "KEY-18");
  must(same(hkdf(memberPart, context("commit-member", ...place)), memberCommitment), "KEY-19");
  must(same(hkdf(releasePart, context("commit-release", ...place)), releaseCommitment), "KEY-19");
  return { memberPart, releasePart, keepers };
}
