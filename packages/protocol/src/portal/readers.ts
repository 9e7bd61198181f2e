/**
 * Who reads a portal, as its key log says it to a client's device that is in no roster and sees none (docs/spec, PTL-1 to PTL-6):
 * the staff with identities and devices, the practice's recovery set by its name there, the client's own devices, and the key of their wallet card.
 */

import {
  type AccountId,
  type Bytes,
  type CborValue,
  type CompartmentId,
  type DeviceId,
  encodeCbor,
  equalBytes,
  type Hash,
  toHex,
} from "@alcove/bytes";
import {
  type CryptoPort,
  hash,
  importVerifyKey,
  isSealingPublicKey,
  type PublicKey,
  type SealingPublicKey,
  sealingPublicKeyBytes,
} from "@alcove/crypto";
import { limits } from "../limits.ts";
import { portalNameOf, type Recipient } from "../roster/recovery-set.ts";
import { mayCreate } from "../roster/roles.ts";
import { activeReadersOf, type Compartment, isAmong, memberOf, type Roster } from "../roster/roster.ts";
import { isUsedAccount, isUsedKey, isUsedSealingKey } from "../roster/used-keys.ts";
import { bytes, z } from "../schema.ts";
import type { Knock } from "./knock.ts";

/** `transcript`: of the pairing that brought it in. */
const client = z.tuple([
  bytes<DeviceId>(16),
  bytes<PublicKey>(32),
  bytes<SealingPublicKey>(sealingPublicKeyBytes),
  bytes<Hash>(32),
]);
const device = z.tuple([bytes<DeviceId>(16), bytes<PublicKey>(32)]);
const staff = z.tuple([
  bytes<AccountId>(16),
  bytes<PublicKey>(32),
  bytes<SealingPublicKey>(sealingPublicKeyBytes),
  z.array(device).check(z.maxLength(limits.devicesPerMember)),
]);

export const portalReadersSchema = z.tuple([
  z.array(staff).check(z.minLength(1), z.maxLength(100)),
  z.nullable(bytes<Recipient>(16)),
  z.array(client).check(z.maxLength(8)),
  z.nullable(bytes<PublicKey>(32)),
]);
export type PortalReaders = z.infer<typeof portalReadersSchema>;
export type PortalStaff = PortalReaders[0][number];
export type PortalClient = PortalReaders[2][number];

export const staffOf = ([all]: PortalReaders): readonly PortalStaff[] => all;
/** What the practice decides with a client. `card`: of the newest wallet card. */
export type ClientSide = { readonly clients: readonly PortalClient[]; readonly card: PublicKey | null };
export const noClients: ClientSide = { clients: [], card: null };
export const clientSideOf = (readers: PortalReaders | undefined): ClientSide =>
  readers ? { clients: readers[2], card: readers[3] } : noClients;
export const clientsOf = (readers: PortalReaders | undefined): readonly PortalClient[] => readers?.[2] ?? [];

/** The list that the roster asks for, with this client. `accounts`: who reads the compartment. */
export function portalReaders(
  roster: Roster,
  portal: CompartmentId,
  accounts: readonly AccountId[],
  { clients, card }: ClientSide,
): PortalReaders {
  const staffList = accounts.map((account): PortalStaff => {
    const { identitySign, identitySeal } = memberOf(roster, account);
    const devices = [...roster.devices.values()].filter((one) => !one.revoked && equalBytes(one.account, account));
    return [account, identitySign.publicKey, identitySeal, devices.map((one) => [one.device, one.key.publicKey])];
  });
  const { recoverySet } = roster;
  return [staffList, recoverySet ? portalNameOf(portal, recoverySet.set) : null, [...clients], card];
}

/** Whether the staff that the list names are those whom the roster has as readers now, with the keys they have now. */
export function namesTheStaff(roster: Roster, compartment: Compartment, readers: PortalReaders): boolean {
  const now = portalReaders(
    roster,
    compartment.compartment,
    activeReadersOf(roster, compartment),
    clientSideOf(readers),
  );
  return equalBytes(encodeReaders(now), encodeReaders(readers));
}

/** Who may admit a client's device, end it, and give a card: whoever may begin a portal, where they read and write this one. */
export function mayAdmit(roster: Roster, compartment: Compartment, account: AccountId): boolean {
  const member = roster.members.get(toHex(account));
  const { readers, writers } = compartment;
  return (
    compartment.kind === "portal" &&
    member !== undefined &&
    member.suspendedIndex === undefined &&
    mayCreate(member.role, "portal") &&
    isAmong(readers, account) &&
    isAmong(writers, account)
  );
}

export function sameClients(before: ClientSide, after: ClientSide): boolean {
  return equalBytes(encodeCbor([before.clients, before.card]), encodeCbor([after.clients, after.card]));
}

const isSame = (one: PortalClient, other: PortalClient): boolean => equalBytes(encodeCbor(one), encodeCbor(other));

/** A client's device or card that a list of the portal once named: hashes of its id and keys, and who put it there. */
export type Listed = { readonly by: AccountId; readonly names: readonly Hash[] };

const isListed = (listed: readonly Listed[], name: Bytes): boolean => findListed(listed, name) !== undefined;
const findListed = (listed: readonly Listed[], name: Bytes): Listed | undefined => {
  const hashed = hash(name);
  return listed.find(({ names }) => names.some((one) => equalBytes(one, hashed)));
};

/** Whoever put this client's device into the list. */
export const admittedBy = (listed: readonly Listed[] | undefined, device: DeviceId): AccountId | undefined =>
  findListed(listed ?? [], device)?.by;

/** Whether a device of this id or with one of these keys was ever in a list: it never comes back (PTL-5). */
export const wasListed = (
  listed: readonly Listed[] | undefined,
  { device, deviceKey, sealingKey }: Pick<Knock, "device" | "deviceKey" | "sealingKey">,
): boolean => [device, deviceKey, sealingKey].some((name) => isListed(listed ?? [], name));

export function listedAfter(listed: readonly Listed[], readers: PortalReaders, by: AccountId): readonly Listed[] {
  const { clients, card } = clientSideOf(readers);
  const named = [...clients.map(([id, key, seal]) => [id, key, seal]), ...(card ? [[card]] : [])];
  const added = named.filter(([id]) => !isListed(listed, id as Bytes)).map((names) => ({ by, names: names.map(hash) }));
  return added.length > 0 ? [...listed, ...added] : listed;
}

/**
 * Whether the client's devices and card can stand in a list of this practice: what stood there before unchanged, every other with an
 * id and keys of its own that are valid and that neither the roster nor a list of this portal ever held.
 */
export async function clientsFit(
  port: CryptoPort,
  roster: Roster,
  { before, listed }: { readonly before: ClientSide; readonly listed: readonly Listed[] },
  readers: PortalReaders,
): Promise<boolean> {
  const after = clientSideOf(readers);
  if (!areApart(after)) return false;
  const { card } = after;
  const isNewCard = card !== null && !(before.card && equalBytes(before.card, card));
  if (isNewCard && (isListed(listed, card) || isUsedKey(roster, card) || !(await importVerifyKey(port, card))))
    return false;
  for (const one of after.clients) {
    if (before.clients.some((other) => isSame(other, one))) continue;
    const [id, key, seal] = one;
    const isKnown =
      one.slice(0, 3).some((name) => isListed(listed, name)) ||
      roster.devices.has(toHex(id)) ||
      isUsedAccount(roster, id) ||
      (readers[1] !== null && equalBytes(readers[1], id)) ||
      isUsedKey(roster, key) ||
      isUsedSealingKey(roster, seal);
    if (isKnown || !isSealingPublicKey(seal) || !(await importVerifyKey(port, key))) return false;
  }
  return true;
}

/** No id and no key twice. */
export function areApart({ clients, card }: ClientSide): boolean {
  const seen = [...clients.flatMap(([id, key, seal]) => [id, key, seal]), ...(card ? [card] : [])].map(toHex);
  return new Set(seen).size === seen.length;
}

const encodeReaders = (readers: PortalReaders): Bytes => encodeCbor(readers as CborValue);
