/** What tests of this package and of the whole share. No program imports it. */
export * from "./entries.ts";
export * from "./portal.ts";
export * from "./practice.ts";
export * from "./recovery.ts";
