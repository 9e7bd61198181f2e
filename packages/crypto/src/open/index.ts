/** Everything that turns ciphertext into records. `apps/server` can't import this: the layer check refuses it. */
export * from "./attachment.ts";
export * from "./envelope.ts";
export * from "./epoch.ts";
export * from "./guard.ts";
export * from "./keyring.ts";
export * from "./passkeys.ts";
export * from "./recovery.ts";
