/**
 * A client's new phone asks to be admitted, by wallet card and PIN (docs/spec, PTL-14). Until somebody of the practice has answered it has
 * no session and no key.
 */

import { asId, type DeviceId, encodeCbor, fail, ok, type Result } from "@alcove/bytes";
import {
  deriveWalletKey,
  importSigningKey,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
} from "@alcove/crypto";
import { type Failure, failure, signKnock } from "@alcove/protocol";
import type { Ports } from "../ports.ts";
import { callOpenly } from "../session.ts";
import type { PortalKeys } from "./join.ts";
import { isPin, parseWalletCard } from "./wallet-card.ts";

/**
 * Gives the keys of the device that asked; they open the portal once it is admitted. Failures: `wallet-card-unreadable`, `pin-unfit`,
 * `login-refused` (another PIN, or a card that counts no more), `slow-down`.
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
  const knock = await signKnock(crypto, practice, asks, keys);
  const sent = await callOpenly(transport, origin, "POST", "/v1/portal/knock", encodeCbor({ practice, knock }));
  return sent.ok ? ok({ ...pins, device, deviceSeed, sealingSeed }) : sent;
}
