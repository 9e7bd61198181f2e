import { ok, type Result } from "@alcove/bytes";
import type { WhosePerson } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { changeLine, measureLines, needsReview } from "../measure-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { misused, refuse, type Refusal } from "../refusal.ts";

export const command = defineCommand({
  options: {
    chart: { type: "string", value: "ID", about: "which chart", required: true },
    person: {
      type: "string",
      value: "NAME",
      about: "in a chart with several clients this one's; empty: of which nobody said whose they are",
    },
  },
  details: `Newest first, and below them for each measure whether it changed by more than chance explains since the first. In a chart with several
clients that is said of each of them alone, and of nothing that names nobody.`,
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const chart = (await vault.charts()).find(({ id }) => id === options.chart);
      if (!chart) return refuse("chart-unknown");
      const all = await vault.measures(options.chart);
      const { whose } = all;
      const person = personOf(whose, options.person);
      if (!person.ok) return person;
      const isWanted = (of: { readonly person?: string }) =>
        person.value === undefined || (of.person ?? "") === person.value;
      const entries = all.entries.filter(isWanted);
      const courses = all.courses.filter(isWanted);
      const none = chart.opens ? "No measures in this chart yet." : "This chart is not open to you.";
      const lines = entries.map((entry) => measureLines(entry, whose));
      const changes = courses.map((course) => changeLine(course, whose)).filter((line) => line !== undefined);
      const text = entries.length === 0 ? none : [...lines, ...changes, needsReview].join("\n");
      return ok({ facts: { opens: chart.opens, entries, whose, courses, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});

/** Their id; empty: nobody's; `undefined`: everybody's. */
function personOf(whose: readonly WhosePerson[], name: string | undefined): Result<string | undefined, Refusal> {
  if (name === undefined || name.trim() === "") return ok(name?.trim());
  const found = whose.filter((one) => one.name === name.trim());
  const [first] = found;
  return found.length === 1 && first
    ? ok(first.person)
    : misused(`--person takes the name of one of several clients of the chart, not "${name}".`);
}
