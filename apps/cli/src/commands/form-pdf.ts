import { webcrypto } from "node:crypto";
import { ok } from "@alcove/bytes";
import { formPaper } from "@alcove/export";
import { signPdf, writePaper } from "@alcove/pdf";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { paperFonts } from "../paper-fonts.ts";
import { send, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "which one, as form list --chart shows them" }],
  options: { out: { type: "string", value: "FILE", about: "PDF file to write; must not exist", required: true } },
  details: `Anybody can read it who gets hold of it. The file is signed with a key made for it alone: pdfsig and PDF viewers tell whether it was
changed since, and not who made it. Who signed the form is verified by form read.`,
  run: (context, { positionals: [id = ""], options: { out } }) =>
    withOpenVault(context, async (vault) => {
      const view = await vault.formResponse(id);
      if (!view.ok) return refused(view.error);
      const { head, asked, answers, acts } = view.value;
      if (head.belongs === "clinical") {
        const recorded = await vault.recordAccess({ chart: head.chart, act: "exported", kind: "progress" });
        if (!recorded.ok) return refused(recorded.error);
      }
      const status = await vault.status();
      const practice = status.phase === "open" ? status.practiceName : "";
      const isUnfinished = head.standing === "in-progress" || head.standing === "mistaken";
      const paper = formPaper({ practice, asked, answers, on: head.on, ends: head.ends, isUnfinished, acts });
      const at = Date.now();
      const plain = await writePaper(paper, await paperFonts(), at);
      const signed = await signPdf(plain, webcrypto as Parameters<typeof signPdf>[1], {
        name: practice,
        reason: "Shows whether this file was changed since it was made",
        at,
      });
      const written = writeNewFile(out, signed);
      if (!written.ok) return written;
      await send(context, vault);
      return ok({ facts: { id, out, bytes: signed.length }, text: `Written to ${out}. Nobody guards it there.` });
    }),
});
