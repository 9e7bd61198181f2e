/** A portal of a test practice: clients' devices, and rotations that name them. */

import { asHash, type Bytes, type DeviceId, toHex, zeroHash } from "@alcove/bytes";
import {
  commitmentOf,
  dropBoxPublicKey,
  type EpochKey,
  hash,
  type PublicKey,
  sealBackLink,
  sealEpochKey,
  type SealingPublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
} from "@alcove/crypto";
import { type Delivery, encodeKeyLogBody, type KeyLogBody, type KeyLogOperation } from "../keylog/entry.ts";
import { clientSideOf, clientsOf, type PortalClient, portalReaders, type PortalReaders } from "../portal/readers.ts";
import type { Recipient } from "../roster/recovery-set.ts";
import { activeReadersOf, recipientsOf, sealingKeyOf } from "../roster/roster.ts";
import { signBy, signerKinds } from "../roster/signed.ts";
import type { Rotation, TestCompartment } from "./entries.ts";
import { createDevice, type Signer, type TestDevice, type TestMember, type TestPractice } from "./practice.ts";

export type TestClient = TestDevice & { readonly sealSeed: SealingSeed; readonly line: PortalClient };

export async function createClient({ port }: TestPractice): Promise<TestClient> {
  const device = await createDevice(port);
  const sealSeed = port.random(32) as SealingSeed;
  const line: PortalClient = [
    device.device,
    device.key.publicKey,
    await sealingPublicKeyOf(sealSeed),
    asHash(port.random(32)),
  ];
  return { ...device, sealSeed, line };
}

export type PortalRotation = {
  readonly signer?: Signer;
  /** Of the list; absent: those that it has. */
  readonly clients?: readonly PortalClient[];
  readonly card?: PublicKey | null;
  /** In the place of the list that the roster asks for. */
  readonly readers?: PortalReaders;
  readonly leftOut?: Recipient;
  readonly changes?: Partial<KeyLogBody>;
  /** The signer's former identity, which signs too. */
  readonly former?: TestMember;
};

/** The next epoch of a portal, right unless a test changes something. */
export async function portalRotation(
  p: TestPractice,
  compartment: TestCompartment,
  made: PortalRotation = {},
): Promise<Rotation> {
  const { port, practice, roster } = p;
  const { signer = p.founder, changes = {} } = made;
  const known = roster.compartments.get(toHex(compartment.id));
  if (!known) throw new Error("there is a portal");
  const kept = clientSideOf(compartment.log?.readers);
  const { clients = kept.clients, card = kept.card } = made;
  const readers =
    made.readers ?? portalReaders(roster, compartment.id, activeReadersOf(roster, known), { clients, card });
  const epochKey = port.random(32) as EpochKey;
  const place = { practice, compartment: compartment.id, epoch: compartment.epochKeys.length + 1 };
  const commitment = await commitmentOf(port, epochKey, place);
  const before = compartment.epochKeys.at(-1);
  const given: { recipient: Recipient; recipientKey: SealingPublicKey }[] = [
    ...recipientsOf(roster, known).map((recipient) => ({
      recipient,
      recipientKey: sealingKeyOf(roster, compartment.id, recipient),
    })),
    ...clientsOf(readers).map(([recipient, , recipientKey]) => ({ recipient, recipientKey })),
  ].filter(({ recipient }) => !made.leftOut || toHex(recipient) !== toHex(made.leftOut));
  const sealedKeys: Bytes[] = [];
  const deliveries: Delivery[] = [];
  for (const to of given) {
    const rosterHead = changes.rosterHead ?? roster.head;
    const at = { ...place, ...to, commitment, deliverer: signer.member.account, rosterHead };
    const sealed = (await sealEpochKey(port, at, epochKey)) as Bytes;
    sealedKeys.push(sealed);
    deliveries.push([to.recipient, hash(to.recipientKey), hash(sealed)]);
  }
  const operation: KeyLogOperation = [
    "rotate.portal",
    place.epoch,
    commitment,
    await dropBoxPublicKey(port, epochKey, place),
    before ? ((await sealBackLink(port, epochKey, place, before)) as never) : null,
    deliveries,
    readers,
  ];
  const entry = await portalEntry(p, compartment, operation, made);
  return { entry, sealedKeys, epochKey };
}

/** Any entry of a portal's key log. */
export async function portalEntry(
  p: TestPractice,
  { id, log }: TestCompartment,
  operation: KeyLogOperation,
  { signer = p.founder, changes = {}, former }: PortalRotation = {},
): Promise<Bytes> {
  const { member, device } = signer;
  const body: KeyLogBody = {
    compartment: id,
    sequence: (log?.sequence ?? -1) + 1,
    previous: log?.head ?? zeroHash(),
    rosterHead: p.roster.head,
    account: member.account,
    device: device.device,
    operation,
    ...changes,
  };
  const keys = [
    { kind: signerKinds.identity, id: member.account, key: member.signKey },
    { kind: signerKinds.device, id: device.device, key: device.key },
    ...(former ? [{ kind: signerKinds.identity, id: member.account, key: former.signKey }] : []),
  ];
  return signBy(p.port, "key-log", p.practice, encodeKeyLogBody(body), keys);
}

/** A client that has what it must not: these fields of another's. */
export const withFields = (
  client: PortalClient,
  of: { id?: DeviceId; key?: PortalClient[1]; seal?: PortalClient[2] },
) => [of.id ?? client[0], of.key ?? client[1], of.seal ?? client[2], client[3]] satisfies PortalClient;
