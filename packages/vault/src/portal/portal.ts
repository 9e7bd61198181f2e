/** A portal as a client's device has it open: it logs in by its own key, and reads what its practice wrote there. */

import { encodeCbor, ok, type Result } from "@alcove/bytes";
import { importSigningKey } from "@alcove/crypto";
import type { Failure } from "@alcove/protocol";
import type { Ports } from "../ports.ts";
import { loginToPortal, readMessage, type Session } from "../session.ts";
import type { PortalKeys } from "./join.ts";
import { type AskPortal, createPortalReading, type PortalRecord } from "./read.ts";

export type Portal = {
  /** Everything up to the newest checkpoint. Failures: `login-refused` (also where it was ended), `device-revoked`, alarms. */
  sync(): Promise<Result<undefined, Failure>>;
  records(): readonly PortalRecord[];
};

export function openPortal({ crypto, transport }: Pick<Ports, "crypto" | "transport">, keys: PortalKeys): Portal {
  const { origin, practice, ledgerKey, portal, deviceSeed } = keys;
  const reading = createPortalReading(crypto, keys, keys);
  let session: Session | undefined;

  async function signIn(): Promise<Result<Session, Failure>> {
    if (session) return ok(session);
    const deviceKey = await importSigningKey(crypto, deviceSeed);
    const opened = await loginToPortal(crypto, transport, { origin, practice, ledgerKey, deviceKey, portal });
    if (opened.ok) session = opened.value;
    return opened;
  }

  const ask: AskPortal = async (request) => {
    const signedIn = await signIn();
    if (!signedIn.ok) return signedIn;
    const answer = await signedIn.value.call("POST", "/v1/portal", encodeCbor(request));
    return answer.ok ? readMessage("PortalAnswer", answer.value) : answer;
  };

  return {
    async sync() {
      let read = await reading.read(ask);
      if (!read.ok && read.error.code === "session-ended") {
        session = undefined;
        read = await reading.read(ask);
      }
      return read.ok ? ok() : read;
    },
    records: reading.records,
  };
}
