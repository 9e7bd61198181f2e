/** What is so after every act, in a practice where nobody is hostile. Each finding is a sentence. */

import type { Fact } from "../people/facts.ts";
import {
  awaiting,
  brokenPromises,
  mustRotateFirst,
  openTo,
  opensUpTo,
  shownOn,
  wrongFacts,
} from "../people/who-opens.ts";
import { after, areFor, cardsOf, type Compartment, type Practice, reads, recipientsOf } from "../people/practice.ts";
import type { YearDevice } from "./device.ts";
import type { Guarded } from "./server-ledger.ts";
import { copiesLost, wrongEmergencies } from "./emergencies.ts";
import { lookedInSecret, wrongEntries } from "./looks.ts";
import {
  chartOfPlace,
  followsNotes,
  isDestroyed,
  wrongAmongPeople,
  wrongMakers,
  wrongPeople,
  wrongViews,
} from "./administrative.ts";
import { wrongInLogs } from "./log-rights.ts";
import { must } from "./must.ts";
import { placeName } from "./names.ts";
import { wrongPresence } from "./presence.ts";
import { willsUnread, wrongWills } from "./wills.ts";
import { openStatus, type Person, type Year } from "./year.ts";

/** Texts of all revisions of all notes that this vault shows, and the names of its charts. */
export async function shownBy({ vault }: YearDevice): Promise<Set<string>> {
  const shown = new Set<string>();
  for (const chart of await vault.charts()) {
    shown.add(chart.name);
    for (const { name, beside } of (await vault.administrative(chart.id))?.people ?? [])
      for (const one of [name, ...beside.map((each) => each.name)]) shown.add(one);
    for (const { id } of await vault.notes(chart.id)) {
      for (const { body } of must(await vault.history(id))) shown.add(body.text);
    }
  }
  for (const { executor } of await vault.wills()) shown.add(executor);
  return shown;
}

/** Text of a note, name of a chart or person, executor of a will. */
const wordsIn: { readonly [type: string]: string } = { note: "text", chart: "name", person: "name", will: "executor" };

function wordsOf({ content }: { readonly content: { readonly [name: string]: unknown } }): string | undefined {
  const words = content[wordsIn[String(content["type"])] ?? ""];
  return typeof words === "string" ? words : undefined;
}

/** Reads what the server has, and compares ledger and keys with the model. `looksForWords`: and no word is there. */
export async function checkLedger(year: Year, looksForWords = false): Promise<void> {
  const { ledger } = year;
  const before = ledger.facts.length;
  const entriesBefore = ledger.entries.length;
  const guardsBefore = ledger.guards.length;
  const { model } = ledger;
  const identities = [...(await year.identities()), ...year.cardIdentities];
  await ledger.read(year.server.dataFolder, identities, looksForWords);
  checkSaid(year, ledger.facts.slice(before), model);
  const broken = [...brokenPromises(ledger.model), ...wrongEntries(year, ledger.entries.slice(entriesBefore))];
  broken.push(...wrongOpenings(year, ledger.guards.slice(guardsBefore)), ...wrongMakers(year));
  for (const [place, compartment] of ledger.model.compartments) {
    for (const { holder } of ledger.holders.values()) {
      const [really, modelled] = [ledger.opened.get(`${place}|${holder}`) ?? 0, opensUpTo(compartment, holder)];
      if (really !== modelled) broken.push(`${holder} opens ${place} up to epoch ${really}, and not ${modelled}`);
    }
  }
  fails(broken);
}

/** Each opening and each release stands in the ledger, and no other. */
function wrongOpenings(year: Year, found: readonly Guarded[]): string[] {
  const said = [...year.opened, ...year.letIn].map((one) => JSON.stringify(one));
  year.opened = [];
  year.letIn = [];
  const broken: string[] = [];
  for (const text of found.map((one) => JSON.stringify(one))) {
    const at = said.indexOf(text);
    if (at < 0) broken.push(`nobody opened anything, and the ledger says ${text}`);
    else said.splice(at, 1);
  }
  return [...broken, ...said.map((text) => `the ledger does not say ${text}`)];
}

type PastRight = { readonly place: string; readonly member: string; readonly mayEnd: ReadonlySet<string> };

/** Rights whose last day is past, each with whose devices may end it without anybody's tap. */
function pastRights(year: Year, { compartments, members }: Practice): PastRight[] {
  return [...compartments].flatMap(([place, compartment]) =>
    [...compartment.rights]
      .filter(([, { untilDay = year.day }]) => untilDay < year.day)
      .map(([member]) => {
        const isSuspended = ({ name }: Person) => members.get(name)?.isSuspended === true;
        const may = year.people.filter((one) => !isSuspended(one) && mayEnd(year, compartment, one, member));
        return { place, member, mayEnd: new Set(may.map(({ name }) => name)) };
      }),
  );
}

function mayEnd(year: Year, { kind, author, rights }: Compartment, by: Person, member: string): boolean {
  // A clock that is wrong shall not shut its own person out.
  if (by.name === member) return false;
  if (kind === "psychotherapy") return author === by.name;
  if (kind === "emergency" && author === by.name) return true;
  const owners = year.people.filter(({ role, isGone }) => role === "owner" && !isGone).map(({ name }) => name);
  const right = rights.get(by.name)?.right;
  if (by.role === "owner") return reads(right) || (owners.includes(by.name) && owners.length === 1);
  const isKeeper = author === member || owners.includes(member);
  const spares = author !== by.name && isKeeper;
  return by.role === "clinician" && right === "read-write" && !spares;
}

function isUsedFor({ ownCards }: Practice, set: string, compartment: Compartment): boolean {
  const own = ownCards.get(set);
  return own?.usedBy !== undefined && areFor(own, compartment);
}

/** As the practice stood just before: the right, or what lets somebody end it, may have come since the last look. */
function isEndOfDay(year: Year, before: Practice, fact: Fact): boolean {
  if (fact.what !== "disentitled") return false;
  const past = pastRights(year, before);
  return fact.compartments.every((place) =>
    past.some((one) => one.place === place && one.member === fact.member && one.mayEnd.has(fact.by)),
  );
}

/** What follows from rights in a chart's notes, and nobody says (ACL-4); what it has to be stands in `wrongInLogs`. */
const isOfLogs = (stood: Practice, fact: Fact): boolean =>
  (fact.what === "entitled" || fact.what === "disentitled") &&
  fact.compartments.every(
    (place) => stood.compartments.get(place)?.kind === "access-log" && !isDestroyed(stood, chartOfPlace(place)),
  );

/** A statement about notes says the same of what follows them; that half nobody has to say. */
function halves(stood: Practice, fact: Fact): Fact[] {
  if (fact.what !== "disentitled") return [fact];
  const isFollower = (place: string) => stood.compartments.get(place)?.kind === "administrative";
  const [own, beside] = [fact.compartments.filter((one) => !isFollower(one)), fact.compartments.filter(isFollower)];
  if (own.length === 0 || beside.length === 0) return [fact];
  return [
    { ...fact, compartments: own },
    { ...fact, compartments: beside },
  ];
}

/** An author's device lets each owner read their will, by itself (WILL-2). */
function letsOwnerIn(year: Year, fact: Fact): boolean {
  if (fact.what !== "entitled" || fact.right !== "read" || fact.untilDay !== undefined) return false;
  const isOwners = year.everOwners.has(fact.member);
  const wills = fact.compartments.map((place) => year.ledger.model.compartments.get(place));
  return isOwners && wills.every((will) => will?.kind === "will" && will.created.by === fact.by);
}

/** The statements that came into the ledger are those that people made, or a right's last day did, and no others. */
function checkSaid(year: Year, facts: readonly Fact[], before: Practice): void {
  const byThemselves = new Set<Fact["what"]>(["rotated", "delivered", "wrote", "created"]);
  const expected = year.expected.map((fact) => JSON.stringify(fact));
  const perhaps = year.perhaps.map((fact) => JSON.stringify(fact));
  const broken: string[] = [];
  let model = before;
  const all: [stood: Practice, fact: Fact][] = [];
  for (const each of facts)
    for (const fact of halves(model, each)) {
      all.push([model, fact]);
      model = after(model, fact);
    }
  for (const [stood, fact] of all) {
    if (byThemselves.has(fact.what)) continue;
    const text = JSON.stringify(fact);
    const list = [expected, perhaps].find((each) => each.includes(text));
    if (list) list.splice(list.indexOf(text), 1);
    else if (
      !isEndOfDay(year, stood, fact) &&
      !isOfLogs(stood, fact) &&
      !followsNotes(stood, fact) &&
      !letsOwnerIn(year, fact)
    )
      broken.push(`nobody said ${text}`);
  }
  year.expected = [];
  year.perhaps = perhaps.map((text) => JSON.parse(text) as Fact);
  fails([...broken, ...expected.map((text) => `it was said and is not in the ledger: ${text}`)]);
}

/** What a device shows, beside what its keys open and what was saved on it. `synced`: to the end of the ledger. */
export async function checkDevice(year: Year, device: YearDevice, synced: boolean): Promise<void> {
  if (device.isLocked) return;
  const { ledger } = year;
  const shown = await shownBy(device);
  const own = new Set([...year.saved, ...year.wills].filter(({ on }) => on === device).map(({ text }) => text));
  const isShut = (place: string) =>
    ledger.model.compartments.get(place)?.isGuarded === true ||
    year.isGuarded(place.slice(0, place.indexOf("/")), device);
  const ofPlaces = (names: ReadonlySet<string>) => {
    const texts = new Set<string>();
    for (const name of names) {
      // Between two acts no guarded chart is open.
      const end = name.lastIndexOf("/");
      if (synced && isShut(name.slice(0, end))) continue;
      const revision = ledger.revisions.get(name.slice(end + 1));
      const text = revision && wordsOf(revision);
      if (text !== undefined) texts.add(text);
    }
    return texts;
  };
  const byCards = device.cardsUsed.map(cardsOf);
  const openable = ofPlaces(openTo(ledger.model, [...year.holdersOf(device), ...byCards]));
  const readable = ofPlaces(shownOn(ledger.model, device.name));
  const wills = new Set(year.wills.map(({ text }) => text));
  const people = new Set(
    [...ledger.revisions.values()].map(({ content }) => content["type"] === "person" && content["name"]),
  );
  const theirs = ofPlaces(shownOn(ledger.model, device.name, byCards));
  const broken: string[] = [];
  const shut = new Set([...ledger.revisions.values()].filter(({ place }) => isShut(place)).map(wordsOf));
  for (const text of shown) {
    if (synced && text.startsWith("Zimtstern") && shut.has(text))
      broken.push(`${device.name} shows ${text} of a guarded chart`);
    if (!own.has(text) && !openable.has(text)) broken.push(`${device.name} shows ${text}, which its keys do not open`);
    if (synced && !own.has(text) && !theirs.has(text))
      broken.push(`${device.name} shows ${text}, which is not theirs any more`);
  }
  // A chart is found by its name.
  if (synced && ledger.model.compartments.get("directory")?.rights.has(device.of))
    for (const text of readable)
      if (!shown.has(text) && text.startsWith("Zimtstern") && !wills.has(text) && !people.has(text))
        broken.push(`${device.name} does not show ${text}`);
  if (synced) {
    broken.push(...(await wrongWills(year, device)), ...(await wrongGuards(year, device)));
    broken.push(...(await wrongPeople(year, device)), ...(await wrongViews(year, device)));
  }
  const { alarms } = await openStatus(device);
  for (const { code, facts } of alarms)
    broken.push(`${device.name} raises a false alarm: ${code} ${JSON.stringify(facts)}`);
  fails(broken);
}

/** Charts that a device in step says are guarded, and are not for its person; or the other way round. */
async function wrongGuards(year: Year, device: YearDevice): Promise<string[]> {
  return (await device.vault.charts())
    .filter(({ name, guarded }) => (guarded !== undefined) !== year.isGuarded(name, device))
    .map(({ name, guarded }) => `${device.name} says that ${name} is ${guarded ?? "not guarded"}`);
}

/** Every text that a vault said it saved is in the ledger, or still on the device where it was written. */
export async function checkSaved(year: Year): Promise<void> {
  const inLedger = new Set<string>();
  for (const revision of year.ledger.revisions.values()) {
    const text = wordsOf(revision);
    if (text !== undefined) inLedger.add(text);
  }
  const broken: string[] = [];
  const missing = year.saved.filter(({ text, on }) => !inLedger.has(text) && !on.isGone && !on.isLocked);
  for (const device of new Set(missing.map(({ on }) => on))) {
    const shown = await shownBy(device);
    for (const { text, title } of await device.vault.heldSaves()) shown.add(text || title);
    // What waits for a guarded chart is shown when it opens: at a device that has not heard of the guard's end, when it has.
    const closed = new Set((await device.vault.charts()).filter(({ guarded }) => guarded).map(({ name }) => name));
    const hidden = missing.filter(({ on, text }) => on === device && !shown.has(text));
    for (const { text, chart } of hidden)
      if (!chart || !closed.has(chart)) broken.push(`${text}, saved on ${device.name}, is nowhere`);
    const { waiting } = await openStatus(device);
    if (hidden.length > waiting) broken.push(`${device.name} hides ${hidden.length} saves, of ${waiting} that wait`);
  }
  fails(broken);
}

/** After everybody who can has synced, and waited, and synced: nothing is due that somebody's device could do. */
export async function checkSettled(year: Year): Promise<void> {
  const { ledger } = year;
  const { model } = ledger;
  const broken = wrongFacts(ledger.facts);
  const here = year.devices.filter((device) => device.isHere && !device.isLocked);
  const statuses = new Map(await Promise.all(here.map(async (one) => [one, await openStatus(one)] as const)));
  const settled = here.filter((device) => statuses.get(device)?.provisional === undefined);
  for (const [place, compartment] of model.compartments) {
    const able = here.filter((device) => {
      const holder = recipientsOf(model, compartment).get(device.of);
      const isPast = (compartment.rights.get(device.of)?.untilDay ?? year.day) < year.day;
      const has = holder !== undefined && !isPast && opensUpTo(compartment, holder) === compartment.epochs.length;
      return has && compartment.epochs.length > 0 && statuses.get(device)?.provisional === undefined;
    });
    // Whoever has it open rotates and gives it on, and between two acts nobody has.
    if (able.length === 0 || compartment.isGuarded) continue;
    const by = able.map(({ name }) => name).join(", ");
    if (mustRotateFirst(compartment)) broken.push(`${place} is stale, and nobody of ${by} rotated it`);
    for (const name of awaiting(model, compartment, year.day)) {
      // To people it is given by their author's tap, or they have their author's cards.
      const hasCards = (device: YearDevice) =>
        device.of === name && device.cardsUsed.some((set) => isUsedFor(model, set, compartment));
      if (compartment.kind === "psychotherapy" && model.members.has(name) && !settled.some(hasCards)) continue;
      broken.push(`${name} waits for the key of ${place}, which ${by} could give`);
    }
  }
  for (const { place, member, mayEnd } of pastRights(year, model)) {
    const able = here.filter((device) => mayEnd.has(device.of) && statuses.get(device)?.provisional === undefined);
    const compartment = model.compartments.get(place) as Compartment;
    const others = [...recipientsOf(model, compartment)].filter(
      ([name, holder]) =>
        (compartment.rights.get(name)?.untilDay ?? year.day) >= year.day &&
        model.members.has(name) &&
        opensUpTo(compartment, holder) === compartment.epochs.length,
    );
    if (able.length > 0 && others.length > 0)
      broken.push(
        `${member}'s day in ${place} is past, and none of ${able.map(({ name }) => name).join(", ")} ended it`,
      );
  }
  broken.push(...wrongInLogs(year, settled), ...(await willsUnread(year, settled)), ...lookedInSecret(year, settled));
  broken.push(...copiesLost(year, settled), ...wrongAmongPeople(year, settled));
  for (const device of here) {
    const status = statuses.get(device);
    if (!status || status.provisional) continue;
    if (status.waiting !== status.held)
      broken.push(`${device.name} has ${status.waiting - status.held} saves that nothing holds up`);
    for (const { waitsFor, chart, kind, text } of await device.vault.heldSaves()) {
      if (waitsFor !== "right" || chart === undefined) continue;
      // What is no note says who belongs to a chart.
      const into = kind === undefined ? "administrative" : kind === "psychotherapy" ? kind : "clinical";
      const place = placeName(into, year.names.chart(chart), device.of);
      const rights = [...model.compartments].filter(([name]) => name === place || name.startsWith(`${place} `));
      const writes = rights.some(([, one]) => ["write", "read-write"].includes(one.rights.get(device.of)?.right ?? ""));
      if (writes) broken.push(`${device.name} holds ${text} back, which it may send`);
    }
  }
  fails(broken);
}

/** What a device says of colleagues that has synced just now: when they were seen, and what they asked and gave in an emergency. */
export async function checkColleagues(year: Year, device: YearDevice): Promise<void> {
  const wrong = async () => [...(await wrongPresence(year, device)), ...(await wrongEmergencies(year, device))];
  if ((await wrong()).length === 0) return;
  // Another device that still had something to send was faster than this one's answer.
  must(await device.vault.sync());
  await checkLedger(year);
  fails(await wrong());
}

export async function checkWhole(year: Year, device: YearDevice): Promise<void> {
  const report = must(await device.vault.verifyLedger());
  const problems = report.problems.map(
    ({ code, facts }) => `${device.name} verifies: ${code} ${JSON.stringify(facts)}`,
  );
  if (report.size !== year.ledger.size)
    problems.push(`${device.name} verifies ${report.size} of ${year.ledger.size} leaves`);
  fails(problems);
}

export class Finding extends Error {}
function fails(broken: readonly string[]): void {
  if (broken.length > 0) throw new Finding([...new Set(broken)].join("\n"));
}
