/** The first statement of a practice as the server would have liked it: all as it is, but for keys of the server's own. */

import { asHash, type PracticeId } from "@alcove/bytes";
import { importSigningKey, publicKeyOf, type SealingSeed, sealingPublicKeyOf, type SigningSeed } from "@alcove/crypto";
import { encodeStatementBody, parseStatement, signAsPerson } from "@alcove/protocol";
import type { HostileLayer } from "./hostile-layer.ts";
import { type Entry, entryFor } from "./view.ts";

/** `founding`: the true one. */
export async function forgeFounding(
  { crypto }: HostileLayer,
  practice: PracticeId,
  founding: Entry | undefined,
): Promise<Required<Entry>> {
  const create = founding?.body && parseStatement(founding.body.entry)?.body.operations[0];
  if (create?.[0] !== "practice.create") throw new Error("the first statement founds the practice");
  const [identity, deviceKey] = [crypto.random(32) as SigningSeed, crypto.random(32) as SigningSeed];
  const sealing = await sealingPublicKeyOf(crypto.random(32) as SealingSeed);
  const [account, device] = [create[4], create[7]];
  const zeros = asHash(new Uint8Array(32));
  const body = encodeStatementBody({
    sequence: 0,
    previous: zeros,
    account,
    device,
    checkpoint: { size: 0, root: zeros },
    operations: [
      create.with(5, publicKeyOf(identity)).with(6, sealing).with(8, publicKeyOf(deviceKey)) as typeof create,
    ],
  });
  const entry = await signAsPerson(crypto, "statement", practice, body, {
    account,
    identity: await importSigningKey(crypto, identity),
    device,
    deviceKey: await importSigningKey(crypto, deviceKey),
  });
  return entryFor({ kind: "roster", entry, payload: [] }) as Required<Entry>;
}
