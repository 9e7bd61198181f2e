/** Diagnoses, medication, flags and plans. */

import type { Diagnosis, Fact, Flag, Medication, Plan } from "../source.ts";
import { coded, given, instant, type Json, noted, reference, type Resource, terminology, uuid } from "./resource.ts";

type Refer = (name: string) => Json | undefined;

export function factResources(fact: Fact, subject: Json, refer: Refer): Resource[] {
  const { said: words } = fact;
  switch (words.kind) {
    case "diagnosis":
      return [condition(fact, words, subject, refer)];
    case "medication":
      return [medication(fact, words, subject)];
    case "flag":
      return [flag(fact, words, subject, refer)];
    case "plan":
      return plan(fact, words, subject, refer);
  }
}

function condition({ id, author, writtenAt }: Fact, words: Diagnosis, subject: Json, refer: Refer): Resource {
  const isRefuted = words.ended?.as === "ruled-out";
  return {
    resourceType: "Condition",
    id: uuid(id),
    clinicalStatus: coded(`${terminology}/condition-clinical`, words.ended ? "resolved" : "active"),
    verificationStatus: coded(`${terminology}/condition-ver-status`, isRefuted ? "refuted" : words.certainty),
    category: [coded(`${terminology}/condition-category`, "problem-list-item")],
    code: {
      coding: words.code && [
        { system: "http://hl7.org/fhir/sid/icd-10-cm", version: words.code.edition, code: words.code.code },
      ],
      text: words.words,
    },
    subject,
    onsetDateTime: words.since,
    abatementDateTime: words.ended?.on,
    recordedDate: instant(writtenAt),
    recorder: refer(author),
    note: noted(words.principal ? "Principal diagnosis" : "", words.by && `Made by ${words.by}`, words.ended?.reason),
  };
}

const medication = ({ id, writtenAt }: Fact, words: Medication, subject: Json): Resource => ({
  resourceType: "MedicationStatement",
  id: uuid(id),
  status: words.ended ? "stopped" : "active",
  statusReason: words.ended && [{ text: words.ended.reason }],
  medicationCodeableConcept: { text: words.name },
  subject,
  effectivePeriod: period(words.since, words.ended?.on),
  dateAsserted: instant(writtenAt),
  note: noted(words.prescriber && `Prescribed by ${words.prescriber}`, `As told by: ${words.source}`),
  dosage: given(words.dose) ? [{ text: words.dose }] : undefined,
});

const flag = ({ id, author }: Fact, words: Flag, subject: Json, refer: Refer): Resource => ({
  resourceType: "Flag",
  id: uuid(id),
  status: words.ended ? "inactive" : "active",
  category: [coded(`${terminology}/flag-category`, "safety", words.about.replaceAll("-", " "))],
  code: { text: words.words || words.about.replaceAll("-", " ") },
  subject,
  period: period(words.since, words.ended?.on),
  author: refer(author),
});

/** Goals have no ids of their own: they are the plan's, counted. */
function plan({ id, author, writtenAt }: Fact, words: Plan, subject: Json, refer: Refer): Resource[] {
  const goals = words.goals.map(({ words: goal, objectives }, at): Resource => {
    const states = objectives.map(({ state }) => state);
    const status = states.length > 0 && states.every((state) => state !== "open") ? "completed" : "active";
    return {
      resourceType: "Goal",
      id: uuid(countedId(id, at + 1)),
      lifecycleStatus: words.ended ? "cancelled" : status,
      description: { text: goal },
      subject,
      startDate: words.since,
      expressedBy: refer(author),
      target:
        objectives.length > 0
          ? objectives.map((one) => ({
              measure: { text: one.words },
              detailString: [one.baseline && `from ${one.baseline}`, one.target && `to ${one.target}`, one.state]
                .filter(Boolean)
                .join(", "),
              dueDate: one.by,
            }))
          : undefined,
    };
  });
  const care: Resource = {
    resourceType: "CarePlan",
    id: uuid(id),
    status: words.ended ? "completed" : "active",
    intent: "plan",
    title: "Treatment plan",
    description: given(words.problems),
    subject,
    period: period(words.since, words.ended?.on),
    created: instant(writtenAt),
    author: refer(author),
    goal: goals.length > 0 ? goals.map((goal) => reference(goal.id)) : undefined,
    activity: activities(words),
    note: noted(
      words.discharge && `Discharge: ${words.discharge}`,
      words.agreed && `Agreed: ${words.agreed}`,
      words.ended?.reason,
    ),
  };
  return [...goals, care];
}

function activities({ goals }: Plan): Json | undefined {
  const done = goals.filter(({ interventions }) => given(interventions));
  if (done.length === 0) return undefined;
  return done.map(({ interventions }) => ({ detail: { status: "in-progress", description: interventions } }));
}

function period(start: string | undefined, end: string | undefined): Json | undefined {
  return start === undefined && end === undefined ? undefined : { start, end };
}

/** An id that follows from another one and a number. */
export function countedId(id: string, number: number): string {
  const last = (Number.parseInt(id.slice(24), 16) + number) % 2 ** 32;
  return `${id.slice(0, 24)}${last.toString(16).padStart(8, "0")}`;
}
