/** A picture without what its camera wrote; the Documents page keeps one as it came, where somebody wants it so. */

import type { CleanedPicture } from "@alcove/documents";

export async function withoutPlace(
  file: File,
): Promise<{ readonly bytes: Blob | Uint8Array; readonly remark?: string }> {
  const [{ cleanFile }, { sayCleaned }] = await Promise.all([
    import("@alcove/documents"),
    import("../words/documents.ts"),
  ]);
  const cleaned: CleanedPicture | undefined = await cleanFile(file).catch(() => undefined);
  const remark = cleaned && sayCleaned(cleaned);
  return { bytes: cleaned?.outcome === "removed" ? cleaned.bytes : file, ...(remark ? { remark } : {}) };
}
