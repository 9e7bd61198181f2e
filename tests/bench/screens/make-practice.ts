/**
 * A clinician's whole practice, written by a device in a process of its own: run with a JSON order as argument, prints one JSON line.
 * Most charts hold two dozen notes, one holds 500, and one note is twenty pages long.
 */

import { generateNotes, seededChance } from "../generate-notes.ts";
import { allSent, foundOn, must, openDevice } from "../real-parts.ts";

export type Order = {
  readonly origin: string;
  readonly folder: string;
  readonly charts: number;
  readonly notes: number;
};

export type Made = { readonly kit: string; readonly long: string };

const order = JSON.parse(process.argv[2] ?? "null") as Order;
const inLong = 500;
const weekly = 30;
const firstNames =
  "Maren Jonah Priya Tomás Ines Kofi Łucja Omar Greta Hana Noor Elif Dara Ravi Nele Vera Yusuf Zoe".split(" ");
const lastNames =
  "Holt Whitfield Raman Ortega Brandt Mensah Nowak Haddad Lind Sato Aziz Kaya Quinn Shah Becker Ivanova".split(" ");

const device = await openDevice(order.folder);
const { vault } = device;
const { kit } = await foundOn(vault, order.origin);
const chance = seededChance(20261130);
const pick = (from: readonly string[]): string => from[Math.floor(chance() * from.length)] as string;
const notes = generateNotes(order.notes);
const each = Math.floor((order.notes - inLong - 1) / (order.charts - 1));
const charts: string[] = [];
for (let i = 0; i < order.charts; i++) {
  const name = i === 0 ? "Aaronson, the long chart" : `${pick(firstNames)} ${pick(lastNames)} ${i}`;
  charts.push(must(await vault.createChart({ name })).id);
}
await allSent(vault);
let at = 0;
for (const [i, chart] of charts.entries()) {
  const some = notes.slice(at, at + (i === 0 ? inLong : each));
  at += some.length;
  must(await vault.importNotes({ task: `bench ${i}`, chart, kind: "progress", notes: some }));
}
const long = charts[0] as string;
// A page of a note is about 3,000 letters.
const pages = notes.slice(0, 20).map(({ text }) => text);
must(
  await vault.saveNote({
    chart: long,
    kind: "progress",
    date: "2026-11-29",
    title: "Twenty pages",
    body: { text: pages.join("\n\n") },
    basedOn: [],
  }),
);
const you = must(await vault.calendar({ from: "2026-11-30", until: "2026-11-30", zone: "America/New_York" }));
for (let i = 0; i < weekly; i++)
  must(
    await vault.planAppointment({
      rule: "FREQ=WEEKLY",
      plan: {
        member: you.calendars[0]?.member ?? "",
        chart: charts[i + 1] as string,
        title: "",
        kind: "session",
        start: `2026-11-${String(2 + (i % 5)).padStart(2, "0")}T${String(9 + Math.floor(i / 5)).padStart(2, "0")}:00`,
        zone: "America/New_York",
        minutes: 50,
        video: false,
        note: "",
      },
    }),
  );
await allSent(vault);
await vault.close();
console.log(JSON.stringify({ kit, long } satisfies Made));
