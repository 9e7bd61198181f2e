/**
 * A login of a client's device (docs/spec, PTL-11): in the place of an account it names its portal, and signs with the key that the
 * portal's newest list has for it. What is wrong, and whether there is such a practice or portal, is answered alike.
 */

import { createSecretKey } from "node:crypto";
import { type Bytes, type CompartmentId, equalBytes, fail, ok, type Result, toHex, wipe } from "@alcove/bytes";
import { type CryptoPort, importVerifyKey, verify } from "@alcove/crypto";
import {
  clientsOf,
  deriveSessionKey,
  type Failure,
  failure,
  type Messages,
  portalLoginBytes,
  type SessionId,
} from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import type { HelloDesk } from "./hello.ts";
import type { Session } from "./sessions.ts";
import { SlowDown } from "./slow-down.ts";

export type PortalDesk = {
  /** Failures: `login-refused`, `slow-down`. `address`: where the request came from. */
  login(request: Messages["PortalLoginRequest"], address: string): Promise<Result<Session, Failure>>;
  /** Whole seconds until whoever goes by this name, a device's key or an invite's id, is answered again; 0: at once. */
  askAgainIn(name: Bytes): number;
};

export function createPortalDesk(parts: {
  readonly port: CryptoPort;
  readonly clock: Clock;
  readonly shelf: PracticeShelf;
  readonly hellos: HelloDesk;
}): PortalDesk {
  const { port, shelf, hellos } = parts;
  // What is read again from the beginning costs disk and proofs each time.
  const asks = new SlowDown(parts.clock, { free: 60, firstMs: 1000, longestMs: 10_000, forgottenAfterMs: 10_000 });
  const waits = new SlowDown(parts.clock, { free: 10, firstMs: 1000, longestMs: 60_000, forgottenAfterMs: 600_000 });

  async function begin({ hello, deviceSignature }: Messages["PortalLoginRequest"]): Promise<Session | undefined> {
    const pending = hellos.take(hello);
    if (!pending) return undefined;
    const { handshake, secret } = pending;
    const { practice, account, deviceKey } = handshake;
    const portal = account as unknown as CompartmentId;
    const signed = portalLoginBytes(handshake);
    const key = await importVerifyKey(port, deviceKey);
    // Before anything is looked up, so that nobody learns by the time it takes.
    if (!key || !(await verify(port, key, deviceSignature, signed))) return undefined;
    const log = (await shelf.get(practice))?.keyLogs.get(toHex(portal));
    const client = clientsOf(log?.readers).find(([, one]) => equalBytes(one, deviceKey));
    if (!client) return undefined;
    const theirs = handshake.deviceEphemeral;
    const shared = await deriveSessionKey(port, handshake, secret, theirs, deviceSignature, deviceSignature, signed);
    if (!shared) return undefined;
    const macKey = createSecretKey(shared);
    wipe(shared);
    const id = port.random(16) as SessionId;
    const scope = { kind: "portal", portal, device: client[0] } as const;
    return { id, macKey, practice, account, deviceKey, scope, secondFactorAtMs: undefined };
  }

  return {
    async login(request, address) {
      const seconds = waits.secondsLeft(address);
      if (seconds > 0) return fail(failure("slow-down", { seconds }));
      const begun = await begin(request);
      if (begun) waits.succeeded(address);
      else waits.failed(address);
      return begun ? ok(begun) : fail(failure("login-refused"));
    },
    askAgainIn: (name) => asks.begin(toHex(name)),
  };
}
