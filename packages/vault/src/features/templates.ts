/** Templates for notes, and with which one the next note of a chart begins. */

import { type Bytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type FieldValues, fillFields, namesScores, noteTemplates } from "@alcove/content/note-templates";
import { type Failure, failure } from "@alcove/protocol";
import type { Opened } from "../engine/opened.ts";
import type { BeginNote, NoteBeginning, TemplateSection, TemplateView } from "../facade.ts";
import { authorName } from "./notes.ts";
import { chartFrom } from "./open-charts.ts";
import { standingIn } from "./structured.ts";
import { whoseIn } from "./whose.ts";

/** Of a field for which nothing is written down. */
const UNKNOWN = "not recorded";

/** The practice's own first, by name; those that were put away among them. */
export function templateViews(opened: Opened): readonly TemplateView[] {
  const own = opened.fold.structuredOfType("template").map(({ record, author, value }): TemplateView => {
    const { type: _type, revision: _revision, writtenAt, putAway, sections, ...said } = value;
    const version = Number(opened.fold.standing(record)[0]?.["number"] ?? 1);
    return {
      id: toHex(record),
      version,
      ...said,
      sections: sections as readonly TemplateSection[],
      own: {
        changedBy: authorName(opened, author),
        changedAt: writtenAt,
        putAway,
        basedOn: standingIn(opened, record),
      },
    };
  });
  return [...own.toSorted((a, b) => a.name.localeCompare(b.name)), ...noteTemplates];
}

/**
 * `view`: the chart's lists, a guarded one's where it is one. `showing` writes down that its measures are shown. Failures: `chart-unknown`,
 * `template-unknown`.
 */
export async function beginNote(
  opened: Opened,
  view: Opened,
  request: BeginNote,
  showing: () => Promise<void>,
): Promise<Result<NoteBeginning, Failure>> {
  const chart = chartFrom(view, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const templates = templateViews(opened).filter(({ kind, own }) => kind === request.kind && !own?.putAway);
  const wanted = request.template ?? formUsedLast(opened, view, chart, request, templates);
  const template = templates.find(({ id }) => id === wanted);
  if (request.template !== undefined && !template) return fail(failure("template-unknown"));
  if (!template) return ok({});
  const asksForScores = [template.title, ...template.sections.map(({ text = "" }) => text)].some(namesScores);
  const part = asksForScores ? await import("./measures/last-scores.ts").catch(() => undefined) : undefined;
  const scores = await part?.lastScores(opened, view, chart, request.date, sayDay);
  if (scores?.() !== undefined) await showing();
  // Of a part that could not be loaded nobody knows whether something is recorded.
  const scoreOf = (measure?: string) => (scores ? (scores(measure) ?? UNKNOWN) : "not to be had here just now");
  const fill = filler(opened, view, chart, request, templates, scoreOf);
  const sections = template.sections.map((section) =>
    section.text === undefined ? section : { ...section, text: fill(section.text) },
  );
  return ok({ template: { ...template, title: fill(template.title), sections } });
}

/** Of the newest note of a session that somebody wrote here; where the chart has none yet, the newest of this member's anywhere. */
function formUsedLast(
  opened: Opened,
  view: Opened,
  chart: Bytes,
  { kind }: BeginNote,
  templates: readonly TemplateView[],
): string | undefined {
  const here = view.fold.formsOf(chart, kind).find((row) => isOfSession(row["form"], templates));
  if (here) return (here["form"] as string | null) ?? undefined;
  const devices = [...(opened.state.roster?.devices.values() ?? [])];
  const own = devices.filter(({ account }) => toHex(account) === toHex(opened.keys.account)).map((one) => one.device);
  const anywhere = own.flatMap((device) => opened.fold.formsBy(device, kind));
  const newest = anywhere
    .filter((row) => isOfSession(row["form"], templates))
    .toSorted((a, b) => Number(b["written_at"]) - Number(a["written_at"]))[0];
  return (newest?.["form"] as string | null | undefined) ?? undefined;
}

/** A note without a form is taken for one; what was put away since is none. */
function isOfSession(form: unknown, templates: readonly TemplateView[]): boolean {
  return form === null || templates.some(({ id, everySession }) => id === form && everySession);
}

function filler(
  opened: Opened,
  view: Opened,
  chart: Bytes,
  { date, kind }: BeginNote,
  templates: readonly TemplateView[],
  scoreOf: (measure?: string) => string,
): (text: string) => string {
  const nameOf = (record: Bytes) => view.fold.nameOf(record) ?? "";
  const last = view.fold
    .formsOf(chart, kind)
    .find((row) => (row["date"] as string) < date && isOfSession(row["form"], templates));
  const clients = view.fold
    .structuredOf("person", chart)
    .map(({ value }) => value)
    .filter(({ roles, gone }) => roles.includes("client") && !gone);
  const values: FieldValues = {
    client: nameOf(chart),
    date: sayDay(date),
    "last-session": last ? sayDay(last["date"] as string) : "none before this day",
    born: clients.map(({ bornOn }) => (bornOn ? sayDay(bornOn) : UNKNOWN)).join(", ") || UNKNOWN,
    age: clients.map(({ bornOn }) => (bornOn ? `${yearsBetween(bornOn, date)}` : UNKNOWN)).join(", ") || UNKNOWN,
    diagnosis: principalOf(view, chart),
    "last-score": scoreOf(),
    me: nameOf(opened.keys.account),
    practice: nameOf(opened.keys.practice),
  };
  return (text) => fillFields(text, values, scoreOf);
}

/** In a chart with several clients of each by name; one that names nobody stands first. */
function principalOf(view: Opened, chart: Bytes): string {
  const all = view.fold.structuredOf("diagnosis", chart);
  const naming = all.map(({ record, value }) => ({ record, person: value.person }));
  const { people } = whoseIn(view, chart, naming);
  const standing = all.map(({ value }) => value).filter(({ principal, ended }) => principal && !ended);
  const say = ({ code, words }: (typeof standing)[number]) => [code?.code, words].filter(Boolean).join(" ");
  if (people.length === 0) return standing.map(say)[0] ?? UNKNOWN;
  const nobodys = standing.filter(({ person }) => !person).slice(0, 1);
  const named = people.flatMap(({ person, name, gone }) => {
    const theirs = standing.find((one) => one.person && toHex(one.person) === person);
    return theirs && !gone ? [`${name}: ${say(theirs)}`] : [];
  });
  return [...nobodys.map(say), ...named].join("; ") || UNKNOWN;
}

/** Days as `yyyy-mm-dd`. */
function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(5) < from.slice(5) ? years - 1 : years;
}

function sayDay(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
