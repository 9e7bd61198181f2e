// The one call that is used; the package brings no types.

declare module "word-extractor" {
  export default class WordExtractor {
    extract(source: Buffer): Promise<{ getBody(): string }>;
  }
}
