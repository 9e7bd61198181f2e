/**
 * Keys and envelopes, without the code that opens a record (that is `@alcove/crypto/open`, which the server can't import).
 * Constants of the protocol version; no algorithm, cost or length is ever read from a message.
 */
export * from "./attachment.ts";
export * from "./batch.ts";
export * from "./context.ts";
export * from "./envelope.ts";
export * from "./epoch.ts";
export * from "./guard.ts";
export * from "./keys/keyring.ts";
export * from "./keys/passkeys.ts";
export * from "./keys/recovery.ts";
export * from "./keys/root.ts";
export * from "./keys/wallet-card.ts";
export * from "./ledger/destroyed.ts";
export * from "./ledger/checkpoint.ts";
export * from "./ledger/cosignature.ts";
export * from "./ledger/leaf.ts";
export * from "./ledger/merkle.ts";
export * from "./padding.ts";
export * from "./port.ts";
export * from "./primitives/aead.ts";
export * from "./primitives/agree.ts";
export * from "./primitives/hash.ts";
export * from "./primitives/hpke.ts";
export * from "./primitives/sign.ts";
