/**
 * Invitations that this device has made and nobody has answered (docs/spec, PAIR-15): they rest on its disk until their day, the
 * secret sealed under a key that is there only while unlocked, so that a window, a lock or a restart ends none of them.
 */

import { asId, type Bytes, type CborValue, encodeCbor, equalBytes, parseCbor } from "@alcove/bytes";
import { context, type CryptoPort, deriveLocalKey, open, seal } from "@alcove/crypto";
import type { Disk } from "../../disk.ts";
import type { OpenKeys } from "../../engine/keys.ts";
import { parseInvitationQr, type Purpose } from "./transcript.ts";

/** 16 bytes; the server knows it too. */
export type InviteId = Bytes;

export type KeptInvitation = {
  readonly id: InviteId;
  readonly purpose: Purpose;
  /** What the person calls whom they ask; stays on this device. */
  readonly forWhom: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** The picture's text, with the secret in it. */
  readonly qr: string;
};

/** `sealed`: absent from the first answer on, which none but the work under way goes on with. */
type Row = { readonly id: InviteId; readonly expiresAt: number; readonly sealed: Bytes | null };

const setting = "invitations";
const keyFor = (crypto: CryptoPort, { keyringKey, device }: OpenKeys) =>
  deriveLocalKey(crypto, keyringKey, "invite-kept", device);
const additional = ({ practice, device }: OpenKeys, id: InviteId) => context("invite-kept", practice, device, id);

export async function keepInvitation(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  { id, forWhom, madeAt, expiresAt, qr }: KeptInvitation,
): Promise<void> {
  const content = encodeCbor([forWhom, madeAt, qr]);
  const sealed = await seal(crypto, await keyFor(crypto, keys), content, additional(keys, id));
  write(disk, [...rows(disk), { id, expiresAt, sealed }]);
}

/** Ids of all of them: also of those that were answered, or that the keys of now don't open. */
export const keptIds = (disk: Disk): readonly Pick<Row, "id" | "expiresAt">[] => rows(disk);

/** `undefined`: answered, or sealed under keys that were replaced. */
export async function openKept(
  crypto: CryptoPort,
  disk: Disk,
  keys: OpenKeys,
  id: InviteId,
): Promise<KeptInvitation | undefined> {
  const row = rows(disk).find((one) => equalBytes(one.id, id));
  const plain = row?.sealed && (await open(crypto, await keyFor(crypto, keys), row.sealed, additional(keys, id)));
  const value = plain && parseCbor(plain);
  if (!row || !Array.isArray(value)) return undefined;
  // Opened under this device's own key, it is what `keepInvitation` wrote.
  const [forWhom, madeAt, qr] = value as [string, number, string];
  const purpose = parseInvitationQr(qr)?.invitation.purpose;
  return purpose && { id, purpose, forWhom, madeAt, expiresAt: row.expiresAt, qr };
}

/** Before anything is said to whoever answered: an answer interrupted is one that nobody goes on with. */
export function markAnswered(disk: Disk, id: InviteId): void {
  write(
    disk,
    rows(disk).map((row) => (equalBytes(row.id, id) ? { ...row, sealed: null } : row)),
  );
}

export function forgetInvitation(disk: Disk, id: InviteId): void {
  write(
    disk,
    rows(disk).filter((row) => !equalBytes(row.id, id)),
  );
}

function rows(disk: Disk): Row[] {
  const stored = disk.settings.get(setting);
  if (!Array.isArray(stored)) return [];
  return (stored as CborValue[][]).map(([id, expiresAt, sealed]) => ({
    id: asId(id as Bytes),
    expiresAt: Number(expiresAt),
    sealed: sealed as Bytes | null,
  }));
}

function write(disk: Disk, all: readonly Row[]): void {
  disk.settings.set(
    setting,
    all.map(({ id, expiresAt, sealed }) => [id, expiresAt, sealed]),
  );
}
