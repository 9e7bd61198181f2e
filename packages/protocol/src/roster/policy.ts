/** What a practice asks of everybody's devices (docs/spec, ROS-30, POL). Devices hold themselves to it; nobody's keys depend on it. */

import type { Judged, Verdict } from "./authority.ts";
import type { OperationOf } from "./statement.ts";

/** Null: the practice asks nothing. */
export type Policy = {
  /** A passphrase holds capital and small letters, digits and signs. */
  readonly passphraseClasses: boolean;
  /** After how many months another one is due; 3 to 6. */
  readonly rotationMonths: number | null;
  /** The longest that a device stays open without its person; 1 to 480. */
  readonly idleMinutes: number | null;
  /** For how many hours after the passphrase a passkey opens a device; 1 to 24. */
  readonly passkeyHours: number | null;
};

export const noPolicy: Policy = {
  passphraseClasses: false,
  rotationMonths: null,
  idleMinutes: null,
  passkeyHours: null,
};

export function judgePolicy({ signers }: Judged, operation: OperationOf<"policy.set">): Verdict | undefined {
  if (signers.member.role !== "owner") return undefined;
  const policy = policyOf(operation);
  return { effect: (next) => void (next.policy = policy), needsSecondOwner: false };
}

export function policyOf([
  ,
  passphraseClasses,
  rotationMonths,
  idleMinutes,
  passkeyHours,
]: OperationOf<"policy.set">): Policy {
  return { passphraseClasses, rotationMonths, idleMinutes, passkeyHours };
}

export function policyOperation(policy: Policy): OperationOf<"policy.set"> {
  const { passphraseClasses, rotationMonths, idleMinutes, passkeyHours } = policy;
  return ["policy.set", passphraseClasses, rotationMonths, idleMinutes, passkeyHours];
}
