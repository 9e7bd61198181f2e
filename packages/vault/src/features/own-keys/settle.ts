/**
 * The server says that this device's login key is one of before (docs/spec, OWN-7, OWN-10): either what was begun here is
 * done, and is finished; or another of the person's devices replaced the keys, and the roster says which of the two acts it was.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { importSigningKey } from "@alcove/crypto";
import { type Failure, failure, type Roster } from "@alcove/protocol";
import type { Opened } from "../../engine/opened.ts";
import { readPage } from "../../engine/sync/pull.ts";
import type { Ports } from "../../ports.ts";
import { login, type SecondFactorAtHand, type Session } from "../../session.ts";
import { replayRoster } from "../enrol.ts";
import { type OpenNext } from "./next-keys.ts";
import { isNamed } from "./rekey.ts";
import { askWhatCounts, isSame } from "./unsettled.ts";

/** `next`: what this device asked for, as far as what was typed at unlock opens it. */
export async function settle(
  ports: Ports,
  running: Opened,
  next: OpenNext | undefined,
): Promise<Result<OpenNext, Failure>> {
  const done = next && (await finish(ports, running, next));
  if (done && (done.ok || done.error.code !== "login-refused")) return done;
  const session = running.replacedSession();
  if (!session) return fail(failure("session-ended"));
  const roster = await rosterBy(ports, running, session);
  if (!roster.ok) return roster;
  const isOurs = await isNamed(roster.value, running.keys.account, running.keys.keyring);
  return fail(failure(isOurs ? "passphrase-replaced" : "keys-replaced"));
}

async function finish(ports: Ports, running: Opened, next: OpenNext): Promise<Result<OpenNext, Failure>> {
  const session = await loginBy(ports, running, next.keyring.loginSeed);
  if (!session.ok) return session;
  if (session.value.scope !== "full") return fail(failure("login-refused"));
  const counts = await askWhatCounts(session.value);
  if (!counts.ok) return counts;
  if (!isSame(counts.value, next.stored)) return fail(failure("answer-forged"));
  // Nothing is thrown away for an identity that the practice has not taken.
  const roster = await rosterBy(ports, running, session.value);
  if (!roster.ok) return roster;
  if (!(await isNamed(roster.value, running.keys.account, next.keyring))) return fail(failure("answer-forged"));
  void session.value.call("POST", "/v1/logout", new Uint8Array([0xa0]));
  return ok(next);
}

/** This device's own key beside another login key. */
export async function loginBy(
  { crypto, transport }: Ports,
  { profile, keys }: Opened,
  loginSeed: OpenNext["keyring"]["loginSeed"],
  shown: SecondFactorAtHand = {},
): Promise<Result<Session, Failure>> {
  const loginKey = await importSigningKey(crypto, loginSeed);
  return login(crypto, transport, { ...profile, ...shown, loginKey, deviceKey: keys.deviceKey });
}

/** From the first statement to the newest checkpoint, which must go on from the one that this device has. */
export async function rosterBy(ports: Ports, running: Opened, session: Session): Promise<Result<Roster, Failure>> {
  const { profile, state } = running;
  if (!state.checkpoint) return fail(failure("bug"));
  const pinned = { ...profile, checkpoint: state.checkpoint };
  const replayed = await replayRoster(ports.crypto, (leaves, bodies) => readPage(session, leaves, bodies), pinned);
  return replayed.ok ? ok(replayed.value.roster) : replayed;
}
