/** Setting the second factor: the secret is made here, and proven by a code of the person's authenticator before it counts. */

import { type Bytes, encodeCbor, ok, type Result } from "@alcove/bytes";
import type { Failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";

/** Failures: `second-factor-wrong`, and those of the network. */
export async function createSecondFactor(
  opened: Opened,
  secret: Bytes,
  code: string,
): Promise<Result<undefined, Failure>> {
  const body = encodeCbor({ secret, code: code.replaceAll(/\D/g, "") });
  const answered = await opened.inSession((session) => session.call("POST", "/v1/second-factor", body));
  return answered.ok ? ok() : answered;
}
