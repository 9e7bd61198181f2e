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
  const session = await opened.signIn();
  if (!session.ok) return session;
  const answered = await session.value.call(
    "POST",
    "/v1/second-factor",
    encodeCbor({ secret, code: code.replaceAll(/\D/g, "") }),
  );
  return answered.ok ? ok() : answered;
}
