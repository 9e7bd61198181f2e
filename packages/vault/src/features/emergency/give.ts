/**
 * What is given in an emergency (docs/spec, EMG-5 to EMG-8): copies of exactly what a person chose, sealed in a compartment of
 * their own for the one who asked. No key of the chart moves and no right in it arises.
 *
 * What an attacker controls: who asks, and with what reason. The tap decides, so the words come from this device's own lists by the
 * ids that its person chose, and only from the chart that was asked for.
 */

import {
  asId,
  type Bytes,
  type ChartId,
  type CompartmentId,
  equalBytes,
  fail,
  ok,
  type Result,
  toHex,
} from "@alcove/bytes";
import { hash } from "@alcove/crypto";
import { type Failure, failure, limits, type Operation, setsReading } from "@alcove/protocol";
import { encodeRevision, type RevisionOf } from "@alcove/records";
import type { Opened } from "../../engine/opened.ts";
import type { Save } from "../../engine/outbox.ts";
import { rotate, signStatement } from "../../engine/seal.ts";
import type { GivenView } from "../../facade.ts";
import type { Ports } from "../../ports.ts";
import { within } from "../guarded/view.ts";
import { revisionFor } from "../notes.ts";
import { idFrom } from "../open-charts.ts";
import { type Emergency, givenIn, mayAnswer, readEmergency } from "./requests.ts";

const dayMs = 86_400_000;
/** Days after today on which the asker can read it; then the right ends by itself (ROS-31). */
const readableDays = 7;

type Given = Pick<RevisionOf<"given">, "card" | "notes">;
type Copies = { readonly given: Given; readonly records: readonly Bytes[] };

/**
 * Failures: `emergency-over` (nobody waits for it any more), `note-unknown` (nothing was chosen, or no progress note of this chart),
 * `crisis-card-missing`, `guard-closed`, `text-too-long`, `device-provisional`, the network's: then nothing was given.
 */
export async function giveInEmergency(
  ports: Ports,
  opened: Opened,
  request: { readonly emergency: string; readonly notes: readonly string[]; readonly card: boolean },
): Promise<Result<undefined, Failure>> {
  const { clock, crypto } = ports;
  const { state, keys, sync } = opened;
  const record = idFrom(request.emergency);
  const waiting = async (): Promise<Emergency | undefined> => {
    const one = record && state.roster && (await readEmergency(ports, opened, state.roster, record));
    return one && mayAnswer(opened, one) ? one : undefined;
  };
  const asked = await waiting();
  if (!asked) return fail(failure("emergency-over"));
  const copies = await copiesOf(opened, asked.chart as Bytes, request);
  if (!copies.ok) return copies;
  const { given, records } = copies.value;
  const stamp = () => ({ revision: crypto.random(16), writtenAt: clock.now() });
  const words = { type: "given" as const, ...stamp(), emergency: asked.record, ...given };
  const bytes = encodeRevision(words).length;
  if (bytes > limits.noteTextBytes) return fail(failure("text-too-long", { bytes, limit: limits.noteTextBytes }));
  const stated = await sync.over(async (session) => {
    if (sync.isProvisional()) return fail(failure("device-provisional"));
    const { roster } = state;
    const one = await waiting();
    if (!roster || !one || !equalBytes(one.asker, asked.asker)) return fail(failure("emergency-over"));
    if (one.place) return ok();
    const compartment = asId<CompartmentId>(one.record);
    const untilDay = Math.floor(clock.now() / dayMs) + readableDays;
    const give: Operation = ["emergency.give", compartment, asId<ChartId>(one.chart as Bytes), one.asker, untilDay];
    const statement = await signStatement(crypto, keys, state, [give]);
    const place = { compartment, kind: "emergency", author: keys.account, createdIndex: roster.headIndex } as const;
    const recipients = [keys.account, one.asker, ...setsReading(roster, place)];
    const rosterHead = hash(statement.entry);
    return sync.send(session, [statement, await rotate(crypto, keys, roster, { compartment, recipients, rosterHead })]);
  });
  if (!stated.ok) return stated;
  const { chart } = asked;
  const place = { kind: "emergency" as const, chart: chart as Bytes, compartment: asked.record };
  const logged = records.map((of): Save => {
    const entry = { type: "access" as const, ...stamp(), act: "given" as const, record: of, emergency: asked.record };
    return [revisionFor({ kind: "access-log", chart: chart as Bytes }, crypto.random(16), entry, [])];
  });
  // In one transaction: nothing is on its way that is not written down.
  await opened.keepAll([[revisionFor(place, crypto.random(16), words, [])], ...logged]);
  return ok();
}

/** Of this chart alone, and never of psychotherapy notes. */
async function copiesOf(
  opened: Opened,
  chart: Bytes,
  { notes, card }: { readonly notes: readonly string[]; readonly card: boolean },
): Promise<Result<Copies, Failure>> {
  const view = within(opened, chart);
  if (notes.length > 0 && !view) return fail(failure("guard-closed"));
  if (notes.length === 0 && !card) return fail(failure("note-unknown"));
  const copied: Given["notes"] = [];
  const records: Bytes[] = [];
  for (const id of new Set(notes)) {
    const record = idFrom(id);
    const row = record && view?.fold.note(record);
    const isOfChart = row !== undefined && equalBytes(row["chart"] as Bytes, chart) && row["kind"] === "progress";
    const note = isOfChart ? await opened.openRevision(row["current"] as Bytes) : undefined;
    const by = row && opened.state.roster?.devices.get(toHex(row["author"] as Bytes))?.account;
    if (!record || !by || note?.type !== "note") return fail(failure("note-unknown"));
    copied.push({ note: record, by, date: note.date, title: note.title, text: note.text });
    records.push(record);
  }
  if (!card) return ok({ given: { notes: copied }, records });
  const there = opened.fold.crisisOf(chart).find((row) => row["type"] === "crisis-card");
  const words = there && (await opened.openRevision(there["current"] as Bytes));
  if (words?.type !== "crisis-card") return fail(failure("crisis-card-missing"));
  const { safetyPlan, contacts, medication } = words;
  records.push(there?.["record"] as Bytes);
  return ok({ given: { card: { safetyPlan, contacts, medication }, notes: copied }, records });
}

/** What was given for it, to who asked and to who gave it. `emergency-over`: nothing of it is here, or not any more. */
export async function givenInEmergency(ports: Ports, opened: Opened, id: string): Promise<Result<GivenView, Failure>> {
  const record = idFrom(id);
  const { roster } = opened.state;
  const one = record && roster && (await readEmergency(ports, opened, roster, record));
  const row = one?.place && givenIn(opened, one.place);
  const words = row && (await opened.openRevision(row["revision"] as Bytes));
  if (words?.type !== "given") return fail(failure("emergency-over"));
  return ok({
    ...(words.card ? { card: words.card } : {}),
    notes: words.notes.map(({ by, date, title, text }) => ({
      date,
      title,
      text,
      byName: opened.fold.nameOf(by as Bytes) ?? "",
    })),
  });
}
