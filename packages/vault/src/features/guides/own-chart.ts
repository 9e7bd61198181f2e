/**
 * One of several goes on alone (docs/spec, SEP): a chart of their own, and into it copies of what is about them alone. The chart of
 * several stays as it is. Whoever does it again, or was interrupted, does what is left.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isBlank, isDay, type RevisionOf } from "@alcove/records";
import type { Disk } from "../../disk.ts";
import type { Opened } from "../../engine/opened.ts";
import { directory } from "../../engine/outbox.ts";
import type { GoOnAlone } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { agreementOf, savePerson } from "../administrative.ts";
import { facts, saveFact } from "../facts.ts";
import type { Watch } from "../files/seal.ts";
import { within } from "../guarded/view.ts";
import { moveNote } from "../moving.ts";
import { revisionFor } from "../notes.ts";
import { chartFrom, idFrom, mayWrite } from "../open-charts.ts";
import { nextRevision } from "../structured.ts";
import { reachKey, sameName, separation } from "./separation.ts";

type Person = Omit<RevisionOf<"person">, "type" | "revision" | "writtenAt">;

/**
 * Failures: `chart-unknown`, `person-unknown`, `day-unfit`, `name-empty`, `not-entitled`, `chart-same`, `guard-closed`, `own-chart-first` (the
 * chart of several is guarded: a new one would not be), `note-about-others`, `fact-unknown`, those of `moveNote`.
 */
export async function goOnAlone(
  ports: Ports,
  disk: Disk,
  running: Opened,
  view: Opened,
  request: GoOnAlone,
  watch: Watch,
): Promise<Result<{ readonly chart: string }, Failure>> {
  const chart = chartFrom(view, request.chart);
  if (!chart) return fail(failure("chart-unknown"));
  const { people, shared } = separation(running, view, chart);
  const shown = people.find(({ id }) => id === request.person);
  const record = idFrom(request.person);
  const there = shown && record && view.fold.structuredRecord("person", record);
  if (!shown || !there) return fail(failure("person-unknown"));
  if (!isDay(request.on)) return fail(failure("day-unfit"));
  if (!mayWrite(view, chart, "progress")) return fail(failure("not-entitled"));
  // All of it is looked at before any of it is done.
  const going = request.notes.map((one) => ({ ...one, goes: shown.notes.find(({ note }) => note === one.note)?.goes }));
  if (going.some(({ goes }) => goes === undefined)) return fail(failure("note-about-others"));
  if (going.some(({ goes }) => goes === "others")) return fail(failure("note-with-others"));
  const all = await facts(view, chart);
  const said = request.facts.map((id) => all.find((fact) => fact.id === id)?.said);
  if (said.includes(undefined)) return fail(failure("fact-unknown"));

  const { name, called, bornOn, language, reminders } = there.value;
  // A number that both gave stays behind: whoever picks up may be the other.
  const both = new Set(shared.map(reachKey));
  const reach = there.value.reach.filter((one) => !both.has(reachKey(one)));
  const isTold = agreementOf({ reminders, reach }) !== undefined;
  const optional = {
    ...(bornOn === undefined ? {} : { bornOn }),
    ...(language === undefined ? {} : { language }),
    ...(reminders && isTold ? { reminders } : {}),
  };
  const person: Person = { name, called, roles: ["client"], relation: "", ...optional, reach, note: "", gone: false };
  const { into } = request;
  const own = await ("chart" in into
    ? joinChart(ports, running, chart, into.chart, person)
    : beginChart(ports, running, chart, into.name, person, request.on));
  if (!own.ok) return own;
  const inOwn = within(running, own.value);
  if (!inOwn) return fail(failure("guard-closed"));
  const id = toHex(own.value);
  for (const { note, revision, goes } of going) {
    if (goes === "there") continue;
    const copied = await moveNote(ports, disk, running, view, { note, revision, chart: id }, watch);
    if (!copied.ok) return copied;
  }
  const known = (await facts(inOwn, own.value)).map((fact) => JSON.stringify(fact.said));
  for (const one of said) {
    if (!one || known.includes(JSON.stringify(one))) continue;
    const copied = await saveFact(ports, inOwn, { chart: id, said: one, basedOn: [] });
    if (!copied.ok) return copied;
  }
  return ok({ chart: id });
}

/** Chart, person and face sheet in one save. */
async function beginChart(
  ports: Ports,
  running: Opened,
  several: Bytes,
  name: string,
  person: Person,
  since: string,
): Promise<Result<Bytes, Failure>> {
  if (isBlank(name)) return fail(failure("name-empty"));
  if (running.isGuardedChart(several)) return fail(failure("own-chart-first"));
  const { crypto, clock } = ports;
  const [chart, now] = [crypto.random(16), clock.now()];
  const begun = {
    type: "chart",
    revision: crypto.random(16),
    writtenAt: now,
    name: name.trim(),
    createdAt: now,
  } as const;
  const place = { kind: "administrative", chart } as const;
  const sheet = { status: "active", form: "individual", since, tags: [], custom: [] } as const;
  await running.keep([
    revisionFor(directory, chart, begun, []),
    nextRevision(ports, running, place, crypto.random(16), "person", person),
    nextRevision(ports, running, place, crypto.random(16), "face-sheet", sheet),
  ]);
  return ok(chart);
}

/** With the person, where nobody of that name is a client there. */
async function joinChart(
  ports: Ports,
  running: Opened,
  several: Bytes,
  id: string,
  person: Person,
): Promise<Result<Bytes, Failure>> {
  const chart = chartFrom(running, id);
  if (!chart) return fail(failure("chart-unknown"));
  if (equalBytes(chart, several)) return fail(failure("chart-same"));
  const there = within(running, chart);
  if (!there) return fail(failure("guard-closed"));
  const isThere = there.fold
    .structuredOf("person", chart)
    .some(({ value }) => !value.gone && value.roles.includes("client") && sameName(value.name, person.name));
  if (isThere) return ok(chart);
  const saved = await savePerson(ports, there, { ...person, chart: id, basedOn: [] });
  return saved.ok ? ok(chart) : saved;
}
