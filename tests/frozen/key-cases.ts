/** Keys: from passphrase to keyring, and from epoch key to what is derived and delivered (docs/spec/02-keys.md). */

import { type AccountId, asId, type CborValue, encodeCbor, type PracticeId, toHex } from "@alcove/bytes";
import {
  backLinkContext,
  backLinkKey,
  batchTag,
  commitmentOf,
  context,
  type CryptoPort,
  derivePassphraseKeys,
  deriveTagKey,
  dropBoxSeed,
  type EpochKey,
  hash,
  hkdf,
  importSealKey,
  keyringContext,
  type KeyringKey,
  publicKeyOf,
  seal,
  sealBackLink,
  sealEpochKey,
  sealingPublicKeyOf,
  type SealingSeed,
  sealKeyring,
  sealSlot,
  type SecretKey,
  type SigningSeed,
  slotContext,
} from "@alcove/crypto";
import { damaged, type FrozenCase, otherFacts } from "./frozen-case.ts";

const hex = toHex;

export async function keyCases(port: CryptoPort): Promise<FrozenCase[]> {
  const practice = asId<PracticeId>(port.random(16));
  const account = asId<AccountId>(port.random(16));
  const secretKey = port.random(16) as SecretKey;
  const passphrase = "caf\u00e9 \u2162 lantern orbit gravel";
  const keys = await derivePassphraseKeys(port, { practice, account, passphrase, secretKey, kdfVersion: 1 });
  if (!keys) throw new Error("KDF version 1 is known");
  const { loginSeed, unlockKey } = keys;

  const keyringKey = port.random(32) as KeyringKey;
  const place = { practice, account, keyringVersion: 1 };
  const slotPlace = { ...place, slot: 0, kdfVersion: 1 };
  const slot = await sealSlot(port, unlockKey, slotPlace, keyringKey);
  const shortSlot = await seal(port, await importSealKey(port, unlockKey), new Uint8Array(31), slotContext(slotPlace));

  const identity = () => ({ sign: port.random(32) as SigningSeed, seal: port.random(32) as SealingSeed });
  const identities = [identity(), identity()] as const;
  const keyring = await sealKeyring(port, keyringKey, place, { version: 1, identities, loginSeed });
  const second = await sealKeyring(port, keyringKey, place, { version: 2, identities, loginSeed });
  const innerKey = await importSealKey(port, await hkdf(port, keyringKey, context("keyring"), 32));
  const sealedInside = async (value: CborValue) =>
    hex(await seal(port, innerKey, encodeCbor(value), keyringContext(place)));

  const other = hex(port.random(16));
  const at = { practice: hex(practice), account: hex(account) };
  const elsewhere = { practice: other, account: other, keyringVersion: 2 };
  return [
    {
      format: "passphrase",
      rule: "KEY-3",
      facts: { ...at, passphrase, secretKey: hex(secretKey), kdfVersion: 1 },
      bytes: "",
      opens: { loginSeed: hex(loginSeed), loginKey: hex(publicKeyOf(loginSeed)), unlockKey: hex(unlockKey) },
      refused: otherFacts({ kdfVersion: 4 }),
    },
    {
      format: "slot",
      rule: "KEY-5",
      facts: { ...at, keyringVersion: 1, slot: 0, kdfVersion: 1, unlockKey: hex(unlockKey) },
      bytes: hex(slot),
      opens: hex(keyringKey),
      refused: [
        ...damaged(slot),
        { name: "31 bytes inside", bytes: hex(shortSlot) },
        ...otherFacts({ ...elsewhere, slot: 1, kdfVersion: 2, unlockKey: hex(keyringKey) }),
      ],
    },
    {
      format: "keyring",
      rule: "KEY-6",
      facts: { ...at, keyringVersion: 1, keyringKey: hex(keyringKey) },
      bytes: hex(keyring),
      opens: { identities: identities.map((each) => [hex(each.sign), hex(each.seal)]), loginSeed: hex(loginSeed) },
      refused: [
        ...damaged(keyring),
        { name: "another version's", bytes: hex(second) },
        { name: "another version inside", bytes: await sealedInside([1, 2, [[loginSeed, loginSeed]], loginSeed]) },
        { name: "another format inside", bytes: await sealedInside([2, 1, [[loginSeed, loginSeed]], loginSeed]) },
        { name: "no identity inside", bytes: await sealedInside([1, 1, [], loginSeed]) },
        { name: "a field more inside", bytes: await sealedInside([1, 1, [[loginSeed, loginSeed]], loginSeed, 0]) },
        ...otherFacts({ ...elsewhere, keyringKey: hex(unlockKey) }),
      ],
    },
    ...(await epochCases(port)),
  ];
}

async function epochCases(port: CryptoPort): Promise<FrozenCase[]> {
  const epochKey = port.random(32) as EpochKey;
  const before = port.random(32) as EpochKey;
  const place = { practice: asId<PracticeId>(port.random(16)), compartment: asId<never>(port.random(16)), epoch: 2 };
  const commitment = await commitmentOf(port, epochKey, place);
  const commitmentBefore = await commitmentOf(port, before, { ...place, epoch: 1 });
  const backLink = await sealBackLink(port, epochKey, place, before);
  const wrongLink = await seal(port, await backLinkKey(port, epochKey), epochKey, backLinkContext(place));
  const member = asId<AccountId>(port.random(16));
  const author = asId<never>(port.random(16));
  const dropBox = await dropBoxSeed(port, epochKey, place);

  const seed = port.random(32) as SealingSeed;
  const delivery = {
    ...place,
    commitment,
    recipient: member,
    recipientKey: await sealingPublicKeyOf(seed),
    deliverer: asId<AccountId>(port.random(16)),
    rosterHead: hash(port.random(32)),
  };
  const sealed = await sealEpochKey(port, delivery, epochKey);
  const sealedOther = await sealEpochKey(port, delivery, before);
  if (!sealed || !sealedOther) throw new Error("the recipient's key is one");

  const at = { practice: hex(place.practice), compartment: hex(place.compartment), epoch: 2 };
  const other = hex(port.random(16));
  const elsewhere = { practice: other, compartment: other, epoch: 3 };
  return [
    {
      format: "epoch-derivations",
      rule: "KEY-10",
      facts: { ...at, epochKey: hex(epochKey), member: hex(member), author: hex(author), counter: 7 },
      bytes: "",
      opens: {
        commitment: hex(commitment),
        dropBoxSeed: hex(dropBox),
        dropBoxKeyHash: hex(hash(await sealingPublicKeyOf(dropBox))),
        tag: hex(batchTag(await deriveTagKey(port, epochKey, member), author, 7)),
      },
      refused: [],
    },
    {
      format: "back-link",
      rule: "KEY-11",
      facts: { ...at, epochKey: hex(epochKey), commitmentBefore: hex(commitmentBefore) },
      bytes: hex(backLink),
      opens: hex(before),
      refused: [
        ...damaged(backLink),
        { name: "to a key that nobody committed to", bytes: hex(wrongLink) },
        ...otherFacts({ ...elsewhere, epochKey: hex(before), commitmentBefore: hex(commitment) }),
      ],
    },
    {
      format: "delivery",
      rule: "KEY-12",
      facts: {
        ...at,
        seed: hex(seed),
        commitment: hex(commitment),
        recipient: hex(member),
        deliverer: hex(delivery.deliverer),
        rosterHead: hex(delivery.rosterHead),
      },
      bytes: hex(sealed),
      opens: hex(epochKey),
      refused: [
        ...damaged(sealed),
        { name: "another key than the committed one", bytes: hex(sealedOther) },
        ...otherFacts({
          ...elsewhere,
          seed: hex(before),
          commitment: hex(commitmentBefore),
          recipient: other,
          deliverer: other,
          rosterHead: hex(commitment),
        }),
      ],
    },
  ];
}
