// The only globals that pure packages may use besides ECMAScript 2023: both exist in browsers and in Node.
// Everything else they need (WebCrypto, clock, randomness) is handed to them as an argument.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
  encodeInto(input: string, into: Uint8Array): { readonly read: number; readonly written: number };
}

declare class TextDecoder {
  /**
   * `label` as in the Encoding Standard, UTF-8 without one; a RangeError for a name it doesn't know.
   * `fatal`: throw a TypeError on ill-formed input instead of inserting U+FFFD.
   */
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  /** `stream`: more is to come, so an unfinished character at the end is kept for the next call. */
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
