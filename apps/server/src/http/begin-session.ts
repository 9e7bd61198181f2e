/** What every login ends with, whoever signed it. */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isOver, type Session } from "../session/sessions.ts";
import type { Answer } from "./exchange.ts";
import type { ServerParts } from "./server-parts.ts";

/** The session lives from here on, and its own answer proves it. Failures: those of the login, `login-refused` (no such practice). */
export async function beginSession(
  { shelf, sessions }: ServerParts,
  login: Result<Session, Failure>,
): Promise<Result<Answer, Failure>> {
  if (!login.ok) return login;
  const session = login.value;
  const state = await shelf.get(session.practice);
  // Asked again with nothing awaited between: what a commit ended while the login was worked on gets no session.
  if (!state?.roster || isOver(session, state.roster, state.keyLogs)) return fail(failure("login-refused"));
  if (session.keysAt !== undefined && session.keysAt !== sessions.keysOf(session))
    return fail(failure("login-refused"));
  sessions.begin(session);
  const value = { session: session.id, scope: session.scope.kind, checkpoint: state.ledger.checkpoint };
  return ok({ value, proof: { session, counter: 0 } });
}
