// The only globals that pure packages may use besides ECMAScript 2023: both exist in browsers and in Node.
// Everything else they need (WebCrypto, clock, randomness) is handed to them as an argument.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  /** `fatal`: throw a TypeError on ill-formed UTF-8 instead of inserting U+FFFD. */
  constructor(label?: "utf-8", options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array): string;
}
