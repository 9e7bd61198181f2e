import { ok } from "@alcove/bytes";
import type { OfAgeView } from "@alcove/vault";
import { defineCommand } from "../command.ts";
import { today } from "../note-input.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";

export const command = defineCommand({
  options: { chart: { type: "string", value: "ID", about: "this chart alone, also when nothing is left to do" } },
  details: `From six weeks before the day until they have consented themselves and nobody does for them, for half a year at most. By the State of
the practice's letters; no age of majority here was checked.`,
  run: (context, { options: { chart } }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const unfinished = chart === undefined ? await vault.unfinished({ today: today(), zone }) : undefined;
      const left = unfinished?.ok ? unfinished.value.filter(({ kind }) => kind === "of-age") : [];
      const charts = chart === undefined ? [...new Set(left.map((one) => one.chart))] : [chart];
      const found = (await Promise.all(charts.map((id) => vault.ofAge({ chart: id, today: today() })))).flat();
      const coming = chart === undefined ? found.filter(({ isOpen }) => isOpen) : found;
      const text = coming.map(lineOf).join("\n") || "Nobody comes of age in the next weeks.";
      return ok({ facts: { coming, ...asOf.facts }, text: `${text}${asOf.text}` });
    }),
});

function lineOf({ chart, name, day, rule, ownConsent, consenting, before }: OfAgeView): string {
  return [
    `${chart}  ${name}: ${rule.age} on ${day}`,
    `    ${rule.cite}`,
    ownConsent ? `    consented themselves on ${ownConsent.on}` : "    has not consented themselves",
    ...consenting.map((id) => `    still consents for them: ${id}`),
    ...before.map(({ id, title, on }) => `    signed before: ${id}  ${title}, ${on}`),
  ].join("\n");
}
