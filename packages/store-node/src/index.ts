/** Adapters for Node: the device's file, in-memory databases, crypto, clock. */
export * from "./node-clock.ts";
export * from "./node-crypto.ts";
export * from "./node-store.ts";
