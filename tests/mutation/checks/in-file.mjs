/** @typedef {import("../checks.mjs").Check} Check */

/**
 * Checks of one file, all missed by the same tests unless one says otherwise.
 * @param {string} file
 * @param {Pick<Check, "tests" | "titles">} missedBy
 * @param {readonly (Pick<Check, "id" | "find" | "replace"> & Partial<Check>)[]} checks
 * @returns {Check[]}
 */
export function inFile(file, missedBy, checks) {
  return checks.map((check) => ({ file, ...missedBy, ...check }));
}
