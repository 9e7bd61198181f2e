/** ICD-10-CM: the codes used most, the official files, and finding a code. */

import type { Provenance } from "../index.ts";
import { type Code, parseCodeLines } from "./code-file.ts";
import { commonCodes, commonProvenance } from "./common-codes.ts";

export {
  type Code,
  type CodeFile,
  type CodeFileProblem,
  codeLines,
  fewestCodes,
  isNewer,
  parseCodeFile,
  parseCodeLines,
} from "./code-file.ts";
export { type CodeSearch, createCodeSearch } from "./search.ts";

/** A practice may have read in a whole table of a year beside it. */
export function commonTable(): Provenance & { readonly codes: readonly Code[] } {
  const codes = parseCodeLines(commonCodes);
  if ("problem" in codes)
    throw new Error(`Line ${codes.line} of the built-in codes has not the form of the code file.`);
  return { ...commonProvenance, codes };
}
