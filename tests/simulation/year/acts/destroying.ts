/** A whole chart is destroyed by who treats there, with another owner where there is one, or is not. */

import { reads, writes } from "../../people/practice.ts";
import { keyringOf, opensUpTo } from "../../people/who-opens.ts";
import { chartOfPlace, holdsBack, isDestroyed, mayBeGoing } from "../administrative.ts";
import { checkLedger, Finding } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import type { Chart, Year } from "../year.ts";
import { saveStatus } from "./administrative.ts";
import { type Act, byAuthority, somebody } from "./frame.ts";
import { isReady } from "./guarded.ts";
import { looking } from "./looking.ts";
import { answerOne } from "./two-owners.ts";

/** Some charts stay, or a year has nothing left to tell. */
const fewest = 3;

/** Where nothing hinders it. */
const hindrances = new Set([
  "not-entitled",
  "guard-closed",
  "chart-going",
  "notes-of-others",
  "notes-shared",
  "notes-unsent",
  "notes-came",
]);

export const destroyOne: Act = async (year) => {
  const { model } = year.ledger;
  if (year.charts.filter(({ name }) => !isDestroyed(model, name)).length <= fewest) return;
  const able = year.present.filter(({ role }) => role === "owner" || role === "clinician");
  const device = somebody(year, year.chance.once(8) ? year.present : able);
  if (!device || !(await isReady(year, device))) return;
  const views = await device.vault.charts();
  const writable = views.filter(({ writes: may }) => may);
  const chart = year.chance.oneOf(writable.length > 0 && !year.chance.once(6) ? writable : views);
  if (!chart) return;
  if (chart.guarded === undefined && mayBeGoing(year, chart.name) !== "no" && !year.chance.once(4)) {
    await saveStatus(year, device, chart.id, "discharged");
    if (!(await isReady(year, device))) return;
  }
  await destroys(year, device, chart);
};

async function destroys(year: Year, device: YearDevice, { id, name }: Chart): Promise<void> {
  const should = await mayDestroy(year, device, { id, name });
  const places = goesWith(year, name, device.of);
  const inLog = () =>
    [...year.ledger.revisions.values()].filter(({ content }) => content["type"] === "destroyed").length;
  const before = inLog();
  const came = await looking(year, device, async () => {
    const destroyed = await device.vault.destroyChart({ chart: id, reason: "Nobody needs it any more." });
    return destroyed.ok ? destroyed.value.became : destroyed.error.code;
  });
  year.tell(`${device.name}: destroys ${name}: ${came}`);
  if (should !== "unsure" && came !== should && !(should === "not-entitled" && came === "chart-unknown"))
    throw new Finding(`${device.name} destroys ${name}: ${came}, and not ${should}`);
  if (came !== "destroyed" && came !== "proposed") {
    if (!hindrances.has(came) && !byAuthority.has(came)) throw new Error(`${device.name} can't destroy: ${came}`);
    return void year.count(`not destroyed: ${came}`);
  }
  const isLogged = places.some((place) => year.ledger.model.compartments.get(place)?.kind === "clinical");
  await checkLedgerAfter(year, came === "destroyed" ? places : [], device.of);
  if (isLogged && inLog() === before) throw new Finding(`${name} is ${came}, and its log does not say why`);
  if (came === "destroyed") return void (await isGoneFrom(year, device, name));
  const key = `${device.of}/${name}`;
  year.endings.set(key, [...(year.endings.get(key) ?? []), places]);
  year.count("proposed: destroy");
  // The next statement of anybody moves the head: mostly an owner is at hand.
  const owners = year.owners.filter((one) => one.name !== device.of);
  const other = year.chance.once(4) ? undefined : somebody(year, owners);
  if (!other || !(await isReady(year, other))) return;
  await answerOne(year, other, ({ acts: [act] }) => act?.kind === "destroy" && act.chartName === name);
  if (isDestroyed(year.ledger.model, name)) await isGoneFrom(year, other, name);
}

async function checkLedgerAfter(year: Year, places: readonly string[], by: string): Promise<void> {
  for (const compartment of places) year.expected.push({ what: "destroyed", compartment, by });
  await checkLedger(year);
}

/** In no list any more; and there is a certificate. */
async function isGoneFrom(year: Year, device: YearDevice, name: string): Promise<void> {
  year.count("chart destroyed");
  const chart = year.charts.find((one) => one.name === name);
  if ((await device.vault.charts()).some((one) => one.name === name))
    throw new Finding(`${device.name} destroyed ${name}, and lists it`);
  const certificate = await device.vault.destructionCertificate(chart?.id ?? "");
  if (!certificate.ok)
    throw new Finding(`${device.name} destroyed ${name}, and has no certificate: ${certificate.error.code}`);
}

/** What this member's statement names, in the ledger's order. */
function goesWith({ ledger }: Year, chart: string, by: string): string[] {
  return [...ledger.model.compartments].flatMap(([place, one]) => {
    if (chartOfPlace(place) !== chart || one.isDestroyed) return [];
    if (one.kind === "clinical" || one.kind === "administrative")
      return [...one.rights.values()].some(({ right }) => reads(right)) ? [place] : [];
    const isOwn = one.kind === "psychotherapy" || one.kind === "emergency";
    return isOwn && one.author === by && reads(one.rights.get(by)?.right) ? [place] : [];
  });
}

/** An author's own psychotherapy notes, alone. */
export const destroyOwn: Act = async (year) => {
  const own = [...year.ledger.model.compartments].filter(
    ([place, { kind, author, rights, isGuarded, epochs }]) =>
      kind === "psychotherapy" &&
      author !== null &&
      reads(rights.get(author)?.right) &&
      !isGuarded &&
      epochs.length > 0 &&
      !year.isGuarded(chartOfPlace(place), { of: author }),
  );
  const [place = "", one] = year.chance.oneOf(own) ?? [];
  const chart = year.charts.find(({ name }) => name === chartOfPlace(place));
  const device = somebody(
    year,
    year.present.filter(({ name }) => name === one?.author),
  );
  if (!chart || !device || !(await isReady(year, device))) return;
  if (!(await device.vault.charts()).some(({ id }) => id === chart.id)) return;
  const all = own.filter(([name, { author }]) => chartOfPlace(name) === chart.name && author === device.of);
  const has = all.every(([, each]) =>
    keyringOf(year.ledger.model, device.of).some((key) => opensUpTo(each, key) === each.epochs.length),
  );
  const isShared = all.some(([name]) => (year.ledger.model.compartments.get(name)?.rights.size ?? 0) > 1);
  const should = (await holdsBack(device, chart.id, true))
    ? "notes-unsent"
    : isShared
      ? "notes-shared"
      : has
        ? "done"
        : "guard-closed";
  const came = await looking(year, device, async () => {
    const gone = await device.vault.destroyApart({ chart: chart.id });
    return gone.ok ? "done" : gone.error.code;
  });
  year.tell(`${device.name}: destroys their own notes in ${chart.name}: ${came}`);
  if (came !== should)
    throw new Finding(`${device.name} destroys their notes in ${chart.name}: ${came}, and not ${should}`);
  year.count(came === "done" ? "own notes destroyed" : `not destroyed: ${came}`);
  if (came === "done")
    await checkLedgerAfter(
      year,
      all.map(([name]) => name),
      device.of,
    );
};

async function mayDestroy(year: Year, device: YearDevice, { id, name }: Chart): Promise<string> {
  const { model } = year.ledger;
  const { role } = year.personOf(device);
  const all = goesWith(year, name, device.of).flatMap((place) => model.compartments.get(place) ?? []);
  const team = all.filter(({ kind }) => kind === "clinical" || kind === "administrative");
  const isTheirs = team.every(({ rights }) => {
    const right = rights.get(device.of)?.right;
    return reads(right) && writes(right);
  });
  if (team.length === 0 || !isTheirs || (role !== "owner" && role !== "clinician")) return "not-entitled";
  const opens = all.every(
    (one) =>
      one.epochs.length > 0 && keyringOf(model, device.of).some((key) => opensUpTo(one, key) === one.epochs.length),
  );
  if (year.isGuarded(name, device) || !opens) return "guard-closed";
  const going = mayBeGoing(year, name);
  if (going !== "no") return going === "yes" ? "chart-going" : "unsure";
  const apart = [...model.compartments].filter(
    ([place, one]) => chartOfPlace(place) === name && one.kind === "psychotherapy" && !one.isDestroyed,
  );
  const isOthers = apart.some(
    ([, { author, rights }]) => author !== null && author !== device.of && reads(rights.get(author)?.right),
  );
  if (isOthers) return "notes-of-others";
  const isShared = all.some(({ kind, rights }) => kind === "psychotherapy" && rights.size > 1);
  if (isShared) return "notes-shared";
  if (await holdsBack(device, id)) return "notes-unsent";
  return year.owners.some((one) => one.name !== device.of) ? "proposed" : "destroyed";
}
