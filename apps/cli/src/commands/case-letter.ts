import { ok } from "@alcove/bytes";
import { type LetterFacts, letterGaps, letterPaper } from "@alcove/export/letters";
import { writePaper } from "@alcove/pdf";
import type { Outcome as VaultOutcome, Vault } from "@alcove/vault";
import { guideOf } from "../case-text.ts";
import { defineCommand } from "../command.ts";
import { writeNewFile } from "../files.ts";
import { today } from "../note-input.ts";
import { paperFonts } from "../paper-fonts.ts";
import { languagesHelp, readLanguage } from "../person-text.ts";
import { withOpenVault } from "../profile.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    id: { type: "string", value: "ID", about: "which case", required: true },
    letter: {
      type: "string",
      value: "WHICH",
      about: "acknowledgement, extension, decision, accounting, paper-answer",
      required: true,
    },
    language: { type: "string", value: "LANGUAGE", about: `${languagesHelp} (which its person reads, or the client)` },
    out: { type: "string", value: "FILE", about: "where the PDF goes", required: true },
  },
  details:
    "In plain language, with what the rule asks for. To be read before it is sent; an answer to a paper by an attorney.",
  async run(context, { options }) {
    const { chart, id, letter: which, out } = options;
    const asked = readLanguage(options.language);
    if (!asked.ok) return asked;
    return withOpenVault(context, async (vault) => {
      const view = (await vault.cases(chart)).find((one) => one.id === id);
      if (!view)
        return refuse((await vault.charts()).some((one) => one.id === chart) ? "case-unknown" : "chart-unknown");
      const kind = (await guideOf(vault)).kinds.find((one) => one.kind === view.kind);
      const letter = kind?.letters.find((one) => one === which);
      if (!kind || !letter)
        return misused(`--letter is one of ${kind?.letters.join(", ") || "none"} here, not "${which}".`);
      const [status, office] = [await vault.status(), await vault.office()];
      if (status.phase !== "open" || !office) return refuse("locked");
      const listed = letter === "accounting" ? await vault.caseAccounting({ chart, id }) : undefined;
      if (listed && !listed.ok) return refused(listed.error);
      const administrative = await vault.administrative(chart);
      const person = administrative?.people.find((one) => one.id === view.said.person);
      const facts: LetterFacts = {
        language: asked.value ?? (person ? person.language : administrative?.language) ?? "en",
        practice: status.practiceName,
        office,
        signer: status.memberName,
        today: today(),
        kind,
        ...(view.due === undefined ? {} : { due: view.due }),
        said: view.said,
        ...(listed ? { accounting: listed.value } : {}),
      };
      const [gap] = letterGaps(letter, facts);
      const paper = letterPaper(letter, facts);
      if (!paper) return misused(`This letter needs ${gap} to be written down first.`);
      const bytes = await writePaper(paper, await paperFonts(), Date.now());
      const kept = await keepLetter(vault, chart, `${paper.title}, ${facts.today}.pdf`, bytes);
      if (!kept.ok) return refused(kept.error);
      const written = writeNewFile(out, bytes);
      if (!written.ok) return written;
      return ok({ facts: { chart, id, letter, out, language: facts.language }, text: `Written to ${out}.` });
    });
  },
});

/** Among the chart's documents, where its log says that it was taken out; front desk, who has none, only writes the file. */
async function keepLetter(vault: Vault, chart: string, name: string, bytes: Uint8Array): Promise<VaultOutcome<void>> {
  const writes = (await vault.charts()).some((one) => one.id === chart && one.writes);
  if (!writes) return { ok: true, value: undefined };
  const kept = await vault.attach({ chart, name, mediaType: "application/pdf", bytes });
  return kept.ok ? vault.recordAccess({ chart, act: "exported", kind: "progress", note: kept.value.id }) : kept;
}
