/** What people do in a year. Each act says in words what it is, does it on a real device, and says what must come of it. */

import type { NoteKind, Outcome, ProposalRequest, Role } from "@alcove/vault";
import type { Fact } from "../people/facts.ts";
import { dayMs } from "./clock.ts";
import type { YearDevice } from "./device.ts";
import { must } from "./must.ts";
import { placeName } from "./names.ts";
import { pair } from "./pair.ts";
import { openStatus, type Person, type Year } from "./year.ts";

export type Act = (year: Year) => Promise<void>;

/** Refusals of an honest act: by authority, by what came between, by the network that the year took away. */
const byAuthority = new Set([
  "not-entitled",
  "last-reader",
  "last-owner",
  "second-owner-needed",
  "device-provisional",
  "chart-empty",
  "chart-unknown",
  "member-unknown",
  "head-moved",
]);
const byNetwork = new Set(["server-unreachable", "keys-unsettled"]);
/** Of a device that is out, or whose person has to give it something first. */
const byKeys = new Set([
  "device-revoked",
  "login-refused",
  "passphrase-replaced",
  "keys-replaced",
  "account-suspended",
]);

/** `says`: what stands in the ledger where it went through; where nobody knows, perhaps. */
async function does(
  year: Year,
  device: YearDevice,
  what: string,
  work: () => Promise<Outcome<unknown>>,
  says: readonly Fact[] = [],
): Promise<boolean> {
  await device.unlock();
  const { fault } = device;
  const outcome = await device.unlessItDies(work);
  const faulty = fault ? ` (${fault.what} at request ${fault.after})` : "";
  device.fault = undefined;
  if (outcome === "died") {
    year.tell(`${device.name}: ${what}${faulty}: dies and is turned on again`);
    year.count("died");
    year.perhaps.push(...says);
    await device.turnOnAgain();
    await device.unlock();
    return false;
  }
  const code = outcome.ok ? "done" : outcome.error.code;
  year.tell(`${device.name}: ${what}${faulty}: ${code}`);
  if (outcome.ok) {
    year.expected.push(...says);
    return true;
  }
  if (byNetwork.has(code) && (fault || device.network === "down")) {
    year.perhaps.push(...says);
    return false;
  }
  year.count(`refused: ${code}`);
  if (!byAuthority.has(code) && !byKeys.has(code)) throw new Error(`${device.name}, ${what}: ${code}`);
  return false;
}

const somebody = (year: Year, among: readonly Person[] = year.present): YearDevice | undefined => {
  const able = among.filter((person) => year.live(person).length > 0);
  return year.chance.oneOf(year.live(year.chance.oneOf(able)));
};
/** Usually somebody who may: an owner. */
const mostlyOwner = (year: Year): YearDevice | undefined =>
  somebody(year, year.chance.once(6) ? year.present : year.owners);

function withFault(year: Year, device: YearDevice): void {
  if (!year.chance.once(6)) return;
  const what = year.chance.oneOf(["cut", "lost", "dies-first", "dies-after"] as const) ?? "cut";
  device.fault = { what, after: year.chance.upTo(6) };
}

export async function sync(year: Year, device: YearDevice): Promise<boolean> {
  if (device.isGone || device.network === "down") return false;
  await device.unlock();
  withFault(year, device);
  const { fault } = device;
  const outcome = await device.unlessItDies(() => device.vault.sync());
  device.fault = undefined;
  if (outcome === "died") {
    year.tell(`${device.name}: syncs, dies (${fault?.what} at request ${fault?.after}) and is turned on again`);
    year.count("died");
    await device.turnOnAgain();
    await device.unlock();
    return false;
  }
  if (outcome.ok) return true;
  const { code } = outcome.error;
  if (code === "passphrase-replaced") device.needs = "passphrase";
  else if (code === "keys-replaced") device.needs = "kit";
  else if (!(byNetwork.has(code) && fault)) throw new Error(`${device.name} does not sync: ${code}`);
  return false;
}

async function newcomer(year: Year): Promise<void> {
  if (year.present.length > 6) return;
  const names = ["ben", "cleo", "sam", "fay", "dora", "emil", "gus", "hana", "ivo", "juno", "kai", "lea"];
  const roles: readonly Role[] = [
    "clinician",
    "clinician",
    "supervisor",
    "front-desk",
    "biller",
    "security-officer",
    "auditor",
  ];
  const nth = year.people.length - 1;
  const name = names[nth];
  const role = nth < 4 ? roles[nth] : year.chance.oneOf(roles);
  const inviter = somebody(year, year.owners);
  if (!name || !role || !inviter) return;
  await join(year, inviter, name, role);
}

export async function join(year: Year, inviter: YearDevice, name: string, role: Role): Promise<void> {
  await inviter.unlock();
  if ((await openStatus(inviter)).provisional) return;
  const refused = year.owners.length > 1 && ["owner", "security-officer", "privacy-officer"].includes(role);
  if (refused) return;
  const person = year.newPerson(name, role);
  const fresh = year.newDevice(person);
  await pair(inviter, fresh, { name, role });
  await year.learn(fresh);
  year.tell(`${inviter.name}: brings in ${name} as ${role}`);
  year.expected.push({ what: "joined", member: name, device: fresh.name });
  if (role !== "auditor" && year.personOf(inviter).role === "owner")
    year.expected.push({
      what: "entitled",
      member: name,
      right: "read-write",
      compartments: ["directory"],
      by: inviter.of,
    });
  must(await inviter.vault.sync());
  must(await fresh.vault.sync());
  person.kit = must(await fresh.vault.kit()).text;
  year.count("joined");
}

const createChart: Act = async (year) => {
  const device = somebody(year);
  if (device && year.charts.length < 8) await beginChart(year, device);
};

export async function beginChart(year: Year, device: YearDevice): Promise<void> {
  const name = `Quittenkern ${year.charts.length + 1}`;
  await device.unlock();
  const made = await device.vault.createChart({ name });
  year.tell(`${device.name}: begins the chart ${name}: ${made.ok ? "done" : made.error.code}`);
  if (!made.ok) {
    year.count(`refused: ${made.error.code}`);
    return;
  }
  year.charts.push({ id: made.value.id, name });
  year.saved.push({ text: name, on: device });
  year.names.charts.set(made.value.id, name);
}

const write: Act = async (year) => {
  const here = year.present.filter(({ role }) => ["owner", "clinician", "supervisor"].includes(role));
  const device = year.chance.oneOf(here.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device) return;
  await writeOn(year, device);
};

async function writeOn(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const views = await device.vault.charts();
  const writable = views.filter(({ writes }) => writes);
  const chart = year.chance.oneOf(writable.length > 0 && !year.chance.once(8) ? writable : views);
  if (!chart) return;
  const kind: NoteKind = year.chance.once(4) ? "psychotherapy" : "progress";
  const notes = (await device.vault.notes(chart.id)).filter((one) => one.kind === kind && one.mayEdit);
  const edited = year.chance.once(3) ? year.chance.oneOf(notes) : undefined;
  const view = edited && must(await device.vault.note(edited.id));
  const text = year.newText();
  const basedOn = view ? [view.current.revision, ...view.others.map(({ revision }) => revision)] : [];
  const saved = await device.vault.saveNote({
    ...(edited ? { note: edited.id } : {}),
    chart: chart.id,
    kind,
    date: "2026-01-05",
    title: text,
    body: { text },
    basedOn,
  });
  const where = `${kind} note in ${chart.name}${device.network === "down" ? ", offline" : ""}`;
  year.tell(
    `${device.name}: ${edited ? "edits a" : "writes a"} ${where}, "${text}": ${saved.ok ? "saved" : saved.error.code}`,
  );
  if (saved.ok) {
    year.saved.push({ text, on: device });
    year.count(device.network === "down" ? "wrote offline" : "wrote");
  } else if (saved.error.code !== "not-entitled") throw new Error(`${device.name} can't save: ${saved.error.code}`);
  withFault(year, device);
  if (device.isHere) await sync(year, device);
}

/** What a share of this chart's notes is about: as the model has it, or what is begun for it. */
function placesFor({ ledger }: Year, kind: NoteKind, chart: string, by: string): string[] {
  const name = placeName(kind === "progress" ? "clinical" : kind, chart, by);
  const there = [...ledger.model.compartments].filter(([place, one]) => {
    const isOfChart = place === name || place.startsWith(`${name} `);
    return isOfChart && (kind === "progress" || one.author === by);
  });
  return there.length > 0 ? there.map(([place]) => place) : [ledger.nextName(name)];
}

async function share(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const views = await device.vault.charts();
  const own = views.filter(({ opens }) => opens);
  const chart = year.chance.oneOf(own.length > 0 && !year.chance.once(6) ? own : views);
  const to = year.chance.oneOf(year.present.filter(({ name }) => name !== device.of));
  if (!chart || !to) return;
  const kind: NoteKind = year.chance.once(4) ? "psychotherapy" : "progress";
  const right = kind === "psychotherapy" || year.chance.once(2) ? "read" : "read-write";
  const lasts = year.chance.once(5) ? year.day + 5 + year.chance.upTo(40) : undefined;
  const until = lasts === undefined ? {} : { until: new Date(lasts * dayMs).toISOString().slice(0, 10) };
  const compartments = placesFor(year, kind, chart.name, device.of);
  const compartment = compartments.join(", ");
  const fact: Fact = {
    what: "entitled",
    member: to.name,
    right,
    ...(lasts === undefined ? {} : { untilDay: lasts }),
    compartments,
    by: device.of,
  };
  const what = `shares ${compartment} with ${to.name} (${right}${lasts === undefined ? "" : `, until ${until.until}`})`;
  const request = { chart: chart.id, member: to.account, kind, right, ...until } as const;
  const may = mayShare(year, device, to, compartments);
  if (await does(year, device, what, () => device.vault.shareChart(request), [fact])) year.count("shared");
  else if (may && !year.isAtOnce && year.told.at(-1)?.endsWith("not-entitled"))
    throw new Error(`${device.name} may, and can't: ${what}`);
}

/** What nobody doubts: a clinician or owner who reads a chart's notes gives them to whoever may have them. */
function mayShare(year: Year, device: YearDevice, to: Person, [place = "", ...more]: readonly string[]): boolean {
  const { role, name } = year.personOf(device);
  const compartment = more.length === 0 ? year.ledger.model.compartments.get(place) : undefined;
  const reads = ["read", "read-write"].includes(compartment?.rights.get(name)?.right ?? "");
  const decides =
    compartment?.kind === "psychotherapy" ? compartment.author === name : role === "owner" || role === "clinician";
  return reads && decides && to.role !== "auditor" && !to.isGone && !year.isSuspended(year.personOf(device));
}

const shareOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await share(year, device);
};

async function takeBack(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const given = [...year.ledger.model.compartments].flatMap(([place, { rights, kind }]) =>
    kind === "directory" ? [] : [...rights.keys()].map((member) => ({ place, member, kind })),
  );
  // An author who closes their own notes to themselves begins others by the next share: left out, to know which is meant.
  const others = given.filter(
    ({ member, kind }) => member !== device.of || (kind === "clinical" && year.chance.once(5)),
  );
  const one = year.chance.oneOf(others);
  const member = year.people.find(({ name }) => name === one?.member);
  const chart = year.charts.find(({ name }) => name === one?.place.split("/")[0]);
  if (!one || !member || !chart) return;
  const kind: NoteKind = one.kind === "psychotherapy" ? "psychotherapy" : "progress";
  const compartments = placesFor(year, kind, chart.name, device.of).filter((place) =>
    year.ledger.model.compartments.get(place)?.rights.has(member.name),
  );
  const place = compartments.join(", ") || one.place;
  const fact: Fact = { what: "disentitled", member: member.name, compartments, by: device.of };
  const request = { chart: chart.id, member: member.account, kind };
  const what = `takes ${place} back from ${member.name}`;
  if (await does(year, device, what, () => device.vault.endAccess(request), [fact])) year.count("taken back");
}

const takeBackOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await takeBack(year, device);
};

const goOffline: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isHere }) => isHere));
  // Somebody has to be there for the others.
  if (!device || year.live(year.personOf(device)).length < (year.personOf(device).role === "owner" ? 2 : 1)) return;
  device.network = "down";
  year.tell(`${device.name}: goes offline`);
  year.count("offline");
};

const comeBack: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ network, isGone }) => network === "down" && !isGone));
  if (!device) return;
  device.network = "up";
  year.tell(`${device.name}: is online again`);
  if (device.needs === undefined) await sync(year, device);
};

/** What a device needs after keys or passphrase were replaced on another. */
const giveKeys: Act = async (year) => {
  const device = year.chance.oneOf(
    year.devices.filter(({ isGone, needs, network }) => !isGone && needs && network === "up"),
  );
  if (!device) return;
  const person = year.personOf(device);
  const kit = device.needs === "kit" ? { kit: person.kit } : {};
  const request = { passphrase: person.passphrase, ...kit };
  await device.unlock();
  const before = device.passphrase;
  device.passphrase = person.passphrase;
  const taken = await device.vault.takeNewKeys(request);
  year.tell(`${device.name}: is given the new ${device.needs}: ${taken.ok ? "done" : taken.error.code}`);
  if (taken.ok) {
    device.needs = undefined;
    year.count("took new keys");
    return;
  }
  device.passphrase = before;
  if (taken.error.code === "keys-replaced") device.needs = "kit";
  else throw new Error(`${device.name} does not take the new keys: ${taken.error.code}`);
};

const changePassphrase: Act = async (year) => {
  const device = somebody(year);
  if (!device) return;
  const person = year.personOf(device);
  const next = year.newPassphrase();
  await device.unlock();
  const changed = await device.vault.changePassphrase({ now: device.passphrase, next });
  year.tell(`${device.name}: changes the passphrase: ${changed.ok ? "done" : changed.error.code}`);
  if (!changed.ok) throw new Error(`${device.name} can't change the passphrase: ${changed.error.code}`);
  device.passphrase = next;
  person.passphrase = next;
  for (const other of person.devices) if (other !== device && !other.isGone && !other.needs) other.needs = "passphrase";
  year.count("changed passphrase");
};

async function rekey(year: Year, device: YearDevice, lost?: YearDevice): Promise<void> {
  const person = year.personOf(device);
  const next = year.newPassphrase();
  const reason = lost ? "stolen" : "exposed";
  await device.unlock();
  const facts: Fact[] = [
    ...(lost ? [{ what: "revoked", device: lost.name, why: "stolen", by: person.name } as const] : []),
    { what: "rekeyed", member: person.name },
  ];
  const rekeyed = await device.vault.rekey({
    reason,
    now: device.passphrase,
    next,
    ...(lost ? { device: lost.id } : {}),
  });
  year.tell(
    `${device.name}: replaces all keys${lost ? `, ${lost.name} is stolen` : ""}: ${rekeyed.ok ? "done" : rekeyed.error.code}`,
  );
  if (!rekeyed.ok) {
    if (rekeyed.error.code !== "device-provisional" && rekeyed.error.code !== "not-entitled")
      throw new Error(`${device.name} can't rekey: ${rekeyed.error.code}`);
    return void year.count(`refused: ${rekeyed.error.code}`);
  }
  year.expected.push(...facts);
  device.passphrase = next;
  person.passphrase = next;
  person.kit = rekeyed.value.kit.text;
  if (lost) lost.isGone = true;
  for (const other of person.devices) if (other !== device && !other.isGone) other.needs = "kit";
  year.count("rekeyed");
}

const rekeyOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await rekey(year, device);
};

const phoneLost: Act = async (year) => {
  const person = year.chance.oneOf(
    year.present.filter((one) => one.devices.filter(({ isGone }) => !isGone).length > 1),
  );
  const device = year.chance.oneOf(year.live(person));
  const lost = year.chance.oneOf(person?.devices.filter((one) => one !== device && !one.isGone) ?? []);
  if (!device || !lost) return;
  if (year.chance.once(2)) return rekey(year, device, lost);
  await revoke(year, device, lost);
};

/** Somebody else says it: an owner. */
const phoneOfOther: Act = async (year) => {
  const device = mostlyOwner(year);
  const lost = year.chance.oneOf(year.present.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device || !lost || lost.of === device.of) return;
  const person = year.personOf(lost);
  if (person.role === "owner" || person.devices.filter(({ isGone }) => !isGone).length < 2) return;
  await revoke(year, device, lost);
};

async function revoke(year: Year, device: YearDevice, lost: YearDevice): Promise<void> {
  const why = year.chance.oneOf(["retired", "lost", "stolen"] as const) ?? "lost";
  const fact: Fact = { what: "revoked", device: lost.name, why, by: device.of };
  const request = { device: lost.id, reason: why };
  if (await does(year, device, `says that ${lost.name} is ${why}`, () => device.vault.revokeDevice(request), [fact])) {
    lost.isGone = true;
    year.count(`revoked: ${why}`);
  }
}

const secondDevice: Act = async (year) => {
  const device = somebody(year);
  if (!device) return;
  const person = year.personOf(device);
  if (person.devices.filter(({ isGone }) => !isGone).length > 2) return;
  await device.unlock();
  const provisional = (await openStatus(device)).provisional !== undefined;
  const byKit = provisional || year.chance.once(2);
  const fresh = year.newDevice(person);
  const { kit, passphrase } = person;
  if (byKit) must(await fresh.vault.enrolByKit({ kit, passphrase, totp: "", deviceName: fresh.name }));
  else await pair(device, fresh);
  await year.learn(fresh);
  must(await fresh.vault.sync());
  year.tell(
    `${fresh.name}: is ${person.name}'s further device, ${byKit ? "by Kit" : `by pairing with ${device.name}`}`,
  );
  year.expected.push({ what: "enrolled", device: fresh.name, of: person.name });
  year.count(byKit ? "enrolled by Kit" : "enrolled by pairing");
};

const confirm: Act = async (year) => {
  for (const device of year.devices.filter(({ isHere, isLocked }) => isHere && !isLocked)) {
    if (!(await openStatus(device)).provisional || year.chance.once(2)) continue;
    await does(year, device, "says that what it sees is new", () => device.vault.confirmFreshness());
    year.count("confirmed");
  }
};

const removeOne: Act = async (year) => {
  const device = mostlyOwner(year);
  const leaver = year.chance.oneOf(year.present.filter(({ name }) => name !== device?.of));
  if (!device || !leaver || (year.present.length < 4 && !year.chance.once(3))) return;
  await remove(year, device, leaver);
};

async function remove(year: Year, device: YearDevice, leaver: Person): Promise<void> {
  const fact: Fact = { what: "left", member: leaver.name };
  const keepsCharts = year.chance.once(2) ? ({ keepsCharts: true } as const) : {};
  const request = { member: leaver.account, ...keepsCharts };
  if (await does(year, device, `lets ${leaver.name} go`, () => device.vault.removeMember(request), [fact])) {
    leaves(leaver);
    year.count("left");
  } else await propose(year, device, { kind: "remove", ...request });
}

const giveRole: Act = async (year) => {
  const device = mostlyOwner(year);
  const to = year.chance.oneOf(year.present.filter(({ name }) => name !== device?.of));
  const roles: readonly Role[] = ["owner", "owner", "clinician", "supervisor", "front-desk"];
  const role = year.chance.oneOf(roles);
  if (!device || !to || !role) return;
  const request = { member: to.account, role };
  // Whoever comes from a role without names has them from now on.
  const rights = year.ledger.model.compartments.get("directory")?.rights;
  const names: Fact = {
    what: "entitled",
    member: to.name,
    right: "read-write",
    compartments: ["directory"],
    by: device.of,
  };
  const says = rights?.has(to.name) || year.personOf(device).role !== "owner" ? [] : [names];
  if (await does(year, device, `makes ${to.name} ${role}`, () => device.vault.giveRole(request), says)) {
    to.role = role;
    year.count(`made ${role}`);
  } else await propose(year, device, { kind: "role", member: to.account, role });
};

/** Where it takes two owners. */
async function propose(year: Year, device: YearDevice, request: ProposalRequest): Promise<void> {
  if (!year.told.at(-1)?.endsWith("second-owner-needed")) return;
  if (await does(year, device, "proposes it", () => device.vault.propose(request))) year.count("proposed");
}

const answerProposal: Act = async (year) => {
  const device = somebody(year, year.owners);
  if (!device) return;
  await device.unlock();
  await sync(year, device);
  const waiting = (await device.vault.proposals()).filter(({ isYours }) => !isYours);
  const one = year.chance.oneOf(waiting);
  const [act] = one?.acts ?? [];
  if (!one || !act || (act.kind !== "role" && act.kind !== "remove")) return;
  const answer = year.chance.once(4) ? "decline" : "sign";
  const answered = await device.vault.answerProposal({ proposal: one.id, answer });
  const became = answered.ok ? answered.value.became : answered.error.code;
  year.tell(`${device.name}: answers "${act.kind} ${act.name}" with ${answer}: ${became}`);
  if (!answered.ok && !byAuthority.has(became) && became !== "proposal-unknown")
    throw new Error(`${device.name} can't answer a proposal: ${became}`);
  const person = year.people.find(({ account }) => account === act.member);
  if (became !== "signed" || !person) return;
  year.count(`two owners: ${act.kind}`);
  if (act.kind === "role") person.role = act.to;
  else {
    year.expected.push({ what: "left", member: person.name });
    leaves(person);
  }
};

function leaves(person: Person): void {
  person.isGone = true;
  for (const one of person.devices) one.isGone = true;
}

const makeCards: Act = async (year) => {
  const device = somebody(year, year.owners);
  if (!device || year.owners.length > 1) return;
  await device.unlock();
  const made = await device.vault.makeRecoveryCards({ needed: 2, cards: 3 });
  year.tell(`${device.name}: makes recovery cards: ${made.ok ? "done" : made.error.code}`);
  if (!made.ok) {
    if (!byAuthority.has(made.error.code)) throw new Error(`no cards: ${made.error.code}`);
    return;
  }
  year.expected.push({ what: "cards made", set: await year.keepCards(made.value) });
  year.count("cards made");
};

const useCards: Act = async (year) => {
  const owner = year.chance.oneOf(year.owners);
  const { cards } = year;
  if (!owner || !cards || !year.chance.once(3)) return;
  owner.passphrase = year.newPassphrase();
  const fresh = year.newDevice(owner);
  const two = year.chance.once(2) ? cards.texts.slice(0, 2) : cards.texts.slice(1, 3);
  const request = {
    cards: two.map(({ text }) => text),
    owner: owner.account,
    reason: "locked-out" as const,
    passphrase: owner.passphrase,
    deviceName: fresh.name,
  };
  const made = must(await fresh.vault.recoverByCards(request));
  await year.learn(fresh);
  fresh.madeByCards = cards.set;
  year.tell(`${fresh.name}: ${owner.name} goes on with two recovery cards`);
  for (const device of owner.devices) if (device !== fresh) device.isGone = true;
  owner.kit = must(await fresh.vault.kit()).text;
  const set = await year.keepCards(made);
  year.expected.push({ what: "cards used", member: owner.name, device: fresh.name, set });
  year.count("cards used");
};

/** Somebody's statement arrives between another's reading and writing. */
const bothAtOnce: Act = async (year) => {
  const first = somebody(year, year.owners.length > 1 ? year.owners : year.present);
  const second = somebody(
    year,
    year.present.filter(({ name }) => name !== first?.of),
  );
  if (!first || !second) return;
  const acts = [share, takeBack, writeOn, ...(year.chance.once(3) ? [rekey] : [])];
  const [one, other] = [year.chance.oneOf(acts), year.chance.oneOf(acts)];
  if (!one || !other) return;
  await first.unlock();
  await second.unlock();
  first.fault = { what: "meanwhile", after: 0, meanwhile: () => other(year, second) };
  year.isAtOnce = true;
  year.tell(`at once: ${first.name} and ${second.name}`);
  await one(year, first);
  first.fault = undefined;
  year.isAtOnce = false;
  year.count("at once");
};

const restart: Act = async (year) => {
  if (year.chance.once(2)) {
    await year.server.stop();
    await year.server.start();
    year.tell("the server is stopped and started");
  } else {
    await year.server.kill();
    year.tell("the server is killed and started");
  }
  year.count("server restarted");
};

const lockOne: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isGone, isLocked }) => !isGone && !isLocked));
  if (!device) return;
  await device.lock();
  year.tell(`${device.name}: is locked`);
};

const turnedOff: Act = async (year) => {
  const device = year.chance.oneOf(year.devices.filter(({ isGone }) => !isGone));
  if (!device) return;
  await device.turnOnAgain();
  year.tell(`${device.name}: is turned off and on`);
};

/** With how often each is done beside the others. */
export const acts: readonly (readonly [Act, number])[] = [
  [write, 24],
  [createChart, 5],
  [shareOne, 12],
  [takeBackOne, 6],
  [newcomer, 6],
  [removeOne, 3],
  [giveRole, 4],
  [answerProposal, 4],
  [goOffline, 5],
  [comeBack, 6],
  [giveKeys, 6],
  [changePassphrase, 2],
  [rekeyOne, 3],
  [phoneLost, 3],
  [phoneOfOther, 2],
  [secondDevice, 5],
  [confirm, 3],
  [makeCards, 2],
  [useCards, 2],
  [bothAtOnce, 6],
  [restart, 2],
  [lockOne, 2],
  [turnedOff, 2],
];
