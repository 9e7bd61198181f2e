import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { formsHelp, leavesHelp, readForm, readReach } from "../person-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    name: { type: "string", value: "NAME", about: "who asks", required: true },
    called: { type: "string", value: "WORDS", about: "as they are called and spoken of" },
    phone: { type: "string", value: "NUMBER", about: "a number to reach them" },
    email: { type: "string", value: "ADDRESS", about: "an e-mail address" },
    leave: { type: "string", value: "RULE", about: `what may be left there: ${leavesHelp} (name-and-number-only)` },
    label: { type: "string", value: "WORDS", about: "whose it is, or when" },
    form: { type: "string", value: "FORM", about: `${formsHelp} (individual)` },
    asks: { type: "string", value: "WORDS", about: "what for, in a few administrative words" },
    heard: { type: "string", value: "WORDS", about: "from whom they heard of the practice" },
    asked: { type: "string", value: "DAY", about: "when they asked, yyyy-mm-dd (today)" },
  },
  details:
    "Begins a chart of people and numbers alone: no note is needed. Its name stands in the list of charts, the rest only those see to whom it is given.",
  async run(context, { options }) {
    const form = readForm(options.form ?? "individual");
    if (!form.ok) return form;
    const asked = readDay("--asked", options.asked);
    if (!asked.ok) return asked;
    const reach = readReach(options);
    if (!reach.ok) return reach;
    return withOpenVault(context, async (vault) => {
      const begun = await vault.beginEnquiry({
        name: options.name,
        called: options.called ?? "",
        reach: reach.value,
        form: form.value,
        asked: asked.value ?? today(),
        asks: options.asks ?? "",
        heard: options.heard ?? "",
      });
      if (!begun.ok) return refused(begun.error);
      const sent = await send(context, vault);
      return ok({
        facts: { chart: begun.value.id, ...sentFacts(sent) },
        text: `Written down.\n\nChart     ${begun.value.id}${sentText(sent)}`,
      });
    });
  },
});
