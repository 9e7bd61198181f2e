/**
 * What is so of words asked for and given in an emergency (docs/spec, EMG), worked out from what the server has: who is shown a
 * request, what became of it, who may answer it, and who reads what was given.
 */

import type { EmergencyView } from "@alcove/vault";
import { cardsOf, type Holder, reads } from "../people/practice.ts";
import { shownOn } from "../people/who-opens.ts";
import { dayMs } from "./clock.ts";
import type { YearDevice } from "./device.ts";
import type { AskedOrNo } from "./server-ledger.ts";
import type { Year } from "./year.ts";

type Keys = readonly Holder[];
export type Asked = {
  readonly record: string;
  readonly chart: string;
  readonly asker: string;
  readonly givers: readonly string[];
  readonly declined: readonly string[];
  readonly became: "waits" | "given" | "declined" | "withdrawn" | "over";
  /** Where the copies lie. */
  readonly place?: string;
};

/** As this device has it, `also` with other keys. `undefined`: it does not read what was asked. */
export function askedOn(year: Year, device: YearDevice, record: string, also: Keys = []): Asked | undefined {
  const { model, requests } = year.ledger;
  const shown = shownOn(model, device.name, also);
  const said = (requests.get(record) ?? []).filter(({ envelope }) => shown.has(envelope));
  const [first, ...later] = said;
  if (first?.chart === undefined) return undefined;
  const { chart, at } = first;
  const ids = new Set(year.people.flatMap(({ devices }) => devices.map(({ id }) => id)));
  const counts = (one: AskedOrNo) => ids.has(one.deviceId) && model.devices.get(one.device)?.isRevoked === false;
  const memberOf = (name: string) => model.devices.get(name)?.of ?? "";
  const asker = memberOf(first.device);
  const isActive = (name: string) =>
    model.members.get(name)?.isPresent === true && !model.members.get(name)?.isSuspended;
  const givers = year.people
    .filter(({ name, role }) => name !== asker && isActive(name) && mayGiveAs(role) && readsChart(year, chart, name))
    .map(({ name }) => name);
  const no = new Set(later.filter((one) => one.chart === undefined && counts(one)).map((one) => memberOf(one.device)));
  const declined = givers.filter((name) => no.has(name));
  const place = placeOf(year, record);
  const isOver = !counts(first) || !isActive(asker) || year.time.now() - at >= 3 * dayMs;
  const isDeclined = givers.length > 0 && declined.length === givers.length;
  const ended = no.has(asker) ? "withdrawn" : isOver ? "over" : isDeclined ? "declined" : "waits";
  const facts = { record, chart, asker, givers, declined };
  return place === undefined ? { ...facts, became: ended } : { ...facts, became: "given", place };
}

const mayGiveAs = (role: string): boolean => ["owner", "clinician", "supervisor"].includes(role);

export const readsChart = ({ ledger }: Year, chart: string, name: string): boolean =>
  [...ledger.model.compartments].some(
    ([place, { kind, rights }]) =>
      kind === "clinical" && place.startsWith(`${chart}/`) && reads(rights.get(name)?.right),
  );

/** The request's id is the compartment's. */
function placeOf({ ledger }: Year, record: string): string | undefined {
  return ledger.roster?.compartments.has(record) ? ledger.placeOf(record) : undefined;
}

/** The copies that this device's member reads there; what was given on it may still wait there. */
function copiesOn(year: Year, device: YearDevice, { record, place }: Asked, also: Keys): (readonly string[])[] {
  const { model, copies } = year.ledger;
  if (place === undefined || !reads(model.compartments.get(place)?.rights.get(device.of)?.right)) return [];
  const shown = shownOn(model, device.name, also);
  const there = [...copies].filter(([name]) => shown.has(name) && name.startsWith(`${place}/`));
  const own = year.given.filter((one) => one.on === device && one.record === record);
  return [...there.map(([, texts]) => texts), ...own.map(({ texts }) => texts)];
}

/** Who gave it and was cut off before the copies were on their way gives it again. */
export function mayAnswer(year: Year, device: YearDevice, asked: Asked, also: Keys = []): boolean {
  const { became, givers, declined, place } = asked;
  if (place === undefined) return became === "waits" && givers.includes(device.of) && !declined.includes(device.of);
  const isOwn = year.ledger.model.compartments.get(place)?.author === device.of;
  return isOwn && copiesOn(year, device, asked, also).length === 0;
}

/** On a device that has synced just now. */
export async function wrongEmergencies(year: Year, device: YearDevice): Promise<string[]> {
  // Who is suspended gets no keys.
  if (year.isSuspended(year.personOf(device))) return [];
  const views = new Map((await device.vault.emergencies()).map((one) => [one.id, one]));
  const broken: string[] = [];
  for (const record of year.ledger.requests.keys()) {
    const given = await device.vault.givenInEmergency(record);
    const texts = given.ok ? given.value.notes.map(({ text }) => text) : undefined;
    // Cards that were put together here may open more, until all of it is sealed anew.
    const [found = [], ...others] = [[], device.cardsUsed.map(cardsOf)].map((also) =>
      wrongIn(year, device, record, views.get(record), texts, also),
    );
    if (others.every((each) => each.length > 0)) broken.push(...found);
  }
  return broken;
}

function wrongIn(
  year: Year,
  device: YearDevice,
  record: string,
  view: EmergencyView | undefined,
  texts: readonly string[] | undefined,
  also: Keys,
): string[] {
  const asked = askedOn(year, device, record, also);
  const { role } = year.personOf(device);
  const isFor = asked && [asked.asker, ...asked.givers].includes(device.of);
  const sees = asked !== undefined && (isFor || role === "owner" || role === "privacy-officer");
  if (sees !== (view !== undefined))
    return [`${device.name} ${sees ? "does not show" : "shows"} ${record}, which was asked for in an emergency`];
  const copies = asked ? copiesOn(year, device, asked, also) : [];
  const isOneOf = copies.some((one) => JSON.stringify(one) === JSON.stringify(texts));
  if (copies.length > 0 ? !isOneOf : texts !== undefined)
    return [
      `${device.name} shows ${texts?.join(", ")} as given for ${record}, and not one of ${JSON.stringify(copies)}`,
    ];
  if (!asked || !view) return [];
  const said = JSON.stringify([view.became, view.mayAnswer, view.mayRead]);
  const so = JSON.stringify([asked.became, mayAnswer(year, device, asked, also), copies.length > 0]);
  return said === so ? [] : [`${device.name} says ${said} of what ${asked.asker} asked for, and not ${so}`];
}

/** Copies that somebody said they gave, on devices that have nothing more to send. */
export function copiesLost(year: Year, settled: readonly YearDevice[]): string[] {
  const there = new Set([...year.ledger.copies.values()].map((texts) => JSON.stringify(texts)));
  return year.given
    .filter(({ on, texts }) => settled.includes(on) && !there.has(JSON.stringify(texts)))
    .filter(({ on }) => !year.isSuspended(year.personOf(on)))
    .map(({ on, texts }) => `${on.name} is in step, and what it gave is nowhere: ${texts.join(", ")}`);
}
