import { ok } from "@alcove/bytes";
import type { MemberView, SearchAnswer, Vault } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { readDay, readKind } from "../note-input.ts";
import { dayText } from "../presence-text.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { exitCodes, misused, refuse, refused } from "../refusal.ts";

export const command = defineCommand({
  positionals: [{ name: "WORDS", about: "what to look for", many: true }],
  options: {
    chart: { type: "string", value: "ID", about: "only in this chart" },
    kind: { type: "string", value: "KIND", about: "progress (default) or psychotherapy" },
    author: { type: "string", value: "NAME", about: "only what this member wrote last, by name or id" },
    from: { type: "string", value: "DAY", about: "only from this day on, yyyy-mm-dd" },
    to: { type: "string", value: "DAY", about: "only up to this day" },
    limit: { type: "string", value: "N", about: "how many matches to show (20, at most 200)" },
  },
  details: `All words must occur. word* finds beginnings, '"two words"' a phrase; -- 'word -other' leaves notes with "other" out.
Without --kind also diagnoses, medication, flags, plans, measures, documents, cases and forms are looked through.
Words of psychotherapy notes are only shown with --kind psychotherapy.`,
  async run(context, { options, positionals }) {
    const kind = readKind(options.kind);
    if (!kind.ok) return kind;
    const from = readDay("--from", options.from);
    if (!from.ok) return from;
    const to = readDay("--to", options.to);
    if (!to.ok) return to;
    const limit = options.limit === undefined ? 20 : Number(options.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) return misused("--limit takes a number from 1 to 200.");
    return withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      if (options.chart !== undefined && !(await vault.charts()).some((chart) => chart.id === options.chart)) {
        return refuse("chart-unknown");
      }
      const author = options.author === undefined ? undefined : await findMember(vault, options.author);
      if (options.author !== undefined && !author) return refuse("member-unknown");
      const found = await vault.search({
        words: positionals.join(" "),
        limit,
        ...(options.chart === undefined ? {} : { chart: options.chart }),
        ...(kind.value === undefined ? {} : { kind: kind.value }),
        ...(author === undefined ? {} : { author: author.id }),
        ...(from.value === undefined ? {} : { from: from.value }),
        ...(to.value === undefined ? {} : { to: to.value }),
      });
      if (!found.ok) return refused(found.error);
      const { hits, total, elsewhere, apart, notesLookedThrough } = found.value;
      return ok({
        facts: { hits, total, elsewhere, apart, notesLookedThrough, ...asOf.facts },
        text: `${inWords(found.value)}${asOf.text}`,
        exit: total + elsewhere.length + apart > 0 ? exitCodes.done : exitCodes.nothingFound,
      });
    });
  },
});

async function findMember(vault: Vault, wanted: string): Promise<MemberView | undefined> {
  const lower = wanted.trim().toLowerCase();
  return (await vault.members()).find(({ id, name }) => id === lower || name.toLowerCase() === lower);
}

function inWords({ hits, total, elsewhere, apart, notesLookedThrough }: SearchAnswer): string {
  const blocks = hits.map(
    (hit) =>
      `${hit.note}  ${hit.date}  ${hit.chartName}${hit.title ? `: ${hit.title}` : ""}\n    ${hit.snippet.map(({ text }) => text).join("")}`,
  );
  if (total > hits.length) blocks.push(`${total - hits.length} more: see --limit.`);
  for (const { kind, id, date, writtenAt, chartName, title, snippet } of elsewhere) {
    const what = [title, snippet.map(({ text }) => text).join("")].filter(Boolean).join("\n    ");
    blocks.push(`${id}  ${date ?? dayText(writtenAt)}  ${chartName}, ${kind}: ${what}`);
  }
  if (apart > 0) {
    blocks.push(
      `${apart} psychotherapy ${apart === 1 ? "note matches" : "notes match"}${total + elsewhere.length > 0 ? " too" : ""}: --kind psychotherapy shows them.`,
    );
  }
  if (blocks.length === 0)
    blocks.push(`None of ${notesLookedThrough} notes holds these words, and nothing beside them does.`);
  return blocks.join("\n\n");
}
