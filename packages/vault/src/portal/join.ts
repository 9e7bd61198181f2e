/**
 * A client's device is admitted (transcripts.md, pairing with P = portal). It is in no roster: the inviter is looked up in the portal's key
 * log, which the bearer of the invitation is shown with proofs.
 */

import { asId, type Bytes, type DeviceId, equalBytes, fail, type Hash, ok, type Result } from "@alcove/bytes";
import {
  deriveWalletKey,
  importSigningKey,
  importVerifyKey,
  publicKeyOf,
  sealingPublicKeyOf,
  type SealingSeed,
  type SigningSeed,
  walletSecretOf,
} from "@alcove/crypto";
import { clientSideOf, type Failure, failure, type PortalLog, staffOf } from "@alcove/protocol";
import type { Pairing, PairingSide } from "../features/pairing/pairing.ts";
import {
  type Meet,
  type MeetingPlace,
  type NewcomerRequest,
  startNewcomer,
  type Welcomed,
} from "../features/pairing/newcomer.ts";
import type { Invitation, NewClient } from "../features/pairing/transcript.ts";
import { identityHash } from "../kit.ts";
import { ask } from "../session.ts";
import { askAsClient } from "./portal.ts";
import { type AskPortal, createPortalReading, type OwnDevice, type PortalPins } from "./read.ts";
import { isPin } from "./wallet-card.ts";

/** Everything that a client's device has of its portal, to be kept where its person alone opens it. */
export type PortalKeys = PortalPins & OwnDevice & { readonly deviceSeed: SigningSeed };

/** Steps arrive through `show`, as at every newcomer. `keep` gets the keys once the key log names this device with exactly them. */
export async function joinPortal(
  shared: PairingSide,
  request: NewcomerRequest & {
    /** Six to twelve digits, for the wallet card that is printed then; absent: no card. */
    readonly pin?: string;
  },
  keep: (keys: PortalKeys) => void,
): Promise<Result<Pairing, Failure>> {
  const { crypto, transport } = shared.ports;
  const deviceSeed = crypto.random(32) as SigningSeed;
  const sealingSeed = crypto.random(32) as SealingSeed;
  const deviceKey = await importSigningKey(crypto, deviceSeed);
  const { pin } = request;
  if (pin !== undefined && !isPin(pin)) return fail(failure("pin-unfit"));
  const device = asId<DeviceId>(crypto.random(16));
  const sealingKey = await sealingPublicKeyOf(sealingSeed);
  let client: NewClient | undefined;

  async function introduce(
    { practice, purpose }: Invitation,
    inviteSecret: Bytes,
  ): Promise<Result<NewClient, Failure>> {
    if (purpose.kind !== "portal") return fail(failure("invitation-for-another"));
    const secret = await walletSecretOf(crypto, inviteSecret);
    const place = { practice, portal: purpose.portal, secret };
    const card = pin === undefined ? null : publicKeyOf(await deriveWalletKey(crypto, { ...place, pin }));
    client = { kind: "portal", device, deviceKey: deviceKey.publicKey, sealingKey, card };
    return ok(client);
  }

  const meet: Meet<PortalPins> = async (place) => {
    const pins = pinsOf(place.invitation);
    if (!pins) return fail(failure("invitation-for-another"));
    const askPortal: AskPortal = ({ size, bodiesFrom }) => {
      const path = `${place.path}/portal?size=${size}&bodiesFrom=${bodiesFrom}`;
      return ask(transport, pins.origin, "GET", path, "PortalAnswer");
    };
    const read = await createPortalReading(crypto, pins).read(askPortal);
    if (!read.ok) return read;
    const inviter = inviterIn(read.value, place);
    const identity = inviter && (await importVerifyKey(crypto, inviter));
    return identity ? ok({ met: pins, identity }) : fail(failure("alarm-rolled-back"));
  };

  /** As the device that it is now: the invitation opens nothing more. */
  async function welcomed({ met: pins, transcript }: Welcomed<PortalPins>): Promise<Result<undefined, Failure>> {
    if (!client) return fail(failure("bug"));
    const own = createPortalReading(crypto, pins, { device, sealingSeed });
    const read = await own.read(askAsClient({ crypto, transport }, { ...pins, deviceSeed }));
    const isUnnamed = !read.ok && ["device-revoked", "login-refused"].includes(read.error.code);
    if (isUnnamed) return fail(failure("alarm-leaf-missing"));
    if (!read.ok) return read;
    if (!isExactly(read.value, client, transcript)) return fail(failure("alarm-leaf-missing"));
    keep({ ...own.seen(), device, deviceSeed, sealingSeed });
    return ok();
  }

  return startNewcomer(shared, request, "portal", introduce, meet, welcomed);
}

function pinsOf({ purpose, ...facts }: Invitation): PortalPins | undefined {
  if (purpose.kind !== "portal") return undefined;
  const { origin, practice, founding, ledgerKey, checkpoint } = facts;
  const { portal, logHead } = purpose;
  return { origin, practice, founding, ledgerKey, checkpoint, portal, logHead };
}

/** The identity that the invitation pins, where the newest list names it and the chain holds what the inviter has seen. */
function inviterIn({ readers, heads }: PortalLog, { invitation, seen }: MeetingPlace) {
  if (!heads.some((head) => equalBytes(head, seen.rosterHead))) return undefined;
  const found = staffOf(readers).find(([, sign, seal]) => equalBytes(identityHash(sign, seal), invitation.inviter));
  return found?.[1];
}

function isExactly({ readers }: PortalLog, client: NewClient, transcript: Hash): boolean {
  const { clients, card } = clientSideOf(readers);
  const isCard = client.card === null || (card !== null && equalBytes(card, client.card));
  return (
    isCard &&
    clients.some(
      ([device, key, seal, paired]) =>
        equalBytes(device, client.device) &&
        equalBytes(key, client.deviceKey) &&
        equalBytes(seal, client.sealingKey) &&
        equalBytes(paired, transcript),
    )
  );
}
