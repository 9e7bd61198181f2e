/** Whether anything is due: known at once, while what it is comes after. */

import type { SecondFactorView, WillDue } from "@alcove/vault";
import type { CasesDue } from "../../words/cases.ts";

/** With so few left it is time for new ones: one may be in a hurry, another mistyped. */
const FEW_CODES = 2;

export type DutiesProps = {
  readonly secondFactorSet: boolean;
  readonly secondFactor?: SecondFactorView;
  /** A device is gone. */
  readonly keysDue: boolean;
  /** By the practice's rules. */
  readonly passphraseDue?: "age" | "classes";
  readonly kitConfirmed: boolean;
  readonly recoveryCardsMissing: boolean;
  /** The server delivers this page's code to an owner, who was not told yet. */
  readonly ownCodeMissing: boolean;
  readonly willDue?: WillDue;
  readonly casesDue?: CasesDue | undefined;
};

/** Where there is a second factor that nothing could stand in for soon. */
export function runsOut({ secondFactor }: DutiesProps): boolean {
  return secondFactor !== undefined && secondFactor.set && secondFactor.spareCodes <= FEW_CODES;
}

export function hasDuties(duties: DutiesProps): boolean {
  const { secondFactorSet, passphraseDue, kitConfirmed, recoveryCardsMissing, ownCodeMissing, willDue } = duties;
  const isLeft = duties.keysDue || !secondFactorSet || !kitConfirmed || recoveryCardsMissing || ownCodeMissing;
  return (
    isLeft || duties.casesDue !== undefined || passphraseDue !== undefined || willDue !== undefined || runsOut(duties)
  );
}
