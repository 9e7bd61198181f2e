/**
 * A part of the bundle that did not come: no network before the service worker has all of it, or a server with a newer one.
 * Chromium remembers that for as long as the document stands and fetches it no more, so only opening the page again helps.
 */

class PartMissing extends Error {
  override name = "PartMissing";
}

/** The router would open the page again by itself, and the vault would be locked without a word. */
export function part<T>(load: () => Promise<T>): () => Promise<T> {
  return () =>
    load().catch((cause: unknown) => {
      throw new PartMissing("a part of the app did not come", { cause });
    });
}

/** As Chromium, Firefox, Safari and Vite put it, in this order. */
const said =
  /^Failed to fetch dynamically imported module|^error loading dynamically imported module|^Importing a module script failed|^Unable to preload CSS/;

export function isPartMissing(error: unknown): boolean {
  return error instanceof PartMissing || (error instanceof Error && said.test(error.message));
}
