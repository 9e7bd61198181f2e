// The one call that is used. @types/papaparse would bring the whole of Node's types into a package that has none.

declare module "papaparse" {
  type ParseConfig = {
    /** One character. */
    readonly delimiter: string;
    /** Stops after this many records; 0 for all. */
    readonly preview?: number;
  };
  type ParseError = { readonly type: string; readonly code: string; readonly row?: number };
  type ParseResult = { readonly data: readonly (readonly string[])[]; readonly errors: readonly ParseError[] };
  const Papa: { readonly parse: (text: string, config: ParseConfig) => ParseResult };
  export default Papa;
}
