/**
 * Before an act on one's own keys the second factor is shown again: a session alone may be somebody at a screen that was
 * left open. What was shown a short while ago in the same session counts, since digits count only once.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import { type AccountRow, readAccount } from "../store/accounts.ts";
import type { Db } from "../store/tables.ts";
import { hasSecondFactor, type LoginDesk } from "./login.ts";
import type { Session } from "./sessions.ts";

/** What was shown for one of these acts counts for trying it again. */
const steppedUpMs = 2 * 60 * 1000;
/** What was shown at signing in counts for setting another factor, and one that was set for its first spare codes. */
const freshMs = 10 * 60 * 1000;

export type StepUp = ReturnType<typeof createStepUp>;

export function createStepUp({
  db,
  clock,
  logins,
}: {
  readonly db: Db;
  readonly clock: Clock;
  readonly logins: LoginDesk;
}) {
  const shownAt = new WeakMap<Session, number>();
  const setAt = new WeakMap<Session, number>();
  const isSince = (atMs: number | undefined, ms: number) => atMs !== undefined && clock.steadyMs() - atMs <= ms;
  const wasShownAtLogin = (session: Session): boolean => isSince(session.secondFactorAtMs, freshMs);
  const wasSet = (session: Session): boolean => isSince(setAt.get(session), freshMs);

  return {
    /** `totp`: six digits or a spare code. Failures: `second-factor-needed`, `second-factor-wrong`, `slow-down`. */
    async shows(session: Session, row: AccountRow, totp: string | null): Promise<Result<undefined, Failure>> {
      if (!(await hasSecondFactor(db, row))) return ok();
      if (isSince(shownAt.get(session), steppedUpMs)) return ok();
      if (totp === null) return fail(failure("second-factor-needed"));
      const right = await logins.checkCode(row, totp, session.deviceKey);
      if (right.ok) shownAt.set(session, clock.steadyMs());
      return right;
    },
    /** For what is done in the name of a practice: also if it was shown at signing in, or set, a few minutes ago. */
    async isFresh(session: Session): Promise<boolean> {
      if (isSince(shownAt.get(session), steppedUpMs) || wasShownAtLogin(session) || wasSet(session)) return true;
      const row = await readAccount(db, session.practice, session.account);
      return row === undefined || !(await hasSecondFactor(db, row));
    },
    /** An authenticator was. */
    shown(session: Session): void {
      shownAt.set(session, clock.steadyMs());
    },
    wasShownAtLogin,
    /** A second factor was set, which shows that it is there. */
    set(session: Session): void {
      setAt.set(session, clock.steadyMs());
    },
    wasSet,
  };
}
