/** What goes out of a chart and what stays, and the words of what goes. */

import { concerns, rightsKinds } from "@alcove/records";
import { includes, isOf, type Part, partOfFact, type Scope, withinDays } from "./scope.ts";
import type {
  Appointment,
  CaseKindWords,
  ChartSource,
  ClientCase,
  Disclosure,
  Document,
  FaceSheet,
  FilledForm,
  FormHead,
  Fact,
  Measure,
  MeasureEntry,
  NoteHead,
  NoteVersion,
  Outcome,
  Person,
  Signature,
  Sitting,
} from "./source.ts";

export type Named = { readonly id: string; readonly name: string };
export type ChartHead = Named & { readonly createdAt: number };

/** Counted before a word is read: the lists say it. */
export type Chosen = {
  readonly heads: readonly NoteHead[];
  readonly measures: readonly MeasureEntry[];
  readonly facts: readonly Fact[];
  readonly people: readonly Person[];
  readonly faceSheet?: FaceSheet | undefined;
  /** Of who can be meant by what goes out, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly appointments: readonly Appointment[];
  readonly calendars: readonly { readonly member: string; readonly name: string }[];
  readonly forms: readonly FormHead[];
  /** Of what is made for one person: forms of these days that name nobody, chosen (`Scope.together`) or not. */
  readonly ofNobody: readonly FormHead[];
  readonly documents: readonly Document[];
  /** What clients asked as their right; of an amendment that only goes along (docs/spec, CASE-7) what has to. */
  readonly cases: readonly ClientCase[];
  /** Agreed and not ended: to be read by who passes anything on. */
  readonly restrictions: readonly ClientCase[];
  readonly counts: Counts;
  readonly leftOut: LeftOut;
};

export type Counts = {
  readonly notes: number;
  readonly psychotherapyNotes: number;
  readonly measures: number;
  readonly facts: number;
  readonly people: number;
  readonly appointments: number;
  readonly forms: number;
  readonly attachments: number;
  readonly cases: number;
};
/** What the chart holds, as far as it is open here, and the export does not. */
export type LeftOut = Counts & { readonly earlierVersions: number };

/** One note as it goes out. */
export type NoteOut = {
  readonly head: NoteHead;
  readonly versions: readonly NoteVersion[];
  /** Those that hold. */
  readonly signatures: readonly Signature[];
};

/** All words that go out. Documents are read one by one while they are written. */
export type Material = Omit<Chosen, "heads" | "forms" | "ofNobody" | "restrictions" | "leftOut"> & {
  readonly chart: ChartHead;
  readonly practice: Named;
  readonly notes: readonly NoteOut[];
  /** What the measures ask. */
  readonly questions: readonly Measure[];
  readonly filled: readonly FilledForm[];
  readonly caseKinds: readonly CaseKindWords[];
  readonly sittings: readonly Sitting[];
  readonly disclosures: readonly Disclosure[];
};

/** `zone`: of the IANA database; appointments are of days as it counts them. `now`: milliseconds since 1970. */
export type Moment = { readonly zone: string; readonly now: number };

export async function choose(source: ChartSource, chart: ChartHead, scope: Scope, moment: Moment): Promise<Chosen> {
  const has = (part: Part) => includes(scope, part);
  const { about } = scope;
  const [heads, { entries }, facts, administrative, calendar, { responses }, files, allCases] = await Promise.all([
    source.notes(chart.id),
    source.measures(chart.id),
    source.facts(chart.id),
    source.administrative(chart.id),
    appointmentsOf(source, chart, moment),
    source.formsOfChart(chart.id),
    source.documents(chart.id),
    source.cases(chart.id),
  ]);
  const wantedHeads = heads.filter(
    (head) =>
      withinDays(scope, head.date) &&
      (head.kind === "psychotherapy" ? scope.psychotherapy : has("notes")) &&
      (about === undefined || concerns(head, about)),
  );
  const measures = has("measures")
    ? entries.filter(({ date, person }) => withinDays(scope, date) && isOf(scope, person))
    : [];
  const wantedFacts = facts.filter(({ said }) => has(partOfFact[said.kind]) && isOf(scope, said.person));
  const people = (administrative?.people ?? []).filter(({ id }) => has("people") && isOf(scope, id));
  const appointments = has("appointments")
    ? calendar.entries.filter(({ begins }) => withinDays(scope, begins.slice(0, 10)))
    : [];
  const offered = has("forms") ? responses.filter(({ on }) => withinDays(scope, on)) : [];
  const ofNobody = about === undefined ? [] : offered.filter(({ person }) => person === undefined);
  const together = ofNobody.filter(({ id }) => scope.together?.includes(id));
  const forms = offered.filter((form) => isOf(scope, form.person) || together.includes(form));
  // What hangs on a note that stays, stays with it.
  const going = new Set(wantedHeads.map(({ id }) => id));
  // A file beside no note says of nobody whose it is.
  const isGoing = (note: string | undefined) => (note === undefined ? about === undefined : going.has(note));
  const documents = has("documents") ? files.filter(({ note }) => isGoing(note)) : [];
  const isApart = ({ kind }: NoteHead) => kind === "psychotherapy";
  const rights = allCases.filter(({ kind }) => rightsKinds.some((one) => one === kind));
  const saysOfTreatment = wantedHeads.length + measures.length + wantedFacts.length > 0;
  const cases = rights.flatMap((one): ClientCase[] => {
    const { person, note } = one.said;
    if (!isOf(scope, person)) return [];
    if (has("cases") && withinDays(scope, one.received)) return [one];
    return one.goesAlong && (note === undefined ? saysOfTreatment : going.has(note)) ? [alongOf(one)] : [];
  });
  const counts: Counts = {
    notes: wantedHeads.length,
    psychotherapyNotes: wantedHeads.filter(isApart).length,
    measures: measures.length,
    facts: wantedFacts.length,
    people: people.length,
    appointments: appointments.length,
    forms: forms.length,
    attachments: documents.length,
    cases: cases.length,
  };
  const apart = new Set(heads.filter(isApart).map(({ id }) => id));
  const stays = heads.filter(({ id }) => !going.has(id));
  return {
    heads: wantedHeads,
    measures,
    facts: wantedFacts,
    people,
    names: new Map((administrative?.people ?? []).map(({ id, name }) => [id, name])),
    ...(has("people") && about === undefined ? { faceSheet: administrative?.faceSheet } : {}),
    appointments,
    calendars: calendar.calendars,
    forms,
    ofNobody,
    documents,
    cases,
    restrictions: rights.filter(({ restricts }) => restricts),
    counts,
    leftOut: {
      notes: stays.filter((head) => !isApart(head)).length,
      psychotherapyNotes: stays.filter(isApart).length,
      measures: entries.length - measures.length,
      facts: facts.length - wantedFacts.length,
      people: (administrative?.people ?? []).length - people.length,
      appointments: calendar.entries.length - appointments.length,
      forms: responses.length - forms.length,
      // Those beside a psychotherapy note are a part of it.
      attachments: files.filter((file) => !documents.includes(file) && !apart.has(file.note ?? "")).length,
      cases: rights.length - cases.length,
      earlierVersions: scope.allVersions ? 0 : wantedHeads.reduce((sum, { revisions }) => sum + revisions - 1, 0),
    },
  };
}

/** Request, denial, statement and rebuttal (45 CFR 164.526(d)(5)), and nothing of how the case went besides. */
function alongOf({ said, ...one }: ClientCase): ClientCase {
  const { from, asked, note, decision, disagreement } = said;
  const along = { from, asked, ...(note === undefined ? {} : { note }) };
  return { ...one, said: { ...along, ...(decision ? { decision } : {}), ...(disagreement ? { disagreement } : {}) } };
}

const dayMs = 86_400_000;
/** A calendar answers for 800 days at a time at most. */
const daysAtOnce = 700;

/** From a year before the chart was begun to a month from now: of a series without end the rest says nothing. */
async function appointmentsOf(source: ChartSource, { id, createdAt }: ChartHead, { zone, now }: Moment) {
  const entries = new Map<string, Appointment>();
  let calendars: Chosen["calendars"] = [];
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const end = now + 31 * dayMs;
  for (let at = createdAt - 366 * dayMs; at < end; at += daysAtOnce * dayMs) {
    const until = Math.min(at + (daysAtOnce - 1) * dayMs, end);
    const view = await source.calendar({ from: dayOf(at), until: dayOf(until), zone });
    if (!view.ok) continue;
    calendars = view.value.calendars;
    for (const entry of view.value.entries)
      if (entry.plan.chart === id) entries.set(JSON.stringify([entry.ref, entry.from]), entry);
  }
  return { entries: [...entries.values()].toSorted((a, b) => a.from - b.from), calendars };
}

/** Reads the words of what was chosen. `tells`: also of psychotherapy notes (docs/spec, EXP-7). `read` is told of each note. */
export async function collect(
  source: ChartSource,
  chart: ChartHead,
  practice: Named,
  { heads, forms, ofNobody: _, restrictions: __, leftOut: ___, ...chosen }: Chosen,
  { scope, tells, read }: { readonly scope: Scope; readonly tells: boolean; readonly read: (notes: number) => void },
): Promise<Outcome<Material>> {
  const notes: NoteOut[] = [];
  for (const head of heads) {
    const versions = await versionsOf(source, head, scope.allVersions);
    if (!versions.ok) return versions;
    const signed = await source.noteSignatures(head.id);
    if (!signed.ok) return signed;
    const signatures = signed.value.signatures.filter(({ broken }) => broken === undefined);
    notes.push({ head, versions: versions.value, signatures });
    read(notes.length);
  }
  const filled: FilledForm[] = [];
  for (const { id } of forms) {
    const form = await source.formResponse(id);
    if (!form.ok) return form;
    filled.push(form.value);
  }
  const hasMeasures = chosen.measures.length > 0;
  const own = hasMeasures ? await source.ownMeasures() : [];
  const offered = hasMeasures ? await source.offeredMeasures() : [];
  const hasLog = includes(scope, "access-log");
  return {
    ok: true,
    value: {
      ...chosen,
      chart,
      practice,
      notes,
      filled,
      // Also those that are offered no more.
      questions: [...offered, ...own.map(({ measure }) => measure)],
      caseKinds: chosen.cases.length > 0 ? ((await source.caseGuide())?.kinds ?? []) : [],
      sittings: hasLog ? toldOf((await source.accessLog(chart.id)).sittings, tells) : [],
      // Psychotherapy notes go by an authorisation (EXP-1), and what went says so.
      disclosures: hasLog
        ? (await source.disclosures(chart.id)).filter(({ authorisation }) => tells || authorisation === "")
        : [],
    },
  };
}

function toldOf(sittings: readonly Sitting[], tells: boolean): readonly Sitting[] {
  if (tells) return sittings;
  return sittings
    .map((sitting) => ({ ...sitting, acts: sitting.acts.filter(({ kind }) => kind === "progress") }))
    .filter(({ acts }) => acts.length > 0);
}

/** What stands now (more than one where two stand side by side), or everything, oldest first. */
async function versionsOf(source: ChartSource, head: NoteHead, all: boolean): Promise<Outcome<readonly NoteVersion[]>> {
  if (all) return source.history(head.id);
  const note = await source.note(head.id);
  return note.ok ? { ok: true, value: [note.value.current, ...note.value.others] } : note;
}
