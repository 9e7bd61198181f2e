/** Parts of the engine that are measured by themselves, and a device's disk as many years have left it. */
export { OwedTags } from "../engine/owed-tags.ts";
export { type EngineState, emptyState } from "../engine/state.ts";
export { encodeState, parseState } from "../engine/state-snapshot.ts";
export { type LaidBody, type LaidMember, layOnDisk } from "./lay-on-disk.ts";
