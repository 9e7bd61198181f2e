/** Pictures of a folder come in as documents do (docs/spec, DOC-5): without what the camera wrote beside the picture. */

import { cleanPicture } from "../pictures/clean-picture.ts";

/** Of a picture or film that says more than it shows, or may. */
export type FoundPicture =
  /** `hash`: SHA-256 in hex of what is left; `place`: it said where it was taken. */
  | { readonly outcome: "removed"; readonly hash: string; readonly place: boolean }
  /** It may say so, and nothing can be taken out of its kind. */
  | { readonly outcome: "cannot" };

export async function lookAtPicture(
  bytes: Uint8Array,
  hash: (content: Uint8Array) => Promise<string>,
): Promise<FoundPicture | undefined> {
  const cleaned = cleanPicture(bytes);
  if (cleaned.outcome === "cannot") return { outcome: "cannot" };
  if (cleaned.outcome !== "removed") return undefined;
  return { outcome: "removed", hash: await hash(cleaned.bytes), place: cleaned.place };
}

export function withoutCamera(bytes: Uint8Array): Uint8Array {
  const cleaned = cleanPicture(bytes);
  return cleaned.outcome === "removed" ? cleaned.bytes : bytes;
}
