/** The headless engine behind every app, and the ports it needs. */

export { diskTables } from "./disk.ts";
export * from "./facade.ts";
export * from "./ports.ts";
export type { VaultOptions } from "./life.ts";
export { LockedMeanwhile } from "./engine/sync/parts.ts";
export { createVault } from "./vault.ts";
export { type LedgerFileReport, verifyLedgerFile } from "./ledger-file.ts";
export { cosignRequest, makeWitness, type WitnessFile, witnessKey } from "./witness.ts";
export { type Failure, type FailureCode, sentenceOf } from "@alcove/protocol";
export { checkExportSeal } from "./export-seal.ts";
