/**
 * What a client's device reads of the ledger: its portal's key log and batches, each with the proof that it stands there, under
 * checkpoints that continue each other (docs/spec, PTL-7 to PTL-10). It sees no other leaf and no roster.
 */

import {
  type AccountId,
  asId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  fail,
  fromHex,
  type Hash,
  ok,
  type PracticeId,
  type Result,
  toHex,
} from "@alcove/bytes";
import {
  type Batch,
  batchTag,
  type Checkpoint,
  type CryptoPort,
  deriveContentKey,
  deriveTagKey,
  dropBoxPublicKey,
  encodeLeaf,
  type EpochKey,
  hash,
  importVerifyKey,
  keyLogTag,
  type Leaf,
  leafHash,
  openCheckpoint,
  parseBatch,
  parseEnvelope,
  type PublicKey,
  type SealingSeed,
  sealingPublicKeyOf,
  statementTag,
  verifyConsistency,
  verifyInclusion,
} from "@alcove/crypto";
import { openBackLink, openEnvelope, openEpochKey } from "@alcove/crypto/open";
import {
  applyPortalEntry,
  applyStatement,
  type AuthorPlace,
  clientsOf,
  currentEpoch,
  deliveriesOf,
  type Failure,
  failure,
  firstPlace,
  judgeEnvelopes,
  judgePortalBatch,
  type KeyLogBody,
  type Messages,
  parseKeyLogEntry,
  type PortalLog,
  staffDevice,
} from "@alcove/protocol";
import { parseRevision, type Revision } from "@alcove/records";

/**
 * What invitation or card says of a portal, or this device has read of it. `logHead`: of its key log, as it was then; `written`: up to which
 * count it has each staff device's batches there.
 */
export type PortalPins = {
  readonly origin: string;
  readonly practice: PracticeId;
  readonly founding: Hash;
  readonly ledgerKey: PublicKey;
  readonly portal: CompartmentId;
  readonly logHead: Hash;
  readonly checkpoint: Checkpoint;
  readonly written?: readonly (readonly [DeviceId, number])[];
};
/** Of the client's device that reads; the bearer of an invitation has none yet. */
export type OwnDevice = { readonly device: DeviceId; readonly sealingSeed: SealingSeed };

export type PortalRecord = {
  readonly record: Bytes;
  readonly revision: Revision;
  /** The member whose device wrote it. */
  readonly author: AccountId;
};

type Body = Messages["PortalAnswer"]["bodies"][number];
export type AskPortal = (request: Messages["PortalRequest"]) => Promise<Result<Messages["PortalAnswer"], Failure>>;

export type PortalReading = ReturnType<typeof createPortalReading>;

export function createPortalReading(crypto: CryptoPort, pins: PortalPins, own?: OwnDevice) {
  const { practice, portal: compartment } = pins;
  let checkpoint = pins.checkpoint;
  let readTo = 0;
  let log: PortalLog | undefined;
  /** Epoch n at n - 1. */
  let epochKeys: readonly EpochKey[] = [];
  const authors = new Map<string, AuthorPlace>();
  /** Those of before this device was admitted open with a key that comes later. */
  const unopened: { readonly batch: Batch; readonly account: AccountId; readonly body: Body }[] = [];
  const records: PortalRecord[] = [];

  /** Up to the newest checkpoint. Failures: alarms, `device-revoked` (the list names this device no more), `server-rubbish`. */
  async function read(ask: AskPortal): Promise<Result<PortalLog, Failure>> {
    for (;;) {
      const answered = await ask({ size: checkpoint.size, bodiesFrom: readTo });
      if (!answered.ok) return answered;
      const { bodies, bodiesNext, consistency, checkpoint: note, founding } = answered.value;
      const shown = await check(note, consistency);
      if (!shown.ok) return shown;
      if (readTo === 0 && !(await isFounded(shown.value, founding))) return fail(failure("alarm-statement-invalid"));
      const from = readTo;
      for (const body of bodies) {
        const { index } = body;
        if (index < readTo || index >= bodiesNext) return fail(failure("server-rubbish"));
        const taken = await take(shown.value, body);
        if (!taken.ok) return taken;
        readTo = index + 1;
      }
      if (bodiesNext > shown.value.size || (bodiesNext <= from && bodiesNext < shown.value.size))
        return fail(failure("server-rubbish"));
      checkpoint = shown.value;
      readTo = bodiesNext;
      if (readTo < checkpoint.size) continue;
      if (!log?.heads.some(isPinned) || pins.written?.some(isMissing)) return fail(failure("alarm-rolled-back"));
      if (own && !isNamed(log)) return fail(failure("device-revoked"));
      const opened = await openBatches();
      return opened.ok ? ok(log) : opened;
    }
  }

  /** A checkpoint of the pinned key that continues the one before. */
  async function check(note: string, consistency: readonly Hash[]): Promise<Result<Checkpoint, Failure>> {
    const key = await importVerifyKey(crypto, pins.ledgerKey);
    const shown = key && (await openCheckpoint(crypto, key, practice, note));
    if (!shown) return fail(failure("alarm-checkpoint-forged"));
    if (shown.size < checkpoint.size)
      return fail(failure("alarm-ledger-shorter", { had: checkpoint.size, shown: shown.size }));
    if (!verifyConsistency(checkpoint.size, shown.size, checkpoint.root, shown.root, consistency))
      return fail(failure("alarm-ledger-forked", { size: shown.size }));
    return ok(shown);
  }

  /** Whether this is the ledger of the practice that the founding hash names. */
  async function isFounded(tree: Checkpoint, founding: Messages["PortalAnswer"]["founding"]): Promise<boolean> {
    if (!founding || !equalBytes(hash(founding.entry), pins.founding)) return false;
    const founded = await applyStatement(crypto, undefined, founding.entry, 0);
    const leaf: Leaf = { kind: "roster", tag: statementTag(0), bodyHash: pins.founding };
    return (
      founded.ok &&
      equalBytes(founded.value.practice, practice) &&
      equalBytes(founded.value.ledgerKey.publicKey, pins.ledgerKey) &&
      founded.value.origin === pins.origin &&
      standsIn(tree, leaf, 0, founding.proof)
    );
  }

  async function take(tree: Checkpoint, body: Body): Promise<Result<undefined, Failure>> {
    const { index, entry, proof } = body;
    const batch = parseBatch(entry);
    const keyLog = batch ? undefined : parseKeyLogEntry(entry);
    const bodyHash = hash(entry);
    const leaf: Leaf | undefined = batch
      ? { kind: "batch", tag: batch.body.tag, bodyHash }
      : keyLog && { kind: "keyLog", tag: keyLogTag(keyLog.body.compartment, keyLog.body.sequence), bodyHash };
    if (!leaf || !standsIn(tree, leaf, index, proof)) return fail(failure("alarm-body-forged", { index }));
    return batch ? takeBatch(batch, body) : takeEntry((keyLog as { body: KeyLogBody }).body, body);
  }

  async function takeEntry(entry: KeyLogBody, body: Body): Promise<Result<undefined, Failure>> {
    const { index } = body;
    const place = { practice, compartment, mayBeginAgain: !log?.heads.some(isPinned) };
    const applied = await applyPortalEntry(crypto, place, log, body.entry, body.payload, index);
    const invalid = (because: string) => fail(failure("alarm-key-log-invalid", { index, because }));
    if (!applied.ok) return invalid(applied.error.code);
    log = applied.value;
    if (!own || entry.operation[0] === "deliver" || !isNamed(log)) return ok();
    const keys = await openKeys(log, entry, body.payload);
    if (!keys) return invalid("envelope-unopenable");
    epochKeys = keys;
    return ok();
  }

  const isMissing = ([device, count]: readonly [DeviceId, number]): boolean =>
    (authors.get(toHex(device))?.compartmentCounter ?? 0) < count;
  const isPinned = (head: Hash): boolean => equalBytes(head, pins.logHead);
  const isNamed = ({ readers }: PortalLog): boolean =>
    clientsOf(readers).some(([device]) => own !== undefined && equalBytes(device, own.device));

  /** Keys of all epochs. `undefined`: the delivered one, or a back link, does not fit what the list's staff have signed. */
  async function openKeys(
    { epochs }: PortalLog,
    { operation, account: deliverer, rosterHead }: KeyLogBody,
    sealedKeys: readonly Bytes[],
  ): Promise<EpochKey[] | undefined> {
    if (!own) return undefined;
    const { device: recipient, sealingSeed } = own;
    const at = deliveriesOf(operation).findIndex(([one]) => equalBytes(one, recipient));
    const place = (epoch: number) => ({ practice, compartment, epoch });
    const newest = currentEpoch({ epochs });
    const { commitment, dropBoxKey } = newest;
    const recipientKey = await sealingPublicKeyOf(sealingSeed);
    const facts = { ...place(newest.epoch), commitment, recipient, recipientKey, deliverer, rosterHead };
    let key = await openEpochKey(crypto, sealingSeed, facts, sealedKeys[at] ?? new Uint8Array(0));
    if (!key || !equalBytes(await dropBoxPublicKey(crypto, key, place(newest.epoch)), dropBoxKey)) return undefined;
    const found = [key];
    for (let n = newest.epoch; n > 1; n--) {
      const had = epochKeys[n - 2];
      const before = epochs[n - 2]?.commitment;
      const link = epochs[n - 1]?.backLink;
      key = before && link && (await openBackLink(crypto, key, place(n), before, link));
      if (!key || (had && !equalBytes(had, key))) return undefined;
      found.unshift(key);
    }
    return found;
  }

  async function takeBatch(batch: Batch, body: Body): Promise<Result<undefined, Failure>> {
    const { index } = body;
    const invalid = (because: string) => fail(failure("alarm-batch-invalid", { index, because }));
    const { author, deviceCounter, compartmentCounter } = batch.body;
    if (!log || !equalBytes(batch.body.compartment, compartment)) return invalid("not-entitled");
    const place = authors.get(toHex(author)) ?? firstPlace();
    const placed = await judgePortalBatch(crypto, practice, log, place, batch, index);
    const failed = placed ?? (await judgeEnvelopes(crypto, batch, body.payload));
    const writer = staffDevice(log.readers, author);
    if (failed || !writer) return invalid(failed?.code ?? "device-unknown");
    authors.set(toHex(author), { deviceCounter, compartmentCounter, previous: hash(body.entry) });
    unopened.push({ batch, account: writer.account, body });
    return ok();
  }

  async function openBatches(): Promise<Result<undefined, Failure>> {
    for (let next = unopened[0]; own && next; next = unopened[0]) {
      const { batch, account, body } = next;
      const { index } = body;
      const { author, compartmentCounter, tag } = batch.body;
      const key = epochKeys[batch.body.epoch - 1];
      const isRight =
        key && equalBytes(batchTag(await deriveTagKey(crypto, key, account), author, compartmentCounter), tag);
      if (!isRight) return fail(failure("alarm-batch-invalid", { index, because: "tag" }));
      const contentKey = await deriveContentKey(crypto, key, author);
      const found: PortalRecord[] = [];
      for (const sealed of body.payload) {
        const envelope = parseEnvelope(sealed);
        const opened = envelope && (await openEnvelope(crypto, contentKey, practice, envelope));
        const revision = opened && parseRevision(opened);
        if (!envelope || !revision) return fail(failure("alarm-envelope-unopenable", { index }));
        found.push({ record: envelope.header.record, revision, author: account });
      }
      records.push(...found);
      unopened.shift();
    }
    return ok();
  }

  /** What was read up to now, for the next start: nothing of it may be missing then. */
  function seen(): PortalPins {
    const written = [...authors].map(
      ([device, { compartmentCounter }]) => [asId<DeviceId>(fromHex(device) as Bytes), compartmentCounter] as const,
    );
    return { ...pins, logHead: log?.head ?? pins.logHead, checkpoint, written };
  }

  return { read, seen, records: (): readonly PortalRecord[] => records };
}

const standsIn = (tree: Checkpoint, leaf: Leaf, index: number, proof: readonly Hash[]): boolean =>
  verifyInclusion(leafHash(encodeLeaf(leaf)), index, tree.size, proof, tree.root);
