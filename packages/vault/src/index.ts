/** The headless engine behind every app, and the ports it needs. */

export { diskTables } from "./disk.ts";
export * from "./facade.ts";
export * from "./ports.ts";
export { createVault, type VaultOptions } from "./vault.ts";
export { type Failure, type FailureCode, failures, sentenceOf } from "@alcove/protocol";
