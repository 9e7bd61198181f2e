import { ok, type Result } from "@alcove/bytes";
import type { Answers, Filled, Measure, MeasureView, RiskEnquiry } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { measureLines, needsReview } from "../measure-text.ts";
import { readDay, today } from "../note-input.ts";
import { personNamed } from "../person-named.ts";
import { send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refusedTo, refused, type Refusal } from "../refusal.ts";

type Given = {
  readonly measure: string | undefined;
  readonly answers: string | undefined;
  readonly how: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly total: string | undefined;
  readonly parts: string | undefined;
  readonly "scored-by": string | undefined;
  readonly licensed: boolean;
};

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    measure: { type: "string", value: "NAME", about: "which measure, as measure forms lists them" },
    answers: {
      type: "string",
      value: "LIST",
      about: "one for each question, such as 1,0,2,-,3; - where it was left blank",
    },
    how: { type: "string", value: "HOW", about: "client (default), read-aloud or paper" },
    date: { type: "string", value: "DAY", about: "day on which it was filled in, yyyy-mm-dd (today)" },
    note: { type: "string", value: "TEXT", about: "a remark of yours" },
    enquiry: { type: "string", value: "TEXT", about: "what you asked about a risk, and did" },
    "no-enquiry": { type: "string", value: "TEXT", about: "why you could not ask" },
    name: { type: "string", value: "TEXT", about: "of a measure that is not listed: its name, for the result alone" },
    version: { type: "string", value: "TEXT", about: "which version of it" },
    total: { type: "string", value: "SCORE", about: "its total" },
    parts: { type: "string", value: "LIST", about: "its parts, such as sleep=4,worry=7.5" },
    "scored-by": { type: "string", value: "TEXT", about: "who scored it" },
    licensed: { type: "boolean", about: "the practice has a licence for it" },
    entry: { type: "string", value: "ID", about: "change this entry; what is not given stays as it was" },
    person: {
      type: "string",
      value: "NAME",
      about: "in a chart with several clients whose it is; empty: nobody's in particular",
    },
    mistaken: { type: "boolean", about: "with --entry: it was entered by mistake, and counts no more" },
  },
  details: `An answer that asks for a risk enquiry, as PHQ-9's ninth from 1 on or left blank, is filed with --enquiry or --no-enquiry only.
In a chart with several clients a new one is filed with --person only. Blank is never counted as 0. A result is no diagnosis: it needs clinical review.`,
  async run(context, { options }) {
    const date = readDay("--date", options.date);
    if (!date.ok) return date;
    if (options.mistaken && options.entry === undefined) return misused("--mistaken goes with --entry.");
    const enquiry = readEnquiry(options.enquiry, options["no-enquiry"]);
    if (!enquiry.ok) return enquiry;
    return withOpenVault(context, async (vault) => {
      const before =
        options.entry === undefined
          ? undefined
          : (await vault.measures(options.chart)).entries.find(({ id }) => id === options.entry);
      if (options.entry !== undefined && !before) return refuse("measure-unknown");
      const filled = readFilled(options, before, await vault.offeredMeasures());
      if (!filled.ok) return filled;
      const said = enquiry.value ?? before?.enquiry;
      const named = options.person === "" ? ok(null) : await personNamed(vault, options.chart, options.person);
      if (!named.ok) return named;
      const person = named.value === undefined ? before?.person : named.value;
      const saved = await vault.saveMeasure({
        ...(before ? { id: before.id, basedOn: before.basedOn } : {}),
        chart: options.chart,
        date: date.value ?? before?.date ?? today(),
        filled: filled.value,
        note: options.note ?? before?.note ?? "",
        ...(said ? { enquiry: said } : {}),
        ...(person === undefined ? {} : { person }),
        ...(options.mistaken ? { mistaken: true as const } : {}),
      });
      if (!saved.ok && saved.error.code === "risk-enquiry-needed")
        return refused(saved.error, "Give --enquiry TEXT, or --no-enquiry TEXT.");
      if (!saved.ok && saved.error.code === "measure-whose-unsaid")
        return refused(saved.error, 'Give --person NAME, or --person "" for nobody in particular.');
      if (!saved.ok) return refusedTo("write", saved.error);
      const sent = await send(context, vault);
      const { entries, whose } = await vault.measures(options.chart);
      const entry = entries.find(({ id }) => id === saved.value.id);
      const text = entry ? `${measureLines(entry, whose)}\n${needsReview}` : saved.value.id;
      return ok({ facts: { id: saved.value.id, entry, ...sentFacts(sent) }, text: `${text}${sentText(sent)}` });
    });
  },
});

function readEnquiry(asked: string | undefined, not: string | undefined): Result<RiskEnquiry | undefined, Refusal> {
  if (asked !== undefined && not !== undefined) return misused("--enquiry and --no-enquiry contradict each other.");
  if (asked !== undefined) return ok({ asked: true, words: asked });
  return ok(not === undefined ? undefined : { asked: false, words: not });
}

function readFilled(
  given: Given,
  before: MeasureView | undefined,
  offered: readonly Measure[],
): Result<Filled, Refusal> {
  const { measure, answers, name } = given;
  if (measure !== undefined && name !== undefined) return misused("--measure and --name contradict each other.");
  const isResult = name !== undefined || (measure === undefined && before?.filled.how === "result");
  if (isResult) return readResult(given, before);
  const was = before && before.filled.how !== "result" ? before.filled : undefined;
  if (measure === undefined && !was) return misused("One of --measure, --name and --entry is needed.");
  const form = measure === undefined ? undefined : offered.find(({ id }) => id === measure);
  if (measure !== undefined && !form) return refuse("measure-unknown");
  const how = given.how ?? was?.how ?? "client";
  if (how !== "client" && how !== "read-aloud" && how !== "paper")
    return misused(`--how is client, read-aloud or paper, not "${how}".`);
  const list = answers === undefined ? ok(was?.answers) : readAnswers(answers);
  if (!list.ok) return list;
  if (list.value === undefined) return misused("--measure goes with --answers.");
  const of = form ? { measure: form.id, version: form.version } : { measure: was!.measure, version: was!.version };
  return ok({ how, ...of, answers: list.value });
}

function readResult(given: Given, before: MeasureView | undefined): Result<Filled, Refusal> {
  const was = before?.filled.how === "result" ? before.filled : undefined;
  const parts = given.parts === undefined ? undefined : given.parts.split(",").map((part) => part.split("="));
  if (parts?.some((part) => part.length !== 2))
    return misused(`--parts takes a list such as sleep=4,worry=7.5, not "${given.parts}".`);
  return ok({
    how: "result",
    name: given.name ?? was?.name ?? "",
    version: given.version ?? was?.version ?? "",
    total: given.total ?? was?.total ?? null,
    parts: parts?.map(([name = "", score = ""]) => ({ name: name.trim(), score: score.trim() })) ?? was?.parts ?? [],
    scoredBy: given["scored-by"] ?? was?.scoredBy ?? "",
    licensed: given.licensed || (was?.licensed ?? false),
  });
}

function readAnswers(text: string): Result<Answers, Refusal> {
  const answers = text.split(",").map((one) => one.trim());
  if (answers.some((one) => !/^(\d{1,3}|-?)$/.test(one)))
    return misused(`--answers takes a list such as 1,0,2,-,3, not "${text}".`);
  return ok(answers.map((one) => (one === "" || one === "-" ? null : Number(one))));
}
