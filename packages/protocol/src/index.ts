/** What travels between device and server: messages, limits, versions, the rules both check, the one table of failures. */
export * from "./batch-rules.ts";
export * from "./errors.ts";
export * from "./heartbeat.ts";
export * from "./heartbeat-rules.ts";
export * from "./keylog/entry.ts";
export * from "./keylog/key-log.ts";
export * from "./limits.ts";
export * from "./messages.ts";
export * from "./opening.ts";
export * from "./roster/apply-statement.ts";
export * from "./roster/recovery-set.ts";
export * from "./roster/roles.ts";
export * from "./roster/roster.ts";
export * from "./roster/signed.ts";
export * from "./roster/statement.ts";
export * from "./schema.ts";
export * from "./session/transcript.ts";
