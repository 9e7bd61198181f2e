import { defineCommand } from "../command.ts";
import { formActed } from "../form-acted.ts";
import { readDay, today } from "../note-input.ts";
import { misused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "what was filled in and completed" }],
  options: {
    name: { type: "string", value: "NAME", about: "who signs, typed by themselves", required: true },
    as: { type: "string", value: "WORDS", about: "what they are: client, mother (client)" },
    revision: { type: "string", value: "ID", about: "version that they have read; refused where another one stands" },
    date: { type: "string", value: "DAY", about: "yyyy-mm-dd (today)" },
    agreed: { type: "boolean", about: "they read the form’s sentence and agreed to it, in your presence" },
  },
  details: `Shows the sentence that is agreed to; nothing is signed without --agreed. What they typed is signed with your key: you say that you
were there. Once signed it stays as it is.`,
  async run(context, { positionals: [response = ""], options }) {
    const date = readDay("--date", options.date);
    if (!date.ok) return date;
    return formActed(context, response, async (vault, view) => {
      if (!options.agreed) return misused(`They agree to: “${view.asked.agrees}” Say --agreed once they have.`);
      return vault.signForm({
        response,
        revision: options.revision ?? view.revision,
        act: "signed",
        name: options.name,
        as: options.as ?? "client",
        on: date.value ?? today(),
      });
    });
  },
});
