/** A passkey more, which asks for the passphrase: an unlocked screen alone must not make a way in (docs/spec, PSK-6). */

import { equalBytes, fail, ok, type Result, wipe } from "@alcove/bytes";
import { derivePasskeyKey, mostPasskeys, type Passkey, type PrfOutput } from "@alcove/crypto";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { AddPasskey } from "../../facade/own-keys.ts";
import type { Ports } from "../../ports.ts";
import { unlockKeyring } from "../unlock.ts";
import { changeList } from "./list.ts";

/** Failures: `passphrase-wrong`, `passkeys-full`, `passkey-there`, `name-empty`, those of the network. */
export async function addPasskey(
  { crypto, clock }: Ports,
  disk: Disk,
  running: Opened,
  request: AddPasskey,
): Promise<Result<undefined, Failure>> {
  const { profile, keys } = running;
  const name = request.name.trim().slice(0, 60);
  if (name === "") return fail(failure("name-empty"));
  if (request.prf.length !== 32) return fail(failure("passkey-wrong"));
  const known = await unlockKeyring(crypto, profile, request.passphrase);
  if (!known.ok) return known;
  const prf = request.prf as Uint8Array as PrfOutput;
  const key = await derivePasskeyKey(crypto, profile, prf, keys.secretKey);
  wipe(prf);
  const credential = new Uint8Array(request.credential);
  const addedAt = clock.now();
  return running.inSession((session) =>
    changeList(crypto, disk, running, session, (passkeys) => {
      if (passkeys.some((one) => equalBytes(one.credential, credential))) return fail(failure("passkey-there"));
      if (passkeys.length >= mostPasskeys) return fail(failure("passkeys-full", { limit: mostPasskeys }));
      const slot = freeSlot(passkeys);
      return ok([...passkeys, { slot, credential, host: request.host, name, addedAt, key }]);
    }),
  );
}

/** One of 255 for at most ten. */
function freeSlot(passkeys: readonly Passkey[]): number {
  let slot = 1;
  while (passkeys.some((one) => one.slot === slot)) slot++;
  return slot;
}
