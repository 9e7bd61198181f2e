/** Whom to call on a day (docs/spec, ENQ-5): times, names and numbers, of what is open to this member, and nothing clinical. */

import { type Bytes, fail, ok, type Result } from "@alcove/bytes";
import { type Failure, failure } from "@alcove/protocol";
import { isDay, openZone } from "@alcove/records/schedule";
import type { Opened } from "../../engine/opened.ts";
import type { DayListRequest, DayListRow } from "../../facade.ts";
import { within } from "../guarded/view.ts";
import { idFrom, readsAdministrative } from "../open-charts.ts";
import { entriesIn, viewOf } from "./calendar.ts";

/** What was called off stays in it: they may still have to hear of it. Failures: `appointment-unfit`. */
export function dayList(opened: Opened, { day, zone: name }: DayListRequest): Result<DayListRow[], Failure> {
  const zone = openZone(name);
  if (!zone || !isDay(day)) return fail(failure("appointment-unfit"));
  const { fold } = opened;
  return ok(
    entriesIn(opened, zone, day, day).map((one): DayListRow => {
      const entry = viewOf(opened, one);
      const { plan } = entry;
      const chart = plan.chart === undefined ? undefined : idFrom(plan.chart);
      const view = chart && within(opened, chart);
      const opens = chart !== undefined && view !== undefined && readsAdministrative(view, chart);
      const member = idFrom(plan.member);
      return {
        entry,
        name: plan.title || ((chart && fold.nameOf(chart)) ?? ""),
        whose: (member && fold.nameOf(member)) ?? "",
        people: opens ? peopleOf(view, chart) : [],
        opens,
      };
    }),
  );
}

/**
 * The client first, then who consents for them: an appointment is nobody else's to hear of, least of all an emergency contact's. Who has
 * no number is not on a list of whom to call.
 */
function peopleOf(view: Opened, chart: Bytes): DayListRow["people"] {
  return view.fold
    .structuredOf("person", chart)
    .filter(({ value }) => !value.gone)
    .map(({ value }) => value)
    .filter(({ roles }) => roles.includes("client") || roles.includes("consents"))
    .toSorted((a, b) => Number(b.roles.includes("client")) - Number(a.roles.includes("client")))
    .map(({ name, called, relation, reach }) => ({
      name,
      called,
      relation,
      reach: reach.filter(({ by }) => by === "phone" || by === "text"),
    }))
    .filter(({ reach }) => reach.length > 0);
}
