/** A file of a chart out to this computer, piece by piece, under its name once all of it was checked (docs/spec, ATT-8). */

import type { AttachmentView, Outcome, Vault } from "@alcove/vault";
import { choosePlace, type FilePlace, type FileSink, unwritable } from "./file-place.ts";

/** `progress` in bytes. Failures: as of `openAttachment` and `readOn`, and `file-unwritable`. */
export async function takeFile(
  vault: Vault,
  { id, name, bytes }: Pick<AttachmentView, "id" | "name" | "bytes">,
  progress: (done: number) => void = () => {},
): Promise<Outcome<undefined>> {
  let place: FilePlace | undefined;
  try {
    place = await choosePlace(name, bytes);
    // Nobody chose a place: that is no failure.
    if (!place) return { ok: true, value: undefined };
    const opened = await vault.openAttachment(id);
    const taken = opened.ok ? await writeTo(await place.open(), vault, opened.value.reading, progress) : opened;
    if (!taken.ok) await place.leave();
    return taken;
  } catch (error) {
    await place?.leave();
    return { ok: false, error: unwritable(error) };
  }
}

async function writeTo(
  sink: FileSink,
  vault: Vault,
  reading: string,
  progress: (done: number) => void,
): Promise<Outcome<undefined>> {
  let written = 0;
  try {
    for (;;) {
      const piece = await vault.readOn(reading);
      if (!piece.ok) {
        await sink.giveUp();
        return piece;
      }
      const { bytes, done } = piece.value;
      written += bytes.length;
      await sink.write(bytes);
      progress(written);
      if (done) break;
    }
    await sink.done();
    return { ok: true, value: undefined };
  } catch (error) {
    await sink.giveUp();
    throw error;
  }
}
