import { ok, type Result } from "@alcove/bytes";
import type { PlanWords } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readSmallText } from "../files.ts";
import { today } from "../note-input.ts";
import { misused, type Refusal } from "../refusal.ts";
import { factOptions, optional, writeFact } from "../write-fact.ts";

const maxFileBytes = 1024 * 1024;

export const command = defineCommand({
  options: {
    ...factOptions,
    file: {
      type: "string",
      value: "FILE",
      about: "JSON with problems, goals, discharge and agreed, as fact list --json shows them",
    },
    since: { type: "string", value: "DAY", about: "when it begins, yyyy-mm-dd (today)" },
    "review-by": { type: "string", value: "DAY", about: "by when it is looked at again" },
  },
  details: `A goal has words, interventions and objectives; an objective has words, baseline, target, by and state (open, met, dropped).
Nothing is overwritten; what is not named stays as it was.`,
  async run(context, { options }) {
    const file = options.file === undefined ? undefined : readPlan(options.file);
    if (file && !file.ok) return file;
    return writeFact(context, options, "plan", async (before, ended) => {
      const plan = file?.value ?? before;
      if (!plan) return misused("A new plan takes --file.");
      const { ended: _, reviewBy, person: __, ...words } = { ...(before ?? none), ...plan };
      return ok({
        ...words,
        kind: "plan",
        since: options.since ?? before?.since ?? today(),
        ...optional("reviewBy", options["review-by"], reviewBy),
        ...(ended ? { ended } : {}),
      });
    });
  },
});

/** As `fact list --json` shows it, with the id of a person that `--person` names by name. */
type Plan = PlanWords & { readonly person?: string };
const none = { problems: "", goals: [], discharge: "", agreed: "" };

/** The vault says whether it is a plan. */
function readPlan(path: string): Result<Plan, Refusal> {
  const text = readSmallText(path, maxFileBytes);
  if (!text.ok) return text;
  try {
    const value: unknown = JSON.parse(text.value);
    return typeof value === "object" && value !== null ? ok(value as Plan) : misused(`${path} holds no JSON object.`);
  } catch {
    return misused(`${path} holds no JSON.`);
  }
}
