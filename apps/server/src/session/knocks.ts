/**
 * Knocks of clients' new devices (docs/spec, PTL-14), in memory: after a restart the device knocks again. One waits at each portal, the
 * newest. What the portal's wallet card did not sign is answered alike, whatever is wrong with it, and makes the portal's next ones wait.
 */

import {
  type Bytes,
  type CompartmentId,
  fail,
  type Hash,
  ok,
  type PracticeId,
  type Result,
  toHex,
} from "@alcove/bytes";
import type { CryptoPort } from "@alcove/crypto";
import {
  clientSideOf,
  type Failure,
  failure,
  isOfNow,
  type KeyLog,
  type Knock,
  openKnock,
  parseKnock,
  wasListed,
} from "@alcove/protocol";
import type { Clock } from "../clock.ts";
import type { PracticeShelf } from "../practice/shelf.ts";
import { SlowDown } from "./slow-down.ts";

const keptMs = 72 * 60 * 60 * 1000;
/** Each is under 2 KiB; beyond these the oldest make room. */
const keptKnocks = 10_000;

export class Knocks {
  readonly #port: CryptoPort;
  readonly #clock: Clock;
  readonly #shelf: PracticeShelf;
  /** By practice and portal, oldest first. */
  readonly #waiting = new Map<string, { readonly knock: Bytes; readonly opened: Knock; readonly endsAtMs: number }>();
  // A PIN can be guessed by whoever has the card. At the longest wait that is one in 10,000 of six digits in a hundred days.
  readonly #portalWaits: SlowDown;
  /** Apart, so that names somebody made up push no portal's count out. */
  readonly #addressWaits: SlowDown;
  readonly #unknownWaits: SlowDown;

  constructor(parts: { readonly port: CryptoPort; readonly clock: Clock; readonly shelf: PracticeShelf }) {
    this.#port = parts.port;
    this.#clock = parts.clock;
    this.#shelf = parts.shelf;
    const waits = { free: 5, firstMs: 1000, longestMs: 900_000, forgottenAfterMs: 86_400_000 };
    this.#portalWaits = new SlowDown(parts.clock, waits);
    this.#addressWaits = new SlowDown(parts.clock, waits);
    this.#unknownWaits = new SlowDown(parts.clock, waits);
  }

  /**
   * Gives the head of the portal's key log; the knock waits if it names that one. Failures: `login-refused`, `slow-down`. `address`: where
   * it came from.
   */
  async add(practice: PracticeId, knock: Bytes, address: string): Promise<Result<Hash, Failure>> {
    const portal = parseKnock(knock)?.portal;
    const log = portal && (await this.#shelf.get(practice))?.keyLogs.get(toHex(portal));
    const { card } = clientSideOf(log?.readers);
    const name = portal ? nameOf(practice, portal) : "";
    const waits = card ? this.#portalWaits : this.#unknownWaits;
    // Nothing is awaited between the two: what waits already costs no further try.
    const seconds = this.#addressWaits.secondsLeft(address) || waits.begin(name);
    if (seconds > 0) return fail(failure("slow-down", { seconds }));
    this.#addressWaits.failed(address);
    const opened = card && (await openKnock(this.#port, practice, card, knock));
    if (!log || !opened || wasListed(log.listed, opened)) return fail(failure("login-refused"));
    waits.succeeded(name);
    this.#addressWaits.succeeded(address);
    if (!isOfNow(log, opened)) return ok(log.head);
    this.#waiting.delete(name);
    for (const [oldest, { endsAtMs }] of this.#waiting) {
      if (endsAtMs > this.#clock.steadyMs() && this.#waiting.size < keptKnocks) break;
      this.#waiting.delete(oldest);
    }
    this.#waiting.set(name, { knock, opened, endsAtMs: this.#clock.steadyMs() + keptMs });
    return ok(log.head);
  }

  /** What waits at this portal, as its key log stands. */
  at(practice: PracticeId, log: KeyLog): Bytes | undefined {
    const waiting = this.#waiting.get(nameOf(practice, log.compartment));
    const counts = waiting && waiting.endsAtMs > this.#clock.steadyMs() && isOfNow(log, waiting.opened);
    return counts ? waiting.knock : undefined;
  }

  remove(practice: PracticeId, portal: CompartmentId): void {
    this.#waiting.delete(nameOf(practice, portal));
  }
}

const nameOf = (practice: PracticeId, portal: CompartmentId): string => toHex(practice) + toHex(portal);
