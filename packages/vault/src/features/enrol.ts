/**
 * A further device by Emergency Kit (transcripts.md, "Device by Kit"). Until the device is enrolled the server gives it
 * slot, keyring, statements, leaves and checkpoint only; everything that comes is measured against what the Kit pins.
 */

import { asId, type Bytes, type DeviceId, encodeCbor, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import {
  appendLeaves,
  argon2idCost,
  type Checkpoint,
  type CryptoPort,
  derivePassphraseKeys,
  emptyFrontier,
  type Frontier,
  hash,
  importSigningKey,
  leafBytes,
  openCheckpoint,
  parseLeaf,
  rootOf,
  type SigningSeed,
  statementTag,
} from "@alcove/crypto";
import { openKeyring, openSlot } from "@alcove/crypto/open";
import {
  applyStatement,
  encodeStatementBody,
  type Failure,
  failure,
  type Messages,
  type Roster,
  signAsPerson,
} from "@alcove/protocol";
import type { Disk } from "../disk.ts";
import { openKeys, type OpenKeys } from "../engine/keys.ts";
import { readPage } from "../engine/sync/pull.ts";
import { identityHash, type KitFacts, parseKit } from "../kit.ts";
import type { Ports } from "../ports.ts";
import { type Profile, writeProfile } from "../profile.ts";
import { login, readMessage, type SecondFactorAtHand, type Session } from "../session.ts";
import { keyringFits, sealDeviceSeed } from "./unlock.ts";

export async function enrolByKit(
  ports: Ports,
  disk: Disk,
  request: { readonly kit: string; readonly passphrase: string; readonly deviceName: string },
  shown: SecondFactorAtHand,
): Promise<Result<{ profile: Profile; keys: OpenKeys }, Failure>> {
  const { crypto } = ports;
  const kit = parseKit(request.kit);
  if (!kit) return fail(failure("kit-unreadable"));
  if (!argon2idCost(kit.kdfVersion)) return fail(failure("kdf-version-unknown"));
  const derived = await derivePassphraseKeys(crypto, { ...kit, passphrase: request.passphrase });
  if (!derived) return fail(failure("kdf-version-unknown"));

  const device = asId<DeviceId>(crypto.random(16));
  const deviceSeed = crypto.random(32) as SigningSeed;
  const [loginKey, deviceKey] = await Promise.all([
    importSigningKey(crypto, derived.loginSeed),
    importSigningKey(crypto, deviceSeed),
  ]);
  const session = await login(crypto, ports.transport, {
    ...kit,
    device,
    loginKey,
    deviceKey,
    ...shown,
  });
  if (!session.ok) return session;

  const stored = await session.value.call("GET", "/v1/keyring");
  const keyringMessage = stored.ok ? readMessage("StoredKeyring", stored.value) : stored;
  if (!keyringMessage.ok) return keyringMessage;
  const { keyringVersion, kdfVersion, slot0, keyring: sealedKeyring } = keyringMessage.value;
  if (kdfVersion !== kit.kdfVersion) return fail(failure("kdf-version-unknown"));
  const place = { ...kit, keyringVersion };
  const keyringKey = await openSlot(crypto, derived.unlockKey, { ...place, slot: 0 }, slot0);
  if (!keyringKey) return fail(failure("passphrase-wrong"));
  const keyring = await openKeyring(crypto, keyringKey, place, sealedKeyring);
  if (!keyring) return fail(failure("answer-forged"));
  if (!(await keyringFits(keyring, kit.identity))) return fail(failure("kit-replaced"));

  const readFrom = (leaves: number, bodies: number) => readPage(session.value, leaves, bodies);
  const replayed = await replayRoster(crypto, readFrom, kit);
  if (!replayed.ok) return replayed;
  const { roster, frontier, checkpoint } = replayed.value;
  const member = roster.members.get(toHex(kit.account));
  if (!member || !equalBytes(identityHash(member.identitySign.publicKey, member.identitySeal), kit.identity))
    return fail(failure("kit-replaced"));

  const identity = await importSigningKey(crypto, keyring.identities[0].sign);
  const body = encodeStatementBody({
    sequence: roster.sequence + 1,
    previous: roster.head,
    account: kit.account,
    device,
    checkpoint,
    operations: [["device.enrol", kit.account, device, deviceKey.publicKey, "kit", null]],
  });
  const statement = await signAsPerson(crypto, "statement", kit.practice, body, {
    account: kit.account,
    identity,
    device,
    deviceKey,
  });
  const enrolled = await appendStatement(crypto, session.value, roster, frontier, statement);
  if (!enrolled.ok) return enrolled;

  const profile: Profile = {
    origin: kit.origin,
    practice: kit.practice,
    account: kit.account,
    device,
    ledgerKey: kit.ledgerKey,
    founding: kit.founding,
    secretKey: kit.secretKey,
    kdfVersion,
    keyringVersion,
    slot0,
    keyring: sealedKeyring,
    deviceKey: await sealDeviceSeed(crypto, { ...kit, device }, keyringKey, deviceSeed),
    practiceName: "",
    memberName: "",
    deviceName: request.deviceName,
  };
  disk.transaction(() => writeProfile(disk, profile));
  return ok({ profile, keys: await openKeys(crypto, { ...kit, device, keyringKey, keyring, deviceSeed }) });
}

/** What Kit, card or invitation says of the practice; the founding hash fixes checkpoint key and practice where they are not said. */
export type Pinned = Pick<KitFacts, "founding" | "checkpoint"> & Partial<Pick<KitFacts, "ledgerKey" | "practice">>;

/** Statements from the first to the newest checkpoint, which must extend the Kit's. Failures: alarms, and those of `applyStatement`. */
export async function replayRoster(
  crypto: CryptoPort,
  readPage: (leavesFrom: number, bodiesFrom: number) => Promise<Result<Messages["SyncAnswer"], Failure>>,
  pinned: Pinned,
): Promise<Result<{ roster: Roster; frontier: Frontier; checkpoint: Checkpoint }, Failure>> {
  let roster: Roster | undefined;
  let frontier: Frontier = emptyFrontier;
  let bodiesFrom = 0;
  const bodies = new Map<number, Bytes>();
  const leaves: Bytes[] = [];
  for (;;) {
    const message = await readPage(frontier.size, bodiesFrom);
    if (!message.ok) return message;
    const page: Messages["SyncAnswer"] = message.value;
    for (let at = 0; at + leafBytes <= page.leaves.length; at += leafBytes) {
      const leaf = page.leaves.subarray(at, at + leafBytes);
      leaves.push(leaf as Bytes);
      frontier = appendLeaves(frontier, [leaf]);
      // The past that the Kit was printed with must be the past shown now.
      if (frontier.size === pinned.checkpoint.size && !equalBytes(rootOf(frontier), pinned.checkpoint.root))
        return fail(failure("alarm-ledger-forked", { size: frontier.size }));
    }
    for (const body of page.bodies) bodies.set(body.index, body.entry);

    // The checkpoint's key is the one the Kit pins; the first statement names the same or is refused below.
    const key = roster
      ? { key: roster.ledgerKey, practice: roster.practice }
      : await firstLedgerKey(crypto, bodies.get(0), pinned);
    if (!key) return fail(failure("alarm-statement-invalid"));
    const checkpoint = await openCheckpoint(crypto, key.key, key.practice, page.checkpoint);
    if (!checkpoint) return fail(failure("alarm-checkpoint-forged"));
    if (checkpoint.size < pinned.checkpoint.size)
      return fail(failure("alarm-ledger-shorter", { had: pinned.checkpoint.size, shown: checkpoint.size }));
    if (checkpoint.size === frontier.size && !equalBytes(checkpoint.root, rootOf(frontier)))
      return fail(failure("alarm-ledger-forked", { size: checkpoint.size }));

    const until = Math.min(page.bodiesNext, leaves.length);
    for (let index = bodiesFrom; index < until; index++) {
      const leaf = parseLeaf(leaves[index] as Bytes);
      if (leaf?.kind !== "roster" || !equalBytes(leaf.tag, statementTag(roster ? roster.sequence + 1 : 0))) continue;
      const entry = bodies.get(index);
      if (!entry || !equalBytes(hash(entry), leaf.bodyHash))
        return fail(failure("alarm-body-withheld", { count: 1, index }));
      const applied = await applyStatement(crypto, roster, entry, index);
      if (!applied.ok) return fail(failure("alarm-statement-invalid", { index, because: applied.error.code }));
      roster = applied.value;
    }
    if (until <= bodiesFrom && until < checkpoint.size) return fail(failure("server-rubbish"));
    bodiesFrom = until;
    if (roster && frontier.size === checkpoint.size && bodiesFrom === checkpoint.size)
      return ok({ roster, frontier, checkpoint });
  }
}

async function firstLedgerKey(crypto: CryptoPort, first: Bytes | undefined, pinned: Pinned) {
  if (!first || !equalBytes(hash(first), pinned.founding)) return undefined;
  const founded = await applyStatement(crypto, undefined, first, 0);
  if (!founded.ok) return undefined;
  const { ledgerKey: key, practice } = founded.value;
  if (pinned.ledgerKey && !equalBytes(key.publicKey, pinned.ledgerKey)) return undefined;
  return pinned.practice && !equalBytes(practice, pinned.practice) ? undefined : { key, practice };
}

/** Appends one statement and checks that exactly it stands in the ledger afterwards. */
export async function appendStatement(
  crypto: CryptoPort,
  session: Session,
  roster: Roster,
  frontier: Frontier,
  statement: Bytes,
): Promise<Result<undefined, Failure>> {
  const answered = await session.call(
    "POST",
    "/v1/append",
    encodeCbor({ from: frontier.size, entries: [{ kind: "roster", entry: statement, payload: [] }] }),
  );
  const settled = await settleStatement(crypto, roster, frontier, statement, answered);
  return settled.ok ? ok() : settled;
}

/** Whether exactly this statement stands under the checkpoint that the server answered with. */
export async function settleStatement(
  crypto: CryptoPort,
  roster: Roster,
  frontier: Frontier,
  statement: Bytes,
  answered: Result<Bytes, Failure>,
): Promise<Result<Checkpoint, Failure>> {
  const message = answered.ok ? readMessage("Appended", answered.value) : answered;
  if (!message.ok) return message;
  const { leaves, first, checkpoint: note } = message.value;
  const raw = Array.from({ length: Math.floor(leaves.length / leafBytes) }, (_, i) =>
    leaves.subarray(i * leafBytes, (i + 1) * leafBytes),
  );
  const grown = appendLeaves(frontier, raw);
  const checkpoint = await openCheckpoint(crypto, roster.ledgerKey, roster.practice, note);
  if (!checkpoint || checkpoint.size !== grown.size || !equalBytes(checkpoint.root, rootOf(grown)))
    return fail(failure("alarm-checkpoint-forged"));
  const leaf = raw[first - frontier.size];
  const read = leaf && parseLeaf(leaf);
  if (!read || read.kind !== "roster" || !equalBytes(read.bodyHash, hash(statement)))
    return fail(failure("alarm-leaf-missing", { index: first }));
  return ok(checkpoint);
}
