/** People of a chart and where it stands: written down, changed, taken out; front desk and billers let in and out; enquiries. */

import type { ChartStatus, ChartView } from "@alcove/vault";
import type { Fact } from "../../people/facts.ts";
import { writes } from "../../people/practice.ts";
import { placesOfKind, seesClients } from "../administrative.ts";
import { checkLedger, Finding } from "../checks.ts";
import { dayMs } from "../clock.ts";
import type { YearDevice } from "../device.ts";
import { must } from "../must.ts";
import { openStatus, type Year } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, does, somebody } from "./frame.ts";
import { isReady } from "./guarded.ts";

const isUnguarded = ({ guarded }: ChartView): boolean => guarded === undefined;
const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** Also without a network. Mostly by who works there. */
export const personOne: Act = async (year) => {
  const device = year.chance.oneOf(year.present.flatMap(({ devices }) => devices.filter(({ isGone }) => !isGone)));
  if (!device) return;
  await device.unlock();
  const { vault } = device;
  const all = (await vault.charts()).filter(isUnguarded);
  const views = await Promise.all(all.map(async (chart) => ({ chart, view: await vault.administrative(chart.id) })));
  const theirs = views.filter(({ view }) => view?.mayWrite);
  const one = year.chance.oneOf(theirs.length > 0 && !year.chance.once(6) ? theirs : views);
  if (!one) return;
  const { chart, view } = one;
  if (year.chance.once(4)) return faceSheet(year, device, chart);
  const inLedger = new Set([...year.ledger.revisions.values()].map(({ content }) => content["name"]));
  // What is not in the ledger yet, and is changed, is nowhere to be seen.
  const known = (view?.people ?? []).filter(({ name }) => inLedger.has(name));
  const there = year.chance.once(2) ? year.chance.oneOf(known) : undefined;
  const text = year.newText();
  const words = { called: "", roles: ["client"], relation: "", reach: [], note: "" } as const;
  const leaves = there !== undefined && year.chance.once(3);
  const saved =
    there === undefined
      ? await vault.savePerson({ ...words, chart: chart.id, name: text, basedOn: [] })
      : leaves
        ? await vault.removePerson({ chart: chart.id, id: there.id, basedOn: there.basedOn })
        : await vault.savePerson({ ...words, chart: chart.id, id: there.id, name: text, basedOn: there.basedOn });
  const what = there
    ? leaves
      ? `takes ${there.name} out of`
      : `changes ${there.name} to ${text} in`
    : `adds ${text} to`;
  const came = saved.ok ? "saved" : saved.error.code;
  year.tell(
    `${device.name}: ${what} the people of ${chart.name}${device.network === "down" ? ", offline" : ""}: ${came}`,
  );
  if (saved.ok !== (view?.mayWrite === true))
    throw new Finding(`${device.name} says it may write there: ${view?.mayWrite}, and ${came}`);
  if (!saved.ok) return void year.count(`refused: ${came}`);
  if (there) year.replaced.push({ text: there.name, on: device });
  if (!leaves) year.saved.push({ text, on: device, chart: chart.name });
  year.count(leaves ? "person taken out" : there ? "person changed" : "person added");
  if (device.isHere) await sync(year, device);
};

async function faceSheet(year: Year, device: YearDevice, chart: ChartView): Promise<void> {
  const status: ChartStatus = year.chance.oneOf(["active", "paused", "discharged", "discharged"] as const) ?? "active";
  const said = await saveStatus(year, device, chart.id, status);
  year.tell(`${device.name}: says that ${chart.name} is ${status}: ${said}`);
  year.count(said === "done" ? "face sheet" : `refused: ${said}`);
  if (device.isHere) await sync(year, device);
}

export async function saveStatus(
  year: Year,
  { vault }: YearDevice,
  chart: string,
  status: ChartStatus,
): Promise<string> {
  const sheet = (await vault.administrative(chart))?.faceSheet;
  const words = { status, form: "individual", since: dayText(year.day), tags: [], custom: [] } as const;
  const saved = await vault.saveFaceSheet({ ...words, chart, basedOn: sheet?.basedOn ?? [] });
  if (!saved.ok && saved.error.code !== "not-entitled") throw new Error(`no face sheet: ${saved.error.code}`);
  return saved.ok ? "done" : saved.error.code;
}

/** Somebody who sees no clients gets people and numbers alone, or has them no more. */
export const deskOne: Act = async (year) => {
  const device = somebody(
    year,
    year.present.filter(({ role }) => role === "owner" || role === "clinician"),
  );
  if (!device) return;
  await device.unlock();
  const charts = (await device.vault.charts()).filter((one) => one.opens && isUnguarded(one));
  const chart = year.chance.oneOf(charts);
  const desks = year.present.filter(({ role, name }) => !seesClients(role) && role !== "auditor" && name !== device.of);
  const to = year.chance.oneOf(desks.length > 0 && !year.chance.once(6) ? desks : year.present);
  if (!chart || !to || to.name === device.of) return;
  const compartments = year.ledger.placesFor("administrative", chart.name, device.of);
  const place = compartments.join(", ");
  const has = compartments.some((one) => year.ledger.model.compartments.get(one)?.rights.has(to.name));
  const request = { chart: chart.id, member: to.account, kind: "administrative" } as const;
  if (has && year.chance.once(2)) {
    const fact: Fact = { what: "disentitled", member: to.name, compartments, by: device.of };
    const ends = () => device.vault.endAccess(request);
    if (await does(year, device, `takes ${place} back from ${to.name}`, ends, [fact])) year.count("desk: taken back");
    return;
  }
  const right = year.chance.once(3) ? "read" : "read-write";
  const untilDay = year.chance.once(5) ? year.day + 5 + year.chance.upTo(40) : undefined;
  const days = untilDay === undefined ? {} : { untilDay };
  const fact: Fact = { what: "entitled", member: to.name, right, ...days, compartments, by: device.of };
  const until = untilDay === undefined ? {} : { until: dayText(untilDay) };
  const gives = () => device.vault.shareChart({ ...request, right, ...until });
  if (!(await does(year, device, `gives ${to.name}, ${to.role}, ${place} (${right})`, gives, [fact]))) return;
  if (seesClients(to.role)) throw new Finding(`${to.name}, ${to.role}, was given ${place} without notes`);
  year.count("desk: let in");
};

/** Who asks for treatment: a chart of people and numbers alone. */
export const enquire: Act = async (year) => {
  const able = year.present.filter(({ role }) => seesClients(role) || role === "front-desk" || role === "biller");
  const device = somebody(year, able);
  if (!device || year.charts.length >= 12) return;
  const name = `Quittenkern ${year.charts.length + 1}`;
  await device.unlock();
  const made = await device.vault.beginEnquiry({
    ...{ name, called: "", reach: [], asked: dayText(year.day), asks: "", heard: "", form: "individual" },
  });
  year.tell(`${device.name}: writes down that ${name} asks for treatment: ${made.ok ? "done" : made.error.code}`);
  if (!made.ok) return void year.count(`refused: ${made.error.code}`);
  year.charts.push({ id: made.value.id, name });
  year.names.charts.set(made.value.id, name);
  year.saved.push({ text: name, on: device });
  year.count("enquiry");
  await sync(year, device);
};

/** An enquiry goes to who sees clients; who gives it and sees clients too has it no more. */
export const takeOnOne: Act = async (year) => {
  const { model } = year.ledger;
  const open = year.charts.filter(
    ({ name }) =>
      placesOfKind(model, name, "clinical").length === 0 && placesOfKind(model, name, "administrative").length > 0,
  );
  const chart = year.chance.oneOf(open);
  const [place, compartment] = (chart && placesOfKind(model, chart.name, "administrative")[0]) ?? [];
  const workers = year.present.filter(({ name }) => writes(compartment?.rights.get(name)?.right));
  const device = somebody(year, year.chance.once(6) ? year.present : workers);
  const to = year.chance.oneOf(year.present.filter(({ role }) => seesClients(role)));
  if (!chart || !place || !device || !to || !(await isReady(year, device))) return;
  if (!(await device.vault.charts()).some(({ id }) => id === chart.id)) return;
  const isOwn = to.name === device.of;
  const given: Fact = { what: "entitled", member: to.name, right: "read-write", compartments: [place], by: device.of };
  const left: Fact = { what: "disentitled", member: device.of, compartments: [place], by: device.of };
  const says = isOwn ? [] : seesClients(year.personOf(device).role) ? [given, left] : [given];
  const request = { chart: chart.id, member: to.account, since: dayText(year.day) };
  const before = year.told.length;
  const takes = () => device.vault.takeOn(request);
  const isTaken = await does(year, device, `gives ${chart.name} to ${to.name}, who takes them on`, takes, says);
  year.count(isTaken ? "taken on" : `not taken on: ${year.told[before]?.split(": ").at(-1)}`);
  must(await device.vault.sync());
  await checkLedger(year);
  if ((await openStatus(device)).alarms.length > 0)
    throw new Finding(`${device.name} took somebody on, and raises an alarm`);
};
