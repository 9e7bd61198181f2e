/** Whether rights in access logs follow those in their charts' notes (docs/spec, ACL-4). */

import { type Compartment, reads, recipientsOf } from "../people/practice.ts";
import { opensUpTo } from "../people/who-opens.ts";
import { chartOfPlace, isDestroyed } from "./administrative.ts";
import type { YearDevice } from "./device.ts";
import type { Year } from "./year.ts";

/**
 * Rights in access logs that do not follow their charts, where somebody's device could have said so: whoever reads notes there that
 * are not their own apart reads and writes the log. Nobody here is a privacy officer.
 */
export function wrongInLogs(year: Year, settled: readonly YearDevice[]): string[] {
  const { model } = year.ledger;
  const isPast = ({ untilDay = year.day }: { readonly untilDay?: number }) => untilDay < year.day;
  return [...model.compartments].flatMap(([place, log]) => {
    if (log.kind !== "access-log" || isDestroyed(model, chartOfPlace(place))) return [];
    const holds = (name: string) => {
      const holder = recipientsOf(model, log).get(name);
      return holder !== undefined && opensUpTo(log, holder) === log.epochs.length;
    };
    const states = (name: string) =>
      settled.some((device) => device.of === name) &&
      year.people.some(
        (one) => one.name === name && ["owner", "clinician"].includes(one.role) && !year.isSuspended(one),
      );
    const able = [...log.rights].filter(([name, right]) => reads(right.right) && !isPast(right) && states(name));
    if (able.length === 0) return [];
    const chart = place.slice(0, place.lastIndexOf("/"));
    const notes = [...model.compartments].filter(
      ([name, { kind }]) => name.startsWith(`${chart}/`) && (kind === "clinical" || kind === "psychotherapy"),
    );
    const readers = notes.flatMap(([, { kind, author, rights }]) =>
      [...rights].filter(([name, { right }]) => reads(right) && (kind === "clinical" || name !== author)),
    );
    const lacking = readers
      .filter(([name, right]) => !isPast(right) && log.rights.get(name)?.right !== "read-write")
      .map(([name]) => `${name} reads notes of ${chart} and does not read and write its log`);
    const over = [...log.rights.keys()]
      .filter((name) => readers.every(([reader]) => reader !== name))
      .filter((name) => able.some(([other]) => other !== name && holds(other) && mayEndIn(year, log, other, name)))
      .map((name) => `${name} has a right in ${place} and reads no notes there`);
    return [...lacking, ...over];
  });
}

/** ROS-32: a clinician ends no right of an owner, or of who began the log. */
function mayEndIn({ owners }: Year, { author }: Compartment, by: string, of: string): boolean {
  const isOwner = (name: string) => owners.some((one) => one.name === name);
  return isOwner(by) || author === by || !(isOwner(of) || author === of);
}
