import { ok } from "@alcove/bytes";
import type { SeparationView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { today } from "../note-input.ts";
import { asOfLastSync, send, sentFacts, sentText, withOpenVault } from "../profile.ts";
import { misused, refuse, refused, refusedTo } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "the chart of a couple or family", required: true },
    person: { type: "string", value: "ID", about: "who goes on alone, as this command shows them" },
    name: { type: "string", value: "NAME", about: "with --person: in a new chart of this name" },
    into: { type: "string", value: "ID", about: "with --person: in this chart" },
    notes: { type: "boolean", about: "with --person: copy the notes about them alone" },
    facts: { type: "string", value: "IDS", about: "with --person: copy these, as fact list shows them, with commas" },
  },
  details: `Without --person: each client with what is about them alone, and what they share. What is about several of them stays, and the chart as
it is. Done again it does what is left.`,
  async run(context, { options }) {
    const { chart, person, name, into, facts } = options;
    if (person === undefined && (options.notes || (name ?? into ?? facts) !== undefined))
      return misused("--name, --into, --notes and --facts go with --person.");
    if (person !== undefined && (name === undefined) === (into === undefined))
      return misused("One of --name and --into is needed.");
    return withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const seen = await vault.separation(chart);
      if (!seen) return refuse("chart-unknown");
      if (person === undefined) return ok({ facts: { ...seen, ...asOf.facts }, text: `${linesOf(seen)}${asOf.text}` });
      const there = seen.people.find(({ id }) => id === person)?.notes ?? [];
      const copies = options.notes ? there.filter(({ goes }) => goes === "copies") : [];
      const gone = await vault.goOnAlone({
        chart,
        person,
        into: into === undefined ? { name: name ?? "" } : { chart: into },
        notes: copies.map(({ note, revision }) => ({ note, revision })),
        facts: (facts ?? "").split(",").flatMap((id) => id.trim() || []),
        on: today(),
      });
      if (!gone.ok) return refusedTo("write", gone.error);
      const sent = await send(context, vault);
      const after = await vault.separation(chart);
      if (!after) return refused({ code: "chart-unknown" });
      return ok({
        facts: { own: gone.value.chart, ...after, ...sentFacts(sent) },
        text: `In a chart of their own: ${gone.value.chart}\n\n${linesOf(after)}${sentText(sent)}`,
      });
    });
  },
});

function linesOf({ people, together, shared }: SeparationView): string {
  return [
    `${together} about several of them: stays in this chart.`,
    ...people.flatMap(({ id, name, charts, notes }) => [
      `${id}  ${name}`,
      ...charts.map((one) => `    own chart ${one.id}  ${one.name}`),
      ...notes.map(
        ({ note, date, title, goes }) =>
          `    note ${note}  ${date}  ${[title, words[goes]].filter(Boolean).join(", ")}`,
      ),
    ]),
    ...shared.map((one) => `${one.at}: ${one.people.join(" and ")} both gave it`),
  ].join("\n");
}

const words = { copies: "can go along", there: "is there", others: "somebody else wrote in it" } as const;
