/** What tests of this package and of those above it share. No program imports it. */
export * from "./changed.ts";
export * from "./test-port.ts";
