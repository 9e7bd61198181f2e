import { ok, type Result } from "@alcove/bytes";
import type { FormAnswers } from "@alcove/vault";
import { checkAnswers } from "@alcove/vault/forms";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { responseLines } from "../form-text.ts";
import { readDay, today } from "../note-input.ts";
import { inLanguage, languagesHelp, readLanguage } from "../person-text.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, type Refusal, refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    form: { type: "string", value: "FORM", about: "which form, as form list shows them" },
    response: { type: "string", value: "ID", about: "go on with this one, which nobody has signed" },
    answers: { type: "string", value: "FILE", about: 'JSON by the ids of form show, such as {"client-name": "…"}' },
    language: { type: "string", value: "LANGUAGE", about: `${languagesHelp} (as it was begun, or that of its client)` },
    date: { type: "string", value: "DAY", about: "day that it is of, yyyy-mm-dd (today)" },
    person: { type: "string", value: "ID", about: "whom it is about, as chart people shows them" },
    unfinished: { type: "boolean", about: "keep it without what is still missing" },
    mistaken: { type: "boolean", about: "with --response: it was begun by mistake" },
  },
  details:
    "Options are answered by their code, several by a list. What is not asked because of another answer is left out.",
  async run(context, { options }) {
    const date = readDay("--date", options.date);
    if (!date.ok) return date;
    const language = readLanguage(options.language);
    if (!language.ok) return language;
    if ((options.form === undefined) === (options.response === undefined))
      return misused("One of --form and --response is needed.");
    if (options.mistaken && options.response === undefined) return misused("--mistaken goes with --response.");
    const given = options.answers === undefined ? ok(undefined) : readAnswersFile(options.answers);
    if (!given.ok) return given;
    return withOpenVault(context, async (vault) => {
      const { chart, response } = options;
      const before = response === undefined ? undefined : await vault.formResponse(response);
      if (before && !before.ok) return refused(before.error);
      const offered = (await vault.forms()).find(({ id }) => id === options.form);
      const asked = before?.value.asked ?? offered;
      if (!asked) return refuse("form-unknown");
      const answers = given.value ?? before?.value.answers ?? {};
      const person = options.person ?? before?.value.head.person;
      const saved = await vault.saveFormResponse({
        chart,
        ...(response === undefined ? {} : { response }),
        form: asked.id,
        version: asked.version,
        ...inLanguage(language.value),
        answers,
        state: options.mistaken ? "mistaken" : options.unfinished ? "in-progress" : "completed",
        on: date.value ?? before?.value.head.on ?? today(),
        ...(person === undefined ? {} : { person }),
        basedOn: before?.value.basedOn ?? [],
      });
      if (!saved.ok) {
        const { missing, unfit } = checkAnswers(asked.questionnaire, answers);
        if (saved.error.code === "answers-missing") return refused(saved.error, `Missing: ${missing.join(", ")}.`);
        if (saved.error.code === "answers-unfit") return refused(saved.error, `These do not fit: ${unfit.join(", ")}.`);
        return refusedTo("write", saved.error);
      }
      const sent = await send(context, vault);
      const view = await vault.formResponse(saved.value.id);
      const text = view.ok ? responseLines(view.value).join("\n") : saved.value.id;
      return ok({ facts: { ...saved.value, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    });
  },
});

/** Whether each answer fits its question is for the vault to say. */
function readAnswersFile(path: string): Result<FormAnswers, Refusal> {
  const text = readSmallText(path, 1_000_000);
  if (!text.ok) return text;
  try {
    const value = JSON.parse(text.value) as unknown;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return ok(value as FormAnswers);
  } catch {
    // Said below.
  }
  return misused(`--answers takes a file of JSON such as {"client-name": "…"}, and ${path} is none.`);
}
