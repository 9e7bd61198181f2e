/** Clinical record types: pure shapes, no storage, no keys. */
export * from "./revision.ts";
