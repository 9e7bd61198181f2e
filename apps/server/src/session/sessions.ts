/**
 * Sessions in memory: a restart ends them all, and devices sign in again by themselves. A session ends on logout, after
 * 12 hours, and in the commit that revokes its device.
 */

import type { KeyObject } from "node:crypto";
import {
  type AccountId,
  type Bytes,
  type CompartmentId,
  type DeviceId,
  equalBytes,
  equalSecret,
  fail,
  fromHex,
  type Hash,
  ok,
  type PracticeId,
  type RecoverySetId,
  type Result,
  toHex,
} from "@alcove/bytes";
import type { PublicKey } from "@alcove/crypto";
import {
  clientsOf,
  type Failure,
  failure,
  type KeyLog,
  limits,
  parseSessionHeader,
  requestBytes,
  type Roster,
  type SessionId,
} from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import { hmacWith } from "../crypto-port.ts";
import { CounterWindow } from "./counter-window.ts";

/**
 * `enrolling`: the login key is right, and the device is not in the roster yet. `replaced`: the device is enrolled, and the
 * login key is one that the account had before: it is told what became of the keys, by the roster, and nothing else.
 * `recovering`: the key of the practice's recovery set is right. `portal`: a client's device, and `account` is its portal.
 */
export type Scope =
  | { readonly kind: "full" | "replaced"; readonly device: DeviceId }
  | { readonly kind: "enrolling" }
  | { readonly kind: "recovering"; readonly set: RecoverySetId }
  | { readonly kind: "portal"; readonly portal: CompartmentId; readonly device: DeviceId };

export type Session = {
  readonly id: SessionId;
  /** The session key, for MACs. */
  readonly macKey: KeyObject;
  readonly practice: PracticeId;
  readonly account: AccountId;
  readonly deviceKey: PublicKey;
  readonly scope: Scope;
  /** Steady time of the second factor that this session began with. */
  readonly secondFactorAtMs: number | undefined;
  /** `Sessions.keysOf` when the account's login key was read; absent where no such key signed. */
  readonly keysAt?: number;
};
type Kept = Session & {
  readonly counters: CounterWindow;
  readonly endsAtMs: number;
  readonly onEnd: Set<() => void>;
};

/** A request whose MAC was right. */
export type Checked = { readonly session: Session; readonly counter: number };

export type SessionRequest = {
  readonly header: string | undefined;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly bodyHash: Hash;
};

/** One device needs one; a few more allow for tabs that were closed without a word. */
const sessionsPerDevice = 16;
/** What asks for everything once is seen whole. */
const linesInAnHour = 100;

export class Sessions {
  readonly #clock: Clock;
  readonly #byId = new Map<string, Kept>();
  /** By practice, since a commit may end some of its. */
  readonly #byPractice = new Map<string, Set<string>>();
  /** How often the keys of an account were changed since the start. */
  readonly #keys = new Map<string, number>();
  readonly #written = new Map<string, { readonly sinceMs: number; readonly lines: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#byId.size;
  }

  begin(session: Session): void {
    const id = toHex(session.id);
    const siblings = this.#of(session.practice).filter((other) => sameKey(other, session));
    for (const oldest of siblings.slice(0, Math.max(0, siblings.length - sessionsPerDevice + 1))) this.end(oldest);
    const endsAtMs = this.#clock.steadyMs() + limits.sessionMs;
    this.#byId.set(id, { ...session, counters: new CounterWindow(), endsAtMs, onEnd: new Set() });
    const practice = toHex(session.practice);
    const ids = this.#byPractice.get(practice) ?? new Set();
    this.#byPractice.set(practice, ids.add(id));
  }

  /** What a request with a large body would be refused for by its header alone, before that is read. `undefined`: `check` decides. */
  findRefusal(header: string | undefined): Failure | undefined {
    const parsed = header === undefined ? undefined : parseSessionHeader(header);
    if (!parsed) return failure("request-unsigned");
    const kept = this.#byId.get(parsed.session);
    if (!kept) return failure("session-ended");
    return kept.scope.kind === "portal" ? failure("not-entitled") : undefined;
  }

  /**
   * Checks the request's MAC and uses up its counter. A refusal carries the session where the MAC was right, so that it
   * can be answered under its key.
   * Failures: `request-unsigned` (no header, or not by the session's key), `session-ended`, `request-replayed`.
   */
  check(request: SessionRequest): Result<Checked, { readonly failure: Failure; readonly by?: Checked }> {
    const header = request.header === undefined ? undefined : parseSessionHeader(request.header);
    if (!header) return fail({ failure: failure("request-unsigned") });
    const kept = this.#byId.get(header.session);
    if (!kept) return fail({ failure: failure("session-ended") });
    const { counter } = header;
    const { method, pathAndQuery, bodyHash } = request;
    const expected = hmacWith(kept.macKey, requestBytes({ session: kept.id, counter, method, pathAndQuery, bodyHash }));
    if (!equalSecret(expected, fromHex(header.mac) as Bytes)) return fail({ failure: failure("request-unsigned") });
    const by = { session: kept, counter };
    if (kept.endsAtMs <= this.#clock.steadyMs()) {
      this.end(kept);
      return fail({ failure: failure("session-ended"), by });
    }
    return kept.counters.take(counter) ? ok(by) : fail({ failure: failure("request-replayed"), by });
  }

  /** Whether what a client's device was refused gets a line in the log: so many in an hour of each portal, so that nobody fills the disk. */
  isWrittenDown({ account }: Session): boolean {
    const name = toHex(account);
    const now = this.#clock.steadyMs();
    const before = this.#written.get(name);
    const current = before && now - before.sinceMs < 3_600_000 ? before : { sinceMs: now, lines: 0 };
    this.#written.delete(name);
    this.#written.set(name, { ...current, lines: current.lines + 1 });
    const [oldest] = this.#written.size > 1000 ? this.#written.keys() : [];
    if (oldest !== undefined) this.#written.delete(oldest);
    return current.lines < linesInAnHour;
  }

  end(session: Session): void {
    const kept = this.#byId.get(toHex(session.id));
    if (!kept) return;
    this.#byId.delete(toHex(session.id));
    const ids = this.#byPractice.get(toHex(session.practice));
    ids?.delete(toHex(session.id));
    if (ids?.size === 0) this.#byPractice.delete(toHex(session.practice));
    for (const tell of kept.onEnd) tell();
  }

  /** Ends what a device that was revoked, or that its portal's list names no more, still has open. */
  endRevoked(practice: PracticeId, roster: Roster, keyLogs: ReadonlyMap<string, KeyLog>): void {
    for (const session of this.#of(practice)) if (isOver(session, roster, keyLogs)) this.end(session);
  }

  /** Which keys these are: a login that read others before they were changed begins nothing. */
  keysOf({ practice, account }: Pick<Session, "practice" | "account">): number {
    return this.#keys.get(toHex(practice) + toHex(account)) ?? 0;
  }

  #keysChanged(of: Pick<Session, "practice" | "account">): void {
    this.#keys.set(toHex(of.practice) + toHex(of.account), this.keysOf(of) + 1);
  }

  /** Ends what others began with the keys that this session has just replaced. */
  endOthersOfAccount(session: Session): void {
    this.#keysChanged(session);
    for (const other of this.#of(session.practice))
      if (equalBytes(other.account, session.account) && !equalBytes(other.id, session.id)) this.end(other);
  }

  /** Ends the device's other sessions: what was asked in them and has not come yet never will be done. */
  endOthersOfDevice(session: Session): void {
    for (const other of this.#of(session.practice))
      if (sameKey(other, session) && !equalBytes(other.id, session.id)) this.end(other);
  }

  /** Ends all that was begun as this account: by keys that nobody logs in with any more. */
  endAccount(practice: PracticeId, account: AccountId): void {
    this.#keysChanged({ practice, account });
    for (const session of this.#of(practice)) if (equalSecret(session.account, account)) this.end(session);
  }

  endAll(): void {
    for (const session of this.#byId.values()) this.end(session);
  }

  /** Ends sessions whose time is over, so that their streams close without a request. */
  sweep(): void {
    for (const session of this.#byId.values()) if (session.endsAtMs <= this.#clock.steadyMs()) this.end(session);
  }

  /** Calls `tell` when the session ends, until the returned function is called. */
  whenEnded(session: Session, tell: () => void): () => void {
    const kept = this.#byId.get(toHex(session.id));
    if (!kept) tell();
    kept?.onEnd.add(tell);
    return () => kept?.onEnd.delete(tell);
  }

  #of(practice: PracticeId): Kept[] {
    const ids = this.#byPractice.get(toHex(practice)) ?? [];
    return [...ids].map((id) => this.#byId.get(id)).filter((kept) => kept !== undefined);
  }
}

/** Whether its device was revoked, or its portal's list names it no more. */
export function isOver(
  { scope, account }: Session,
  { devices, members }: Roster,
  keyLogs: ReadonlyMap<string, KeyLog>,
): boolean {
  if (scope.kind === "portal") {
    const clients = clientsOf(keyLogs.get(toHex(scope.portal))?.readers);
    return !clients.some(([device]) => equalBytes(device, scope.device));
  }
  const isRevoked = "device" in scope && devices.get(toHex(scope.device))?.revoked !== undefined;
  return isRevoked || !members.has(toHex(account));
}

function sameKey(a: Session, b: Session): boolean {
  return equalSecret(a.deviceKey, b.deviceKey);
}
