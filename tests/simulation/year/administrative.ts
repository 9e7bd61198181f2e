/**
 * What is so of people and numbers (docs/spec, ADM): who reads notes works with them and nobody else who sees clients, front desk and billers
 * by a person's word alone, and a device shows those that its member reads. And whose a chart is that somebody makes (OUT-6).
 */

import type { ChartView } from "@alcove/vault";
import type { Fact } from "../people/facts.ts";
import { type Compartment, type Practice, reads, recipientsOf, writes } from "../people/practice.ts";
import { opensUpTo, shownOn } from "../people/who-opens.ts";
import type { YearDevice } from "./device.ts";
import type { Year } from "./year.ts";

type Place = readonly [name: string, compartment: Compartment];

export const seesClients = (role: string): boolean => ["owner", "clinician", "supervisor"].includes(role);
export const chartOfPlace = (place: string): string => place.slice(0, place.indexOf("/"));

/** Of a chart, those of a kind that were not destroyed. */
export const placesOfKind = ({ compartments }: Practice, chart: string, kind: string): Place[] =>
  [...compartments].filter(([place, one]) => place.startsWith(`${chart}/`) && one.kind === kind && !one.isDestroyed);

const notesRight = (model: Practice, chart: string, member: string) =>
  placesOfKind(model, chart, "clinical")
    .map(([, { rights }]) => rights.get(member))
    .find((right) => reads(right?.right));

/** A chart of which what its care team has was destroyed: nothing is begun in it, and rights in its log stay. */
export const isDestroyed = ({ compartments }: Practice, chart: string): boolean =>
  [...compartments].some(
    ([place, one]) =>
      place.startsWith(`${chart}/`) && one.isDestroyed && (one.kind === "clinical" || one.kind === "administrative"),
  );

/** Follows from rights in a chart's notes, and nobody says it (ADM-3). As the practice stood just before. */
export function followsNotes(stood: Practice, fact: Fact): boolean {
  if (fact.what !== "entitled" && fact.what !== "disentitled") return false;
  return fact.compartments.every((place) => {
    if (stood.compartments.get(place)?.kind !== "administrative") return false;
    const notes = notesRight(stood, chartOfPlace(place), fact.member);
    if (fact.what === "disentitled") return notes === undefined;
    return notes !== undefined && notes.right === fact.right && notes.untilDay === fact.untilDay;
  });
}

/** Rights among people and numbers that do not follow the notes, where somebody's device could have said so. */
export function wrongAmongPeople(year: Year, settled: readonly YearDevice[]): string[] {
  const { model } = year.ledger;
  return [...model.compartments].flatMap(([place, one]) => {
    const chart = chartOfPlace(place);
    const notes = placesOfKind(model, chart, "clinical");
    // An enquiry is given by people.
    if (one.kind !== "administrative" || one.isDestroyed || notes.length === 0) return [];
    const isPast = ({ untilDay = year.day }: { readonly untilDay?: number }) => untilDay < year.day;
    const able = [...one.rights].filter(([name, right]) => {
      const isThere = settled.some((device) => device.of === name) && !isPast(right) && reads(right.right);
      const holder = recipientsOf(model, one).get(name);
      const has = holder !== undefined && opensUpTo(one, holder) === one.epochs.length;
      return isThere && has && year.owners.some((owner) => owner.name === name && !year.isSuspended(owner));
    });
    if (able.length === 0) return [];
    const lacking = notes
      .flatMap(([, { rights }]) => [...rights])
      .filter(([, right]) => reads(right.right) && !isPast(right))
      .filter(([name, { right }]) => one.rights.get(name)?.right !== right)
      .map(([name, { right }]) => `${name} has ${right} in the notes of ${chart}, and not in ${place}`);
    const over = [...one.rights]
      .filter(([name]) => year.present.some((person) => person.name === name && seesClients(person.role)))
      .filter(([name]) => !notes.some(([, { rights }]) => reads(rights.get(name)?.right)))
      .filter(([name]) => able.some(([other]) => other !== name))
      .map(([name]) => `${name} has a right in ${place}, and reads no notes there`);
    return [...lacking, ...over];
  });
}

type Head = { readonly name: string; readonly gone: boolean; readonly text: string };

/** What stands of each person in the ledger, by record, as far as it is shown on this device. */
function personsOn(year: Year, device: YearDevice): Map<string, Head[]> {
  const { ledger } = year;
  const shown = shownOn(ledger.model, device.name);
  const there = [...ledger.revisions.values()].filter(
    ({ content, place, envelope }) => content["type"] === "person" && shown.has(`${place}/${envelope}`),
  );
  const followed = new Set(there.flatMap(({ parents }) => parents));
  const heads = new Map<string, Head[]>();
  for (const { envelope, record, content, place } of there) {
    if (followed.has(envelope)) continue;
    const head = { name: place, gone: content["gone"] === true, text: content["name"] as string };
    heads.set(record, [...(heads.get(record) ?? []), head]);
  }
  return heads;
}

/** On a device that has synced: each person that stands, and who was taken out is not shown. */
export async function wrongPeople(year: Year, device: YearDevice): Promise<string[]> {
  if (!year.ledger.model.compartments.get("directory")?.rights.has(device.of)) return [];
  const shown = new Map<string, Set<string>>();
  for (const { id, name } of await device.vault.charts()) shown.set(name, await namesIn(device, id));
  const own = new Set([...year.saved, ...year.replaced].filter(({ on }) => on === device).map(({ text }) => text));
  return [...personsOn(year, device).values()].flatMap((heads) =>
    heads.flatMap(({ name: place, gone, text }) => {
      const chart = chartOfPlace(place);
      if (own.has(text) || year.isGuarded(chart, device)) return [];
      const isShown = shown.get(chart)?.has(text) === true;
      if (gone) {
        // Somebody else may go by the words that stand beside.
        const stands = heads.some((one) => !one.gone && one.text === text);
        return isShown && !stands ? [`${device.name} shows ${text}, who was taken out of ${chart}`] : [];
      }
      return isShown ? [] : [`${device.name} does not show ${text} among the people of ${chart}`];
    }),
  );
}

/** Of the people of a chart, also of those that stand beside each other. */
export async function namesIn({ vault }: YearDevice, chart: string): Promise<Set<string>> {
  const view = await vault.administrative(chart);
  return new Set(view?.people.flatMap(({ name, beside }) => [name, ...beside.map((one) => one.name)]));
}

/** What a device in step says of whether its member reads and writes a chart's notes. */
export async function wrongViews(year: Year, device: YearDevice): Promise<string[]> {
  const { model } = year.ledger;
  return (await device.vault.charts()).flatMap(({ name, opens, writes: may, guarded }: ChartView) => {
    if (isDestroyed(model, name)) return [`${device.name} lists ${name}, which was destroyed`];
    const notes = placesOfKind(model, name, "clinical");
    if (notes.length === 0 || guarded !== undefined) return [];
    const rights = notes.map(([, one]) => one.rights.get(device.of)?.right);
    const so = `${rights.some(reads)} and ${rights.some(writes)}`;
    return so === `${opens} and ${may}`
      ? []
      : [`${device.name} says that it reads and writes ${name}: ${opens} and ${may}, and not ${so}`];
  });
}

/**
 * OUT-6: when a chart's name comes into the ledger, its notes are its maker's, before anybody else could begin them. Who saw clients when they
 * made it and is at the front desk when it is sent begins none, since no statement of theirs would stand (ROS-8): what counts is
 * what the maker was by the roster that the name was sealed over. It is nobody else's then either.
 */
export function wrongMakers(year: Year): string[] {
  return year.charts.flatMap(({ id, name, maker }) => {
    const named = maker === undefined ? undefined : year.ledger.named.get(id);
    if (!named) return [];
    const { couldBegin, notesOf } = named;
    if (notesOf === maker || (!couldBegin && notesOf === undefined)) return [];
    const who = `${maker}, who ${couldBegin ? "could" : "could not"} begin its notes`;
    return [`${name} was made by ${who}, and when it was named they were ${notesOf ?? "nobody"}'s`];
  });
}

const goingOn: readonly unknown[] = ["enquiry", "waiting", "active", "paused"];

/** By the newest face sheets that stand: whoever is in treatment, or may come into it. */
export function mayBeGoing(year: Year, chart: string): "yes" | "no" | "unsure" {
  const there = [...year.ledger.revisions.values()].filter(
    ({ content, place }) =>
      content["type"] === "face-sheet" && chartOfPlace(place) === chart && content["moved"] !== true,
  );
  const followed = new Set(there.flatMap(({ parents }) => parents));
  const goings = new Set(
    there.filter(({ envelope }) => !followed.has(envelope)).map(({ content }) => goingOn.includes(content["status"])),
  );
  if (goings.size > 1) return "unsure";
  return goings.has(true) ? "yes" : "no";
}

/** Saves of this chart that a device holds back; `apart`: psychotherapy notes. */
export async function holdsBack({ vault }: YearDevice, chart: string, apart = false): Promise<boolean> {
  return (await vault.heldSaves()).some((one) => one.chart === chart && (!apart || one.kind === "psychotherapy"));
}
