/**
 * A device whose person replaced the keys on another one takes the new ones (docs/spec, OWN-11): the passphrase, and after a
 * rekey the Secret Key from the new Emergency Kit. Everything that comes is measured against Kit, roster and what is here.
 */

import { equalBytes, fail, ok, type Result } from "@alcove/bytes";
import { argon2idCost, derivePassphraseKeys } from "@alcove/crypto";
import { openKeyring, openSlot } from "@alcove/crypto/open";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { type KitFacts, parseKit } from "../../kit.ts";
import type { Ports } from "../../ports.ts";
import type { Profile } from "../../profile.ts";
import { readMessage, type SecondFactorAtHand } from "../../session.ts";
import { keyringFits, openDeviceSeed, sealDeviceSeed } from "../unlock.ts";
import { type OpenNext, readNextKeys } from "./next-keys.ts";
import { isNamed } from "./rekey.ts";
import { loginBy, rosterBy } from "./settle.ts";

/** `kit`: the new one's text; absent where only the passphrase changed, or where the change was made here and its answer lost. */
export type TakeNewKeys = { readonly passphrase: string; readonly kit?: string };

/**
 * `undefined`: nothing was replaced. Failures: `kit-unreadable`, `kit-foreign`, `kit-replaced` (an older Kit),
 * `passphrase-wrong`, those of the second factor, `answer-forged`, alarms.
 */
export async function takeNewKeys(
  ports: Ports,
  disk: Disk,
  running: Opened,
  request: TakeNewKeys,
  shown: SecondFactorAtHand,
): Promise<Result<OpenNext | undefined, Failure>> {
  const { crypto } = ports;
  const { profile, keys } = running;
  const kit = request.kit === undefined ? undefined : parseKit(request.kit);
  if (request.kit !== undefined && !kit) return fail(failure("kit-unreadable"));
  if (kit && !isOf(kit, profile)) return fail(failure("kit-foreign"));
  const { secretKey, kdfVersion } = kit ?? readNextKeys(disk) ?? profile;
  if (!argon2idCost(kdfVersion)) return fail(failure("kdf-version-unknown"));
  const { practice, account } = profile;
  const facts = { practice, account, passphrase: request.passphrase, secretKey, kdfVersion };
  const derived = await derivePassphraseKeys(crypto, facts);
  if (!derived) return fail(failure("kdf-version-unknown"));

  const session = await loginBy(ports, running, derived.loginSeed, shown);
  if (!session.ok) return session.error.code === "login-refused" ? fail(failure("passphrase-wrong")) : session;
  if (session.value.scope !== "full") return fail(failure(kit ? "kit-replaced" : "passphrase-wrong"));
  const answered = await session.value.call("GET", "/v1/keyring");
  const counts = answered.ok ? readMessage("StoredKeyring", answered.value) : answered;
  if (!counts.ok) return counts;
  const { keyringVersion, slot0, keyring: sealed } = counts.value;
  if (counts.value.kdfVersion !== kdfVersion) return fail(failure("kdf-version-unknown"));
  if (keyringVersion === profile.keyringVersion) return ok(undefined);

  const forged = fail(failure("answer-forged"));
  const place = { practice, account, keyringVersion, kdfVersion, slot: 0 };
  const keyringKey = await openSlot(crypto, derived.unlockKey, place, slot0);
  const keyring = keyringKey && (await openKeyring(crypto, keyringKey, place, sealed));
  // An older slot opens too, for somebody who came back to an older passphrase.
  if (!keyringKey || !keyring || keyringVersion < profile.keyringVersion) return forged;
  if (kit && !(await keyringFits(keyring, kit.identity))) return fail(failure("kit-replaced"));
  const roster = await rosterBy(ports, running, session.value);
  if (!roster.ok) return roster;
  if (!(await isNamed(roster.value, account, keyring))) return forged;
  void session.value.call("POST", "/v1/logout", new Uint8Array([0xa0]));

  const deviceSeed = await openDeviceSeed(crypto, profile, keys.keyringKey);
  if (!deviceSeed) return fail(failure("store-damaged"));
  const deviceKey = await sealDeviceSeed(crypto, profile, keyringKey, deviceSeed);
  const stored = { secretKey, kdfVersion, keyringVersion, slot0, keyring: sealed, deviceKey, former: null };
  return ok({ stored, keyringKey, keyring, ...(kit ? { fromKit: true } : {}) });
}

/** Of this very person in this very practice; a Kit of another one would open another person's keys. */
function isOf(kit: KitFacts, profile: Profile): boolean {
  return (
    kit.origin === profile.origin &&
    equalBytes(kit.practice, profile.practice) &&
    equalBytes(kit.account, profile.account) &&
    equalBytes(kit.founding, profile.founding) &&
    equalBytes(kit.ledgerKey, profile.ledgerKey)
  );
}
