import { ok } from "@alcove/bytes";
import { defineCommand } from "../command.ts";
import { asOfLastSync, withOpenVault } from "../profile.ts";
import { refuse } from "../refusal.ts";

export const command = defineCommand({
  options: { rules: { type: "boolean", about: "what was found of rules, none of it verified" } },
  details:
    "What is due first, then what is on hold. As far as charts are open to you; nothing is ever destroyed by itself.",
  run: (context, { options }) =>
    withOpenVault(context, async (vault) => {
      const asOf = await asOfLastSync(vault);
      const view = await vault.retention();
      if (!view) return refuse("locked");
      const destroyed = await vault.destroyedCharts();
      const names = new Map((await vault.charts()).map(({ id, name }) => [id, name]));
      const { years, untilAge } = view.times;
      const rule = `${years} years, minors until ${untilAge}: ${view.confirmed?.source ?? "proposed, nobody has confirmed it"}`;
      const lines = options.rules
        ? view.rows.map(({ state = "", who, years: of, untilAge: age, cite, asOf: copy, standing }) =>
            [`${state} ${who}: ${of} years`, age && `minors until ${age}`, cite, copy, standing]
              .filter(Boolean)
              .join(", "),
          )
        : view.charts.map(
            ({ chart, state, lastContact, keepUntil }) =>
              `${state.padEnd(6)}  until ${keepUntil}, last contact ${lastContact}  ${names.get(chart) ?? ""}`,
          );
      if (!options.rules)
        for (const { chartName, chart, act } of destroyed)
          lines.push(`destroyed by ${act.byName}${act.day ? `, ${act.day} or later` : ""}  ${chartName || chart}`);
      return ok({
        facts: { ...view, destroyed, ...asOf.facts },
        text: `${[rule, ...lines].join("\n")}${asOf.text}`,
      });
    }),
});
