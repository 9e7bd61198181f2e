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

type Asker = Pick<PortalKeys, "origin" | "practice" | "ledgerKey" | "portal" | "deviceSeed">;

/** `keep` gets the keys with what was read, after each sync: opened with them, the next start takes nothing that goes back behind it. */
export function openPortal(
  ports: Pick<Ports, "crypto" | "transport">,
  keys: PortalKeys,
  keep: (keys: PortalKeys) => void,
): Portal {
  const reading = createPortalReading(ports.crypto, keys, keys);
  const ask = askAsClient(ports, keys);

  return {
    async sync() {
      const read = await reading.read(ask);
      if (!read.ok) return read;
      keep({ ...keys, ...reading.seen() });
      return ok();
    },
    records: reading.records,
  };
}

/** In a session that begins with the first question, and once more where the server has ended it. */
export function askAsClient({ crypto, transport }: Pick<Ports, "crypto" | "transport">, asker: Asker): AskPortal {
  let session: Session | undefined;

  async function signIn(): Promise<Result<Session, Failure>> {
    if (session) return ok(session);
    const { deviceSeed, ...facts } = asker;
    const deviceKey = await importSigningKey(crypto, deviceSeed);
    const opened = await loginToPortal(crypto, transport, { ...facts, deviceKey });
    if (opened.ok) session = opened.value;
    return opened;
  }

  const ask: AskPortal = async (request) => {
    const hadSession = session !== undefined;
    const signedIn = await signIn();
    if (!signedIn.ok) return signedIn;
    const answer = await signedIn.value.call("POST", "/v1/portal", encodeCbor(request));
    if (answer.ok) return readMessage("PortalAnswer", answer.value);
    if (answer.error.code !== "session-ended") return answer;
    session = undefined;
    return hadSession ? ask(request) : answer;
  };
  return ask;
}
