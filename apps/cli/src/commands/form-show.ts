import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { formLine, questionLines } from "../form-text.ts";
import { withOpenVault } from "../profile.ts";
import { inLanguage, languagesHelp, readLanguage } from "../person-text.ts";
import { misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "FORM", about: "which one, as form list shows them" }],
  options: {
    chart: { type: "string", value: "ID", about: "as it is begun for this chart, with names filled in" },
    language: { type: "string", value: "LANGUAGE", about: `with --chart: ${languagesHelp} (that of its client)` },
  },
  details: "With --json the questions are a FHIR R4 Questionnaire, which form save reads again.",
  async run(context, { positionals: [id = ""], options }) {
    const { chart } = options;
    const language = readLanguage(options.language);
    if (!language.ok) return language;
    if (language.value && chart === undefined) return misused("--language goes with --chart.");
    return withOpenVault(context, async (vault) => {
      const offered = (await vault.forms()).find((one) => one.id === id);
      if (!offered) return refuse("form-unknown");
      const begun =
        chart === undefined ? undefined : await vault.beginForm({ chart, form: id, ...inLanguage(language.value) });
      if (begun && !begun.ok) return refused(begun.error);
      const form = begun?.value ?? offered;
      const lines = [formLine(form), ...questionLines(form), "", ...(form.from ? [form.from.notice] : [])];
      return ok({ facts: { form }, text: lines.join("\n") });
    });
  },
});
