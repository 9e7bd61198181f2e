/** Taking a whole folder in: guesses, the mapping, the run, its report. Without the readers, which a worker holds. */

export { cloudOf, mayBeDeleted, notReached, type ReportFacts, sayReport, wordsOnly } from "./report.ts";
export type { Because } from "./guess.ts";
export {
  type Ask,
  buildMapping,
  changeRow,
  type FoundFile,
  holdsMoreThanWords,
  isReady,
  isWaiting,
  type Mapping,
  type MappingRow,
  originalsOf,
  type RowChange,
  type Take,
  withoutOriginals,
  withOriginals,
} from "./mapping.ts";
export type { Kept } from "./kept.ts";
export { type Chart, chartsNamed, withClients } from "./named.ts";
export { compareNames } from "./names.ts";
export { lookAtPicture } from "./picture.ts";
export { applyDecisions, type Decision, decisionsOf, parsePlan, toPlan } from "./plan-file.ts";
export {
  type Folder,
  type ImportVault,
  markThere,
  type RowOutcome,
  runImport,
  type RunReport,
} from "./run.ts";
export { whyNotRead } from "./why-not-read.ts";
export { mediaTypeOf } from "../media-type.ts";
