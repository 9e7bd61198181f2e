/** What the palette offers for what was typed: charts, what can be done in them, pages, and the search of notes. */

import type { ChartView } from "@alcove/vault";
import { findCharts, matchesWords } from "../charts/find-charts.ts";

export type Place =
  | "/"
  | "/charts"
  | "/enquiries"
  | "/calendar"
  | "/cases"
  | "/cases/urgent"
  | "/retention"
  | "/calendar/day-list"
  | "/calendar/reminders"
  | "/search"
  | "/people"
  | "/devices"
  | "/activity"
  | "/templates"
  | "/rules"
  | "/recovery"
  | "/will";

/** What is done in a chart: a page of it, or a new note. */
export type Act = "write" | "measures/new" | "measures" | "forms" | "documents" | "export";

export type Find = { readonly id: string; readonly says: string; readonly more: string } & (
  | { readonly kind: "chart"; readonly chart: string }
  | { readonly kind: "act"; readonly chart: string; readonly act: Act }
  | { readonly kind: "page"; readonly to: Place }
  | { readonly kind: "search"; readonly words: string }
  | { readonly kind: "new-chart" | "lock" }
);

const PAGES: readonly (readonly [Place, string, string])[] = [
  ["/", "Today", "What waits to be finished"],
  ["/charts", "Charts", "All of them"],
  ["/enquiries", "Enquiries", "New enquiry: who asks for treatment, the waiting list"],
  ["/calendar", "Calendar", "New appointment, working hours, rooms, sharing"],
  ["/cases", "Cases", "Clients’ requests, subpoenas, reports: what is due when"],
  ["/cases/urgent", "Somebody is in danger", "Warn, or report abuse: whom to call"],
  ["/retention", "How long records are kept", "Retention: the rule, what is due, what is on hold"],
  ["/calendar/day-list", "Day list", "Whom to call today, on paper too"],
  ["/calendar/reminders", "Reminders", "Whom to remind of an appointment, and by which way"],
  ["/search", "Search", "Words in notes, forms, plans and names of files"],
  ["/people", "People", "Members, and who can open what"],
  ["/devices", "Devices", "Keys, second factor, Emergency Kit, theme"],
  ["/activity", "Activity", "Who did what with people, keys and rights"],
  ["/templates", "Templates and snippets", "Headings that notes begin with, words that stand for longer ones"],
  ["/rules", "Practice rules", "Idle time, passphrases"],
  ["/recovery", "Recovery cards", "For the day on which nobody can get in"],
  ["/will", "Professional will", "When you can’t act any more"],
];
const WRITE = "Write today’s note";
const ACTS: readonly (readonly [Act, string, string])[] = [
  ["write", WRITE, ""],
  ["measures/new", "Fill in a measure", "PHQ-9, GAD-7, PCL-5 and others"],
  ["measures", "Measures over time", "The last PHQ-9, scores and lines"],
  ["forms", "Forms", "Intake, consents, releases: fill one in"],
  ["documents", "Files", "Letters and scans: add many"],
  ["export", "Export", "The record, or parts of it, as files"],
];
const CHARTS_AT_MOST = 6;

/** `shown`: a client's name as this device shows it; found is it by the whole one. `atHand`: the chart whose page stands behind the palette. */
export function findsFor(
  charts: readonly ChartView[],
  typed: string,
  shown: (name: string) => string,
  atHand?: string,
): readonly Find[] {
  const words = typed.trim();
  const found = findCharts(charts, words).slice(0, CHARTS_AT_MOST);
  const [first] = found;
  const hand = charts.find(({ id }) => id === atHand);
  const actIn = (chart: ChartView, act: Act, says: string, more: string): Find => ({
    ...{ id: `${act} ${chart.id}`, kind: "act", chart: chart.id, act },
    ...{ says: `${says} in ${shown(chart.name)}`, more },
  });
  const pages = PAGES.filter(([, name, more]) => matchesWords(`${name} ${more}`, words));
  return [
    ...found.map(
      (chart): Find => ({
        id: `chart-${chart.id}`,
        kind: "chart",
        chart: chart.id,
        says: shown(chart.name),
        // A chart that is named after its client says that once.
        more: chart.people
          .filter((name) => name !== chart.name)
          .slice(0, 3)
          .map(shown)
          .join(", "),
      }),
    ),
    ...(first?.writes && words !== "" ? [actIn(first, "write", WRITE, "")] : []),
    ...(hand?.writes
      ? ACTS.filter(([, says, more]) => matchesWords(`${says} ${more}`, words)).map(([act, says, more]) =>
          actIn(hand, act, says, more),
        )
      : []),
    ...pages.map(([to, says, more]): Find => ({ id: `page-${to}`, kind: "page", to, says, more })),
    ...(matchesWords("New chart", words)
      ? [{ id: "new", kind: "new-chart" as const, says: "New chart", more: "" }]
      : []),
    ...(matchesWords("Lock now", words)
      ? [{ id: "lock", kind: "lock" as const, says: "Lock now", more: "Alt L" }]
      : []),
    ...(words === ""
      ? []
      : [{ id: "search", kind: "search" as const, words, says: `Search all notes for “${words}”`, more: "" }]),
  ];
}
