/**
 * Clinical facts of a chart (docs/spec, FCT): diagnoses, medication as reported, risk flags, the treatment plan. Each save is a next revision over what
 * its author saw; what others said meanwhile stays beside it.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isDay, isRevision, type RevisionOf } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { OutboxRevision } from "../engine/outbox.ts";
import type { DiagnosisWords, FactVersion, FactView, FactWords, SaveFact } from "../facade.ts";
import type { Ports, SqlRow } from "../ports.ts";
import type { Structured } from "../views/lists/structured.ts";
import { authorName, revisionFor } from "./notes.ts";
import { chartFrom, idFrom, isPersonOf, mayWrite, noteDestination } from "./open-charts.ts";
import { besideOf, seenOf, standingIn } from "./structured.ts";
import { whoseIn } from "./whose.ts";

/** In the order in which a chart shows them. */
const factKinds = ["flag", "diagnosis", "medication", "plan"] as const;
type FactKind = (typeof factKinds)[number];
type FactRevision = RevisionOf<FactKind>;

/** Flags first, then diagnoses, the principal one first, then medication, then the plan; of each what stands before what has ended, the newest first. */
export async function facts(opened: Opened, chart: Bytes): Promise<FactView[]> {
  const views = await Promise.all(
    factKinds.flatMap((kind) => opened.fold.structuredOf(kind, chart).map((one) => factView(opened, one))),
  );
  return views.toSorted(
    (a, b) =>
      factKinds.indexOf(a.said.kind) - factKinds.indexOf(b.said.kind) ||
      Number(a.said.ended !== undefined) - Number(b.said.ended !== undefined) ||
      Number(isPrincipal(b.said)) - Number(isPrincipal(a.said)) ||
      (b.said.ended?.on ?? b.said.since ?? "").localeCompare(a.said.ended?.on ?? a.said.since ?? "") ||
      a.id.localeCompare(b.id),
  );
}

async function factView(opened: Opened, { record, author, value }: Structured<FactKind>): Promise<FactView> {
  const others = await besideOf(opened, value.type, record);
  return {
    id: toHex(record),
    said: asItStands(wordsOf(value)),
    others: others.map(wordsOf).map(asItStands),
    basedOn: standingIn(opened, record),
    versions: opened.fold.revisionsOf(record).length,
    author: authorName(opened, author),
    writtenAt: value.writtenAt,
  };
}

/** Oldest first. Failures: `fact-unknown`. */
export async function factHistory(opened: Opened, id: string): Promise<Result<FactVersion[], Failure>> {
  const record = idFrom(id);
  if (!record || !findFact(opened, record)) return fail(failure("fact-unknown"));
  const versions = await Promise.all(
    opened.fold.revisionsOf(record).map(async (row): Promise<FactVersion | undefined> => {
      const said = await wordsIn(opened, row);
      return said && { said, author: authorName(opened, row["author"] as Bytes), writtenAt: Number(row["written_at"]) };
    }),
  );
  return ok(versions.filter((one) => one !== undefined));
}

/** Failures: `chart-unknown`, `fact-unknown`, `person-unknown`, `not-entitled`, `fact-unfit`. */
export async function saveFact(
  ports: Pick<Ports, "clock" | "crypto">,
  opened: Opened,
  { chart: inChart, fact, said, basedOn }: SaveFact,
): Promise<Result<{ fact: string }, Failure>> {
  const chart = chartFrom(opened, inChart);
  if (!chart) return fail(failure("chart-unknown"));
  const record = fact === undefined ? ports.crypto.random(16) : idFrom(fact);
  const there = record && findFact(opened, record);
  const isSame = there?.value.type === said.kind && there.chart !== null && equalBytes(there.chart, chart);
  if (!record || (fact !== undefined && !isSame)) return fail(failure("fact-unknown"));
  if (!mayWrite(opened, chart, "progress")) return fail(failure("not-entitled"));
  // Whoever was named before may have gone inside a guard since, with another id.
  const isNewPerson = said.person !== undefined && said.person !== (there && wordsOf(there.value).person);
  if (isNewPerson && !isPersonOf(opened, chart, idFrom(said.person ?? ""))) return fail(failure("person-unknown"));
  const words = asItStands(said);
  const next = nextFact(ports, chart, record, words, seenOf(opened, record, basedOn));
  if (!next) return fail(failure("fact-unfit"));
  await opened.keep([
    next,
    ...(isPrincipal(words) ? noLongerPrincipal(ports, opened, chart, record, words.person) : []),
  ]);
  return ok({ fact: toHex(record) });
}

/** What has ended is what treatment is about no more, also where its record is from before that was said. */
function asItStands(said: FactWords): FactWords {
  return said.kind === "diagnosis" && said.ended ? { ...said, principal: false } : said;
}

/**
 * Each person of a chart has one principal diagnosis, and what names nobody another: what becomes it takes the place of the one before, in the
 * same save.
 */
function noLongerPrincipal(
  ports: Pick<Ports, "clock" | "crypto">,
  opened: Opened,
  chart: Bytes,
  but: Bytes,
  person: string | undefined,
): OutboxRevision[] {
  const others = opened.fold.structuredOf("diagnosis", chart).filter(({ record }) => !equalBytes(record, but));
  const naming = others.map(({ record, value }) => ({ record, person: value.person }));
  const named = { record: but, person: person === undefined ? undefined : idFrom(person) };
  const { keyOf } = whoseIn(opened, chart, [...naming, named]);
  return others
    .filter(({ value }) => value.principal && !value.ended)
    .filter(({ value }) => keyOf(value.person && toHex(value.person)) === keyOf(person))
    .map(({ record, value }) => {
      const said = { ...(wordsOf(value) as DiagnosisWords), principal: false };
      return nextFact(ports, chart, record, said, opened.fold.standing(record));
    })
    .filter((one) => one !== undefined);
}

/** `undefined`: not what a record of this kind can say. */
function nextFact(
  { clock, crypto }: Pick<Ports, "clock" | "crypto">,
  chart: Bytes,
  record: Bytes,
  { kind, person: personId, ...rest }: FactWords,
  parents: readonly SqlRow[],
): OutboxRevision | undefined {
  const person = personId === undefined ? undefined : idFrom(personId);
  const said = { ...rest, ...(person ? { person } : {}) };
  const revision = { type: kind, revision: crypto.random(16), writtenAt: clock.now(), ...said } as FactRevision;
  if (!isRevision(revision)) return undefined;
  const days = [revision.since, revision.ended?.on, ...otherDays(revision)];
  if (!days.every(isWhen) || endsBefore(revision)) return undefined;
  return revisionFor(noteDestination("progress", chart), record, revision, parents);
}

function otherDays(revision: FactRevision): (string | undefined)[] {
  if (revision.type === "flag") return [revision.reviewBy];
  if (revision.type !== "plan") return [];
  return [revision.reviewBy, ...revision.goals.flatMap(({ objectives }) => objectives.map(({ by }) => by))];
}

/** Whether there is such a day, month or year; nothing said is fine. */
const isWhen = (when: string | undefined): boolean => when === undefined || isDay(`${when}-01-01`.slice(0, 10));

/** As far as both are known. */
const endsBefore = ({ since = "", ended }: FactRevision): boolean =>
  ended !== undefined && ended.on.slice(0, since.length) < since;

function findFact({ fold }: Opened, record: Bytes): Structured<FactKind> | undefined {
  for (const kind of factKinds) {
    const found = fold.structuredRecord(kind, record);
    if (found) return found;
  }
  return undefined;
}

async function wordsIn(opened: Opened, row: SqlRow): Promise<FactWords | undefined> {
  const revision = await opened.openRevision(row["revision"] as Bytes);
  return revision && isFact(revision) ? wordsOf(revision) : undefined;
}

const isFact = (revision: { readonly type: string }): revision is FactRevision =>
  factKinds.some((kind) => kind === revision.type);

function wordsOf({ type, revision: _, writtenAt: __, person, ...rest }: FactRevision): FactWords {
  return { kind: type, ...rest, ...(person ? { person: toHex(person) } : {}) } as FactWords;
}

const isPrincipal = (said: FactWords): boolean => said.kind === "diagnosis" && said.principal;
