/** Portals: an entry with its list, a knock, and the wallet card (docs/spec 23). */

import {
  type AccountId,
  asHash,
  type CompartmentId,
  type DeviceId,
  type PracticeId,
  type RecoverySetId,
  toHex,
  utf8,
} from "@alcove/bytes";
import {
  type Commitment,
  type CryptoPort,
  deriveWalletKey,
  hash,
  importSigningKey,
  publicKeyOf,
  type PublicKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
  type WalletSecret,
} from "@alcove/crypto";
import { encodeKeyLogBody, portalNameOf, signBy, signerKinds, signKnock } from "@alcove/protocol";
import { createDevice, createMember, idFrom } from "@alcove/protocol/testing";
import { encodeWalletCard } from "../../packages/vault/src/portal/wallet-card.ts";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;
type Place = { readonly practice: PracticeId; readonly portal: CompartmentId };

export async function portalCases(port: CryptoPort): Promise<FrozenCase[]> {
  const place = { practice: idFrom<PracticeId>(port), portal: idFrom<CompartmentId>(port) };
  return [await entryCase(port, place), await knockCase(port, place), await cardCase(port, place)];
}

async function entryCase(port: CryptoPort, { practice, portal }: Place): Promise<FrozenCase> {
  const [member, device, phone] = [await createMember(port), await createDevice(port), await createDevice(port)];
  const set = idFrom<RecoverySetId>(port);
  const name = portalNameOf(portal, set);
  const sealing = async () => sealingPublicKeyOf(port.random(32) as SealingSeed);
  const [phoneSeal, transcript, card] = [
    await sealing(),
    hash(port.random(32)),
    (await createDevice(port)).key.publicKey,
  ];
  const line = [phone.device, phone.key.publicKey, phoneSeal, transcript] as const;
  const staff = [member.account, member.signKey.publicKey, member.sealKey, [[device.device, device.key.publicKey]]];
  const recipients = [member.account, name, phone.device] as const;
  const deliveries = recipients.map((one) => [one, hash(port.random(32)), hash(port.random(32))]);
  const epoch = [2, port.random(32) as Commitment, await sealing(), port.random(60), deliveries] as const;
  const facts = {
    compartment: portal,
    sequence: 1,
    previous: asHash(port.random(32)),
    rosterHead: asHash(port.random(32)),
    account: member.account,
    device: device.device,
  };
  const signed = async (readers: readonly unknown[]) => {
    const body = encodeKeyLogBody({ ...facts, operation: ["rotate.portal", ...epoch, readers] as never });
    return signBy(port, "key-log", practice, body, [
      { kind: signerKinds.identity, id: member.account, key: member.signKey },
      { kind: signerKinds.device, id: device.device, key: device.key },
    ]);
  };
  const bytes = await signed([[staff], name, [line], card]);
  return {
    format: "key-log-entry-of-portal",
    rule: "PTL-1",
    facts: {
      practice: hex(practice),
      account: hex(member.account),
      device: hex(device.device),
      identityKey: hex(member.signKey.publicKey),
      deviceKey: hex(device.key.publicKey),
      set: hex(set),
    },
    bytes: hex(bytes),
    opens: {
      staff: [hex(member.account)],
      devices: [hex(device.device)],
      setName: hex(name),
      clients: [hex(phone.device)],
      transcript: hex(transcript),
      card: hex(card),
      recipients: recipients.map(hex),
    },
    refused: [
      ...damaged(bytes),
      ...otherFacts({
        practice: hex(idFrom(port)),
        account: hex(idFrom<AccountId>(port)),
        device: hex(idFrom<DeviceId>(port)),
        identityKey: hex(device.key.publicKey),
        deviceKey: hex(member.signKey.publicKey),
        set: hex(idFrom(port)),
      }),
      { name: "the set's id in the place of its name", bytes: hex(await signed([[staff], set, [line], card])) },
      { name: "nobody of the staff", bytes: hex(await signed([[], name, [line], card])) },
      { name: "no card's place", bytes: hex(await signed([[staff], name, [line]])) },
      { name: "nine devices", bytes: hex(await signed([[staff], name, Array.from({ length: 9 }, () => line), card])) },
    ],
  };
}

async function knockCase(port: CryptoPort, { practice, portal }: Place): Promise<FrozenCase> {
  const [card, device] = [await createDevice(port), await createDevice(port)];
  const head = hash(port.random(32));
  const sealingKey = await sealingPublicKeyOf(port.random(32) as SealingSeed);
  const keys = { card: card.key, device: device.key };
  const bytes = await signKnock(port, practice, { portal, head, device: device.device, sealingKey }, keys);
  const exchanged = await signKnock(
    port,
    practice,
    { portal, head, device: device.device, sealingKey },
    { card: device.key, device: device.key },
  );
  return {
    format: "portal-knock",
    rule: "PTL-14",
    facts: { practice: hex(practice), card: hex(card.key.publicKey) },
    bytes: hex(bytes),
    opens: {
      portal: hex(portal),
      head: hex(head),
      device: hex(device.device),
      deviceKey: hex(device.key.publicKey),
      sealingKeyHash: hex(hash(sealingKey)),
    },
    refused: [
      ...damaged(bytes),
      ...otherFacts({ practice: hex(idFrom(port)), card: hex(device.key.publicKey) }),
      { name: "signed by the device in the card's place", bytes: hex(exchanged) },
    ],
  };
}

async function cardCase(port: CryptoPort, place: Place): Promise<FrozenCase> {
  const ledgerSeed = port.random(32) as SigningSeed;
  const card = {
    ...place,
    origin: "https://alcove.example",
    founding: hash(port.random(32)),
    ledgerKey: publicKeyOf(ledgerSeed) as PublicKey,
    logHead: hash(port.random(32)),
    checkpoint: { size: 4000, root: hash(port.random(32)) },
    secret: port.random(16) as WalletSecret,
  };
  const pin = "271828";
  const text = encodeWalletCard(card);
  const typed = (changes: Partial<typeof card>) => hex(utf8(encodeWalletCard({ ...card, ...changes })));
  const key = await importSigningKey(port, await deriveWalletKey(port, { ...card, pin }));
  return {
    format: "wallet-card",
    rule: "PTL-13",
    facts: { pin, cardKey: hex(key.publicKey) },
    bytes: hex(utf8(text)),
    opens: {
      origin: card.origin,
      practice: hex(card.practice),
      founding: hex(card.founding),
      ledgerKey: hex(card.ledgerKey),
      portal: hex(card.portal),
      logHead: hex(card.logHead),
      size: 4000,
      root: hex(card.checkpoint.root),
      secret: hex(card.secret),
    },
    refused: [
      ...damaged(utf8(text)),
      ...otherFacts({ pin: "271829", cardKey: hex(publicKeyOf(ledgerSeed)) }),
      { name: "another prefix", bytes: hex(utf8(text.replace("WALLET-1", "WALLET-2"))) },
      { name: "a page as origin", bytes: typed({ origin: "https://alcove.example/card" }) },
      { name: "an empty ledger", bytes: typed({ checkpoint: { ...card.checkpoint, size: 0 } }) },
      { name: "another secret", bytes: typed({ secret: port.random(16) as WalletSecret }) },
      { name: "of another portal", bytes: typed({ portal: idFrom<CompartmentId>(port) }) },
    ],
  };
}
