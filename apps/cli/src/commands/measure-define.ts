import { ok, type Result } from "@alcove/bytes";
import type { DefineMeasure } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refused, type Refusal } from "../refusal.ts";

const maxBytes = 64 * 1024;

export const command = defineCommand({
  options: {
    file: { type: "string", value: "FILE", about: "its questions and choices, as JSON", required: true },
    rights: {
      type: "string",
      value: "TEXT",
      about: "whose it is, and by what right the practice uses it",
      required: true,
    },
  },
  details: `The score is the sum of all questions. The file: {"name": "Sleep", "questions": ["I slept well"], "choices": [{"value": 0, "label":
"never"}, {"value": 1, "label": "always"}], "higherIs": "better", "lookBack": "the last week", "instruction": "How was it?"}. Also "title",
"credit", and "risk": numbers of questions to which any answer above the lowest asks for a risk enquiry. Other words are another measure.`,
  run: (context, { options: { file, rights } }) =>
    withOpenVault(context, async (vault) => {
      const text = readSmallText(file, maxBytes);
      if (!text.ok) return text;
      const definition = readDefinition(text.value);
      if (!definition.ok) return definition;
      const defined = await vault.defineMeasure({ ...definition.value, rights });
      if (!defined.ok) return refused(defined.error);
      const sent = await send(context, vault);
      return ok({
        facts: { id: defined.value.id, ...sentFacts(sent) },
        text: `${defined.value.id}${sentText(sent)}`,
      });
    }),
});

function readDefinition(text: string): Result<Omit<DefineMeasure, "rights">, Refusal> {
  const said = parsed(text);
  const words = (name: string) => (typeof said[name] === "string" ? said[name] : "");
  const list = (name: string): readonly unknown[] => (Array.isArray(said[name]) ? said[name] : []);
  const { higherIs } = said;
  if (higherIs !== "worse" && higherIs !== "better") return misused('The file says "higherIs": "worse" or "better".');
  return ok({
    name: words("name"),
    title: words("title"),
    lookBack: words("lookBack"),
    instruction: words("instruction"),
    credit: words("credit"),
    questions: list("questions").map(String),
    choices: list("choices").map((one) => {
      const { value, label } = (one ?? {}) as { readonly value?: unknown; readonly label?: unknown };
      return { value: Number(value), label: typeof label === "string" ? label : "" };
    }),
    higherIs,
    risk: list("risk").map(Number),
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
