/** Measures: their shape as data, what answers come to, and whether a score has changed. */
export * from "./measure.ts";
export * from "./reliable-change.ts";
export * from "./score.ts";
