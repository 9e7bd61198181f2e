/**
 * Replays one compartment's key log (docs/spec, LOG-3 to LOG-8, LOG-10 to LOG-12, LOG-14, PTL-1 to PTL-5). Server and readers run the same rules; the server sees
 * only hashes of sealed keys and commitments, so readers check those against the opened key besides (`@alcove/vault`).
 */

import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  equalBytes,
  fail,
  type Hash,
  ok,
  type Result,
  toHex,
  zeroHash,
} from "@alcove/bytes";
import {
  type Commitment,
  type CryptoPort,
  hash,
  hashLarge,
  importVerifyKey,
  type PartCommitment,
  type SealingPublicKey,
  sealedEpochKeyBytes,
  type VerifyKey,
} from "@alcove/crypto";
import { type Failure, failure } from "../errors.ts";
import {
  clientsFit,
  clientSideOf,
  clientsOf,
  type Listed,
  listedAfter,
  mayAdmit,
  namesTheStaff,
  noClients,
  type PortalReaders,
  sameClients,
  staffOf,
} from "../portal/readers.ts";
import { type Recipient, setNameIn, type SpentSet, spentSet } from "../roster/recovery-set.ts";
import { isRecoverable } from "../roster/roles.ts";
import {
  activeReadersOf,
  activeReleasersOf,
  type Compartment,
  deviceAt,
  isAmong,
  memberOf,
  recipientsOf,
  type Roster,
  sealingKeyOf,
  untilDayOf,
} from "../roster/roster.ts";
import { personKeys, signerKinds, verifySigned } from "../roster/signed.ts";
import { deliveriesOf, type Delivery, type KeyLogBody, parseKeyLogEntry } from "./entry.ts";

export type Epoch = {
  readonly epoch: number;
  readonly commitment: Commitment;
  readonly dropBoxKey: SealingPublicKey;
  /** Absent in the first epoch. */
  readonly backLink?: Bytes;
  /** Ledger index of the rotation. */
  readonly index: number;
  /**
   * Of an epoch whose key is made of two parts: the commitments to them, the member part under that key, and whom the release
   * part was delivered to. Nobody: the server keeps it.
   */
  readonly guard?: {
    readonly member: PartCommitment;
    readonly release: PartCommitment;
    readonly inside: Bytes;
    readonly releasers: readonly AccountId[];
  };
};

export type KeyLog = {
  readonly compartment: CompartmentId;
  readonly head: Hash;
  readonly sequence: number;
  /** Epoch n stands at n - 1. */
  readonly epochs: readonly Epoch[];
  readonly headIndex: number;
  /** The newest epoch whose key was delivered to each recipient; `account`: or a recovery set's id. */
  readonly delivered: readonly { readonly account: Recipient; readonly epoch: number }[];
  /** Of a portal: who reads its newest epoch. */
  readonly readers?: PortalReaders;
  /** Of a portal: every client's device and card that a list of it ever named. */
  readonly listed?: readonly Listed[];
};

export const currentEpoch = (log: Pick<KeyLog, "epochs">): Epoch => log.epochs[log.epochs.length - 1] as Epoch;

/** Whether whoever writes next must rotate first. A portal also where its clients would not know who wrote it. */
export function isStale(roster: Roster, log: KeyLog): boolean {
  const compartment = roster.compartments.get(toHex(log.compartment));
  if (!compartment) return false;
  if (log.readers && !namesTheStaff(roster, compartment, log.readers)) return true;
  const { staleIndex } = compartment;
  return staleIndex !== undefined && currentEpoch(log).index <= staleIndex;
}

/** To whom the newest key may be delivered and was not yet: whoever holds it delivers (security.md section 5). */
export function awaitingDelivery(roster: Roster, log: KeyLog): readonly Recipient[] {
  const compartment = roster.compartments.get(toHex(log.compartment));
  const { epoch } = currentEpoch(log);
  if (!compartment) return [];
  const served = log.delivered.filter((each) => each.epoch === epoch).map(({ account }) => account);
  return recipientsOf(roster, compartment).filter((reader) => !isAmong(served, reader));
}

/** Whether the account holds the release part of this epoch, and is given no other part of it (LOG-14). */
export function keepsRelease({ guard }: Epoch, account: Recipient): boolean {
  return guard !== undefined && isAmong(guard.releasers, account);
}

/** Whether sealed keys of an entry at this index may be gone: what opens them would go around a guard that was set later. */
export function mayLackSealedKeys(compartment: Compartment | undefined, index: number): boolean {
  return compartment?.guard !== undefined && index < compartment.guard.sinceIndex;
}

/**
 * Checks one entry with its sealed keys against roster and log and gives the log after it. `sealedKeys` in the order of the entry's deliveries;
 * "gone": the reader knows that they may be (`mayLackSealedKeys`).
 * `roster` is the one just before `index`: entries and statements are judged in ledger order.
 * Failures: `request-malformed`, `head-moved` (another sequence or previous, a place out of order, a roster head nobody
 * knows or one before the compartment's last change), `not-entitled`, `signature-wrong`, `statement-refused` (breaks a rule of the chain),
 * `envelope-mismatch` (sealed keys).
 */
export async function applyKeyLogEntry(
  port: CryptoPort,
  roster: Roster,
  log: KeyLog | undefined,
  encoded: Bytes,
  sealedKeys: readonly Bytes[] | "gone",
  index: number,
): Promise<Result<KeyLog, Failure>> {
  const entry = parseKeyLogEntry(encoded);
  if (!entry) return fail(failure("request-malformed"));
  const { body } = entry;
  if (log && !equalBytes(log.compartment, body.compartment)) return fail(failure("request-malformed"));
  if (body.sequence !== (log ? log.sequence + 1 : 0) || !equalBytes(body.previous, log?.head ?? zeroHash()))
    return fail(failure("head-moved"));
  if (index <= roster.headIndex || (log && index <= log.headIndex)) return fail(failure("head-moved"));

  const compartment = roster.compartments.get(toHex(body.compartment));
  const device = deviceAt(roster, body.device, index);
  if (!compartment || !device || !equalBytes(device.account, body.account)) return fail(failure("not-entitled"));
  // Who reads by their own right needs no recovery key, and a signature more could be cut off by anybody.
  const reads = isAmong(activeReadersOf(roster, compartment), body.account);
  const spent = reads ? undefined : recoveryFor(roster, compartment, log, body);
  if (!reads && !spent) return fail(failure("not-entitled"));
  const relied = roster.heads.get(toHex(body.rosterHead));
  if (!relied) return fail(failure("head-moved"));
  const identity = memberOf(roster, body.account).identitySign;
  const signers = personKeys({ account: body.account, identity, device: body.device, deviceKey: device.key });
  if (spent) signers.push({ kind: signerKinds.recoverySet, id: setNameIn(compartment, spent.set), key: spent.sign });
  const link = reads && log?.readers ? await linkOf(port, log.readers, body.account, identity) : undefined;
  // Who lost the identity that the list names still rotates, but takes no client's device along.
  const isLinked = link !== undefined && (!link.former || entry.signatures.length > signers.length);
  if (isLinked && link.former) signers.push({ kind: signerKinds.identity, id: body.account, key: link.former });
  if (!(await verifySigned(port, "key-log", roster.practice, entry, signers))) return fail(failure("signature-wrong"));

  const { operation } = body;
  const deliveries = deliveriesOf(operation);
  if (sealedKeys !== "gone" && !(await sealedKeysFit(port, deliveries, sealedKeys)))
    return fail(failure("envelope-mismatch"));
  // Whoever overlooks the removal that made a rotation necessary would still seal to the one who left.
  if (relied.index < compartment.changedIndex) return fail(failure("head-moved"));
  const last = log?.epochs.length ?? 0;
  const [, epoch] = operation;
  const isGuarded = operation[0] === "rotate.guarded";
  const readers = operation[0] === "rotate.portal" ? operation[6] : undefined;
  const named = log?.epochs[epoch - 1];
  // A release part is given by the rotation alone, and nobody comes by both parts of one epoch.
  const recipients = isGuarded
    ? [...recipientsOf(roster, compartment), ...activeReleasersOf(roster, compartment)]
    : recipientsOf(roster, compartment).filter((one) => !named || !keepsRelease(named, one));
  if (readers) {
    if (!namesTheStaff(roster, compartment, readers))
      return fail(failure(relied.sequence === roster.sequence ? "not-entitled" : "head-moved"));
    const before = clientSideOf(log?.readers);
    const after = clientSideOf(readers);
    const mayChange = spent !== undefined || mayAdmit(roster, compartment, body.account);
    if (!sameClients(before, after) && !mayChange) return fail(failure("not-entitled"));
    const known = { before, listed: log?.listed ?? [] };
    if (!(await clientsFit(port, roster, known, readers))) return fail(failure("not-entitled"));
    // Nobody whom the client's devices know has signed: they could not tell it from an entry of the server's.
    if (log && !isLinked && !sameClients(after, noClients)) return fail(failure("not-entitled"));
  }
  const sealingKeys = [
    ...recipients.map((recipient) => ({ recipient, key: sealingKeyOf(roster, body.compartment, recipient) })),
    ...clientsOf(readers).map(([recipient, , key]) => ({ recipient, key })),
  ];
  if (!deliveriesAllowed(sealingKeys, deliveries)) return fail(failure("not-entitled"));

  const next = {
    compartment: body.compartment,
    head: hash(encoded),
    sequence: body.sequence,
    headIndex: index,
    delivered: deliveredAfter(log, deliveries, epoch),
    ...(readers ? { readers, listed: listedAfter(log?.listed ?? [], readers, body.account) } : {}),
  };
  if (operation[0] === "deliver") {
    if (!log || epoch > last) return fail(failure("statement-refused"));
    // Clients know whom the list names: to anybody else it is the next epoch that brings the key.
    const isOld = log.readers && !namesTheStaff(roster, compartment, log.readers);
    if (isOld || (log.readers && !isLinked)) return fail(failure("statement-refused"));
    const { epochs, readers: named, listed } = log;
    return ok({ ...next, epochs, ...(named && listed ? { readers: named, listed } : {}) });
  }
  if ((compartment.kind === "portal") !== (readers !== undefined)) return fail(failure("statement-refused"));
  if (isGuarded !== (compartment.guard?.isSet ?? false)) return fail(failure("statement-refused"));
  const [, , commitment, dropBoxKey, backLink] = operation;
  const given = deliveries.map(([recipient]) => recipient);
  const releasers = compartment.releasers.filter((one) => isGuarded && isAmong(given, one));
  // While people let in, the server is never the one: where they all have to rekey first, the key waits for them.
  if (isGuarded && compartment.releasers.length > 0 && releasers.length === 0)
    return fail(failure("statement-refused"));
  const guard =
    operation[0] === "rotate.guarded"
      ? { guard: { member: operation[6], release: operation[7], inside: operation[8] as Bytes, releasers } }
      : {};
  if (epoch !== last + 1 || (backLink === null) !== (epoch === 1)) return fail(failure("statement-refused"));
  const owed = sealingKeys.map(({ recipient }) => recipient);
  if (!deliversToAll(compartment, owed, deliveries)) return fail(failure("statement-refused"));
  const added: Epoch = {
    epoch,
    commitment,
    dropBoxKey,
    index,
    ...(backLink === null ? {} : { backLink: backLink as Bytes }),
    ...guard,
  };
  return ok({ ...next, epochs: [...(log?.epochs ?? []), added] });
}

/**
 * The spent recovery set whose key opened this compartment, where it may sign here: with the device that it was used
 * on, to deliver, and to begin the first epoch after its use. `undefined`: it may not.
 */
function recoveryFor(
  roster: Roster,
  compartment: Compartment,
  log: KeyLog | undefined,
  { device, operation }: KeyLogBody,
): SpentSet | undefined {
  const spent = spentSet(roster);
  if (!spent || !log || !isRecoverable(compartment.kind) || !equalBytes(spent.used.device, device)) return undefined;
  return operation[0] === "deliver" || currentEpoch(log).index < spent.untilIndex ? spent : undefined;
}

/** How the list before names the signer: by the identity that they have now, or by a former one. `undefined`: not at all. */
async function linkOf(
  port: CryptoPort,
  readers: PortalReaders,
  account: AccountId,
  identity: VerifyKey,
): Promise<{ readonly former?: VerifyKey } | undefined> {
  const listed = staffOf(readers).find(([one]) => equalBytes(one, account));
  if (!listed) return undefined;
  if (equalBytes(listed[1], identity.publicKey)) return {};
  const former = await importVerifyKey(port, listed[1]);
  return former && { former };
}

export async function sealedKeysFit(
  port: CryptoPort,
  deliveries: readonly Delivery[],
  sealedKeys: readonly Bytes[],
): Promise<boolean> {
  if (deliveries.length !== sealedKeys.length) return false;
  if (sealedKeys.some((sealed) => sealed.length !== sealedEpochKeyBytes)) return false;
  const hashes = await Promise.all(sealedKeys.map((sealed) => hashLarge(port, sealed)));
  return deliveries.every(([, , expected], i) => equalBytes(expected, hashes[i] as Hash));
}

/** A rotation leaves nobody out but whose right ends on a day: whether that is past, only its author's clock could say. */
function deliversToAll(
  compartment: Compartment,
  recipients: readonly Recipient[],
  deliveries: readonly Delivery[],
): boolean {
  const given = new Set(deliveries.map(([recipient]) => toHex(recipient)));
  return recipients.every((one) => given.has(toHex(one)) || untilDayOf(compartment, one) !== undefined);
}

function deliveredAfter(log: KeyLog | undefined, deliveries: readonly Delivery[], epoch: number): KeyLog["delivered"] {
  const given = deliveries.map(([account]) => account);
  const before = log?.delivered ?? [];
  const others = before.filter(({ account }) => !isAmong(given, account));
  const newest = (account: Recipient) => before.find((each) => equalBytes(each.account, account))?.epoch ?? 0;
  return [...others, ...given.map((account) => ({ account, epoch: Math.max(epoch, newest(account)) }))];
}

export type RecipientKey = { readonly recipient: Recipient; readonly key: SealingPublicKey };

/** Only to these, only to the sealing key that roster or list names for them, each once. */
function deliveriesAllowed(recipients: readonly RecipientKey[], deliveries: readonly Delivery[]): boolean {
  const seen = new Set<string>();
  return deliveries.every(([recipient, keyHash]) => {
    const id = toHex(recipient);
    const named = recipients.find((one) => equalBytes(one.recipient, recipient));
    if (seen.has(id) || !named) return false;
    seen.add(id);
    return equalBytes(hash(named.key), keyHash);
  });
}
