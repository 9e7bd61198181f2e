import { openAsBlob, statSync } from "node:fs";
import { basename } from "node:path";
import { ok, type Result } from "@alcove/bytes";
import { type CleanedPicture, cleanFile } from "@alcove/documents";
import { mediaTypeOf } from "@alcove/documents/import";
import { defineCommand } from "../command.ts";
import { documentOptions, readDocument } from "../document-words.ts";
import { codeOf } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, type Refusal, refusedTo } from "../refusal.ts";
import { watchTask } from "../watch-task.ts";

const task = "attach";

export const command = defineCommand({
  positionals: [{ name: "FILE", about: "what to keep with the record" }],
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    note: { type: "string", value: "ID", about: "the note that it belongs to" },
    ...documentOptions,
    "keep-original": { type: "boolean", about: "a picture as it came, with what its camera says of place and device" },
  },
  details: `Of JPEG, PNG and WebP what the camera wrote about place, time and itself is taken out first, the picture stays as it is.
Up to 2 GB, sealed piece by piece; Ctrl-C leaves nothing of it. Sending goes on where it was cut off, with the next command
that sends.`,
  async run(context, { options, positionals: [path = ""] }) {
    const said = readDocument(options, undefined);
    if (!said.ok) return said;
    const file = await openLazily(path);
    if (!file.ok) return file;
    if (file.value.size === 0) return refuse("document-empty", { path });
    const cleaned = options["keep-original"] ? undefined : await cleanFile(file.value).catch(() => undefined);
    const remark = cleaned && sayCleaned(cleaned);
    if (remark) context.output.note(remark);
    return withOpenVault(context, async (vault) => {
      const watched = watchTask(context, vault, task);
      const attached = await vault.attach({
        chart: options.chart,
        name: basename(path),
        mediaType: mediaTypeOf(path),
        bytes: cleaned?.outcome === "removed" ? cleaned.bytes : file.value,
        task,
        ...(options.note === undefined ? {} : { note: options.note }),
        ...(said.value ? { document: said.value } : {}),
      });
      watched.end();
      if (!attached.ok) return refusedTo("write", attached.error);
      const sent = await send(context, vault);
      const {
        id,
        name,
        bytes,
        unsent = 0,
      } = (await vault.attachments(options.chart)).find((one) => one.id === attached.value.id) ?? attached.value;
      const rest = unsent > 0 ? `\n${unsent} bytes of it wait on this device.` : "";
      return ok({
        facts: { id, name, bytes, unsent, picture: cleaned?.outcome ?? "as it came", ...sentFacts(sent) },
        text: `${id}${sentText(sent)}${rest}`,
      });
    });
  },
});

/** `undefined`: there is nothing to say. */
function sayCleaned(cleaned: CleanedPicture): string | undefined {
  if (cleaned.outcome === "removed")
    return `Taken out of the picture: ${cleaned.place ? "where it was taken, and " : ""}what the camera wrote of itself. The file on this computer keeps it.`;
  if (cleaned.outcome === "cannot")
    return "This file may say where and with what it was taken. Alcove can't take that out of this kind.";
  return undefined;
}

/** Read when it is sealed, and not before. */
async function openLazily(path: string): Promise<Result<Blob, Refusal>> {
  try {
    if (!statSync(path).isFile()) return refuse("file-unreadable", { path, reason: "EISDIR" });
    return ok(await openAsBlob(path));
  } catch (error) {
    return refuse("file-unreadable", { path, reason: codeOf(error) });
  }
}
