export * from "./brand.ts";
export * from "./bytes.ts";
export * from "./cbor.ts";
export * from "./result.ts";
export * from "./text.ts";
