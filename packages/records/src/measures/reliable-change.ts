/**
 * Whether a score has changed by more than chance explains, after Jacobson and Truax (J Consult Clin Psychol 1991;59:12): the standard
 * error of a difference from a named sample's standard deviation and a reliability, in the unit of the score itself. Getting worse is a
 * verdict like the others. Advice to a clinician, never written into a note by itself.
 */

import type { Measure, MeasureChange, MeasureScale } from "./measure.ts";

/** S x sqrt(2) x sqrt(1 - r). */
export const differenceError = (sd: number, reliability: number): number =>
  sd * Math.SQRT2 * Math.sqrt(1 - reliability);

/** Where as many of the one sample as of the other lie beyond: cut-off c of the paper. */
export const cutOffBetween = (
  clinical: { readonly mean: number; readonly sd: number },
  general: { readonly mean: number; readonly sd: number },
): number => (general.sd * clinical.mean + clinical.sd * general.mean) / (general.sd + clinical.sd);

/** Points from which on a change is more than chance; whole, since scores are. */
export const reliablePoints = (change: MeasureChange): number =>
  Math.ceil(
    change.by === "published" ? change.points : change.z * differenceError(change.clinical.sd, change.reliability),
  );

/** The value that separates the two sides; `undefined`: nothing says who recovered. */
export function recoveryAt(change: MeasureChange): number | undefined {
  if (change.by === "published") return change.recovered?.at;
  return change.general && cutOffBetween(change.clinical, change.general);
}

export type ChangeVerdict = "recovered" | "improved" | "no reliable change" | "worse";

export type Changed = {
  /** Of the score, with its sign. */
  readonly points: number;
  readonly needed: number;
  readonly verdict: ChangeVerdict;
};

/** From one score of a scale to a later one; `undefined`: no change value is known of it. */
export function changeFrom(
  { higherIs }: Pick<Measure, "higherIs">,
  { change }: MeasureScale,
  from: number,
  to: number,
): Changed | undefined {
  if (!change) return undefined;
  const points = to - from;
  const needed = reliablePoints(change);
  const better = higherIs === "better" ? points : -points;
  if (Math.abs(points) < needed) return { points, needed, verdict: "no reliable change" };
  if (better < 0) return { points, needed, verdict: "worse" };
  const line = recoveryAt(change);
  const isWell = (score: number) => line !== undefined && (higherIs === "better" ? score >= line : score < line);
  return { points, needed, verdict: isWell(to) && !isWell(from) ? "recovered" : "improved" };
}
