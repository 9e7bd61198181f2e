import { ok, type Result } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, type Refusal, refused } from "../refusal.ts";

export const command = defineCommand({
  options: {
    questions: { type: "string", value: "FILE", about: "FHIR R4 Questionnaire, as JSON", required: true },
    form: { type: "string", value: "ID", about: "which of your own it takes the place of" },
    about: { type: "string", value: "TEXT", about: "one line for the list", required: true },
    belongs: { type: "string", value: "WHERE", about: "clinical (with the notes) or administrative", required: true },
    signatures: { type: "string", value: "NUMBER", about: "how many people sign it (1)" },
    agrees: { type: "string", value: "TEXT", about: "the sentence they agree to", required: true },
    months: { type: "string", value: "NUMBER", about: "for how many months it holds" },
    until: { type: "string", value: "QUESTION", about: "or the question for its last day" },
    "put-away": { type: "boolean", about: "it is offered no more" },
  },
  details:
    "A form of the practice's own. What was filled in keeps the questions that it had. Have your attorney read it.",
  async run(context, { options }) {
    const { form, about, agrees, until, belongs } = options;
    if (belongs !== "clinical" && belongs !== "administrative")
      return misused("--belongs is clinical or administrative.");
    const signatures = readNumber("--signatures", options.signatures ?? "1");
    const months = options.months === undefined ? ok(undefined) : readNumber("--months", options.months);
    if (!signatures.ok) return signatures;
    if (!months.ok) return months;
    const text = readSmallText(options.questions, 1_000_000);
    if (!text.ok) return text;
    const questionnaire = questionsIn(text.value);
    if (questionnaire === undefined)
      return misused(`--questions takes a file of JSON, and ${options.questions} is none.`);
    return withOpenVault(context, async (vault) => {
      const saved = await vault.saveForm({
        ...(form === undefined ? {} : { form }),
        questionnaire,
        about,
        belongs,
        agrees,
        signatures: signatures.value,
        months: months.value,
        until,
        putAway: options["put-away"],
      });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      return ok({ facts: { ...saved.value, ...sentFacts(sent) }, text: `Form    ${saved.value.id}${sentText(sent)}` });
    });
  },
});

function readNumber(option: string, text: string): Result<number, Refusal> {
  return /^\d{1,3}$/.test(text) ? ok(Number(text)) : misused(`${option} takes a number, not "${text}".`);
}

function questionsIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
