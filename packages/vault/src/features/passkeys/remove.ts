/**
 * A passkey less (docs/spec, PSK-7). The keyring key stays: who has this passkey and a copy of the device's file from before
 * still gets at it, which is why a lost authenticator asks for new keys and not for this.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import type { Ports } from "../../ports.ts";
import { changeList } from "./list.ts";

/** Failures: `passkey-unknown`, those of the network. */
export async function removePasskey(
  { crypto }: Ports,
  disk: Disk,
  running: Opened,
  id: string,
): Promise<Result<undefined, Failure>> {
  return running.inSession((session) =>
    changeList(crypto, disk, running, session, (passkeys) => {
      const left = passkeys.filter(({ slot }) => String(slot) !== id);
      return left.length < passkeys.length ? ok(left) : fail(failure("passkey-unknown"));
    }),
  );
}
