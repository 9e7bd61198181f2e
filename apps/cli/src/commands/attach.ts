import { basename } from "node:path";
import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readSmallFile } from "../files.ts";
import { mediaTypeOf } from "../media-type.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refuse, type Refusal, refusedTo } from "../refusal.ts";

/** All of a file is in memory while it is sealed. */
const maxFileBytes = 1024 * 1024 * 1024;

export const command = defineCommand({
  positionals: [{ name: "FILE", about: "what to keep with the record" }],
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    note: { type: "string", value: "ID", about: "the note that it belongs to" },
  },
  async run(context, { options, positionals: [path = ""] }) {
    const bytes = readSmallFile(path, maxFileBytes);
    if (!bytes.ok) return tooLarge(bytes.error) ?? bytes;
    if (bytes.value.length === 0) return refuse("document-empty", { path });
    return withOpenVault(context, async (vault) => {
      const attached = await vault.attach({
        chart: options.chart,
        name: basename(path),
        mediaType: mediaTypeOf(path),
        bytes: bytes.value,
        ...(options.note === undefined ? {} : { note: options.note }),
      });
      if (!attached.ok) return refusedTo("write", attached.error);
      const sent = await send(context, vault);
      return ok({ facts: { ...attached.value, ...sentFacts(sent) }, text: `${attached.value.id}${sentText(sent)}` });
    });
  },
});

/** The same refusal in the words for attachments. */
function tooLarge(refusal: Refusal): ReturnType<typeof refuse> | undefined {
  if (refusal.kind !== "failure" || refusal.failure.code !== "document-too-large") return undefined;
  return refuse("attachment-too-large", { bytes: refusal.failure.facts?.["size"] ?? 0, limit: maxFileBytes });
}
