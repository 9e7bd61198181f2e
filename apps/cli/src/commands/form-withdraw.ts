import { defineCommand } from "../command.ts";
import { formActed } from "../form-acted.ts";
import { readDay, today } from "../note-input.ts";

export const command = defineCommand({
  positionals: [{ name: "ID", about: "what was signed" }],
  options: {
    name: { type: "string", value: "NAME", about: "who takes it back", required: true },
    as: { type: "string", value: "WORDS", about: "what they are: client, mother (client)" },
    words: { type: "string", value: "TEXT", about: "how it came: “her letter of 3 May”", required: true },
    date: { type: "string", value: "DAY", about: "day on which it came, yyyy-mm-dd (today)" },
  },
  details: "It counts at once. What was signed stays to be read; what was passed on before stays so.",
  async run(context, { positionals: [response = ""], options: { name, as = "client", words, date: given } }) {
    const date = readDay("--date", given);
    if (!date.ok) return date;
    const on = date.value ?? today();
    return formActed(context, response, (vault, { revision }) =>
      vault.signForm({ response, revision, act: "withdrawn", name, as, words, on }),
    );
  },
});
