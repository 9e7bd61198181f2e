import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ok } from "@alcove/bytes";
import { sentenceOf } from "@alcove/protocol/sentences";
import { defineCommand } from "../command.ts";
import { counted } from "../counted.ts";
import { codeOf, writeNewFile } from "../files.ts";
import { send, withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    member: { type: "string", value: "ID", about: "of whom, present or former" },
    device: { type: "string", value: "ID", about: "or of which device, as device list shows it: lost, say" },
    out: {
      type: "string",
      value: "DIR",
      about: "folder for could-have-read.pdf and could-have-read.json",
      required: true,
    },
  },
  details: `What they could have read: each right and key with the signed entries that gave and ended it, what their devices signed that they had
seen, and what nobody knows. It names charts: keep both files accordingly.`,
  async run(context, { options: { member, device, out } }) {
    if ((member === undefined) === (device === undefined)) return misused("Give --member ID or --device ID.");
    return withOpenVault(context, async (vault) => {
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const made = await vault.couldHaveRead(device === undefined ? { member: member ?? "" } : { device });
      if (!made.ok) return refused(made.error);
      const { report, pdf } = made.value;
      try {
        mkdirSync(out, { recursive: true, mode: 0o700 });
      } catch (error) {
        return refuse("file-unwritable", { path: out, reason: codeOf(error) });
      }
      for (const [name, content] of [
        ["could-have-read.json", `${JSON.stringify(report, null, 2)}\n`],
        ["could-have-read.pdf", pdf],
      ] as const) {
        const written = writeNewFile(join(out, name), content);
        if (!written.ok) return written;
      }
      const unseen = report.compartments.filter(({ key }) => key === "unseen").length;
      return ok({
        facts: { out, ledger: report.ledger, compartments: report.compartments.length, unseen },
        text:
          `could-have-read.pdf and could-have-read.json are in ${out}: ${counted(report.compartments.length, "place")} that could be read.` +
          (unseen > 0 ? `\nOf ${unseen} this device doesn't know who was given the key.` : ""),
      });
    });
  },
});
