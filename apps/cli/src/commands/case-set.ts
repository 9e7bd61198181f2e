import { ok, type Result } from "@alcove/bytes";
import type { CaseWords } from "@alcove/vault";
import { caseLines } from "../case-text.ts";
import { defineCommand } from "../command.ts";
import { readDay, today } from "../note-input.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, type Refusal, refused } from "../refusal.ts";

const outcomes = ["granted", "in-part", "denied"] as const;

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    id: { type: "string", value: "ID", about: "which case", required: true },
    on: { type: "string", value: "DAY", about: "the day of what is written down, yyyy-mm-dd (today)" },
    checked: { type: "string", value: "TEXT", about: "how it was seen that they are who they say" },
    step: { type: "string", value: "STEP", about: "a step that was done, as case kinds lists them" },
    "extend-until": {
      type: "string",
      value: "DAY",
      about: "extended, once: told on the day, with --words as its reason",
    },
    decide: { type: "string", value: "OUTCOME", about: outcomes.join(", ") },
    ground: {
      type: "string",
      value: "GROUNDS",
      about: "of a denial, with commas between them, as case kinds lists them",
    },
    disagree: { type: "string", value: "TEXT", about: "the client's statement of disagreement, of a denied amendment" },
    rebuttal: { type: "string", value: "TEXT", about: "the practice's answer to it" },
    tell: {
      type: "string",
      value: "WHOM",
      about: "what was told or given out, as --words say: a disclosure of the chart",
    },
    address: { type: "string", value: "TEXT", about: "of whom it was told" },
    end: { type: "boolean", about: "a restriction that was agreed to has ended, as --words say" },
    close: { type: "boolean", about: "nothing more is to be done" },
    words: { type: "string", value: "TEXT", about: "what is said of it" },
  },
  details:
    "One thing at a time, with its day and words. What is not named stays as it was, and nothing is overwritten.",
  async run(context, { options }) {
    const { chart, id } = options;
    const on = readDay("--on", options.on);
    if (!on.ok) return on;
    const acts = [
      options.checked,
      options.step,
      options["extend-until"],
      options.decide,
      options.disagree,
      options.tell,
    ];
    if (acts.filter((act) => act !== undefined).length + Number(options.close) + Number(options.end) !== 1)
      return misused(
        "One of --checked, --step, --extend-until, --decide, --disagree, --tell, --end and --close is needed.",
      );
    return withOpenVault(context, async (vault) => {
      const there = (await vault.cases(chart)).find((one) => one.id === id);
      if (!there)
        return refuse((await vault.charts()).some((one) => one.id === chart) ? "case-unknown" : "chart-unknown");
      const day = on.value ?? today();
      const { tell, address = "", words = "" } = options;
      const next = change(there.said, { ...options, on: day });
      if (!next.ok) return next;
      const said = { ...there.said, ...next.value };
      const told = tell === undefined ? {} : { told: { on: day, to: tell, address, what: words } };
      const saved = await vault.saveCase({ chart, id, said, basedOn: there.basedOn, ...told });
      if (!saved.ok) return refused(saved.error);
      const sent = await send(context, vault);
      const after = (await vault.cases(chart)).find((one) => one.id === id);
      return ok({
        facts: { chart, id, case: after, ...sentFacts(sent) },
        text: `${after ? caseLines(after) : id}${sentText(sent)}`,
      });
    });
  },
});

type Given = {
  readonly on: string;
  readonly words: string | undefined;
  readonly checked: string | undefined;
  readonly step: string | undefined;
  readonly "extend-until": string | undefined;
  readonly decide: string | undefined;
  readonly tell: string | undefined;
  readonly end: boolean;
  readonly ground: string | undefined;
  readonly disagree: string | undefined;
  readonly rebuttal: string | undefined;
};

function change(said: CaseWords, given: Given): Result<Partial<CaseWords>, Refusal> {
  const { on, words = "" } = given;
  if (given.checked !== undefined) return ok({ checked: given.checked });
  if (given.step !== undefined) {
    const { step } = given;
    return ok({ steps: [...said.steps.filter((one) => one.step !== step), { step, on, words }] });
  }
  const until = given["extend-until"];
  if (until !== undefined) return ok({ extension: { on, until, reason: words } });
  if (given.disagree !== undefined)
    return ok({ disagreement: { on, statement: given.disagree, rebuttal: given.rebuttal ?? "" } });
  if (given.tell !== undefined) return ok({});
  if (given.end) return ok({ ended: { on, words } });
  if (given.decide === undefined) return ok({ closed: { on, words } });
  const outcome = outcomes.find((one) => one === given.decide);
  if (!outcome) return misused(`--decide is one of ${outcomes.join(", ")}, not "${given.decide}".`);
  const grounds = (given.ground ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  return ok({ decision: { on, outcome, grounds, words } });
}
