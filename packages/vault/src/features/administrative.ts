/**
 * The people of a chart and its face sheet (docs/spec, ADM). They lie in its administrative compartment; while the chart is guarded,
 * and from then on, among its progress notes, which the guard closes.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import type { Structured } from "../views/lists/structured.ts";
import type { Opened } from "../engine/opened.ts";
import { isBlank, isDay, mostHoursBefore, type RevisionOf } from "@alcove/records";
import type { FormLanguage } from "@alcove/records/forms";
import { compartmentFor, mayBegin } from "../engine/state.ts";
import type {
  AdministrativeView,
  EnquiryWords,
  FaceSheetWords,
  PersonRole,
  PersonView,
  PersonWords,
  RemovePerson,
  SaveFaceSheet,
  SavePerson,
} from "../facade.ts";
import type { Ports } from "../ports.ts";
import { authorName } from "./notes.ts";
import { chartFrom, administrativeOf, idFrom, mayWrite } from "./open-charts.ts";
import { standingIn, besideOf, nextRevision, seenOf } from "./structured.ts";

/** Of a chart as it is open here; `view` has its lists. */
export async function administrativeView(view: Opened, chart: Bytes): Promise<AdministrativeView> {
  const people = (await personsOf(view, chart)).map(({ record, said: [first, ...others] }): PersonView => {
    const { writtenAt, revision } = first;
    const author = view.fold.revision(revision)?.["author"] as Bytes;
    const from = { id: toHex(record), writtenAt, author: authorName(view, author) };
    return { ...personWords(first), ...from, beside: others.map(personWords), basedOn: standingIn(view, record) };
  });
  const sheets = faceSheetsOf(view, chart);
  const [sheet, ...others] = sheets;
  const atOnce = sheet ? await besideOf(view, "face-sheet", sheet.record) : [];
  const words = sheet && sheetWords(sheet.value);
  const beside = [...atOnce, ...others.map(({ value }) => value)]
    .map(sheetWords)
    .filter((one) => JSON.stringify(one) !== JSON.stringify(words));
  return {
    people: people.toSorted((a, b) => firstRole(a) - firstRole(b) || a.name.localeCompare(b.name)),
    ...(words
      ? { faceSheet: { ...words, beside, basedOn: sheets.flatMap(({ record }) => standingIn(view, record)) } }
      : {}),
    language: languageOf(view, chart),
    mayWrite: mayWriteIn(view, chart, placeForNew(view, chart)),
  };
}

type Person = RevisionOf<"person">;

/** With what is said of each, side by side. Who was taken out stays as long as somebody said something of them at the same time. */
export async function personsOf(
  view: Opened,
  chart: Bytes,
): Promise<{ readonly record: Bytes; readonly said: readonly [Person, ...Person[]] }[]> {
  const found = await Promise.all(
    view.fold.structuredOf("person", chart).map(async ({ record, value }) => {
      const [first, ...others] = [value, ...(await besideOf(view, "person", record))].filter(({ gone }) => !gone);
      return first ? [{ record, said: [first, ...others] as const }] : [];
    }),
  );
  return found.flat();
}

const order = ["client", "consents", "emergency-contact", "payer", "referrer"] as const;
const firstRole = ({ roles }: PersonWords): number => {
  const at = order.findIndex((role) => roles.includes(role));
  return at === -1 ? order.length : at;
};

const personWords = ({
  name,
  called,
  roles,
  relation,
  bornOn,
  language,
  reach,
  reminders,
  note,
}: PersonWords): PersonWords => ({
  name,
  called,
  roles,
  relation,
  ...(bornOn === undefined ? {} : { bornOn }),
  ...(language === undefined ? {} : { language }),
  reach,
  ...(reminders === undefined ? {} : { reminders }),
  note,
});

/** Where somebody is told of their appointments, and how many hours before (docs/spec, REM-1); `undefined`: nowhere, or there no more. */
export function agreementOf({ reminders, reach }: Pick<PersonWords, "reminders" | "reach">) {
  const line = reminders && reach.find(({ by, at }) => by === reminders.by && at === reminders.at);
  return line && line.leave !== "nothing" ? { ...line, hours: reminders.hours } : undefined;
}

/** In which a chart's client reads forms and letters, or else who consents for them. */
export function languageOf(view: Opened, chart: Bytes): FormLanguage {
  const people = view.fold.structuredOf("person", chart).map(({ value }) => value);
  const of = (role: PersonRole) =>
    people.find(({ gone, roles, language }) => !gone && language && roles.includes(role));
  return (of("client") ?? of("consents"))?.language ?? "en";
}

const sheetWords = ({ status, form, since, tags, custom, enquiry }: FaceSheetWords): FaceSheetWords => ({
  status,
  form,
  since,
  tags,
  custom,
  ...(enquiry ? { enquiry: enquiryWords(enquiry) } : {}),
});
const enquiryWords = ({ asked, asks, heard, called, next, keep }: EnquiryWords): EnquiryWords => ({
  asked,
  asks,
  heard,
  called,
  next,
  keep,
});

export type Place = "administrative" | "clinical";

/** Of a chart, those that count: inside a guard if there are any, the one that the ledger had first before such as were begun at the same time. */
export function faceSheetsOf(view: Opened, chart: Bytes): Structured<"face-sheet">[] {
  const since = ({ record }: Structured<"face-sheet">): number => {
    const [first] = view.fold.revisionsOf(record);
    return Number(first?.["position"] ?? Number.MAX_SAFE_INTEGER);
  };
  const sheets = view.fold.structuredOf("face-sheet", chart).filter(({ value }) => !value.moved);
  const inside = sheets.filter(({ record }) => placeOfRecord(view, chart, record) === "clinical");
  return (inside.length > 0 ? inside : sheets).toSorted((one, other) => since(one) - since(other));
}

/** Where something new is written: among what the guard closes, once a face sheet went inside. */
export function placeForNew(view: Opened, chart: Bytes): Place {
  const sheets = view.fold.structuredOf("face-sheet", chart);
  const wasGuarded = sheets.some(({ record }) => placedIn(view, record) === "clinical");
  return wasGuarded || view.isGuardedChart(chart) ? "clinical" : "administrative";
}

/** A record stays where it is. */
export const placeOfRecord = (view: Opened, chart: Bytes, record: Bytes): Place =>
  placedIn(view, record) ?? placeForNew(view, chart);

/** `undefined`: it waits to be sent. */
export function placedIn({ fold, state }: Opened, record: Bytes): Place | undefined {
  const compartment = fold.revisionsOf(record).find((row) => row["compartment"] !== null)?.["compartment"];
  const kind = compartment && state.roster?.compartments.get(toHex(compartment as Bytes))?.kind;
  return kind === "clinical" || kind === "administrative" ? kind : undefined;
}

/** Whether this member may write there; where nothing is with people and numbers yet, whether they may begin it. */
export function mayWriteIn({ state, keys, ...rest }: Opened, chart: Bytes, place: Place): boolean {
  const { roster } = state;
  if (!roster) return false;
  const isThere =
    place === "administrative" && administrativeOf(roster, chart).some(({ readers }) => readers.length > 0);
  if (isThere) return compartmentFor(roster, keys.account, place, chart) !== undefined;
  // An enquiry of a front desk that waits to be sent.
  const isOwn = rest.fold
    .structuredOf("face-sheet", chart)
    .some(({ record }) => placedIn({ state, keys, ...rest }, record) === undefined);
  return (
    mayWrite({ state, keys, ...rest }, chart, "progress") ||
    (isOwn && place === "administrative" && mayBegin(roster, keys.account, { kind: place, chart }))
  );
}

/** Without `id` somebody new. Failures: `chart-unknown`, `person-unknown`, `name-empty`, `day-unfit`, `reminder-unfit`, `not-entitled`. */
export async function savePerson(
  ports: Ports,
  view: Opened,
  { chart: chartId, id, basedOn, ...words }: SavePerson,
): Promise<Result<{ readonly id: string }, Failure>> {
  const name = words.name.trim();
  if (isBlank(name)) return fail(failure("name-empty"));
  if (words.bornOn !== undefined && !isDay(words.bornOn)) return fail(failure("day-unfit"));
  const { reminders } = words;
  if (reminders && !isDay(reminders.agreed)) return fail(failure("day-unfit"));
  if (reminders && !(agreementOf(words) && isHoursBefore(reminders.hours))) return fail(failure("reminder-unfit"));
  const said = { ...personWords({ ...words, name }), gone: false };
  return keepPerson(ports, view, { chart: chartId, ...(id === undefined ? {} : { id }), said, basedOn });
}

const isHoursBefore = (hours: number): boolean => Number.isInteger(hours) && hours >= 1 && hours <= mostHoursBefore;

/** They are none of this chart any more; what was said of them stays in its history. Failures: as of `savePerson`. */
export async function removePerson(
  ports: Ports,
  view: Opened,
  request: RemovePerson,
): Promise<Result<undefined, Failure>> {
  const record = idFrom(request.id);
  const there = record && view.fold.structuredRecord("person", record);
  if (!there) return fail(failure("person-unknown"));
  const kept = await keepPerson(ports, view, { ...request, said: { ...personWords(there.value), gone: true } });
  return kept.ok ? ok() : kept;
}

type PersonSaid = PersonWords & { readonly gone: boolean };

async function keepPerson(
  ports: Ports,
  view: Opened,
  { chart: chartId, id, said, basedOn }: Pick<SavePerson, "chart" | "id" | "basedOn"> & { said: PersonSaid },
): Promise<Result<{ readonly id: string }, Failure>> {
  const chart = chartFrom(view, chartId);
  if (!chart) return fail(failure("chart-unknown"));
  const record = id === undefined ? ports.crypto.random(16) : idFrom(id);
  const there = record && view.fold.structuredRecord("person", record)?.chart;
  if (!record || (id !== undefined && !(there && equalBytes(there, chart)))) return fail(failure("person-unknown"));
  const place = placeOfRecord(view, chart, record);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  const parents = seenOf(view, record, basedOn);
  await view.keep([nextRevision(ports, view, { kind: place, chart }, record, "person", said, parents)]);
  return ok({ id: toHex(record) });
}

/** Failures: `chart-unknown`, `day-unfit`, `not-entitled`. */
export async function saveFaceSheet(
  ports: Ports,
  view: Opened,
  { chart: chartId, basedOn, ...words }: SaveFaceSheet,
): Promise<Result<undefined, Failure>> {
  const chart = chartFrom(view, chartId);
  if (!chart) return fail(failure("chart-unknown"));
  const days = [words.since, ...(words.enquiry ? [words.enquiry.asked, ...words.enquiry.called] : [])];
  if (!days.every(isDay)) return fail(failure("day-unfit"));
  const sheets = faceSheetsOf(view, chart);
  const there = sheets.map(({ record }) => record);
  const records = there.length > 0 ? there : [ports.crypto.random(16)];
  const place = placeOfRecord(view, chart, records[0] as Bytes);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  const enquiry = words.enquiry ?? sheets[0]?.value.enquiry;
  const said = sheetWords({ ...words, ...(enquiry ? { enquiry } : {}) });
  const next = (record: Bytes) =>
    nextRevision(ports, view, { kind: place, chart }, record, "face-sheet", said, seenOf(view, record, basedOn));
  await view.keep(records.map(next));
  return ok();
}
