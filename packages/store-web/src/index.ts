/** Adapters for browsers, in a dedicated worker: the device's file on OPFS, in-memory databases, crypto, clock. */
export * from "./web-clock.ts";
export * from "./web-crypto.ts";
export * from "./web-store.ts";
