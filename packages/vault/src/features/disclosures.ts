/**
 * What was given out of a chart (docs/spec, DIS). It lies in the chart's access log, where everybody writes who reads its notes, and privacy officers
 * read; of a guarded chart among its progress notes.
 */

import { type Bytes, equalBytes, fail, ok, type Result, toHex } from "@alcove/bytes";
import { type Failure, failure, isDestroyedChart } from "@alcove/protocol";
import { disclosureBases, disclosureCharacters, isDay } from "@alcove/records";
import type { Opened } from "../engine/opened.ts";
import type { OutboxRevision } from "../engine/outbox.ts";
import { compartmentFor, placesOf } from "../engine/state.ts";
import type { DisclosureView, DisclosureWords, RecordDisclosure } from "../facade.ts";
import type { Ports } from "../ports.ts";
import type { Structured } from "../views/lists/structured.ts";
import { authorName } from "./notes.ts";
import { chartFrom, idFrom, mayWrite, opens } from "./open-charts.ts";
import { nextRevision } from "./structured.ts";

/** `view`: the chart as it is open here. What went out before a guard lies outside of it. */
export function disclosures(running: Opened, view: Opened, chart: Bytes): DisclosureView[] {
  return disclosuresOf(running, view, chart)
    .map(({ record, author, value }) => disclosureView(record, authorName(view, author), value))
    .toSorted((a, b) => b.on.localeCompare(a.on) || b.writtenAt - a.writtenAt);
}

function disclosuresOf(running: Opened, view: Opened, chart: Bytes): Structured<"disclosure">[] {
  const inside = view.fold.structuredOf("disclosure", chart);
  if (view !== running) return [...inside, ...running.fold.structuredOf("disclosure", chart)];
  const { roster } = running.state;
  return roster && isDestroyedChart(roster, chart) ? [...inside, ...leftOf(running, chart)] : inside;
}

/** What was written down among what was destroyed with the chart, as the log has it since (CDS-6). */
function leftOf({ fold }: Opened, chart: Bytes): Structured<"disclosure">[] {
  const left = new Map<string, Structured<"disclosure">>();
  // Of all of them: what one says nobody takes out by writing another.
  for (const { author, value } of fold.structuredOf("destroyed", chart))
    for (const { record, writtenAt, ...words } of value.owed)
      left.set(toHex(record), {
        ...{ record, chart, author },
        value: { type: "disclosure", revision: record, writtenAt, ...words, mistaken: false },
      });
  return [...left.values()];
}

function disclosureView(record: Bytes, author: string, value: Structured<"disclosure">["value"]): DisclosureView {
  const { on, to, address, what, basis, purpose, authorisation, manifest, mistaken, writtenAt } = value;
  return {
    id: toHex(record),
    ...{ on, to, address, what, basis, purpose, authorisation, mistaken, author, writtenAt },
    ...disclosureBases[basis],
    ...(manifest ? { manifest: toHex(manifest) } : {}),
  };
}

/** `manifest`: of an export. Failures: `chart-unknown`, `disclosure-unfit`, `day-unfit`, `not-entitled`, `disk-full`. */
export async function recordDisclosure(
  ports: Ports,
  view: Opened,
  request: RecordDisclosure,
  manifest?: Bytes,
): Promise<Result<{ readonly id: string }, Failure>> {
  const next = nextDisclosure(ports, view, request, manifest);
  if (!next.ok) return next;
  await view.keep([next.value.revision]);
  return ok({ id: toHex(next.value.record) });
}

/** To be kept, alone or with what it belongs to. Failures as of `recordDisclosure`. */
export function nextDisclosure(
  ports: Pick<Ports, "clock" | "crypto">,
  view: Opened,
  { chart: id, ...words }: RecordDisclosure,
  manifest?: Bytes,
): Result<{ readonly record: Bytes; readonly revision: OutboxRevision }, Failure> {
  const chart = chartFrom(view, id);
  if (!chart) return fail(failure("chart-unknown"));
  if (!isFit(words)) return fail(failure("disclosure-unfit"));
  if (!isDay(words.on)) return fail(failure("day-unfit"));
  const place = placeOf(view, chart);
  if (!mayWriteIn(view, chart, place)) return fail(failure("not-entitled"));
  const { on, to, address, what, basis, purpose, authorisation } = words;
  const said = { on, to, address, what, basis, purpose, authorisation, mistaken: false };
  const record = ports.crypto.random(16);
  const whole = { ...said, ...(manifest ? { manifest } : {}) };
  return ok({ record, revision: nextRevision(ports, view, { kind: place, chart }, record, "disclosure", whole) });
}

/** Failures: `disclosure-unknown`, `not-entitled`, `disk-full`. */
export async function withdrawDisclosure(
  ports: Ports,
  running: Opened,
  view: Opened,
  request: { readonly chart: string; readonly id: string },
): Promise<Result<undefined, Failure>> {
  const [chart, record] = [chartFrom(view, request.chart), idFrom(request.id)];
  const there = chart && record && disclosuresOf(running, view, chart).find((one) => equalBytes(one.record, record));
  if (!there) return fail(failure("disclosure-unknown"));
  // What went out before a guard lies outside of it.
  const at = view.fold.structuredRecord("disclosure", record) ? view : running;
  const place = placedIn(at, record) ?? placeOf(at, chart);
  if (!mayWriteIn(at, chart, place)) return fail(failure("not-entitled"));
  const { type: _, revision: __, writtenAt: ___, ...said } = there.value;
  await at.keep([nextRevision(ports, at, { kind: place, chart }, record, "disclosure", { ...said, mistaken: true })]);
  return ok();
}

type Place = "access-log" | "clinical";

/** Where something new is written down: the log, but inside a guard, and where the chart has nothing yet that a log could be of. */
function placeOf({ state, isGuardedChart }: Opened, chart: Bytes): Place {
  const places = state.roster ? [...placesOf(state.roster, chart)] : [];
  return isGuardedChart(chart) || !places.some(({ kind }) => kind === "clinical") ? "clinical" : "access-log";
}

/** A record stays where it is. `undefined`: it waits to be sent. */
export function placedIn({ fold, state }: Opened, record: Bytes): Place | undefined {
  const compartment = fold.revisionsOf(record).find((row) => row["compartment"] !== null)?.["compartment"];
  const kind = compartment && state.roster?.compartments.get(toHex(compartment as Bytes))?.kind;
  return kind === "clinical" || kind === "access-log" ? kind : undefined;
}

/** Whoever reads the chart's notes writes in its log; its log may come later than they did. */
function mayWriteIn(view: Opened, chart: Bytes, place: Place): boolean {
  if (place === "clinical") return mayWrite(view, chart, "progress");
  const { roster } = view.state;
  return (
    roster !== undefined &&
    (opens(view, chart) || compartmentFor(roster, view.keys.account, place, chart) !== undefined)
  );
}

function isFit({ on: _, basis, ...words }: DisclosureWords): boolean {
  const needed = [words.to, words.what, ...(disclosureBases[basis].owed ? [words.purpose] : [])];
  return (
    needed.every((text) => text.trim() !== "") &&
    Object.values(words).every((text) => text.length <= disclosureCharacters)
  );
}
