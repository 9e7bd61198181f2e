import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ok } from "@alcove/bytes";
import { certificateFile, certificatePaper } from "@alcove/export/certificate";
import { writePaper } from "@alcove/pdf";
import { sentenceOf } from "@alcove/protocol/sentences";
import { defineCommand } from "../command.ts";
import { codeOf, writeNewFile } from "../files.ts";
import { paperFonts } from "../paper-fonts.ts";
import { send, withOpenVault } from "../profile.ts";
import { refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "of which chart", required: true },
    out: { type: "string", value: "DIR", about: "folder for destroyed.pdf and destroyed.json", required: true },
  },
  details: `What was destroyed of a chart, when, by whom and on which device, with the hashes that stay in the ledger, and what it does not
reach. Any device of the practice can make it, at any time. It names the chart: keep both files accordingly.`,
  run: (context, { options: { chart, out } }) =>
    withOpenVault(context, async (vault) => {
      const { why } = await send(context, vault);
      if (why) context.output.note(sentenceOf(why));
      const made = await vault.destructionCertificate(chart);
      if (!made.ok) return refused(made.error);
      const certificate = made.value;
      const pdf = await writePaper(certificatePaper(certificate), await paperFonts(), certificate.madeAt);
      try {
        mkdirSync(out, { recursive: true, mode: 0o700 });
      } catch (error) {
        return refuse("file-unwritable", { path: out, reason: codeOf(error) });
      }
      for (const [name, content] of [
        ["destroyed.json", `${JSON.stringify(certificateFile(certificate), null, 2)}\n`],
        ["destroyed.pdf", pdf],
      ] as const) {
        const written = writeNewFile(join(out, name), content);
        if (!written.ok) return written;
      }
      const { ledger, destroyed } = certificate;
      return ok({
        facts: { out, ledger, destroyed },
        text: `destroyed.pdf and destroyed.json are in ${out}.`,
      });
    }),
});
