/** What stands in a chart, in plain words: the same in text files and on paper. */

import type { Material } from "./collect.ts";
import type {
  Appointment,
  CaseKindWords,
  ClientCase,
  Document,
  Fact,
  Measure,
  MeasureEntry,
  Person,
  Signature,
  Sitting,
} from "./source.ts";

/** No score is a diagnosis. */
const needsReview = "A screening result, needs clinical review.";

/** To the minute, in UTC. */
export const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;

export type Row = readonly [string, string];

export const signatureWords = ({ by, intent, at, version }: Signature): string =>
  `${intent === "sign" ? "Signed" : "Countersigned"} by ${by || "a member"}, ${minute(at)}${version === undefined ? "" : `, version ${version}`}`;

/** Whom something is about, where it says so: by an id who is named nowhere any more. */
const aboutWhom = (person: string | undefined, names: Material["names"]): Row[] =>
  person === undefined ? [] : [["About", names.get(person) || `somebody of the chart (${person.slice(0, 12)})`]];

/** What it is, and what is said of it, a line each. */
export function factRows(
  { said, author, writtenAt }: Fact,
  names: Material["names"],
): { readonly title: string; readonly rows: readonly Row[] } {
  const rows: Row[] = aboutWhom(said.person, names);
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== "") rows.push([name, value]);
  };
  switch (said.kind) {
    case "diagnosis":
      add("Code", said.code && `${said.code.code} (ICD-10-CM ${said.code.edition})`);
      add("Certainty", `${said.certainty}${said.principal ? ", principal" : ""}`);
      add("Made by", said.by);
      break;
    case "medication":
      add("Dose", said.dose);
      add("Prescriber", said.prescriber);
      add("As told by", said.source);
      break;
    case "flag":
      add("Look again by", said.reviewBy);
      break;
    case "plan":
      for (const [at, goal] of said.goals.entries()) {
        add(`Goal ${at + 1}`, goal.words);
        for (const { words, baseline, target, by, state } of goal.objectives) {
          const course = [baseline && `from ${baseline}`, target && `to ${target}`, by && `by ${by}`].filter(Boolean);
          add("Objective", [words, ...course, state].join(", "));
        }
        add("Interventions", goal.interventions);
      }
      add("Discharge", said.discharge);
      add("Agreed", said.agreed);
      add("Look again by", said.reviewBy);
  }
  add("Since", said.since);
  add("Ended", said.ended && `${said.ended.on}: ${said.ended.reason}`);
  add("Written", `${author || "a member"}, ${minute(writtenAt)}`);
  return { title: factTitle(said), rows };
}

function factTitle(said: Fact["said"]): string {
  switch (said.kind) {
    case "diagnosis":
      return `Diagnosis: ${said.words}`;
    case "medication":
      return `Medication: ${said.name}`;
    case "flag":
      return `Flag, ${said.about.replaceAll("-", " ")}${said.words ? `: ${said.words}` : ""}`;
    case "plan":
      return `Treatment plan${said.problems ? `: ${said.problems}` : ""}`;
  }
}

export function personRows(person: Person): readonly Row[] {
  const rows: Row[] = [
    ["Called", person.called],
    ["Is", person.roles.map((role) => role.replaceAll("-", " ")).join(", ")],
    ["Relation", person.relation],
    ["Born", person.bornOn ?? ""],
    ["Reads", person.language ?? ""],
    ...person.reach.map(
      ({ by, at, label, leave }): Row => [
        by,
        `${at}${label ? ` (${label})` : ""}; leave ${leave.replaceAll("-", " ")}`,
      ],
    ),
    ["Note", person.note],
  ];
  return rows.filter(([, value]) => value !== "");
}

export function sheetRows({ faceSheet }: Material): readonly Row[] {
  if (!faceSheet) return [];
  const { status, form, since, tags, custom } = faceSheet;
  const rows: Row[] = [
    ["Status", `${status.replaceAll("-", " ")} since ${since}`],
    ["For", form],
    ["Tags", tags.join(", ")],
    ...custom.map(({ name, value }): Row => [name, value]),
  ];
  return rows.filter(([, value]) => value !== "");
}

export type MeasureWords = {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly answers: readonly string[];
  readonly says: readonly string[];
};

/** What was answered in its own words, what it came to, and what stands beside it. */
export function measureWords(entry: MeasureEntry, forms: readonly Measure[], names: Material["names"]): MeasureWords {
  const { filled, scales } = entry;
  const form = formOf(entry, forms);
  const label = (at: number, answer: number) =>
    form?.choices[form.items[at]?.choices ?? ""]?.find(({ value }) => value === answer)?.label ?? "";
  const answers = "answers" in filled ? filled.answers : [];
  const results =
    "answers" in filled
      ? scales.map(
          ({ name, score, highest, band, state }) =>
            `${name}: ${score === undefined ? "incomplete" : `${score} of ${highest}${band ? `, ${band}` : ""}${state === "filled" ? ", gaps filled" : ""}`}`,
        )
      : [
          ...(filled.total === null ? [] : [`Total: ${filled.total}`]),
          ...filled.parts.map(({ name, score }) => `${name}: ${score}`),
          `Scored by ${filled.scoredBy}`,
        ];
  return {
    title: form ? `${form.name}, ${form.title}` : entry.name,
    rows: [
      ...aboutWhom(entry.person, names),
      ["Date", entry.date],
      ["Entered by", entry.author],
      ["Written", minute(entry.writtenAt)],
      ...(entry.mistaken ? [["Entered by mistake", "It counts in nothing"] as const] : []),
    ],
    answers: answers.map(
      (answer, at) =>
        `${form?.items[at]?.text ?? `Question ${at + 1}`}: ${answer === null ? "left blank" : `${answer} ${label(at, answer)}`.trim()}`,
    ),
    says: [
      ...results,
      needsReview,
      ...(entry.enquiry ? [`${entry.enquiry.asked ? "Asked" : "Not asked"}: ${entry.enquiry.words}`] : []),
      ...(entry.note ? [entry.note] : []),
      ...(form?.credit ? [form.credit] : []),
    ],
  };
}

export const formOf = ({ filled }: MeasureEntry, forms: readonly Measure[]): Measure | undefined =>
  "answers" in filled
    ? forms.find(({ id, version }) => id === filled.measure && version === filled.version)
    : undefined;

export function appointmentRow({ begins, ends, plan, attendance, cancelled }: Appointment, { calendars }: Material) {
  const who = calendars.find(({ member }) => member === plan.member)?.name ?? "";
  const by = cancelled
    ? ` by ${cancelled.by}${cancelled.late ? ", late" : ""}${cancelled.reason ? `: ${cancelled.reason}` : ""}`
    : "";
  const what = [plan.kind.replaceAll("-", " "), plan.video ? "video" : "", plan.note].filter(Boolean).join(", ");
  return [
    `${begins.replace("T", " ")} to ${ends.slice(0, 10) === begins.slice(0, 10) ? ends.slice(11) : ends.replace("T", " ")}`,
    what,
    `${attendance.replaceAll("-", " ")}${by}`,
    who,
  ] as const;
}

export const sittingRow = ({ name, device, from, acts }: Sitting) =>
  [
    minute(from),
    `${name}, ${device}`,
    acts
      .map(
        ({ act, kind, all, notes }) =>
          `${act} ${all ? "all" : notes.length} ${kind === "progress" ? "" : "psychotherapy "}notes`,
      )
      .join("; "),
  ] as const;

/** Name, what it is, its own day, from whom. */
export const documentRow = ({ name, said }: Document) =>
  [said?.title || name, said?.category ?? "", said?.date ?? "", said?.from ?? ""] as const;

/** A request of a client's: what was asked, told, decided on which grounds, and what they say to that. */
export function caseWords({ kind, received, said, author, writtenAt }: ClientCase, kinds: readonly CaseKindWords[]) {
  const { from, asked, extension, decision, disagreement, ended, closed } = said;
  const words = kinds.find((one) => one.kind === kind);
  const grounds = decision?.grounds.map((id) => words?.grounds.find((one) => one.id === id)?.letter ?? id) ?? [];
  const rows: Row[] = [
    ["Received", received],
    ["From", from],
    ["Asked", asked],
    ["Extended", extension ? `until ${extension.until}, told on ${extension.on}: ${extension.reason}` : ""],
    ["Decided", decision ? `${decision.on}: ${words?.outcomes[decision.outcome] ?? decision.outcome}` : ""],
    ...grounds.map((ground): Row => ["Ground", ground]),
    ["Decision", decision?.words ?? ""],
    ["The client disagrees", disagreement?.on ?? ""],
    ["Statement of disagreement", disagreement?.statement ?? ""],
    ["Rebuttal", disagreement?.rebuttal ?? ""],
    ["Ended", ended ? `${ended.on}: ${ended.words}` : ""],
    ["Closed", closed ? [closed.on, closed.words].filter(Boolean).join(": ") : ""],
    ["Written", `${author || "a member"}, ${minute(writtenAt)}`],
  ];
  return { title: words?.name ?? kind, rows: rows.filter(([, value]) => value !== "") };
}
