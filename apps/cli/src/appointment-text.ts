/** Appointments on the command line: how one is named, read and said. */

import { ok, type Result } from "@alcove/bytes";
import type { AppointmentRef, CalendarEntry, Scope, Vault } from "@alcove/vault";
import { misused, type Refusal } from "./refusal.ts";

/** As `appointment list` shows it: an id, or of an occurrence the series' id, `@` and its time in the series. */
export const refText = (ref: AppointmentRef): string =>
  "appointment" in ref ? ref.appointment : `${ref.series}@${ref.occurrence}`;

export function readRef(text: string): AppointmentRef {
  const [series = "", occurrence] = text.split("@");
  return occurrence === undefined ? { appointment: text } : { series, occurrence };
}

/** This computer's, unless another is named. */
export const zoneOr = (name: string | undefined): string => name ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

export function readStart(option: string, text: string): Result<string, Refusal> {
  const asTyped = text.replace(" ", "T");
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(asTyped)) return ok(asTyped);
  return misused(`${option} takes a day and a time such as 2027-01-04T09:00, not "${text}".`);
}

export function readMinutes(text: string | undefined): Result<number | undefined, Refusal> {
  if (text === undefined) return ok(undefined);
  return /^\d{1,4}$/.test(text) ? ok(Number(text)) : misused(`--minutes takes a number, not "${text}".`);
}

const scopes: readonly Scope[] = ["one", "following", "all"];
export function readScope(text: string | undefined): Result<Scope, Refusal> {
  const scope = scopes.find((one) => one === (text ?? "one"));
  return scope ? ok(scope) : misused(`--scope is one of ${scopes.join(", ")}, not "${text}".`);
}

/** `2027-01-04 09:00-09:50  J. Roe  session, came`. */
export function sayEntry(entry: CalendarEntry, nameOf: (chart: string) => string): string {
  const { begins, ends, plan, attendance, cancelled, rule, conflict } = entry;
  const who = plan.chart === undefined ? plan.title || "(no title)" : nameOf(plan.chart);
  const until = ends.slice(0, 10) === begins.slice(0, 10) ? ends.slice(11) : ends.replace("T", " ");
  const by = cancelled ? ` by ${cancelled.by}${cancelled.late ? ", late" : ""}` : "";
  const marks = [
    plan.kind,
    ...(attendance === "expected" ? [] : [`${attendance}${by}`]),
    ...(plan.video ? ["video"] : []),
    ...(rule === undefined ? [] : ["repeats"]),
    ...(conflict ? ["changed on two devices: look and say it once more"] : []),
  ];
  return `${begins.replace("T", " ")}-${until}  ${who}  ${marks.join(", ")}`;
}

export async function chartNames(vault: Vault): Promise<(chart: string) => string> {
  const names = new Map((await vault.charts()).map(({ id, name }) => [id, name]));
  return (chart) => names.get(chart) || chart;
}
