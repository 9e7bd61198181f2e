import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { formsHelp, readForm, readStatus, sheetLine, statusesHelp } from "../person-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    status: { type: "string", value: "STATUS", about: `${statusesHelp} (as it was, or active)` },
    form: { type: "string", value: "FORM", about: `${formsHelp} (as it was, or individual)` },
    since: {
      type: "string",
      value: "DAY",
      about: "when the status began, yyyy-mm-dd (as it was; today with another status)",
    },
    tags: { type: "string", value: "WORDS", about: "with commas between them (as they were)" },
  },
  details: "Says where a chart stands. What is not given stays as it was.",
  async run(context, { options }) {
    const status = options.status === undefined ? undefined : readStatus(options.status);
    if (status && !status.ok) return status;
    const form = options.form === undefined ? undefined : readForm(options.form);
    if (form && !form.ok) return form;
    const since = readDay("--since", options.since);
    if (!since.ok) return since;
    return withOpenVault(context, async (vault) => {
      const { chart } = options;
      const there = (await vault.administrative(chart))?.faceSheet;
      const isOther = status !== undefined && status.value !== there?.status;
      const sheet = {
        status: status?.value ?? there?.status ?? "active",
        form: form?.value ?? there?.form ?? "individual",
        since: since.value ?? (isOther ? undefined : there?.since) ?? today(),
        tags:
          options.tags === undefined
            ? (there?.tags ?? [])
            : options.tags
                .split(",")
                .map((tag) => tag.trim())
                .filter(Boolean),
        custom: there?.custom ?? [],
      };
      const saved = await vault.saveFaceSheet({ chart, basedOn: there?.basedOn ?? [], ...sheet });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { chart, ...sheet, ...sentFacts(sent) }, text: `${sheetLine(sheet)}.${sentText(sent)}` });
    });
  },
});
