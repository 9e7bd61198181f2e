/**
 * What both sides of a pairing share. The server carries messages and can end an invite; it can't take part. Each side
 * keeps the step a person must answer as a waiting promise.
 */

import { fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure, type Messages } from "@alcove/protocol";
import type { PairingStep } from "../../facade.ts";
import type { Ports } from "../../ports.ts";

const pollMs = 400;
export const newcomerWaitsMs = 30 * 60_000;

/** A pairing in progress. `answer` is the person's; `cancel` ends it on this side. */
export type Pairing = {
  readonly answer: (value: string) => void;
  readonly outcome: () => Promise<Result<undefined, Failure>>;
  readonly cancel: () => void;
};

/** A client's device has no store. */
export type PairingPorts = Pick<Ports, "crypto" | "clock" | "transport">;
export type PairingSide = { readonly ports: PairingPorts; readonly show: (step: PairingStep) => void };

/** Asks the server now and then until `pick` finds something. A dead invite ends it. */
export async function waitFor<T>(
  ports: PairingPorts,
  ended: () => boolean,
  until: number,
  state: () => Promise<Result<Messages["InviteState"], Failure>>,
  pick: (invite: Messages["InviteState"]) => T | null,
): Promise<Result<T, Failure>> {
  for (;;) {
    if (ended()) return fail(failure("pairing-stopped"));
    if (ports.clock.now() > until) return fail(failure("invitation-unknown"));
    const answered = await state();
    if (!answered.ok && isDead(answered.error)) return answered;
    const found = answered.ok ? pick(answered.value) : null;
    if (found !== null) return ok(found);
    await new Promise<void>((resolve) => void ports.clock.after(pollMs, resolve));
  }
}

export const isDead = ({ code }: Failure): boolean => code === "invitation-unknown" || code === "invitation-dead";

/** Answers when the invite was ended from elsewhere, or pairing here. */
export async function untilDead(
  ports: PairingPorts,
  ended: () => boolean,
  state: () => Promise<Result<Messages["InviteState"], Failure>>,
): Promise<Result<never, Failure>> {
  const never = () => null;
  const died = await waitFor(ports, ended, Number.POSITIVE_INFINITY, state, never);
  return died.ok ? fail(failure("bug")) : died;
}

/** The person's next answer, as a promise that `cancel` also settles. What they say while nothing is asked is no answer to what is asked later. */
export function personsAnswer() {
  let resolve: ((answer: Result<string, Failure>) => void) | undefined;
  let early: Result<string, Failure> | undefined;
  let ended = false;
  let outcome: ((result: Result<undefined, Failure>) => void) | undefined;
  const settle = (answer: Result<string, Failure>) => {
    if (resolve) resolve(answer);
    else early = answer;
    resolve = undefined;
  };
  return {
    ended: () => ended,
    end: () => {
      ended = true;
      outcome?.(fail(failure("pairing-stopped")));
    },
    next: (): Promise<Result<string, Failure>> => {
      const waiting = early;
      early = undefined;
      return waiting ? Promise.resolve(waiting) : new Promise((done) => (resolve = done));
    },
    answered: (result: Result<undefined, Failure>) => outcome?.(result),
    pairing: {
      answer: (value: string) => {
        if (resolve) settle(ok(value));
      },
      /** What came of the last answer: right or wrong. */
      outcome: () => new Promise<Result<undefined, Failure>>((done) => (outcome = done)),
      cancel: () => {
        ended = true;
        settle(fail(failure("pairing-stopped")));
      },
    },
  };
}
