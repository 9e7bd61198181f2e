/** Charts are guarded, opened on record or by who lets in, written inside, and let go. What is opened is closed again at the end of each act. */

import type { Fact } from "../../people/facts.ts";
import { type Compartment, reads } from "../../people/practice.ts";
import { keyringOf, opensUpTo } from "../../people/who-opens.ts";
import { checkLedger, Finding } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import { type Chart, openStatus, type Year } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, byAuthority, somebody } from "./frame.ts";

type Place = readonly [name: string, compartment: Compartment];

/** Of a chart what this member reads and may guard: progress notes, and psychotherapy notes of their own. */
function placesOf({ ledger }: Year, chart: string, name: string): Place[] {
  return [...ledger.model.compartments].filter(([place, { kind, author, rights }]) => {
    const isOwn = kind === "clinical" || (kind === "psychotherapy" && author === name);
    return place.startsWith(`${chart}/`) && isOwn && reads(rights.get(name)?.right);
  });
}

/** What is guarded there and this member reads. */
function guardedFor({ ledger }: Year, chart: string, name: string): Place[] {
  return [...ledger.model.compartments].filter(
    ([place, { isGuarded, rights }]) => place.startsWith(`${chart}/`) && isGuarded && reads(rights.get(name)?.right),
  );
}

const chartNamed = ({ charts }: Year, place: string): Chart | undefined =>
  charts.find(({ name }) => name === place.slice(0, place.indexOf("/")));

/** In step, and what it sees is new. */
export async function isReady(year: Year, device: YearDevice): Promise<boolean> {
  if (!(await sync(year, device)) || !device.isHere) return false;
  await checkLedger(year);
  return (await openStatus(device)).provisional === undefined && !year.isSuspended(year.personOf(device));
}

export const guardOne: Act = async (year) => {
  const device = somebody(
    year,
    year.present.filter(({ role }) => role === "owner" || role === "clinician"),
  );
  if (!device || !(await isReady(year, device))) return;
  const views = (await device.vault.charts()).filter(({ opens, guarded }) => opens && !guarded);
  const chart = year.chance.oneOf(views);
  const places = chart ? placesOf(year, chart.name, device.of) : [];
  // What is begun with the guard is left out, to know which place is meant.
  if (!chart || !places.some(([, { kind }]) => kind === "clinical")) return;
  const guarded = await device.vault.guardChart({ chart: chart.id });
  year.tell(`${device.name}: guards ${chart.name}: ${guarded.ok ? "done" : guarded.error.code}`);
  if (!guarded.ok) {
    if (byAuthority.has(guarded.error.code)) return;
    throw new Error(`${device.name} can't guard ${chart.name}: ${guarded.error.code}`);
  }
  year.expected.push({ what: "guarded", compartments: places.map(([name]) => name), by: device.of });
  for (const [place] of places) year.opened.push({ place, device: device.name });
  year.count("guarded");
  await inside(year, device, { id: chart.id, name: chart.name });
};

/** By a reader, and by others in vain. */
export const openOne: Act = async (year) => {
  const guarded = [...year.ledger.model.compartments].filter(([, { isGuarded }]) => isGuarded);
  const [place = ""] = year.chance.oneOf(guarded) ?? [];
  const chart = chartNamed(year, place);
  const readers = year.present.filter(({ name }) => chart && guardedFor(year, chart.name, name).length > 0);
  const device = somebody(year, year.chance.once(6) ? year.present : readers);
  if (!chart || !device || !(await isReady(year, device))) return;
  const places = guardedFor(year, chart.name, device.of);
  const asked = await device.vault.openGuarded(chart.id);
  const came = asked.ok ? asked.value : asked.error.code;
  year.tell(`${device.name}: opens ${chart.name}, which is guarded: ${came}`);
  const should = mayOpen(year, device, places);
  if (came !== should && !(should === "not-entitled" && came === "chart-unknown"))
    throw new Finding(`${device.name} opens ${chart.name}: ${came}, and not ${should}`);
  if (!asked.ok) return void year.count(`refused: ${came}`);
  for (const [name] of places) year.opened.push({ place: name, device: device.name });
  year.count(`guarded chart: ${came}`);
  if (came === "open" || (await isLetIn(year, device, chart, places))) await inside(year, device, chart);
  await closed(year, device, chart);
};

function mayOpen(year: Year, device: YearDevice, places: readonly Place[]): string {
  const { model } = year.ledger;
  if (places.length === 0) return "not-entitled";
  const isPast = ({ rights }: Compartment) => (rights.get(device.of)?.untilDay ?? year.day) < year.day;
  // Identities of before a rekey go on opening what was sealed to them.
  const holds = (compartment: Compartment) =>
    keyringOf(model, device.of).some((holder) => opensUpTo(compartment, holder) === compartment.epochs.length);
  if (!places.every(([, one]) => holds(one))) return "guard-waits-for-key";
  if (places.some(([, one]) => isPast(one))) return "not-entitled";
  return places.some(([, { keepers }]) => keepers.length > 0) ? "waits" : "open";
}

/** Closed it stays, until one of those who keep the other part lets this device in. */
async function isLetIn(year: Year, device: YearDevice, chart: Chart, places: readonly Place[]): Promise<boolean> {
  must(await device.vault.sync());
  await closed(year, device, chart, "opened though nobody let it in");
  const { model } = year.ledger;
  const lets = ([, { keepers, rights }]: Place) =>
    new Set(keepers.filter((name) => rights.get(name)?.right === "release" && !model.members.get(name)?.isSuspended));
  for (const other of year.present.filter(({ name }) => name !== device.of)) {
    const by = year.chance.oneOf(year.live(other));
    const asked = places.filter(([, { keepers }]) => keepers.length > 0);
    const may = asked.filter((one) => lets(one).has(other.name));
    // Others are asked for nothing; and who may sometimes looks away.
    if (!by || (may.length === 0 && !year.chance.once(3)) || !(await isReady(year, by))) continue;
    const requests = (await by.vault.releaseRequests()).filter(
      (one) => one.chart === chart.id && one.device === device.name,
    );
    if (requests.length > 0 !== may.length > 0)
      throw new Finding(`${by.name} is asked for ${chart.name} ${requests.length} times, of ${may.length} places`);
    if (may.length === 0 || year.chance.once(4)) continue;
    for (const { id } of requests) must(await by.vault.letIn(id));
    year.tell(`${by.name}: lets ${device.name} into ${chart.name}`);
    year.count("let in");
    for (const [place] of may) year.letIn.push({ place, device: device.name, letInBy: other.name });
    must(await device.vault.sync());
    await checkLedger(year);
    const isOpen = (await device.vault.guard(chart.id))?.isOpen === true;
    if (!isOpen && may.length === asked.length)
      throw new Finding(`${device.name} was let into ${chart.name}, and it is closed`);
    return isOpen;
  }
  return false;
}

/** What an open chart shows, and what is done in it. */
async function inside(year: Year, device: YearDevice, chart: Chart): Promise<void> {
  await checkLedger(year);
  const shown = new Set<string>();
  for (const { id } of await device.vault.notes(chart.id))
    for (const { body } of must(await device.vault.history(id))) shown.add(body.text);
  for (const text of textsOf(year, guardedFor(year, chart.name, device.of)))
    if (!shown.has(text)) throw new Finding(`${device.name} has ${chart.name} open, and does not show ${text}`);
  const acts = [writeInside, writeInside, shareInside, chooseInside, chooseInside, unguard];
  await year.chance.oneOf(acts)?.(year, device, chart);
  await device.vault.closeGuarded();
  await checkLedger(year);
}

/** Closed, nothing of it is shown. */
async function closed(year: Year, device: YearDevice, chart: Chart, why = "closed it"): Promise<void> {
  if (why === "closed it") await device.vault.closeGuarded();
  const places = guardedFor(year, chart.name, device.of);
  if (places.length === 0) return;
  for (const { id } of await device.vault.notes(chart.id)) {
    const versions = await device.vault.history(id);
    for (const { body } of versions.ok ? versions.value : [])
      if (textsOf(year, places).has(body.text)) throw new Finding(`${device.name} ${why}, and shows ${body.text}`);
  }
}

/** Of all revisions of notes there. */
export function textsOf({ ledger }: Year, places: readonly Place[]): Set<string> {
  const names = new Set(places.map(([name]) => name));
  const revisions = [...ledger.revisions.values()].filter(({ place }) => names.has(place));
  return new Set(revisions.flatMap(({ content }) => (typeof content["text"] === "string" ? [content["text"]] : [])));
}

type Inside = (year: Year, device: YearDevice, chart: Chart) => Promise<void>;

const writeInside: Inside = async (year, device, chart) => {
  const text = year.newText();
  const note = {
    chart: chart.id,
    kind: "progress",
    date: "2026-01-05",
    title: text,
    body: { text },
    basedOn: [],
  } as const;
  const saved = await device.vault.saveNote(note);
  year.tell(
    `${device.name}: writes "${text}" in ${chart.name}, which is guarded: ${saved.ok ? "saved" : saved.error.code}`,
  );
  if (!saved.ok) {
    if (!byAuthority.has(saved.error.code)) throw new Error(`${device.name} can't save inside: ${saved.error.code}`);
    return;
  }
  must(await device.vault.sync());
  await checkLedger(year);
  const there = textsOf(year, guardedFor(year, chart.name, device.of)).has(text);
  const { held } = await openStatus(device);
  if (!there && held === 0)
    throw new Finding(`"${text}" was saved in ${chart.name}, open at ${device.name}, and is nowhere`);
  year.count("wrote inside a guard");
};

const shareInside: Inside = async (year, device, chart) => {
  const to = year.chance.oneOf(year.present.filter(({ name }) => name !== device.of));
  if (!to) return;
  const right = year.chance.once(2) ? "read" : "read-write";
  const compartments = year.ledger.placesFor("progress", chart.name, device.of);
  const request = { chart: chart.id, member: to.account, kind: "progress", right } as const;
  const lets = compartments.some((place) => {
    return year.ledger.model.compartments.get(place)?.rights.get(to.name)?.right === "release";
  });
  const shared = await device.vault.shareChart(request);
  year.tell(
    `${device.name}: shares ${chart.name}, which is guarded, with ${to.name}: ${shared.ok ? "done" : shared.error.code}`,
  );
  if (shared.ok) year.expected.push({ what: "entitled", member: to.name, right, compartments, by: device.of });
  else if (shared.error.code === "releaser-reads" && lets) year.count("refused: releaser-reads");
  else if (!byAuthority.has(shared.error.code))
    throw new Error(`${device.name} can't share inside: ${shared.error.code}`);
  if (shared.ok) year.count("shared inside a guard");
};

/** Who lets in from now on: up to two who do not read it, or nobody. */
const chooseInside: Inside = async (year, device, chart) => {
  const places = placesOf(year, chart.name, device.of).filter(([, { isGuarded }]) => isGuarded);
  const some = year.present.filter(() => year.chance.once(3)).slice(0, 2);
  const chosen = await device.vault.chooseReleasers({ chart: chart.id, members: some.map(({ account }) => account) });
  const names = some.map(({ name }) => name).join(" and ") || "nobody";
  const came = chosen.ok ? "done" : chosen.error.code;
  year.tell(`${device.name}: lets ${names} let into ${chart.name}: ${came}`);
  const isReader = some.some(({ name }) =>
    places.some(([, { rights }]) => rights.has(name) && rights.get(name)?.right !== "release"),
  );
  const { role } = year.personOf(device);
  const writes = places.every(([, { rights }]) => rights.get(device.of)?.right === "read-write");
  // Of psychotherapy notes that were shared with them nobody says how they are guarded.
  const decides = places.length > 0 && (role === "owner" || (role === "clinician" && writes));
  const isFit = !some.some((one) => year.isSuspended(one) || one.role === "auditor");
  const isRight = decides ? isReader === (came === "releaser-reads") : came === "not-entitled";
  if (isFit && !isRight) throw new Finding(`${device.name} chooses ${names} for ${chart.name}: ${came}`);
  if (!chosen.ok) {
    if (!byAuthority.has(came) && came !== "releaser-reads") throw new Error(`no releasers: ${came}`);
    return void year.count(`refused: ${came}`);
  }
  year.expected.push(
    ...choiceOf(
      places,
      some.map(({ name }) => name),
      device.of,
    ),
  );
  year.count(some.length > 0 ? "releasers chosen" : "no releasers any more");
};

function choiceOf(places: readonly Place[], chosen: readonly string[], by: string): Fact[] {
  const lets = ([, { rights }]: Place) =>
    [...rights].filter(([, { right }]) => right === "release").map(([name]) => name);
  const changed = places.filter((one) => lets(one).toSorted().join() !== chosen.toSorted().join());
  const namesOf = (some: readonly Place[]) => some.map(([name]) => name);
  const given = chosen.flatMap((member): Fact[] => {
    const compartments = namesOf(changed.filter((one) => !lets(one).includes(member)));
    return compartments.length > 0 ? [{ what: "entitled", member, right: "release", compartments, by }] : [];
  });
  const ended = [...new Set(changed.flatMap(lets))].flatMap((member): Fact[] => {
    const compartments = namesOf(changed.filter((one) => lets(one).includes(member)));
    return chosen.includes(member) ? [] : [{ what: "disentitled", member, compartments, by }];
  });
  return [...given, ...ended];
}

const unguard: Inside = async (year, device, chart) => {
  const places = placesOf(year, chart.name, device.of).filter(([, { isGuarded }]) => isGuarded);
  const ended = await device.vault.unguardChart(chart.id);
  const came = ended.ok ? "done" : ended.error.code;
  year.tell(`${device.name}: ends the guard of ${chart.name}: ${came}`);
  const { role } = year.personOf(device);
  const byRole = role === "owner" ? "done" : role === "clinician" ? "second-owner-needed" : "not-entitled";
  const should = places.length > 0 ? byRole : "not-entitled";
  if (came !== should) throw new Finding(`${device.name}, ${role}, ends the guard of ${chart.name}: ${came}`);
  if (!ended.ok) return void year.count(`refused: ${came}`);
  year.expected.push(...choiceOf(places, [], device.of));
  year.expected.push({ what: "unguarded", compartments: places.map(([name]) => name), by: device.of });
  year.count("guard ended");
};
