/** How many epoch keys a device seals in a second to readers who wait for them, each bound to its place as the key log asks. */

import { asHash, asId, assert, type AccountId, type CompartmentId, type PracticeId } from "@alcove/bytes";
import { commitmentOf, type EpochKey, sealEpochKey, sealingPublicKeyOf, type SealingSeed } from "@alcove/crypto";
import { nodeCryptoPort } from "@alcove/store-node";
import { sealsPerSecond } from "../probes.ts";

const recipients = 50;

export async function measureDeliveries(count: number): Promise<Record<string, number>> {
  const port = await nodeCryptoPort();
  const id = () => asId<AccountId>(port.random(16));
  const readers = await Promise.all(
    Array.from({ length: recipients }, async () => ({
      account: id(),
      key: await sealingPublicKeyOf(port.random(32) as SealingSeed),
    })),
  );
  const epochKey = port.random(32) as EpochKey;
  const place = {
    practice: asId<PracticeId>(port.random(16)),
    compartment: asId<CompartmentId>(port.random(16)),
    epoch: 1,
  };
  const facts = {
    ...place,
    commitment: await commitmentOf(port, epochKey, place),
    deliverer: id(),
    rosterHead: asHash(port.random(32)),
  };
  const sealToAll = async () => {
    const sealed = await Promise.all(
      readers.map(({ account, key }) =>
        sealEpochKey(port, { ...facts, recipient: account, recipientKey: key }, epochKey),
      ),
    );
    assert(
      sealed.every((each) => each !== undefined),
      "the keys are valid",
    );
  };
  await sealToAll();
  const probe = await sealsPerSecond(count);
  const began = performance.now();
  for (let sealed = 0; sealed < count; sealed += recipients) await sealToAll();
  return { perSecond: (count * 1000) / (performance.now() - began), probe };
}
