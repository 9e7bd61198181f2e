/**
 * A client's new phone asks to be admitted, by wallet card and PIN (docs/spec, PTL-14). Until somebody of the practice has answered it has
 * no session and no key.
 */

import { asId, type DeviceId, encodeCbor, equalBytes, fail, ok, type Result } from "@alcove/bytes";
import {
  deriveWalletKey,
  importSigningKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
} from "@alcove/crypto";
import { type Failure, failure, signKnock } from "@alcove/protocol";
import type { Ports } from "../ports.ts";
import { ask } from "../session.ts";
import type { PortalKeys } from "./join.ts";
import { isPin, parseWalletCard } from "./wallet-card.ts";

/**
 * Gives the keys of the device that asked; they open the portal once it is admitted. Failures: `wallet-card-unreadable`, `pin-unfit`,
 * `login-refused` (another PIN, or a card that counts no more), `slow-down`, `head-moved` (to be tried again).
 */
export async function knockAtPortal(
  { crypto, transport }: Pick<Ports, "crypto" | "transport">,
  request: { readonly card: string; readonly pin: string },
): Promise<Result<PortalKeys, Failure>> {
  const card = parseWalletCard(request.card);
  if (!card) return fail(failure("wallet-card-unreadable"));
  if (!isPin(request.pin)) return fail(failure("pin-unfit"));
  const { secret: _, ...pins } = card;
  const { practice, portal, origin } = pins;
  const deviceSeed = crypto.random(32) as SigningSeed;
  const sealingSeed = crypto.random(32) as SealingSeed;
  const device = asId<DeviceId>(crypto.random(16));
  const keys = {
    card: await importSigningKey(crypto, await deriveWalletKey(crypto, { ...card, pin: request.pin })),
    device: await importSigningKey(crypto, deviceSeed),
  };
  const asks = { portal, device, sealingKey: await sealingPublicKeyOf(sealingSeed) };
  // The card names the entry of its own time. Whoever has card and PIN is told the newest, and knocks there.
  let { logHead: head } = pins;
  for (let tries = 0; tries < mostTries; tries++) {
    const knock = await signKnock(crypto, practice, { ...asks, head }, keys);
    const request = encodeCbor({ practice, knock });
    const sent = await ask(transport, origin, "POST", "/v1/portal/knock", "KnockAnswer", request);
    if (!sent.ok) return sent;
    if (equalBytes(sent.value.head, head)) return ok({ ...pins, device, deviceSeed, sealingSeed });
    head = sent.value.head;
  }
  return fail(failure("head-moved"));
}

/** Each after an entry that came in between. */
const mostTries = 4;
