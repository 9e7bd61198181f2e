/** Words of a chart are asked for in an emergency, and given, refused or not needed any more. */

import { checkColleagues, checkLedger, Finding } from "../checks.ts";
import type { YearDevice } from "../device.ts";
import { type Asked, askedOn, mayAnswer, readsChart } from "../emergencies.ts";
import { placeName } from "../names.ts";
import type { Year } from "../year.ts";
import { sync } from "./devices.ts";
import { type Act, does, somebody, withFault } from "./frame.ts";
import { isReady } from "./guarded.ts";

/** Days after the one on which it is given. */
const readableDays = 7;

/** By somebody who does not read the chart, or in vain. Mostly it is answered at once. */
export const askInEmergency: Act = async (year) => {
  const rights = year.ledger.model.compartments.get("directory")?.rights;
  const device = somebody(
    year,
    year.present.filter(({ name }) => rights?.has(name)),
  );
  if (!device || !(await isReady(year, device))) return;
  const closed = year.charts.filter(({ name }) => !readsChart(year, name, device.of));
  const places = new Set(year.ledger.notes.values());
  const written = closed.filter(({ name }) => places.has(placeName("clinical", name)));
  const mostly = written.length > 0 ? written : closed;
  const chart = year.chance.oneOf(mostly.length > 0 && !year.chance.once(8) ? mostly : year.charts);
  if (!chart || !(await device.vault.charts()).some(({ id }) => id === chart.id)) return;
  const request = { chart: chart.id, wants: "notes", reason: "Zimtstern, and at once" } as const;
  const asked = await device.vault.askInEmergency(request);
  const came = asked.ok ? "done" : asked.error.code;
  year.tell(`${device.name}: asks for words of ${chart.name} in an emergency: ${came}`);
  const should = readsChart(year, chart.name, device.of) ? "emergency-needless" : "done";
  if (came !== should) throw new Finding(`${device.name} asks for words of ${chart.name}: ${came}, and not ${should}`);
  if (!asked.ok) return void year.count(`refused: ${came}`);
  year.count("asked in an emergency");
  if (!(await sync(year, device))) return;
  await checkLedger(year);
  await checkColleagues(year, device);
  const other = somebody(year);
  if (other && (await isReady(year, other))) await checkColleagues(year, other);
  if (!year.chance.once(5)) await answer(year, asked.value.id);
};

export const answerEmergency: Act = async (year) => {
  const record = year.chance.oneOf([...year.ledger.requests.keys()]);
  if (record !== undefined) await answer(year, record);
};

async function answer(year: Year, record: string): Promise<void> {
  const [first] = year.ledger.requests.get(record) ?? [];
  if (first?.chart === undefined) return;
  const { chart } = first;
  const readers = year.present.filter(({ name }) => readsChart(year, chart, name));
  const device = somebody(year, year.chance.once(5) ? year.present : readers);
  if (!device || !(await isReady(year, device))) return;
  const asked = askedOn(year, device, record);
  if (!asked) return;
  if (asked.asker === device.of || year.chance.once(5)) await decline(year, device, asked);
  else await give(year, device, asked);
  for (const asker of year.live(year.people.find(({ name }) => name === asked.asker)).slice(0, 1)) {
    if (!(await sync(year, asker))) continue;
    await checkLedger(year);
    await checkColleagues(year, asker);
  }
}

async function decline(year: Year, device: YearDevice, asked: Asked): Promise<void> {
  const isOwn = asked.asker === device.of && asked.became === "waits";
  const may = asked.place === undefined && (isOwn || mayAnswer(year, device, asked));
  const said = await device.vault.declineEmergency(asked.record);
  const came = said.ok ? "done" : said.error.code;
  year.tell(`${device.name}: says no to what ${asked.asker} asked for: ${came}`);
  expects(device, "says no in an emergency", came, may ? "done" : "emergency-over");
  year.count(said.ok ? (isOwn ? "not needed any more" : "said no in an emergency") : `refused: ${came}`);
  if (said.ok) await sync(year, device);
}

async function give(year: Year, device: YearDevice, asked: Asked): Promise<void> {
  const { record, place } = asked;
  const may = mayAnswer(year, device, asked);
  const chosen = await choose(year, device, asked);
  const compartment = place ?? year.ledger.nextName(placeName("emergency", asked.chart));
  const until = { untilDay: year.day + readableDays };
  const fact = { what: "given in emergency", compartment, to: asked.asker, ...until, by: device.of } as const;
  withFault(year, device);
  const isDisturbed = device.fault !== undefined;
  const what = `gives ${asked.asker} words of ${asked.chart}, ${chosen.texts.join(" and ") || "none"}`;
  const request = { emergency: record, notes: chosen.notes, card: false };
  const says = place === undefined ? [fact] : [];
  const isGiven = await does(year, device, what, () => device.vault.giveInEmergency(request), says);
  if (isGiven) year.given.push({ record, texts: chosen.texts, on: device });
  const came = isGiven ? "done" : year.told.at(-1)?.split(": ").at(-1);
  if (!isDisturbed) expects(device, what, came, may ? chosen.should : "emergency-over");
  if (isGiven) year.count("given in an emergency");
  await sync(year, device);
}

type Chosen = { readonly notes: readonly string[]; readonly texts: readonly string[]; readonly should: string };

/** Up to two progress notes, or something that must not be given. */
async function choose(year: Year, device: YearDevice, { chart }: Asked): Promise<Chosen> {
  const id = year.charts.find(({ name }) => name === chart)?.id ?? "";
  if (year.isGuarded(chart, device)) return { notes: ["00".repeat(16)], texts: [], should: "guard-closed" };
  const heads = await device.vault.notes(id);
  const apart = heads.filter(({ kind }) => kind === "psychotherapy");
  const progress = heads.filter(({ kind }) => kind === "progress");
  const one = year.chance.oneOf(progress);
  const other = year.chance.once(4) ? year.chance.oneOf(apart) : undefined;
  if (!one || other)
    return { notes: [one, other].flatMap((each) => each?.id ?? []), texts: [], should: "note-unknown" };
  const some = new Set(year.chance.once(3) ? [one, ...progress.slice(0, 1)] : [one]);
  return { notes: [...some].map((each) => each.id), texts: [...some].map(({ title }) => title), should: "done" };
}

function expects(device: YearDevice, what: string, came: string | undefined, should: string): void {
  if (came !== should) throw new Finding(`${device.name}, ${what}: ${came}, and not ${should}`);
}
