/**
 * A file of a chart out to this computer, piece by piece. Where the browser asks for a place first, a large one goes straight there,
 * under its name once all of it was checked; else the browser collects it, on its own disk where it is large, and no half of one is
 * ever handed over. Plain bytes, so that nothing opens by itself on this origin.
 */

import type { Failure } from "@alcove/protocol/errors";
import type { AttachmentView, Outcome, Vault } from "@alcove/vault";
import { saveFile } from "./save-file.ts";

type Writable = {
  write(piece: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
};
type AskForPlace = (options: { readonly suggestedName: string }) => Promise<{ createWritable(): Promise<Writable> }>;

/** What a browser may well hold in memory on its way to a download. */
const asksForPlaceFrom = 32 * 1024 * 1024;

/** `progress` in bytes. Failures: as of `openAttachment` and `readOn`, and `file-unwritable`. */
export async function takeFile(
  vault: Vault,
  { id, name, bytes }: Pick<AttachmentView, "id" | "name" | "bytes">,
  progress: (done: number) => void = () => {},
): Promise<Outcome<undefined>> {
  const ask = (globalThis as { showSaveFilePicker?: AskForPlace }).showSaveFilePicker;
  let place: Writable | undefined;
  if (ask && bytes >= asksForPlaceFrom) {
    try {
      place = await (await ask({ suggestedName: name })).createWritable();
    } catch (error) {
      // Nobody chose a place: that is no failure.
      if (error instanceof DOMException && error.name === "AbortError") return { ok: true, value: undefined };
      return { ok: false, error: unwritable(error) };
    }
  }
  const opened = await vault.openAttachment(id);
  if (!opened.ok) return opened;
  const { reading } = opened.value;
  return place ? writeTo(place, vault, reading, progress) : collect(vault, reading, name, progress);
}

async function writeTo(
  place: Writable,
  vault: Vault,
  reading: string,
  progress: (done: number) => void,
): Promise<Outcome<undefined>> {
  let written = 0;
  try {
    for (;;) {
      const piece = await vault.readOn(reading);
      if (!piece.ok) {
        await place.abort();
        return piece;
      }
      await place.write(piece.value.bytes);
      progress((written += piece.value.bytes.length));
      if (piece.value.done) break;
    }
    await place.close();
    return { ok: true, value: undefined };
  } catch (error) {
    await place.abort().catch(() => {});
    return { ok: false, error: unwritable(error) };
  }
}

async function collect(
  vault: Vault,
  reading: string,
  name: string,
  progress: (done: number) => void,
): Promise<Outcome<undefined>> {
  let failed: Failure | undefined;
  let taken = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const piece = await vault.readOn(reading);
      if (!piece.ok) {
        failed = piece.error;
        controller.error(new Error(piece.error.code));
        return;
      }
      controller.enqueue(new Uint8Array(piece.value.bytes));
      progress((taken += piece.value.bytes.length));
      if (piece.value.done) controller.close();
    },
  });
  try {
    const whole = await new Response(stream, { headers: { "content-type": "application/octet-stream" } }).blob();
    saveFile(name, whole);
    return { ok: true, value: undefined };
  } catch (error) {
    return { ok: false, error: failed ?? unwritable(error) };
  }
}

const unwritable = (error: unknown): Failure => ({
  code: "file-unwritable",
  facts: { path: "The file", reason: error instanceof Error ? error.name : "unknown" },
});
