/** Counts what compressed data becomes while it becomes it. Sizes that a file declares are never believed. */

import type { DocumentLimits } from "./limits.ts";
import type { Refusal } from "./problems.ts";

/** What all parts of one file have inflated to so far, against the limits. */
export type Inflation = {
  /**
   * One piece came out. `compressedBytes` and `inflatedBytes` are the sums of the part at hand.
   * @returns the refusal when it is too much; stop then
   */
  readonly count: (piece: number, compressedBytes: number, inflatedBytes: number) => Refusal | undefined;
};

export function createInflation(limits: DocumentLimits): Inflation {
  let total = 0;
  return {
    count: (piece, compressedBytes, inflatedBytes) => {
      total += piece;
      const tooDense =
        inflatedBytes > limits.inflationRatioFromBytes && inflatedBytes > compressedBytes * limits.maxInflationRatio;
      if (total <= limits.maxInflatedBytes && !tooDense) return undefined;
      return {
        code: "document-zip-bomb",
        compressedBytes,
        inflatedBytes: Math.max(total, inflatedBytes),
        limitBytes: limits.maxInflatedBytes,
        limitRatio: limits.maxInflationRatio,
      };
    },
  };
}
