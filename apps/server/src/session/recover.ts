/**
 * A login by recovery cards (docs/spec, SES-10): the key of the practice's present set signs in the place of a login key,
 * and the new device beside it. What is wrong, and whether there is such a practice or set, is answered alike.
 */

import { createSecretKey } from "node:crypto";
import { equalBytes, fail, ok, type Result, wipe } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey, verify } from "@alcove/crypto";
import { deriveSessionKey, type Failure, failure, type Messages, recoverBytes, type SessionId } from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import type { HelloDesk } from "./hello.ts";
import type { Session } from "./sessions.ts";
import { SlowDown } from "./slow-down.ts";

export type RecoverDesk = {
  /** Failures: `login-refused`, `slow-down`. `address`: where the request came from. */
  recover(request: Messages["RecoverRequest"], address: string): Promise<Result<Session, Failure>>;
};

export function createRecoverDesk(parts: {
  readonly port: CryptoPort;
  readonly clock: Clock;
  readonly shelf: PracticeShelf;
  readonly hellos: HelloDesk;
}): RecoverDesk {
  const { port, shelf, hellos } = parts;
  const waits = new SlowDown(parts.clock, { free: 10, firstMs: 1000, longestMs: 60_000, forgottenAfterMs: 600_000 });

  async function recover(request: Messages["RecoverRequest"], address: string): Promise<Result<Session, Failure>> {
    const seconds = waits.secondsLeft(address);
    if (seconds > 0) return fail(failure("slow-down", { seconds }));
    const begun = await begin(request);
    if (begun) waits.succeeded(address);
    else waits.failed(address);
    return begun ? ok(begun) : fail(failure("login-refused"));
  }

  async function begin(request: Messages["RecoverRequest"]): Promise<Session | undefined> {
    const pending = hellos.take(request.hello);
    if (!pending) return undefined;
    const { handshake, secret } = pending;
    const { practice, account, deviceKey } = handshake;
    const recoverySet = (await shelf.get(practice))?.roster?.recoverySet;
    const device = await importVerifyKey(port, deviceKey);
    if (!recoverySet || !device || !equalBytes(recoverySet.set, request.set)) return undefined;
    const signed = recoverBytes(handshake, request.set);
    const { recoverySignature, deviceSignature } = request;
    if (!(await verify(port, recoverySet.sign, recoverySignature, signed))) return undefined;
    if (!(await verify(port, device, deviceSignature, signed))) return undefined;
    const theirs = handshake.deviceEphemeral;
    const key = await deriveSessionKey(port, handshake, secret, theirs, recoverySignature, deviceSignature, signed);
    if (!key) return undefined;
    const macKey = createSecretKey(key);
    wipe(key);
    const scope = { kind: "recovering", set: recoverySet.set } as const;
    return {
      id: port.random(16) as SessionId,
      macKey,
      practice,
      account,
      deviceKey,
      scope,
      secondFactorAtMs: undefined,
    };
  }

  return { recover };
}
