/** What a client's device runs: it is no vault, and has neither roster nor store. */

export { joinPortal, type PortalKeys } from "./join.ts";
export { knockAtPortal } from "./knock.ts";
export { openPortal, type Portal } from "./portal.ts";
export type { PortalRecord } from "./read.ts";
