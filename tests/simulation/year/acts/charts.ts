/** Charts are begun, written, shared and taken back. */

import type { ChartView, NoteKind } from "@alcove/vault";
import type { Fact } from "../../people/facts.ts";
import { dayMs } from "../clock.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import type { Person, Year } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, does, somebody } from "./frame.ts";
import { propose } from "./two-owners.ts";

export const createChart: Act = async (year) => {
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
  year.charts.push({ id: made.value.id, name, maker: device.of });
  year.saved.push({ text: name, on: device });
  year.names.charts.set(made.value.id, name);
}

export const write: Act = async (year) => {
  const here = year.present.filter(({ role }) => ["owner", "clinician", "supervisor"].includes(role));
  const device = year.chance.oneOf(here.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device) return;
  await writeOn(year, device);
};

/** What is done in a guarded chart has acts of its own. */
const isUnguarded = ({ guarded }: ChartView): boolean => guarded === undefined;

export async function writeOn(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const views = (await device.vault.charts()).filter(isUnguarded);
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
    year.saved.push({ text, on: device, chart: chart.name });
    year.count(device.network === "down" ? "wrote offline" : "wrote");
  } else if (saved.error.code !== "not-entitled") throw new Error(`${device.name} can't save: ${saved.error.code}`);
  if (device.isHere) await sync(year, device);
}

export async function share(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const views = (await device.vault.charts()).filter(isUnguarded);
  const own = views.filter(({ opens }) => opens);
  const chart = year.chance.oneOf(own.length > 0 && !year.chance.once(6) ? own : views);
  const to = year.chance.oneOf(year.present.filter(({ name }) => name !== device.of));
  if (!chart || !to) return;
  const kind: NoteKind = year.chance.once(4) ? "psychotherapy" : "progress";
  const right = kind === "psychotherapy" || year.chance.once(2) ? "read" : "read-write";
  const lasts = year.chance.once(5) ? year.day + 5 + year.chance.upTo(40) : undefined;
  const until = lasts === undefined ? {} : { until: new Date(lasts * dayMs).toISOString().slice(0, 10) };
  const compartments = year.ledger.placesFor(kind, chart.name, device.of);
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
  if (await does(year, device, what, () => device.vault.shareChart(request), [fact])) return void year.count("shared");
  await propose(year, device, { ...request, kind: "share" });
  if (may && !year.isAtOnce && year.told.at(-1)?.endsWith("not-entitled"))
    throw new Error(`${device.name} may, and can't: ${what}`);
}

/** What nobody doubts: a clinician or owner who reads a chart's notes gives them to whoever may have them. */
function mayShare(year: Year, device: YearDevice, to: Person, [place = "", ...more]: readonly string[]): boolean {
  const { role, name } = year.personOf(device);
  const compartment = more.length === 0 ? year.ledger.model.compartments.get(place) : undefined;
  const right = compartment?.rights.get(name)?.right ?? "";
  const isKeeper = to.role === "owner" || compartment?.author === to.name;
  const spares = compartment?.author !== name && isKeeper && compartment?.rights.has(to.name) === true;
  const treats = role === "clinician" && right === "read-write" && !spares;
  const decides = compartment?.kind === "psychotherapy" ? compartment.author === name : role === "owner" || treats;
  return (
    ["read", "read-write"].includes(right) &&
    decides &&
    to.role !== "auditor" &&
    !to.isGone &&
    !year.isSuspended(year.personOf(device))
  );
}

export const shareOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await share(year, device);
};

export async function takeBack(year: Year, device: YearDevice): Promise<void> {
  await device.unlock();
  const given = [...year.ledger.model.compartments].flatMap(([place, { rights, kind, isGuarded }]) =>
    kind === "directory" || kind === "emergency" || kind === "administrative" || isGuarded
      ? []
      : [...rights.keys()].map((member) => ({ place, member, kind })),
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
  const compartments = year.ledger
    .placesFor(kind, chart.name, device.of)
    .filter((place) => year.ledger.model.compartments.get(place)?.rights.has(member.name));
  const place = compartments.join(", ") || one.place;
  const fact: Fact = { what: "disentitled", member: member.name, compartments, by: device.of };
  const request = { chart: chart.id, member: member.account, kind };
  const what = `takes ${place} back from ${member.name}`;
  if (await does(year, device, what, () => device.vault.endAccess(request), [fact])) year.count("taken back");
}

export const takeBackOne: Act = async (year) => {
  const device = somebody(year);
  if (device) await takeBack(year, device);
};

/** Notes are written to files, or printed: the app says so before. */
export const takeOut: Act = async (year) => {
  const device = year.chance.oneOf(year.present.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device) return;
  await device.unlock();
  const chart = year.chance.oneOf((await device.vault.charts()).filter((one) => one.opens && isUnguarded(one)));
  if (!chart || !(await device.vault.notes(chart.id)).some(({ kind }) => kind === "progress")) return;
  const act = year.chance.once(2) ? "exported" : "printed";
  must(await device.vault.recordAccess({ chart: chart.id, act, kind: "progress" }));
  year.tell(`${device.name}: ${chart.name} is ${act}`);
  year.count(act);
};
